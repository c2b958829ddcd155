/* What the losses of samples add up to, weighted, in eight running sums: lane k holds samples k, k
 * + 8, k + 16, ... of what was added, so that a vector of any width adds without waiting for
 * itself. */
#ifndef HK_NEURON_LOSS_SUMS_H
#define HK_NEURON_LOSS_SUMS_H

#include <math.h>

enum { HK_SUM_LANES = 8 };

typedef struct hk_loss_sums {
    double loss[HK_SUM_LANES];
    double residual[HK_SUM_LANES];        /* of e = dl/dz                                    */
    double residual_square[HK_SUM_LANES]; /* of e^2                                          */
    double curvature_max[HK_SUM_LANES];   /* largest |d2l/dz2| of a sample of positive weight */
    double not_finite[HK_SUM_LANES];      /* NaN where a curvature was not finite, else 0     */
} hk_loss_sums;

/* By a fixed tree. */
static inline double hk_lane_sum(const double *lane)
{
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* Infinite where a curvature was not finite. */
static inline double hk_curvature_max(const hk_loss_sums *sums)
{
    double largest = 0.0;
    for (int k = 0; k < HK_SUM_LANES; k++)
        largest = fmax(largest, sums->curvature_max[k]);
    return isnan(hk_lane_sum(sums->not_finite)) ? HUGE_VAL : largest;
}

#endif
