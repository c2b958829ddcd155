/* Full-batch gradient descent reaches the minimum that independent long double arithmetic finds. */
#include "solver/problem.h"

enum { N = 4, M = 60, SIZE = N + 1 };

/* Gauss with partial pivoting: A x = c, the solution in c. */
static void solve(long double A[SIZE][SIZE], long double c[SIZE])
{
    for (int k = 0; k < SIZE; k++) {
        int pivot = k;
        for (int r = k; r < SIZE; r++)
            pivot = fabsl(A[r][k]) > fabsl(A[pivot][k]) ? r : pivot;
        for (int s = 0; s < SIZE; s++) {
            const long double kept = A[k][s];
            A[k][s] = A[pivot][s];
            A[pivot][s] = kept;
        }
        const long double kept = c[k];
        c[k] = c[pivot];
        c[pivot] = kept;
        for (int r = k + 1; r < SIZE; r++) {
            const long double factor = A[r][k] / A[k][k];
            for (int s = k; s < SIZE; s++)
                A[r][s] -= factor * A[k][s];
            c[r] -= factor * c[k];
        }
    }
    for (int r = SIZE; r-- > 0;) {
        for (int s = r + 1; s < SIZE; s++)
            c[r] -= A[r][s] * c[s];
        c[r] /= A[r][r];
    }
}

/* (2 X W X^T / sum W + l2 I) (w, b) = 2 X W y / sum W, the bias's l2 only when it is penalized. */
static parameters ridge_solution(const problem *p, const double *weights, double l2, bool bias)
{
    long double A[SIZE][SIZE] = {{0}}, c[SIZE] = {0}, total = 0;
    for (size_t j = 0; j < p->m; j++)
        total += weights[j];
    for (size_t j = 0; j < p->m; j++) {
        long double x[SIZE];
        for (int i = 0; i < SIZE; i++)
            x[i] = i < N ? p->X[j * N + (size_t)i] : 1.0;
        for (int r = 0; r < SIZE; r++) {
            for (int s = 0; s < SIZE; s++)
                A[r][s] += 2 * weights[j] * x[r] * x[s] / total;
            c[r] += 2 * weights[j] * x[r] * p->y[j] / total;
        }
    }
    for (int r = 0; r < SIZE; r++)
        A[r][r] += r < N || bias ? l2 : 0.0;
    solve(A, c);
    parameters solution = {.b = (double)c[N]};
    for (int i = 0; i < N; i++)
        solution.w[i] = (double)c[i];
    return solution;
}

/* The smallest eigenvalue of 2 X X^T / m is above 0.5 for normal features, so a scaled gradient of
 * 1e-13 leaves an error below 1e-12; ten times that is allowed. */
static void gradient_descent_reaches_the_closed_form_of_ridge(void **state)
{
    (void)state;
    static const struct {
        double l2;
        bool bias;
    } penalties[] = {{0.0, false}, {0.3, false}, {0.3, true}, {5.0, true}};
    problem p = problem_create(M, N, 1);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = 0.25 * (double)(j % 5);
    double ones[M];
    for (size_t j = 0; j < M; j++)
        ones[j] = 1.0;
    for (int weighted = 0; weighted <= 1; weighted++) {
        must(hillock_dataset_set_weights_f64(p.data, weighted ? weights : NULL));
        for (size_t k = 0; k < sizeof penalties / sizeof penalties[0]; k++) {
            const setting settings[] = {{HILLOCK_EPOCHS, 20000},
                                        {HILLOCK_TOLERANCE, 1e-13},
                                        {HILLOCK_L2, penalties[k].l2},
                                        {HILLOCK_PENALIZE_BIAS, penalties[k].bias},
                                        {0, 0}};
            const parameters found =
                trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
            const parameters exact =
                ridge_solution(&p, weighted ? weights : ones, penalties[k].l2, penalties[k].bias);
            assert_near(&found, &exact, N, 1e-11);
        }
    }
    problem_destroy(&p);
}

/* Gradient of the mean cross-entropy with penalty, from its definition. */
static void logistic_gradient(const problem *p, const parameters *at, double l2, bool bias,
                              long double gradient[SIZE])
{
    for (int i = 0; i < SIZE; i++)
        gradient[i] = 0;
    for (size_t j = 0; j < p->m; j++) {
        long double z = at->b;
        for (size_t i = 0; i < N; i++)
            z += (long double)at->w[i] * p->X[j * N + i];
        const long double e = 1 / (1 + expl(-z)) - p->y[j];
        for (size_t i = 0; i < N; i++)
            gradient[i] += e * p->X[j * N + i] / p->m;
        gradient[N] += e / p->m;
    }
    for (size_t i = 0; i < N; i++)
        gradient[i] += (long double)l2 * at->w[i];
    gradient[N] += bias ? (long double)l2 * at->b : 0;
}

static void gradient_descent_reaches_the_logistic_optimum(void **state)
{
    (void)state;
    static const struct {
        double l2;
        bool bias;
    } penalties[] = {{0.0, false}, {0.05, false}, {0.05, true}};
    problem p = problem_create(M, N, 2);
    make_classes(&p, 0.0, 1.0);
    for (size_t k = 0; k < sizeof penalties / sizeof penalties[0]; k++) {
        const setting settings[] = {{HILLOCK_EPOCHS, 100000},
                                    {HILLOCK_TOLERANCE, 1e-13},
                                    {HILLOCK_L2, penalties[k].l2},
                                    {HILLOCK_PENALIZE_BIAS, penalties[k].bias},
                                    {0, 0}};
        const parameters found =
            trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_OK);
        long double gradient[SIZE];
        logistic_gradient(&p, &found, penalties[k].l2, penalties[k].bias, gradient);
        for (int i = 0; i < SIZE; i++) /* rms(e), rms(x) < 2; rounding of w adds 1e-15 */
            assert_true(fabsl(gradient[i]) < 4e-13L);
    }
    problem_destroy(&p);
}

typedef struct pair {
    hillock_activation activation;
    hillock_loss loss;
    double lower; /* of the classes; equal: the targets stay real numbers */
    double upper;
} pair;

/* J falls, and never rises but by `rounding` of itself and a thousandth of that of the first J. */
static void assert_descends(const problem *p, const pair *tested, double rounding)
{
    static double J[600];
    hillock_neuron *const neuron = neuron_of(p->n, tested->activation, tested->loss);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_EPOCHS, 500}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p->data), HILLOCK_STEP_LIMIT);
    const size_t length = hillock_trainer_history_length(trainer);
    assert_int_equal(length, 501);
    must(hillock_trainer_history(trainer, 600, NULL, J, NULL));
    for (size_t k = 1; k < length; k++)
        if (!(J[k] <= J[k - 1] + rounding * (fabs(J[k - 1]) + 1e-3 * fabs(J[0]))))
            fail_msg("%s, %s: J rises from %.17g to %.17g in epoch %zu",
                     hillock_activation_name(tested->activation), hillock_loss_name(tested->loss),
                     J[k - 1], J[k], k);
    assert_true(J[length - 1] < J[0]);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
}

static void rescale(const problem *p, const double scales[3])
{
    for (size_t j = 0; j < p->m; j++)
        for (size_t i = 0; i < p->n; i++)
            p->X[j * p->n + i] = scales[i] * (p->X[j * p->n + i] + 1.0);
}

static const double scales[][3] = {{1, 1, 1}, {1e-3, 1, 1e3}, {1e3, 1e3, 1e3}, {1e-3, 1e-3, 1e-3}};

/* d2l/dz2 is bounded and its bound the step's: only the rounding of the sum of 100 losses is
 * left. */
static void automatic_rate_lowers_J_in_every_step_where_curvature_is_bounded(void **state)
{
    (void)state;
    static const pair pairs[] = {
        {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 1},
        {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, 0, 1},
        {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0, 0},
        {HILLOCK_IDENTITY, HILLOCK_HUBER, 0, 0},
        {HILLOCK_IDENTITY, HILLOCK_LOG_COSH, 0, 0},
        {HILLOCK_IDENTITY, HILLOCK_SQUARED_HINGE, -1, 1},
        {HILLOCK_LOGISTIC, HILLOCK_SQUARED, 0, 1},
        {HILLOCK_NORMAL_CDF, HILLOCK_SQUARED, 0, 1},
        {HILLOCK_TANH, HILLOCK_SQUARED, -1, 1},
        {HILLOCK_SOFTSIGN, HILLOCK_SQUARED, -1, 1},
    };
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++)
        for (size_t s = 0; s < sizeof scales / sizeof scales[0]; s++) {
            problem p = problem_create(100, 3, 3);
            if (pairs[k].lower < pairs[k].upper)
                make_classes(&p, pairs[k].lower, pairs[k].upper);
            rescale(&p, scales[s]);
            assert_descends(&p, &pairs[k], 8.0 * 0x1p-52);
            problem_destroy(&p);
        }
}

/* No bound holds for every z: a step that overshoots is taken back and halved. Rises of 1e-9 J
 * count as rounding there. */
static void automatic_rate_is_halved_where_a_step_overshoots(void **state)
{
    (void)state;
    static const pair pairs[] = {
        {HILLOCK_EXP, HILLOCK_POISSON, 0, 0},    {HILLOCK_EXP, HILLOCK_GAMMA, 0, 0},
        {HILLOCK_EXP, HILLOCK_SQUARED, 0, 0},    {HILLOCK_SOFTPLUS, HILLOCK_POISSON, 0, 0},
        {HILLOCK_SOFTPLUS, HILLOCK_GAMMA, 0, 0}, {HILLOCK_SOFTPLUS, HILLOCK_SQUARED, 0, 0},
    };
    for (size_t k = 0; k < sizeof pairs / sizeof pairs[0]; k++)
        for (size_t s = 0; s < sizeof scales / sizeof scales[0]; s++) {
            problem p = problem_create(100, 3, 3);
            for (size_t j = 0; j < p.m; j++)
                p.y[j] = 1000.0 * exp(p.y[j]);
            rescale(&p, scales[s]);
            assert_descends(&p, &pairs[k], 1.1e-9);
            problem_destroy(&p);
        }
}

/* Without standardization w is kept as it is, so stopping and starting again changes no bit. */
static void training_continues_from_the_parameters_the_neuron_has(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 4);
    make_classes(&p, 0.0, 1.0);
    const setting half[] = {
        {HILLOCK_EPOCHS, 10}, {HILLOCK_LEARNING_RATE, 0.5}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
    const setting whole[] = {
        {HILLOCK_EPOCHS, 20}, {HILLOCK_LEARNING_RATE, 0.5}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
    const parameters at_once =
        trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, whole, HILLOCK_STEP_LIMIT);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of(half);
    for (int part = 0; part < 2; part++)
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    const parameters in_parts = parameters_of(neuron);
    assert_memory_equal(&at_once, &in_parts, sizeof at_once);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* Features rounded to float, so that both trainings see the same numbers; the sums of a float panel
 * are rounded to 2^-24, the problem's condition is below 100. */
static void float_features_train_to_the_same_neuron_within_float_rounding(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    make_classes(&p, 0.0, 1.0);
    float X[M * N];
    for (size_t k = 0; k < M * N; k++) {
        X[k] = (float)p.X[k];
        p.X[k] = X[k];
    }
    const setting settings[] = {
        {HILLOCK_EPOCHS, 2000}, {HILLOCK_TOLERANCE, 0}, {HILLOCK_L2, 0.01}, {0, 0}};
    const parameters f64 =
        trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_STEP_LIMIT);
    must(hillock_dataset_set_features_f32(p.data, X, HILLOCK_SAMPLE_MAJOR, N));
    const parameters f32 =
        trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_STEP_LIMIT);
    assert_near(&f32, &f64, N, 100 * 0x1p-24);
    problem_destroy(&p);
}

/* A loss that only bends leaves the rate as it was chosen: it has to know all of the penalty. */
static void a_chosen_rate_knows_penalty_factors_and_raw_weights(void **state)
{
    (void)state;
    enum { FEATURES = 3 };
    static const double factors[FEATURES] = {1, 1, 1e4};
    static const hillock_solver solvers[] = {HILLOCK_GD, HILLOCK_AGD};
    for (int small = 0; small <= 1; small++)
        for (int k = 0; k < 2; k++) {
            problem p = problem_create(500, FEATURES, 12);
            for (size_t i = 0; small && i < p.m * p.n; i++)
                p.X[i] *= 1e-3;
            hillock_neuron *const neuron = neuron_of(FEATURES, HILLOCK_IDENTITY, HILLOCK_ABSOLUTE);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solvers[k]},
                                             {HILLOCK_L2, small ? 0.01 : 0.1},
                                             {HILLOCK_STANDARDIZE, small},
                                             {HILLOCK_PENALIZE_RAW, small},
                                             {HILLOCK_EPOCHS, 50},
                                             {0, 0}});
            must(hillock_trainer_set_penalty_factors(trainer, FEATURES, small ? NULL : factors));
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            assert_true(report_of(trainer, HILLOCK_REPORT_J) <=
                        report_of(trainer, HILLOCK_REPORT_START_J) * 1.01);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            problem_destroy(&p);
        }
}

/* Momentum that rose would pay a second trip in each step. */
static void agd_takes_one_trip_a_step_where_a_loss_only_bends(void **state)
{
    (void)state;
    problem p = problem_create(200, 3, 13);
    hillock_neuron *const neuron = neuron_of(3, HILLOCK_IDENTITY, HILLOCK_ABSOLUTE);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_AGD}, {HILLOCK_EPOCHS, 500}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    assert_true(report_of(trainer, HILLOCK_REPORT_PASSES) == 501.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradient_descent_reaches_the_closed_form_of_ridge),
        cmocka_unit_test(gradient_descent_reaches_the_logistic_optimum),
        cmocka_unit_test(automatic_rate_lowers_J_in_every_step_where_curvature_is_bounded),
        cmocka_unit_test(automatic_rate_is_halved_where_a_step_overshoots),
        cmocka_unit_test(training_continues_from_the_parameters_the_neuron_has),
        cmocka_unit_test(float_features_train_to_the_same_neuron_within_float_rounding),
        cmocka_unit_test(a_chosen_rate_knows_penalty_factors_and_raw_weights),
        cmocka_unit_test(agd_takes_one_trip_a_step_where_a_loss_only_bends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
