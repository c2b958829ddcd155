/* `hillock surface`: J over a grid of two parameters around its minimum. */
#ifndef TOOLS_SURFACE_H
#define TOOLS_SURFACE_H

#include "fault.h"

/* words: those behind `hillock surface`. Returns what the command exits with. */
int surface(int count, char **words, struct fault *fault);

#endif
