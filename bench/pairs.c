#include "pairs.h"

#include "core/memory.h"
#include "measure.h"
#include "view.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

enum { FEATURES = 256 };

/* f64, beyond every cache in all modes but the smoke test. */
static const size_t samples[] = {1000, 100000, 100000};

typedef struct pair {
    hillock_neuron *neuron;
    hillock_dataset *dataset;
    double *gradient; /* n numbers */
    double J;
    double dJ_db;
    bool done;
} pair;

static void run(void *payload)
{
    pair *const self = payload;
    self->done = hillock_gradient(self->neuron, self->dataset, &self->J, self->gradient,
                                  &self->dJ_db) == HILLOCK_OK &&
                 self->done;
}

static double seconds(void *self, size_t calls)
{
    return bench_clock(run, self, calls);
}

/* Targets of 0 and 1 as the loss wants them: margins take -1 and +1, a Gamma loss positive ones. */
static hillock_dataset *view_for(hillock_loss loss, const bench_problem *problem, double *targets)
{
    const bool margin =
        loss == HILLOCK_HINGE || loss == HILLOCK_SQUARED_HINGE || loss == HILLOCK_PERCEPTRON;
    const double lower = margin ? -1.0 : loss == HILLOCK_GAMMA ? 0.5 : 0.0;
    hillock_dataset *const dataset = bench_view(problem);
    for (size_t j = 0; j < problem->shape.m; j++)
        targets[j] = bench_get(problem->shape.type, problem->y, j) > 0.5 ? 1.0 : lower;
    if (dataset && hillock_dataset_set_targets_f64(dataset, targets) == HILLOCK_OK)
        return dataset;
    hillock_dataset_destroy(dataset);
    return NULL;
}

/* Where J is not finite at the problem's parameters (an activation that must be positive, say), a
 * neuron with small weights around z = 1 is taken. */
static bool place(pair *self, const bench_problem *problem, double *small)
{
    const size_t n = problem->shape.n;
    if (hillock_neuron_set_parameters(self->neuron, problem->w_f64, problem->b))
        return false;
    if (hillock_gradient(self->neuron, self->dataset, &self->J, self->gradient, &self->dJ_db) ==
        HILLOCK_OK)
        return true;
    for (size_t i = 0; i < n; i++)
        small[i] = 0.1 * problem->w_f64[i];
    return !hillock_neuron_set_parameters(self->neuron, small, 1.0) &&
           !hillock_gradient(self->neuron, self->dataset, &self->J, self->gradient, &self->dJ_db);
}

static void release(pair *self)
{
    hillock_neuron_destroy(self->neuron);
    hillock_dataset_destroy(self->dataset);
    hk_free(self->gradient);
}

/* The largest difference to the BLAS kernel's result, over the largest component. */
static double difference(pair *self, double *other, size_t n)
{
    double J, dJ_db;
    if (!self->done ||
        hillock_neuron_set_integer(self->neuron, HILLOCK_KERNEL, HILLOCK_KERNEL_BLAS) ||
        hillock_gradient(self->neuron, self->dataset, &J, other, &dJ_db))
        return HUGE_VAL;
    double largest = fabs(dJ_db);
    double apart = fabs(dJ_db - self->dJ_db);
    for (size_t i = 0; i < n; i++) {
        largest = fmax(largest, fabs(other[i]));
        apart = fmax(apart, fabs(other[i] - self->gradient[i]));
    }
    return fmax(apart / largest, fabs(J - self->J) / fmax(fabs(J), DBL_MIN));
}

typedef struct round_of_pairs {
    const bench_problem *problem;
    bench_contest *contest;
    double *targets[64]; /* by position of the loss in the catalogue */
    double *room;        /* n numbers */
    size_t count;
    pair pairs[BENCH_MOST_ENTRIES];
} round_of_pairs;

static bool enter(round_of_pairs *self, hillock_activation activation, size_t loss_position)
{
    const size_t m = self->problem->shape.m;
    const hillock_loss loss = (hillock_loss)hillock_loss_at(loss_position);
    double **const targets = &self->targets[loss_position];
    pair *const next = &self->pairs[self->count];
    char name[BENCH_NAME];
    if (hillock_pair_check(activation, loss, 0, NULL) || self->count == BENCH_MOST_ENTRIES ||
        activation == HILLOCK_USER_ACTIVATION || loss == HILLOCK_USER_LOSS)
        return true;
    if (!*targets)
        *targets = bench_array(BENCH_F64, m);
    next->gradient = bench_array(BENCH_F64, self->problem->shape.n);
    next->dataset = *targets ? view_for(loss, self->problem, *targets) : NULL;
    next->done = next->gradient && next->dataset &&
                 !hillock_neuron_create(&next->neuron, self->problem->shape.n, activation, loss) &&
                 place(next, self->problem, self->room);
    snprintf(name, sizeof name, "%s + %s", hillock_activation_name(activation),
             hillock_loss_name(loss));
    bench_contest_enter(self->contest, name);
    self->count++;
    return next->gradient && next->dataset && next->neuron;
}

static bool enter_all(round_of_pairs *self)
{
    for (size_t l = 0; hillock_loss_at(l); l++)
        if (hillock_loss_at(l) == HILLOCK_CROSS_ENTROPY && !enter(self, HILLOCK_LOGISTIC, l))
            return false;
    for (size_t f = 0; hillock_activation_at(f); f++)
        for (size_t l = 0; hillock_loss_at(l); l++) {
            const hillock_activation activation = (hillock_activation)hillock_activation_at(f);
            const bool first =
                activation == HILLOCK_LOGISTIC && hillock_loss_at(l) == HILLOCK_CROSS_ENTROPY;
            if (!first && !enter(self, activation, l))
                return false;
        }
    return true;
}

static bool hold(round_of_pairs *self, bench_mode mode)
{
    static bench_job jobs[BENCH_MOST_ENTRIES];
    const bench_effort effort = {bench_effort_of(mode).seconds / 2, 8};
    for (size_t k = 0; k < self->count; k++)
        jobs[k] = (bench_job){seconds, &self->pairs[k]};
    if (!bench_contest_measure(self->contest, jobs, false, effort))
        return false;
    for (size_t k = 0; k < self->count; k++) {
        bench_entry *const entry = &self->contest->entries[k];
        entry->check = difference(&self->pairs[k], self->room, self->problem->shape.n);
        entry->right = entry->check <= 1e-9;
    }
    return true;
}

bool bench_pairs_measure(bench_contest *contest, bench_mode mode)
{
    static round_of_pairs self;
    const bench_shape shape = {samples[mode], FEATURES, BENCH_F64, HILLOCK_SAMPLE_MAJOR};
    bench_problem problem;
    self = (round_of_pairs){.problem = &problem, .contest = contest};
    *contest = (bench_contest){.title = "One gradient of every pair",
                               .item = "sample",
                               .checked = "difference to the BLAS kernel",
                               .shape = shape,
                               .items = (double)shape.m,
                               .bytes = (double)bench_features_bytes(shape)};
    if (!bench_problem_create(&problem, shape))
        return false;
    self.room = bench_array(BENCH_F64, shape.n);
    const bool held = self.room && enter_all(&self) && hold(&self, mode);
    for (size_t k = 0; k < BENCH_MOST_ENTRIES; k++)
        release(&self.pairs[k]);
    for (size_t l = 0; l < sizeof self.targets / sizeof *self.targets; l++)
        hk_free(self.targets[l]);
    hk_free(self.room);
    bench_problem_destroy(&problem);
    return held;
}
