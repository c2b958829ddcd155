/* Each test is a bug that was found once: data and functions on which a training went wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <hillock/hillock.h>

#include <math.h>
#include <string.h>

enum { M = 400 };

/* x in [-1, 1] from a Weyl sequence, and a class that follows it with some errors. */
static double noise(size_t j, double step)
{
    return 2.0 * fmod((double)j * step, 1.0) - 1.0;
}

static void make_classes(double *x, double *y)
{
    for (size_t j = 0; j < M; j++) {
        x[j] = noise(j + 1, 0.618033988749895);
        y[j] = x[j] + noise(j + 1, 0.414213562373095) > 0.0;
    }
}

static hillock_dataset *dataset_of(size_t m, size_t n, const double *X, const double *y)
{
    hillock_dataset *data = NULL;
    assert_int_equal(hillock_dataset_create(&data, m, n), HILLOCK_OK);
    assert_int_equal(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, n),
                     HILLOCK_OK);
    assert_int_equal(hillock_dataset_set_targets_f64(data, y), HILLOCK_OK);
    return data;
}

static hillock_neuron *neuron_of(size_t n, hillock_activation activation, hillock_loss loss)
{
    hillock_neuron *neuron = NULL;
    assert_int_equal(hillock_neuron_create(&neuron, n, activation, loss), HILLOCK_OK);
    return neuron;
}

/* The rate gd chose and ended with, on one feature shifted by `offset` and scaled by `spread`. */
static double rate_on_shifted(double offset, double spread)
{
    double x[M], y[M], rate = 0.0;
    hillock_trainer *trainer = NULL;
    make_classes(x, y);
    for (size_t j = 0; j < M; j++)
        x[j] = offset + spread * x[j];
    hillock_dataset *const data = dataset_of(M, 1, x, y);
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, 1);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 500);
    hillock_train(trainer, neuron, data);
    hillock_trainer_report(trainer, HILLOCK_REPORT_LEARNING_RATE, &rate);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return rate;
}

/* c = 1/4 and mean |x|^2 + 1 = 2: the chosen rate is 2. A halving or two is no harm. */
static void a_feature_far_from_0_does_not_halve_the_rate_away(void **state)
{
    (void)state;
    assert_true(rate_on_shifted(0.0, 1.0) > 0.4);
    assert_true(rate_on_shifted(1e6, 1.0) > 0.4);
    assert_true(rate_on_shifted(1e9, 1.0) > 0.4);
    assert_true(rate_on_shifted(1e12, 1.0) > 0.4);
}

static void a_huge_constant_feature_keeps_its_weight_0_and_does_not_disturb(void **state)
{
    static const double constants[] = {1e6, 1e12, 1e13, 1e15};
    double x[M], y[M], X[M][2], w[2], b;
    (void)state;
    make_classes(x, y);
    for (size_t k = 0; k < 4; k++) {
        for (size_t j = 0; j < M; j++) {
            X[j][0] = x[j];
            X[j][1] = constants[k];
        }
        hillock_dataset *const data = dataset_of(M, 2, &X[0][0], y);
        hillock_neuron *const neuron = neuron_of(2, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        assert_int_equal(hillock_fit(neuron, data), HILLOCK_OK);
        hillock_neuron_get_parameters(neuron, w, &b);
        assert_true(w[1] == 0.0);
        assert_true(fabs(b) < 10.0);
        hillock_neuron_destroy(neuron);
        hillock_dataset_destroy(data);
    }
}

/* One sample of weight 400 among 100: a step along it is 80 times longer than the mean one. */
static void one_heavy_sample_does_not_make_sgd_diverge(void **state)
{
    enum { FEW = 100 };
    double x[M], y[M], weights[FEW];
    hillock_trainer *trainer = NULL;
    (void)state;
    make_classes(x, y);
    for (size_t j = 0; j < FEW; j++) {
        y[j] = 2.0 * x[j] + 1.0;
        weights[j] = j == 7 ? 400.0 : 1.0;
    }
    hillock_dataset *const data = dataset_of(FEW, 1, x, y);
    hillock_dataset_set_weights_f64(data, weights);
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_solver(trainer, HILLOCK_SGD);
    hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 1);
    const hillock_status status = hillock_train(trainer, neuron, data);
    assert_true(status == HILLOCK_OK || status == HILLOCK_STEP_LIMIT);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

static void hundred_squares(size_t count, const double *y, const double *a, double *l, double *dl,
                            double *d2l, void *payload)
{
    (void)d2l;
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        if (l)
            l[j] = 100.0 * (a[j] - y[j]) * (a[j] - y[j]);
        if (dl)
            dl[j] = 200.0 * (a[j] - y[j]);
    }
}

static void a_steep_loss_without_second_derivative_still_converges(void **state)
{
    double x[M], y[M], w, b;
    (void)state;
    make_classes(x, y);
    for (size_t j = 0; j < M; j++)
        y[j] = 3.0 * x[j] - 2.0;
    hillock_dataset *const data = dataset_of(M, 1, x, y);
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_IDENTITY, HILLOCK_USER_LOSS);
    hillock_neuron_set_user_loss(neuron, hundred_squares, 0, NULL);
    assert_int_equal(hillock_fit(neuron, data), HILLOCK_OK);
    hillock_neuron_get_parameters(neuron, &w, &b);
    assert_true(fabs(w - 3.0) < 1e-5 && fabs(b + 2.0) < 1e-5);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

static void the_checker_accepts_built_in_pairs_wherever_they_are_smooth(void **state)
{
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
        double z;
        double y;
    } points[] = {
        {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, -4.0, 0.0},
        {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, -7.0, 1.0},
        {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 8.0, 0.3},
        {HILLOCK_EXP, HILLOCK_POISSON, -8.0, 2.0},
        {HILLOCK_EXP, HILLOCK_POISSON, 3.0, 0.0},
        {HILLOCK_EXP, HILLOCK_SQUARED, 100.0, 1.0},
        {HILLOCK_RECIPROCAL, HILLOCK_GAMMA, 0.05, 2.0},
        {HILLOCK_LOGISTIC, HILLOCK_SQUARED, 30.0, 0.5},
        {HILLOCK_TANH, HILLOCK_LOG_COSH, 1.5, 0.2},
        {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, -3.0, 1.0},
        {HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY, -5.0, 0.0},
    };
    (void)state;
    for (size_t k = 0; k < sizeof points / sizeof points[0]; k++) {
        hillock_neuron *const neuron = neuron_of(1, points[k].activation, points[k].loss);
        const hillock_status status =
            hillock_check_derivatives(neuron, 1, &points[k].z, &points[k].y);
        if (status != HILLOCK_OK)
            print_error("point %zu: %s\n", k, hillock_neuron_message(neuron));
        assert_int_equal(status, HILLOCK_OK);
        hillock_neuron_destroy(neuron);
    }
}

/* From b = 0, where e^b - y = -1e150, this rate leads to b = 357, where e^b squared is infinite. */
static void residuals_whose_squares_overflow_are_not_convergence(void **state)
{
    const double y[1] = {1e150};
    double b = 7.0;
    hillock_trainer *trainer = NULL;
    (void)state;
    hillock_dataset *const data = dataset_of(1, 0, y, y);
    hillock_neuron *const neuron = neuron_of(0, HILLOCK_EXP, HILLOCK_POISSON);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 3.57e-148);
    assert_int_equal(hillock_train(trainer, neuron, data), HILLOCK_DIVERGED);
    hillock_neuron_get_parameters(neuron, NULL, &b);
    assert_true(b == 0.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

/* Each column squared is finite, the three of them together are not. */
static void features_whose_squares_overflow_together_are_refused(void **state)
{
    const double X[2][3] = {{9e153, 9e153, -9e153}, {-9e153, 9e153, 9e153}}, y[2] = {0.0, 1.0};
    hillock_trainer *trainer = NULL;
    (void)state;
    hillock_dataset *const data = dataset_of(2, 3, &X[0][0], y);
    hillock_neuron *const neuron = neuron_of(3, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    assert_int_equal(hillock_train(trainer, neuron, data), HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_trainer_message(trainer), "together"));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

static void scores_that_overflow_or_divide_by_rounding_are_refused(void **state)
{
    const double x[2] = {1.0, 2.0}, huge[2] = {1e200, -1e200}, same[2] = {0.4, 0.4};
    const double weights[2] = {1.0, 3.0};
    double value = 7.0;
    (void)state;
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_dataset *const data = dataset_of(2, 1, x, huge);
    assert_int_equal(hillock_score(neuron, data, HILLOCK_SCORE_RMSE, &value),
                     HILLOCK_ERROR_NOT_FINITE);
    hillock_dataset_set_targets_f64(data, same);
    hillock_dataset_set_weights_f64(data, weights);
    assert_int_equal(hillock_score(neuron, data, HILLOCK_SCORE_R2, &value), HILLOCK_ERROR_SCORE);
    assert_true(value == 7.0);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

static void targets_outside_the_domain_are_refused_before_a_gradient(void **state)
{
    const double x[3] = {1.0, 2.0, 3.0}, y[3] = {0.0, 1.0, -1.0};
    double J = 7.0, z[3] = {7.0, 7.0, 7.0};
    (void)state;
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_dataset *const data = dataset_of(3, 1, x, y);
    assert_int_equal(hillock_evaluate(neuron, data, &J), HILLOCK_ERROR_TARGET);
    assert_non_null(strstr(hillock_neuron_message(neuron), "row 2"));
    assert_int_equal(hillock_factors(neuron, data, z, NULL, NULL, NULL, NULL),
                     HILLOCK_ERROR_TARGET);
    assert_true(J == 7.0 && z[0] == 7.0);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

/* Far out, where the activation is flat, dl/dz is as good as 0 and nothing has been fitted. */
static void saturation_is_not_convergence(void **state)
{
    static const hillock_activation flat[] = {HILLOCK_LOGISTIC, HILLOCK_TANH};
    double x[M], y[M];
    (void)state;
    for (size_t j = 0; j < M; j++) {
        x[j] = 100.0 + (double)j;
        y[j] = 50.0 + 3.0 * x[j];
    }
    hillock_dataset *const data = dataset_of(M, 1, x, y);
    for (size_t k = 0; k < 2; k++) {
        hillock_neuron *const neuron = neuron_of(1, flat[k], HILLOCK_SQUARED);
        assert_int_equal(hillock_fit(neuron, data), HILLOCK_STALLED);
        assert_non_null(strstr(hillock_neuron_message(neuron), "saturated"));
        hillock_neuron_destroy(neuron);
    }
    hillock_neuron *const line = neuron_of(1, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    assert_int_equal(hillock_fit(line, data), HILLOCK_OK); /* exact: still convergence */
    hillock_neuron_destroy(line);
    hillock_dataset_destroy(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saturation_is_not_convergence),
        cmocka_unit_test(a_feature_far_from_0_does_not_halve_the_rate_away),
        cmocka_unit_test(a_huge_constant_feature_keeps_its_weight_0_and_does_not_disturb),
        cmocka_unit_test(one_heavy_sample_does_not_make_sgd_diverge),
        cmocka_unit_test(a_steep_loss_without_second_derivative_still_converges),
        cmocka_unit_test(the_checker_accepts_built_in_pairs_wherever_they_are_smooth),
        cmocka_unit_test(residuals_whose_squares_overflow_are_not_convergence),
        cmocka_unit_test(features_whose_squares_overflow_together_are_refused),
        cmocka_unit_test(scores_that_overflow_or_divide_by_rounding_are_refused),
        cmocka_unit_test(targets_outside_the_domain_are_refused_before_a_gradient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
