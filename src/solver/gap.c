/* Fenchel's duality, with the slopes of the samples at (w, b), times s in [0, 1], as the dual
 * point. Let L be the mean loss, g = dL/dw, and R the penalty, whose conjugate is
 *     R*(v) = sum of max(|v_i| - l1_i, 0)^2 / (2 l2_i), infinite if l2_i = 0 and |v_i| > l1_i.
 * The conjugate of a loss is l*(e) = e z - l(z) at its own slope e = l'(z), and, being convex, at
 * most s (e z - l(z)) - (1 - s) min l at s e. So each trip's gradient says, without another,
 *     min J >= s (L - w g) + (1 - s) min L - R*(-s g) - s |dL/db|
 * over all w and over b within 1 of here; s is the largest for which R* is finite. (Boyd &
 * Vandenberghe, Convex Optimization, 5.7; for the lasso Kim et al. 2007.) */
#include "solver/gap.h"

#include "neuron/catalogue.h"

#include <math.h>

/* What l(z) cannot fall below, given y. */
static double least_loss(const hk_mathematics *mathematics, double y)
{
    switch (mathematics->loss) {
    case HILLOCK_POISSON:
        return y > 0.0 ? y - y * log(y) : 0.0;
    case HILLOCK_GAMMA:
        return 1.0 + log(y);
    default:
        return 0.0;
    }
}

static double least_mean_loss(const hk_objective *objective)
{
    const hk_view *const view = objective->view;
    double sum = 0.0;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        const double y = hk_column_value(&view->targets, j, 0.0);
        if (weight > 0.0)
            sum += weight * least_loss(objective->mathematics, y);
    }
    return sum / objective->statistics->total_weight;
}

static bool is_free(const hk_objective *objective, size_t i)
{
    return objective->l1[i] == 0.0 && objective->l2[i] == 0.0;
}

static bool is_bounded(const hk_objective *objective)
{
    const hk_settings *const settings = objective->settings;
    const bool bias = settings->penalize_bias && settings->l2 > 0.0;
    return objective->is_penalized && !bias &&
           hk_pair_is_convex(objective->mathematics->activation, objective->mathematics->loss);
}

/* dL/dw_i. */
static double loss_slope(const hk_objective *objective, size_t i, double w_i, double dJ_dw_i)
{
    return dJ_dw_i - objective->l2[i] * w_i;
}

static double largest_share(const hk_objective *objective, const double *w, const double *dJ_dw)
{
    double s = 1.0;
    for (size_t i = 0; i < objective->n_features; i++) {
        const double slope = fabs(loss_slope(objective, i, w[i], dJ_dw[i]));
        const double l1 = objective->l1[i];
        if (objective->l2[i] == 0.0 && l1 > 0.0 && slope > l1)
            s = fmin(s, l1 / slope);
    }
    return s;
}

static double penalty_of(const hk_objective *objective, size_t i, double w_i)
{
    return (objective->l1[i] + 0.5 * objective->l2[i] * fabs(w_i)) * fabs(w_i);
}

/* R_i(w_i) + R*_i(-v) + w_i v, which is never negative; of a free weight only |v|. */
static double gap_of_weight(const hk_objective *objective, size_t i, double w_i, double v)
{
    const double l1 = objective->l1[i], l2 = objective->l2[i];
    if (is_free(objective, i))
        return fabs(v);
    const double beyond = l2 > 0.0 ? fmax(fabs(v) - l1, 0.0) : 0.0;
    const double conjugate = l2 > 0.0 ? 0.5 * beyond * beyond / l2 : 0.0;
    return fmax(penalty_of(objective, i, w_i) + w_i * v + conjugate, 0.0);
}

double hk_duality_gap(const hk_objective *objective, const double *w, double J, const double *dJ_dw,
                      double dJ_db)
{
    if (!is_bounded(objective))
        return NAN;
    const double s = largest_share(objective, w, dJ_dw);
    double gap = s * fabs(dJ_db), L = J;
    for (size_t i = 0; i < objective->n_features; i++) {
        const double slope = loss_slope(objective, i, w[i], dJ_dw[i]);
        gap += gap_of_weight(objective, i, w[i], s * slope);
        L -= penalty_of(objective, i, w[i]);
    }
    return s < 1.0 ? gap + (1.0 - s) * (L - least_mean_loss(objective)) : gap;
}
