/* How fast an array can be read at all: the ceiling of every formulation. */
#ifndef BENCH_CEILINGS_H
#define BENCH_CEILINGS_H

#include <stddef.h>

/* Reading an array on `threads` threads of OpenMP's pool, the library's own, each with its part,
 * with the fastest loop of reading_loops.h. */
typedef struct bench_reading bench_reading;

/* Chooses the loop by trying all of them. NULL when memory could not be had. */
bench_reading *bench_reading_create(const void *array, size_t bytes, size_t threads);
void bench_reading_destroy(bench_reading *reading);

/* The seconds that reading all of it `calls` times takes; a job for engine.h. */
double bench_reading_seconds(void *reading, size_t calls);

#endif
