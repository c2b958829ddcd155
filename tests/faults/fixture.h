/* A small training with everything in place, and its state to compare before and after a misuse. */
#ifndef TESTS_FAULTS_FIXTURE_H
#define TESTS_FAULTS_FIXTURE_H

#include "solver/problem.h"

#include <string.h>

enum { FIXTURE_M = 12, FIXTURE_N = 2, MOST_OPTIONS = 64 };

typedef struct fixture {
    problem p;
    hillock_neuron *neuron;
    hillock_trainer *trainer;
} fixture;

/* Every setting of the trainer, the neuron's parameters and the gradient its dataset gives. */
typedef struct snapshot {
    double settings[MOST_OPTIONS];
    parameters neuron;
    double gradient[FIXTURE_N + 2];
} snapshot;

static inline fixture fixture_create(void)
{
    fixture f = {.p = problem_create(FIXTURE_M, FIXTURE_N, 1)};
    make_classes(&f.p, 0.0, 1.0);
    f.p.y[0] = 0.0;
    f.p.y[1] = 1.0;
    f.neuron = neuron_of(FIXTURE_N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_neuron_set_parameters(f.neuron, (const double[]){0.5, -0.25}, 0.125));
    f.trainer = trainer_of((const setting[]){{HILLOCK_EPOCHS, 3}, {HILLOCK_L2, 0.1}, {0, 0}});
    return f;
}

static inline void fixture_destroy(fixture *f)
{
    hillock_trainer_destroy(f->trainer);
    hillock_neuron_destroy(f->neuron);
    problem_destroy(&f->p);
}

static inline void settings_of(const hillock_trainer *trainer, double settings[MOST_OPTIONS])
{
    memset(settings, 0, MOST_OPTIONS * sizeof *settings);
    for (size_t k = 0; hillock_option_at(k) != 0; k++) {
        const int key = hillock_option_at(k);
        int64_t integer = 0;
        if (hillock_option_of_neuron(key))
            continue;
        if (hillock_option_kind(key) == HILLOCK_TYPE_REAL) {
            must(hillock_trainer_get_real(trainer, key, &settings[k]));
        } else {
            must(hillock_trainer_get_integer(trainer, key, &integer));
            settings[k] = (double)integer;
        }
    }
}

static inline snapshot snapshot_of(const fixture *f)
{
    snapshot s = {.neuron = parameters_of(f->neuron)};
    settings_of(f->trainer, s.settings);
    must(hillock_gradient(f->neuron, f->p.data, &s.gradient[0], &s.gradient[1],
                          &s.gradient[FIXTURE_N + 1]));
    return s;
}

static inline void assert_unchanged(const fixture *f, const snapshot *before)
{
    const snapshot now = snapshot_of(f);
    assert_memory_equal(&now, before, sizeof now);
}

/* The message says all of the words; NULL ends them. */
static inline void assert_says(const char *message, const char *const words[])
{
    for (; *words; words++)
        if (!strstr(message, *words))
            fail_msg("'%s' does not say '%s'", message, *words);
}

#endif
