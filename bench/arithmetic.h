/* How fast numbers can be multiplied and added at all. */
#ifndef BENCH_ARITHMETIC_H
#define BENCH_ARITHMETIC_H

#include "numbers.h"

/* Multiply-adds a second on `threads` threads in the widest registers that this processor has: as
 * many sums as its units need, and one operand of each from an array in the first cache, as in a
 * product with X. The fastest of several trials of `seconds` each. */
double bench_multiply_adds(bench_type type, size_t threads, double seconds);

#endif
