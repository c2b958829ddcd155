#include "core/memory.h"
#include "data/check.h"
#include "solver/newton_inner.h"
#include "solver/sample_span.h"

#include <string.h>

enum { MOST_REFINEMENTS = 6 };

typedef struct span_run {
    hk_training *training;
    hk_sample_span span;
    hk_statistics statistics; /* of the samples in the span */
    hk_view view;
    hk_newton_inner inner;
    hk_reached from;
    double *p;       /* n + 1 */
    double *u;       /* features of the span, and the bias */
    double *factors; /* 0 of the free features, else 1 */
} span_run;

/* Plain penalties, no scaling of its own, the limits of the whole. */
static hk_settings settings_in_span(const span_run *r)
{
    hk_settings settings = *r->training->settings;
    settings.solver = HILLOCK_GD; /* the one whose objective takes features as they are */
    settings.standardize = settings.penalize_raw = 0;
    settings.penalty_factors = r->factors;
    return settings;
}

/* MEMORY, or VALUE where numbers of the span are too large: then it is not taken. */
static hillock_status create(span_run *r, hk_training *training)
{
    const size_t n = training->objective->n_features;
    hk_message message;
    hk_fault fault;
    size_t zero_weights;
    if (!hk_sample_span_create(&r->span, training))
        return training->ended ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    r->view = hk_sample_span_view(&r->span);
    r->p = hk_allocate(n + 1, sizeof *r->p);
    r->u = hk_allocate(r->view.n_features + 1, sizeof *r->u);
    r->factors = hk_allocate(r->view.n_features, sizeof *r->factors);
    if (!hk_reached_create(&r->from, n) || !r->p || !r->u || !r->factors ||
        !hk_statistics_create(&r->statistics, r->view.n_features))
        return HILLOCK_ERROR_MEMORY;
    for (size_t k = r->span.n_free; k < r->view.n_features; k++)
        r->factors[k] = 1.0;
    const hillock_status status = hk_check_data(&r->view, training->objective->mathematics->loss,
                                                training->settings->execution.threads, NULL,
                                                &r->statistics, &zero_weights, &fault, &message);
    if (status != HILLOCK_OK)
        return status;
    const hk_settings settings = settings_in_span(r);
    return hk_newton_inner_create(&r->inner, training, &r->view, &r->statistics, &settings);
}

static void destroy(span_run *r)
{
    hk_newton_inner_destroy(&r->inner);
    hk_statistics_destroy(&r->statistics);
    hk_reached_destroy(&r->from);
    hk_sample_span_destroy(&r->span);
    hk_free(r->p);
    hk_free(r->u);
    hk_free(r->factors);
}

static void descend(span_run *r)
{
    hk_training *const inner = &r->inner.training;
    hk_sample_span_enter(&r->span, r->training->w, r->training->b, inner->w, &inner->b);
    r->training->report->passes++;
    hk_training_evaluate(inner);
    hk_newton_descend(&r->inner.descent);
    if (inner->report->status == HILLOCK_OK)
        hk_newton_polish(&r->inner.descent);
    inner->report->condition = hk_newton_condition(&r->inner.descent.model);
    if (inner->report->status == HILLOCK_OK)
        hk_newton_name_dependent(&r->inner.descent);
}

static void take_over(span_run *r)
{
    hk_training *const whole = r->training;
    const hk_training *const inner = &r->inner.training;
    hk_report *const report = whole->report;
    report->steps = inner->report->steps;
    report->samples = inner->report->samples;
    report->epochs = inner->report->epochs;
    report->learning_rate = inner->report->learning_rate;
    report->decrement = inner->report->decrement;
    report->condition = inner->report->condition;
    whole->epoch = inner->epoch;
    hk_sample_span_leave(&r->span, inner->w, inner->b, whole->w, &whole->b);
    report->passes++;
    hk_training_evaluate(whole);
}

/* Newton's steps from the gradient over all features, against what rounding did to R and on the
 * way back. */
static void refine(span_run *r)
{
    hk_training *const whole = r->training;
    const size_t n = whole->objective->n_features, width = r->view.n_features;
    for (int i = 0; i < MOST_REFINEMENTS; i++) {
        const double before = whole->report->gradient_norm;
        if (before == 0.0 || hk_training_interrupted(whole, whole->objective->view->n_samples))
            return;
        double *const dJ_du = r->inner.training.dJ_dw;
        hk_sample_span_gradient(&r->span, whole->dJ_dw, whole->dJ_db, dJ_du);
        hk_newton_solve(&r->inner.descent.model, dJ_du, whole->dJ_db, r->u);
        hk_sample_span_leave(&r->span, r->u, r->u[width], r->p, r->p + n);
        hk_reached_remember(&r->from, whole);
        whole->report->passes += 2;
        const hk_evaluation now = hk_reached_try(&r->from, whole, r->p, 1.0);
        if (!(now.gradient_norm < 0.5 * before)) {
            hk_reached_return(&r->from, whole);
            return;
        }
        whole->report->steps++;
        hk_training_note(whole, &now);
    }
}

/* Free features may depend on each other; without a penalty n numbers are more than the samples
 * tell apart. */
static void tell_rank(span_run *r)
{
    hk_training *const whole = r->training;
    const hk_training *const inner = &r->inner.training;
    for (size_t k = 0; k < inner->n_dropped; k++)
        if (inner->dropped[k] < r->span.n_free)
            whole->dropped[whole->n_dropped++] = r->span.free[inner->dropped[k]];
    if (whole->settings->l2 == 0.0) {
        whole->n_dropped = whole->objective->n_features - r->span.rank;
        whole->least_norm = true;
    }
}

static void end(span_run *r)
{
    hk_training *const whole = r->training;
    const hillock_status status = r->inner.report.status;
    if (status == HILLOCK_SEPARATED || status == HILLOCK_QUASI_SEPARATED)
        hk_training_end_instead(whole, status);
    else
        hk_training_end(whole, status == HILLOCK_OK ? HILLOCK_STALLED : status);
    if (whole->report->status == HILLOCK_OK)
        tell_rank(r);
}

hillock_status hk_newton_in_span(hk_training *training, bool *taken)
{
    const hk_objective *const objective = training->objective;
    span_run r = {.training = training};
    const size_t unknowns = hk_sample_span_most(objective);
    *taken = training->settings->l1 == 0.0 && unknowns <= HK_NEWTON_MOST_UNKNOWNS &&
             unknowns < objective->n_features;
    if (!*taken)
        return HILLOCK_OK;
    hillock_status status = create(&r, training);
    if (status == HILLOCK_OK && !training->ended) {
        descend(&r);
        take_over(&r);
        const hillock_status inner = r.inner.report.status;
        if (inner == HILLOCK_OK || inner == HILLOCK_STALLED)
            refine(&r);
        end(&r);
    } else if (status != HILLOCK_OK && status != HILLOCK_ERROR_MEMORY) {
        *taken = false;
        status = HILLOCK_OK;
    }
    destroy(&r);
    return status;
}
