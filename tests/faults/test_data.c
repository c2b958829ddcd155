/* Data that cannot be trained on: the check and training find the same fault, name its place
 * and its value, say how to mend it, and change nothing. */
#include "faults/fixture.h"

/* Puts `value` where it hurts, in double or in float data. */
typedef enum part { FEATURES, TARGETS, WEIGHTS, OFFSET } part;

typedef struct arrays {
    double X[FIXTURE_M * FIXTURE_N], y[FIXTURE_M], weights[FIXTURE_M], offset[FIXTURE_M];
    float narrow_X[FIXTURE_M * FIXTURE_N], narrow_y[FIXTURE_M], narrow_weights[FIXTURE_M],
        narrow_offset[FIXTURE_M];
} arrays;

static void fill(arrays *a, const fixture *f)
{
    for (size_t k = 0; k < FIXTURE_M * FIXTURE_N; k++)
        a->X[k] = f->p.X[k];
    for (size_t j = 0; j < FIXTURE_M; j++) {
        a->y[j] = f->p.y[j];
        a->weights[j] = 1.0 + (double)(j % 2);
        a->offset[j] = 0.25 * (double)j;
    }
}

static void spoil(arrays *a, part where, size_t row, size_t column, double value)
{
    if (where == FEATURES)
        a->X[row * FIXTURE_N + column] = value;
    if (where == TARGETS)
        a->y[row] = value;
    if (where == WEIGHTS)
        a->weights[row] = value;
    if (where == OFFSET)
        a->offset[row] = value;
    for (size_t k = 0; k < FIXTURE_M * FIXTURE_N; k++)
        a->narrow_X[k] = (float)a->X[k];
    for (size_t j = 0; j < FIXTURE_M; j++) {
        a->narrow_y[j] = (float)a->y[j];
        a->narrow_weights[j] = (float)a->weights[j];
        a->narrow_offset[j] = (float)a->offset[j];
    }
}

static void view(hillock_dataset *data, const arrays *a, bool narrow)
{
    if (narrow) {
        must(hillock_dataset_set_features_f32(data, a->narrow_X, HILLOCK_SAMPLE_MAJOR, FIXTURE_N));
        must(hillock_dataset_set_targets_f32(data, a->narrow_y));
        must(hillock_dataset_set_weights_f32(data, a->narrow_weights));
        must(hillock_dataset_set_offset_f32(data, a->narrow_offset));
        return;
    }
    must(hillock_dataset_set_features_f64(data, a->X, HILLOCK_SAMPLE_MAJOR, FIXTURE_N));
    must(hillock_dataset_set_targets_f64(data, a->y));
    must(hillock_dataset_set_weights_f64(data, a->weights));
    must(hillock_dataset_set_offset_f64(data, a->offset));
}

/* The dataset's check, train and fit agree, and neuron and settings stay as they are. */
static void expect_refused(const fixture *f, hillock_dataset *data, hillock_loss loss,
                           hillock_status expected, const char *const words[])
{
    double before[MOST_OPTIONS], after[MOST_OPTIONS];
    hillock_activation activation = HILLOCK_LOGISTIC;
    if (loss != HILLOCK_CROSS_ENTROPY)
        activation =
            loss == HILLOCK_POISSON || loss == HILLOCK_GAMMA ? HILLOCK_EXP : HILLOCK_IDENTITY;
    hillock_neuron *const neuron = neuron_of(FIXTURE_N, activation, loss);
    must(hillock_neuron_set_parameters(neuron, (const double[]){0.5, -0.25}, 0.125));
    const parameters start = parameters_of(neuron);
    settings_of(f->trainer, before);
    assert_status(hillock_dataset_check(data, loss), expected);
    assert_says(hillock_dataset_message(data), words);
    assert_int_equal(hillock_dataset_zero_weights(data), 0);
    assert_int_equal(hillock_dataset_constant_features(data, 0, NULL), 0);
    assert_status(hillock_train(f->trainer, neuron, data), expected);
    assert_says(hillock_trainer_message(f->trainer), words);
    assert_status(hillock_fit(neuron, data), expected);
    assert_says(hillock_neuron_message(neuron), words);
    const parameters end = parameters_of(neuron);
    settings_of(f->trainer, after);
    assert_memory_equal(&start, &end, sizeof start);
    assert_memory_equal(before, after, sizeof before);
    hillock_neuron_destroy(neuron);
}

static void expect_fault(const hillock_dataset *data, size_t row, size_t column, double value)
{
    size_t found_row = 0, found_column = 0;
    double found = 0.0;
    must(hillock_dataset_fault(data, &found_row, &found_column, &found));
    must(hillock_dataset_fault(data, NULL, NULL, NULL));
    assert_int_equal(found_row, row);
    assert_int_equal(found_column, column);
    assert_true(found == value || (isnan(found) && isnan(value)));
}

static void numbers_that_are_not_finite_are_found_in_every_array_of_both_types(void **state)
{
    (void)state;
    static const struct {
        part where;
        size_t row, column;
        const char *words[4];
    } places[] = {{FEATURES, 0, 0, {"row 0", "column 0", "feature"}},
                  {FEATURES, 11, 1, {"row 11", "column 1", "feature"}},
                  {TARGETS, 5, SIZE_MAX, {"row 5", "target"}},
                  {WEIGHTS, 7, SIZE_MAX, {"row 7", "weight"}},
                  {OFFSET, 11, SIZE_MAX, {"row 11", "offset"}}};
    static const double values[] = {NAN, HUGE_VAL, -HUGE_VAL};
    fixture f = fixture_create();
    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++)
        for (int v = 0; v < 3; v++)
            for (int narrow = 0; narrow <= 1; narrow++) {
                arrays a;
                fill(&a, &f);
                spoil(&a, places[k].where, places[k].row, places[k].column, values[v]);
                view(f.p.data, &a, narrow);
                expect_refused(&f, f.p.data, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_NOT_FINITE,
                               places[k].words);
                expect_fault(f.p.data, places[k].row, places[k].column, values[v]);
                assert_non_null(strstr(hillock_dataset_message(f.p.data), v == 0 ? "nan" : "inf"));
            }
    fixture_destroy(&f);
}

static void targets_outside_the_domain_are_refused_with_how_to_recode(void **state)
{
    (void)state;
    static const struct {
        hillock_loss loss;
        double low, high; /* the targets are these two */
        const char *words[5];
    } cases[] = {
        {HILLOCK_CROSS_ENTROPY, 1, 2, {"cross-entropy", "1 and 2", "subtract 1"}},
        {HILLOCK_CROSS_ENTROPY, -1, 1, {"cross-entropy", "-1 and +1", "(y + 1) / 2"}},
        {HILLOCK_CROSS_ENTROPY, 0, 255, {"cross-entropy", "255", "0 and 1"}},
        {HILLOCK_CROSS_ENTROPY, 0.5, 1.0000001, {"cross-entropy", "probabilities"}},
        {HILLOCK_HINGE, 0, 1, {"hinge", "0 and 1", "2 y - 1"}},
        {HILLOCK_SQUARED_HINGE, 1, 2, {"squared-hinge", "1 and 2", "2 y - 3"}},
        {HILLOCK_PERCEPTRON, 3, 4, {"perceptron", "-1 and +1"}},
        {HILLOCK_POISSON, 2, -1, {"poisson", "-1", "negative"}},
        {HILLOCK_GAMMA, 1, 0, {"gamma", "0", "positive"}},
        {HILLOCK_GAMMA, 1, -2, {"gamma", "-2", "positive"}},
    };
    fixture f = fixture_create();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        for (size_t j = 0; j < FIXTURE_M; j++)
            f.p.y[j] = j % 2 == 0 ? cases[k].low : cases[k].high;
        expect_refused(&f, f.p.data, cases[k].loss, HILLOCK_ERROR_TARGET, cases[k].words);
        size_t row;
        double value;
        must(hillock_dataset_fault(f.p.data, &row, NULL, &value));
        assert_true(row <= 1 && value == f.p.y[row]);
    }
    fixture_destroy(&f);
}

static void targets_at_the_edge_of_the_domain_are_taken(void **state)
{
    (void)state;
    static const struct {
        hillock_loss loss;
        double low, high;
    } cases[] = {{HILLOCK_CROSS_ENTROPY, 0, 1},    {HILLOCK_CROSS_ENTROPY, 0.3, 0.3},
                 {HILLOCK_HINGE, -1, 1},           {HILLOCK_POISSON, 0, 1.5},
                 {HILLOCK_GAMMA, 4.9e-324, 1e300}, {HILLOCK_SQUARED, -1e150, 1e150}};
    fixture f = fixture_create();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        for (size_t j = 0; j < FIXTURE_M; j++)
            f.p.y[j] = j % 2 == 0 ? cases[k].low : cases[k].high;
        must(hillock_dataset_check(f.p.data, cases[k].loss));
        assert_string_equal(hillock_dataset_message(f.p.data), "");
        assert_status(hillock_dataset_fault(f.p.data, NULL, NULL, NULL), HILLOCK_ERROR_INCOMPLETE);
    }
    fixture_destroy(&f);
}

/* Also when the other class has no weight. */
static void targets_of_one_class_are_refused(void **state)
{
    (void)state;
    static const struct {
        hillock_loss loss;
        double only;
        double absent;
    } cases[] = {{HILLOCK_CROSS_ENTROPY, 0, 1},
                 {HILLOCK_CROSS_ENTROPY, 1, 0},
                 {HILLOCK_HINGE, -1, 1},
                 {HILLOCK_SQUARED_HINGE, 1, -1},
                 {HILLOCK_PERCEPTRON, 1, -1}};
    double weights[FIXTURE_M];
    fixture f = fixture_create();
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        for (size_t j = 0; j < FIXTURE_M; j++)
            f.p.y[j] = cases[k].only;
        const char *const words[] = {"every target", NULL};
        must(hillock_dataset_set_weights_f64(f.p.data, NULL));
        expect_refused(&f, f.p.data, cases[k].loss, HILLOCK_ERROR_ONE_CLASS, words);
        f.p.y[3] = cases[k].absent;
        for (size_t j = 0; j < FIXTURE_M; j++)
            weights[j] = j == 3 ? 0.0 : 1.0;
        must(hillock_dataset_check(f.p.data, cases[k].loss));
        must(hillock_dataset_set_weights_f64(f.p.data, weights));
        expect_refused(&f, f.p.data, cases[k].loss, HILLOCK_ERROR_ONE_CLASS, words);
        assert_status(hillock_dataset_fault(f.p.data, NULL, NULL, NULL), HILLOCK_ERROR_INCOMPLETE);
    }
    fixture_destroy(&f);
}

static void weights_must_not_be_negative_nor_all_zero_nor_overflow(void **state)
{
    (void)state;
    double weights[FIXTURE_M];
    fixture f = fixture_create();
    must(hillock_dataset_set_weights_f64(f.p.data, weights));
    for (size_t j = 0; j < FIXTURE_M; j++)
        weights[j] = j == 4 ? -1e-300 : 1.0;
    expect_refused(&f, f.p.data, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_WEIGHT,
                   (const char *const[]){"row 4", "-1e-300", "negative", NULL});
    expect_fault(f.p.data, 4, SIZE_MAX, -1e-300);
    for (size_t j = 0; j < FIXTURE_M; j++)
        weights[j] = 0.0;
    expect_refused(&f, f.p.data, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_WEIGHT,
                   (const char *const[]){"12", "are 0", NULL});
    for (size_t j = 0; j < FIXTURE_M; j++)
        weights[j] = 1e308;
    expect_refused(&f, f.p.data, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_WEIGHT,
                   (const char *const[]){"overflows", NULL});
    fixture_destroy(&f);
}

static void zero_weights_and_constant_features_are_counted_not_refused(void **state)
{
    (void)state;
    enum { N = 5 };
    double X[FIXTURE_M * N], weights[FIXTURE_M];
    fixture f = fixture_create();
    for (size_t j = 0; j < FIXTURE_M; j++) {
        weights[j] = j < 3 ? 0.0 : 2.0;
        for (size_t i = 0; i < N; i++)
            X[j * N + i] = i % 2 == 0 ? (double)j : 0.1 * (double)i;
        X[j * N + 4] = j == 0 ? 9.0 : -1.0; /* varies only in a sample without weight */
    }
    hillock_dataset *data;
    must(hillock_dataset_create(&data, FIXTURE_M, N));
    must(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_targets_f64(data, f.p.y));
    size_t indices[N] = {7, 7, 7, 7, 7};
    assert_int_equal(hillock_dataset_constant_features(data, N, indices), 0);
    must(hillock_dataset_check(data, HILLOCK_SQUARED));
    assert_int_equal(hillock_dataset_zero_weights(data), 0);
    assert_int_equal(hillock_dataset_constant_features(data, N, indices), 2);
    assert_true(indices[0] == 1 && indices[1] == 3 && indices[2] == 7);
    must(hillock_dataset_set_weights_f64(data, weights));
    assert_int_equal(hillock_dataset_constant_features(data, 0, NULL), 0); /* before the check */
    must(hillock_dataset_check(data, HILLOCK_SQUARED));
    assert_int_equal(hillock_dataset_zero_weights(data), 3);
    indices[1] = 7;
    assert_int_equal(hillock_dataset_constant_features(data, 1, indices), 3);
    assert_true(indices[0] == 1 && indices[1] == 7);
    assert_int_equal(hillock_dataset_constant_features(data, N, indices), 3);
    assert_true(indices[2] == 4);
    must(hillock_dataset_set_offset_f64(data, NULL)); /* what was found holds no longer */
    assert_int_equal(hillock_dataset_zero_weights(data), 0);
    assert_int_equal(hillock_dataset_constant_features(data, 0, NULL), 0);
    hillock_dataset_destroy(data);
    fixture_destroy(&f);
}

static void check_refuses_unknown_losses_and_incomplete_data(void **state)
{
    (void)state;
    hillock_dataset *data;
    const double x = 1.0;
    must(hillock_dataset_create(&data, 1, 1));
    assert_status(hillock_dataset_check(data, (hillock_loss)15), HILLOCK_ERROR_KEY);
    assert_status(hillock_dataset_check(data, HILLOCK_SQUARED), HILLOCK_ERROR_INCOMPLETE);
    must(hillock_dataset_set_features_f64(data, &x, HILLOCK_SAMPLE_MAJOR, 1));
    assert_status(hillock_dataset_check(data, HILLOCK_SQUARED), HILLOCK_ERROR_INCOMPLETE);
    must(hillock_dataset_set_targets_f64(data, &x));
    must(hillock_dataset_check(data, HILLOCK_SQUARED));
    hillock_dataset_destroy(data);
    must(hillock_dataset_create(&data, 0, 1));
    assert_status(hillock_dataset_check(data, HILLOCK_SQUARED), HILLOCK_ERROR_SIZE);
    hillock_dataset_destroy(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_that_are_not_finite_are_found_in_every_array_of_both_types),
        cmocka_unit_test(targets_outside_the_domain_are_refused_with_how_to_recode),
        cmocka_unit_test(targets_at_the_edge_of_the_domain_are_taken),
        cmocka_unit_test(targets_of_one_class_are_refused),
        cmocka_unit_test(weights_must_not_be_negative_nor_all_zero_nor_overflow),
        cmocka_unit_test(zero_weights_and_constant_features_are_counted_not_refused),
        cmocka_unit_test(check_refuses_unknown_losses_and_incomplete_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
