/* Newton's method from start to end: on what data to begin, on how many numbers to work. */
#include "core/memory.h"
#include "data/subsample.h"
#include "solver/newton_inner.h"
#include "solver/solver.h"

#include <math.h>

static const double PART_TOLERANCE = 0.01; /* what a part of the samples says of all of them */

/* How many samples to begin on: an H of them is that of all within about a tenth. 0: all of X is
 * not much more. */
static size_t begin_with(const hk_training *training)
{
    enum { SAMPLES_A_FEATURE = 100, LEAST = 2048, WORTH = 4 };
    const size_t n = training->objective->n_features + 1;
    const size_t m = training->objective->view->n_samples;
    const size_t count = hk_max_size(SAMPLES_A_FEATURE * n, LEAST);
    return m / WORTH >= count ? count : 0;
}

/* Takes parameters and curvature of the subsample over, where they are better than the start. */
static void take_over(hk_newton_descent *s, hk_newton_descent *part)
{
    hk_training *const training = s->training;
    hk_evaluation now;
    hk_reached_remember(&s->from, training);
    for (size_t i = 0; i + 1 < s->model.n; i++)
        s->p[i] = part->training->w[i] - training->w[i];
    s->p[s->model.n - 1] = part->training->b - training->b;
    now = hk_reached_try(&s->from, training, s->p, 1.0);
    if (!isfinite(now.J) || !(now.J < s->from.J)) {
        hk_reached_return(&s->from, training);
        return;
    }
    hk_training_note(training, &now);
    const hk_newton_step own = s->model;
    s->model = part->model;
    part->model = own;
    s->before = HUGE_VAL; /* so that its H is used */
}

/* From the start that was given to near the minimum over a subsample: full trips are what costs.
 * false: memory. */
static bool begin_on_a_part(hk_newton_descent *s, size_t count)
{
    hk_training *const whole = s->training;
    const hk_objective *const all = whole->objective;
    hk_subsample part;
    if (!hk_subsample_create(&part, all->view, count, (uint64_t)whole->settings->seed))
        return false;
    hk_statistics statistics = *all->statistics; /* the same coordinates */
    statistics.total_weight = part.total_weight;
    hk_settings settings = *whole->settings;
    settings.tolerance = PART_TOLERANCE;
    settings.steps = 0;
    settings.epochs = 50;
    hk_newton_inner inner = {.history = NULL};
    hillock_status status = HILLOCK_OK;
    if (part.total_weight > 0.0)
        status = hk_newton_inner_create(&inner, whole, &part.view, &statistics, &settings);
    if (status == HILLOCK_OK && inner.training.w) {
        for (size_t i = 0; i < all->n_features; i++)
            inner.training.w[i] = whole->w[i];
        hk_training_evaluate(&inner.training);
        hk_newton_descend(&inner.descent);
        take_over(s, &inner.descent);
        if (inner.report.status == HILLOCK_CANCELLED || inner.report.status == HILLOCK_DEADLINE)
            hk_training_end(whole, inner.report.status);
    }
    hk_newton_inner_destroy(&inner);
    hk_subsample_destroy(&part);
    return status != HILLOCK_ERROR_MEMORY;
}

static bool work_on_features(hk_training *training)
{
    hk_newton_descent s;
    bool created = hk_newton_descent_create(&s, training);
    const size_t part = begin_with(training);
    if (created && part > 0)
        created = begin_on_a_part(&s, part);
    if (created) {
        hk_newton_descend(&s);
        if (training->report->status == HILLOCK_OK)
            hk_newton_polish(&s);
        if (!s.by_products)
            training->report->condition = hk_newton_condition(&s.model);
        if (training->report->status == HILLOCK_OK)
            hk_newton_name_dependent(&s);
    }
    hk_newton_descent_destroy(&s);
    return created;
}

hillock_status hk_newton(hk_training *training)
{
    bool taken;
    const hillock_status status = hk_newton_in_span(training, &taken);
    if (status != HILLOCK_OK || taken)
        return status;
    return work_on_features(training) ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
}
