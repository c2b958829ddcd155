#include "sgd.h"

#include "core/memory.h"
#include "measure.h"
#include "core/random.h"
#include "peer.h"
#include "view.h"

#include <math.h>

enum { SEED = 64, SAMPLES = 200000 }; /* of a call: as many epochs as that takes */

typedef struct training {
    const bench_problem *problem;
    hillock_dataset *dataset;
    hillock_neuron *neuron;
    hillock_trainer *trainer;
    double *zeros; /* the weights it starts from */
    bool done;
} training;

static size_t epochs_of(bench_shape shape)
{
    return hk_max_size(1, SAMPLES / shape.m);
}

/* Random targets cannot be learnt; these are drawn with the probabilities of the problem's
 * neuron. */
static bool draw_targets(bench_problem *problem, hillock_dataset *dataset)
{
    const bench_shape shape = problem->shape;
    hillock_neuron *neuron = NULL;
    double *const a = bench_array(BENCH_F64, shape.m);
    const bool predicted =
        a && !hillock_neuron_create(&neuron, shape.n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY) &&
        !hillock_neuron_set_parameters(neuron, problem->w_f64, problem->b) &&
        !hillock_factors(neuron, dataset, NULL, a, NULL, NULL, NULL);
    hk_random random = hk_random_seed(SEED);
    for (size_t j = 0; predicted && j < shape.m; j++) {
        const double uniform = (double)(hk_random_next(&random) >> 11) * 0x1p-53;
        bench_set(shape.type, problem->y, j, uniform < a[j] ? 1.0 : 0.0);
    }
    hillock_neuron_destroy(neuron);
    hk_free(a);
    return predicted;
}

static bool prepare(training *self, bench_problem *problem, size_t batch)
{
    self->problem = problem;
    self->zeros = bench_array(BENCH_F64, problem->shape.n);
    self->dataset = bench_view(problem);
    self->done = true;
    return self->zeros && self->dataset && draw_targets(problem, self->dataset) &&
           !hillock_neuron_create(&self->neuron, problem->shape.n, HILLOCK_LOGISTIC,
                                  HILLOCK_CROSS_ENTROPY) &&
           !hillock_trainer_create(&self->trainer) &&
           !hillock_trainer_set_solver(self->trainer, HILLOCK_SGD) &&
           !hillock_trainer_set_integer(self->trainer, HILLOCK_BATCH_SIZE, (int64_t)batch) &&
           !hillock_trainer_set_integer(self->trainer, HILLOCK_EVALUATE_EVERY, 0) &&
           !hillock_trainer_set_integer(self->trainer, HILLOCK_EPOCHS,
                                        (int64_t)epochs_of(problem->shape)) &&
           !hillock_trainer_set_real(self->trainer, HILLOCK_LEARNING_RATE,
                                     batch == 1 ? 0.002 : 0.02);
}

static void release(training *self)
{
    hillock_trainer_destroy(self->trainer);
    hillock_neuron_destroy(self->neuron);
    hillock_dataset_destroy(self->dataset);
    hk_free(self->zeros);
}

/* The time of the steps and of drawing their order, as the trainer reports it. */
static double seconds(void *payload, size_t calls)
{
    training *const self = payload;
    const bench_shape shape = self->problem->shape;
    double total = 0.0;
    for (size_t call = 0; call < calls; call++) {
        double rate = NAN;
        self->done =
            self->done && !hillock_neuron_set_parameters(self->neuron, self->zeros, 0.0) &&
            hillock_train(self->trainer, self->neuron, self->dataset) >= 0 &&
            !hillock_trainer_report(self->trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND, &rate);
        total += (double)(shape.m * epochs_of(shape)) / rate;
    }
    return total;
}

/* J must have fallen from that of w = 0, b = 0; NaN where it is not known. */
static void check(bench_entry *entry, double J)
{
    entry->check = J;
    entry->right = J < log(2.0);
}

static double J_of(training *self)
{
    double J = NAN;
    const bool known = self->done && !hillock_evaluate(self->neuron, self->dataset, &J);
    return known ? J : NAN;
}

static double J_of_peer(bench_peer *peer)
{
    double J = NAN;
    return bench_peer_result(peer, 1, &J) ? J : NAN;
}

/* A peer's call is one epoch; the contest's call is several. */
typedef struct other {
    bench_peer *peer;
    size_t epochs;
} other;

static double seconds_of_other(void *payload, size_t calls)
{
    const other *const self = payload;
    return bench_peer_seconds(self->peer, calls * self->epochs);
}

static bool hold(bench_contest *contest, training *self, other *rival, bench_mode mode)
{
    bench_job jobs[2] = {{seconds, self}, {seconds_of_other, rival}};
    bench_contest_enter(contest, "hillock");
    if (rival->peer)
        bench_contest_enter(contest, contest->batch == 1 ? "scikit-learn SGDClassifier"
                                                         : "PyTorch Linear, SGD");
    if (!bench_contest_measure(contest, jobs, false, bench_effort_of(mode)))
        return false;
    check(&contest->entries[0], J_of(self));
    if (rival->peer)
        check(&contest->entries[1], J_of_peer(rival->peer));
    return true;
}

bool bench_sgd_measure(bench_contest *contest, bench_shape shape, size_t batch, bench_mode mode)
{
    const bench_peer_name name = batch == 1 ? BENCH_SCIKIT_LEARN : BENCH_PYTORCH;
    training self = {0};
    bench_problem problem;
    *contest = (bench_contest){.title = "Stochastic steps in random order",
                               .item = "sample",
                               .checked = "J after training (before: 0.693)",
                               .shape = shape,
                               .batch = batch};
    contest->items = (double)(shape.m * epochs_of(shape));
    contest->bytes = contest->items * (double)(shape.n * bench_type_size(shape.type));
    if (!bench_problem_create(&problem, shape))
        return false;
    bool held = prepare(&self, &problem, batch);
    if (held) {
        other rival = {.epochs = epochs_of(shape)};
        if (bench_peer_installed(name))
            rival.peer = bench_peer_start(name, batch == 1 ? "samples" : "batches", &problem);
        held = hold(contest, &self, &rival, mode);
        bench_peer_stop(rival.peer);
    }
    release(&self);
    bench_problem_destroy(&problem);
    return held;
}
