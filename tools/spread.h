/* Mean and deviation of the features over the samples of a training. */
#ifndef TOOLS_SPREAD_H
#define TOOLS_SPREAD_H

#include <stddef.h>

#include "table.h"

struct spread {
    double *mean, *deviation; /* n_features each */
};

/* Over the first n_samples, each counted by its weight. Without memory both are NULL. Free with
 * spread_free. */
struct spread spread_of(const struct table *table, size_t n_samples);
void spread_free(struct spread *spread);

#endif
