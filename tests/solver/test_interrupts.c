/* A deadline or a cancel amid a step is answered within about one trip through X: trips are
 * counted, no time is told. */
#define _POSIX_C_SOURCE 200809L /* nanosleep */
#include "solver/problem.h"

#include <time.h>

enum { M = 66000, N = 3 }; /* a trip is enough work for a look at the clock */

/* z where z = 0, and nowhere else a J: no step is ever short enough. */
static void only_at_0(size_t count, const double *z, double *a, double *da, double *d2a,
                      void *payload)
{
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        a[j] = z[j] == 0.0 ? 0.0 : INFINITY;
        if (da)
            da[j] = 1.0;
        if (d2a)
            d2a[j] = 0.0;
    }
}

static double trips_until_deadline(const problem *p, setting solver, setting more,
                                   hillock_activation activation, hillock_loss loss)
{
    hillock_neuron *const neuron = neuron_of(N, activation, loss);
    hillock_trainer *const trainer = trainer_of(
        (const setting[]){solver, {HILLOCK_SECONDS, 1e-9}, {HILLOCK_THREADS, 1}, more, {0, 0}});
    if (activation == HILLOCK_USER_ACTIVATION)
        must(hillock_neuron_set_user_activation(neuron, only_at_0, 1, NULL));
    assert_status(hillock_train(trainer, neuron, p->data), HILLOCK_DEADLINE);
    const parameters at = parameters_of(neuron);
    for (size_t i = 0; i < N; i++)
        assert_true(at.w[i] == 0.0);
    const double passes = report_of(trainer, HILLOCK_REPORT_PASSES);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return passes;
}

/* Of gd and agd with a loss that does not bend: else they end while they look for a rate. */
static void line_searches_look_at_the_clock(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 1);
    const setting lbfgs = {HILLOCK_SOLVER, HILLOCK_LBFGS}, gd = {HILLOCK_SOLVER, HILLOCK_GD};
    const setting agd = {HILLOCK_SOLVER, HILLOCK_AGD};
    const setting l1 = {HILLOCK_L1, 1e-3}, none = {HILLOCK_L1, 0.0};
    assert_true(trips_until_deadline(&p, lbfgs, none, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED) <=
                4.0);
    assert_true(trips_until_deadline(&p, lbfgs, l1, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED) <=
                4.0);
    assert_true(trips_until_deadline(&p, gd, none, HILLOCK_USER_ACTIVATION, HILLOCK_ABSOLUTE) <=
                4.0);
    assert_true(trips_until_deadline(&p, agd, none, HILLOCK_USER_ACTIVATION, HILLOCK_ABSOLUTE) <=
                4.0);
    problem_destroy(&p);
}

/* Few samples a feature, so that Newton's method begins on all of them. */
static void halvings_look_at_the_clock(void **state)
{
    enum { FEW = 3000, FEATURES = 120 };
    (void)state;
    problem p = problem_create(FEW, FEATURES, 2);
    hillock_neuron *const neuron = neuron_of(FEATURES, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of(
        (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_SECONDS, 1e-9}, {0, 0}});
    must(hillock_neuron_set_user_activation(neuron, only_at_0, 1, NULL));
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_DEADLINE);
    assert_true(report_of(trainer, HILLOCK_REPORT_PASSES) <= 5.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* A sweep over that many features is enough work for a look at the clock: the step, which many
 * sweeps make, is not tried. */
static void sweeps_look_at_the_clock(void **state)
{
    enum { FEW = 600, FEATURES = 520 };
    (void)state;
    problem p = problem_create(FEW, FEATURES, 6);
    hillock_neuron *const neuron = neuron_of(FEATURES, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of((const setting[]){
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L1, 1e-5}, {HILLOCK_SECONDS, 1e-9}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_DEADLINE);
    assert_true(report_of(trainer, HILLOCK_REPORT_STEPS) == 0.0);
    assert_true(report_of(trainer, HILLOCK_REPORT_PASSES) == 2.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* The trip of the factorisation is left, and nothing has changed. */
static void least_squares_looks_at_the_clock(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 3);
    const setting solver = {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, none = {HILLOCK_L2, 0.0};
    assert_true(trips_until_deadline(&p, solver, none, HILLOCK_IDENTITY, HILLOCK_SQUARED) <= 2.0);
    problem_destroy(&p);
}

static int sleep_once(const hillock_trainer *trainer, void *payload)
{
    int *const calls = payload;
    const struct timespec longer_than_allowed = {.tv_sec = 1, .tv_nsec = 100000000};
    (void)trainer;
    if ((*calls)++ == 0)
        nanosleep(&longer_than_allowed, NULL);
    return 0;
}

/* The first step of Newton's arrives; what comes after it is left where the time is over. */
static void polishing_looks_at_the_clock(void **state)
{
    enum { FEW = 3000, FEATURES = 120 };
    (void)state;
    problem p = problem_create(FEW, FEATURES, 4);
    for (int slow = 0; slow < 2; slow++) {
        int calls = slow ? 0 : 1;
        hillock_neuron *const neuron = neuron_of(FEATURES, HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_trainer *const trainer = trainer_of(
            (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_SECONDS, 1.0}, {0, 0}});
        must(hillock_trainer_set_progress(trainer, sleep_once, &calls));
        must(hillock_train(trainer, neuron, p.data));
        const double passes = report_of(trainer, HILLOCK_REPORT_PASSES);
        assert_true(slow ? passes == 3.0 : passes > 3.0);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* Newton's method begins on a part of a part: neither goes on when the time is over, nor is there a
 * trip to try what they found. */
static void parts_are_left_at_the_deadline(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    const setting newton = {HILLOCK_SOLVER, HILLOCK_NEWTON}, none = {HILLOCK_L2, 0.0};
    assert_true(trips_until_deadline(&p, newton, none, HILLOCK_TANH, HILLOCK_SQUARED) == 1.0);
    problem_destroy(&p);
}

static int note_epoch_limit(const hillock_trainer *trainer, void *payload)
{
    *(double *)payload = report_of(trainer, HILLOCK_REPORT_EPOCH_LIMIT);
    return 0;
}

/* A bar of progress needs to know how long it is: also where the library chooses, and in slices. */
static void epoch_limit_is_told_while_training(void **state)
{
    static const struct {
        int solver, epochs, calls;
        double limit;
    } cases[] = {{HILLOCK_GD, 7, 1, 7.0},
                 {HILLOCK_GD, 7, 3, 21.0},
                 {HILLOCK_LBFGS, 0, 1, 10000.0},
                 {HILLOCK_SAGA, 0, 1, 1000.0},
                 {HILLOCK_AUTO, 0, 1, 10000.0}};
    (void)state;
    problem p = problem_create(30, N, 3);
    make_classes(&p, 0.0, 1.0);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double limit = 0.0;
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, cases[k].solver},
                                         {HILLOCK_EPOCHS, cases[k].epochs},
                                         {HILLOCK_KEEP_STATE, cases[k].calls > 1},
                                         {HILLOCK_L2, 0.1},
                                         {HILLOCK_TOLERANCE, 1e-12},
                                         {0, 0}});
        must(hillock_trainer_set_progress(trainer, note_epoch_limit, &limit));
        for (int call = 0; call < cases[k].calls; call++)
            assert_true(hillock_train(trainer, neuron, p.data) >= HILLOCK_OK);
        assert_true(limit == cases[k].limit);
        assert_true(report_of(trainer, HILLOCK_REPORT_EPOCH_LIMIT) == cases[k].limit);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_searches_look_at_the_clock),
        cmocka_unit_test(parts_are_left_at_the_deadline),
        cmocka_unit_test(sweeps_look_at_the_clock),
        cmocka_unit_test(halvings_look_at_the_clock),
        cmocka_unit_test(least_squares_looks_at_the_clock),
        cmocka_unit_test(polishing_looks_at_the_clock),
        cmocka_unit_test(epoch_limit_is_told_while_training),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
