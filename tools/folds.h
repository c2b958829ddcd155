/* Cross-validation over a grid of penalties. */
#ifndef TOOLS_FOLDS_H
#define TOOLS_FOLDS_H

#include <stddef.h>
#include <stdint.h>

#include "hillock/hillock.h"
#include "table.h"

enum { GRID_CAPACITY = 64 };

/* The values given for one penalty; 0 of them: what the trainer has. */
struct grid {
    size_t count;
    double values[GRID_CAPACITY];
};

struct fold_result {
    double l1, l2;
    double loss;  /* mean over the folds of the mean loss of what was left out, without penalty */
    double error; /* standard error of that mean */
};

struct folds {
    size_t count; /* of folds; 0: no cross-validation */
    struct grid l1, l2;
    size_t n_results, best;
    size_t n_trained;            /* times so far: count times n_results in all */
    struct fold_result *results; /* NULL: none yet */
};

/* Trains on all folds but one for each fold and each pair of penalties, and leaves the trainer with
 * the penalties of the least loss and the neuron as it was. CANCELLED when the trainer was.
 * `training` views the first samples of the table. */
hillock_status folds_run(struct folds *folds, hillock_trainer *trainer, hillock_neuron *neuron,
                         const struct table *table, const hillock_dataset *training, uint64_t seed);
void folds_free(struct folds *folds);

#endif
