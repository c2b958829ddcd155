/* Parameters at which every factor of the chain rule has something to show. */
#ifndef TOOLS_STARTING_H
#define TOOLS_STARTING_H

#include <stdbool.h>

#include "fault.h"
#include "hillock/hillock.h"

/* Gives the neuron weights and a bias of one or two digits for these m samples: half the
 * spread of a feature up, a quarter of that of the next one down, so that z spreads by at most
 * about 1 around 0 (identity: as y does, around its mean; where z must be positive, from 1 on). */
bool start_somewhere(hillock_neuron *neuron, size_t m, const double *X, const double *y,
                     struct fault *fault);

#endif
