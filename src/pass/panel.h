/* The two products of the derivation on one panel of X: z = wX + b forward, dJ/dw += dJ/dz X^T
 * backward; through BLAS (panel_blas.c), which works anywhere and is the reference, or fused
 * (products.h), vectorised and prefetching. Several threads may work on different panels at a time,
 * each with a room of its own. */
#ifndef HK_PASS_PANEL_H
#define HK_PASS_PANEL_H

#include "neuron/mathematics.h"
#include "pass/plan.h"
#include "pass/products.h"

#include <stdbool.h>

/* Samples after their forward product and elementwise mathematics, `count` numbers each. What
 * hk_pass_visit shows has them all, unweighted; a strip of a run has no l, and dl_dz weighted. */
typedef struct hk_panel {
    size_t first;
    size_t count;
    double *z;
    const double *y;
    const double *weights; /* NULL when none are given */
    const double *offset;  /* likewise                 */
    double *l;             /* loss of each sample      */
    double *dl_dz;         /* its derivative           */
    double *d2l_dz2;
    double *taken_y; /* rooms for these in the order in which samples are taken */
    double *taken_weights;
    double *taken_offset;
} hk_panel;

static inline double hk_panel_weight(const hk_panel *panel, size_t j)
{
    return panel->weights ? panel->weights[j] : 1.0;
}

/* BLAS multiplies float by float, everything else is double. w and dJ/dz are divided by a power
 * of 2 near their largest number first, so that no double is out of float's range. */
typedef struct hk_panel_kernel {
    const hk_view *view;
    hk_plan plan;
    const hk_products *products;
    size_t gradient_length; /* doubles of a partial gradient as backward adds to it */
    double *w;              /* gradient_length: the weights as forward wants them   */
    float *w_f32;           /* n, blas and float only: w / w_unit                   */
    double w_unit;
} hk_panel_kernel;

/* blas and float only, else NULLs. */
typedef struct hk_panel_room {
    float *z;     /* panel_samples: z, then dJ/dz         */
    float *dJ_dw; /* hk_plan_most_features: a panel's share of the gradient */
} hk_panel_room;

/* false when memory could not be had (and then nothing is held). */
bool hk_panel_kernel_create(hk_panel_kernel *kernel, const hk_view *view, const hk_plan *plan,
                            const hk_products *products);
void hk_panel_kernel_destroy(hk_panel_kernel *kernel);
bool hk_panel_room_create(hk_panel_room *room, const hk_panel_kernel *kernel);
void hk_panel_room_destroy(hk_panel_room *room);

/* Takes note of the weights that the next forward products multiply with (n doubles). */
void hk_panel_set_weights(hk_panel_kernel *kernel, const double *w);

/* What is to be asked for during a strip, in streams that end with it: the strip after it, unless X
 * ends before that. */
hk_ahead hk_panel_ahead(const hk_panel_kernel *kernel, size_t first, size_t count);

/* How many samples of a strip, from its sample `from` on, go through the elementwise mathematics at
 * a time; turns `ahead` to what these ask for. Rows: all. Of long runs of columns 64: each 64 ask
 * for the next lines of eight other features. */
size_t hk_panel_part(const hk_panel_kernel *kernel, size_t first, size_t count, size_t from,
                     hk_ahead *ahead);

/* z[0 ... count-1] = w X + b for samples first ... first + count - 1. */
void hk_panel_forward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                      size_t count, hk_ahead *ahead, double b, double *z);

/* dJ_dw += dJ_dz X^T over the same samples; dJ_dw has gradient_length doubles. */
void hk_panel_backward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                       size_t count, hk_ahead *ahead, const double *dJ_dz, double *dJ_dw);

/* All strips of a panel from its first sample on that are whole and whose products have a loop of
 * their own: how many samples that were, added to sums and, unless it is NULL, to dJ_dw. The others
 * are left to the functions above. */
size_t hk_panel_run_strips(const hk_panel_kernel *kernel, const hk_mathematics *mathematics,
                           const hk_panel *panel, double b, hk_loss_sums *sums, double *dJ_dw);

/* The n numbers that a partial gradient stands for. */
void hk_panel_gradient(const hk_panel_kernel *kernel, const double *partial, double *dJ_dw);

/* The BLAS kernel's own (panel_blas.c). */
void hk_blas_set_weights(hk_panel_kernel *kernel, const double *w);
void hk_blas_forward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first, size_t count,
                     double b, double *z);
void hk_blas_backward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                      size_t count, const double *dJ_dz, double *dJ_dw);

#endif
