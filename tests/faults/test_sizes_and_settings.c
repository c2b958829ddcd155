/* Wrong sizes, values and keys: each its own status, a message with the numbers, nothing
 * changed. */
#include "faults/fixture.h"

#include <float.h>
#include <math.h>

static void create_refuses_products_that_overflow(void **state)
{
    (void)state;
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    assert_status(hillock_dataset_create(&data, SIZE_MAX, 2), HILLOCK_ERROR_SIZE);
    assert_status(hillock_dataset_create(&data, SIZE_MAX / 2 + 1, 2), HILLOCK_ERROR_SIZE);
    assert_null(data);
    assert_status(hillock_neuron_create(&neuron, SIZE_MAX, HILLOCK_IDENTITY, HILLOCK_SQUARED),
                  HILLOCK_ERROR_SIZE);
    assert_status(hillock_neuron_create(&neuron, SIZE_MAX / 8, HILLOCK_IDENTITY, HILLOCK_SQUARED),
                  HILLOCK_ERROR_MEMORY);
    assert_null(neuron);
    must(hillock_dataset_create(&data, SIZE_MAX, 0)); /* no element at all */
    hillock_dataset_destroy(data);
    must(hillock_dataset_create(&data, 0, SIZE_MAX));
    hillock_dataset_destroy(data);
}

static void features_refuse_bad_strides_extents_and_layouts(void **state)
{
    (void)state;
    static const struct {
        hillock_layout layout;
        size_t stride;
        hillock_status status;
    } cases[] = {{HILLOCK_SAMPLE_MAJOR, FIXTURE_N - 1, HILLOCK_ERROR_SIZE},
                 {HILLOCK_SAMPLE_MAJOR, 0, HILLOCK_ERROR_SIZE},
                 {HILLOCK_FEATURE_MAJOR, FIXTURE_M - 1, HILLOCK_ERROR_SIZE},
                 {HILLOCK_SAMPLE_MAJOR, SIZE_MAX, HILLOCK_ERROR_SIZE},
                 {HILLOCK_SAMPLE_MAJOR, SIZE_MAX / 64, HILLOCK_ERROR_SIZE},
                 {HILLOCK_SAMPLE_MAJOR, PTRDIFF_MAX / 4 / (FIXTURE_M - 1), HILLOCK_ERROR_SIZE},
                 {HILLOCK_FEATURE_MAJOR, SIZE_MAX, HILLOCK_ERROR_SIZE},
                 {(hillock_layout)0, FIXTURE_M, HILLOCK_ERROR_VALUE},
                 {(hillock_layout)15, FIXTURE_M, HILLOCK_ERROR_VALUE}};
    static const float narrow[FIXTURE_M * FIXTURE_N] = {0};
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        hillock_dataset *const data = f.p.data;
        assert_status(
            hillock_dataset_set_features_f64(data, f.p.X, cases[k].layout, cases[k].stride),
            cases[k].status);
        assert_true(strlen(hillock_dataset_message(data)) > 10);
        assert_status(
            hillock_dataset_set_features_f32(data, narrow, cases[k].layout, cases[k].stride),
            cases[k].status);
        assert_unchanged(&f, &before);
    }
    fixture_destroy(&f);
}

static void predict_refuses_bad_strides_and_extents(void **state)
{
    (void)state;
    static const struct {
        size_t rows, stride;
    } cases[] = {{2, 1},           {2, 0}, {2, SIZE_MAX}, {SIZE_MAX, 2}, {SIZE_MAX / 16, 2},
                 {3, SIZE_MAX / 8}};
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    const double rows[4] = {0};
    const float narrow_rows[4] = {0};
    double a[2] = {7, 7};
    float narrow[2] = {7, 7};
    int classes[2] = {7, 7};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const size_t n = cases[k].rows, stride = cases[k].stride;
        assert_status(hillock_predict_f64(f.neuron, rows, n, stride, a), HILLOCK_ERROR_SIZE);
        assert_status(hillock_predict_z_f64(f.neuron, rows, n, stride, a), HILLOCK_ERROR_SIZE);
        assert_status(hillock_predict_class_f64(f.neuron, rows, n, stride, 0.5, classes),
                      HILLOCK_ERROR_SIZE);
        if (n == SIZE_MAX / 16) /* of float that many fit */
            continue;
        assert_status(hillock_predict_f32(f.neuron, narrow_rows, n, stride, narrow),
                      HILLOCK_ERROR_SIZE);
        assert_status(hillock_predict_z_f32(f.neuron, narrow_rows, n, stride, narrow),
                      HILLOCK_ERROR_SIZE);
        assert_status(hillock_predict_class_f32(f.neuron, narrow_rows, n, stride, 0.5, classes),
                      HILLOCK_ERROR_SIZE);
    }
    assert_status(hillock_predict_class_f64(f.neuron, rows, 1, 2, NAN, classes),
                  HILLOCK_ERROR_VALUE);
    assert_status(hillock_predict_class_f32(f.neuron, narrow_rows, 1, 2, NAN, classes),
                  HILLOCK_ERROR_VALUE);
    assert_true(a[0] == 7 && narrow[0] == 7 && classes[0] == 7);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

/* Every function that takes a neuron and a dataset. */
static void expect_from_all(fixture *f, const hillock_dataset *data, hillock_status expected,
                            const char *const words[])
{
    double out[FIXTURE_M * 2] = {7, 7, 7};
    assert_status(hillock_evaluate(f->neuron, data, out), expected);
    assert_says(hillock_neuron_message(f->neuron), words);
    assert_status(hillock_gradient(f->neuron, data, out, out + 1, out + 2), expected);
    assert_status(hillock_factors(f->neuron, data, out, out, out, out, out), expected);
    assert_status(hillock_check_gradient(f->neuron, data, out), expected);
    assert_status(hillock_score(f->neuron, data, HILLOCK_SCORE_J, out), expected);
    assert_status(hillock_score(f->neuron, data, HILLOCK_SCORE_AUC, out), expected);
    assert_status(hillock_fit(f->neuron, data), expected);
    assert_says(hillock_neuron_message(f->neuron), words);
    assert_status(hillock_train(f->trainer, f->neuron, data), expected);
    assert_says(hillock_trainer_message(f->trainer), words);
    assert_true(out[0] == 7 && out[1] == 7 && out[2] == 7);
}

static void datasets_of_another_size_or_incomplete_are_refused(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    hillock_dataset *wide, *bare, *empty;
    must(hillock_dataset_create(&wide, 4, 3));
    must(hillock_dataset_set_features_f64(wide, f.p.X, HILLOCK_SAMPLE_MAJOR, 3));
    must(hillock_dataset_set_targets_f64(wide, f.p.y));
    expect_from_all(&f, wide, HILLOCK_ERROR_SIZE,
                    (const char *const[]){"3", "2", "features", NULL});
    must(hillock_dataset_create(&bare, FIXTURE_M, FIXTURE_N));
    expect_from_all(&f, bare, HILLOCK_ERROR_INCOMPLETE, (const char *const[]){"features", NULL});
    must(hillock_dataset_set_features_f64(bare, f.p.X, HILLOCK_SAMPLE_MAJOR, FIXTURE_N));
    expect_from_all(&f, bare, HILLOCK_ERROR_INCOMPLETE, (const char *const[]){"targets", NULL});
    must(hillock_dataset_create(&empty, 0, FIXTURE_N));
    expect_from_all(&f, empty, HILLOCK_ERROR_SIZE, (const char *const[]){"no samples", NULL});
    assert_unchanged(&f, &before);
    hillock_dataset_destroy(wide);
    hillock_dataset_destroy(bare);
    hillock_dataset_destroy(empty);
    fixture_destroy(&f);
}

static void neurons_without_their_user_functions_are_refused(void **state)
{
    (void)state;
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
    } pairs[] = {{HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED}, {HILLOCK_IDENTITY, HILLOCK_USER_LOSS}};
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    hillock_neuron *const built_in = f.neuron;
    for (int k = 0; k < 2; k++) {
        const double point = 0.5;
        double a = 7.0;
        f.neuron = neuron_of(FIXTURE_N, pairs[k].activation, pairs[k].loss);
        expect_from_all(&f, f.p.data, HILLOCK_ERROR_INCOMPLETE,
                        (const char *const[]){"user", NULL});
        assert_status(hillock_check_derivatives(f.neuron, 1, &point, &point),
                      HILLOCK_ERROR_INCOMPLETE);
        assert_status(hillock_predict_f64(f.neuron, f.p.X, 1, 2, &a), HILLOCK_ERROR_INCOMPLETE);
        assert_status(hillock_predict_z_f64(f.neuron, f.p.X, 1, 2, &a), HILLOCK_ERROR_INCOMPLETE);
        assert_status(hillock_predict_row_f64(f.neuron, f.p.X, &a), HILLOCK_ERROR_INCOMPLETE);
        assert_true(a == 7.0);
        hillock_neuron_destroy(f.neuron);
    }
    f.neuron = built_in;
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void unused_activation(size_t count, const double *z, double *f, double *df, double *d2f,
                              void *payload)
{
    (void)count, (void)z, (void)f, (void)df, (void)d2f, (void)payload;
    fail_msg("a refused function is called");
}

static void unused_loss(size_t count, const double *y, const double *a, double *l, double *dl,
                        double *d2l, void *payload)
{
    (void)count, (void)y, (void)a, (void)l, (void)dl, (void)d2l, (void)payload;
    fail_msg("a refused function is called");
}

static void user_functions_are_refused_on_built_in_neurons(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    assert_status(hillock_neuron_set_user_activation(f.neuron, unused_activation, 0, NULL),
                  HILLOCK_ERROR_PAIR);
    assert_non_null(strstr(hillock_neuron_message(f.neuron), "logistic"));
    assert_status(hillock_neuron_set_user_loss(f.neuron, unused_loss, 0, NULL), HILLOCK_ERROR_PAIR);
    assert_non_null(strstr(hillock_neuron_message(f.neuron), "cross-entropy"));
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void parameters_that_are_not_finite_are_refused(void **state)
{
    (void)state;
    static const double bad[] = {NAN, HUGE_VAL, -HUGE_VAL};
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    for (int k = 0; k < 3; k++) {
        const double w[] = {1.0, bad[k]}, good[] = {1.0, 2.0};
        assert_status(hillock_neuron_set_parameters(f.neuron, w, 0.0), HILLOCK_ERROR_NOT_FINITE);
        assert_non_null(strstr(hillock_neuron_message(f.neuron), "weight 1"));
        assert_status(hillock_neuron_set_parameters(f.neuron, good, bad[k]),
                      HILLOCK_ERROR_NOT_FINITE);
        assert_non_null(strstr(hillock_neuron_message(f.neuron), "bias"));
        assert_unchanged(&f, &before);
    }
    fixture_destroy(&f);
}

static void shape_parameters_belong_to_their_own_neurons(void **state)
{
    (void)state;
    static const struct {
        int key;
        hillock_activation activation;
        hillock_loss loss;
        double bad[5];
    } cases[] = {
        {HILLOCK_ALPHA, HILLOCK_ELU, HILLOCK_SQUARED, {-1, -DBL_MIN, HUGE_VAL, NAN, -HUGE_VAL}},
        {HILLOCK_ALPHA, HILLOCK_LEAKY_RELU, HILLOCK_SQUARED, {-1, -1e-9, HUGE_VAL, NAN, -HUGE_VAL}},
        {HILLOCK_DELTA, HILLOCK_IDENTITY, HILLOCK_HUBER, {0, -1, HUGE_VAL, NAN, -0.0}},
        {HILLOCK_TAU, HILLOCK_IDENTITY, HILLOCK_QUANTILE, {0, 1, -0.5, NAN, HUGE_VAL}}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        hillock_neuron *const neuron = neuron_of(1, cases[k].activation, cases[k].loss);
        double value = -7.0;
        must(hillock_neuron_set_real(neuron, cases[k].key, 0.75));
        for (int v = 0; v < 5; v++) {
            assert_status(hillock_neuron_set_real(neuron, cases[k].key, cases[k].bad[v]),
                          HILLOCK_ERROR_VALUE);
            assert_non_null(
                strstr(hillock_neuron_message(neuron), hillock_option_name(cases[k].key)));
            must(hillock_neuron_get_real(neuron, cases[k].key, &value));
            assert_true(value == 0.75);
        }
        value = -7.0;
        for (int key = -1; key < 300; key++)
            if (key != cases[k].key) {
                assert_status(hillock_neuron_set_real(neuron, key, 0.5), HILLOCK_ERROR_KEY);
                assert_status(hillock_neuron_get_real(neuron, key, &value), HILLOCK_ERROR_KEY);
            }
        assert_true(value == -7.0);
        hillock_neuron_destroy(neuron);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(create_refuses_products_that_overflow),
        cmocka_unit_test(features_refuse_bad_strides_extents_and_layouts),
        cmocka_unit_test(predict_refuses_bad_strides_and_extents),
        cmocka_unit_test(datasets_of_another_size_or_incomplete_are_refused),
        cmocka_unit_test(neurons_without_their_user_functions_are_refused),
        cmocka_unit_test(user_functions_are_refused_on_built_in_neurons),
        cmocka_unit_test(parameters_that_are_not_finite_are_refused),
        cmocka_unit_test(shape_parameters_belong_to_their_own_neurons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
