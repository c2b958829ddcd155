#include "header.h"

#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "name_list.h"
#include "nearest.h"
#include "number.h"

char *name_copy(const char *text, size_t length)
{
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    char *const copy = malloc(length + 1);
    if (!copy)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)text[i];
        copy[i] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
    }
    copy[length] = '\0';
    return copy;
}

static bool add_name(struct header *header, const csv_cell *cell, const char *file,
                     struct fault *fault)
{
    if (header->n_columns == header->capacity) {
        const size_t capacity = grown_capacity(header->capacity, header->n_columns + 1);
        char **const names = grown_array(header->names, capacity, 1, sizeof *names);
        if (!names)
            return fail(fault, "%s: no memory for the names of the columns", file);
        header->names = names;
        header->capacity = capacity;
    }
    char *const name = name_copy(cell->text, cell->length);
    if (!name)
        return fail(fault, "%s: no memory for the names of the columns", file);
    header->names[header->n_columns++] = name;
    if (*name == '\0')
        return fail(fault,
                    "%s, line %zu, column %zu: the column has no name; the first row must name "
                    "every column%s",
                    file, cell->line, cell->column,
                    cell->column == 1
                        ? " (R: write.csv(..., row.names = FALSE) leaves the row names out)"
                        : "");
    return true;
}

/* Equal names stand side by side in this order, the earlier column first. */
static int compare_names(const void *left, const void *right)
{
    char *const *const a = *(char *const *const *)left;
    char *const *const b = *(char *const *const *)right;
    const int order = strcmp(*a, *b);
    return order ? order : (a > b) - (a < b);
}

static bool refuse_duplicates(const struct header *header, const char *file, struct fault *fault)
{
    char ***const order = grown_array(NULL, header->n_columns, 1, sizeof *order);
    if (!order)
        return fail(fault, "%s: no memory for the names of the columns", file);
    for (size_t i = 0; i < header->n_columns; i++)
        order[i] = &header->names[i];
    qsort(order, header->n_columns, sizeof *order, compare_names);
    bool is_unique = true;
    for (size_t i = 1; i < header->n_columns && is_unique; i++)
        if (strcmp(*order[i - 1], *order[i]) == 0)
            is_unique = fail(fault,
                             "%s, line 1, column %zu: the name \"%.60s\" is already that of column "
                             "%zu; give every column a name of its own",
                             file, (size_t)(order[i] - header->names) + 1, *order[i],
                             (size_t)(order[i - 1] - header->names) + 1);
    free(order);
    return is_unique;
}

/* A table whose first row is numbers has no header; trained on, it would lose a sample
 * unnoticed. */
static bool refuse_numbers(const struct header *header, const char *file, struct fault *fault)
{
    double value;
    for (size_t i = 0; i < header->n_columns; i++)
        if (number_read(header->names[i], &value) != NUMBER_DECIMAL)
            return true;
    return fail(fault,
                "%s, line 1, column 1: the first row holds numbers only; put a row with the names "
                "of the columns above it",
                file);
}

bool header_read(struct header *header, csv_reader *reader, struct fault *fault)
{
    *header = (struct header){0};
    const char *const file = csv_name(reader);
    csv_cell cell = {0};
    while (!cell.ends_row) {
        const csv_answer answer = csv_next(reader, &cell, fault);
        if (answer == CSV_FAULT)
            return false;
        if (answer == CSV_END)
            return fail(fault,
                        "%s, line 1, column 1: the file is empty; the first row must name the "
                        "columns",
                        file);
        header->is_uncut = header->n_columns == 0 && strpbrk(cell.text, ";\t|");
        if (!add_name(header, &cell, file, fault))
            return false;
    }
    return refuse_numbers(header, file, fault) && refuse_duplicates(header, file, fault);
}

void header_free(struct header *header)
{
    for (size_t i = 0; i < header->n_columns; i++)
        free(header->names[i]);
    free(header->names);
    *header = (struct header){0};
}

bool header_find(const struct header *header, const char *file, const char *name, size_t *column,
                 struct fault *fault)
{
    struct nearest nearest = nearest_to(name, NULL);
    struct name_list list = {.length = 0};
    for (*column = 0; *column < header->n_columns; ++*column) {
        if (strcmp(header->names[*column], name) == 0)
            return true;
        nearest_offer(&nearest, header->names[*column]);
        name_list_add(&list, header->names[*column]);
    }
    char suggestion[96];
    nearest_question(&nearest, "", suggestion, sizeof suggestion);
    return fail(fault, "%s, line 1: no column is named \"%.80s\"%s; the columns are: %s%s", file,
                name, suggestion, list.text,
                header->is_uncut ? "; separate the cells by commas" : "");
}
