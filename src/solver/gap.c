/* Fenchel's duality, with the slopes of the samples at (w, b), less their mean c, times s in [0, 1]
 * as the dual point. Let L be the mean loss, g its gradient by w where the features have mean 0,
 * and R the penalty, whose conjugate is
 *     R*(v) = sum of max(|v_i| - l1_i, 0)^2 / (2 l2_i), infinite if l2_i = 0 and |v_i| > l1_i.
 * The conjugate of a loss is l*(e) = e z - l(z) at its own slope e = l'(z), and, being convex, at
 * most s (e z - l(z)) - (1 - s) min l at s e. So each trip's gradient says, without another,
 *     min J >= s (L - w g) + (1 - s) min L - R*(-s g) - s h,
 * where s is the largest for which R* is finite, and h what the bias, which no penalty holds, makes
 * of c. For the squared loss l*(e - c) = l*(e) - c z + c^2 / 4, hence h = c^2 / 4. Else l* at e - c
 * is not known, c stays in, and h = c B for all (w, b) whose mean z is within B of the present one.
 * (Boyd & Vandenberghe, Convex Optimization, 5.7; for the lasso Kim et al. 2007.) */
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

static bool is_bounded(const hk_objective *objective)
{
    const hk_settings *const settings = objective->settings;
    const bool bias = settings->penalize_bias && settings->l2 > 0.0;
    return objective->is_penalized && !bias &&
           hk_pair_is_convex(objective->mathematics->activation, objective->mathematics->loss);
}

/* The gradient of the mean loss at a place. */
typedef struct slopes {
    const hk_objective *objective;
    const double *w;
    const double *dJ_dw;
    double dJ_db; /* 0 where the bias is held */
} slopes;

static double mean_of_feature(const hk_objective *objective, size_t i)
{
    const double mean = objective->statistics->mean[i];
    if (!objective->scale)
        return mean;
    return objective->feature_rms[i] > 0.0 ? (mean - objective->centre[i]) * objective->scale[i]
                                           : 0.0;
}

/* dL/dw_i where feature i has mean 0. */
static double slope_of(const slopes *at, size_t i)
{
    return at->dJ_dw[i] - at->objective->l2[i] * at->w[i] -
           at->dJ_db * mean_of_feature(at->objective, i);
}

static double largest_share(const slopes *at)
{
    double s = 1.0;
    for (size_t i = 0; i < at->objective->n_features; i++) {
        const double slope = fabs(slope_of(at, i));
        const double l1 = at->objective->l1[i];
        if (at->objective->l2[i] == 0.0 && l1 > 0.0 && slope > l1)
            s = fmin(s, l1 / slope);
    }
    return s;
}

/* How far z may go for a bound that does not hold everywhere: what is far depends on the units of y
 * where z has them. */
static double reach(const hk_objective *objective)
{
    const hk_view *const view = objective->view;
    const hillock_activation activation = objective->mathematics->activation;
    const double W = objective->statistics->total_weight;
    double mean = 0.0, square = 0.0;
    if (activation != HILLOCK_IDENTITY && activation != HILLOCK_RECIPROCAL)
        return 1.0;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight > 0.0)
            mean += weight / W * hk_column_value(&view->targets, j, 0.0);
    }
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        const double from_mean = hk_column_value(&view->targets, j, 0.0) - mean;
        if (weight > 0.0)
            square += weight / W * from_mean * from_mean;
    }
    const double found = activation == HILLOCK_IDENTITY ? sqrt(square) : 1.0 / mean;
    return found > 0.0 && isfinite(found) ? found : 1.0;
}

static double penalty_of(const hk_objective *objective, size_t i, double w_i)
{
    return (objective->l1[i] + 0.5 * objective->l2[i] * fabs(w_i)) * fabs(w_i);
}

/* R_i(w_i) + R*_i(-v) + w_i v, which is never negative. */
static double gap_of_weight(const hk_objective *objective, size_t i, double w_i, double v)
{
    const double l1 = objective->l1[i], l2 = objective->l2[i];
    const double beyond = l2 > 0.0 ? fmax(fabs(v) - l1, 0.0) : 0.0;
    const double conjugate = l2 > 0.0 ? 0.5 * beyond * beyond / l2 : 0.0;
    return fmax(penalty_of(objective, i, w_i) + w_i * v + conjugate, 0.0);
}

/* What parameters without a penalty can change J by, to first order, for each unit of z; a squared
 * loss tells of the bias itself. */
static double open_slope(const slopes *at)
{
    const hk_objective *const objective = at->objective;
    const bool told = objective->mathematics->loss == HILLOCK_SQUARED;
    double sum = told ? 0.0 : fabs(at->dJ_db);
    for (size_t i = 0; i < objective->n_features; i++)
        if (hk_objective_is_free(objective, i) && objective->feature_rms[i] > 0.0)
            sum += fabs(slope_of(at, i)) / objective->feature_rms[i];
    return sum;
}

hk_gap hk_duality_gap(const hk_objective *objective, const double *w, double J, const double *dJ_dw,
                      double dJ_db)
{
    if (!is_bounded(objective))
        return (hk_gap){NAN, HUGE_VAL};
    const slopes at = {objective, w, dJ_dw, dJ_db};
    const double s = largest_share(&at), open = open_slope(&at);
    const double within = open > 0.0 ? reach(objective) : HUGE_VAL;
    double gap = open > 0.0 ? s * open * within : 0.0, L = J;
    if (objective->mathematics->loss == HILLOCK_SQUARED)
        gap += 0.25 * s * dJ_db * dJ_db;
    for (size_t i = 0; i < objective->n_features; i++)
        if (!hk_objective_is_free(objective, i)) {
            gap += gap_of_weight(objective, i, w[i], s * slope_of(&at, i));
            L -= penalty_of(objective, i, w[i]);
        }
    return (hk_gap){s < 1.0 ? gap + (1.0 - s) * (L - least_mean_loss(objective)) : gap, within};
}
