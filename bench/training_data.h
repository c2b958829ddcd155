/* Data that can be learnt: features, and targets drawn from a neuron. */
#ifndef BENCH_TRAINING_DATA_H
#define BENCH_TRAINING_DATA_H

#include "problem.h"

typedef enum bench_data_kind {
    BENCH_INDEPENDENT,     /* normal features of deviation 1; classes 0 and 1 */
    BENCH_ILL_CONDITIONED, /* deviations 1e-3 ... 1e3, every two correlated by 0.2; classes */
    BENCH_COUNTS,          /* independent features; Poisson targets */
    BENCH_SPARSE,          /* independent features, nine of ten without a weight; classes. Every
                              other sample is the one before mirrored, -x and 1 - y: the best
                              bias is then 0, and it does not matter who penalizes it */
    BENCH_BREAST_CANCER    /* the file, features standardized; classes */
} bench_data_kind;

/* f64, sample-major. The shape of BENCH_BREAST_CANCER is 569 x 30. false when memory is short or
 * the file cannot be read; then nothing is held. */
bool bench_data_create(bench_problem *problem, bench_shape shape, bench_data_kind kind);

#endif
