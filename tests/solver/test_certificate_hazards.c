/* Each test is a false or missing certificate of newton, lbfgs or least-squares, found once. */
#include "solver/problem.h"

typedef struct pair {
    hillock_activation activation;
    hillock_loss loss;
} pair;

static const pair logistic = {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY};

static hillock_status end_on(const double *X, const double *y, const double *weights, size_t m,
                             pair of, const setting *settings, const parameters *start, double *J)
{
    hillock_dataset *data;
    must(hillock_dataset_create(&data, m, 1));
    must(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 1));
    must(hillock_dataset_set_targets_f64(data, y));
    must(hillock_dataset_set_weights_f64(data, weights));
    hillock_neuron *const neuron = neuron_of(1, of.activation, of.loss);
    hillock_trainer *const trainer = trainer_of(settings);
    if (start)
        must(hillock_neuron_set_parameters(neuron, start->w, start->b));
    const hillock_status status = hillock_train(trainer, neuron, data);
    double evaluated;
    if (status >= 0) {
        *J = report_of(trainer, HILLOCK_REPORT_J);
        must(hillock_evaluate(neuron, data, &evaluated));
        assert_close(*J, evaluated, 1e-14);
    }
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return status;
}

/* A gradient of exactly 0 under tolerance 0 once went round forever. */
static void an_exact_fit_under_tolerance_0_ends(void **state)
{
    (void)state;
    double X[10], y[10], J;
    const pair of = {HILLOCK_IDENTITY, HILLOCK_SQUARED};
    const setting settings[] = {
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_TOLERANCE, 0}, {HILLOCK_SECONDS, 20}, {0, 0}};
    for (size_t j = 0; j < 10; j++) {
        X[j] = (double)j;
        y[j] = 2.0 * X[j] + 1.0;
    }
    assert_status(end_on(X, y, NULL, 10, of, settings, NULL, &J), HILLOCK_STALLED);
}

/* Its part of the samples may hold none that counts. */
static void weights_that_are_nearly_all_0_are_no_lack_of_memory(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    static double X[MANY], y[MANY], weights[MANY];
    const pair of = {HILLOCK_IDENTITY, HILLOCK_LOG_COSH};
    for (size_t j = 0; j < MANY; j++) {
        X[j] = (double)(j % 10);
        y[j] = (double)(j % 7);
        weights[j] = j >= 777 && j < 780;
    }
    for (int seed = 0; seed < 6; seed++) {
        double J;
        const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_SEED, seed}, {0, 0}};
        assert_status(end_on(X, y, weights, MANY, of, settings, NULL, &J), HILLOCK_OK);
    }
}

/* Quasi-separated samples are told from convergence, from a start far out and at a wide tolerance;
 * and the J that is reported is that of the parameters. */
static void separation_outranks_a_tolerance_that_was_reached(void **state)
{
    (void)state;
    static const double X[] = {-2, -1, 0, 0, 1, 2, 3, -3}, y[] = {0, 0, 0, 1, 1, 1, 1, 0};
    static const parameters far = {{10}, 0};
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    for (size_t k = 0; k < 4; k++) {
        double J;
        const setting settings[] = {
            {HILLOCK_SOLVER, solvers[k / 2]}, {HILLOCK_TOLERANCE, k % 2 == 0 ? 1e-6 : 0.3}, {0, 0}};
        assert_status(end_on(X, y, NULL, 8, logistic, settings, k % 2 == 0 ? &far : NULL, &J),
                      HILLOCK_QUASI_SEPARATED);
    }
}

/* One sample far out is nearly a separation, but the others overlap: there is a minimum. */
static void an_outlier_separates_nothing(void **state)
{
    (void)state;
    double X[101], y[101], J;
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    for (size_t j = 0; j < 100; j++) {
        X[j] = (j % 2 == 0 ? 1.0 : -1.0) + 0.1 * (double)(j % 5);
        y[j] = (double)(j % 3 == 0);
    }
    X[100] = 1e8;
    y[100] = 1.0;
    assert_status(end_on(X, y, NULL, 101, logistic, settings, NULL, &J), HILLOCK_OK);
}

/* More features than samples: with l1 the weights are chosen even so. */
static void a_lasso_of_many_features_has_converged(void **state)
{
    (void)state;
    problem p = problem_create(5, 8, 20);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L1, 0.05}, {0, 0}};
    (void)trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
    problem_destroy(&p);
}

/* Where every residual is far beyond delta, huber is straight, and Newton's method stalls. */
static void auto_goes_on_where_newton_stalls(void **state)
{
    (void)state;
    problem p = problem_create(200, 3, 22);
    for (size_t j = 0; j < p.m; j++)
        p.y[j] *= 1000.0;
    double J[2];
    const setting chosen[] = {{HILLOCK_SOLVER, HILLOCK_AUTO}, {0, 0}};
    const setting lbfgs[] = {{HILLOCK_SOLVER, HILLOCK_LBFGS}, {0, 0}};
    for (size_t k = 0; k < 2; k++) {
        hillock_neuron *const neuron = neuron_of(3, HILLOCK_IDENTITY, HILLOCK_HUBER);
        hillock_trainer *const trainer = trainer_of(k == 0 ? chosen : lbfgs);
        must(hillock_train(trainer, neuron, p.data));
        J[k] = report_of(trainer, HILLOCK_REPORT_J);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    assert_close(J[0], J[1], 1e-8 * J[1]);
    problem_destroy(&p);
}

static int count_and_cancel(const hillock_trainer *trainer, void *payload)
{
    (void)trainer;
    return ++*(int *)payload > 1;
}

/* Least squares asks after each trip, and looks at the clock. */
static void least_squares_asks_for_leave(void **state)
{
    (void)state;
    problem p = problem_create(20, 2, 23);
    int calls = 0;
    hillock_neuron *const neuron = neuron_of(2, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}});
    must(hillock_trainer_set_progress(trainer, count_and_cancel, &calls));
    (void)hillock_train(trainer, neuron, p.data);
    assert_int_equal(calls, 2);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exact_fit_under_tolerance_0_ends),
        cmocka_unit_test(weights_that_are_nearly_all_0_are_no_lack_of_memory),
        cmocka_unit_test(separation_outranks_a_tolerance_that_was_reached),
        cmocka_unit_test(an_outlier_separates_nothing),
        cmocka_unit_test(a_lasso_of_many_features_has_converged),
        cmocka_unit_test(auto_goes_on_where_newton_stalls),
        cmocka_unit_test(least_squares_asks_for_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
