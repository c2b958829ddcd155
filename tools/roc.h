/* How many of either class a threshold would take for the upper one, from the highest threshold to
 * the lowest. */
#ifndef TOOLS_ROC_H
#define TOOLS_ROC_H

#include <stdbool.h>
#include <stddef.h>

struct roc {
    size_t count;
    double *false_share; /* count: of the lower class */
    double *true_share;  /* count: of the upper class */
};

/* From (0, 0) to (1, 1). targets: the upper class is 1. Of many samples only some of the points.
 * false: no memory, or only one class. Free it. */
bool roc_make(struct roc *roc, const double *predictions, const double *targets, size_t n_samples);
void roc_free(struct roc *roc);

#endif
