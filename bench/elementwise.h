/* The elementwise mathematics alone, in cache: the library's kernels of each instruction set
 * against the same formula with the C library's scalar functions. */
#ifndef BENCH_ELEMENTWISE_H
#define BENCH_ELEMENTWISE_H

#include "core/processor.h"
#include "engine.h"

#include <stdbool.h>

enum { BENCH_FUNCTIONS = 5, BENCH_SETS = HK_AVX512 + 1 };

typedef struct bench_function {
    const char *name;
    const char *scalar;        /* the C library's functions in it */
    double libm_ns;            /* nanoseconds an element, medians */
    double ns[BENCH_SETS];     /* the library's, by hk_instruction_set; the first n_sets hold */
    double largest_difference; /* to libm's result, relative (absolute below 1) */
} bench_function;

typedef struct bench_elementwise {
    size_t n_sets; /* the instruction sets this processor has */
    bench_function functions[BENCH_FUNCTIONS];
} bench_elementwise;

bench_elementwise bench_elementwise_measure(bench_effort effort);

/* Seconds an element of logistic with cross-entropy alone, as this processor does it. */
double bench_elementwise_seconds(bench_effort effort);

/* Both sides are within a few ulp, so more than a few ulp between them is wrong. */
bool bench_function_right(const bench_function *function);

#endif
