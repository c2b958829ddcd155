/* The rows of a table that a model predicts, some after others: memory does not grow with them. */
#ifndef TOOLS_STREAM_H
#define TOOLS_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "roles.h"

enum { STREAM_ROWS = 256 }; /* given at a time */

struct stream {
    hillock_table *table;
    size_t first, count; /* of the rows in the table: the next one, and how many there are */
};

/* Opens path ("-": the standard input) for the model, as hillock_table_set_model says. Close it in
 * either case. */
bool stream_open(struct stream *stream, const char *path, const struct roles *roles,
                 const hillock_model *model, struct fault *fault);
void stream_close(struct stream *stream);

/* The features of the next rows, STREAM_ROWS at most, and their offsets (0 where there are
 * none); *count of them, 0 behind the last. */
bool stream_next(struct stream *stream, double *rows, double *offsets, size_t *count,
                 struct fault *fault);

#endif
