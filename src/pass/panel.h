/* The two products of the derivation on one panel of X: z = wX + b forward, dJ/dw += dJ/dz X^T
 * backward. This is the `blas` kernel: on any CBLAS, for both types, layouts and any stride. */
#ifndef HK_PASS_PANEL_H
#define HK_PASS_PANEL_H

#include "pass/plan.h"

#include <stdbool.h>

/* Room for float data: BLAS multiplies float by float, everything else is double. w and dJ/dz
 * are divided by a power of 2 near their largest number first, so that no double is out of
 * float's range. */
typedef struct hk_float_room {
    float *w; /* n: w / w_unit, rounded to float */
    double w_unit;
    float *z;     /* a panel's z, then its dJ/dz            */
    float *dJ_dw; /* n: a panel's share of the gradient     */
} hk_float_room;

typedef struct hk_panel_kernel {
    const hk_view *view;
    size_t block_features;
    hk_float_room room; /* NULLs for double data */
} hk_panel_kernel;

/* Allocates what the type needs; false when memory could not be had (and then nothing is held). */
bool hk_panel_kernel_create(hk_panel_kernel *kernel, const hk_view *view, const hk_plan *plan);
void hk_panel_kernel_destroy(hk_panel_kernel *kernel);

/* Takes note of the weights that the next forward products multiply with (n doubles). */
void hk_panel_set_weights(hk_panel_kernel *kernel, const double *w);

/* z[0 ... count-1] = w X + b for samples first ... first + count - 1. */
void hk_panel_forward(hk_panel_kernel *kernel, size_t first, size_t count, const double *w,
                      double b, double *z);

/* dJ_dw[0 ... n-1] += dJ_dz X^T over the same samples. */
void hk_panel_backward(hk_panel_kernel *kernel, size_t first, size_t count, const double *dJ_dz,
                       double *dJ_dw);

#endif
