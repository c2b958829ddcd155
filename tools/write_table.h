/* Tables as files: text with all digits, LIBSVM, NPY. */
#ifndef TOOLS_WRITE_TABLE_H
#define TOOLS_WRITE_TABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "fault.h"
#include "table.h"

enum table_format { TABLE_CSV, TABLE_TSV, TABLE_LIBSVM, TABLE_NPY, TABLE_FORMATS };

/* "csv", ... */
extern const char *const table_format_names[TABLE_FORMATS];

/* Decimals of 15 to 17 digits, so that each is the same double when it is read. A target stands in
 * front of the features, and is the label of LIBSVM. names: a first row names the columns of text.
 * false: a number that the format has no way to write (*fault says where). Whether
 * all of it could be written is for whoever closes the file. */
bool write_table(FILE *file, const struct table *table, enum table_format format,
                 const char *target, bool names, const char *path, struct fault *fault);

#endif
