/* Calls that have no time at all: every look at the clock stops them. Together they are, to the
 * bit, one call with all the time, and they do arrive. */
#include "solver/problem.h"

#include <string.h>

enum { M = 66000, N = 3, MOST_CALLS = 4000 }; /* a trip is enough work for a look at the clock */

typedef struct form {
    hillock_solver solver;
    hillock_activation activation;
    hillock_loss loss;
    size_t m, n;
    double l1, l2;
    int epochs;
} form;

static const double NO_TIME = 1e-9;

typedef struct outcome {
    double parameters[4096];
    hillock_status status;
    double epochs, steps, J, gradient_norm;
    int calls;
} outcome;

static outcome train(const form *f, const problem *p, double seconds)
{
    hillock_neuron *const neuron = neuron_of(p->n, f->activation, f->loss);
    hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_SOLVER, f->solver},
                                                                  {HILLOCK_KEEP_STATE, 1},
                                                                  {HILLOCK_SECONDS, seconds},
                                                                  {HILLOCK_EPOCHS, f->epochs},
                                                                  {HILLOCK_HORIZON, f->epochs},
                                                                  {HILLOCK_L1, f->l1},
                                                                  {HILLOCK_L2, f->l2},
                                                                  {HILLOCK_TOLERANCE, 1e-9},
                                                                  {0, 0}});
    outcome o = {.status = HILLOCK_OK};
    for (int idle = 0; idle < 2 && o.calls < MOST_CALLS && o.epochs < f->epochs; o.calls++) {
        o.status = hillock_train(trainer, neuron, p->data);
        o.epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS);
        const bool stepped = report_of(trainer, HILLOCK_REPORT_STEPS) > o.steps;
        idle = stepped || o.status == HILLOCK_DEADLINE ? 0 : idle + 1;
        o.steps = report_of(trainer, HILLOCK_REPORT_STEPS);
    }
    o.J = report_of(trainer, HILLOCK_REPORT_J);
    o.gradient_norm = report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM);
    must(hillock_neuron_get_parameters(neuron, o.parameters, o.parameters + p->n));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return o;
}

static void compare(const form *f)
{
    problem p = problem_create(f->m, f->n, 7);
    if (f->loss != HILLOCK_SQUARED)
        make_classes(&p, 0.0, 1.0);
    const outcome whole = train(f, &p, 0.0), slices = train(f, &p, NO_TIME);
    if (memcmp(whole.parameters, slices.parameters, sizeof whole.parameters) != 0 ||
        whole.steps != slices.steps)
        fail_msg("solver %d, %zu x %zu, l1 %g: b %.17g after %g steps, in %d slices %.17g after %g",
                 (int)f->solver, f->m, f->n, f->l1, whole.parameters[p.n], whole.steps,
                 slices.calls, slices.parameters[p.n], slices.steps);
    assert_true(whole.J == slices.J && whole.gradient_norm == slices.gradient_norm);
    assert_true(whole.epochs == slices.epochs);
    if (slices.status != HILLOCK_DEADLINE) /* else it was its last epoch */
        assert_status(slices.status, whole.status);
    problem_destroy(&p);
}

static void no_time_is_as_good_as_all(void **state)
{
    static const form forms[] = {
        {HILLOCK_GD, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 6},
        {HILLOCK_AGD, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 8},
        {HILLOCK_AGD, HILLOCK_EXP, HILLOCK_SQUARED, M, N, 0, 0, 12},
        {HILLOCK_SGD, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 2},
        {HILLOCK_ADAM, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 2},
        {HILLOCK_SAGA, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 2},
        {HILLOCK_LEAST_SQUARES, HILLOCK_IDENTITY, HILLOCK_SQUARED, M, N, 0, 0, 9}};
    (void)state;
    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
        compare(&forms[k]);
}

/* exp with squared loss needs searches of many trips, each of them stopped: some trials are low
 * enough, but not yet flat. */
static void line_searches_begin_again(void **state)
{
    static const form forms[] = {
        {HILLOCK_LBFGS, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0, 0.01, 50},
        {HILLOCK_LBFGS, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 0.01, 0, 50},
        {HILLOCK_LBFGS, HILLOCK_EXP, HILLOCK_SQUARED, M, N, 0, 0, 50}};
    (void)state;
    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
        compare(&forms[k]);
}

/* On a part of a part first, halving and polishing; with l1, conjugate gradients, in the span. */
static void newton_begins_again_in_all_its_forms(void **state)
{
    static const form forms[] = {
        {HILLOCK_NEWTON, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 10 * M, N, 0, 0, 50},
        {HILLOCK_NEWTON, HILLOCK_EXP, HILLOCK_SQUARED, M, N, 0, 0, 50},
        {HILLOCK_NEWTON, HILLOCK_TANH, HILLOCK_SQUARED, M, 2, 0, 0, 50},
        {HILLOCK_NEWTON, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 2000, 600, 1e-3, 0, 50},
        {HILLOCK_NEWTON, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 2300, 2100, 0, 0.01, 50},
        {HILLOCK_NEWTON, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 100, 2900, 0, 0.01, 50}};
    (void)state;
    for (size_t k = 0; k < sizeof forms / sizeof forms[0]; k++)
        compare(&forms[k]);
}

static int cancel(const hillock_trainer *trainer, void *payload)
{
    (void)trainer;
    (void)payload;
    return 1;
}

/* What asks to stop each time is heeded after a step, on a part of the samples or on all. */
static void who_always_cancels_arrives(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 7);
    make_classes(&p, 0.0, 1.0);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of(
        (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_KEEP_STATE, 1}, {0, 0}});
    must(hillock_trainer_set_progress(trainer, cancel, NULL));
    hillock_status status = HILLOCK_CANCELLED;
    for (int call = 0; status == HILLOCK_CANCELLED && call < 60; call++)
        status = hillock_train(trainer, neuron, p.data);
    must(status);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_time_is_as_good_as_all),
        cmocka_unit_test(line_searches_begin_again),
        cmocka_unit_test(newton_begins_again_in_all_its_forms),
        cmocka_unit_test(who_always_cancels_arrives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
