/* The same samples in any memory: layouts, strides, types. What lies between rows is never read. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "data/view.h"
#include "hillock/hillock.h"
#include "support/pairs.h"

enum { M = 333, N = 6 };
static const size_t paddings[] = {0, 1, 2, 5, 64, 1000};
enum { N_PADDINGS = sizeof paddings / sizeof paddings[0] };

typedef struct result {
    double value[N + 2]; /* J, dJ/dw, dJ/db */
} result;

static result differentiate(const samples *s, const double *w, double b, arrangement how)
{
    result r;
    hillock_neuron *const neuron = neuron_at(HILLOCK_TANH, HILLOCK_HUBER, N, w, b);
    arranged data = arrange(s, how);
    assert_int_equal(
        hillock_gradient(neuron, data.dataset, &r.value[0], &r.value[1], &r.value[N + 1]), 0);
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    return r;
}

/* All arrangements of the same doubles are sums of the same terms (of order 1) in another order;
 * floats are the same numbers rounded, so that of f32 the unit is that of float. The padding is
 * NaN and ends with the array: one look at it would show. */
static void gradient_is_the_same_in_every_layout_stride_and_type(void **state)
{
    (void)state;
    double w[N], b;
    samples s = samples_for_pair(HILLOCK_TANH, HILLOCK_HUBER, M, N, 6, w, &b);
    const result plain =
        differentiate(&s, w, b, (arrangement){HK_F64, HILLOCK_SAMPLE_MAJOR, 0, true, true});
    for (size_t p = 0; p < N_PADDINGS; p++)
        for (size_t k = 12; k < 16; k++) { /* weights and offset */
            arrangement how = arrangement_at(k);
            how.padding = paddings[p];
            const double unit = how.type == HK_F64 ? DBL_EPSILON : (double)FLT_EPSILON;
            const result r = differentiate(&s, w, b, how);
            for (size_t i = 0; i < N + 2; i++)
                assert_within(r.value[i], plain.value[i], 16 * unit,
                              "number %zu with padding %zu, arrangement %zu", i, paddings[p], k);
        }
    samples_destroy(&s);
}

/* Targets, weights and offset in float beside features in double, and the other way round. */
static void columns_may_be_of_another_type_than_the_features(void **state)
{
    (void)state;
    double w[N], b, J[2];
    samples s = samples_for_pair(HILLOCK_TANH, HILLOCK_HUBER, M, N, 6, w, &b);
    hillock_neuron *const neuron = neuron_at(HILLOCK_TANH, HILLOCK_HUBER, N, w, b);
    arranged wide = arrange(&s, arrangement_at(12)), narrow = arrange(&s, arrangement_at(13));
    assert_int_equal(hillock_evaluate(neuron, wide.dataset, &J[0]), HILLOCK_OK);
    hillock_dataset_set_targets_f32(wide.dataset, narrow.columns[0]);
    hillock_dataset_set_weights_f32(wide.dataset, narrow.columns[1]);
    hillock_dataset_set_offset_f32(wide.dataset, narrow.columns[2]);
    assert_int_equal(hillock_evaluate(neuron, wide.dataset, &J[1]), HILLOCK_OK);
    assert_same_bits(1, &J[1], &J[0], "J: the numbers are the same in both types");
    hillock_dataset_set_targets_f64(narrow.dataset, s.y);
    hillock_dataset_set_weights_f64(narrow.dataset, s.weights);
    hillock_dataset_set_offset_f64(narrow.dataset, s.offset);
    assert_int_equal(hillock_evaluate(neuron, narrow.dataset, &J[1]), HILLOCK_OK);
    assert_within(J[1], J[0], 16 * (double)FLT_EPSILON, "J of float features");
    arranged_destroy(&wide);
    arranged_destroy(&narrow);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

static void views_find_every_number_of_every_arrangement(void **state)
{
    (void)state;
    samples s = samples_random(17, N, 8);
    samples_round_to_float(&s);
    for (size_t k = 0; k < 4; k++) {
        const arrangement how = arrangement_at(k);
        arranged data = arrange(&s, how);
        const bool sample_major = how.layout == HILLOCK_SAMPLE_MAJOR;
        const hk_view view = {.n_samples = s.m,
                              .n_features = s.n,
                              .X = data.X,
                              .type = how.type,
                              .layout = how.layout,
                              .stride = (sample_major ? s.n : s.m) + how.padding};
        double buffer[N];
        for (size_t j = 0; j < s.m; j++) {
            assert_same_bits(N, hk_view_row(&view, j, buffer), &s.X[j * N], "row");
            for (size_t i = 0; i < N; i++)
                assert_true(hk_view_value(&view, j, i) == s.X[j * N + i]);
        }
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

/* The first-order solvers end at the same parameters whatever the arrangement: 200 epochs with
 * a convex pair, which contracts the differences of rounding. */
static void training_is_the_same_in_every_layout_and_stride(void **state)
{
    (void)state;
    double w[N], b, expected[N] = {0};
    samples s = samples_for_pair(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 6, w, &b);
    const double zero[N] = {0};
    for (int solver = HILLOCK_GD; solver <= HILLOCK_AGD; solver += HILLOCK_SGD - HILLOCK_GD)
        for (size_t k = 12; k < 16; k++) {
            arranged data = arrange(&s, arrangement_at(k));
            hillock_trainer *trainer;
            hillock_neuron *const neuron =
                neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, zero, 0.0);
            assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
            hillock_trainer_set_solver(trainer, (hillock_solver)solver);
            hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 200);
            hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0.0);
            hillock_trainer_set_real(trainer, HILLOCK_L2, 0.1);
            assert_int_equal(hillock_train(trainer, neuron, data.dataset), HILLOCK_STEP_LIMIT);
            hillock_neuron_get_parameters(neuron, w, &b);
            const double unit = k % 2 == 0 ? 1e-13 : 1e-5;
            for (size_t i = 0; i < N; i++) {
                if (k == 12)
                    expected[i] = w[i];
                assert_within(w[i], expected[i], unit, "w_%zu of arrangement %zu", i, k);
            }
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            arranged_destroy(&data);
        }
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradient_is_the_same_in_every_layout_stride_and_type),
        cmocka_unit_test(columns_may_be_of_another_type_than_the_features),
        cmocka_unit_test(views_find_every_number_of_every_arrangement),
        cmocka_unit_test(training_is_the_same_in_every_layout_and_stride),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
