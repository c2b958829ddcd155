/* Newton's method: w <- w - H^-1 dJ, halved where J would rise. H costs as much as many gradients,
 * so it is kept while steps with it still reduce the gradient fast. With l1 the model is minimised
 * by coordinate descent, which gives exact zeros (proximal Newton: Lee, Sun & Saunders 2014). */
#include "core/memory.h"
#include "data/subsample.h"
#include "solver/newton_step.h"
#include "solver/pairs.h"
#include "solver/reached.h"
#include "solver/recession.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

enum { MOST_HALVINGS = 60, STEPS_BETWEEN_CHECKS = 4, MOST_POLISHING = 6, MOST_PARTS = 8 };

static const double KEEP = 0.25;    /* of the gradient norm: what a step with an old H leaves */
static const double RETURN = 0.2;   /* of the gradient norm where J bent down: looked at again */
static const double CHEAP = 0x1p28; /* multiplications for an H: some hundredths of a second */
static const double LEFT = 1e-13;   /* of J: what a step is not worth a trip for                  */
static const double ENOUGH = 1e-4;  /* of the decrease that the slope promises (Armijo)       */

typedef struct newton {
    hk_training *training;
    hk_newton_step model;
    hk_reached from;
    hk_pairs pairs;   /* steps since H: what they have shown of it         */
    double *p;        /* n + 1: the step, the bias last                    */
    double *q;        /* n + 1: the gradient as the pairs see it           */
    bool fresh;       /* H is that of the present parameters               */
    double before;    /* the gradient norm before the last step            */
    double bent_down; /* the gradient norm where J bent down last; infinite: nowhere */
    int64_t steps;    /* since the start                                   */
} newton;

static bool create(newton *s, hk_training *training)
{
    const size_t n = training->objective->n_features;
    *s = (newton){.training = training, .bent_down = HUGE_VAL};
    s->p = hk_allocate(n + 1, sizeof *s->p);
    s->q = hk_allocate(n + 1, sizeof *s->q);
    const bool pairs = hk_pairs_create(&s->pairs, n + 1);
    const bool reached = hk_reached_create(&s->from, n);
    return hk_newton_step_create(&s->model, n) && pairs && reached && s->p && s->q &&
           hk_objective_reserve_curvature(training->objective);
}

static void destroy(newton *s)
{
    hk_newton_step_destroy(&s->model);
    hk_reached_destroy(&s->from);
    hk_pairs_destroy(&s->pairs);
    hk_free(s->p);
    hk_free(s->q);
}

/* false: it is not positive semidefinite. */
static bool refresh_as(newton *s, hk_curvature_kind kind)
{
    hk_training *const training = s->training;
    const hk_evaluation now = hk_objective_curvature(training->objective, kind, training->w,
                                                     training->b, training->dJ_dw, s->model.H);
    training->dJ_db = now.dJ_db;
    training->report->passes++;
    s->fresh = true;
    s->pairs.count = 0;
    return hk_newton_factor(&s->model);
}

/* H is the same everywhere. */
static bool is_quadratic(const hk_training *training)
{
    const hk_mathematics *const mathematics = training->objective->mathematics;
    return mathematics->activation == HILLOCK_IDENTITY && mathematics->loss == HILLOCK_SQUARED;
}

/* H at the present parameters; where the loss bends down there, what is never negative, until the
 * gradient has become much smaller. */
static void refresh(newton *s)
{
    const double norm = s->training->report->gradient_norm;
    const bool bent_down = norm > RETURN * s->bent_down;
    if (!bent_down && refresh_as(s, HK_OBSERVED))
        return;
    if (!bent_down)
        s->bent_down = norm;
    (void)refresh_as(s, HK_NEVER_NEGATIVE);
}

/* p = -H^-1 dJ with the H that is kept, corrected by what the steps with it have shown. */
static void solve(newton *s)
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

/* The step, and how much J falls along it to first order (a negative number). */
static double step(newton *s)
{
    const hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    const size_t n = objective->n_features;
    const bool shrinks = objective->settings->l1 > 0.0;
    if (shrinks)
        hk_newton_shrink(&s->model, objective, training->w, training->dJ_dw, training->dJ_db, s->p);
    else
        solve(s);
    double promise = s->p[n] * training->dJ_db;
    for (size_t i = 0; i < n; i++)
        promise += s->p[i] * training->dJ_dw[i] +
                   objective->l1[i] * (fabs(training->w[i] + s->p[i]) - fabs(training->w[i]));
    training->report->decrement = -0.5 * promise;
    return promise;
}

static bool falls(const hk_reached *from, const hk_evaluation *now, double t, double promise)
{
    return isfinite(now->J) && isfinite(now->gradient_norm) &&
           now->J <= from->J + ENOUGH * t * promise + 8.0 * now->J_rounding;
}

/* Steps, halved until J falls. false: it does not, and the parameters are as they were. */
static bool advance(newton *s, hk_evaluation *now)
{
    hk_training *const training = s->training;
    const double promise = step(s);
    hk_reached_remember(&s->from, training);
    double t = 1.0;
    for (int i = 0; i < MOST_HALVINGS && promise < 0.0; i++, t *= 0.5) {
        *now = hk_reached_try(&s->from, training, s->p, t);
        if (falls(&s->from, now, t, promise)) {
            training->report->learning_rate = t;
            return true;
        }
    }
    hk_reached_return(&s->from, training);
    return false;
}

/* Ends the training where the last step could be repeated forever. */
static bool recedes(newton *s)
{
    hk_training *const training = s->training;
    if (!hk_may_recede(training->objective) || !hk_is_large_step(training->objective, s->p))
        return false;
    training->report->passes++;
    const hk_recession found = hk_find_recession(training->objective, s->p);
    if (found == HK_NO_RECESSION)
        return false;
    hk_training_end_instead(training, hk_recession_status(training->objective, found));
    return true;
}

static void descend(newton *s)
{
    hk_training *const training = s->training;
    const size_t m = training->objective->view->n_samples;
    hk_evaluation now;
    while (!training->ended) {
        if (!s->fresh && training->report->gradient_norm >= KEEP * s->before)
            refresh(s);
        s->before = training->report->gradient_norm;
        const double J = training->report->J;
        if (!advance(s, &now)) {
            if (s->fresh) /* the very slope and curvature of this place lead nowhere */
                hk_training_end(training, HILLOCK_STALLED);
            s->before = 0.0;
            continue;
        }
        const bool stands =
            s->fresh && now.gradient_norm > 0.5 * s->before && now.J > J - 8.0 * now.J_rounding;
        s->fresh = s->fresh && is_quadratic(training);
        hk_training_stepped(training, m, m);
        hk_training_note(training, &now);
        if (!s->fresh)
            hk_pairs_remember(&s->pairs, &s->from, training);
        hk_training_epoch_ended(training);
        if (stands && !training->ended)
            hk_training_end(training, HILLOCK_STALLED);
        if (!training->ended && ++s->steps % STEPS_BETWEEN_CHECKS == 0)
            recedes(s);
    }
}

/* What the last step left of J: Newton's decrement falls with the square of the gradient. */
static bool is_exhausted(const newton *s)
{
    const hk_training *const training = s->training;
    const hk_report *const report = training->report;
    const double left = report->gradient_norm / s->before;
    return report->steps > 0 && report->decrement * left * left <= LEFT * fabs(report->J) &&
           !hk_is_large_step(training->objective, s->p);
}

/* From the tolerance to what double can do, where an H costs little: steps with the last one while
 * they halve the gradient. Else a single step, if J has anything left to lose. */
static void polish(newton *s)
{
    hk_training *const training = s->training;
    hk_evaluation now;
    const double n = (double)s->model.n;
    const bool cheap = (double)training->objective->view->n_samples * n * n <= CHEAP;
    if (!cheap && is_exhausted(s))
        return;
    for (int i = 0; i < (cheap ? MOST_POLISHING : 1); i++) {
        const double before = training->report->gradient_norm;
        if (i == 0 && cheap && !s->fresh)
            refresh(s);
        if (before == 0.0 || !advance(s, &now))
            return;
        if ((i == 0 && recedes(s)) || !(now.gradient_norm < 0.5 * before)) {
            hk_reached_return(&s->from, training);
            return;
        }
        training->report->steps++;
        hk_training_note(training, &now);
    }
}

/* How many of m samples to begin on: an H of them is that of all within about a tenth or, where
 * there are many, better; a trip through them is a tenth of one through all. 0: all are not much
 * more. */
static size_t part_of(size_t m, size_t n)
{
    enum { SAMPLES_A_FEATURE = 100, LEAST = 2048, WORTH = 4, PART = 10, MOST_ELEMENTS = 1 << 24 };
    const size_t least = hk_max_size(SAMPLES_A_FEATURE * n, LEAST);
    const size_t count = hk_max_size(least, hk_min_size(m / PART, MOST_ELEMENTS / n));
    return m / WORTH >= count ? count : 0;
}

/* A part of the samples, what a part of that begins on, and so on. How many there are. */
static size_t cut_parts(const hk_training *training, size_t counts[MOST_PARTS])
{
    size_t count = training->objective->view->n_samples, n_parts = 0;
    while (n_parts < MOST_PARTS &&
           (count = part_of(count, training->objective->n_features + 1)) > 0)
        counts[n_parts++] = count;
    return n_parts;
}

/* Takes parameters and curvature of the subsample over, where they are better than the start, and
 * ends where it was stopped. */
static void take_over(newton *s, newton *part)
{
    hk_training *const training = s->training;
    const hillock_status status = part->training->report->status;
    hk_evaluation now;
    if (status == HILLOCK_CANCELLED || status == HILLOCK_DEADLINE)
        hk_training_end(training, status);
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
    s->pairs.count = 0;
    s->before = HUGE_VAL; /* so that its H is used */
}

/* A training of its own on a part of the samples. */
typedef struct stage {
    hk_subsample part;
    hk_statistics statistics; /* those of all samples, but for W: the same coordinates */
    hk_settings settings;
    hk_objective objective;
    hk_report report;
    hk_history *history;
    hk_training training;
    newton own;
    bool ready; /* there is something to learn from it */
} stage;

/* Beyond what so few samples say of all, a tenth of 1 / sqrt(m), nothing is gained. */
static void take_settings(stage *t, const hk_training *whole)
{
    t->settings = *whole->settings;
    t->settings.tolerance = 0.1 / sqrt((double)t->part.view.n_samples);
    t->settings.steps = 0;
    t->settings.epochs = 50;
}

/* At the start that was given. false: memory; close it all the same. */
static bool open_stage(stage *t, const hk_training *whole, size_t count)
{
    const hk_objective *const all = whole->objective;
    const size_t n = all->n_features;
    hk_message message;
    *t = (stage){.statistics = *all->statistics, .training = *whole};
    t->history = hk_allocate(1, sizeof *t->history);
    t->training.w = hk_allocate(hk_whole_length(n), sizeof(double));
    t->training.dJ_dw = hk_allocate(n, sizeof(double));
    if (!t->history || !t->training.w || !t->training.dJ_dw ||
        !hk_subsample_create(&t->part, all->view, count, (uint64_t)whole->settings->seed,
                             whole->settings->execution.threads))
        return false;
    t->statistics.total_weight = t->part.total_weight;
    take_settings(t, whole);
    if (!(t->part.total_weight > 0.0) ||
        hk_objective_create(&t->objective, &t->part.view, all->mathematics, &t->statistics,
                            &t->settings, &message) != HILLOCK_OK)
        return true;
    memcpy(t->training.w, whole->w, n * sizeof *whole->w);
    hk_history_clear(t->history);
    t->training.settings = &t->settings;
    t->training.objective = &t->objective;
    t->training.report = &t->report;
    t->training.history = t->history;
    t->ready = create(&t->own, &t->training);
    return t->ready;
}

static void close_stage(stage *t)
{
    destroy(&t->own);
    hk_objective_destroy(&t->objective);
    hk_free(t->training.w);
    hk_free(t->training.dJ_dw);
    hk_free(t->history);
    hk_subsample_destroy(&t->part);
}

/* To near the minimum over the part, from where a part of it led (NULL: the start); H is then that
 * of the place reached. */
static void descend_on(stage *t, stage *from)
{
    hk_training_evaluate(&t->training);
    if (from && from->ready)
        take_over(&t->own, &from->own);
    descend(&t->own);
    if (!t->own.fresh)
        refresh(&t->own);
}

/* Full trips are what costs: most of the way is gone on a part of the samples. false: memory. */
static bool begin_on_parts(newton *s)
{
    size_t counts[MOST_PARTS];
    stage stages[2], *last = NULL;
    bool done = true;
    for (size_t k = cut_parts(s->training, counts); done && k-- > 0;) {
        stage *const next = &stages[k % 2];
        done = open_stage(next, s->training, counts[k]);
        if (next->ready)
            descend_on(next, last);
        if (last)
            close_stage(last);
        last = next;
    }
    if (done && last && last->ready)
        take_over(s, &last->own);
    if (last)
        close_stage(last);
    return done;
}

/* Features that depend on others, whatever the samples' curvatures: by the rank of X alone. With l1
 * the weights are chosen even so. */
static void name_dependent(newton *s)
{
    hk_training *const training = s->training;
    hk_newton_step *const model = &s->model;
    if (model->rank == model->n || s->training->settings->l1 > 0.0)
        return;
    if (refresh_as(s, HK_EQUAL))
        for (size_t k = model->rank; k < model->n; k++)
            if ((size_t)model->pivots[k] + 1 < model->n)
                training->dropped[training->n_dropped++] = (size_t)model->pivots[k];
}

hillock_status hk_newton(hk_training *training)
{
    newton s;
    bool created = create(&s, training);
    created = created && begin_on_parts(&s);
    if (created) {
        descend(&s);
        if (training->report->status == HILLOCK_OK)
            polish(&s);
        training->report->condition = hk_newton_condition(&s.model);
        if (training->report->status == HILLOCK_OK)
            name_dependent(&s);
    }
    destroy(&s);
    return created ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
}
