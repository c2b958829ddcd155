/* Stochastic gradient descent: a step for each batch of samples of an epoch's order; batch size
 * 1 is the one-sample rule. No gradient is stored: each sample of the batch is added straight
 * onto w. */
#include "core/memory.h"
#include "data/order.h"
#include "solver/solver.h"

enum {
    AHEAD = 8,            /* samples asked for before their turn: about a memory's latency */
    PACK_LIMIT = 1 << 30, /* bytes of feature-major data that are copied sample-major      */
    ELEMENTWISE = 5       /* arrays of batch_size                                          */
};

typedef struct stochastic {
    hk_training *training;
    hk_view view; /* the caller's, or of `packed` */
    void *packed;
    hk_order order;
    size_t batch_size;
    double *z; /* batch_size each */
    double *y;
    double *dl_dz;
    double *room; /* 2 batch_size */
    double *row;  /* n: a converted or scaled row */
} stochastic;

static void destroy(stochastic *s)
{
    hk_order_destroy(&s->order);
    hk_free(s->packed);
    hk_free(s->z);
    hk_free(s->row);
}

/* A sample of feature-major data lies in n cache lines, of which it uses 8 bytes each: worth a
 * copy. Without the memory for one, or beyond the limit, the samples are gathered where they
 * lie. */
static void pack(stochastic *s)
{
    size_t elements, bytes;
    const size_t size = s->view.type == HK_F64 ? sizeof(double) : sizeof(float);
    if (s->view.layout == HILLOCK_SAMPLE_MAJOR || s->view.n_features == 0)
        return;
    if (!hk_multiply(s->view.n_samples, s->view.n_features, &elements) ||
        !hk_multiply(elements, size, &bytes) || bytes > PACK_LIMIT)
        return;
    s->packed = hk_allocate(elements, size);
    if (s->packed)
        s->view = hk_view_transpose(&s->view, s->packed);
}

static bool create(stochastic *s, hk_training *training)
{
    const hk_settings *const settings = training->settings;
    const hk_view *const view = training->objective->view;
    const uint64_t wanted = (uint64_t)settings->batch_size;
    const size_t size = wanted < view->n_samples ? (size_t)wanted : view->n_samples;
    *s = (stochastic){.training = training,
                      .view = *view,
                      .batch_size = size,
                      .row = hk_allocate(view->n_features, sizeof *s->row)};
    size_t elements;
    if (hk_multiply(ELEMENTWISE, size, &elements))
        s->z = hk_allocate(elements, sizeof *s->z);
    const bool ordered = hk_order_create(
        &s->order, view->n_samples, (hillock_sampling)settings->sampling, (uint64_t)settings->seed);
    if (!ordered || !s->row || !s->z) {
        destroy(s);
        return false;
    }
    pack(s);
    s->y = s->z + size;
    s->dl_dz = s->y + size;
    s->room = s->dl_dz + size;
    return true;
}

static void look_ahead(const stochastic *s, size_t position)
{
    if (s->view.layout == HILLOCK_SAMPLE_MAJOR && position < s->order.n_samples)
        hk_view_prefetch(&s->view, hk_order_at(&s->order, position));
}

/* z, y and dl/dz of the samples at positions begin ... begin + count - 1, before the step. */
static void forward(stochastic *s, size_t begin, size_t count)
{
    const hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    for (size_t k = 0; k < count; k++) {
        const size_t sample = hk_order_at(&s->order, begin + k);
        look_ahead(s, begin + k + AHEAD);
        const double *const x = hk_objective_row(objective, &s->view, sample, s->row);
        s->z[k] = training->products->f64.dot(objective->n_features, training->w, x) + training->b;
        if (s->view.offset.values)
            s->z[k] += hk_column_value(&s->view.offset, sample, 0.0);
        s->y[k] = hk_column_value(&s->view.targets, sample, 0.0);
    }
    hk_differentiate_once(objective->mathematics, count, s->y, s->z, s->dl_dz, s->room);
}

/* Weights are relative to their mean W/m, so that a weighted step estimates the gradient of J,
 * a mean. A sample of weight 0 is not there, even where its slope is infinite. */
static double weighted(const stochastic *s, size_t sample, double slope)
{
    if (!s->view.weights.values)
        return slope;
    const double mean =
        s->training->objective->statistics->total_weight / (double)s->view.n_samples;
    const double weight = hk_column_value(&s->view.weights, sample, mean) / mean;
    return weight == 0.0 ? 0.0 : weight * slope;
}

/* w <- w - rate (l2 w + mean over the batch of dl/dz x), and the same for b. */
static void backward(stochastic *s, size_t begin, size_t count, double rate)
{
    hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    const double shrink = 1.0 - rate * training->settings->l2;
    double decay = shrink;
    double dJ_db = 0.0;
    for (size_t k = 0; k < count; k++) {
        const size_t sample = hk_order_at(&s->order, begin + k);
        const double dJ_dz = weighted(s, sample, s->dl_dz[k]) / (double)count;
        const double *const x = hk_objective_row(objective, &s->view, sample, s->row);
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
        forward(s, done, count);
        backward(s, done, count, rate);
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
