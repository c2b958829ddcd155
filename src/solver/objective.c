#include "solver/objective.h"

#include "core/memory.h"
#include "solver/exact_fit.h"

#include <float.h>
#include <math.h>
#include <string.h>

bool hk_scales_inside(int64_t solver)
{
    return solver == HILLOCK_LBFGS || solver == HILLOCK_NEWTON || solver == HILLOCK_LEAST_SQUARES;
}

/* A constant feature becomes 0 exactly: its own value is the centre. */
static void scale_feature(hk_objective *objective, size_t i)
{
    const hk_statistics *const statistics = objective->statistics;
    const bool constant = hk_feature_is_constant(statistics, i);
    objective->centre[i] = hk_feature_centre(statistics, i, true);
    objective->scale[i] = constant ? 1.0 : 1.0 / statistics->deviation[i];
    objective->feature_rms[i] = constant ? 0.0 : 1.0;
}

/* Where the bias is held nothing may be shifted into it. */
static void scale_about_zero(hk_objective *objective, size_t i)
{
    const double rms = hk_feature_rms(objective->statistics, i);
    objective->centre[i] = 0.0;
    objective->scale[i] = rms > 0.0 ? 1.0 / rms : 1.0;
    objective->feature_rms[i] = rms > 0.0 ? 1.0 : 0.0;
}

static hillock_status scale_features(hk_objective *objective, hk_message *message)
{
    for (size_t i = 0; i < objective->n_features; i++) {
        if (objective->settings->fit_bias)
            scale_feature(objective, i);
        else
            scale_about_zero(objective, i);
        if (!isfinite(objective->centre[i]) || !isfinite(objective->scale[i]) ||
            objective->scale[i] == 0.0)
            return hk_say(message, HILLOCK_ERROR_VALUE,
                          "the spread of feature %zu cannot be represented: rescale the column", i);
    }
    return HILLOCK_OK;
}

/* The unit of a slope in these coordinates, where those of scaled features have unit 1. Without
 * standardizing even a constant feature has one, its value. */
static double unit_of_slope(const hk_objective *objective, size_t i)
{
    const hk_settings *const settings = objective->settings;
    if (objective->scale && (settings->standardize || objective->feature_rms[i] > 0.0))
        return objective->feature_rms[i];
    return hk_feature_spread(objective->statistics, i, settings->fit_bias);
}

static hillock_status measure(hk_objective *objective, hk_message *message)
{
    const size_t n = objective->n_features;
    const bool fit_bias = objective->settings->fit_bias;
    hillock_status status = HILLOCK_OK;
    if (objective->scale)
        status = scale_features(objective, message);
    for (size_t i = 0; status == HILLOCK_OK && i < n; i++) {
        const double rms = hk_feature_rms(objective->statistics, i);
        if (!objective->scale)
            objective->feature_rms[i] = rms;
        objective->norm_rms[i] = unit_of_slope(objective, i);
        objective->norm_centre[i] =
            objective->scale ? 0.0 : hk_feature_centre(objective->statistics, i, fit_bias);
        if (!isfinite(objective->settings->standardize ? objective->feature_rms[i] : rms))
            status = hk_say(
                message, HILLOCK_ERROR_VALUE,
                "the values of feature %zu are too large to be squared: rescale the column", i);
    }
    return status;
}

/* A raw weight is v = w scale: a penalty on it is one on w with factors of scale. */
static hillock_status set_penalty(hk_objective *objective, hk_message *message)
{
    const hk_settings *const settings = objective->settings;
    const bool raw = objective->scale && (!settings->standardize || settings->penalize_raw);
    for (size_t i = 0; i < objective->n_features; i++) {
        const double scale = raw ? objective->scale[i] : 1.0;
        const double factor = settings->penalty_factors ? settings->penalty_factors[i] : 1.0;
        objective->l1[i] = settings->l1 * factor * scale;
        objective->l2[i] = settings->l2 * factor * scale * scale;
        objective->is_penalized |= objective->l1[i] > 0.0 || objective->l2[i] > 0.0;
        if (!isfinite(objective->l1[i]) || !isfinite(objective->l2[i]))
            return hk_say(message, HILLOCK_ERROR_VALUE,
                          "the penalty on feature %zu is too large to be represented: choose a "
                          "smaller l1, l2 or penalty factor",
                          i);
    }
    objective->is_penalized |= settings->penalize_bias && settings->l2 > 0.0;
    objective->raw_bias = raw;
    return HILLOCK_OK;
}

static bool allocate(hk_objective *objective)
{
    const size_t n = objective->n_features;
    const hk_settings *const settings = objective->settings;
    const bool scaled = settings->standardize != 0 || hk_scales_inside(settings->solver);
    double **const needed[] = {
        &objective->feature_rms, &objective->norm_rms, &objective->norm_centre, &objective->l1,
        &objective->l2,          &objective->raw_w,    &objective->centre,      &objective->scale};
    objective->pass = hk_pass_create(objective->view, objective->mathematics,
                                     objective->statistics->total_weight, settings->execution);
    if (!objective->pass)
        return false;
    for (size_t k = 0; k < (scaled ? 8 : 6); k++)
        if (!(*needed[k] = hk_allocate(n, sizeof(double))))
            return false;
    return true;
}

hillock_status hk_objective_create(hk_objective *objective, const hk_view *view,
                                   const hk_mathematics *mathematics,
                                   const hk_statistics *statistics, const hk_settings *settings,
                                   hk_message *message)
{
    *objective = (hk_objective){.n_features = view->n_features,
                                .view = view,
                                .mathematics = mathematics,
                                .statistics = statistics,
                                .settings = settings};
    hillock_status status = HILLOCK_OK;
    if (!allocate(objective))
        status = hk_say(message, HILLOCK_ERROR_MEMORY,
                        "no memory for the workspace of %zu features", view->n_features);
    if (status == HILLOCK_OK)
        status = measure(objective, message);
    if (status == HILLOCK_OK && !isfinite(hk_objective_mean_square(objective)))
        status = hk_say(message, HILLOCK_ERROR_VALUE,
                        "the features together are too large to be squared: rescale them");
    if (status == HILLOCK_OK)
        status = set_penalty(objective, message);
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
    hk_free(objective->norm_rms);
    hk_free(objective->norm_centre);
    hk_free(objective->l1);
    hk_free(objective->l2);
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

/* The bias that the penalty sees, and what of it depends on w_i. */
static double penalized_bias(const hk_objective *objective, const double *w, double b)
{
    for (size_t i = 0; objective->raw_bias && i < objective->n_features; i++)
        b -= w[i] * objective->scale[i] * objective->centre[i];
    return b;
}

static double bias_by_weight(const hk_objective *objective, size_t i)
{
    return objective->raw_bias ? -objective->scale[i] * objective->centre[i] : 0.0;
}

double hk_objective_bias_penalty(const hk_objective *objective, double *by)
{
    const size_t n = objective->n_features;
    for (size_t i = 0; i < n; i++)
        by[i] = bias_by_weight(objective, i);
    by[n] = 1.0;
    return objective->settings->penalize_bias ? objective->settings->l2 : 0.0;
}

static void add_penalty(const hk_objective *objective, const double *w, double b, double *dJ_dw,
                        hk_evaluation *evaluation)
{
    const double bias_l2 = objective->settings->penalize_bias ? objective->settings->l2 : 0.0;
    if (!objective->is_penalized)
        return;
    double sum = 0.0;
    const double seen = bias_l2 > 0.0 ? penalized_bias(objective, w, b) : 0.0;
    for (size_t i = 0; i < objective->n_features; i++) {
        sum += (objective->l1[i] + 0.5 * objective->l2[i] * fabs(w[i])) * fabs(w[i]);
        dJ_dw[i] += objective->l2[i] * w[i];
        if (bias_l2 > 0.0)
            dJ_dw[i] += bias_l2 * seen * bias_by_weight(objective, i);
    }
    evaluation->J += sum + 0.5 * bias_l2 * seen * seen;
    evaluation->dJ_db += bias_l2 * seen;
}

double hk_objective_slope(const hk_objective *objective, size_t i, double w_i, double dJ_dw_i)
{
    const double l1 = objective->l1[i];
    if (w_i != 0.0)
        return dJ_dw_i + copysign(l1, w_i);
    return fabs(dJ_dw_i) <= l1 ? 0.0 : dJ_dw_i - copysign(l1, dJ_dw_i);
}

/* e vanishes where the fit is exact, but also far out where an activation is flat: there d2l/dz2
 * vanishes with it, and J stays. */
static bool is_saturated(const hk_objective *objective, const hk_sums *sums)
{
    return sums->residual_rms <= objective->vanishing_residual &&
           sums->curvature_max <= objective->vanishing_curvature && sums->J > objective->standing_J;
}

/* Where a bias is fitted it makes up for the mean of x_i: the slope is that of the centred feature,
 * which no shift of x_i changes. A feature that is 0 everywhere (rms 0) has no gradient but the
 * penalty's, which is measured plainly. */
static double scaled_norm(const hk_objective *objective, const double *w, double raw_b,
                          const double *dJ_dw, double dJ_db, const hk_sums *sums)
{
    const double e_rms = sums->residual_rms;
    const bool saturated = is_saturated(objective, sums);
    if (e_rms == 0.0 && saturated)
        return 1.0; /* no angle can be told: the largest */
    const bool exact = e_rms <= objective->vanishing_residual && !saturated &&
                       (e_rms == 0.0 || hk_fits_exactly(objective, raw_b));
    if (exact && !objective->is_penalized)
        return 0.0;
    const double least = exact ? objective->vanishing_residual : 0.0;
    const double residual_rms = fmax(e_rms, fmax(least, DBL_MIN));
    double largest = fabs(dJ_db) / residual_rms;
    for (size_t i = 0; i < objective->n_features; i++) {
        const double rms = objective->norm_rms[i];
        const double centred = dJ_dw[i] - objective->norm_centre[i] * dJ_db;
        const double slope = hk_objective_slope(objective, i, w[i], centred);
        const double ratio = fabs(slope) / (residual_rms * (rms > 0.0 ? rms : 1.0));
        if (!isfinite(ratio))
            return HUGE_VAL;
        largest = fmax(largest, ratio);
    }
    return isfinite(e_rms) ? largest : HUGE_VAL;
}

/* The raw weights in objective->raw_w; the raw bias. */
static double find_raw(hk_objective *objective, const double *w, double b)
{
    if (objective->n_features > 0)
        memcpy(objective->raw_w, w, objective->n_features * sizeof *w);
    hk_objective_leave(objective, objective->raw_w, &b);
    return b;
}

/* The trip itself at the raw parameters, which *raw_b and objective->raw_w then hold. */
static hk_sums run(hk_objective *objective, const double *w, double b, double *dJ_dw, double *H,
                   double *raw_b)
{
    *raw_b = find_raw(objective, w, b);
    return hk_pass_run_curvature(objective->pass, objective->raw_w, *raw_b, dJ_dw, H);
}

static hk_evaluation evaluation_of(const hk_objective *objective, const hk_sums *sums,
                                   const double *w, double b, double raw_b, double *dJ_dw)
{
    hk_evaluation evaluation = {.J = sums->J,
                                .dJ_db = sums->dJ_db,
                                .residual_rms = sums->residual_rms,
                                .curvature_max = sums->curvature_max};
    evaluation.saturated = is_saturated(objective, sums);
    evaluation.J_rounding = rounding_of_J(objective, raw_b, sums);
    gradient_in_coordinates(objective, sums->dJ_db, dJ_dw);
    add_penalty(objective, w, b, dJ_dw, &evaluation);
    if (!objective->settings->fit_bias)
        evaluation.dJ_db = 0.0;
    evaluation.gradient_norm = scaled_norm(objective, w, raw_b, dJ_dw, evaluation.dJ_db, sums);
    return evaluation;
}

hk_evaluation hk_objective_evaluate(hk_objective *objective, const double *w, double b,
                                    double *dJ_dw)
{
    double raw_b;
    const hk_sums sums = run(objective, w, b, dJ_dw, NULL, &raw_b);
    return evaluation_of(objective, &sums, w, b, raw_b, dJ_dw);
}

hk_evaluation hk_objective_know(hk_objective *objective, const hk_sums *sums, const double *w,
                                double b, double *dJ_dw)
{
    const double raw_b = find_raw(objective, w, b);
    return evaluation_of(objective, sums, w, b, raw_b, dJ_dw);
}

bool hk_objective_reserve_curvature(hk_objective *objective)
{
    return hk_pass_reserve_curvature(objective->pass, objective->centre);
}

/* The pass has taken the centre off the features already. */
static void curvature_in_coordinates(const hk_objective *objective, double *H)
{
    const size_t n = objective->n_features;
    for (size_t i = 0; objective->scale && i < n; i++)
        for (size_t k = 0; k <= n; k++) {
            H[i * (n + 1) + k] *= objective->scale[i];
            H[k * (n + 1) + i] *= objective->scale[i];
        }
}

static void add_penalty_curvature(const hk_objective *objective, double *H)
{
    const size_t n = objective->n_features;
    const double bias_l2 = objective->settings->penalize_bias ? objective->settings->l2 : 0.0;
    for (size_t i = 0; i <= n; i++) {
        const double by_i = i < n ? bias_by_weight(objective, i) : 1.0;
        for (size_t k = 0; bias_l2 > 0.0 && k <= n; k++)
            H[i * (n + 1) + k] += bias_l2 * by_i * (k < n ? bias_by_weight(objective, k) : 1.0);
        if (i < n)
            H[i * (n + 1) + i] += objective->l2[i];
        if (H[i * (n + 1) + i] == 0.0)
            H[i * (n + 1) + i] = 1.0;
    }
}

/* A bias that is held depends on nothing. */
static void hold_bias(const hk_objective *objective, double *H)
{
    const size_t n = objective->n_features;
    for (size_t i = 0; i < n; i++)
        H[i * (n + 1) + n] = H[n * (n + 1) + i] = 0.0;
    H[n * (n + 1) + n] = 1.0;
}

hk_evaluation hk_objective_curvature(hk_objective *objective, hk_curvature_kind kind,
                                     const double *w, double b, double *dJ_dw, double *H)
{
    double raw_b;
    hk_pass_choose_curvature(objective->pass, kind);
    const hk_sums sums = run(objective, w, b, dJ_dw, H, &raw_b);
    curvature_in_coordinates(objective, H);
    add_penalty_curvature(objective, H);
    if (!objective->settings->fit_bias)
        hold_bias(objective, H);
    return dJ_dw ? evaluation_of(objective, &sums, w, b, raw_b, dJ_dw) : (hk_evaluation){0};
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
