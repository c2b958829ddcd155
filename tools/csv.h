/* Comma-separated cells from a file, one after another, in one streaming pass: quotes (doubled
 * quotes, commas and line breaks inside), LF or CRLF, a byte-order mark. What is malformed is
 * refused with file, line and column; the meaning of the cells is the caller's. */
#ifndef TOOLS_CSV_H
#define TOOLS_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

typedef struct csv_reader csv_reader;

typedef struct csv_cell {
    const char *text; /* 0-terminated, no 0 inside, without the quotes; until the next csv_next */
    size_t length;
    size_t line;   /* where the cell begins, counted from 1 */
    size_t column; /* counted from 1 */
    bool ends_row;
} csv_cell;

typedef enum csv_answer { CSV_CELL, CSV_END, CSV_FAULT } csv_answer;

/* Opens path, "-" being the standard input. NULL: *fault says why. Close with csv_close (NULL is
 * fine). */
csv_reader *csv_open(const char *path, struct fault *fault);
void csv_close(csv_reader *reader);

/* The name to use in messages. */
const char *csv_name(const csv_reader *reader);

/* The next cell; CSV_END after the last row. An empty line is a row of one empty cell. */
csv_answer csv_next(csv_reader *reader, csv_cell *cell, struct fault *fault);

#endif
