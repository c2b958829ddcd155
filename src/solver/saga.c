/* SAGA (Defazio, Bach & Lacoste-Julien 2014): one-sample steps whose noise falls to 0, as what each
 * sample said last is remembered. The gradient of one sample is e_j x_j: a number a sample is all
 * there is to remember. */
#include "core/memory.h"
#include "data/order.h"
#include "solver/rows.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

enum { AHEAD = 16 }; /* rows asked for before their turn */

typedef struct saga {
    hk_training *training;
    hk_rows rows;
    hk_order order;
    double *slopes; /* m: weighted dl/dz of each sample when it was last seen; 0: never */
    double *mean;   /* n in whole vectors: of slopes times features                     */
    double mean_b;  /* of slopes                                                        */
    size_t done;    /* samples of the epoch under way                                   */

    double rate; /* of the epoch */
    double shrink_w;
    double shrink_b;
    bool fit_bias;
} saga;

static void destroy(void *state)
{
    saga *const s = state;
    hk_order_destroy(&s->order);
    hk_rows_destroy(&s->rows);
    hk_free(s->slopes);
    hk_free(s->mean);
}

/* 1 / (3 L), L being the largest curvature of a sample's share of J. */
static void choose_rate(saga *s)
{
    hk_training *const training = s->training;
    const size_t n = s->rows.view.n_features;
    double largest = 0.0;
    if (training->settings->learning_rate > 0.0)
        return;
    for (size_t j = 0; j < s->order.n_samples; j++) { /* mean has nothing else to hold yet */
        const double *const x = hk_objective_row(training->objective, &s->rows.view, j, s->mean);
        largest = fmax(largest, hk_rows_weighted(&s->rows, j, hk_dot(n, x, x) + s->fit_bias));
        if (hk_training_interrupted(training, 1))
            return;
    }
    memset(s->mean, 0, hk_whole_length(n) * sizeof *s->mean);
    training->report->passes++;
    const double L = training->curvature_bound * largest + training->settings->l2;
    if (L > 0.0 && isfinite(L))
        training->first_rate = 1.0 / (3.0 * L);
    training->report->learning_rate = training->first_rate;
}

static bool create(void *state, hk_training *training)
{
    saga *const s = state;
    const hk_settings *const settings = training->settings;
    const hk_objective *const objective = training->objective;
    const size_t m = objective->view->n_samples;
    *s = (saga){.training = training,
                .fit_bias = settings->fit_bias != 0,
                .slopes = hk_allocate(m, sizeof *s->slopes),
                .mean = hk_allocate(hk_whole_length(objective->n_features), sizeof *s->mean)};
    const bool ordered = hk_order_create(&s->order, m, (hillock_sampling)settings->sampling,
                                         (uint64_t)settings->seed);
    if (!ordered || !s->slopes || !s->mean ||
        !hk_rows_create(&s->rows, objective, training->products, 1))
        return false;
    choose_rate(s);
    return true;
}

/* w <- w - rate (l2 w + (e_j - slope_j) x_j + mean), and the same for b. */
static void step(saga *s, size_t sample)
{
    hk_training *const training = s->training;
    const hk_typed_products *const products = s->rows.products;
    const size_t n = s->rows.view.n_features;
    const double m = (double)s->order.n_samples;
    const void *const x = hk_rows_at(&s->rows, sample, 0);
    const double z =
        products->dot(n, training->w, x) + training->b + hk_rows_offset(&s->rows, sample);
    const double slope = hk_rows_slope(&s->rows, sample, z);
    const double change = slope - s->slopes[sample];
    products->step(n, s->shrink_w, -s->rate * change, x, training->w);
    training->products->f64.step(n, 1.0, -s->rate, s->mean, training->w);
    products->step(n, 1.0, change / m, x, s->mean);
    if (s->fit_bias)
        training->b = s->shrink_b * training->b - s->rate * (change + s->mean_b);
    s->mean_b += change / m;
    s->slopes[sample] = slope;
}

static void epoch(saga *s)
{
    hk_training *const training = s->training;
    const size_t m = s->order.n_samples;
    if (s->done == 0)
        hk_order_begin(&s->order);
    s->rate = hk_training_rate(training);
    s->shrink_w = 1.0 - s->rate * training->settings->l2;
    s->shrink_b = training->settings->penalize_bias ? s->shrink_w : 1.0;
    while (s->done < m && !training->ended) {
        hk_rows_touch(&s->rows, hk_order_at(&s->order, hk_min_size(s->done + AHEAD, m - 1)));
        step(s, hk_order_at(&s->order, s->done));
        hk_training_stepped(training, 1, ++s->done);
    }
    training->report->passes++;
}

static void descend(void *state)
{
    saga *const s = state;
    hk_training *const training = s->training;
    const int64_t every = training->settings->evaluate_every;
    while (!training->ended) {
        epoch(s);
        if (training->ended)
            break;
        s->done = 0;
        if (every > 0 && (training->epoch + 1) % every == 0) {
            training->report->epochs = (double)(training->epoch + 1);
            hk_training_evaluate_aside(training);
        }
        hk_training_epoch_ended(training);
    }
}

static void visit(void *state, hk_visitor *visitor)
{
    saga *const s = state;
    const size_t m = s->order.n_samples;
    hk_order_visit(&s->order, visitor);
    hk_visit_reals(visitor, "slopes", m, s->slopes);
    hk_visit_reals(visitor, "mean", s->rows.view.n_features, s->mean);
    hk_visit_real(visitor, "mean-b", &s->mean_b);
    hk_visit_size(visitor, "done", &s->done, m);
}

const hk_solver hk_saga = {sizeof(saga), create, descend, destroy, visit};
