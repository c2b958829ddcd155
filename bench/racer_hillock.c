#include "core/memory.h"
#include "engine.h"
#include "racer.h"
#include "view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

typedef struct fitter {
    hillock_dataset *dataset;
    hillock_neuron *neuron;
    hillock_trainer *trainer;
    double *start; /* n zeros */
    bool done;
} fitter;

static void fit(void *payload)
{
    fitter *const self = payload;
    self->done = !hillock_neuron_set_parameters(self->neuron, self->start, 0.0) &&
                 hillock_train(self->trainer, self->neuron, self->dataset) >= 0;
}

static double seconds(void *payload, size_t fits)
{
    fitter *const self = payload;
    const double time = bench_clock(fit, self, fits);
    return self->done ? time : HUGE_VAL;
}

static bool parameters(void *payload, double *w_and_b)
{
    const fitter *const self = payload;
    const size_t n = hillock_neuron_n_features(self->neuron);
    return !hillock_neuron_get_parameters(self->neuron, w_and_b, w_and_b + n);
}

static double passes(void *payload)
{
    const fitter *const self = payload;
    double count = NAN;
    const bool known = !hillock_trainer_report(self->trainer, HILLOCK_REPORT_PASSES, &count);
    return known ? count : NAN;
}

static void destroy(void *payload)
{
    fitter *const self = payload;
    hillock_trainer_destroy(self->trainer);
    hillock_neuron_destroy(self->neuron);
    hillock_dataset_destroy(self->dataset);
    hk_free(self->start);
    hk_free(self);
}

static bool set(hillock_trainer *trainer, const bench_training *training, const char *solver)
{
    const bool standardize = strcmp(solver, "auto") == 0;
    return !hillock_trainer_set_text(trainer, "solver", solver) &&
           !hillock_trainer_set_real(trainer, HILLOCK_L2, training->l2) &&
           !hillock_trainer_set_real(trainer, HILLOCK_L1, training->l1) &&
           !hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, standardize) &&
           !hillock_trainer_set_integer(trainer, HILLOCK_PENALIZE_RAW, standardize);
}

static bool prepare(fitter *self, const bench_training *training, const char *solver)
{
    const size_t n = training->problem.shape.n;
    self->dataset = bench_view(&training->problem);
    self->start = bench_array(BENCH_F64, n);
    return self->dataset && self->start &&
           !hillock_neuron_create(&self->neuron, n, training->activation, training->loss) &&
           !hillock_trainer_create(&self->trainer) && set(self->trainer, training, solver);
}

bench_racer bench_racer_hillock(const bench_training *training, const char *solver)
{
    bench_racer racer = {
        .seconds = seconds, .parameters = parameters, .passes = passes, .destroy = destroy};
    snprintf(racer.name, sizeof racer.name, "hillock %s", solver);
    fitter *const self = hk_allocate(1, sizeof *self);
    if (self && prepare(self, training, solver))
        racer.self = self;
    else if (self)
        destroy(self);
    return racer;
}

/* From loose to tight until J is reached; 1e-6 is what it has by itself. */
static bool loosen(fitter *self, const bench_training *training, double goal)
{
    const size_t n = training->problem.shape.n;
    double *const w_and_b = hk_allocate(n + 1, sizeof *w_and_b);
    bool reached = false;
    for (double tolerance = 1e-2; w_and_b && !reached && tolerance > 1e-13; tolerance *= 0.1)
        reached = !hillock_trainer_set_real(self->trainer, HILLOCK_TOLERANCE, tolerance) &&
                  isfinite(seconds(self, 1)) && parameters(self, w_and_b) &&
                  bench_training_J(training, w_and_b) <= goal + BENCH_ENOUGH * fabs(goal);
    hk_free(w_and_b);
    return reached;
}

bench_racer bench_racer_hillock_loose(const bench_training *training, double goal)
{
    bench_racer racer = bench_racer_hillock(training, "auto");
    snprintf(racer.name, sizeof racer.name, "hillock auto, loose");
    if (racer.self && !loosen(racer.self, training, goal)) {
        destroy(racer.self);
        racer.self = NULL;
    }
    return racer;
}
