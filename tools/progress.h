/* What happens while a neuron is being trained: a line that a person watches, and Ctrl-C. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>

#include "folds.h"
#include "hillock/hillock.h"

struct progress {
    void (*begin)(void *payload); /* called once, when the training has been refused nothing */
    void *payload;
    bool is_wanted;            /* the bar, or the lines */
    const struct folds *folds; /* of which this is one training after the other; NULL: of none */
    bool on_terminal, is_drawn;
    double began_at, next_at; /* seconds: of a clock, and since then */
    struct {
        double epochs, steps, seconds;
    } before; /* of the training, in the process that it goes on from */
};

/* During hillock_train: begins; draws a bar on the standard error where that is a terminal, else
 * writes a line now and then; cancels when it was interrupted. */
hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress);

/* The training that the trainer reports is gone on with: the bar is of the rest. */
void progress_go_on(struct progress *progress, const hillock_trainer *trainer);

/* Begins, unless that was done: for trainings too short to ask. */
void progress_begin(struct progress *progress);

/* Removes the bar, so that nothing of it is left beside the results. */
void progress_clear(struct progress *progress);

#endif
