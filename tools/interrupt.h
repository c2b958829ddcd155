/* Ctrl-C while a neuron is being trained: a wish to stop, not the end of what was reached. */
#ifndef TOOLS_INTERRUPT_H
#define TOOLS_INTERRUPT_H

#include <stdbool.h>

/* From here on SIGINT is noted, once: a second one ends the program as usual. Where it is ignored
 * (in the background of a script) it stays so. */
void interrupt_catch(void);

/* From here on it ends the program again. */
void interrupt_release(void);

bool was_interrupted(void);

#endif
