/* L-BFGS (Liu & Nocedal 1989): the direction -H^-1 dJ, with H^-1 known from the last few steps and
 * what they did to the gradient. With l1 its orthant-wise form (Andrew & Gao 2007): steps stay on
 * one side of 0 in each weight, and end at exactly 0. Unlike there H is that of the weights that
 * l1 does not hold at 0, and of these all but those at 0 may move against their own slope, as in a
 * step of Newton's: else steps get short where features depend on each other. */
#include "core/memory.h"
#include "core/sum.h"
#include "solver/line_search.h"
#include "solver/pairs.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

enum { MOST_HALVINGS = 40, MOST_IDLE = 20 };

static const double ENOUGH = 1e-4; /* of the decrease that the slope promises */

typedef struct lbfgs {
    hk_training *training;
    size_t n; /* features and the bias */
    hk_reached from;
    hk_pairs pairs;
    double *g;         /* n: the slope of J, of the pseudo-gradient with l1 */
    double *p;         /* n                                                 */
    double *q;         /* n: g after the first loop                         */
    double *free;      /* n: 0 of weights that l1 holds at 0, else 1        */
    int64_t idle;      /* steps since J or the gradient last fell           */
    double least_norm; /* of the gradient so far                            */
    bool shrinks;      /* there is l1                                       */
} lbfgs;

static bool create(void *state, hk_training *training)
{
    lbfgs *const s = state;
    const size_t n = training->objective->n_features + 1;
    *s = (lbfgs){.training = training,
                 .n = n,
                 .shrinks = training->settings->l1 > 0.0,
                 .least_norm = HUGE_VAL};
    const bool reached = hk_reached_create(&s->from, n - 1);
    s->g = hk_allocate(n, sizeof *s->g);
    s->p = hk_allocate(n, sizeof *s->p);
    s->q = hk_allocate(n, sizeof *s->q);
    s->free = hk_allocate(n, sizeof *s->free);
    return hk_pairs_create(&s->pairs, n) && reached && s->g && s->p && s->q && s->free;
}

static void destroy(void *state)
{
    lbfgs *const s = state;
    hk_reached_destroy(&s->from);
    hk_pairs_destroy(&s->pairs);
    hk_free(s->g);
    hk_free(s->p);
    hk_free(s->q);
    hk_free(s->free);
}

/* The gradient, or with l1 the smallest of the subdifferential. */
static void take_slope(lbfgs *s)
{
    const hk_training *const training = s->training;
    for (size_t i = 0; i + 1 < s->n; i++)
        s->g[i] = hk_objective_slope(training->objective, i, training->w[i], training->dJ_dw[i]);
    s->g[s->n - 1] = training->dJ_db;
}

static void restrict_to_free(lbfgs *s)
{
    for (size_t i = 0; i + 1 < s->n; i++)
        s->free[i] = s->training->w[i] != 0.0 || s->g[i] != 0.0;
    s->free[s->n - 1] = 1.0;
    hk_pairs_restrict(&s->pairs, s->free);
}

/* What 1 / H_ii is in units of 1 / the losses' bend, features having spread 1: a penalty on the raw
 * weights may bend J far more along some of them than along others. */
static double ease(const lbfgs *s, size_t i)
{
    const double bend = s->training->bend;
    const double l2 = i + 1 < s->n ? s->training->objective->l2[i] : 0.0;
    return bend > 0.0 ? bend / (bend + l2) : 1.0;
}

/* turn D turn, of what is free. */
static double eased_square(const lbfgs *s, const double *turn)
{
    const double *const free = s->pairs.free;
    double sum = 0.0;
    for (size_t i = 0; i < s->n; i++)
        sum += turn[i] * turn[i] * ease(s, i) * (free ? free[i] : 1.0);
    return sum;
}

/* What the last pair that counts has D multiplied by; 0: there is none. */
static double known_scale(const lbfgs *s)
{
    const hk_pairs *const pairs = &s->pairs;
    const size_t kept = hk_min_size(pairs->count, HK_PAIRS);
    for (size_t age = 0; age < kept; age++) {
        const size_t k = (pairs->count - 1 - age) % HK_PAIRS;
        if (pairs->inverse[k] > 0.0)
            return 1.0 / (pairs->inverse[k] * eased_square(s, pairs->turns[k]));
    }
    return 0.0;
}

/* p = -H^-1 g, where H^-1 before its corrections is a multiple of the diagonal D of eases. false:
 * nothing is known of which. */
static bool find_direction(lbfgs *s)
{
    if (s->shrinks)
        restrict_to_free(s);
    const double known = known_scale(s), scale = known > 0.0 ? known : 1.0;
    memcpy(s->q, s->g, s->n * sizeof *s->q);
    hk_pairs_begin(&s->pairs, s->q);
    for (size_t i = 0; i < s->n; i++)
        s->p[i] = -s->q[i] * scale * ease(s, i);
    hk_pairs_finish(&s->pairs, s->p);
    return known > 0.0;
}

/* With l1: no weight leaves 0 against its own slope. The slope along p. */
static double align(lbfgs *s)
{
    for (size_t i = 0; s->shrinks && i + 1 < s->n; i++)
        if (s->training->w[i] == 0.0 && s->p[i] * s->g[i] >= 0.0)
            s->p[i] = 0.0;
    return hk_dot(s->n, s->g, s->p);
}

/* Moves to from + t p, weights that would change their sign to 0. The slope that came to pass. */
static double move_inside(lbfgs *s, double t)
{
    hk_training *const training = s->training;
    double promise = s->g[s->n - 1] * t * s->p[s->n - 1];
    for (size_t i = 0; i + 1 < s->n; i++) {
        const double w = s->from.w[i];
        const double orthant = w != 0.0 ? w : -s->g[i];
        const double moved = w + t * s->p[i];
        training->w[i] = moved * orthant > 0.0 ? moved : 0.0;
        promise += s->g[i] * (training->w[i] - w);
    }
    training->b = s->from.b + t * s->p[s->n - 1];
    return promise;
}

static bool search_inside(lbfgs *s, double first, hk_evaluation *now)
{
    hk_training *const training = s->training;
    double t = first;
    for (int i = 0; i < MOST_HALVINGS; i++, t *= 0.5) {
        const double promise = move_inside(s, t);
        *now =
            hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
        training->report->passes++;
        if (isfinite(now->J) && isfinite(now->gradient_norm) && promise < 0.0 &&
            now->J <= s->from.J + ENOUGH * promise + 4.0 * now->J_rounding)
            return true;
        if (hk_training_interrupted(training, training->objective->view->n_samples))
            break;
    }
    hk_reached_return(&s->from, training);
    return false;
}

/* Features of spread 1 that do not depend on each other bend J by no more than the losses bend: the
 * step is then Newton's. But z should not change by more than about 1. */
static double first_length(const lbfgs *s, double slope)
{
    const double bend = s->training->bend;
    return fmin(bend > 0.0 ? 1.0 / bend : 1.0, 1.0 / sqrt(-slope));
}

/* One step. false: no step lowers J, or not in time. */
static bool advance(lbfgs *s, hk_evaluation *now)
{
    hk_training *const training = s->training;
    take_slope(s);
    bool known = find_direction(s);
    double slope = align(s);
    if (!(slope < 0.0)) { /* forget, and go down the slope itself */
        s->pairs.count = 0;
        known = find_direction(s);
        slope = align(s);
    }
    const double first = known ? 1.0 : first_length(s, slope);
    hk_reached_remember(&s->from, training);
    if (!(slope < 0.0))
        return false;
    return s->shrinks ? search_inside(s, first, now)
                      : hk_line_search(training, &s->from, s->p, slope, first, now);
}

/* Steps that do no more than round J are no progress, unless the gradient is less than it ever
 * was. */
static void note_progress(lbfgs *s, const hk_evaluation *now)
{
    const bool falls = now->J < s->from.J - 4.0 * now->J_rounding;
    const bool flattens = now->gradient_norm < 0.9 * s->least_norm;
    s->idle = falls || flattens ? 0 : s->idle + 1;
    s->least_norm = fmin(s->least_norm, now->gradient_norm);
}

static void descend(void *state)
{
    lbfgs *const s = state;
    hk_training *const training = s->training;
    const size_t m = training->objective->view->n_samples;
    hk_evaluation now;
    while (!training->ended) {
        if (s->idle > MOST_IDLE) {
            hk_training_end(training, HILLOCK_STALLED);
            return;
        }
        if (!advance(s, &now)) {
            if (training->ended) /* there was no time: nothing has been learned */
                return;
            if (s->pairs.count == 0)
                hk_training_end(training, HILLOCK_STALLED);
            s->pairs.count = 0; /* once more without what was remembered */
            continue;
        }
        note_progress(s, &now);
        training->dJ_db = now.dJ_db;
        hk_pairs_remember(&s->pairs, &s->from, training);
        hk_training_stepped(training, m, m);
        hk_training_note(training, &now);
        hk_training_epoch_ended(training);
    }
}

static void visit(void *state, hk_visitor *visitor)
{
    lbfgs *const s = state;
    hk_pairs_visit(&s->pairs, visitor);
    hk_visit_integer(visitor, "idle", &s->idle, MOST_IDLE + 1);
    hk_visit_real(visitor, "least-norm", &s->least_norm);
}

const hk_solver hk_lbfgs = {sizeof(lbfgs), create, descend, destroy, visit};
