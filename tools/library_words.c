#include "library_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "characters.h"

static const struct {
    const char *said;
    const char *here, *for_model;
} words[] = {
    {"fill it in, remove the row, or set missing",
     "fill it in, or leave such rows out with --missing drop, or take the column's mean for it "
     "with "
     "--missing mean",
     "fill it in, or choose --missing drop or --missing mean"},
    {"code the column as numbers, make it categorical, or ignore it",
     "code the column as numbers, or name it in --categorical (a feature of text) or --ignore",
     "correct the cell: the model has numbers in this column"},
    {"ignore the column instead of making it categorical",
     "name it in --ignore instead of --categorical",
     "name it in --ignore instead of --categorical"},
    {"it is the offset that the model was trained with",
     "it is the offset that the model was trained with",
     "it is the offset that the model was trained with: --offset COLUMN names another column, "
     "--no-offset does without"},
};

bool refuse_table(const hillock_table *table, bool for_model, struct fault *fault)
{
    const char *const message = hillock_table_message(table);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *const at = strstr(message, words[i].said);
        if (at)
            return fail(fault, "%.*s%s%s", (int)(at - message), message,
                        for_model ? words[i].for_model : words[i].here, at + strlen(words[i].said));
    }
    return fail(fault, "%s", message);
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

void without_row(const char *said, char *text, size_t capacity)
{
    static const char column[] = ", column ";
    const char *at = strstr(said, " of row ");
    at = at ? at : strstr(said, " in row ");
    if (!at) {
        (void)snprintf(text, capacity, "%s", said);
        return;
    }
    const char *rest = at + sizeof " of row " - 1;
    rest += digits(rest);
    if (strncmp(rest, column, sizeof column - 1) == 0) {
        rest += sizeof column - 1;
        rest += digits(rest);
    }
    (void)snprintf(text, capacity, "%.*s%s", (int)(at - said), said, rest);
}

/* Behind "feature " and the like where numbers of features follow; NULL: none do, from here on. */
static const char *find_numbers(const char *said)
{
    static const char *const before[] = {"feature ", "(column ", "(columns "};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        const char *at = strstr(said, before[i]);
        while (at && digits(at + strlen(before[i])) == 0)
            at = strstr(at + 1, before[i]);
        if (at && (!first || at + strlen(before[i]) < first))
            first = at + strlen(before[i]);
    }
    return first;
}

/* A text that grows up to its end. */
struct growing {
    char *at;
    size_t room;
};

static void add(struct growing *text, const char *piece, size_t length)
{
    const int written = snprintf(text->at, text->room, "%.*s", (int)length, piece);
    const size_t used = written > 0 ? (size_t)written : 0;
    const size_t taken = used < text->room ? used : text->room - 1;
    text->at += taken, text->room -= taken;
}

void with_names(const char *said, char *const *names, size_t n_features, char *text,
                size_t capacity)
{
    enum { COLUMNS = 60 };
    struct growing grown = {text, capacity};
    const char *at;
    while ((at = find_numbers(said))) {
        add(&grown, said, (size_t)(at - said));
        for (size_t length; (length = digits(at)) > 0;) {
            char name[4 * COLUMNS];
            const size_t number = strtoull(at, NULL, 10);
            if (number < n_features) {
                name_fit(name, sizeof name, names[number], COLUMNS);
                add(&grown, "\"", 1);
                add(&grown, name, strlen(name));
                add(&grown, "\"", 1);
            } else
                add(&grown, at, length);
            at += length;
            if (strncmp(at, ", ", 2) == 0 && digits(at + 2) > 0) {
                add(&grown, ", ", 2);
                at += 2;
            }
        }
        said = at;
    }
    add(&grown, said, strlen(said));
}
