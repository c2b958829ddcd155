/* The rows of a table that a model predicts, one after another: memory does not grow with them. */
#ifndef TOOLS_STREAM_H
#define TOOLS_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include "csv.h"
#include "fault.h"
#include "header.h"
#include "hillock/hillock.h"

struct stream {
    csv_reader *reader;
    struct header header;
    size_t *places; /* of each column: which feature it is, or NOT_A_FEATURE */
    size_t n_features;
    const hillock_model *model;
    size_t target; /* the column of the target; SIZE_MAX: it is not wanted */
    double y;      /* the target of the row that stream_next gave, where it is wanted */
    size_t line;   /* on which that row begins */
};

/* Opens path ("-": the standard input) and finds each feature of the model among the columns by its
 * name; a model without names takes as many columns as it has features, in their order. Columns
 * that the model does not know are passed over. Close it in either case. */
bool stream_open(struct stream *stream, const char *path, const hillock_model *model,
                 struct fault *fault);
void stream_close(struct stream *stream);

/* From now on the column of this name is read as well: numbers, or the names of the model's
 * classes. */
bool stream_want_target(struct stream *stream, const char *name, struct fault *fault);

/* The features of the next row. CSV_CELL: there is one. */
csv_answer stream_next(struct stream *stream, double *features, struct fault *fault);

#endif
