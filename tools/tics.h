/* The numbers that stand beside an axis. */
#ifndef TOOLS_TICS_H
#define TOOLS_TICS_H

#include <stdbool.h>
#include <stddef.h>

#include "picture.h"

enum { TICS = 24 };

struct tics {
    size_t count;
    double at[TICS];
    char text[TICS][24];
};

/* About `wanted` round numbers within the scale's range; powers of ten where it is logarithmic and
 * wide. raised: those that are long as 10 with a small number above, else as 1e-06. */
void tics_make(struct tics *tics, const struct scale *scale, int wanted, bool raised);

#endif
