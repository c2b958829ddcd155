/* The numbers of the derivation, worked by hand. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "core/blas.h"
#include "hillock/hillock.h"
#include "support/pairs.h"

/* [1 2] . [[3 5 7], [4 6 8]] = [11 17 23]: u_q = sum_p v_p M_pq. */
static void product_of_row_and_matrix_is_11_17_23(void **state)
{
    (void)state;
    const double M[] = {3, 5, 7, 4, 6, 8}, transposed[] = {3, 4, 5, 6, 7, 8}, v[] = {1, 2};
    const float narrow[] = {3, 5, 7, 4, 6, 8}, narrow_v[] = {1, 2};
    double u[3] = {0}, same[3] = {0};
    float narrow_u[3] = {0};
    hk_gemv_f64(HK_TRANSPOSED, 2, 3, M, 3, v, u);
    hk_gemv_f64(HK_PLAIN, 3, 2, transposed, 2, v, same);
    hk_gemv_f32(HK_TRANSPOSED, 2, 3, narrow, 3, narrow_v, narrow_u);
    for (int q = 0; q < 3; q++) {
        assert_true(u[q] == 11 + 6 * q);
        assert_true(same[q] == 11 + 6 * q);
        assert_true(narrow_u[q] == (float)(11 + 6 * q));
    }
}

static void product_adds_onto_what_is_there(void **state)
{
    (void)state;
    const double M[] = {3, 5, 7, 4, 6, 8}, v[] = {1, 2};
    double u[3] = {100, 200, 300};
    hk_gemv_f64(HK_TRANSPOSED, 2, 3, M, 3, v, u);
    assert_true(u[0] == 111 && u[1] == 217 && u[2] == 323);
}

/* The same as z = wX of a neuron with w = [1 2], in both layouts, and with b = -1 and an offset. */
static void z_of_a_neuron_is_the_same_product(void **state)
{
    (void)state;
    samples s = samples_create(3, 2);
    const double X[] = {3, 4, 5, 6, 7, 8}, w[] = {1, 2}, offset[] = {0, 10, -20};
    for (int k = 0; k < 6; k++)
        s.X[k] = X[k];
    for (int j = 0; j < 3; j++)
        s.offset[j] = offset[j];
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, 2, w, -1.0);
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k);
        arranged data = arrange(&s, how);
        double z[3];
        assert_int_equal(hillock_factors(neuron, data.dataset, z, NULL, NULL, NULL, NULL), 0);
        for (int j = 0; j < 3; j++)
            assert_true(z[j] == 11 + 6 * j - 1 + (how.with_offset ? offset[j] : 0));
        arranged_destroy(&data);
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* v diag(d) = v (.) d for v = [1 -2 3], d = [0.5 4 -1]: [0.5 -8 -3]. */
static void product_with_a_diagonal_matrix_is_elementwise(void **state)
{
    (void)state;
    const double v[] = {1, -2, 3}, d[] = {0.5, 4, -1}, expected[] = {0.5, -8, -3};
    const double diagonal[] = {0.5, 0, 0, 0, 4, 0, 0, 0, -1};
    double u[3] = {0};
    hk_gemv_f64(HK_TRANSPOSED, 3, 3, diagonal, 3, v, u);
    for (int j = 0; j < 3; j++) {
        assert_true(u[j] == expected[j]);
        assert_true(v[j] * d[j] == expected[j]);
    }
}

/* J = (y - (w1 x1 + w0))^2 with y = 5, x1 = 3, w1 = 2, w0 = 1: r = 7 - 5 = 2, J = 4, dJ/dw1 = 2 r
 * x1 = 12, dJ/dw0 = 2 r = 4. A step of 0.1 gives w1 = 0.8, w0 = 0.6, J = (3 - 5)^2 = 4. */
static void one_feature_example_has_the_gradient_worked_by_hand(void **state)
{
    (void)state;
    double w1 = 2.0, x1 = 3.0, y = 5.0, J, dJ_dw, dJ_db, w0;
    hillock_dataset *data;
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, 1, &w1, 1.0);
    assert_int_equal(hillock_dataset_create(&data, 1, 1), HILLOCK_OK);
    hillock_dataset_set_features_f64(data, &x1, HILLOCK_SAMPLE_MAJOR, 1);
    hillock_dataset_set_targets_f64(data, &y);
    assert_int_equal(hillock_gradient(neuron, data, &J, &dJ_dw, &dJ_db), HILLOCK_OK);
    assert_true(J == 4.0 && dJ_dw == 12.0 && dJ_db == 4.0);

    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 0.1);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 1);
    assert_int_equal(hillock_train(trainer, neuron, data), HILLOCK_STEP_LIMIT);
    hillock_neuron_get_parameters(neuron, &w1, &w0);
    assert_within(w1, 0.8, 4 * DBL_EPSILON, "w1");
    assert_within(w0, 0.6, 4 * DBL_EPSILON, "w0");
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

/* Logistic and cross-entropy, w = [log 3, 0], b = 0, three samples:
 *   x = (1, 5), y = 1: z = log 3, a = 3/4, l = log(4/3), a - y = -1/4
 *   x = (-1, 2), y = 0: z = -log 3, a = 1/4, l = log(4/3), a - y = 1/4
 *   x = (0, -4), y = 0: z = 0, a = 1/2, l = log 2, a - y = 1/2
 * J = (2 log(4/3) + log 2) / 3; dJ/dw = ([-1/4 - 1/4, -5/4 + 2/4 - 2]) / 3 = [-1/6, -11/12]; dJ/db
 * = 1/6. */
static void textbook_case_has_the_gradient_worked_by_hand(void **state)
{
    (void)state;
    const double log_3 = 1.0986122886681098, X[] = {1, 5, -1, 2, 0, -4}, w[] = {log_3, 0};
    const double a_by_hand[] = {0.75, 0.25, 0.5}, e_by_hand[] = {-0.25, 0.25, 0.5};
    const double log_4_3 = 0.28768207245178093, log_2 = 0.69314718055994531;
    double J, dJ_dw[2], dJ_db, a[3], dJ_dz[3];
    samples s = samples_create(3, 2);
    for (int k = 0; k < 6; k++)
        s.X[k] = X[k];
    s.y[0] = 1.0;
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 2, w, 0.0);
    arranged data = arrange_plainly(&s, false, false);
    assert_int_equal(hillock_gradient(neuron, data.dataset, &J, dJ_dw, &dJ_db), HILLOCK_OK);
    assert_int_equal(hillock_factors(neuron, data.dataset, NULL, a, NULL, NULL, dJ_dz), 0);
    assert_within(J, (2 * log_4_3 + log_2) / 3, 4 * DBL_EPSILON, "J");
    assert_within(dJ_dw[0], -1.0 / 6, 4 * DBL_EPSILON, "dJ/dw_0");
    assert_within(dJ_dw[1], -11.0 / 12, 8 * DBL_EPSILON, "dJ/dw_1");
    assert_within(dJ_db, 1.0 / 6, 4 * DBL_EPSILON, "dJ/db");
    for (int j = 0; j < 3; j++) {
        assert_within(a[j], a_by_hand[j], 2 * DBL_EPSILON, "a_%d", j);
        assert_within(dJ_dz[j], e_by_hand[j] / 3, 2 * DBL_EPSILON, "dJ/dz_%d", j);
    }
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* Rosenblatt: where y z <= 0, w <- w + rate y x and b <- b + rate y; else nothing. From w = 0,
 * b = 0, rate 1/2, in order: x = (2, -4), y = 1: z = 0, wrong: w = (1, -2), b = 1/2. x = (1,
 * 1), y = -1: z = -1/2, right. x = (3, 1), y = -1: z = 3/2, wrong: w = (-1/2, -5/2), b = 0. */
static void perceptron_rule_moves_only_on_mistakes(void **state)
{
    (void)state;
    const double X[] = {2, -4, 1, 1, 3, 1}, y[] = {1, -1, -1}, zero[] = {0, 0};
    double w[2], b;
    hillock_dataset *data;
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(HILLOCK_STEP, HILLOCK_PERCEPTRON, 2, zero, 0.0);
    assert_int_equal(hillock_dataset_create(&data, 3, 2), HILLOCK_OK);
    hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 2);
    hillock_dataset_set_targets_f64(data, y);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_solver(trainer, HILLOCK_SGD);
    hillock_trainer_set_text(trainer, "sampling", "in-order");
    hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 1);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 1);
    hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 0.5);
    hillock_train(trainer, neuron, data);
    hillock_neuron_get_parameters(neuron, w, &b);
    assert_true(w[0] == -0.5 && w[1] == -2.5 && b == 0.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(product_of_row_and_matrix_is_11_17_23),
        cmocka_unit_test(product_adds_onto_what_is_there),
        cmocka_unit_test(z_of_a_neuron_is_the_same_product),
        cmocka_unit_test(product_with_a_diagonal_matrix_is_elementwise),
        cmocka_unit_test(one_feature_example_has_the_gradient_worked_by_hand),
        cmocka_unit_test(textbook_case_has_the_gradient_worked_by_hand),
        cmocka_unit_test(perceptron_rule_moves_only_on_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
