/* Shapes: none, one, and those around the borders of panels, blocks and groups. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "hillock/hillock.h"
#include "pass/pass.h"
#include "support/pairs.h"

/* Identity and squared loss, whose sums are easy to check: J, dJ/dw, dJ/db in long double, and the
 * sums of |terms|. */
typedef struct sums {
    size_t n;
    long double J, db, J_terms, db_terms;
    long double *dw, *dw_terms; /* n each */
} sums;

static sums sums_of(const samples *s, const double *w, double b)
{
    sums t = {.n = s->n,
              .dw = calloc(s->n + 1, sizeof(long double)),
              .dw_terms = calloc(s->n + 1, sizeof(long double))};
    assert_true(t.dw && t.dw_terms);
    const long double m = (long double)s->m;
    for (size_t j = 0; j < s->m; j++) {
        long double z = b, reach = fabs(b) + fabs(s->y[j]);
        for (size_t i = 0; i < s->n; i++) {
            z += (long double)w[i] * s->X[j * s->n + i];
            reach += fabsl((long double)w[i] * s->X[j * s->n + i]);
        }
        const long double r = z - s->y[j];
        t.J += r * r / m;
        t.J_terms += (r * r + 2 * fabsl(r) * reach) / m;
        t.db += 2 * r / m;
        t.db_terms += 2 * reach / m;
        for (size_t i = 0; i < s->n; i++) {
            t.dw[i] += 2 * r * s->X[j * s->n + i] / m;
            t.dw_terms[i] += 2 * reach * fabsl((long double)s->X[j * s->n + i]) / m;
        }
    }
    return t;
}

static void check_layout(const samples *s, const sums *t, const double *w, double b,
                         arrangement how)
{
    const double unit = 64 * (how.type == HK_F64 ? DBL_EPSILON : (double)FLT_EPSILON);
    double J, dJ_db, *const dJ_dw = calloc(s->n + 1, sizeof *dJ_dw);
    assert_non_null(dJ_dw);
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, s->n, w, b);
    arranged data = arrange(s, how);
    assert_int_equal(hillock_gradient(neuron, data.dataset, &J, dJ_dw, &dJ_db), HILLOCK_OK);
    assert_within(J, (double)t->J, unit * (double)t->J_terms, "J of %zu x %zu", s->m, s->n);
    assert_within(dJ_db, (double)t->db, unit * (double)t->db_terms, "dJ/db of %zu x %zu", s->m,
                  s->n);
    for (size_t i = 0; i < s->n; i++)
        assert_within(dJ_dw[i], (double)t->dw[i], unit * (double)t->dw_terms[i],
                      "dJ/dw_%zu of %zu x %zu", i, s->m, s->n);
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    free(dJ_dw);
}

static void check_shape(size_t m, size_t n)
{
    samples s = samples_random(m, n, 1000 * m + n);
    double *const w = calloc(n + 1, sizeof *w);
    assert_non_null(w);
    samples_round_to_float(&s);
    for (size_t i = 0; i < n; i++)
        w[i] = 0.25 * (double)(i % 5) - 0.5;
    sums t = sums_of(&s, w, 0.5);
    for (size_t k = 0; k < 4; k++)
        check_layout(&s, &t, w, 0.5, arrangement_at(k));
    free(t.dw);
    free(t.dw_terms);
    free(w);
    samples_destroy(&s);
}

static void one_sample_and_one_feature_are_enough(void **state)
{
    (void)state;
    check_shape(1, 1);
    check_shape(1, 0);
    check_shape(2, 1);
    check_shape(1, 50);
    check_shape(50, 1);
}

/* A panel has 9215 elements at most, 1024 samples at most; 64 at least where feature-major, with
 * blocks of 143 features. */
static void gradient_is_right_around_the_borders_of_feature_blocks(void **state)
{
    static const size_t n[] = {142, 143, 144, 286, 287, 4607, 4608, 9214, 9215, 9216, 9217, 20000};
    (void)state;
    for (size_t k = 0; k < sizeof n / sizeof n[0]; k++)
        check_shape(3, n[k]);
    check_shape(65, 144);
    check_shape(130, 287);
}

static void gradient_is_right_around_the_borders_of_panels_and_groups(void **state)
{
    static const size_t m[] = {63,   64,   65,   127,   128,   129,   1023,  1024,
                               1025, 2048, 2049, 65535, 65536, 65537, 66561, 100000};
    (void)state;
    for (size_t k = 0; k < sizeof m / sizeof m[0]; k++)
        check_shape(m[k], 3);
    check_shape(922, 10);
    check_shape(921, 10);
    check_shape(3000, 0);
}

/* ---- none ---- */

static double fitted_bias(hillock_activation activation, hillock_loss loss, const double *y,
                          size_t m)
{
    double b = NAN;
    hillock_dataset *data;
    hillock_trainer *trainer;
    hillock_neuron *neuron;
    assert_int_equal(hillock_neuron_create(&neuron, 0, activation, loss), HILLOCK_OK);
    assert_int_equal(hillock_dataset_create(&data, m, 0), HILLOCK_OK);
    assert_int_equal(hillock_dataset_set_targets_f64(data, y), HILLOCK_OK);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 100000);
    hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-12);
    assert_int_equal(hillock_train(trainer, neuron, data), HILLOCK_OK);
    hillock_neuron_get_parameters(neuron, NULL, &b);
    hillock_trainer_destroy(trainer);
    hillock_dataset_destroy(data);
    hillock_neuron_destroy(neuron);
    return b;
}

/* The optimum of a bias alone: the mean, its logit, its logarithm. The tolerance 1e-12 is in units
 * of rms(e) and of the curvature, both of order 1. */
static void bias_alone_learns_the_mean_through_its_activation(void **state)
{
    (void)state;
    const double y[] = {1, 2, 6, 3, 8}, classes[] = {1, 0, 0, 0, 1};
    assert_within(fitted_bias(HILLOCK_IDENTITY, HILLOCK_SQUARED, y, 5), 4.0, 1e-10, "mean");
    assert_within(fitted_bias(HILLOCK_EXP, HILLOCK_POISSON, y, 5), log(4.0), 1e-10, "log mean");
    assert_within(fitted_bias(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, classes, 5), log(2.0 / 3),
                  1e-10, "logit of the mean");
}

static void no_samples_are_refused_everywhere(void **state)
{
    (void)state;
    double value = 7.0, out[1] = {7.0}, b, w = 0.5;
    const double nothing[1] = {0};
    hillock_dataset *data;
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, 1, &w, 0.25);
    assert_int_equal(hillock_dataset_create(&data, 0, 1), HILLOCK_OK);
    assert_int_equal(hillock_dataset_set_features_f64(data, nothing, HILLOCK_SAMPLE_MAJOR, 1), 0);
    assert_int_equal(hillock_dataset_set_targets_f64(data, nothing), HILLOCK_OK);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    const hillock_status statuses[] = {
        hillock_evaluate(neuron, data, &value),
        hillock_gradient(neuron, data, &value, out, &value),
        hillock_factors(neuron, data, out, NULL, NULL, NULL, NULL),
        hillock_check_gradient(neuron, data, &value),
        hillock_score(neuron, data, HILLOCK_SCORE_RMSE, &value),
        hillock_dataset_check(data, HILLOCK_SQUARED),
        hillock_train(trainer, neuron, data),
        hillock_fit(neuron, data),
    };
    for (size_t k = 0; k < sizeof statuses / sizeof statuses[0]; k++)
        assert_int_equal(statuses[k], HILLOCK_ERROR_SIZE);
    hillock_neuron_get_parameters(neuron, &w, &b);
    assert_true(value == 7.0 && out[0] == 7.0 && w == 0.5 && b == 0.25);
    hillock_trainer_destroy(trainer);
    hillock_dataset_destroy(data);
    hillock_neuron_destroy(neuron);
}

static void no_rows_are_predicted_without_a_fault(void **state)
{
    (void)state;
    const double w = 1.0;
    double a = 7.0;
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, 1, &w, 0.0);
    assert_int_equal(hillock_predict_f64(neuron, NULL, 0, 1, &a), HILLOCK_OK);
    assert_true(a == 7.0);
    hillock_neuron_destroy(neuron);
}

/* ---- sums ---- */

/* 2 million equal samples: a mean of equal numbers is that number. Double sums that were not
 * compensated would drift by 1e-12; float sums by 1e-2. dJ/dw is float within a panel. */
static void J_of_two_million_equal_float_samples_does_not_drift(void **state)
{
    enum { MANY = 2000000 };
    (void)state;
    const double w = 1.0;
    float *const X = malloc(MANY * sizeof *X), *const y = malloc(MANY * sizeof *y);
    assert_true(X && y);
    for (size_t j = 0; j < MANY; j++) {
        X[j] = 0.1F;
        y[j] = 0.7F;
    }
    const double r = (double)0.1F - (double)0.7F;
    double J, dJ_dw, dJ_db;
    hillock_dataset *data;
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, 1, &w, 0.0);
    assert_int_equal(hillock_dataset_create(&data, MANY, 1), HILLOCK_OK);
    hillock_dataset_set_features_f32(data, X, HILLOCK_SAMPLE_MAJOR, 1);
    hillock_dataset_set_targets_f32(data, y);
    assert_int_equal(hillock_gradient(neuron, data, &J, &dJ_dw, &dJ_db), HILLOCK_OK);
    assert_within(J, r * r, 4e-15 * r * r, "J");
    assert_within(dJ_db, 2 * r, 4e-15 * fabs(r), "dJ/db");
    assert_within(dJ_dw, 2 * r * (double)0.1F, 1e-5 * fabs(r), "dJ/dw");
    hillock_dataset_destroy(data);
    hillock_neuron_destroy(neuron);
    free(X);
    free(y);
}

/* One workspace used again and again, another one, and with or without the gradient in between. */
static void a_pass_gives_the_same_bits_every_time(void **state)
{
    enum { M = 5000, N = 6 };
    (void)state;
    double w[N], b, first[N], again[N];
    samples s = samples_for_pair(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 9, w, &b);
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    for (int type = HK_F64; type <= HK_F32; type++) {
        void *const X = type == HK_F64 ? (void *)s.X : calloc(M * N, sizeof(float));
        for (size_t k = 0; type == HK_F32 && k < M * N; k++)
            ((float *)X)[k] = (float)s.X[k];
        const hk_view view = {.n_samples = M,
                              .n_features = N,
                              .X = X,
                              .type = (hk_type)type,
                              .layout = HILLOCK_SAMPLE_MAJOR,
                              .stride = N,
                              .targets = {s.y, HK_F64}};
        hk_pass *const one =
            hk_pass_create(&view, &mathematics, M, (hk_execution){0, HILLOCK_KERNEL_AUTO});
        hk_pass *const other =
            hk_pass_create(&view, &mathematics, M, (hk_execution){0, HILLOCK_KERNEL_AUTO});
        const double wrong[N] = {9, 9, 9, 9, 9, 9};
        const hk_sums expected = hk_pass_run(one, w, b, first);
        for (int k = 0; k < 3; k++) {
            hk_pass_run(one, wrong, b, again); /* leaves nothing behind */
            const hk_sums same = hk_pass_run(k == 1 ? other : one, w, b, again);
            assert_same_bits(N, again, first, "dJ/dw");
            assert_same_bits(4, &same.J, &expected.J, "J, dJ/db, rms, curvature");
            const hk_sums alone = hk_pass_run(one, w, b, NULL);
            assert_same_bits(4, &alone.J, &expected.J, "without the gradient");
        }
        hk_pass_destroy(one);
        hk_pass_destroy(other);
        if (type == HK_F32)
            free(X);
    }
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_sample_and_one_feature_are_enough),
        cmocka_unit_test(gradient_is_right_around_the_borders_of_feature_blocks),
        cmocka_unit_test(gradient_is_right_around_the_borders_of_panels_and_groups),
        cmocka_unit_test(bias_alone_learns_the_mean_through_its_activation),
        cmocka_unit_test(no_samples_are_refused_everywhere),
        cmocka_unit_test(no_rows_are_predicted_without_a_fault),
        cmocka_unit_test(J_of_two_million_equal_float_samples_does_not_drift),
        cmocka_unit_test(a_pass_gives_the_same_bits_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
