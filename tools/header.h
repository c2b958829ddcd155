/* The first row of a table: the columns' names. */
#ifndef TOOLS_HEADER_H
#define TOOLS_HEADER_H

#include <stdbool.h>
#include <stddef.h>

#include "csv.h"
#include "fault.h"

struct header {
    size_t n_columns;
    size_t capacity;
    char **names;  /* trimmed; control characters and line breaks have become spaces */
    bool is_uncut; /* a single column, with what other tables separate cells by */
};

/* Reads the first row. Empty and duplicate names are refused. Free with header_free, also on
 * failure. */
bool header_read(struct header *header, csv_reader *reader, struct fault *fault);
void header_free(struct header *header);

/* The position of the column with this name. When there is none, *fault lists the columns. */
bool header_find(const struct header *header, const char *file, const char *name, size_t *column,
                 struct fault *fault);

/* A copy without surrounding spaces, safe to print: a name is also written to terminals. NULL: no
 * memory. */
char *name_copy(const char *text, size_t length);

#endif
