/* Full-batch gradient descent: w <- w - rate dJ/dw, b <- b - rate dJ/db, all samples in each
 * step. A rate that was chosen and turns out too long, because no curvature bound holds for
 * every z, is halved. */
#include "solver/rate.h"
#include "solver/reached.h"
#include "solver/solver.h"

enum { MOST_HALVINGS = 60 };

typedef struct gradient_descent {
    hk_training *training;
    hk_reached from;
} gradient_descent;

static bool create(void *state, hk_training *training)
{
    gradient_descent *const s = state;
    s->training = training;
    return hk_reached_create(&s->from, training->objective->n_features) &&
           hk_sharpen_rate(training) == HILLOCK_OK;
}

static void destroy(void *state)
{
    gradient_descent *const s = state;
    hk_reached_destroy(&s->from);
}

static hk_evaluation step_from(const hk_reached *from, hk_training *training)
{
    const double rate = hk_training_rate(training);
    for (size_t i = 0; i < training->objective->n_features; i++)
        training->w[i] = from->w[i] - rate * from->dJ_dw[i];
    training->b = from->b - rate * from->dJ_db;
    training->report->passes++;
    return hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
}

static void descend(void *state)
{
    gradient_descent *const s = state;
    hk_training *const training = s->training;
    hk_reached *const from = &s->from;
    const size_t m = training->objective->view->n_samples;
    const bool chosen = training->settings->learning_rate == 0.0;
    while (!training->ended) {
        hk_reached_remember(from, training);
        hk_evaluation now = step_from(from, training);
        for (int i = 0; chosen && i < MOST_HALVINGS && hk_reached_overshot(from, training, &now);
             i++) {
            if (hk_training_interrupted(training, m)) {
                hk_reached_return(from, training);
                return;
            }
            training->first_rate *= 0.5;
            now = step_from(from, training);
        }
        hk_training_stepped(training, m, m);
        hk_training_note(training, &now);
        hk_training_epoch_ended(training);
    }
}

/* Between two steps it knows nothing but the training's rate. */
static void visit(void *state, hk_visitor *visitor)
{
    (void)state;
    (void)visitor;
}

const hk_solver hk_gradient_descent = {sizeof(gradient_descent), create, descend, destroy, visit};
