/* What one sample adds to the deviance, to Pearson's chi^2 and to the log-likelihood, for the
 * losses that have a likelihood (neuron/expected_curvature.h). */
#ifndef HK_NEURON_DEVIANCE_H
#define HK_NEURON_DEVIANCE_H

#include "neuron/mathematics.h"

/* A prediction with what it leaves: for probabilities 1 - a, where that is small without the
 * cancellation; and y - a likewise. */
typedef struct hk_prediction_point {
    double y;
    double a;
    double rest;     /* 1 - a */
    double residual; /* y - a */
    double l;        /* loss  */
} hk_prediction_point;

/* rest[j] = 1 - f(z_j); of use for probabilities only. room: count doubles. */
void hk_probability_rest(const hk_mathematics *mathematics, size_t count, const double *z,
                         const double *a, double *rest, double *room);

/* The loss of a = y, which is the least there is; 0 of losses without a likelihood. */
double hk_least_loss(hillock_loss loss, double y);

/* y - a, from whichever of a and 1 - a is the smaller; y, a and rest are given. */
double hk_point_residual(hillock_loss loss, const hk_prediction_point *point);

/* 2 (log-likelihood of the saturated model - that of this one), for a dispersion of 1. No
 * cancellation where y is near a. */
double hk_point_deviance(hillock_loss loss, const hk_prediction_point *point);

/* (y - a)^2 / V(a). */
double hk_point_pearson(hillock_loss loss, const hk_prediction_point *point);

/* |y - a| / V(a) for cross-entropy and Poisson: a's distance from y in parts of itself, or of what
 * it leaves where that is less. About 1 however near a is to a y that only an infinite z reaches;
 * NaN where a is there. */
double hk_point_distance(hillock_loss loss, const hk_prediction_point *point);

#endif
