/* How fast an array can be read at all: the ceiling of every formulation. */
#ifndef BENCH_CEILINGS_H
#define BENCH_CEILINGS_H

#include <stddef.h>

/* Reading an array on `threads` threads, each with its part, with the fastest of several loops that
 * add up its 64-bit words (integers, so that the type does not matter): portable, AVX2 and AVX-512
 * where the processor has them, with and without prefetching. */
typedef struct bench_reading bench_reading;

/* Chooses the loop: each runs for `seconds`. NULL when memory or threads could not be had. */
bench_reading *bench_reading_create(const void *array, size_t bytes, size_t threads,
                                    double seconds);
void bench_reading_destroy(bench_reading *reading);

/* The seconds that reading all of it `calls` times takes; a job for engine.h. */
double bench_reading_seconds(void *reading, size_t calls);

#endif
