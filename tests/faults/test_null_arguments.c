/* NULL in every pointer position of every function: the documented answer, a message where
 * there is a handle to keep it, and nothing written. */
#include "faults/fixture.h"

static void refused(hillock_status status)
{
    assert_status(status, HILLOCK_ERROR_NULL);
}

static void names_refuse_null_and_write_nothing(void **state)
{
    (void)state;
    hillock_activation activation = HILLOCK_TANH;
    hillock_loss loss = HILLOCK_HUBER;
    refused(hillock_activation_from_name(NULL, &activation));
    refused(hillock_activation_from_name("logistic", NULL));
    refused(hillock_loss_from_name(NULL, &loss));
    refused(hillock_loss_from_name("squared", NULL));
    assert_int_equal(activation, HILLOCK_TANH);
    assert_int_equal(loss, HILLOCK_HUBER);
    assert_int_equal(hillock_option_from_name(NULL), 0);
    must(hillock_option_bounds(HILLOCK_L2, NULL, NULL, NULL));
    assert_string_equal(hillock_option_choice(HILLOCK_SOLVER, 0, NULL), "auto");
    must(hillock_pair_check(HILLOCK_IDENTITY, HILLOCK_SQUARED, 0, NULL));
    assert_status(hillock_pair_check(HILLOCK_TANH, HILLOCK_CROSS_ENTROPY, 100, NULL),
                  HILLOCK_ERROR_PAIR);
}

static void handles_that_are_null_are_refused_by_create_and_harmless_to_destroy(void **state)
{
    (void)state;
    refused(hillock_dataset_create(NULL, 1, 1));
    refused(hillock_neuron_create(NULL, 1, HILLOCK_IDENTITY, HILLOCK_SQUARED));
    refused(hillock_trainer_create(NULL));
    hillock_dataset_destroy(NULL);
    hillock_neuron_destroy(NULL);
    hillock_trainer_destroy(NULL);
}

static void dataset_functions_refuse_a_null_dataset(void **state)
{
    (void)state;
    const double x = 1.0;
    const float narrow = 1.0F;
    size_t row = 7, column = 7;
    double value = 7.0;
    refused(hillock_dataset_set_features_f64(NULL, &x, HILLOCK_SAMPLE_MAJOR, 1));
    refused(hillock_dataset_set_features_f32(NULL, &narrow, HILLOCK_SAMPLE_MAJOR, 1));
    refused(hillock_dataset_set_targets_f64(NULL, &x));
    refused(hillock_dataset_set_targets_f32(NULL, &narrow));
    refused(hillock_dataset_set_weights_f64(NULL, &x));
    refused(hillock_dataset_set_weights_f32(NULL, &narrow));
    refused(hillock_dataset_set_offset_f64(NULL, &x));
    refused(hillock_dataset_set_offset_f32(NULL, &narrow));
    refused(hillock_dataset_check(NULL, HILLOCK_SQUARED));
    refused(hillock_dataset_fault(NULL, &row, &column, &value));
    assert_true(row == 7 && column == 7 && value == 7.0);
    assert_int_equal(hillock_dataset_n_samples(NULL), 0);
    assert_int_equal(hillock_dataset_n_features(NULL), 0);
    assert_int_equal(hillock_dataset_constant_features(NULL, 1, &row), 0);
    assert_int_equal(hillock_dataset_zero_weights(NULL), 0);
    assert_non_null(hillock_dataset_message(NULL));
}

static void dataset_functions_refuse_null_arrays_and_name_them(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    hillock_dataset *const data = f.p.data;
    refused(hillock_dataset_set_features_f64(data, NULL, HILLOCK_SAMPLE_MAJOR, FIXTURE_N));
    assert_non_null(strstr(hillock_dataset_message(data), "X"));
    refused(hillock_dataset_set_features_f32(data, NULL, HILLOCK_FEATURE_MAJOR, FIXTURE_M));
    assert_non_null(strstr(hillock_dataset_message(data), "X"));
    refused(hillock_dataset_set_targets_f64(data, NULL));
    assert_non_null(strstr(hillock_dataset_message(data), "y"));
    refused(hillock_dataset_set_targets_f32(data, NULL));
    assert_non_null(strstr(hillock_dataset_message(data), "y"));
    assert_unchanged(&f, &before);
    must(hillock_dataset_set_weights_f64(data, NULL)); /* NULL: none */
    must(hillock_dataset_set_offset_f32(data, NULL));
    assert_string_equal(hillock_dataset_message(data), "");
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void neuron_functions_refuse_null(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    double value = 7.0;
    refused(hillock_neuron_set_parameters(NULL, &value, 0.0));
    refused(hillock_neuron_set_parameters(f.neuron, NULL, 0.0));
    assert_non_null(strstr(hillock_neuron_message(f.neuron), "w"));
    refused(hillock_neuron_get_parameters(NULL, &value, &value));
    must(hillock_neuron_get_parameters(f.neuron, NULL, NULL));
    refused(hillock_neuron_set_real(NULL, HILLOCK_ALPHA, 1.0));
    refused(hillock_neuron_get_real(NULL, HILLOCK_ALPHA, &value));
    refused(hillock_neuron_get_real(f.neuron, HILLOCK_ALPHA, NULL));
    refused(hillock_neuron_set_user_activation(NULL, NULL, 0, NULL));
    refused(hillock_neuron_set_user_loss(NULL, NULL, 0, NULL));
    hillock_neuron *const user = neuron_of(1, HILLOCK_USER_ACTIVATION, HILLOCK_USER_LOSS);
    refused(hillock_neuron_set_user_activation(user, NULL, 0, NULL));
    assert_non_null(strstr(hillock_neuron_message(user), "function"));
    refused(hillock_neuron_set_user_loss(user, NULL, 0, NULL));
    assert_non_null(strstr(hillock_neuron_message(user), "function"));
    hillock_neuron_destroy(user);
    assert_int_equal(hillock_neuron_n_features(NULL), 0);
    assert_int_equal(hillock_neuron_activation(NULL), 0);
    assert_int_equal(hillock_neuron_loss(NULL), 0);
    assert_non_null(hillock_neuron_message(NULL));
    assert_true(value == 7.0);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void predict_functions_refuse_null(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    const float narrow_rows[] = {1, 2};
    const double rows[] = {1, 2};
    double a = 7.0;
    float narrow = 7.0F;
    int class = 7;
    refused(hillock_predict_f64(NULL, rows, 1, 2, &a));
    refused(hillock_predict_f64(f.neuron, NULL, 1, 2, &a));
    refused(hillock_predict_f64(f.neuron, rows, 1, 2, NULL));
    refused(hillock_predict_f32(NULL, narrow_rows, 1, 2, &narrow));
    refused(hillock_predict_f32(f.neuron, NULL, 1, 2, &narrow));
    refused(hillock_predict_f32(f.neuron, narrow_rows, 1, 2, NULL));
    refused(hillock_predict_z_f64(NULL, rows, 1, 2, &a));
    refused(hillock_predict_z_f64(f.neuron, NULL, 1, 2, &a));
    refused(hillock_predict_z_f64(f.neuron, rows, 1, 2, NULL));
    refused(hillock_predict_z_f32(NULL, narrow_rows, 1, 2, &narrow));
    refused(hillock_predict_z_f32(f.neuron, NULL, 1, 2, &narrow));
    refused(hillock_predict_z_f32(f.neuron, narrow_rows, 1, 2, NULL));
    refused(hillock_predict_class_f64(NULL, rows, 1, 2, 0.5, &class));
    refused(hillock_predict_class_f64(f.neuron, NULL, 1, 2, 0.5, &class));
    refused(hillock_predict_class_f64(f.neuron, rows, 1, 2, 0.5, NULL));
    refused(hillock_predict_class_f32(NULL, narrow_rows, 1, 2, 0.5, &class));
    refused(hillock_predict_class_f32(f.neuron, NULL, 1, 2, 0.5, &class));
    refused(hillock_predict_class_f32(f.neuron, narrow_rows, 1, 2, 0.5, NULL));
    refused(hillock_predict_row_f64(NULL, rows, &a));
    refused(hillock_predict_row_f64(f.neuron, NULL, &a));
    refused(hillock_predict_row_f64(f.neuron, rows, NULL));
    refused(hillock_predict_row_f32(NULL, narrow_rows, &narrow));
    refused(hillock_predict_row_f32(f.neuron, NULL, &narrow));
    refused(hillock_predict_row_f32(f.neuron, narrow_rows, NULL));
    refused(hillock_predict_dataset(NULL, f.p.data, &a));
    refused(hillock_predict_dataset(f.neuron, NULL, &a));
    refused(hillock_predict_dataset(f.neuron, f.p.data, NULL));
    assert_true(a == 7.0 && narrow == 7.0F && class == 7);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void derivation_functions_refuse_null(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    const double point = 0.5;
    double out[FIXTURE_M];
    for (size_t j = 0; j < FIXTURE_M; j++)
        out[j] = 7.0;
    refused(hillock_evaluate(NULL, f.p.data, out));
    refused(hillock_evaluate(f.neuron, NULL, out));
    assert_non_null(strstr(hillock_neuron_message(f.neuron), "dataset"));
    refused(hillock_evaluate(f.neuron, f.p.data, NULL));
    refused(hillock_gradient(NULL, f.p.data, out, out, out));
    refused(hillock_gradient(f.neuron, NULL, out, out, out));
    must(hillock_gradient(f.neuron, f.p.data, NULL, NULL, NULL));
    refused(hillock_factors(NULL, f.p.data, out, out, out, out, out));
    refused(hillock_factors(f.neuron, NULL, out, out, out, out, out));
    must(hillock_factors(f.neuron, f.p.data, NULL, NULL, NULL, NULL, NULL));
    refused(hillock_check_derivatives(NULL, 1, &point, &point));
    refused(hillock_check_derivatives(f.neuron, 1, NULL, &point));
    refused(hillock_check_derivatives(f.neuron, 1, &point, NULL));
    refused(hillock_check_gradient(NULL, f.p.data, out));
    refused(hillock_check_gradient(f.neuron, NULL, out));
    refused(hillock_check_gradient(f.neuron, f.p.data, NULL));
    refused(hillock_score(NULL, f.p.data, HILLOCK_SCORE_J, out));
    refused(hillock_score(f.neuron, NULL, HILLOCK_SCORE_J, out));
    refused(hillock_score(f.neuron, f.p.data, HILLOCK_SCORE_J, NULL));
    for (size_t j = 0; j < FIXTURE_M; j++)
        assert_true(out[j] == 7.0);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static int write_nothing(const char *bytes, size_t count, void *payload)
{
    (void)bytes;
    (void)count;
    (void)payload;
    return 0;
}

static size_t read_nothing(char *bytes, size_t capacity, void *payload)
{
    (void)bytes;
    (void)capacity;
    (void)payload;
    return 0;
}

static void checkpoint_functions_refuse_null(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    hillock_trainer *const t = f.trainer;
    refused(hillock_trainer_save_checkpoint(NULL, "x"));
    refused(hillock_trainer_save_checkpoint(t, NULL));
    refused(hillock_trainer_write_checkpoint(NULL, write_nothing, NULL));
    refused(hillock_trainer_write_checkpoint(t, NULL, NULL));
    refused(hillock_trainer_load_checkpoint(NULL, f.neuron, f.p.data, "x"));
    refused(hillock_trainer_load_checkpoint(t, NULL, f.p.data, "x"));
    assert_non_null(strstr(hillock_trainer_message(t), "neuron"));
    refused(hillock_trainer_load_checkpoint(t, f.neuron, NULL, "x"));
    refused(hillock_trainer_load_checkpoint(t, f.neuron, f.p.data, NULL));
    refused(hillock_trainer_read_checkpoint(NULL, f.neuron, f.p.data, read_nothing, NULL));
    refused(hillock_trainer_read_checkpoint(t, NULL, f.p.data, read_nothing, NULL));
    refused(hillock_trainer_read_checkpoint(t, f.neuron, NULL, read_nothing, NULL));
    assert_non_null(strstr(hillock_trainer_message(t), "dataset"));
    refused(hillock_trainer_read_checkpoint(t, f.neuron, f.p.data, NULL, NULL));
    refused(hillock_trainer_set_checkpoint(NULL, "x", 1));
    must(hillock_trainer_set_checkpoint(t, NULL, 0));
    assert_status(hillock_trainer_set_checkpoint(t, "x", 0), HILLOCK_ERROR_VALUE);
    assert_status(hillock_trainer_set_checkpoint(t, "x", NAN), HILLOCK_ERROR_VALUE);
    assert_status(hillock_trainer_write_checkpoint(t, write_nothing, NULL),
                  HILLOCK_ERROR_INCOMPLETE);
    assert_status(hillock_trainer_save_checkpoint(t, "x"), HILLOCK_ERROR_INCOMPLETE);
    assert_status(hillock_trainer_read_checkpoint(t, f.neuron, f.p.data, read_nothing, NULL),
                  HILLOCK_ERROR_FORMAT);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void trainer_functions_refuse_null(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    double real = 7.0;
    int64_t integer = 7;
    refused(hillock_trainer_set_solver(NULL, HILLOCK_GD));
    refused(hillock_trainer_set_real(NULL, HILLOCK_L2, 1.0));
    refused(hillock_trainer_set_integer(NULL, HILLOCK_EPOCHS, 1));
    refused(hillock_trainer_set_text(NULL, "l2", "1"));
    refused(hillock_trainer_set_text(f.trainer, NULL, "1"));
    refused(hillock_trainer_set_text(f.trainer, "l2", NULL));
    assert_non_null(strstr(hillock_trainer_message(f.trainer), "value"));
    refused(hillock_trainer_get_real(NULL, HILLOCK_L2, &real));
    refused(hillock_trainer_get_real(f.trainer, HILLOCK_L2, NULL));
    refused(hillock_trainer_get_integer(NULL, HILLOCK_EPOCHS, &integer));
    refused(hillock_trainer_get_integer(f.trainer, HILLOCK_EPOCHS, NULL));
    refused(hillock_trainer_set_progress(NULL, NULL, NULL));
    must(hillock_trainer_set_progress(f.trainer, NULL, NULL));
    refused(hillock_train(NULL, f.neuron, f.p.data));
    refused(hillock_train(f.trainer, NULL, f.p.data));
    assert_non_null(strstr(hillock_trainer_message(f.trainer), "neuron"));
    refused(hillock_train(f.trainer, f.neuron, NULL));
    assert_non_null(strstr(hillock_trainer_message(f.trainer), "dataset"));
    refused(hillock_fit(NULL, f.p.data));
    refused(hillock_fit(f.neuron, NULL));
    assert_non_null(strstr(hillock_neuron_message(f.neuron), "dataset"));
    refused(hillock_trainer_report(NULL, HILLOCK_REPORT_J, &real));
    refused(hillock_trainer_report(f.trainer, HILLOCK_REPORT_J, NULL));
    refused(hillock_trainer_history(NULL, 1, &real, &real, &real));
    assert_int_equal(hillock_trainer_history_length(NULL), 0);
    assert_non_null(hillock_trainer_message(NULL));
    assert_true(real == 7.0 && integer == 7);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_refuse_null_and_write_nothing),
        cmocka_unit_test(handles_that_are_null_are_refused_by_create_and_harmless_to_destroy),
        cmocka_unit_test(dataset_functions_refuse_a_null_dataset),
        cmocka_unit_test(dataset_functions_refuse_null_arrays_and_name_them),
        cmocka_unit_test(neuron_functions_refuse_null),
        cmocka_unit_test(predict_functions_refuse_null),
        cmocka_unit_test(derivation_functions_refuse_null),
        cmocka_unit_test(checkpoint_functions_refuse_null),
        cmocka_unit_test(trainer_functions_refuse_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
