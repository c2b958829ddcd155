/* Cross-validation over a grid of penalties. */
#ifndef TOOLS_FOLDS_H
#define TOOLS_FOLDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
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
    double error; /* standard error of that mean; NaN: the loss is infinite */
};

struct folds {
    size_t count; /* of folds; 0: no cross-validation */
    struct grid l1, l2;
    size_t n_results, best;
    size_t n_trained;            /* times so far: count times n_results in all */
    struct fold_result *results; /* NULL: none yet */
};

/* Whether the first m samples of the table, where they count, are `least` or more of either class;
 * of a loss without classes they are. */
bool classes_are_both(const struct table *table, size_t m, hillock_loss loss, size_t least);

/* Whether each fold of the first m samples, where there is to be a cross-validation, has something
 * that counts, and leaves both classes to train on. */
bool folds_are_possible(const struct folds *folds, const struct table *table, size_t m,
                        hillock_loss loss, struct fault *fault);

/* Whether the least loss is one: none is where every training diverged. */
bool folds_have_best(const struct folds *folds);

/* Trains on all folds but one for each fold and each pair of penalties, and leaves the trainer with
 * the penalties of the least loss and the neuron as it was. CANCELLED when the trainer was.
 * `training` views the first samples of the table. */
hillock_status folds_run(struct folds *folds, hillock_trainer *trainer, hillock_neuron *neuron,
                         const struct table *table, const hillock_dataset *training, uint64_t seed);
void folds_free(struct folds *folds);

#endif
