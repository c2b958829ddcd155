#include "library_words.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *said;
    const char *here, *for_model;
} words[] = {
    {"fill it in, remove the row, or set missing",
     "fill it in, or leave such rows out with --missing drop",
     "fill it in, or leave such rows out with --missing drop"},
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
