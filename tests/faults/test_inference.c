/* Misuse of the statistics: the documented answer, a message that names the way out, nothing
 * written. */
#include "faults/fixture.h"

static hillock_status create(hillock_neuron *neuron, const hillock_dataset *data, int covariance)
{
    hillock_inference *created = NULL;
    const hillock_status status =
        hillock_inference_create(&created, neuron, data, HILLOCK_FREQUENCY_WEIGHTS,
                                 (hillock_covariance_kind)covariance, HILLOCK_BIAS_FITTED);
    assert_true((created == NULL) == (status < 0));
    hillock_inference_destroy(created);
    return status;
}

static hillock_inference *created_from(const fixture *f)
{
    hillock_inference *created;
    assert_status(hillock_inference_create(&created, f->neuron, f->p.data,
                                           HILLOCK_FREQUENCY_WEIGHTS, HILLOCK_COVARIANCE_MODEL,
                                           HILLOCK_BIAS_FITTED),
                  HILLOCK_NOT_AT_MINIMUM);
    return created;
}

static void null_is_refused_and_destroyed(void **state)
{
    fixture f = fixture_create();
    hillock_inference *created = created_from(&f);
    double out[1] = {7.0};
    (void)state;
    hillock_inference_destroy(NULL);
    assert_status(hillock_inference_create(NULL, f.neuron, f.p.data, 10, 10, 10),
                  HILLOCK_ERROR_NULL);
    assert_says(hillock_neuron_message(f.neuron), (const char *const[]){"inference", NULL});
    assert_status(create(NULL, f.p.data, 10), HILLOCK_ERROR_NULL);
    assert_status(create(f.neuron, NULL, 10), HILLOCK_ERROR_NULL);
    assert_says(hillock_neuron_message(f.neuron), (const char *const[]){"dataset", NULL});
    assert_status(hillock_inference_coefficients(NULL, out, out, out), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_intervals(NULL, 0.95, out, out), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_covariance(NULL, out), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_covariance(created, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_value(NULL, 10, out), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_value(created, 10, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_predict_f64(NULL, out, 1, 2, 0.95, out, NULL, NULL, NULL),
                  HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_predict_f64(created, NULL, 1, 2, 0.95, out, NULL, NULL, NULL),
                  HILLOCK_ERROR_NULL);
    assert_status(hillock_inference_predict_f32(created, NULL, 1, 2, 0.95, out, NULL, NULL, NULL),
                  HILLOCK_ERROR_NULL);
    assert_true(out[0] == 7.0);
    must(hillock_inference_coefficients(created, NULL, NULL, NULL));
    must(hillock_inference_intervals(created, 0.5, NULL, NULL));
    hillock_inference_destroy(created);
    fixture_destroy(&f);
}

static void levels_keys_and_strides_are_checked(void **state)
{
    static const double levels[] = {0.0, 1.0, -0.5, 2.0, NAN};
    fixture f = fixture_create();
    hillock_inference *created = created_from(&f);
    const double row[] = {0.5, 1.0};
    double out[3] = {7.0, 7.0, 7.0};
    (void)state;
    for (size_t k = 0; k < sizeof levels / sizeof levels[0]; k++) {
        assert_status(hillock_inference_intervals(created, levels[k], out, NULL),
                      HILLOCK_ERROR_VALUE);
        assert_status(
            hillock_inference_predict_f64(created, row, 1, 2, levels[k], out, NULL, NULL, out),
            HILLOCK_ERROR_VALUE);
    }
    assert_status(hillock_inference_predict_f64(created, row, 1, 1, 0.9, out, NULL, NULL, NULL),
                  HILLOCK_ERROR_SIZE);
    assert_status(
        hillock_inference_predict_f64(created, row, SIZE_MAX, 2, 0.9, out, NULL, NULL, NULL),
        HILLOCK_ERROR_SIZE);
    assert_status(hillock_inference_value(created, (hillock_statistic)11, out), HILLOCK_ERROR_KEY);
    assert_true(out[0] == 7.0);
    must(hillock_inference_predict_f64(created, row, 1, 2, 0.0, out, NULL, NULL, NULL));
    assert_true(out[0] != 7.0);
    must(hillock_inference_predict_f64(created, NULL, 0, 2, 0.9, out, NULL, NULL, NULL));
    hillock_inference_destroy(created);
    fixture_destroy(&f);
}

static void kinds_that_do_not_exist_are_refused(void **state)
{
    fixture f = fixture_create();
    hillock_inference *created = NULL;
    (void)state;
    assert_status(create(f.neuron, f.p.data, 15), HILLOCK_ERROR_VALUE);
    assert_status(hillock_inference_create(&created, f.neuron, f.p.data, (hillock_weights_kind)0,
                                           HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED),
                  HILLOCK_ERROR_VALUE);
    assert_status(hillock_inference_create(&created, f.neuron, f.p.data, HILLOCK_FREQUENCY_WEIGHTS,
                                           HILLOCK_COVARIANCE_MODEL, (hillock_bias_kind)1),
                  HILLOCK_ERROR_VALUE);
    assert_null(created);
    fixture_destroy(&f);
}

/* Of losses without a likelihood the sandwich is offered, but not to those without a bend. */
static void losses_without_a_likelihood_or_a_bend_are_told_what_to_do(void **state)
{
    fixture f = fixture_create();
    double value = 7.0;
    hillock_inference *created;
    hillock_neuron *const huber = neuron_of(FIXTURE_N, HILLOCK_IDENTITY, HILLOCK_HUBER);
    hillock_neuron *const absolute = neuron_of(FIXTURE_N, HILLOCK_IDENTITY, HILLOCK_ABSOLUTE);
    (void)state;
    assert_status(create(huber, f.p.data, HILLOCK_COVARIANCE_MODEL), HILLOCK_ERROR_SCORE);
    assert_says(hillock_neuron_message(huber),
                (const char *const[]){"huber", "likelihood", "SANDWICH", NULL});
    assert_status(create(absolute, f.p.data, HILLOCK_COVARIANCE_SANDWICH), HILLOCK_ERROR_SCORE);
    assert_says(hillock_neuron_message(absolute),
                (const char *const[]){"absolute", "second derivative", NULL});
    must(hillock_fit(huber, f.p.data));
    must(hillock_inference_create(&created, huber, f.p.data, HILLOCK_FREQUENCY_WEIGHTS,
                                  HILLOCK_COVARIANCE_SANDWICH, HILLOCK_BIAS_FITTED));
    assert_string_equal(hillock_neuron_message(huber), "");
    assert_status(hillock_inference_value(created, HILLOCK_STATISTIC_DEVIANCE, &value),
                  HILLOCK_ERROR_SCORE);
    assert_true(value == 7.0);
    must(hillock_inference_value(created, HILLOCK_STATISTIC_RESIDUAL_DF, &value));
    assert_true(value == FIXTURE_M - (FIXTURE_N + 1));
    hillock_inference_destroy(created);
    hillock_neuron_destroy(huber);
    hillock_neuron_destroy(absolute);
    fixture_destroy(&f);
}

static void data_that_do_not_fit_are_named(void **state)
{
    fixture f = fixture_create();
    hillock_neuron *const wide = neuron_of(FIXTURE_N + 1, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_neuron *const linear = neuron_of(FIXTURE_N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    (void)state;
    assert_status(create(wide, f.p.data, HILLOCK_COVARIANCE_MODEL), HILLOCK_ERROR_SIZE);
    f.p.X[5] = NAN;
    assert_status(create(f.neuron, f.p.data, HILLOCK_COVARIANCE_MODEL), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(f.neuron), (const char *const[]){"row 2", "column 1", NULL});
    double weights[FIXTURE_M];
    for (int j = 0; j < FIXTURE_M; j++)
        weights[j] = j != 2;
    must(hillock_dataset_set_weights_f64(f.p.data, weights)); /* J has not met it */
    assert_status(create(f.neuron, f.p.data, HILLOCK_COVARIANCE_MODEL), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(f.neuron), (const char *const[]){"row 2", "column 1", NULL});
    must(hillock_dataset_set_weights_f64(f.p.data, NULL));
    f.p.X[5] = 1.5e308;
    f.p.X[7] = -1.5e308;
    assert_status(create(linear, f.p.data, HILLOCK_COVARIANCE_MODEL), HILLOCK_ERROR_VALUE);
    assert_says(hillock_neuron_message(linear),
                (const char *const[]){"feature 1", "rescale", NULL});
    hillock_neuron_destroy(wide);
    hillock_neuron_destroy(linear);
    fixture_destroy(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(null_is_refused_and_destroyed),
        cmocka_unit_test(levels_keys_and_strides_are_checked),
        cmocka_unit_test(kinds_that_do_not_exist_are_refused),
        cmocka_unit_test(losses_without_a_likelihood_or_a_bend_are_told_what_to_do),
        cmocka_unit_test(data_that_do_not_fit_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
