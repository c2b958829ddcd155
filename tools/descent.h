/* The way a solver takes down a landscape. */
#ifndef TOOLS_DESCENT_H
#define TOOLS_DESCENT_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"
#include "landscape.h"

struct descent {
    size_t count; /* places: the start and one more for each epoch */
    double *x, *y, *J;
};

/* From where both parameters are 0 (or where the bias of a new neuron is, if it is one of them), by
 * the trainer's solver, for at most `epochs` of its epochs. Free it in either case. */
bool descent_make(struct descent *descent, struct landscape *landscape, hillock_trainer *trainer,
                  size_t epochs, struct fault *fault);
void descent_free(struct descent *descent);

#endif
