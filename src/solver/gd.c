/* Full-batch gradient descent: w <- w - rate dJ/dw, b <- b - rate dJ/db, all samples in each
 * step. A rate that was chosen and turns out too long, because no curvature bound holds for
 * every z, is halved. */
#include "solver/rate.h"
#include "solver/reached.h"
#include "solver/solver.h"

enum { MOST_HALVINGS = 60 };

static hk_evaluation step_from(const hk_reached *from, hk_training *training)
{
    const double rate = hk_training_rate(training);
    for (size_t i = 0; i < training->objective->n_features; i++)
        training->w[i] = from->w[i] - rate * from->dJ_dw[i];
    training->b = from->b - rate * from->dJ_db;
    training->report->passes++;
    return hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
}

static void descend(hk_reached *from, hk_training *training)
{
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

hillock_status hk_gradient_descent(hk_training *training)
{
    hk_reached from;
    const bool created = hk_reached_create(&from, training->objective->n_features);
    const hillock_status status = created ? hk_sharpen_rate(training) : HILLOCK_ERROR_MEMORY;
    if (status == HILLOCK_OK)
        descend(&from, training);
    hk_reached_destroy(&from);
    return status;
}
