/* Which options of the training act, beside the others that are set. */
#ifndef TOOLS_ACTING_H
#define TOOLS_ACTING_H

#include <stdbool.h>

#include "hillock/hillock.h"

/* Of use at the command line; others are for programs, which train more than once, or validate. */
bool option_is_offered(int key);

/* What would have to be set for the option to act on a neuron of this loss ("--solver sgd"); NULL
 * when it acts. */
const char *option_needs(const hillock_trainer *trainer, hillock_loss loss, int key);

/* Its steps have a learning rate. */
bool solver_has_rate(hillock_solver solver);

#endif
