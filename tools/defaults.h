/* Where the command begins elsewhere than a trainer of the library: with what hillock_fit sets. */
#ifndef TOOLS_DEFAULTS_H
#define TOOLS_DEFAULTS_H

#include "hillock/hillock.h"

/* The value an option has before the command line is read. */
double default_of(int key);

hillock_status set_defaults(hillock_trainer *trainer);

#endif
