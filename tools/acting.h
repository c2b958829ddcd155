/* Settings of the training that act only beside certain others. */
#ifndef TOOLS_ACTING_H
#define TOOLS_ACTING_H

#include "hillock/hillock.h"

/* What would have to be set for the option to act ("--solver sgd"); NULL when it acts. */
const char *option_needs(const hillock_trainer *trainer, int key);

#endif
