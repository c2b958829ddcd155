#include "model/trainer.h"
#include "neuron/catalogue.h"
#include "solver/solver.h"

#include <math.h>

/* Up to here H of n^2 numbers costs no more than about ten gradients. */
enum { FEW_FEATURES = 500, SMALL_REGRESSION = 1 << 24 };

/* Up to here a QR factorisation of more features than samples costs less than lbfgs's trips. */
enum { FEW_SAMPLES = 100 };

/* w = 0 has no loss at all, and the rule of the perceptron moves on from there: only descent by its
 * subgradient does. */
static bool begins_at_its_least(const hk_mathematics *mathematics)
{
    return mathematics->loss == HILLOCK_PERCEPTRON || mathematics->activation == HILLOCK_STEP;
}

/* So small that its every digit costs no time. */
static bool is_small_regression(const hk_settings *settings, const hk_mathematics *mathematics,
                                const hk_view *view)
{
    const double n = (double)view->n_features + 1.0;
    return hk_mathematics_is_quadratic(mathematics) && settings->l1 == 0.0 && settings->l2 == 0.0 &&
           (double)view->n_samples * n * n <= SMALL_REGRESSION;
}

hillock_solver hk_choose_solver(const hk_settings *settings, const hk_mathematics *mathematics,
                                const hk_view *view, const char **why)
{
    if (is_small_regression(settings, mathematics, view)) {
        *why = "least squares by QR, refined, as the data are few";
        return HILLOCK_LEAST_SQUARES;
    }
    if (begins_at_its_least(mathematics) && settings->l1 == 0.0) {
        *why = "gradient descent on scaled features, as the perceptron's loss is least at w = 0";
        return HILLOCK_GD;
    }
    if (hk_pair_is_kinked(mathematics->activation, mathematics->loss)) {
        *why = "L-BFGS, as this activation or loss has a kink";
        return HILLOCK_LBFGS;
    }
    if (hk_mathematics_has_curvature(mathematics) && view->n_features <= FEW_FEATURES) {
        *why = "Newton's method, as the features are few enough for their curvature";
        return HILLOCK_NEWTON;
    }
    if (hk_mathematics_has_curvature(mathematics) && view->n_samples <= FEW_SAMPLES &&
        settings->l1 == 0.0 && !settings->penalty_factors) {
        *why = "Newton's method on what the samples span, as they are few";
        return HILLOCK_NEWTON;
    }
    *why = hk_mathematics_has_curvature(mathematics)
               ? "L-BFGS, as there are too many features for their curvature"
               : "L-BFGS, as the user function gives no second derivative";
    return HILLOCK_LBFGS;
}

/* Epochs that about 10^10 feature values allow, which is seconds; a tenth of that for
 * stochastic solvers, which do more with an epoch and take longer over it. */
static int64_t chosen_epochs(int64_t solver, const hk_view *view)
{
    const double values = (double)view->n_samples * ((double)view->n_features + 1.0);
    if (hk_is_stochastic(solver))
        return (int64_t)fmin(fmax(1e9 / values, 10.0), 1000.0);
    return (int64_t)fmin(fmax(1e10 / values, 100.0), 10000.0);
}

hk_settings hk_settings_for(const hk_settings *settings, const hk_mathematics *mathematics,
                            const hk_view *view)
{
    hk_settings chosen = *settings;
    const char *why;
    if (chosen.solver == HILLOCK_AUTO) {
        chosen.solver = hk_choose_solver(settings, mathematics, view, &why);
        if (chosen.solver == HILLOCK_GD && !chosen.standardize)
            chosen.standardize = chosen.penalize_raw = 1;
    }
    if (chosen.epochs == 0)
        chosen.epochs = chosen_epochs(chosen.solver, view);
    if (chosen.horizon == 0)
        chosen.horizon = chosen.epochs;
    return chosen;
}

hk_settings hk_fit_settings(hk_execution execution)
{
    hk_settings settings = hk_settings_default();
    settings.solver = HILLOCK_AUTO;
    settings.standardize = 1;
    settings.execution = execution;
    return settings;
}
