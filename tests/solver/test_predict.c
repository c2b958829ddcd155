/* From rows to z, a and classes: the same from every function, type, stride and thread. */
#include "solver/problem.h"

#include <pthread.h>
#include <string.h>

#include "support/samples.h"
#include "support/testing.h"

enum { ROWS = 600, N = 7, STRIDE = 9 }; /* more rows than a chunk */

typedef struct table {
    double rows[ROWS * STRIDE]; /* the two numbers past each row are NaN: never to be read */
    float narrow[ROWS * STRIDE];
    double z[ROWS];
} table;

static const double w[N] = {0.5, -1.25, 2.0, 0.0, 0.75, -0.5, 1.0};
static const double b = 0.25;

/* Rows that float holds exactly, and z from long double. */
static void fill(table *t)
{
    hk_random random = hk_random_seed(1);
    for (size_t j = 0; j < ROWS; j++) {
        long double z = b;
        for (size_t i = 0; i < STRIDE; i++) {
            const float x = i < N ? (float)normal(&random) : NAN;
            t->rows[j * STRIDE + i] = t->narrow[j * STRIDE + i] = x;
            if (i < N)
                z += (long double)w[i] * x;
        }
        t->z[j] = (double)z;
    }
}

static hillock_neuron *known_neuron(hillock_activation activation, hillock_loss loss)
{
    hillock_neuron *const neuron = neuron_of(N, activation, loss);
    must(hillock_neuron_set_parameters(neuron, w, b));
    return neuron;
}

static void z_is_wx_plus_b_for_both_types(void **state)
{
    (void)state;
    static table t;
    fill(&t);
    double z[ROWS];
    float narrow_z[ROWS];
    hillock_neuron *const neuron = known_neuron(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_predict_z_f64(neuron, t.rows, ROWS, STRIDE, z));
    must(hillock_predict_z_f32(neuron, t.narrow, ROWS, STRIDE, narrow_z));
    for (size_t j = 0; j < ROWS; j++) { /* terms up to 8, summed with 8 roundings; one to float */
        assert_close(z[j], t.z[j], 64 * 0x1p-53);
        assert_close(narrow_z[j], t.z[j], 0x1p-24 * fabs(t.z[j]) + 64 * 0x1p-53);
    }
    hillock_neuron_destroy(neuron);
}

/* a = f(z), and one row at a time gives the same bits as many. */
static void rows_one_by_one_give_the_bits_of_many(void **state)
{
    (void)state;
    static table t;
    fill(&t);
    double a[ROWS];
    float narrow_a[ROWS];
    hillock_neuron *const neuron = known_neuron(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_predict_f64(neuron, t.rows, ROWS, STRIDE, a));
    must(hillock_predict_f32(neuron, t.narrow, ROWS, STRIDE, narrow_a));
    for (size_t j = 0; j < ROWS; j++) {
        double one;
        float narrow_one;
        must(hillock_predict_row_f64(neuron, t.rows + j * STRIDE, &one));
        must(hillock_predict_row_f32(neuron, t.narrow + j * STRIDE, &narrow_one));
        assert_memory_equal(&one, &a[j], sizeof one);
        assert_memory_equal(&narrow_one, &narrow_a[j], sizeof narrow_one);
        const double expected = (double)(1.0L / (1.0L + expl(-(long double)t.z[j])));
        assert_close(a[j], expected, 64 * 0x1p-53); /* |f'| <= 1/4 on the error of z, and 4 ulp */
        assert_close(narrow_a[j], expected, 0x1p-24 * expected + 64 * 0x1p-53);
    }
    hillock_neuron_destroy(neuron);
}

/* Of 20 MB, as rows are asked for that come from memory: in streams, of short rows side by side. */
static void rows_from_memory_give_the_bits_of_each_alone(void **state)
{
    static const size_t lengths[] = {20, 40, 63, 300}; /* 63: by the end most of a lead is lost */
    enum { NUMBERS = 2500000 };
    (void)state;
    hk_random random = hk_random_seed(2);
    double *const rows = malloc(NUMBERS * sizeof *rows), *const a = malloc(NUMBERS * sizeof *a);
    double w_long[300];
    assert_true(rows && a);
    for (size_t k = 0; k < NUMBERS; k++)
        rows[k] = (double)(hk_random_next(&random) >> 11) * 0x1p-53 - 0.5;
    for (size_t i = 0; i < 300; i++)
        w_long[i] = normal(&random) / 300.0;
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        const size_t n = lengths[k], count = NUMBERS / n;
        hillock_neuron *const neuron = neuron_of(n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        must(hillock_neuron_set_parameters(neuron, w_long, b));
        must(hillock_predict_f64(neuron, rows, count, n, a));
        for (size_t j = 0; j < count; j++) {
            double alone;
            must(hillock_predict_row_f64(neuron, rows + j * n, &alone));
            assert_memory_equal(&a[j], &alone, sizeof alone);
        }
        hillock_neuron_destroy(neuron);
    }
    free(rows);
    free(a);
}

/* Of every type and layout, with padding and offsets; rows of the fused kernel have the bits of
 * each alone. */
static void a_dataset_gives_what_its_rows_give(void **state)
{
    enum { SAMPLES = 3000 };
    static double a[SAMPLES];
    (void)state;
    samples s = samples_random(SAMPLES, N, 3);
    samples_round_to_float(&s);
    hillock_neuron *const neuron = known_neuron(HILLOCK_TANH, HILLOCK_SQUARED);
    for (size_t k = 0; k < 2 * ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k / 2);
        const hillock_kernel kernel = k % 2 == 0 ? HILLOCK_KERNEL_FUSED : HILLOCK_KERNEL_BLAS;
        arranged data = arrange(&s, how);
        must(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, kernel));
        must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, 1 + (int64_t)k % 3));
        must(hillock_predict_dataset(neuron, data.dataset, a));
        for (size_t j = 0; j < SAMPLES; j++) {
            double z, alone;
            must(hillock_predict_z_f64(neuron, s.X + j * N, 1, N, &z));
            const double expected = tanh(z + (how.with_offset ? s.offset[j] : 0.0));
            const bool in_float = kernel == HILLOCK_KERNEL_BLAS && how.type == HK_F32;
            assert_within(a[j], expected, in_float ? 0x1p-19 : 0x1p-48, "case %zu, row %zu", k, j);
            must(hillock_predict_row_f64(neuron, s.X + j * N, &alone));
            if (kernel == HILLOCK_KERNEL_FUSED && how.layout == HILLOCK_SAMPLE_MAJOR &&
                !how.with_offset)
                assert_memory_equal(&a[j], &alone, sizeof alone);
        }
        arranged_destroy(&data);
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

static void a_dataset_that_does_not_fit_is_refused(void **state)
{
    double a[2] = {5.0, 5.0};
    const double X[2 * N] = {1.0};
    hillock_dataset *none, *narrow;
    (void)state;
    hillock_neuron *const neuron = known_neuron(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_dataset_create(&none, 2, N));
    must(hillock_dataset_create(&narrow, 2, N - 1));
    must(hillock_dataset_set_features_f64(narrow, X, HILLOCK_SAMPLE_MAJOR, N - 1));
    assert_int_equal(hillock_predict_dataset(neuron, none, a), HILLOCK_ERROR_INCOMPLETE);
    assert_int_equal(hillock_predict_dataset(neuron, narrow, a), HILLOCK_ERROR_SIZE);
    assert_true(a[0] == 5.0 && a[1] == 5.0);
    must(hillock_dataset_set_features_f64(none, X, HILLOCK_SAMPLE_MAJOR, N)); /* and no targets */
    must(hillock_predict_dataset(neuron, none, a));
    assert_true(a[0] != 5.0 && a[1] != 5.0);
    hillock_dataset_destroy(none);
    hillock_dataset_destroy(narrow);
    hillock_neuron_destroy(neuron);
}

static void classes_are_cut_at_the_threshold_inclusively(void **state)
{
    (void)state;
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
        int lower;
    } cases[] = {{HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0},
                 {HILLOCK_IDENTITY, HILLOCK_HINGE, -1},
                 {HILLOCK_IDENTITY, HILLOCK_SQUARED_HINGE, -1},
                 {HILLOCK_TANH, HILLOCK_PERCEPTRON, -1},
                 {HILLOCK_STEP, HILLOCK_PERCEPTRON, -1}};
    static table t;
    fill(&t);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        double a[ROWS];
        int classes[ROWS], narrow[ROWS];
        hillock_neuron *const neuron = known_neuron(cases[k].activation, cases[k].loss);
        must(hillock_predict_f64(neuron, t.rows, ROWS, STRIDE, a));
        const double threshold = a[300]; /* one row lies on it */
        must(hillock_predict_class_f64(neuron, t.rows, ROWS, STRIDE, threshold, classes));
        must(hillock_predict_class_f32(neuron, t.narrow, ROWS, STRIDE, threshold, narrow));
        for (size_t j = 0; j < ROWS; j++) {
            assert_int_equal(classes[j], a[j] >= threshold ? 1 : cases[k].lower);
            if (fabs(a[j] - threshold) > 1e-12)
                assert_int_equal(narrow[j], classes[j]);
        }
        hillock_neuron_destroy(neuron);
    }
}

static void infinite_thresholds_put_everything_on_one_side(void **state)
{
    (void)state;
    static table t;
    fill(&t);
    int classes[ROWS];
    hillock_neuron *const neuron = known_neuron(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_predict_class_f64(neuron, t.rows, ROWS, STRIDE, HUGE_VAL, classes));
    for (size_t j = 0; j < ROWS; j++)
        assert_int_equal(classes[j], 0);
    must(hillock_predict_class_f64(neuron, t.rows, ROWS, STRIDE, -HUGE_VAL, classes));
    for (size_t j = 0; j < ROWS; j++)
        assert_int_equal(classes[j], 1);
    hillock_neuron_destroy(neuron);
}

/* Of every activation, in the first, a middle and the last feature, weight 0 included; the rows
 * beside it stay as they are. */
static void a_row_with_a_nan_gives_nan_and_the_lower_class(void **state)
{
    (void)state;
    static table t, broken;
    fill(&t);
    for (size_t k = 0; hillock_activation_at(k) != 0; k++) {
        const hillock_activation activation = (hillock_activation)hillock_activation_at(k);
        if (activation == HILLOCK_USER_ACTIVATION)
            continue;
        double before[3], a[3];
        float narrow[3];
        hillock_neuron *const neuron = known_neuron(
            activation, activation == HILLOCK_STEP ? HILLOCK_PERCEPTRON : HILLOCK_SQUARED);
        must(hillock_predict_f64(neuron, t.rows, 3, STRIDE, before));
        for (size_t i = 0; i < N; i += 3) {
            broken = t;
            broken.rows[STRIDE + i] = broken.narrow[STRIDE + i] = NAN;
            must(hillock_predict_f64(neuron, broken.rows, 3, STRIDE, a));
            must(hillock_predict_f32(neuron, broken.narrow, 3, STRIDE, narrow));
            if (!isnan(a[1]) || !isnan(narrow[1]))
                fail_msg("%s of NaN is %g", hillock_activation_name(activation), a[1]);
            assert_true(a[0] == before[0] && a[2] == before[2]);
        }
        hillock_neuron_destroy(neuron);
    }
    int classes[3];
    hillock_neuron *const neuron = known_neuron(HILLOCK_IDENTITY, HILLOCK_HINGE);
    must(hillock_predict_class_f64(neuron, broken.rows, 3, STRIDE, -1e9, classes));
    assert_int_equal(classes[0], 1);
    assert_int_equal(classes[1], -1);
    hillock_neuron_destroy(neuron);
}

static void a_neuron_without_features_predicts_its_bias(void **state)
{
    (void)state;
    double a[3] = {0};
    hillock_neuron *const neuron = neuron_of(0, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    must(hillock_neuron_set_parameters(neuron, NULL, 1.5));
    must(hillock_predict_f64(neuron, NULL, 3, 0, a));
    assert_true(a[0] == 1.5 && a[1] == 1.5 && a[2] == 1.5);
    must(hillock_predict_row_f64(neuron, NULL, a));
    assert_true(a[0] == 1.5);
    hillock_neuron_destroy(neuron);
}

enum { THREADS = 8, SHARE = 300, SHIFT = 40 }; /* rows each reads, and from where on */

/* Each thread reads other rows, so that anything shared between them would show. */
typedef struct reader {
    pthread_t thread;
    const hillock_neuron *neuron;
    const double *rows;
    const double *expected;
    int differences;
} reader;

static void *read_often(void *argument)
{
    reader *const r = argument;
    double a[SHARE], one;
    for (int k = 0; k < 500; k++) {
        r->differences += hillock_predict_f64(r->neuron, r->rows, SHARE, STRIDE, a) != HILLOCK_OK;
        r->differences += memcmp(a, r->expected, sizeof a) != 0;
        r->differences += hillock_predict_row_f64(r->neuron, r->rows, &one) != HILLOCK_OK;
        r->differences += memcmp(&one, r->expected, sizeof one) != 0;
    }
    return NULL;
}

static void threads_predict_with_one_neuron_at_once(void **state)
{
    (void)state;
    static table t;
    static double expected[ROWS];
    reader readers[THREADS];
    fill(&t);
    hillock_neuron *const neuron = known_neuron(HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY);
    must(hillock_predict_f64(neuron, t.rows, ROWS, STRIDE, expected));
    for (size_t k = 0; k < THREADS; k++) {
        const size_t first = k * SHIFT;
        readers[k] = (reader){
            .neuron = neuron, .rows = t.rows + first * STRIDE, .expected = expected + first};
        assert_int_equal(pthread_create(&readers[k].thread, NULL, read_often, &readers[k]), 0);
    }
    for (size_t k = 0; k < THREADS; k++) {
        assert_int_equal(pthread_join(readers[k].thread, NULL), 0);
        assert_int_equal(readers[k].differences, 0);
    }
    hillock_neuron_destroy(neuron);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(z_is_wx_plus_b_for_both_types),
        cmocka_unit_test(rows_one_by_one_give_the_bits_of_many),
        cmocka_unit_test(rows_from_memory_give_the_bits_of_each_alone),
        cmocka_unit_test(a_dataset_gives_what_its_rows_give),
        cmocka_unit_test(a_dataset_that_does_not_fit_is_refused),
        cmocka_unit_test(classes_are_cut_at_the_threshold_inclusively),
        cmocka_unit_test(infinite_thresholds_put_everything_on_one_side),
        cmocka_unit_test(a_row_with_a_nan_gives_nan_and_the_lower_class),
        cmocka_unit_test(a_neuron_without_features_predicts_its_bias),
        cmocka_unit_test(threads_predict_with_one_neuron_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
