/* The features that matter most. A weight depends on its feature's unit, so they are ordered by
 * |weight| times the feature's standard deviation: what z changes by over a typical spread. */
#ifndef TOOLS_EFFECTS_H
#define TOOLS_EFFECTS_H

#include <stddef.h>

#include "coefficients.h"
#include "table.h"

struct effect {
    const char *name;
    size_t column;
    double deviation; /* of the feature */
    double change;    /* of z over a standard deviation of the feature */
};

/* The features, the largest effect first; deviations are those of the first n_training samples.
 * NULL: no memory. Free it. */
struct effect *effects_make(const struct coefficients *coefficients, const struct table *table,
                            size_t n_training);

#endif
