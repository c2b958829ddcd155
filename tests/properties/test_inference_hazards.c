/* The statistics where rounding, overflow or dependence might spoil them: what is at a minimum and
 * what is not, sums that cancel, numbers at the ends of the range. */
#include "support/samples.h"
#include "support/testing.h"

#include <math.h>
#include <string.h>

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

/* Samples by rows, and what is asked of them; weights and offset may be NULL. */
typedef struct table {
    size_t m, n;
    const double *X, *y, *weights, *offset;
    hillock_activation activation;
    hillock_loss loss;
    hillock_covariance_kind covariance;
    hillock_weights_kind kind;
} table;

/* What was made of a table; destroy it. */
typedef struct answer {
    hillock_dataset *data;
    hillock_neuron *neuron;
    hillock_inference *inference;
    hillock_status status;
} answer;

/* w NULL: trained with nothing set. */
static answer answer_of(const table *t, const double *w, double b)
{
    answer a = {.inference = NULL};
    must(hillock_dataset_create(&a.data, t->m, t->n));
    if (t->n > 0)
        must(hillock_dataset_set_features_f64(a.data, t->X, HILLOCK_SAMPLE_MAJOR, t->n));
    must(hillock_dataset_set_targets_f64(a.data, t->y));
    must(hillock_dataset_set_weights_f64(a.data, t->weights));
    must(hillock_dataset_set_offset_f64(a.data, t->offset));
    must(hillock_neuron_create(&a.neuron, t->n, t->activation, t->loss));
    if (w)
        must(hillock_neuron_set_parameters(a.neuron, w, b));
    else
        assert_true(hillock_fit(a.neuron, a.data) >= 0);
    a.status = hillock_inference_create(
        &a.inference, a.neuron, a.data, t->kind ? t->kind : HILLOCK_FREQUENCY_WEIGHTS,
        t->covariance ? t->covariance : HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    return a;
}

static void answer_destroy(answer *a)
{
    hillock_inference_destroy(a->inference);
    hillock_neuron_destroy(a->neuron);
    hillock_dataset_destroy(a->data);
}

static double value_of(const answer *a, hillock_statistic key)
{
    double value;
    must(hillock_inference_value(a->inference, key, &value));
    return value;
}

static void must_be_exact(const table *t)
{
    answer a = answer_of(t, NULL, 0.0);
    must(a.status);
    assert_true(value_of(&a, HILLOCK_STATISTIC_GRADIENT_NORM) == 0.0);
    answer_destroy(&a);
}

/* As many parameters as cells: a is y to rounding. */
static void a_saturated_table_is_at_its_minimum(void **state)
{
    static const double X[] = {0, 1}, trials[] = {31, 30};
    (void)state;
    for (int k = 0; k < 200; k++)
        for (int covariance = 10; covariance <= 20; covariance += 10) {
            const double counts[] = {ldexp(1 + k * 7 % 30, k % 40), ldexp(1 + k * 11 % 29, k % 40)};
            const double shares[] = {(1 + k * 7 % 30) / 31.0, (1 + k * 11 % 29) / 30.0};
            table t = {2,
                       1,
                       X,
                       counts,
                       NULL,
                       NULL,
                       HILLOCK_EXP,
                       HILLOCK_POISSON,
                       (hillock_covariance_kind)covariance,
                       HILLOCK_FREQUENCY_WEIGHTS};
            must_be_exact(&t);
            t.y = shares;
            t.weights = trials;
            t.activation = HILLOCK_LOGISTIC;
            t.loss = HILLOCK_CROSS_ENTROPY;
            must_be_exact(&t);
        }
}

/* Unlike classes that are separated, however small their residuals. */
static void separated_classes_are_no_saturated_table(void **state)
{
    static const double X[] = {-3, -2, -1, 1, 2, 3}, y[] = {0, 0, 0, 1, 1, 1};
    const table t = {.m = 6,
                     .n = 1,
                     .X = X,
                     .y = y,
                     .activation = HILLOCK_LOGISTIC,
                     .loss = HILLOCK_CROSS_ENTROPY};
    (void)state;
    for (int k = 0; k < 8; k++) {
        const double w = ldexp(1.0, k);
        answer a = answer_of(&t, &w, 0.0);
        assert_int_equal(a.status, HILLOCK_NOT_AT_MINIMUM);
        answer_destroy(&a);
    }
}

/* But for a loss without a likelihood, where an activation is flat, they are far from one. */
static void an_exact_line_is_at_its_minimum_under_any_loss(void **state)
{
    static const double X[] = {0, 1, 2, 3, 4}, y[] = {0.3, 0.4, 0.5, 0.6, 0.7};
    static const double classes[] = {-1, -1, 1, 1, 1}, steep = 20.0;
    table t = {.m = 5,
               .n = 1,
               .X = X,
               .y = y,
               .activation = HILLOCK_IDENTITY,
               .loss = HILLOCK_HUBER,
               .covariance = HILLOCK_COVARIANCE_SANDWICH};
    (void)state;
    must_be_exact(&t);
    t.loss = HILLOCK_SQUARED;
    must_be_exact(&t);
    t.loss = HILLOCK_HUBER;
    t.activation = HILLOCK_TANH;
    t.y = classes;
    answer a = answer_of(&t, &steep, -1.5 * steep);
    assert_true(a.status == HILLOCK_NOT_AT_MINIMUM || a.status == HILLOCK_ERROR_SCORE);
    answer_destroy(&a);
}

/* Targets about 1e12 whose spread is some hundred of their last bits, as those of the bias are. */
static void rounding_of_a_large_bias_is_no_step(void **state)
{
    samples s = samples_create(400, 1);
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        random_numbers random = {seed};
        for (size_t j = 0; j < s.m; j++) {
            s.X[j] = random_uniform(&random, 0.0, 1.0);
            s.y[j] = 1e12 + 3.0 * s.X[j] + random_uniform(&random, -0.08, 0.08);
        }
        const table t = {.m = s.m,
                         .n = 1,
                         .X = s.X,
                         .y = s.y,
                         .activation = HILLOCK_IDENTITY,
                         .loss = HILLOCK_SQUARED};
        answer a = answer_of(&t, NULL, 0.0);
        must(a.status);
        answer_destroy(&a);
    }
    samples_destroy(&s);
}

/* Deviance 1e-12 of the null model's: small, but not the rounding that an exact fit leaves. */
static void a_nearly_exact_line_has_a_minimum_to_be_found(void **state)
{
    static const double X[] = {0, 1, 2, 3, 4};
    static const double y[] = {1e-6, 1 - 1e-6, 2 - 1e-6, 3 + 1e-6, 4 + 1e-6}, w = 1.0 + 2e-6;
    table t = {
        .m = 5, .n = 1, .X = X, .y = y, .activation = HILLOCK_IDENTITY, .loss = HILLOCK_SQUARED};
    (void)state;
    for (int covariance = 10; covariance <= 20; covariance += 10) {
        t.covariance = (hillock_covariance_kind)covariance;
        answer at = answer_of(&t, NULL, 0.0), beside = answer_of(&t, &w, 0.0);
        must(at.status);
        assert_int_equal(beside.status, HILLOCK_NOT_AT_MINIMUM);
        assert_true(value_of(&beside, HILLOCK_STATISTIC_GRADIENT_NORM) > 1e-2);
        assert_true(value_of(&beside, HILLOCK_STATISTIC_STEP) > 1e-2);
        answer_destroy(&at);
        answer_destroy(&beside);
    }
}

/* A table whose means miss their targets by 1e-5 of them is no saturated one. */
static void means_near_their_targets_are_no_exact_fit(void **state)
{
    static const double X[] = {0, 1}, counts[] = {10, 20}, shares[] = {0.25, 0.5};
    (void)state;
    for (int poisson = 0; poisson < 2; poisson++) {
        const table t = {.m = 2,
                         .n = 1,
                         .X = X,
                         .y = poisson ? counts : shares,
                         .activation = poisson ? HILLOCK_EXP : HILLOCK_LOGISTIC,
                         .loss = poisson ? HILLOCK_POISSON : HILLOCK_CROSS_ENTROPY};
        const double w = 1e-5 + (poisson ? log(2.0) : log(3.0)), b = log(poisson ? 10.0 : 1 / 3.0);
        answer a = answer_of(&t, &w, b);
        assert_int_equal(a.status, HILLOCK_NOT_AT_MINIMUM);
        assert_true(value_of(&a, HILLOCK_STATISTIC_GRADIENT_NORM) > 0.1);
        answer_destroy(&a);
    }
}

/* Standard errors of 1e-72: every rounding is 1e56 of them, and no step. */
static void weights_of_any_size_leave_a_minimum_one(void **state)
{
    enum { M = 40, N = 3 };
    samples s = samples_create(M, N);
    (void)state;
    for (uint64_t seed = 1; seed <= 30; seed++)
        for (int poisson = 0; poisson < 2; poisson++) {
            random_numbers random = {seed};
            for (size_t j = 0; j < M; j++) {
                double z = 0.0;
                for (size_t i = 0; i < N; i++)
                    z += s.X[j * N + i] = random_uniform(&random, -1.0, 1.0);
                const double u = random_uniform(&random, 0.0, 1.0);
                s.y[j] = poisson ? exp(0.5 * z) * (0.5 + u) : u < 1.0 / (1.0 + exp(-z));
                s.weights[j] = ldexp(random_uniform(&random, 0.5, 1.5), 480);
            }
            const table t = {.m = M,
                             .n = N,
                             .X = s.X,
                             .y = s.y,
                             .weights = s.weights,
                             .activation = poisson ? HILLOCK_EXP : HILLOCK_LOGISTIC,
                             .loss = poisson ? HILLOCK_POISSON : HILLOCK_CROSS_ENTROPY,
                             .kind = HILLOCK_PRECISION_WEIGHTS};
            answer a = answer_of(&t, NULL, 0.0);
            must(a.status);
            assert_true(value_of(&a, HILLOCK_STATISTIC_STEP) == 0.0);
            answer_destroy(&a);
        }
    samples_destroy(&s);
}

/* J is finite, as relu is 0 there; its deviance's products are not. */
static void a_deviance_that_is_no_number_is_refused(void **state)
{
    static const double X[] = {1, -6e305, 2, 3}, y[] = {1, -1, 0, 2}, w = 1e8;
    const table t = {
        .m = 4, .n = 1, .X = X, .y = y, .activation = HILLOCK_RELU, .loss = HILLOCK_SQUARED};
    (void)state;
    answer a = answer_of(&t, &w, 0.0);
    assert_int_equal(a.status, HILLOCK_ERROR_NOT_FINITE);
    assert_non_null(strstr(hillock_neuron_message(a.neuron), "rescale"));
    assert_null(a.inference);
    answer_destroy(&a);
}

/* Of small y the deviance is 2 (y/a - log(y/a) - 1): 1 + (y - a)/a would have cancelled. */
static void gamma_deviance_has_its_digits_for_small_targets(void **state)
{
    static const double X[] = {0, 0, 0, 1, 1, 1};
    (void)state;
    for (int k = 3; k < 320; k += 7) {
        const double small = pow(10.0, -k);
        const double y[] = {small, 1, 2, 1, 3, 2};
        const double w = 0.5, b = 0.25;
        const table t = {
            .m = 6, .n = 1, .X = X, .y = y, .activation = HILLOCK_EXP, .loss = HILLOCK_GAMMA};
        answer a = answer_of(&t, &w, b);
        long double deviance = 0.0L, null = 0.0L, mean = 0.0L;
        for (int j = 0; j < 6; j++)
            mean += (long double)y[j] / 6.0L;
        for (int j = 0; j < 6; j++) {
            const long double ratio = y[j] / expl((long double)w * X[j] + b);
            deviance += 2.0L * (ratio - 1.0L - logl(ratio));
            null += 2.0L * (y[j] / mean - 1.0L - logl(y[j] / mean));
        }
        assert_within(value_of(&a, HILLOCK_STATISTIC_DEVIANCE), (double)deviance,
                      1e-15 * (double)deviance, "y = %g", small);
        assert_within(value_of(&a, HILLOCK_STATISTIC_NULL_DEVIANCE), (double)null,
                      1e-15 * (double)null, "null model, y = %g", small);
        answer_destroy(&a);
    }
}

/* e^z is subnormal, or 0: y log(y / a) is y (log y - z). */
static void deviance_goes_on_where_the_mean_underflows(void **state)
{
    static const double shifts[] = {-700, -712, -730, -744, -750};
    static const double y[] = {1, 5}, halves[] = {0.5, 0.25};
    (void)state;
    for (int k = 0; k < 5; k++) {
        const double offset[] = {shifts[k], 1};
        table t = {
            .m = 2, .y = y, .offset = offset, .activation = HILLOCK_EXP, .loss = HILLOCK_POISSON};
        long double deviance = 0.0L, share = 0.0L;
        for (int j = 0; j < 2; j++) {
            const long double z = offset[j], p = 1.0L / (1.0L + expl(-z)), h = halves[j];
            deviance += 2.0L * (y[j] * (logl(y[j]) - z) - y[j] + expl(z));
            share += 2.0L * (h * (logl(h) - logl(p)) + (1 - h) * (logl(1 - h) - logl(1 - p)));
        }
        answer a = answer_of(&t, (double[]){0}, 0.0);
        assert_within(value_of(&a, HILLOCK_STATISTIC_DEVIANCE), (double)deviance,
                      4e-15 * (double)deviance, "Poisson, offset %g", shifts[k]);
        answer_destroy(&a);
        t.y = halves;
        t.activation = HILLOCK_LOGISTIC;
        t.loss = HILLOCK_CROSS_ENTROPY;
        a = answer_of(&t, (double[]){0}, 0.0);
        assert_within(value_of(&a, HILLOCK_STATISTIC_DEVIANCE), (double)share,
                      4e-15 * (double)share, "cross-entropy, offset %g", shifts[k]);
        answer_destroy(&a);
    }
}

/* Counts of 1e9 and shares of 4e9 trials, by 50-digit arithmetic. */
static void log_likelihood_of_large_counts_keeps_its_digits(void **state)
{
    static const double X[] = {0, 0, 0, 0, 1, 1, 1, 1};
    double y[8], shares[8], trials[8];
    (void)state;
    for (int k = 0; k < 8; k++) {
        y[k] = 1e9 * (1 + (k > 3)) + (k % 4 - 1.5) * 2e4 + k;
        trials[k] = 4e9;
        shares[k] = y[k] / trials[k];
    }
    table t = {.m = 8, .n = 1, .X = X, .y = y, .activation = HILLOCK_EXP, .loss = HILLOCK_POISSON};
    answer a = answer_of(&t, NULL, 0.0);
    assert_within(value_of(&a, HILLOCK_STATISTIC_LOG_LIKELIHOOD), -93.1310159839463479, 1e-9,
                  "Poisson");
    answer_destroy(&a);
    t.y = shares;
    t.weights = trials;
    t.activation = HILLOCK_LOGISTIC;
    t.loss = HILLOCK_CROSS_ENTROPY;
    t.kind = HILLOCK_PRECISION_WEIGHTS;
    a = answer_of(&t, NULL, 0.0);
    assert_within(value_of(&a, HILLOCK_STATISTIC_LOG_LIKELIHOOD), -92.0027741416676917, 1e-9,
                  "binomial");
    answer_destroy(&a);
}

/* It is the bias's: whatever it is, also where the mean is out of f's reach. */
static void an_offset_that_does_not_vary_changes_no_null_deviance(void **state)
{
    static const double X[] = {0, 1, 2, 3, 4}, y[] = {1, 2, 2, 4, 0}, none[] = {0, 0, 0, 0, 0};
    static const double same[] = {0.5, 0.5, 0.5, 9.0, 0.5}, weights[] = {1, 1, 1, 0, 1};
    const double w = 0.1;
    (void)state;
    for (int k = 0; k < 4; k++) {
        table t = {.m = 5,
                   .n = 1,
                   .X = X,
                   .y = k < 2 ? y : none,
                   .weights = k % 2 ? weights : NULL,
                   .activation = k < 2 ? HILLOCK_TANH : HILLOCK_EXP,
                   .loss = k < 2 ? HILLOCK_SQUARED : HILLOCK_POISSON};
        answer without = answer_of(&t, &w, 0.1);
        t.offset = k % 2 ? same : none;
        answer with = answer_of(&t, &w, 0.1);
        const double expected = value_of(&without, HILLOCK_STATISTIC_NULL_DEVIANCE);
        assert_true(isfinite(expected));
        assert_same_bits(1, (double[]){value_of(&with, HILLOCK_STATISTIC_NULL_DEVIANCE)}, &expected,
                         "null deviance");
        answer_destroy(&without);
        answer_destroy(&with);
    }
}

/* Three features of which the second depends on the others: whichever least squares left out has
 * the weight 0, and is left out here. */
static void dependent_features_are_those_that_training_left_out(void **state)
{
    static const double y[] = {1, 2, 3, 5, 9, 15};
    static const double shares[][2] = {{3, 0}, {1, 1}, {0.01, 0}, {-1, 100}};
    (void)state;
    for (int k = 0; k < 4; k++) {
        double X[] = {1, 0, 0, 2, 0, 1, 4, 0, 0, 3, 0, 1, 7, 0, 2, 5, 0, 1}, w[3], b, errors[4];
        for (int j = 0; j < 6; j++)
            X[3 * j + 1] = shares[k][0] * X[3 * j] + shares[k][1] * X[3 * j + 2];
        const table t = {.m = 6,
                         .n = 3,
                         .X = X,
                         .y = y,
                         .activation = HILLOCK_IDENTITY,
                         .loss = HILLOCK_SQUARED};
        answer a = answer_of(&t, NULL, 0.0);
        must(a.status);
        must(hillock_neuron_get_parameters(a.neuron, w, &b));
        must(hillock_inference_coefficients(a.inference, errors, NULL, NULL));
        assert_true(value_of(&a, HILLOCK_STATISTIC_RANK) == 3.0);
        for (int i = 0; i < 3; i++)
            assert_int_equal(isnan(errors[i]) != 0, w[i] == 0.0);
        answer_destroy(&a);
    }
}

/* Residuals of a few last bits of z: the sandwich's weights need what z has beyond them. HC0 of a
 * slope: sum of (x - mean)^2 r^2 over the square of sum (x - mean)^2. */
static void sandwich_of_a_line_sees_z_in_twice_the_precision(void **state)
{
    enum { M = 60 };
    const double w = 1048576.0 + 0x1p-32, b = 1e9;
    double X[M], y[M], errors[2];
    long double square = 0.0L, product = 0.0L;
    (void)state;
    for (int j = 0; j < M; j++) {
        X[j] = j;
        y[j] = 1e9 + 1048576.0 * j + (j * 5 % 9 - 4) * 0x1p-23;
        const long double centred = j - (M - 1) / 2.0L;
        const long double residual = (long double)y[j] - ((long double)w * j + b);
        square += centred * centred;
        product += centred * centred * residual * residual;
    }
    const table t = {.m = M,
                     .n = 1,
                     .X = X,
                     .y = y,
                     .activation = HILLOCK_IDENTITY,
                     .loss = HILLOCK_SQUARED,
                     .covariance = HILLOCK_COVARIANCE_SANDWICH};
    answer a = answer_of(&t, &w, b);
    const double expected = (double)(sqrtl(product) / square);
    must(hillock_inference_coefficients(a.inference, errors, NULL, NULL));
    assert_within(errors[0], expected, 1e-13 * expected, "standard error");
    answer_destroy(&a);
}

/* 1 - level is 1 then: no quantile of what is no probability. */
static void an_interval_of_next_to_no_level_is_the_estimate(void **state)
{
    static const double X[] = {0, 1, 2, 3, 4}, y[] = {0.3, 0.45, 0.5, 0.6, 0.7};
    const table t = {
        .m = 5, .n = 1, .X = X, .y = y, .activation = HILLOCK_IDENTITY, .loss = HILLOCK_SQUARED};
    double low[2], high[2], w;
    (void)state;
    answer a = answer_of(&t, NULL, 0.0);
    must(hillock_neuron_get_parameters(a.neuron, &w, NULL));
    must(hillock_inference_intervals(a.inference, 1e-17, low, high));
    assert_true(low[0] == w && high[0] == w);
    answer_destroy(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saturated_table_is_at_its_minimum),
        cmocka_unit_test(separated_classes_are_no_saturated_table),
        cmocka_unit_test(an_exact_line_is_at_its_minimum_under_any_loss),
        cmocka_unit_test(rounding_of_a_large_bias_is_no_step),
        cmocka_unit_test(a_nearly_exact_line_has_a_minimum_to_be_found),
        cmocka_unit_test(means_near_their_targets_are_no_exact_fit),
        cmocka_unit_test(weights_of_any_size_leave_a_minimum_one),
        cmocka_unit_test(a_deviance_that_is_no_number_is_refused),
        cmocka_unit_test(gamma_deviance_has_its_digits_for_small_targets),
        cmocka_unit_test(deviance_goes_on_where_the_mean_underflows),
        cmocka_unit_test(log_likelihood_of_large_counts_keeps_its_digits),
        cmocka_unit_test(an_offset_that_does_not_vary_changes_no_null_deviance),
        cmocka_unit_test(dependent_features_are_those_that_training_left_out),
        cmocka_unit_test(an_interval_of_next_to_no_level_is_the_estimate),
        cmocka_unit_test(sandwich_of_a_line_sees_z_in_twice_the_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
