/* Holding samples out, to score the neuron on what it was not trained on. */
#ifndef TOOLS_SPLIT_H
#define TOOLS_SPLIT_H

#include <stddef.h>
#include <stdint.h>

#include "table.h"

/* Of the first m samples draws round(fraction m) without replacement and moves them behind the
 * others of these; returns how many. 0 <= fraction < 1; at least one sample stays in front. The
 * same seed draws the same samples on every platform. */
size_t split_off(struct table *table, size_t m, double fraction, uint64_t seed);

/* Fisher-Yates from the last one down; likewise. */
void shuffle(size_t *numbers, size_t count, uint64_t seed);

#endif
