/* SAGA and accelerated descent take the steps of their definitions, and reach the minimum to more
 * digits than plain steps do. */
#include "solver/problem.h"

#include <string.h>

enum { M = 30, N = 3, SIZE = N + 1, STEPS = 75 };

static const hillock_solver solvers[] = {HILLOCK_SAGA, HILLOCK_AGD};

static double z_of(const problem *p, const double *at, size_t j)
{
    double z = at[N];
    for (size_t i = 0; i < N; i++)
        z += at[i] * p->X[j * N + i];
    return z;
}

static double x_of(const problem *p, size_t j, size_t i)
{
    return i < N ? p->X[j * N + i] : 1.0;
}

static parameters as_parameters(const double *at)
{
    parameters result = {.b = at[N]};
    memcpy(result.w, at, N * sizeof *at);
    return result;
}

/* The definition with the gradients themselves remembered, and their mean taken anew each time. */
static parameters simulate_saga(const problem *p, const double *weights, int steps, double rate,
                                double l2)
{
    static double kept[M][SIZE];
    double at[SIZE] = {0}, W = 0.0;
    memset(kept, 0, sizeof kept);
    for (size_t j = 0; j < M; j++)
        W += weights[j];
    for (int k = 0; k < steps; k++) {
        const size_t j = (size_t)k % M;
        const double e = weights[j] * M / W * 2.0 * (z_of(p, at, j) - p->y[j]);
        for (size_t i = 0; i < SIZE; i++) {
            double mean = 0.0;
            for (size_t s = 0; s < M; s++)
                mean += kept[s][i] / M;
            at[i] -= rate * (e * x_of(p, j, i) - kept[j][i] + mean + l2 * at[i]);
            kept[j][i] = e * x_of(p, j, i);
        }
    }
    return as_parameters(at);
}

static void saga_takes_the_steps_of_its_definition(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 1);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = (double)(j % 3);
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (int steps = 1; steps <= STEPS; steps += steps < 3 ? 1 : 36) {
        const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SAGA},
                                    {HILLOCK_SAMPLING, HILLOCK_IN_ORDER},
                                    {HILLOCK_STEPS, steps},
                                    {HILLOCK_LEARNING_RATE, 0.02},
                                    {HILLOCK_L2, 0.3},
                                    {HILLOCK_PENALIZE_BIAS, 1},
                                    {HILLOCK_TOLERANCE, 0},
                                    {0, 0}};
        const parameters found =
            trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
        const parameters expected = simulate_saga(&p, weights, steps, 0.02, 0.3);
        assert_near(&found, &expected, N, 1e-13);
    }
    problem_destroy(&p);
}

/* J and its gradient at `at`, squared loss on identity. */
static double J_of(const problem *p, const double *at, double l2, double *g)
{
    double J = 0.0;
    for (size_t i = 0; i < SIZE; i++) {
        g[i] = l2 * at[i];
        J += 0.5 * l2 * at[i] * at[i];
    }
    for (size_t j = 0; j < M; j++) {
        const double r = z_of(p, at, j) - p->y[j];
        J += r * r / M;
        for (size_t i = 0; i < SIZE; i++)
            g[i] += 2.0 * r * x_of(p, j, i) / M;
    }
    return J;
}

typedef struct walk {
    double at[SIZE];
    int upward; /* restarts as momentum led upward ... */
    int risen;  /* ... and as J rose                   */
} walk;

static walk simulate_agd(const problem *p, int steps, double rate, double l2)
{
    walk y = {{0}, 0, 0};
    double x[SIZE] = {0}, t = 1.0, g[SIZE], unused[SIZE];
    for (int k = 0; k < steps; k++) {
        double next[SIZE], there[SIZE], slope = 0.0;
        const double J = J_of(p, y.at, l2, g);
        for (size_t i = 0; i < SIZE; i++) {
            next[i] = y.at[i] - rate * g[i];
            slope += g[i] * (next[i] - x[i]);
        }
        y.upward += slope > 0.0 && t > 1.0;
        t = slope > 0.0 ? 1.0 : t;
        const double share = (t - 1.0) / ((1.0 + sqrt(1.0 + 4.0 * t * t)) / 2.0);
        for (size_t i = 0; i < SIZE; i++)
            there[i] = next[i] + share * (next[i] - x[i]);
        const bool rises = share > 0.0 && J_of(p, there, l2, unused) > J;
        y.risen += rises;
        t = (1.0 + sqrt(1.0 + 4.0 * (rises ? 1.0 : t * t))) / 2.0;
        memcpy(y.at, rises ? next : there, sizeof next);
        memcpy(x, next, sizeof next);
    }
    return y;
}

/* Steps long enough that both kinds of restart come to pass, and J still far from its minimum in
 * one direction, so that no restart is a matter of rounding. One that is seen by the slope costs no
 * trip. */
static void agd_takes_the_steps_of_its_definition(void **state)
{
    (void)state;
    static const int lengths[] = {1, 2, 3, 6, 12, 25, 40};
    static const double rates[] = {0.01, 0.04, 0.1};
    int upward = 0, risen = 0;
    problem p = problem_create(M, N, 2);
    for (size_t j = 0; j < M; j++)
        p.X[j * N] *= 3.0;
    for (size_t r = 0; r < 3; r++)
        for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
            const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_AGD},
                                        {HILLOCK_STEPS, lengths[k]},
                                        {HILLOCK_LEARNING_RATE, rates[r]},
                                        {HILLOCK_L2, 0.01},
                                        {HILLOCK_PENALIZE_BIAS, 1},
                                        {HILLOCK_TOLERANCE, 0},
                                        {0, 0}};
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer = trainer_of(settings);
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            const parameters found = parameters_of(neuron);
            const double passes = report_of(trainer, HILLOCK_REPORT_PASSES);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            const walk expected = simulate_agd(&p, lengths[k], rates[r], 0.01);
            const parameters there = as_parameters(expected.at);
            assert_true(passes == 1 + lengths[k] + expected.risen); /* the check */
            upward += expected.upward;
            risen += expected.risen;
            assert_near(&found, &there, N, 1e-11);
        }
    assert_true(upward > 0 && risen > 0);
    problem_destroy(&p);
}

typedef struct ending {
    hillock_status status;
    double J;
    double epochs;
    parameters reached;
} ending;

static ending end_from(const problem *p, const double *start, const setting *settings)
{
    ending end;
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of(settings);
    must(hillock_neuron_set_parameters(neuron, start, start[N]));
    end.status = hillock_train(trainer, neuron, p->data);
    end.J = report_of(trainer, HILLOCK_REPORT_J);
    end.epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS);
    end.reached = parameters_of(neuron);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return end;
}

static const double starts[2][SIZE] = {{0, 0, 0, 0}, {2.0, -1.5, 1.0, -2.0}};

/* By default rates, to a gradient of 1e-9: J is then right to far more than 1e-8. */
static void both_reach_the_minimum_from_two_starts(void **state)
{
    (void)state;
    problem p = problem_create(300, N, 3);
    make_classes(&p, 0.0, 1.0);
    double weights[300];
    for (size_t j = 0; j < p.m; j++)
        weights[j] = 0.5 + (double)(j % 3);
    for (int weighted = 0; weighted <= 1; weighted++) {
        must(hillock_dataset_set_weights_f64(p.data, weighted ? weights : NULL));
        for (int bias = 0; bias <= 1; bias++) {
            setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                  {HILLOCK_L2, 0.05},
                                  {HILLOCK_PENALIZE_BIAS, bias},
                                  {HILLOCK_TOLERANCE, 1e-9},
                                  {0, 0}};
            const ending least = end_from(&p, starts[0], settings);
            for (int s = 0; s < 4; s++) {
                settings[0].value = solvers[s % 2];
                const ending end = end_from(&p, starts[s / 2], settings);
                assert_status(end.status, HILLOCK_OK);
                assert_close(end.J, least.J, 1e-12 * least.J);
                assert_near(&end.reached, &least.reached, N, 1e-7);
            }
        }
    }
    problem_destroy(&p);
}

/* Where one direction is a hundred times as steep as another, momentum needs the root of the
 * trips. */
static void agd_needs_fewer_trips_than_gd(void **state)
{
    (void)state;
    problem p = problem_create(200, N, 4);
    make_classes(&p, 0.0, 1.0);
    for (size_t j = 0; j < p.m; j++)
        p.X[j * N] *= 10.0;
    setting settings[] = {{HILLOCK_SOLVER, HILLOCK_GD}, {0, 0}};
    const ending gd = end_from(&p, starts[0], settings);
    settings[0].value = HILLOCK_AGD;
    const ending agd = end_from(&p, starts[0], settings);
    assert_status(gd.status, HILLOCK_OK);
    assert_status(agd.status, HILLOCK_OK);
    assert_true(agd.epochs < 0.25 * gd.epochs);
    assert_near(&agd.reached, &gd.reached, N, 1e-3);
    problem_destroy(&p);
}

/* No bound holds for the exponential: rates are halved, and J never rises but by rounding. */
static void agd_lowers_J_in_every_step_where_no_bound_holds(void **state)
{
    (void)state;
    static double J[301];
    problem p = problem_create(100, N, 5);
    for (size_t j = 0; j < p.m; j++)
        p.y[j] = 1000.0 * exp(p.y[j]);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_EXP, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of((const setting[]){
        {HILLOCK_SOLVER, HILLOCK_AGD}, {HILLOCK_EPOCHS, 300}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    assert_int_equal(hillock_trainer_history_length(trainer), 301);
    must(hillock_trainer_history(trainer, 301, NULL, J, NULL));
    for (size_t k = 1; k < 301; k++)
        assert_true(J[k] <= J[k - 1] * (1.0 + 1.1e-9));
    assert_true(J[300] < 0.5 * J[0]);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

static void threads_change_no_bit(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 4, 7};
    problem p = problem_create(5000, N, 6);
    make_classes(&p, 0.0, 1.0);
    for (int s = 0; s < 2; s++) {
        ending first = {0};
        for (int k = 0; k < 4; k++) {
            const setting settings[] = {{HILLOCK_SOLVER, solvers[s]},
                                        {HILLOCK_EPOCHS, 5},
                                        {HILLOCK_TOLERANCE, 0},
                                        {HILLOCK_THREADS, threads[k]},
                                        {0, 0}};
            const ending end = end_from(&p, starts[1], settings);
            if (k == 0)
                first = end;
            assert_memory_equal(&first.reached, &end.reached, sizeof end.reached);
            assert_true(first.J == end.J);
        }
    }
    problem_destroy(&p);
}

/* A held bias, and scaled features of sizes 1 : 1000 about means that are not 0. */
static void both_hold_the_bias_and_take_scaled_features(void **state)
{
    (void)state;
    problem p = problem_create(200, N, 7);
    make_classes(&p, 0.0, 1.0);
    for (size_t j = 0; j < p.m; j++)
        p.X[j * N] = 1000.0 * (p.X[j * N] + 0.5);
    for (int fit = 0; fit <= 1; fit++) {
        setting settings[] = {
            {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_STANDARDIZE, 1},  {HILLOCK_L2, 0.01},
            {HILLOCK_FIT_BIAS, fit},          {HILLOCK_TOLERANCE, 1e-9}, {0, 0}};
        const double start[SIZE] = {0, 0, 0, 0.25};
        const ending least = end_from(&p, start, settings);
        for (int s = 0; s < 2; s++) {
            settings[0].value = solvers[s];
            const ending end = end_from(&p, start, settings);
            assert_status(end.status, HILLOCK_OK);
            assert_close(end.J, least.J, 1e-10 * least.J);
            assert_true(fit || end.reached.b == 0.25);
        }
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saga_takes_the_steps_of_its_definition),
        cmocka_unit_test(agd_takes_the_steps_of_its_definition),
        cmocka_unit_test(both_reach_the_minimum_from_two_starts),
        cmocka_unit_test(agd_needs_fewer_trips_than_gd),
        cmocka_unit_test(agd_lowers_J_in_every_step_where_no_bound_holds),
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(both_hold_the_bias_and_take_scaled_features),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
