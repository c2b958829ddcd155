/* The line a person watches while a neuron is being trained: a bar where it is known how long that
 * can take. */
#ifndef TOOLS_PROGRESS_H
#define TOOLS_PROGRESS_H

#include <stdbool.h>

#include "hillock/hillock.h"

struct progress {
    bool is_drawn;
    double drawn_at; /* seconds of training when the bar was drawn last */
};

/* Draws on the standard error during hillock_train; does nothing when that is no terminal. */
hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress);

/* Removes the bar, so that nothing of it is left beside the results. */
void progress_clear(struct progress *progress);

#endif
