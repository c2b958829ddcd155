/* `hillock fit`: read a table, hold samples out, train, print what came of it. */
#ifndef TOOLS_FIT_H
#define TOOLS_FIT_H

#include "fault.h"

/* words: what stands behind `fit`. Returns the exit status of fault.h; where it is not 0, *fault
 * says why. */
int fit(int count, char **words, struct fault *fault);

#endif
