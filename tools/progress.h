/* What happens while a neuron is being trained: a line that a person watches, and Ctrl-C. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>

#include "hillock/hillock.h"

struct progress {
    void (*begin)(void *payload); /* called once, when the training has been refused nothing */
    void *payload;
    bool draws; /* the line is wanted */
    bool is_drawn;
    double steps_before; /* of trainings before this one, and ... */
    double seconds_before;
    double drawn_at; /* seconds of training when the bar was drawn last */
};

/* During hillock_train: begins; draws a bar on the standard error where that is a terminal; cancels
 * when it was interrupted. */
hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress);

/* Begins, unless that was done: for trainings too short to ask. */
void progress_begin(struct progress *progress);

/* Removes the bar, so that nothing of it is left beside the results. */
void progress_clear(struct progress *progress);

#endif
