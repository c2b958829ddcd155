/* The timing engine: knows clocks, not neurons. It reports times and never judges them. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include <stddef.h>

typedef void bench_work(void *payload);

/* Measuring goes on until both `seconds` have passed and `least_repeats` repeats are there. */
typedef struct bench_effort {
    double seconds;
    size_t least_repeats;
} bench_effort;

/* Seconds a call. */
typedef struct bench_timing {
    double median;
    double minimum;
    size_t repeats;
    size_t calls_per_repeat; /* short work is called several times between two looks at the clock */
} bench_timing;

bench_timing bench_measure(bench_work *work, void *payload, bench_effort effort);

#endif
