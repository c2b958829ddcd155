/* A way to compute J and its gradient. All of them take the same problem and give the same
 * numbers, which is checked; they differ in time and memory. */
#ifndef BENCH_FORMULATION_H
#define BENCH_FORMULATION_H

#include "problem.h"

/* The elementwise part goes through blocks of this many samples, so that what it computes and
 * does not keep stays in the first cache. */
enum { BENCH_BLOCK = 512 };

/* Who works: BLAS on all cores, BLAS limited to one thread, the library on as many threads as it
 * finds worth while, the library on one, or another program's process. */
typedef enum bench_workers {
    BENCH_BLAS_ALL,
    BENCH_BLAS_ONE,
    BENCH_LIBRARY_AUTO,
    BENCH_LIBRARY_ONE,
    BENCH_PEER
} bench_workers;

typedef struct bench_formulation {
    const char *name;
    const char *description;
    bench_workers workers;
    size_t largest_m; /* beyond it is not asked for */

    /* Makes what outlives a call; NULL when memory is short. `problem` stays the caller's. */
    void *(*create)(const bench_problem *problem);
    /* false when it could not be computed. */
    bool (*gradient)(void *state, bench_gradient *gradient);
    /* The seconds of `calls` gradients where another process takes the time; else NULL. */
    double (*seconds)(void *state, size_t calls);
    void (*destroy)(void *state);
} bench_formulation;

static inline bool bench_is_library(const bench_formulation *formulation)
{
    return formulation->workers == BENCH_LIBRARY_AUTO || formulation->workers == BENCH_LIBRARY_ONE;
}

/* The state of bench_one_pass on so many threads. */
void *bench_one_pass_create(const bench_problem *problem, size_t threads);

extern const bench_formulation bench_diagflat;
extern const bench_formulation bench_diagflat_kept;
extern const bench_formulation bench_hadamard;
extern const bench_formulation bench_hadamard_one_thread;
extern const bench_formulation bench_one_pass;
extern const bench_formulation bench_one_pass_one_thread;
extern const bench_formulation bench_one_pass_blas;
extern const bench_formulation bench_numpy;
extern const bench_formulation bench_pytorch;

#endif
