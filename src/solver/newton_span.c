#include "core/memory.h"
#include "data/check.h"
#include "solver/newton_dependent.h"
#include "solver/newton_inner.h"
#include "solver/recession.h"
#include "solver/sample_span.h"

#include <math.h>

enum { MOST_REFINEMENTS = 6 };

/* Of the penalty on a feature: beyond, one feature leaves nothing of the others in R. */
static const double MOST_SPREAD = 1e11;

struct hk_newton_span {
    hk_training *training;
    hk_sample_span span;
    hk_statistics statistics; /* of the samples in the span */
    hk_view view;
    hk_newton_inner inner;
    hk_reached from;
    double *p;       /* n + 1 */
    double *u;       /* features of the span, and the bias */
    double *factors; /* 0 of the free features, else 1 */
};

/* Plain penalties, no scaling of its own, the limits of the whole. */
static hk_settings settings_in_span(const hk_newton_span *r)
{
    hk_settings settings = *r->training->settings;
    settings.solver = HILLOCK_GD; /* the one whose objective takes features as they are */
    settings.standardize = settings.penalize_raw = 0;
    settings.penalty_factors = r->factors;
    return settings;
}

static bool is_spread(const hk_sample_span *span)
{
    double least = HUGE_VAL, most = 0.0;
    for (size_t i = 0; i < span->objective->n_features; i++)
        if (span->metric[i] > 0.0) {
            least = fmin(least, span->metric[i]);
            most = fmax(most, span->metric[i]);
        }
    return !(most <= MOST_SPREAD * least);
}

/* MEMORY, or VALUE where numbers of the span are too large, or too different: then it is not
 * taken. */
static hillock_status create(hk_newton_span *r, hk_training *training)
{
    const size_t n = training->objective->n_features;
    hk_message message;
    hk_fault fault;
    size_t zero_weights;
    if (!hk_sample_span_create(&r->span, training))
        return training->ended ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    if (is_spread(&r->span))
        return HILLOCK_ERROR_VALUE;
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

void hk_newton_span_destroy(hk_newton_span *r)
{
    if (!r)
        return;
    hk_newton_inner_destroy(&r->inner);
    hk_statistics_destroy(&r->statistics);
    hk_reached_destroy(&r->from);
    hk_sample_span_destroy(&r->span);
    hk_free(r->p);
    hk_free(r->u);
    hk_free(r->factors);
    hk_free(r);
}

static void begin(hk_newton_span *r)
{
    hk_training *const inner = &r->inner.training;
    hk_sample_span_enter(&r->span, r->training->w, r->training->b, inner->w, &inner->b);
    inner->report->steps = r->training->report->steps;
    r->training->report->passes++;
    hk_training_evaluate(inner);
}

/* The limits of the whole, which may be later ones than when it was stopped. */
static void take_limits(hk_newton_span *r)
{
    const hk_training *const whole = r->training;
    hk_training *const inner = &r->inner.training;
    r->inner.settings.epochs = whole->settings->epochs;
    r->inner.settings.steps = whole->settings->steps;
    r->inner.settings.tolerance = whole->settings->tolerance;
    hk_newton_inner_take_clock(&r->inner, whole);
    inner->ended = false;
    inner->n_dropped = 0;
    inner->report->status = HILLOCK_OK;
}

static void descend(hk_newton_span *r)
{
    hk_newton_arrive(&r->inner.descent);
    r->inner.report.condition = hk_newton_condition(&r->inner.descent.model);
    if (r->inner.report.status == HILLOCK_OK)
        hk_newton_name_dependent(&r->inner.descent);
}

/* Whether the last step in the span can be repeated forever, seen in all features: the status that
 * says so, OK where it cannot. */
static hillock_status claimed(hk_newton_span *r)
{
    const hk_training *const inner = &r->inner.training;
    hk_objective *const all = r->training->objective;
    const hillock_status status = inner->report->status;
    const double *const step = r->inner.descent.p;
    if (status != HILLOCK_SEPARATED && status != HILLOCK_QUASI_SEPARATED)
        return HILLOCK_OK;
    hk_sample_span_leave(&r->span, step, step[r->view.n_features], r->p, r->p + all->n_features);
    r->training->report->passes += 2;
    const hk_recession found = hk_find_recession(all, r->p);
    return found < HK_SOME_RECEDE ? HILLOCK_OK : hk_recession_status(all, found);
}

/* What was found, as all features see it: it has to be better than the start. false: all is as it
 * was. */
static bool take_over(hk_newton_span *r)
{
    hk_training *const whole = r->training;
    const hk_training *const inner = &r->inner.training;
    hk_report *const report = whole->report;
    hk_reached_remember(&r->from, whole);
    hk_sample_span_leave(&r->span, inner->w, inner->b, whole->w, &whole->b);
    const hk_evaluation now =
        hk_objective_evaluate(whole->objective, whole->w, whole->b, whole->dJ_dw);
    report->passes += 2;
    if (!(now.J <= r->from.J + 8.0 * now.J_rounding)) {
        hk_reached_return(&r->from, whole);
        return false;
    }
    report->steps = inner->report->steps;
    report->samples = inner->report->samples;
    report->epochs = inner->report->epochs;
    report->learning_rate = inner->report->learning_rate;
    report->decrement = inner->report->decrement;
    report->condition = inner->report->condition;
    whole->epoch = inner->epoch;
    hk_training_note(whole, &now);
    whole->history->passing = hk_is_limit(inner->report->status); /* a later call comes here anew */
    return true;
}

/* Newton's steps from the gradient over all features, against what rounding did to R and on the
 * way back. */
static void refine(hk_newton_span *r)
{
    hk_training *const whole = r->training;
    const size_t n = whole->objective->n_features, width = r->view.n_features;
    const bool keeps = whole->settings->keep_state != 0;
    whole->stopping->patient = whole->stopping->patient || keeps;
    for (int i = 0; i < MOST_REFINEMENTS; i++) {
        const double before = whole->report->gradient_norm;
        if (before == 0.0 || (!keeps && hk_training_has_stepped_enough(whole)) ||
            hk_training_interrupted(whole, whole->objective->view->n_samples))
            return;
        double *const dJ_du = r->inner.training.dJ_dw; /* the inner training has ended */
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
static void tell_rank(hk_newton_span *r)
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

/* A limit is what the span was left at; that J has no minimum has to hold in all features; and that
 * the gradient is small, which hk_training_note has looked at. */
static void end(hk_newton_span *r)
{
    hk_training *const whole = r->training;
    const hillock_status status = r->inner.report.status, claim = claimed(r);
    whole->at_rest = r->inner.training.at_rest;
    if (claim != HILLOCK_OK)
        hk_training_end_instead(whole, claim);
    else if (whole->settings->keep_state && hk_is_limit(status))
        hk_training_end_instead(whole, status); /* at once, the span would have gone on */
    else
        hk_training_end(whole, hk_is_limit(status) ? status : HILLOCK_STALLED);
    if (whole->report->status == HILLOCK_OK)
        tell_rank(r);
}

hillock_status hk_newton_span_create(hk_newton_span **span, hk_training *training)
{
    const hk_objective *const objective = training->objective;
    const size_t unknowns = hk_sample_span_most(objective);
    *span = NULL;
    if (training->settings->l1 > 0.0 || training->validation ||
        unknowns > HK_NEWTON_MOST_UNKNOWNS || unknowns >= objective->n_features)
        return HILLOCK_OK;
    hk_newton_span *const r = hk_allocate(1, sizeof *r);
    if (!r)
        return HILLOCK_ERROR_MEMORY;
    r->training = training;
    const hillock_status status = create(r, training);
    if (status == HILLOCK_OK) {
        *span = r;
        return HILLOCK_OK;
    }
    hk_newton_span_destroy(r);
    return status == HILLOCK_ERROR_MEMORY ? status : HILLOCK_OK;
}

void hk_newton_span_work(hk_newton_span *r)
{
    if (r->training->ended) /* there was no time to find the span */
        return;
    const bool stopped = hk_is_limit(r->inner.report.status);
    take_limits(r);
    if (!stopped)
        begin(r);
    descend(r);
    if (!take_over(r)) {
        hk_training_end(r->training, HILLOCK_STALLED);
        return;
    }
    const hillock_status status = r->inner.report.status;
    if (status == HILLOCK_OK || status == HILLOCK_STALLED)
        refine(r);
    end(r);
}

/* The span itself is that of the data: it is made again. */
void hk_newton_span_visit(hk_newton_span *r, hk_visitor *visitor)
{
    hk_newton_inner_visit(&r->inner, visitor);
}
