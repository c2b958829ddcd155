/* The timing engine: knows clocks, not neurons. It reports times and never judges them. */
#ifndef BENCH_ENGINE_H
#define BENCH_ENGINE_H

#include <stdbool.h>
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

/* Something to be measured beside others: does `calls` calls and returns the seconds they took. */
typedef struct bench_job {
    double (*seconds)(void *payload, size_t calls);
    void *payload;
} bench_job;

/* The seconds of `calls` calls of work. */
double bench_clock(bench_work *work, void *payload, size_t calls);

bench_timing bench_measure(bench_work *work, void *payload, bench_effort effort);

/* The jobs take turns, A B C A B C ..., so that a machine that grows slower or faster does so for
 * all of them. The effort is each job's. false when memory is short. */
bool bench_measure_in_turn(const bench_job *jobs, size_t count, bench_effort effort,
                           bench_timing *timings);

#endif
