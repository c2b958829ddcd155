/* One gradient to compute: shape, data and parameters. Random, from a private seeded generator,
 * the same on every machine. */
#ifndef BENCH_PROBLEM_H
#define BENCH_PROBLEM_H

#include "hillock/hillock.h"
#include "numbers.h"

#include <stdbool.h>

typedef struct bench_shape {
    size_t m; /* samples  */
    size_t n; /* features */
    bench_type type;
    hillock_layout layout;
} bench_shape;

/* X: m n elements of the shape's type in its layout, without gaps. The parameters are numbers of
 * that type too (held as double as well), so that every formulation starts from the same neuron. */
typedef struct bench_problem {
    bench_shape shape;
    size_t stride; /* elements from one sample to the next, feature-major from one feature */
    void *X;       /* uniform, mean 0, variance 1      */
    void *y;       /* m targets, 0 or 1                */
    void *w;       /* n weights: z has variance near 1 */
    double *w_f64; /* the same                         */
    double b;
} bench_problem;

/* J and its gradient; dJ_dw has n numbers. */
typedef struct bench_gradient {
    double J;
    double *dJ_dw;
    double dJ_db;
} bench_gradient;

size_t bench_features_bytes(bench_shape shape);

/* false when memory is short; then nothing is held. */
bool bench_problem_create(bench_problem *problem, bench_shape shape);
void bench_problem_destroy(bench_problem *problem);

#endif
