/* How the time of one gradient by the library grows with m and n, and what threads save of it.
 * Sample-major, f64 and f32. */
#ifndef BENCH_SCALING_H
#define BENCH_SCALING_H

#include "engine.h"
#include "machine.h"
#include "mode.h"
#include "problem.h"

/* What varies: m with 64 features; n with as many elements of X in all; n with as many samples; and
 * the threads. */
typedef enum bench_ladder {
    BENCH_AGAINST_M,
    BENCH_AGAINST_N_SAME_SIZE,
    BENCH_AGAINST_N_SAME_M,
    BENCH_AGAINST_THREADS,
    BENCH_LADDERS
} bench_ladder;

enum { BENCH_MOST_STEPS = 192, BENCH_MOST_SLOPES = 2 * BENCH_AGAINST_THREADS };

typedef struct bench_step {
    bench_ladder ladder;
    bench_shape shape;
    size_t threads;
    bench_timing timing;
    bench_timing reading;  /* of X once, with as many threads                         */
    double speed_up;       /* against one thread; NaN on the other ladders            */
    double reading_gained; /* the same of reading                                     */
    double residual;       /* reference.h; NaN where X is too large to be checked     */
    bool right;            /* computed, and what could be checked is within its bound */
} bench_step;

/* The p of time ~ m^p or n^p, from minima, over the steps that are in memory (and of n >= 32 where
 * the size stays: with few features it is not reading that binds). NaN for less than three. */
typedef struct bench_slope {
    bench_ladder ladder;
    bench_type type;
    size_t from; /* m or n of the first step of the fit, and of the last */
    size_t to;
    size_t steps;
    double exponent;
} bench_slope;

typedef struct bench_scaling {
    size_t n_steps; /* in order of ladder, type, shape, threads */
    bench_step steps[BENCH_MOST_STEPS];
    size_t n_slopes;
    bench_slope slopes[BENCH_MOST_SLOPES];
} bench_scaling;

/* What varies: m, n, or the threads. */
size_t bench_step_position(const bench_step *step);

/* Measures all ladders and calls `show` after each step. false when memory is short. */
bool bench_scaling_measure(bench_scaling *scaling, const bench_machine *machine, bench_mode mode,
                           void (*show)(const bench_step *step, bool first_of_ladder));

bool bench_scaling_right(const bench_scaling *scaling);

#endif
