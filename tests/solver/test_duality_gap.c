/* The duality gap bounds what is left of J, and goes to 0 with it. */
#include "solver/problem.h"

#include <string.h>

enum { M = 200, N = 6 };

typedef struct combination {
    hillock_activation activation;
    hillock_loss loss;
    double l1;
    double l2;
} combination;

static const combination combinations[] = {
    {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.3, 0},
    {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.1, 0.05},
    {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0, 0.1},
    {HILLOCK_IDENTITY, HILLOCK_HUBER, 0.05, 0},
    {HILLOCK_IDENTITY, HILLOCK_LOG_COSH, 0.05, 0},
    {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0.03, 0},
    {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 0.02},
    {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, 0.03, 0},
    {HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY, 0.02, 0.01},
    {HILLOCK_EXP, HILLOCK_POISSON, 0.1, 0},
    {HILLOCK_EXP, HILLOCK_GAMMA, 0.05, 0},
};

enum { COMBINATIONS = sizeof combinations / sizeof *combinations };

static problem problem_for(const combination *of, uint64_t seed)
{
    problem p = problem_create(M, N, seed);
    for (size_t j = 0; j < M; j++)
        if (of->loss == HILLOCK_CROSS_ENTROPY)
            p.y[j] = p.y[j] > 1.0;
        else if (of->loss == HILLOCK_POISSON)
            p.y[j] = floor(exp(0.5 * p.y[j]) + 0.5);
        else if (of->loss == HILLOCK_GAMMA)
            p.y[j] = exp(0.3 * p.y[j]);
    return p;
}

typedef struct found {
    double J;
    double gap;
} found;

/* l1 is taken by newton and lbfgs alone. */
static found train(const problem *p, const combination *of, hillock_solver solver, int64_t steps,
                   bool standardize)
{
    found at;
    hillock_neuron *const neuron = neuron_of(N, of->activation, of->loss);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, solver},
                                     {HILLOCK_L1, of->l1},
                                     {HILLOCK_L2, of->l2},
                                     {HILLOCK_STEPS, (double)steps},
                                     {HILLOCK_TOLERANCE, 1e-12},
                                     {HILLOCK_STANDARDIZE, standardize},
                                     {0, 0}});
    (void)hillock_train(trainer, neuron, p->data);
    at.J = report_of(trainer, HILLOCK_REPORT_J);
    at.gap = report_of(trainer, HILLOCK_REPORT_GAP);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return at;
}

static void it_bounds_what_is_left_from_the_first_step_on(void **state)
{
    (void)state;
    for (size_t k = 0; k < COMBINATIONS; k++)
        for (int standardize = 0; standardize <= 1; standardize++) {
            const combination *const of = &combinations[k];
            problem p = problem_for(of, 40 + k);
            const double least = train(&p, of, HILLOCK_NEWTON, 0, standardize).J;
            double last = HUGE_VAL;
            for (int64_t steps = 1; steps <= 12; steps++) {
                const found at = train(&p, of, HILLOCK_LBFGS, steps, standardize);
                if (!(at.gap >= at.J - least - 1e-13 * fabs(least)))
                    fail_msg("%s, %s, step %d: gap %.17g below %.17g",
                             hillock_activation_name(of->activation), hillock_loss_name(of->loss),
                             (int)steps, at.gap, at.J - least);
                last = at.gap;
            }
            assert_true(last < 0.1 * (fabs(least) + 1.0)); /* and says something */
            problem_destroy(&p);
        }
}

static void it_ends_at_the_rounding_of_J(void **state)
{
    (void)state;
    for (size_t k = 0; k < COMBINATIONS; k++) {
        problem p = problem_for(&combinations[k], 60 + k);
        assert_true(train(&p, &combinations[k], HILLOCK_NEWTON, 0, false).gap < 1e-11);
        assert_true(train(&p, &combinations[k], HILLOCK_LBFGS, 0, true).gap < 1e-9);
        problem_destroy(&p);
    }
}

/* With l2 alone it is the bound of strong convexity, |dJ/dw|^2 / (2 l2), and the same for the mean
 * z, along which the squared loss bends by 2: (dJ/db)^2 / 4. */
static void with_l2_alone_it_is_the_gradients(void **state)
{
    (void)state;
    const double l2 = 0.1;
    problem p = problem_create(M, N, 3);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_L2, l2}, {HILLOCK_STEPS, 2}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    const parameters at = parameters_of(neuron);
    double slope[N] = {0}, mean[N] = {0}, slope_b = 0.0, expected = 0.0;
    for (size_t j = 0; j < M; j++) {
        double r = at.b - p.y[j];
        for (size_t i = 0; i < N; i++)
            r += at.w[i] * p.X[j * N + i];
        for (size_t i = 0; i < N; i++) {
            slope[i] += 2.0 * r * p.X[j * N + i] / M;
            mean[i] += p.X[j * N + i] / M;
        }
        slope_b += 2.0 * r / M;
    }
    for (size_t i = 0; i < N; i++)
        expected += pow(slope[i] - slope_b * mean[i] + l2 * at.w[i], 2.0) / (2.0 * l2);
    expected += slope_b * slope_b / 4.0;
    assert_close(report_of(trainer, HILLOCK_REPORT_GAP), expected, 1e-12 * expected);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* Of targets in other units, with features far from 0: the bound is in those units too, and the
 * sentence says where it holds. */
static void it_has_the_units_of_the_targets(void **state)
{
    (void)state;
    static const hillock_loss losses[] = {HILLOCK_SQUARED, HILLOCK_HUBER};
    static const hillock_solver solvers[] = {HILLOCK_GD, HILLOCK_LBFGS, HILLOCK_AGD};
    for (size_t k = 0; k < 2; k++)
        for (size_t of = 0; of < 3; of++)
            for (int far = 0; far <= 1; far++) {
                problem p = problem_create(M, 3, 6);
                const double unit = far ? 0x1p30 : 1.0;
                for (size_t j = 0; j < M; j++) {
                    p.y[j] *= unit;
                    for (size_t i = 0; i < 3; i++)
                        p.X[j * 3 + i] += 3.0;
                }
                double J[2], gap = 0.0;
                for (int least = 0; least <= 1; least++) {
                    hillock_neuron *const neuron = neuron_of(3, HILLOCK_IDENTITY, losses[k]);
                    hillock_trainer *const trainer = trainer_of(
                        (const setting[]){{HILLOCK_SOLVER, least ? HILLOCK_LBFGS : solvers[of]},
                                          {HILLOCK_L2, k == 0 ? 0.1 : 0.1 / unit},
                                          {HILLOCK_TOLERANCE, least ? 1e-12 : 1e-3},
                                          {0, 0}});
                    (void)hillock_train(trainer, neuron, p.data);
                    J[least] = report_of(trainer, HILLOCK_REPORT_J);
                    if (!least)
                        gap = report_of(trainer, HILLOCK_REPORT_GAP);
                    const char *const said = hillock_trainer_message(trainer);
                    if (!least && strstr(said, "converged after"))
                        assert_true((strstr(said, "with a mean z within") != NULL) == (k == 1));
                    hillock_trainer_destroy(trainer);
                    hillock_neuron_destroy(neuron);
                }
                if (!(gap >= J[0] - J[1]) || (k == 0 && !(gap < 0.01 * J[1])))
                    fail_msg("loss %zu, solver %zu, unit %g: gap %g of %g", k, of, unit, gap,
                             J[0] - J[1]);
                problem_destroy(&p);
            }
}

/* No penalty, one on the bias, a loss that is not convex in z. */
static void where_there_is_none_it_is_nan(void **state)
{
    (void)state;
    const combination unpenalized = {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0, 0};
    const combination bent = {HILLOCK_LOGISTIC, HILLOCK_SQUARED, 0, 0.1};
    problem p = problem_create(M, N, 4);
    assert_true(isnan(train(&p, &unpenalized, HILLOCK_LBFGS, 0, false).gap));
    assert_true(isnan(train(&p, &bent, HILLOCK_LBFGS, 5, false).gap));
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_L2, 0.1}, {HILLOCK_PENALIZE_BIAS, 1}, {0, 0}});
    (void)hillock_train(trainer, neuron, p.data);
    assert_true(isnan(report_of(trainer, HILLOCK_REPORT_GAP)));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* Least squares leaves the solver's coordinates, and newton begins on a part: the same bound. */
static void every_solver_gives_it(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_GD,           HILLOCK_SGD,   HILLOCK_SAGA,
                                             HILLOCK_AGD,          HILLOCK_LBFGS, HILLOCK_NEWTON,
                                             HILLOCK_LEAST_SQUARES};
    const combination ridge = {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0, 0.1};
    problem p = problem_create(M, N, 5);
    const double least = train(&p, &ridge, HILLOCK_NEWTON, 0, false).J;
    for (size_t k = 0; k < sizeof solvers / sizeof *solvers; k++) {
        const found at = train(&p, &ridge, solvers[k], 0, false);
        assert_true(at.gap >= at.J - least - 1e-13 * least && at.gap < 0.1);
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_bounds_what_is_left_from_the_first_step_on),
        cmocka_unit_test(it_ends_at_the_rounding_of_J),
        cmocka_unit_test(with_l2_alone_it_is_the_gradients),
        cmocka_unit_test(it_has_the_units_of_the_targets),
        cmocka_unit_test(where_there_is_none_it_is_nan),
        cmocka_unit_test(every_solver_gives_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
