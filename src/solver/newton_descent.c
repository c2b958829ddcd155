/* Newton's method: w <- w - H^-1 dJ, halved where J would rise. H costs as much as many gradients,
 * so it is kept while steps with it still reduce the gradient fast. With l1 the model is minimised
 * by coordinate descent, which gives exact zeros (proximal Newton: Lee, Sun & Saunders 2014). */
#include "solver/newton_descent.h"

#include "core/memory.h"
#include "neuron/expected_curvature.h"
#include "solver/recession.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_HALVINGS = 60, STEPS_BETWEEN_CHECKS = 4, MOST_POLISHING = 6, MOST_FALLING = 100 };

static const double KEEP = 0.25;    /* of the gradient norm: what a step with an old H leaves */
static const double RETURN = 0.2;   /* of the gradient norm where J bent down: looked at again */
static const double CHEAP = 0x1p28; /* multiplications for an H: some hundredths of a second */
static const double LEFT = 1e-13;   /* of J: what a step is not worth a trip for              */
static const double SEEN = 1e-11;   /* of J: what another estimate must not find left         */
static const double LEAST = DBL_EPSILON; /* a gradient norm, which is a cosine, of rounding alone */
static const double LEAP = 1e-2; /* of J: by how much it falls at least where Newton's steps fail */
static const double STRAIGHT = 0.95; /* of what the slope promises: a Newton step takes half    */
static const double ENOUGH = 1e-4;   /* of the decrease that the slope promises (Armijo)       */

bool hk_newton_descent_create(hk_newton_descent *s, hk_training *training)
{
    const size_t n = training->objective->n_features;
    *s = (hk_newton_descent){.training = training, .bent_down = HUGE_VAL};
    s->p = hk_allocate(n + 1, sizeof *s->p);
    const bool reached = hk_reached_create(&s->from, n);
    s->by_products = n > HK_NEWTON_MOST_UNKNOWNS && training->settings->l1 == 0.0;
    if (s->by_products) {
        s->model = (hk_newton_step){.n = n + 1, .rank = n + 1};
        return hk_newton_products_create(&s->products, training) && reached && s->p;
    }
    s->q = hk_allocate(n + 1, sizeof *s->q);
    const bool pairs = hk_pairs_create(&s->pairs, n + 1);
    return hk_newton_step_create(&s->model, n) && pairs && reached && s->p && s->q &&
           hk_objective_reserve_curvature(training->objective);
}

void hk_newton_descent_destroy(hk_newton_descent *s)
{
    hk_newton_step_destroy(&s->model);
    hk_newton_products_destroy(&s->products);
    hk_reached_destroy(&s->from);
    hk_pairs_destroy(&s->pairs);
    hk_free(s->p);
    hk_free(s->q);
}

/* The factor is H's, and products' curvatures those of the present parameters: they are made
 * again. */
void hk_newton_descent_visit(hk_newton_descent *s, hk_visitor *visitor)
{
    const size_t n = s->model.n;
    bool fresh = s->fresh && !s->by_products;
    hk_visit_reals(visitor, "p", n, s->p);
    hk_visit_flag(visitor, "fresh", &fresh);
    hk_visit_flag(visitor, "of-part", &s->of_part);
    hk_visit_real(visitor, "before", &s->before);
    hk_visit_real(visitor, "bent-down", &s->bent_down);
    hk_visit_integer(visitor, "descent-steps", &s->steps, INT64_MAX / 2);
    hk_visit_flag(visitor, "unchecked", &s->unchecked);
    hk_visit_flag(visitor, "stands", &s->stands);
    if (visitor->reads)
        s->fresh = fresh && !s->by_products;
    if (s->by_products)
        return;
    hk_visit_reals(visitor, "H", n * n, s->model.H);
    hk_pairs_visit(&s->pairs, visitor);
    if (visitor->reads && !visitor->failed)
        (void)hk_newton_factor(&s->model);
}

bool hk_newton_refresh_as(hk_newton_descent *s, hk_curvature_kind kind)
{
    hk_training *const training = s->training;
    if (s->by_products) {
        hk_newton_products_refresh(&s->products, kind);
        s->fresh = true;
        return true;
    }
    (void)hk_objective_curvature(training->objective, kind, training->w, training->b, NULL,
                                 s->model.H); /* every step has noted the gradient */
    training->report->passes++;
    s->fresh = true;
    s->of_part = false;
    s->pairs.count = 0;
    return hk_newton_factor(&s->model);
}

static void refresh_bent(hk_newton_descent *s)
{
    const hk_training *const training = s->training;
    if (!(training->report->gradient_norm > RETURN * s->bent_down))
        s->bent_down = training->report->gradient_norm;
    const hillock_loss loss = training->objective->mathematics->loss;
    (void)hk_newton_refresh_as(s, hk_has_likelihood(loss) ? HK_EXPECTED : HK_NEVER_NEGATIVE);
}

void hk_newton_refresh(hk_newton_descent *s)
{
    const bool bent_down = s->training->report->gradient_norm > RETURN * s->bent_down;
    if (bent_down || !hk_newton_refresh_as(s, HK_OBSERVED))
        refresh_bent(s);
}

/* H is the same everywhere. */
/* p = -H^-1 dJ with the H that is kept, corrected by what the steps with it have shown. */
static void solve(hk_newton_descent *s)
{
    const hk_training *const training = s->training;
    const size_t n = s->model.n - 1;
    if (n > 0)
        memcpy(s->q, training->dJ_dw, n * sizeof *s->q);
    s->q[n] = training->dJ_db;
    hk_pairs_begin(&s->pairs, s->q);
    hk_newton_solve(&s->model, s->q, s->q[n], s->p);
    hk_pairs_finish(&s->pairs, s->p);
}

static void solve_by_products(hk_newton_descent *s)
{
    if (hk_newton_products_solve(&s->products, s->p))
        return;
    refresh_bent(s);
    (void)hk_newton_products_solve(&s->products, s->p);
}

static double promise_of(const hk_newton_descent *s)
{
    const hk_training *const t = s->training;
    return hk_newton_promise(t->objective, t->w, t->dJ_dw, t->dJ_db, s->p);
}

/* Finds the step, and its promise. */
static double step(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    if (objective->settings->l1 > 0.0)
        hk_newton_shrink(&s->model, training, s->p);
    else if (s->by_products)
        solve_by_products(s);
    else
        solve(s);
    const double promise = promise_of(s);
    training->report->decrement = -0.5 * promise;
    return promise;
}

static bool falls(const hk_reached *from, const hk_evaluation *now, double t, double promise)
{
    return isfinite(now->J) && isfinite(now->gradient_norm) &&
           now->J <= from->J + ENOUGH * t * promise + 8.0 * now->J_rounding;
}

/* The step, halved until J falls. false: it does not, or not in time, and all is as it was. */
static bool go(hk_newton_descent *s, double promise, hk_evaluation *now)
{
    hk_training *const training = s->training;
    hk_reached_remember(&s->from, training);
    double t = 1.0;
    const bool whole = !hk_training_is_stopped(training); /* else p is cut off */
    for (int i = 0; whole && i < MOST_HALVINGS && promise < 0.0; i++, t *= 0.5) {
        *now = hk_reached_try(&s->from, training, s->p, t);
        if (falls(&s->from, now, t, promise)) {
            training->report->learning_rate = t;
            return true;
        }
        if (hk_training_interrupted(training, training->objective->view->n_samples))
            break;
    }
    hk_reached_return(&s->from, training);
    return false;
}

/* The step that was gone, doubled while J falls as is promised. false: not in time, and all is as
 * it was. */
static bool stretch(hk_newton_descent *s, double promise, hk_evaluation *now)
{
    hk_training *const training = s->training;
    double *const t = &training->report->learning_rate;
    for (int i = 0; i < MOST_HALVINGS; i++, *t *= 2.0) {
        const hk_evaluation farther = hk_reached_try(&s->from, training, s->p, 2.0 * *t);
        if (hk_training_interrupted(training, training->objective->view->n_samples)) {
            hk_reached_return(&s->from, training);
            return false;
        }
        if (!falls(&s->from, &farther, 2.0 * *t, promise) || !(farther.J < now->J))
            break;
        *now = farther;
    }
    *now = hk_reached_try(&s->from, training, s->p, *t);
    return true;
}

/* Where J falls by nearly all of the promise, not half of it, it is straight, and H too large: as a
 * diagonal of 0 is taken for 1. */
static bool advance(hk_newton_descent *s, hk_evaluation *now)
{
    const double promise = step(s);
    if (!go(s, promise, now))
        return false;
    const bool straight = s->fresh && s->training->settings->l1 == 0.0 &&
                          s->from.J - now->J > STRAIGHT * -promise + 8.0 * now->J_rounding;
    return !straight || stretch(s, promise, now);
}

/* Where all losses are nearly straight H is next to nothing and its step beyond every measure: the
 * plain step instead. false: J does not fall by much, and the parameters are as they were. */
static bool leap(hk_newton_descent *s, hk_evaluation *now)
{
    hk_training *const training = s->training;
    hk_newton_plain(training->objective, training->curvature_bound, training->w, training->dJ_dw,
                    training->dJ_db, s->p);
    const double promise = promise_of(s);
    if (!go(s, promise, now) || !stretch(s, promise, now))
        return false;
    if (s->from.J - now->J > fmax(LEAP * fabs(s->from.J), 8.0 * now->J_rounding))
        return true;
    hk_reached_return(&s->from, training);
    return false;
}

/* Ends the training where the last step could be repeated forever. */
static bool recedes(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    training->at_rest = !hk_is_large_step(training->objective, s->p);
    if (training->at_rest || !hk_may_recede(training->objective))
        return false;
    training->report->passes++;
    const hk_recession found = hk_find_recession(training->objective, s->p);
    training->at_rest = found == HK_NO_RECESSION;
    if (found < HK_SOME_RECEDE)
        return false;
    hk_training_end_instead(training, hk_recession_status(training->objective, found));
    return true;
}

/* What the last step has shown is asked before the next one: it may have been the last of a call
 * that a later one goes on from. */
static bool is_over(hk_newton_descent *s)
{
    if (s->stands)
        hk_training_end(s->training, HILLOCK_STALLED);
    const bool due = s->unchecked;
    s->unchecked = false;
    return s->stands || (due && recedes(s));
}

void hk_newton_descend(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    const size_t m = training->objective->view->n_samples;
    hk_evaluation now;
    while (!training->ended && !is_over(s)) {
        if (!s->fresh && (s->by_products || training->report->gradient_norm >= KEEP * s->before))
            hk_newton_refresh(s);
        const double before = s->before, J = training->report->J;
        s->before = training->report->gradient_norm;
        const bool advanced = advance(s, &now);
        if (!advanced && !(!training->ended && s->fresh && leap(s, &now))) {
            if (training->ended) { /* there was no time: nothing has been learned */
                s->before = before;
                return;
            }
            if (s->fresh) /* the very slope and curvature of this place lead nowhere */
                hk_training_end(training, HILLOCK_STALLED);
            s->before = 0.0;
            continue;
        }
        s->stands = advanced && s->fresh && now.gradient_norm > 0.5 * s->before &&
                    now.J > J - 8.0 * now.J_rounding;
        s->fresh =
            advanced && s->fresh && hk_mathematics_is_quadratic(training->objective->mathematics);
        s->before = advanced ? s->before : 0.0;
        hk_training_stepped(training, m, m);
        hk_training_note(training, &now);
        if (advanced && !s->fresh && !s->by_products)
            hk_pairs_remember(&s->pairs, &s->from, training);
        hk_training_epoch_ended(training);
        s->unchecked = advanced && ++s->steps % STEPS_BETWEEN_CHECKS == 0;
    }
}

/* What the last step left of J: Newton's decrement falls with the square of the gradient. Where one
 * sample gives a feature its spread the gradient norm may be that of this sample alone: the model
 * is asked too, where that takes no trip. */
static bool is_exhausted(hk_newton_descent *s)
{
    const hk_training *const training = s->training;
    const hk_report *const report = training->report;
    const double left = report->gradient_norm / s->before, J = fabs(report->J);
    if (report->steps == 0 || !(report->decrement * left * left <= LEFT * J) ||
        hk_is_large_step(training->objective, s->p))
        return false;
    if (!s->by_products)
        (void)step(s);
    return s->by_products || report->decrement <= SEEN * J;
}

/* By more than its rounding, and than what a gradient within the tolerance leaves where no sample
 * lies far out. */
static bool is_falling(double before, double tolerance, const hk_evaluation *now)
{
    const double least = fmax(LEFT, 100.0 * tolerance * tolerance);
    return before - now->J > fmax(least * fabs(now->J), 8.0 * now->J_rounding);
}

/* J has fallen to where its gradient is larger than the tolerance: that was no minimum. */
static bool goes_on(hk_training *training)
{
    if (training->report->gradient_norm <= training->settings->tolerance)
        return false;
    training->ended = false;
    if (hk_training_has_stepped_enough(training) || training->epoch >= training->settings->epochs)
        hk_training_end(training, HILLOCK_STEP_LIMIT);
    return true;
}

/* A step, with H made anew if asked for, taken back where it neither halves the gradient nor lets J
 * fall. false: it was the last. */
static bool step_on(hk_newton_descent *s, bool anew, bool looks, bool *halved, bool *falling)
{
    hk_training *const training = s->training;
    const double J = training->report->J;
    hk_evaluation now;
    s->before = training->report->gradient_norm;
    if (anew && !s->fresh)
        hk_newton_refresh(s);
    if (s->before <= LEAST || !advance(s, &now))
        return false;
    *halved = now.gradient_norm < 0.5 * s->before;
    *falling = is_falling(J, training->settings->tolerance, &now);
    if ((looks && recedes(s)) || !(*halved || *falling)) {
        hk_reached_return(&s->from, training);
        return false;
    }
    s->fresh = s->fresh && hk_mathematics_is_quadratic(training->objective->mathematics);
    training->report->steps++;
    hk_training_note(training, &now);
    return !goes_on(training);
}

static void polish(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    const double n = (double)s->model.n;
    const size_t m = training->objective->view->n_samples;
    const bool cheap = (double)m * n * n <= CHEAP;
    if (!cheap && is_exhausted(s)) {
        training->at_rest = true;
        return;
    }
    const bool keeps = training->settings->keep_state != 0;
    training->stopping->patient = keeps;
    bool halved = !cheap, falling, worthwhile = true;
    for (int i = 0; worthwhile && i < MOST_FALLING; i++) {
        if ((!keeps && hk_training_has_stepped_enough(training)) ||
            hk_training_interrupted(training, m) ||
            !step_on(s, !halved, i % STEPS_BETWEEN_CHECKS == 0, &halved, &falling))
            return;
        worthwhile =
            cheap ? falling || (halved && i + 1 < MOST_POLISHING) : falling && !is_exhausted(s);
    }
}

void hk_newton_arrive(hk_newton_descent *s)
{
    do {
        hk_newton_descend(s);
        if (s->training->report->status == HILLOCK_OK)
            polish(s);
    } while (!s->training->ended);
}
