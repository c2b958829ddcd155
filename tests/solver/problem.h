/* What the training tests share: seeded data with the dataset that views them, trainers from a
 * list of settings, and the parameters that a neuron has reached. */
#ifndef TESTS_SOLVER_PROBLEM_H
#define TESTS_SOLVER_PROBLEM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/random.h"
#include "hillock/hillock.h"

#include <math.h>

enum { MOST_FEATURES = 128 };

typedef struct problem {
    size_t m;
    size_t n;
    double *X; /* m x n, sample-major */
    double *y; /* m                   */
    hillock_dataset *data;
} problem;

/* w and b, the bias last. */
typedef struct parameters {
    double w[MOST_FEATURES];
    double b;
} parameters;

typedef struct setting {
    int key; /* 0 ends a list */
    double value;
} setting;

static inline void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static inline void assert_status(hillock_status status, hillock_status expected)
{
    assert_string_equal(hillock_status_name(status), hillock_status_name(expected));
}

/* |left - right| <= tolerance; NaN is near nothing. */
static inline void assert_close(double left, double right, double tolerance)
{
    if (!(fabs(left - right) <= tolerance))
        fail_msg("%.17g and %.17g differ by more than %.3g", left, right, tolerance);
}

static inline double uniform(hk_random *random)
{
    return (double)(hk_random_next(random) >> 11) * 0x1p-53;
}

/* Mean 0, variance 1; the sum of twelve uniform numbers is normal enough here. */
static inline double normal(hk_random *random)
{
    double sum = -6.0;
    for (int i = 0; i < 12; i++)
        sum += uniform(random);
    return sum;
}

/* Independent normal features; targets 1 + x_0 - x_1 / 2 + x_2 / 3 - ... + noise. */
static inline problem problem_create(size_t m, size_t n, uint64_t seed)
{
    problem p = {
        .m = m, .n = n, .X = calloc(m * n + 1, sizeof(double)), .y = calloc(m, sizeof(double))};
    hk_random random = hk_random_seed(seed);
    for (size_t j = 0; j < m; j++) {
        p.y[j] = 1.0 + normal(&random);
        for (size_t i = 0; i < n; i++) {
            p.X[j * n + i] = normal(&random);
            p.y[j] += p.X[j * n + i] * (i % 2 == 0 ? 1.0 : -1.0) / (double)(i + 1);
        }
    }
    must(hillock_dataset_create(&p.data, m, n));
    must(hillock_dataset_set_features_f64(p.data, p.X, HILLOCK_SAMPLE_MAJOR, n));
    must(hillock_dataset_set_targets_f64(p.data, p.y));
    return p;
}

/* The targets as two noisy classes: `upper` where they were above 1, else `lower`. */
static inline void make_classes(const problem *p, double lower, double upper)
{
    for (size_t j = 0; j < p->m; j++)
        p->y[j] = p->y[j] > 1.0 ? upper : lower;
}

static inline void problem_destroy(problem *p)
{
    hillock_dataset_destroy(p->data);
    free(p->X);
    free(p->y);
}

static inline hillock_neuron *neuron_of(size_t n, hillock_activation activation, hillock_loss loss)
{
    hillock_neuron *neuron;
    must(hillock_neuron_create(&neuron, n, activation, loss));
    return neuron;
}

static inline hillock_trainer *trainer_of(const setting *settings)
{
    hillock_trainer *trainer;
    must(hillock_trainer_create(&trainer));
    for (; settings->key != 0; settings++)
        if (hillock_option_kind(settings->key) == HILLOCK_TYPE_REAL)
            must(hillock_trainer_set_real(trainer, settings->key, settings->value));
        else
            must(hillock_trainer_set_integer(trainer, settings->key, (int64_t)settings->value));
    return trainer;
}

static inline parameters parameters_of(const hillock_neuron *neuron)
{
    parameters reached = {0};
    must(hillock_neuron_get_parameters(neuron, reached.w, &reached.b));
    return reached;
}

/* Trains a new neuron; what it reached, and how it ended. */
static inline parameters trained(const problem *p, hillock_activation activation, hillock_loss loss,
                                 const setting *settings, hillock_status expected)
{
    hillock_neuron *const neuron = neuron_of(p->n, activation, loss);
    hillock_trainer *const trainer = trainer_of(settings);
    assert_status(hillock_train(trainer, neuron, p->data), expected);
    const parameters reached = parameters_of(neuron);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return reached;
}

static inline void assert_near(const parameters *left, const parameters *right, size_t n,
                               double tolerance)
{
    for (size_t i = 0; i < n; i++)
        assert_close(left->w[i], right->w[i], tolerance);
    assert_close(left->b, right->b, tolerance);
}

static inline double report_of(const hillock_trainer *trainer, hillock_report key)
{
    double value;
    must(hillock_trainer_report(trainer, key, &value));
    return value;
}

#endif
