/* Predictions with how far they can be trusted: `hillock predict --intervals`. */
#ifndef TOOLS_INTERVALS_H
#define TOOLS_INTERVALS_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"

/* Whether the model has the covariance that intervals are made of; path is where it is from. */
bool intervals_are_possible(const hillock_model *model, const char *path, struct fault *fault);

/* A line for each of `count` rows of the model's features, at most STREAM_ROWS, with the offset of
 * each: a, or z where sums are wanted; its standard error; the bounds of the interval; of a row in
 * which something is missing NA. n_objects not NULL: objects of an array in JSON instead, of which
 * there are so many already. */
bool intervals_print(const hillock_model *model, bool sums, double level, const double *rows,
                     const double *offsets, const bool *is_missing, size_t count, size_t *n_objects,
                     struct fault *fault);

#endif
