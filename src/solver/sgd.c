/* Stochastic gradient descent: a step for each batch of samples drawn from an epoch's order;
 * batch size 1 is the one-sample rule. No gradient is stored: each sample of the batch is added
 * straight onto w. */
#include "core/memory.h"
#include "data/order.h"
#include "solver/solver.h"

typedef struct stochastic {
    hk_training *training;
    hk_order order;
    size_t batch_size;
    size_t *samples; /* batch_size each */
    double *z;
    double *y;
    double *l;
    double *dl_dz;
    double *d2l_dz2;
    double *row; /* n: room for a converted or scaled row */
} stochastic;

static void destroy(stochastic *s)
{
    hk_order_destroy(&s->order);
    hk_free(s->samples);
    hk_free(s->z);
    hk_free(s->row);
}

static bool create(stochastic *s, hk_training *training)
{
    const hk_settings *const settings = training->settings;
    const size_t m = training->objective->view->n_samples;
    const uint64_t wanted = (uint64_t)settings->batch_size;
    const size_t size = wanted < m ? (size_t)wanted : m;
    *s = (stochastic){.training = training,
                      .batch_size = size,
                      .samples = hk_allocate(size, sizeof *s->samples),
                      .row = hk_allocate(training->objective->n_features, sizeof *s->row)};
    size_t elements;
    if (hk_multiply(5, size, &elements))
        s->z = hk_allocate(elements, sizeof *s->z);
    const bool ordered = hk_order_create(&s->order, m, (hillock_sampling)settings->sampling,
                                         (uint64_t)settings->seed);
    if (!ordered || !s->samples || !s->row || !s->z) {
        destroy(s);
        return false;
    }
    s->y = s->z + size;
    s->l = s->y + size;
    s->dl_dz = s->l + size;
    s->d2l_dz2 = s->dl_dz + size;
    return true;
}

/* z, y and dl/dz of the batch's samples, at the parameters before the step. */
static void forward(stochastic *s, size_t count)
{
    const hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    const hk_view *const view = objective->view;
    for (size_t k = 0; k < count; k++) {
        const size_t sample = s->samples[k];
        const double *const x = hk_objective_row(objective, sample, s->row);
        s->z[k] = training->products->f64.dot(objective->n_features, training->w, x) + training->b +
                  hk_column_value(&view->offset, sample, 0.0);
        s->y[k] = hk_column_value(&view->targets, sample, 0.0);
    }
    hk_differentiate(objective->mathematics, count, s->y, s->z, s->l, s->dl_dz, s->d2l_dz2);
}

/* Weights are relative to their mean W/m, so that a weighted step estimates the gradient of J,
 * a mean. */
static double relative_weight(const hk_objective *objective, size_t sample)
{
    const double mean = objective->statistics->total_weight / (double)objective->view->n_samples;
    return hk_column_value(&objective->view->weights, sample, mean) / mean;
}

/* w <- w - rate (l2 w + mean over the batch of dl/dz x), and the same for b. */
static void backward(stochastic *s, size_t count, double rate)
{
    hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    const double shrink = 1.0 - rate * training->settings->l2;
    double decay = shrink;
    double dJ_db = 0.0;
    for (size_t k = 0; k < count; k++) {
        const double weight = relative_weight(objective, s->samples[k]);
        const double dJ_dz = weight == 0.0 ? 0.0 : weight * s->dl_dz[k] / (double)count;
        const double *const x = hk_objective_row(objective, s->samples[k], s->row);
        training->products->step(objective->n_features, decay, -rate * dJ_dz, x, training->w);
        decay = 1.0;
        dJ_db += dJ_dz;
    }
    training->b = (training->settings->penalize_bias ? shrink : 1.0) * training->b - rate * dJ_db;
}

static void epoch(stochastic *s)
{
    hk_training *const training = s->training;
    const size_t m = s->order.n_samples;
    const double rate = hk_training_rate(training);
    hk_order_begin(&s->order);
    for (size_t done = 0; done < m && !training->ended;) {
        const size_t count = hk_min_size(s->batch_size, m - done);
        for (size_t k = 0; k < count; k++)
            s->samples[k] = hk_order_draw(&s->order, done + k);
        forward(s, count);
        backward(s, count, rate);
        done += count;
        hk_training_stepped(training, count, done);
    }
    training->report->passes++;
}

hillock_status hk_stochastic_descent(hk_training *training)
{
    stochastic s;
    if (!create(&s, training))
        return HILLOCK_ERROR_MEMORY;
    const int64_t every = training->settings->evaluate_every;
    while (!training->ended) {
        epoch(&s);
        if (training->ended)
            break;
        if (every > 0 && (training->epoch + 1) % every == 0) {
            training->report->epochs = (double)(training->epoch + 1);
            hk_training_evaluate_aside(training);
        }
        hk_training_epoch_ended(training);
    }
    destroy(&s);
    return HILLOCK_OK;
}
