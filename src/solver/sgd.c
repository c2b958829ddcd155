/* Stochastic gradient descent: a step for each batch of samples of an epoch's order; batch size
 * 1 is the one-sample rule. What a step does with the gradient of its batch may be a rule of its
 * own (step_rule.h): momentum, adagrad, adam and others differ from sgd in nothing else. */
#include "core/memory.h"
#include "data/order.h"
#include "solver/rows.h"
#include "solver/solver.h"
#include "solver/step_rule.h"

#include <string.h>

enum {
    AHEAD = 16,   /* rows asked for before their turn: a few times a memory's latency */
    TOUCHED = 16, /* rows whose addresses are looked for at a time: rows.h            */
    PIECE = 32,   /* samples of a batch taken at once: their rows stay in the L1 cache */
    RING = 3      /* rows in use in one-sample steps: the last, the present, the next */
};

/* Samples of a batch. The rows `ahead` are those of the piece after it. */
typedef struct piece {
    size_t count;
    size_t sample[PIECE];
    const void *x[PIECE];
    const void *ahead[PIECE];
    double z[PIECE];
    double y[PIECE];
    double dl_dz[PIECE];
} piece;

typedef struct stochastic {
    hk_training *training;
    hk_rows rows;
    hk_order order;
    hk_step_rule rule;
    size_t batch_size;
    double *dJ_dw; /* n in whole vectors: of a batch; NULL in one-sample steps */
    size_t done;   /* samples of the epoch under way                           */
    double z;      /* of the sample after them, in one-sample steps            */

    double rate; /* of the epoch */
    double shrink_w;
    double shrink_b;
    bool fit_bias;
} stochastic;

static void destroy(void *state)
{
    stochastic *const s = state;
    hk_order_destroy(&s->order);
    hk_rows_destroy(&s->rows);
    hk_step_rule_destroy(&s->rule);
    hk_free(s->dJ_dw);
}

static bool create(void *state, hk_training *training)
{
    stochastic *const s = state;
    const hk_settings *const settings = training->settings;
    const hk_objective *const objective = training->objective;
    const size_t m = objective->view->n_samples, n = objective->n_features;
    const bool single = settings->batch_size == 1 && settings->solver == HILLOCK_SGD;
    *s = (stochastic){.training = training,
                      .fit_bias = settings->fit_bias != 0,
                      .batch_size =
                          (uint64_t)settings->batch_size < m ? (size_t)settings->batch_size : m,
                      .dJ_dw = single ? NULL : hk_allocate(hk_whole_length(n), sizeof *s->dJ_dw)};
    const bool ordered = hk_order_create(&s->order, m, (hillock_sampling)settings->sampling,
                                         (uint64_t)settings->seed);
    const bool ruled = hk_step_rule_create(&s->rule, settings, n);
    return ordered && ruled && (single || s->dJ_dw) &&
           hk_rows_create(&s->rows, objective, training->products, single ? RING : PIECE);
}

static size_t sample_at(const stochastic *s, size_t position)
{
    return hk_order_at(&s->order, hk_min_size(position, s->order.n_samples - 1));
}

/* Looks for the rows at `count` positions: see rows.h. */
static void touch(const stochastic *s, size_t position, size_t count)
{
    for (size_t k = 0; k < count; k++)
        hk_rows_touch(&s->rows, sample_at(s, position + k));
}

/* For each sample w <- w - rate (l2 w + dJ/dz x), and the same for b. The step along a row is taken
 * in the same trip through w that prepares z of the next sample but one: the processor makes that
 * trip while dJ/dz of the sample between them is not yet known. */
static void take_single_steps(stochastic *s)
{
    hk_training *const training = s->training;
    const hk_typed_products *const products = s->rows.products;
    const size_t n = s->rows.view.n_features, m = s->order.n_samples;
    size_t sample = sample_at(s, s->done);
    const void *x = hk_rows_at(&s->rows, sample, s->done % RING), *before = x;
    double z = s->done > 0 ? s->z
                           : products->dot(n, training->w, x) + training->b +
                                 hk_rows_offset(&s->rows, sample);
    double decay = 1.0, scale = 0.0; /* still to be done: w <- decay w + scale before */
    for (size_t k = s->done; k < m && !training->ended; k++) {
        if (k % TOUCHED == 0)
            touch(s, k + AHEAD, TOUCHED);
        const size_t following = sample_at(s, k + 1);
        const void *const next = hk_rows_at(&s->rows, following, (k + 1) % RING);
        const void *const ahead = hk_rows_ahead(&s->rows, sample_at(s, k + AHEAD), x);
        const hk_look look =
            products->step_and_look(n, decay, scale, before, x, next, ahead, training->w);
        decay = s->shrink_w;
        scale = -s->rate * hk_rows_slope(&s->rows, sample, z);
        if (s->fit_bias)
            training->b = s->shrink_b * training->b + scale;
        z = decay * look.wx + (scale == 0.0 ? 0.0 : scale * look.xx) + training->b +
            hk_rows_offset(&s->rows, following);
        before = x;
        x = next;
        sample = following;
        s->done = k + 1;
        hk_training_stepped(training, 1, s->done);
    }
    products->step(n, decay, scale, before, training->w);
    s->z = z;
}

static void gather(const stochastic *s, size_t begin, piece *p)
{
    for (size_t k = 0; k < p->count; k++) {
        const size_t sample = sample_at(s, begin + k), later = sample_at(s, begin + k + PIECE);
        p->sample[k] = sample;
        p->x[k] = hk_rows_at(&s->rows, sample, k);
        p->y[k] = hk_rows_target(&s->rows, sample);
        p->ahead[k] = hk_rows_ahead(&s->rows, later, p->x[k]);
        hk_rows_touch(&s->rows, later);
    }
}

/* Adds the sum of dl/dz x over a piece to dJ_dw; that of dl/dz is returned. */
static double add_piece(stochastic *s, piece *p)
{
    const hk_training *const training = s->training;
    const hk_typed_products *const products = s->rows.products;
    const size_t n = s->rows.view.n_features;
    const void *const *const ahead = s->rows.far ? p->ahead : NULL;
    double room[2 * PIECE], sum = 0.0;
    products->forward_picked(n, p->count, p->x, ahead, training->w, training->b, p->z);
    for (size_t k = 0; s->rows.view.offset.values && k < p->count; k++)
        p->z[k] += hk_rows_offset(&s->rows, p->sample[k]);
    hk_differentiate_once(training->objective->mathematics, p->count, p->y, p->z, p->dl_dz, room);
    for (size_t k = 0; k < p->count; k++) {
        p->dl_dz[k] = hk_rows_weighted(&s->rows, p->sample[k], p->dl_dz[k]);
        sum += p->dl_dz[k];
    }
    products->backward_picked(n, p->count, p->x, ahead, p->dl_dz, s->dJ_dw);
    return sum;
}

/* w <- w - rate (l2 w + dJ/dw), dJ/dw being the mean over the batch, and the same for b; or what
 * the rule makes of it. */
static void take_step(stochastic *s, size_t begin, size_t count)
{
    hk_training *const training = s->training;
    const size_t n = s->rows.view.n_features;
    const double scale = -s->rate / (double)count;
    const double epochs = (double)training->epoch + (double)begin / (double)s->order.n_samples;
    double dJ_db = 0.0; /* count times it, like dJ_dw */
    piece p;
    memset(s->dJ_dw, 0, hk_whole_length(n) * sizeof *s->dJ_dw);
    for (size_t done = 0; done < count; done += PIECE) {
        p.count = hk_min_size(PIECE, count - done);
        gather(s, begin + done, &p);
        dJ_db += add_piece(s, &p);
    }
    if (s->rule.step) {
        hk_step_rule_take(&s->rule, s->rate, epochs, (double)count, s->dJ_dw, dJ_db, training->w,
                          &training->b);
        return;
    }
    training->products->f64.step(n, s->shrink_w, scale, s->dJ_dw, training->w);
    if (s->fit_bias)
        training->b = s->shrink_b * training->b + scale * dJ_db;
}

static void take_steps(stochastic *s)
{
    const size_t m = s->order.n_samples;
    while (s->done < m && !s->training->ended) {
        const size_t count = hk_min_size(s->batch_size, m - s->done);
        take_step(s, s->done, count);
        s->done += count;
        hk_training_stepped(s->training, count, s->done);
    }
}

/* What is left of one that was stopped, or a new one. */
static void epoch(stochastic *s)
{
    hk_training *const training = s->training;
    if (s->done == 0)
        hk_order_begin(&s->order);
    s->rate = hk_training_rate(training);
    s->shrink_w = 1.0 - s->rate * training->settings->l2;
    s->shrink_b = training->settings->penalize_bias ? s->shrink_w : 1.0;
    if (s->dJ_dw)
        take_steps(s);
    else
        take_single_steps(s);
    training->report->passes++;
}

/* At what the rule gives out, which may be a mean of where it has been. */
static void look(stochastic *s)
{
    hk_training *const training = s->training;
    training->report->epochs = (double)(training->epoch + 1);
    hk_step_rule_exchange(&s->rule, training->w, &training->b);
    hk_training_evaluate_aside(training);
    hk_step_rule_exchange(&s->rule, training->w, &training->b);
}

/* Steps are taken where the rule has been, and the mean of these places is what is left. */
static void descend(void *state)
{
    stochastic *const s = state;
    hk_training *const training = s->training;
    const int64_t every = training->settings->evaluate_every;
    hk_step_rule_exchange(&s->rule, training->w, &training->b);
    while (!training->ended) {
        epoch(s);
        if (training->ended)
            break;
        s->done = 0;
        if (every > 0 && (training->epoch + 1) % every == 0)
            look(s);
        hk_training_epoch_ended(training);
    }
    hk_step_rule_exchange(&s->rule, training->w, &training->b);
}

static void visit(void *state, hk_visitor *visitor)
{
    stochastic *const s = state;
    hk_order_visit(&s->order, visitor);
    hk_step_rule_visit(&s->rule, visitor);
    hk_visit_size(visitor, "done", &s->done, s->order.n_samples);
    hk_visit_real(visitor, "z", &s->z);
}

const hk_solver hk_stochastic_descent = {sizeof(stochastic), create, descend, destroy, visit};
