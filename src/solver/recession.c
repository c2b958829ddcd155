#include "solver/recession.h"

#include "core/memory.h"
#include "solver/newton_step.h"

#include <math.h>
#include <string.h>

/* Changes of z along a direction: the largest that lowers a loss, the largest that raises one, and
 * the least of the former over all samples. Once one raises a loss by more than `most_harm` the
 * rest is not looked at. */
typedef struct margins {
    const hk_view *view;
    const hk_mathematics *mathematics;
    double gain;
    double harm;
    double least;
    double most_harm;
} margins;

static bool is_bias_free(const hk_objective *objective)
{
    const hk_settings *const settings = objective->settings;
    return settings->fit_bias && !(settings->penalize_bias && settings->l2 > 0.0);
}

static bool has_free_weight(const hk_objective *objective)
{
    for (size_t i = 0; i < objective->n_features; i++)
        if (hk_objective_is_free(objective, i))
            return true;
    return false;
}

bool hk_may_recede(const hk_objective *objective)
{
    const hk_mathematics *const mathematics = objective->mathematics;
    const bool probability = mathematics->loss == HILLOCK_CROSS_ENTROPY &&
                             mathematics->activation != HILLOCK_USER_ACTIVATION;
    const bool count =
        mathematics->loss == HILLOCK_POISSON &&
        (mathematics->activation == HILLOCK_EXP || mathematics->activation == HILLOCK_SOFTPLUS ||
         mathematics->activation == HILLOCK_RECIPROCAL);
    return (probability && has_free_weight(objective)) ||
           (count && (is_bias_free(objective) || has_free_weight(objective)));
}

/* +1: the loss of the target falls as z grows without end; -1: as z falls; 0: neither. */
static double side(const hk_mathematics *mathematics, double y)
{
    if (y == 0.0) /* where a goes to 0 */
        return mathematics->activation == HILLOCK_RECIPROCAL ? 1.0 : -1.0;
    return mathematics->loss == HILLOCK_CROSS_ENTROPY && y == 1.0 ? 1.0 : 0.0;
}

static bool look(const hk_panel *panel, void *payload)
{
    margins *const seen = payload;
    for (size_t j = 0; j < panel->count; j++) {
        if (hk_panel_weight(panel, j) == 0.0)
            continue;
        const double offset = hk_column_value(&seen->view->offset, panel->first + j, 0.0);
        const double change = panel->z[j] - offset;
        const double way = side(seen->mathematics, panel->y[j]);
        const double margin = way == 0.0 ? -fabs(change) : way * change;
        seen->gain = fmax(seen->gain, margin);
        seen->harm = fmax(seen->harm, -margin);
        seen->least = fmin(seen->least, margin);
    }
    return seen->harm <= seen->most_harm;
}

/* The part of a direction (w, b) that no penalty sees, nor a bias that is held, and so may be gone
 * along without end: its raw weights in objective->raw_w; the raw bias. */
static double free_part(hk_objective *objective, const double *w, double b)
{
    const bool keeps_bias = is_bias_free(objective);
    double raw_b = keeps_bias ? b : 0.0;
    for (size_t i = 0; i < objective->n_features; i++)
        objective->raw_w[i] = hk_objective_is_free(objective, i) ? w[i] : 0.0;
    hk_objective_leave(objective, objective->raw_w, &raw_b);
    return keeps_bias || !objective->raw_bias ? raw_b : 0.0;
}

static margins margins_along(hk_objective *objective, const double *w, double b, double most_harm)
{
    margins seen = {.view = objective->view,
                    .mathematics = objective->mathematics,
                    .least = HUGE_VAL,
                    .most_harm = most_harm};
    const double raw_b = free_part(objective, w, b);
    hk_pass_visit(objective->pass, objective->raw_w, raw_b, look, &seen);
    return seen;
}

/* No sample's z changes by more along p: |p_i| times the value farthest from the centre, added
 * up. */
static double largest_change(const hk_objective *objective, const double *p)
{
    const hk_statistics *const statistics = objective->statistics;
    double largest = fabs(p[objective->n_features]);
    for (size_t i = 0; i < objective->n_features; i++) {
        const double centre = objective->scale ? objective->centre[i] : 0.0;
        const double scale = objective->scale ? objective->scale[i] : 1.0;
        const double farthest =
            fmax(statistics->highest[i] - centre, centre - statistics->lowest[i]);
        largest += fabs(p[i]) * scale * farthest;
    }
    return largest;
}

static const double ROUNDING = 1e-10, MOSTLY = 1e-3; /* of the largest change of z */

static hk_recession kind_of(const margins *seen)
{
    if (!(seen->gain > 0.0) || seen->harm > ROUNDING * seen->gain)
        return HK_NO_RECESSION;
    return seen->least > ROUNDING * seen->gain ? HK_ALL_RECEDE : HK_SOME_RECEDE;
}

static bool is_nearly_one(const margins *seen)
{
    return seen->gain > 0.0 && seen->harm <= MOSTLY * seen->gain;
}

hk_recession hk_find_recession(hk_objective *objective, const double *p)
{
    const double most_harm = MOSTLY * largest_change(objective, p);
    const margins seen = margins_along(objective, p, p[objective->n_features], most_harm);
    const hk_recession found = kind_of(&seen);
    return found == HK_NO_RECESSION && is_nearly_one(&seen) ? HK_NEARLY : found;
}

bool hk_separates(hk_objective *objective, const double *w, double b)
{
    return objective->mathematics->loss == HILLOCK_CROSS_ENTROPY &&
           margins_along(objective, w, b, 0.0).least > 0.0;
}

bool hk_counts_nothing(const hk_objective *objective)
{
    const hk_view *const view = objective->view;
    if (objective->mathematics->loss != HILLOCK_POISSON || !is_bias_free(objective))
        return false;
    for (size_t j = 0; j < view->n_samples; j++)
        if (hk_column_value(&view->targets, j, 0.0) != 0.0 &&
            hk_column_value(&view->weights, j, 1.0) != 0.0)
            return false;
    return true;
}

hillock_status hk_recession_status(const hk_objective *objective, hk_recession found)
{
    return found == HK_ALL_RECEDE && objective->mathematics->loss == HILLOCK_CROSS_ENTROPY
               ? HILLOCK_SEPARATED
               : HILLOCK_QUASI_SEPARATED;
}

bool hk_is_large_step(const hk_objective *objective, const double *p)
{
    static const double LARGE = 1e-3; /* change of z by one scaled feature */
    double largest = fabs(p[objective->n_features]);
    for (size_t i = 0; i < objective->n_features; i++)
        largest = fmax(largest, fabs(p[i]) * objective->feature_rms[i]);
    return largest > LARGE;
}

/* How many of Newton's steps until what is not part of the recession is rounding beside it: both
 * are held by the losses that recede, which a step brings down by e. 1 where it is not mostly one,
 * and not so many that H becomes singular. */
static double steps_to_tell(const margins *seen)
{
    static const double MOST = 8.0;
    return is_nearly_one(seen) ? fmin(log(seen->harm / seen->gain / ROUNDING) + 1.0, MOST) : 1.0;
}

/* Newton's steps from `at` (n + 1 numbers), which is moved: where they show a recession several at
 * once, and then single ones while they bring back what is not part of it. So far out that H is
 * singular a step has nothing to show: half the way back. */
static hk_recession follow(hk_objective *objective, hk_newton_step *model, double *at,
                           double *dJ_dw, double *p, int64_t *trips)
{
    enum { MOST_STEPS = 16, MOST_BACK = 3 };
    static const double SETTLING = 0.05; /* of what the last step left to harm */
    const size_t n = objective->n_features;
    double length = 1.0, harm = 0.0;
    for (int k = 0, back = 0; k < MOST_STEPS; k++) {
        const hk_evaluation here =
            hk_objective_curvature(objective, HK_OBSERVED, at, at[n], dJ_dw, model->H);
        *trips += 1;
        if (!isfinite(here.J) || !hk_newton_factor(model))
            return HK_NO_RECESSION;
        if (model->rank < model->n && back++ < MOST_BACK) {
            for (size_t i = 0; i <= n; i++)
                at[i] *= 0.5;
            continue;
        }
        hk_newton_solve(model, dJ_dw, here.dJ_db, p);
        if (!hk_is_large_step(objective, p))
            return HK_NO_RECESSION;
        *trips += 1;
        const margins seen = margins_along(objective, p, p[n], largest_change(objective, p));
        if (kind_of(&seen) != HK_NO_RECESSION)
            return kind_of(&seen);
        const bool settles = length > 1.0 || seen.harm < SETTLING * harm;
        length = settles ? 1.0 : steps_to_tell(&seen);
        harm = seen.harm;
        for (size_t i = 0; i <= n; i++)
            at[i] += length * p[i];
    }
    return HK_NO_RECESSION;
}

bool hk_find_final_recession(hk_objective *objective, const double *w, double b,
                             hk_recession *found, int64_t *trips)
{
    const size_t n = objective->n_features;
    *found = HK_NO_RECESSION;
    if (!has_free_weight(objective)) /* the bias alone */
        return true;
    hk_newton_step model;
    double *const p = hk_allocate(n + 1, sizeof *p);
    double *const at = hk_allocate(n + 1, sizeof *at);
    double *const dJ_dw = hk_allocate(n, sizeof *dJ_dw);
    const bool created = hk_newton_step_create(&model, n) && p && at && dJ_dw &&
                         hk_objective_reserve_curvature(objective);
    if (created) {
        if (n > 0)
            memcpy(at, w, n * sizeof *w);
        at[n] = b;
        *found = follow(objective, &model, at, dJ_dw, p, trips);
    }
    hk_newton_step_destroy(&model);
    hk_free(dJ_dw);
    hk_free(at);
    hk_free(p);
    return created;
}
