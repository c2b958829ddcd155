/* How fast an array can be read at all: the ceiling of every formulation. */
#ifndef BENCH_CEILINGS_H
#define BENCH_CEILINGS_H

#include <stddef.h>

/* Bytes a second, the best of several loops that add up the array's 64-bit words (integers, so
 * that the type does not matter): portable, AVX2 and AVX-512 where the processor has them, with
 * and without prefetching, on `threads` threads, each with its part of the array. Loops run for
 * `seconds` each; the fastest trip counts. 0 when threads could not be started. */
double bench_read_ceiling(const void *array, size_t bytes, size_t threads, double seconds);

#endif
