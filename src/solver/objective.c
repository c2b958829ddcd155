#include "solver/objective.h"

#include "core/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* A constant feature becomes 0 exactly: its own value is the centre, not a rounded mean of it. */
static hillock_status standardize(hk_objective *objective, hk_message *message)
{
    const hk_statistics *const statistics = objective->statistics;
    for (size_t i = 0; i < objective->n_features; i++) {
        const bool constant = hk_feature_is_constant(statistics, i);
        objective->centre[i] = constant ? statistics->lowest[i] : statistics->mean[i];
        objective->scale[i] = constant ? 1.0 : 1.0 / statistics->deviation[i];
        objective->feature_rms[i] = constant ? 0.0 : 1.0;
        if (!isfinite(objective->centre[i]) || !isfinite(objective->scale[i]) ||
            objective->scale[i] == 0.0)
            return hk_say(message, HILLOCK_ERROR_VALUE,
                          "the spread of feature %zu cannot be represented: rescale the column", i);
    }
    return HILLOCK_OK;
}

static hillock_status measure(hk_objective *objective, hk_message *message)
{
    if (objective->settings->standardize)
        return standardize(objective, message);
    for (size_t i = 0; i < objective->n_features; i++) {
        objective->feature_rms[i] = hk_feature_rms(objective->statistics, i);
        if (!isfinite(objective->feature_rms[i]))
            return hk_say(
                message, HILLOCK_ERROR_VALUE,
                "the values of feature %zu are too large to be squared: rescale the column", i);
    }
    return HILLOCK_OK;
}

hillock_status hk_objective_create(hk_objective *objective, const hk_view *view,
                                   const hk_mathematics *mathematics,
                                   const hk_statistics *statistics, const hk_settings *settings,
                                   hk_message *message)
{
    const size_t n = view->n_features;
    const bool standardized = settings->standardize != 0;
    *objective = (hk_objective){
        .n_features = n,
        .view = view,
        .mathematics = mathematics,
        .statistics = statistics,
        .settings = settings,
        .pass = hk_pass_create(view, mathematics, statistics->total_weight, settings->execution),
        .centre = standardized ? hk_allocate(n, sizeof(double)) : NULL,
        .scale = standardized ? hk_allocate(n, sizeof(double)) : NULL,
        .feature_rms = hk_allocate(n, sizeof(double)),
        .raw_w = hk_allocate(n, sizeof(double)),
    };
    const bool scaled = !standardized || (objective->centre && objective->scale);
    if (!objective->pass || !objective->feature_rms || !objective->raw_w || !scaled) {
        hk_objective_destroy(objective);
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the workspace of %zu features",
                      n);
    }
    hillock_status status = measure(objective, message);
    if (status == HILLOCK_OK && !isfinite(hk_objective_mean_square(objective)))
        status = hk_say(message, HILLOCK_ERROR_VALUE,
                        "the features together are too large to be squared: rescale them");
    if (status != HILLOCK_OK)
        hk_objective_destroy(objective);
    return status;
}

void hk_objective_destroy(hk_objective *objective)
{
    hk_pass_destroy(objective->pass);
    hk_free(objective->centre);
    hk_free(objective->scale);
    hk_free(objective->feature_rms);
    hk_free(objective->raw_w);
    *objective = (hk_objective){0};
}

void hk_objective_enter(const hk_objective *objective, double *w, double *b)
{
    for (size_t i = 0; objective->scale && i < objective->n_features; i++) {
        *b += w[i] * objective->centre[i];
        w[i] /= objective->scale[i];
    }
}

void hk_objective_leave(const hk_objective *objective, double *w, double *b)
{
    for (size_t i = 0; objective->scale && i < objective->n_features; i++) {
        w[i] *= objective->scale[i];
        *b -= w[i] * objective->centre[i];
    }
}

/* dz/dw_i = (x_i - centre_i) scale_i; of a constant feature exactly 0. */
static void gradient_in_coordinates(const hk_objective *objective, double dJ_db, double *dJ_dw)
{
    for (size_t i = 0; objective->scale && i < objective->n_features; i++)
        dJ_dw[i] = objective->feature_rms[i] == 0.0
                       ? 0.0
                       : (dJ_dw[i] - objective->centre[i] * dJ_db) * objective->scale[i];
}

/* z is a sum of |w_i x_i| and |b|, each rounded; dJ = mean of dl/dz dz. */
static double rounding_of_J(const hk_objective *objective, double raw_b, const hk_sums *sums)
{
    double size = fabs(raw_b);
    for (size_t i = 0; i < objective->n_features; i++)
        size += fabs(objective->raw_w[i]) * hk_feature_rms(objective->statistics, i);
    return hk_pass_epsilon(objective->pass) * (fabs(sums->J) + 4.0 * size * sums->residual_rms);
}

static void add_penalty(const hk_objective *objective, const double *w, double b, double *dJ_dw,
                        hk_evaluation *evaluation)
{
    const double l2 = objective->settings->l2;
    if (l2 == 0.0)
        return;
    evaluation->J += 0.5 * l2 * hk_dot(objective->n_features, w, w);
    for (size_t i = 0; i < objective->n_features; i++)
        dJ_dw[i] += l2 * w[i];
    if (objective->settings->penalize_bias) {
        evaluation->J += 0.5 * l2 * b * b;
        evaluation->dJ_db += l2 * b;
    }
}

/* e vanishes where the fit is exact, but also far out where an activation is flat: there d2l/dz2
 * vanishes with it, and J stays. */
static bool is_saturated(const hk_objective *objective, const hk_sums *sums)
{
    return sums->residual_rms > 0.0 && sums->residual_rms <= objective->vanishing_residual &&
           sums->curvature_max <= objective->vanishing_curvature && sums->J > objective->standing_J;
}

/* A feature that is 0 everywhere (rms 0) has no gradient but the penalty's, which is measured
 * plainly. */
static double scaled_norm(const hk_objective *objective, const double *dJ_dw, double dJ_db,
                          const hk_sums *sums)
{
    const double e_rms = sums->residual_rms;
    const double least = is_saturated(objective, sums) ? 0.0 : objective->vanishing_residual;
    if (e_rms <= least && objective->settings->l2 == 0.0)
        return 0.0;
    const double residual_rms = fmax(e_rms, fmax(least, DBL_MIN));
    double largest = fabs(dJ_db) / residual_rms;
    for (size_t i = 0; i < objective->n_features; i++) {
        const double rms = objective->feature_rms[i];
        const double ratio = fabs(dJ_dw[i]) / (residual_rms * (rms > 0.0 ? rms : 1.0));
        if (!isfinite(ratio))
            return HUGE_VAL;
        largest = fmax(largest, ratio);
    }
    return isfinite(e_rms) ? largest : HUGE_VAL;
}

hk_evaluation hk_objective_evaluate(hk_objective *objective, const double *w, double b,
                                    double *dJ_dw)
{
    const size_t n = objective->n_features;
    double raw_b = b;
    if (n > 0)
        memcpy(objective->raw_w, w, n * sizeof *w);
    hk_objective_leave(objective, objective->raw_w, &raw_b);
    const hk_sums sums = hk_pass_run(objective->pass, objective->raw_w, raw_b, dJ_dw);
    hk_evaluation evaluation = {.J = sums.J,
                                .dJ_db = sums.dJ_db,
                                .residual_rms = sums.residual_rms,
                                .curvature_max = sums.curvature_max};
    evaluation.saturated = is_saturated(objective, &sums);
    evaluation.J_rounding = rounding_of_J(objective, raw_b, &sums);
    gradient_in_coordinates(objective, sums.dJ_db, dJ_dw);
    add_penalty(objective, w, b, dJ_dw, &evaluation);
    evaluation.gradient_norm = scaled_norm(objective, dJ_dw, evaluation.dJ_db, &sums);
    return evaluation;
}

const double *hk_objective_row(const hk_objective *objective, const hk_view *view, size_t sample,
                               double *buffer)
{
    const double *const x = hk_view_row(view, sample, buffer);
    if (!objective->scale)
        return x;
    for (size_t i = 0; i < objective->n_features; i++)
        buffer[i] = (x[i] - objective->centre[i]) * objective->scale[i];
    return buffer;
}

double hk_objective_mean_square(const hk_objective *objective)
{
    return 1.0 + hk_dot(objective->n_features, objective->feature_rms, objective->feature_rms);
}
