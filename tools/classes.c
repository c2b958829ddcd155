#include "classes.h"

#include <stdlib.h>
#include <string.h>

#include "number.h"

bool class_is_one(const struct table *table, const csv_cell *cell)
{
    double value;
    if (table->n_samples > 0)
        return table->classes[0] != NULL;
    return number_read(cell->text, &value) == NUMBER_TEXT;
}

bool class_number(struct table *table, const csv_reader *reader, const struct header *header,
                  const csv_cell *cell, double *value, struct fault *fault)
{
    double unused;
    const number_kind kind = number_read(cell->text, &unused);
    if (kind == NUMBER_EMPTY || kind == NUMBER_NAN)
        return cell_number(reader, header, cell, &unused, fault); /* missing: refused there */
    char *const name = name_copy(cell->text, cell->length);
    if (!name)
        return fail(fault, "%s: no memory for the name of a class", csv_name(reader));
    for (size_t k = 0; k < 2; k++) {
        const bool is_known = table->classes[k] && strcmp(table->classes[k], name) == 0;
        if (is_known)
            free(name);
        else if (table->classes[k])
            continue;
        else
            table->classes[k] = name;
        *value = (double)k;
        return true;
    }
    (void)fail(fault,
               "%s, line %zu, column %zu (%.80s): \"%.60s\" is a third class, beside \"%.60s\" and "
               "\"%.60s\"; a neuron tells two apart: leave rows out, or code the column as numbers",
               csv_name(reader), cell->line, cell->column, header->names[cell->column - 1], name,
               table->classes[0], table->classes[1]);
    free(name);
    return false;
}

void classes_sort(struct table *table)
{
    char *const first = table->classes[0], *const second = table->classes[1];
    if (!second || strcmp(first, second) < 0)
        return;
    table->classes[0] = second;
    table->classes[1] = first;
    for (size_t j = 0; j < table->n_samples; j++)
        table->targets[j] = 1 - table->targets[j];
}
