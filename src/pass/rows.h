/* Products with a single row of X, for one-sample steps and predictions: mixed precision (the
 * row float or double, the weights double), no BLAS, no allocation. Chosen once per neuron by
 * instruction set. */
#ifndef HK_PASS_ROWS_H
#define HK_PASS_ROWS_H

#include "core/processor.h"

#include <stddef.h>

typedef struct hk_rows {
    /* sum of w_i x_i over n features */
    double (*dot_f64)(size_t n, const double *w, const double *x);
    double (*dot_f32)(size_t n, const double *w, const float *x);
    /* w <- decay w + scale x */
    void (*step)(size_t n, double decay, double scale, const double *x, double *w);
} hk_rows;

const hk_rows *hk_rows_for(hk_instruction_set set);

#endif
