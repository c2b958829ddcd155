/* A way to compute J and its gradient. All of them take the same problem and give the same
 * numbers, which is checked; they differ in time and memory. */
#ifndef BENCH_FORMULATION_H
#define BENCH_FORMULATION_H

#include "problem.h"

/* The elementwise part goes through blocks of this many samples, so that what it computes and
 * does not keep stays in the first cache. */
enum { BENCH_BLOCK = 512 };

/* Who works: BLAS on all cores, BLAS limited to one thread, or the caller's thread with BLAS
 * left as it is. */
typedef enum bench_workers { BENCH_BLAS_ALL, BENCH_BLAS_ONE, BENCH_CALLER } bench_workers;

typedef struct bench_formulation {
    const char *name;
    const char *description;
    bench_workers workers;
    size_t largest_m; /* beyond it is not asked for */

    /* Makes what outlives a call; NULL when memory is short. `problem` stays the caller's. */
    void *(*create)(const bench_problem *problem);
    /* false when it could not be computed. */
    bool (*gradient)(void *state, bench_gradient *gradient);
    void (*destroy)(void *state);
} bench_formulation;

extern const bench_formulation bench_diagflat;
extern const bench_formulation bench_hadamard;
extern const bench_formulation bench_hadamard_one_thread;
extern const bench_formulation bench_one_pass;
extern const bench_formulation bench_pass_alone;

#endif
