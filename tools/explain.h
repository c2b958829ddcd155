/* `hillock explain`: the derivation on real numbers. */
#ifndef TOOLS_EXPLAIN_H
#define TOOLS_EXPLAIN_H

#include "fault.h"

/* words: those behind `hillock explain`. Returns what the command exits with. */
int explain(int count, char **words, struct fault *fault);

#endif
