/* The fused pairs: the list of their point functions, and the loop that computes and adds up.
 * For files that are compiled once per instruction set; all is inlined around the point. */
#ifndef HK_NEURON_FUSED_PAIRS_H
#define HK_NEURON_FUSED_PAIRS_H

#include "core/ahead.h"
#include "core/inline.h"
#include "neuron/loss_points.h"
#include "neuron/loss_sums.h"
#include "neuron/pair_points.h"

typedef hk_point loss_point(double y, double x, hk_shape shape);

/* A loop around one pair, and what it works on. */
typedef void pair_loop(loss_point *point, const void *work);

/* The list; false for pairs that are not on it. */
HK_INLINE bool with_pair(hillock_activation activation, hillock_loss loss, pair_loop *loop,
                         const void *work)
{
    if (activation == HILLOCK_LOGISTIC && loss == HILLOCK_CROSS_ENTROPY)
        loop(hk_logistic_cross_entropy_point, work);
    else if (activation == HILLOCK_NORMAL_CDF && loss == HILLOCK_CROSS_ENTROPY)
        loop(hk_probit_cross_entropy_point, work);
    else if (activation == HILLOCK_CLOGLOG && loss == HILLOCK_CROSS_ENTROPY)
        loop(hk_cloglog_cross_entropy_point, work);
    else if (activation == HILLOCK_EXP && loss == HILLOCK_POISSON)
        loop(hk_exp_poisson_point, work);
    else if (activation == HILLOCK_EXP && loss == HILLOCK_GAMMA)
        loop(hk_exp_gamma_point, work);
    else if (activation == HILLOCK_RECIPROCAL && loss == HILLOCK_GAMMA)
        loop(hk_reciprocal_gamma_point, work);
    else if (activation == HILLOCK_IDENTITY && loss == HILLOCK_SQUARED)
        loop(hk_squared_point, work); /* a = z */
    else
        return false;
    return true;
}

/* One sample into lane k; returns its weighted slope. `weighted` is a constant. A sample of weight
 * 0 is not there, even where its loss is infinite. */
HK_INLINE double add_sample(hk_loss_sums *sums, size_t k, hk_point p, bool weighted, double weight)
{
    const bool absent = weighted && weight == 0.0;
    const double share = weighted ? weight : 1.0;
    const double l = absent ? 0.0 : p.f;
    const double slope = absent ? 0.0 : p.df;
    const double curvature = absent ? 0.0 : fabs(p.d2f);
    sums->loss[k] += share * l;
    sums->residual[k] += share * slope;
    sums->residual_square[k] += share * slope * slope;
    sums->curvature_max[k] = hk_max(sums->curvature_max[k], curvature);
    sums->not_finite[k] += 0.0 * curvature;
    return share * slope;
}

/* The point's chain of operations is so long that a processor has but one or two of them under way
 * at a time: its exponential is taken first, of all samples, and waits in `slopes`. */
HK_INLINE bool is_split(loss_point *point)
{
    return point == hk_logistic_cross_entropy_point;
}

HK_INLINE void begin_eights(size_t count, const double *restrict z, double *restrict slopes)
{
    for (size_t j = 0; j + HK_SUM_LANES <= count; j += HK_SUM_LANES)
        for (size_t k = 0; k < HK_SUM_LANES; k++)
            slopes[j + k] = hk_logistic_exponential(z[j + k]);
}

/* Samples in eights; the loops over lanes become vectors. */
HK_INLINE void sum_eights(loss_point *point, bool weighted, hk_shape shape, size_t count,
                          const double *restrict y, const double *restrict z,
                          const double *restrict weights, hk_ahead *restrict ahead,
                          double *restrict slopes, double *restrict curvatures,
                          hk_loss_sums *restrict sums)
{
    if (is_split(point))
        begin_eights(count, z, slopes);
    for (size_t j = 0; j + HK_SUM_LANES <= count; j += HK_SUM_LANES) {
        hk_ask_columns(ahead, ahead->between);
        for (size_t k = 0; k < HK_SUM_LANES; k++) {
            const hk_point p =
                is_split(point) ? hk_logistic_cross_entropy_from(y[j + k], z[j + k], slopes[j + k])
                                : point(y[j + k], z[j + k], shape);
            slopes[j + k] = add_sample(sums, k, p, weighted, weighted ? weights[j + k] : 1.0);
            curvatures[j + k] = p.d2f;
        }
    }
}

#endif
