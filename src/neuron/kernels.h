/* The elementwise kernels: one sample's mathematics over arrays, compiled once per instruction
 * set. All arrays hold `count` doubles; float data are converted by the panels, so the neuron's
 * mathematics exists once and float results are double results rounded once. */
#ifndef HK_NEURON_KERNELS_H
#define HK_NEURON_KERNELS_H

#include "core/ahead.h"
#include "core/processor.h"
#include "hillock/hillock.h"
#include "neuron/loss_sums.h"

#include <stdbool.h>
#include <stddef.h>

/* The constants that some activations and losses have. */
typedef struct hk_shape {
    double alpha; /* leaky relu, elu: the slope below 0 */
    double delta; /* Huber: where the loss turns linear */
    double tau;   /* quantile: which one                */
} hk_shape;

/* Numbers from lowest to highest that are not nearer to 0 than `least`; positive: nor 0 itself. */
typedef struct hk_interval {
    double lowest;
    double highest;
    double least;
    bool positive;
} hk_interval;

typedef struct hk_kernels {
    /* a = f(z) */
    void (*value)(hillock_activation activation, hk_shape shape, size_t count, const double *z,
                  double *a);
    /* f, f', f'' at z */
    void (*activation)(hillock_activation activation, hk_shape shape, size_t count, const double *z,
                       double *f, double *df, double *d2f);
    /* l, dl/da, d2l/da2 at (y, a) */
    void (*loss)(hillock_loss loss, hk_shape shape, size_t count, const double *y, const double *a,
                 double *l, double *dl, double *d2l);
    /* l, dl/dz, d2l/dz2 at (y, z) from the fused form; false when this pair has none */
    bool (*pair)(hillock_activation activation, hillock_loss loss, hk_shape shape, size_t count,
                 const double *y, const double *z, double *l, double *dl, double *d2l);
    /* dl/dz alone, for steps that need nothing else; false as above */
    bool (*slope)(hillock_activation activation, hillock_loss loss, hk_shape shape, size_t count,
                  const double *y, const double *z, double *dl);
    /* the weighted dl/dz (weights NULL: all 1) and the plain d2l/dz2, with what the samples add up
     * to added to sums; false as above. Asks for columns ahead. */
    bool (*pair_sums)(hillock_activation activation, hillock_loss loss, hk_shape shape,
                      size_t count, const double *y, const double *z, const double *weights,
                      hk_ahead *ahead, double *slopes, double *curvatures, hk_loss_sums *sums);
    /* the same of what was computed before: dl becomes the weighted dl/dz */
    void (*add)(size_t count, const double *weights, const double *l, double *dl, const double *d2l,
                hk_loss_sums *sums);
    /* some y lies outside the range; a NaN does */
    bool (*outside)(hk_interval range, size_t count, const double *y);
} hk_kernels;

extern const hk_kernels hk_kernels_portable;
#ifdef HK_X86_KERNELS
extern const hk_kernels hk_kernels_avx2;
extern const hk_kernels hk_kernels_avx512;
#endif

const hk_kernels *hk_kernels_for(hk_instruction_set set);

#endif
