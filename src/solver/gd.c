/* Full-batch gradient descent: w <- w - rate dJ/dw, b <- b - rate dJ/db, all samples in each
 * step. */
#include "core/clock.h"
#include "solver/solver.h"

hillock_status hk_gradient_descent(hk_training *training)
{
    const size_t n = training->objective->n_features;
    const size_t m = training->objective->view->n_samples;
    while (!training->ended) {
        const double begin = hk_seconds();
        const double rate = hk_training_rate(training);
        for (size_t i = 0; i < n; i++)
            training->w[i] -= rate * training->dJ_dw[i];
        training->b -= rate * training->dJ_db;
        hk_training_stepped(training, m, m);
        hk_training_evaluate(training);
        training->report->step_seconds += hk_seconds() - begin;
        hk_training_epoch_ended(training);
    }
    return HILLOCK_OK;
}
