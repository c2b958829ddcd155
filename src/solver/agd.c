/* Accelerated full-batch descent (Nesterov 1983; Beck & Teboulle 2009): a gradient step from y
 * leads to x', and the next y lies beyond it,
 *     x' = y - rate dJ(y)      t' = (1 + sqrt(1 + 4 t^2)) / 2      y' = x' + (t - 1)/t' (x' - x)
 * Where the way from x to x' leads upward at y, or J rises from y to y', the momentum is spent and
 * t begins again with 1 (O'Donoghue & Candes 2015). The training's parameters are y: one trip
 * through X a step. */
#include "core/memory.h"
#include "solver/rate.h"
#include "solver/reached.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

enum { MOST_HALVINGS = 60 };

typedef struct accelerated {
    hk_training *training;
    size_t n;
    hk_reached from; /* y, J and dJ there */
    double *x;       /* n + 1, the bias last: where the last gradient step led to */
    double *next;    /* n + 1: where this one leads to                            */
    double t;
} accelerated;

static bool create(void *state, hk_training *training)
{
    accelerated *const s = state;
    const size_t n = training->objective->n_features;
    *s = (accelerated){.training = training,
                       .n = n,
                       .x = hk_allocate(n + 1, sizeof *s->x),
                       .next = hk_allocate(n + 1, sizeof *s->next),
                       .t = 1.0};
    const bool reached = hk_reached_create(&s->from, n);
    if (!reached || !s->x || !s->next)
        return false;
    memcpy(s->x, training->w, n * sizeof *s->x);
    s->x[n] = training->b;
    return hk_sharpen_rate(training) == HILLOCK_OK;
}

static void destroy(void *state)
{
    accelerated *const s = state;
    hk_reached_destroy(&s->from);
    hk_free(s->x);
    hk_free(s->next);
}

/* The gradient step. How steep the way from x to where it leads is at y. */
static double find_next(accelerated *s)
{
    const double rate = hk_training_rate(s->training);
    double slope = 0.0;
    for (size_t i = 0; i < s->n; i++) {
        s->next[i] = s->from.w[i] - rate * s->from.dJ_dw[i];
        slope += s->from.dJ_dw[i] * (s->next[i] - s->x[i]);
    }
    s->next[s->n] = s->from.b - rate * s->from.dJ_db;
    return slope + s->from.dJ_db * (s->next[s->n] - s->x[s->n]);
}

/* To next + beta (next - x). */
static hk_evaluation move(accelerated *s, double beta)
{
    hk_training *const training = s->training;
    for (size_t i = 0; i < s->n; i++)
        training->w[i] = s->next[i] + beta * (s->next[i] - s->x[i]);
    training->b = s->next[s->n] + beta * (s->next[s->n] - s->x[s->n]);
    training->report->passes++;
    return hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
}

/* Where a loss only bends, rising is part of the way. */
static bool rises(const accelerated *s, const hk_evaluation *now)
{
    const bool rises = !(now->J <= s->from.J + 16.0 * now->J_rounding);
    return rises && (s->training->curved || !isfinite(now->J));
}

static double after(double t)
{
    return 0.5 * (1.0 + sqrt(1.0 + 4.0 * t * t));
}

/* false: not in time, and all is as it was, but for what has been learned of the rate and the
 * momentum: the next step begins with that, and comes to the same. */
static bool step(accelerated *s, hk_evaluation *now)
{
    hk_training *const training = s->training;
    const size_t m = training->objective->view->n_samples;
    const bool chosen = training->settings->learning_rate == 0.0;
    hk_reached_remember(&s->from, training);
    if (find_next(s) > 0.0)
        s->t = 1.0;
    const double beta = (s->t - 1.0) / after(s->t);
    *now = move(s, beta);
    if (beta > 0.0 && rises(s, now)) {
        s->t = 1.0;
        *now = move(s, 0.0);
    }
    for (int i = 0; chosen && i < MOST_HALVINGS && hk_reached_overshot(&s->from, training, now);
         i++) {
        training->first_rate *= 0.5;
        s->t = 1.0;
        if (hk_training_interrupted(training, m)) {
            hk_reached_return(&s->from, training);
            return false;
        }
        (void)find_next(s);
        *now = move(s, 0.0);
    }
    s->t = after(s->t);
    double *const kept = s->x;
    s->x = s->next;
    s->next = kept;
    return true;
}

static void descend(void *state)
{
    accelerated *const s = state;
    hk_training *const training = s->training;
    const size_t m = training->objective->view->n_samples;
    hk_evaluation now;
    while (!training->ended && step(s, &now)) {
        hk_training_stepped(training, m, m);
        hk_training_note(training, &now);
        hk_training_epoch_ended(training);
    }
}

static void visit(void *state, hk_visitor *visitor)
{
    accelerated *const s = state;
    hk_visit_reals(visitor, "x", s->n + 1, s->x);
    hk_visit_real(visitor, "t", &s->t);
}

const hk_solver hk_accelerated_descent = {sizeof(accelerated), create, descend, destroy, visit};
