/* Scores of tables small enough to be worked by hand, ties and weights among them. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "hillock/hillock.h"
#include "support/pairs.h"

/* A score of predictions z (one feature, w = 1, b = 0) against targets. */
static double score(hillock_activation activation, hillock_loss loss, hillock_score_kind kind,
                    size_t m, const double *z, const double *y, const double *weights)
{
    const double one = 1.0;
    double value = NAN;
    hillock_dataset *data;
    hillock_neuron *const neuron = neuron_at(activation, loss, 1, &one, 0.0);
    assert_int_equal(hillock_dataset_create(&data, m, 1), HILLOCK_OK);
    hillock_dataset_set_features_f64(data, z, HILLOCK_SAMPLE_MAJOR, 1);
    hillock_dataset_set_targets_f64(data, y);
    hillock_dataset_set_weights_f64(data, weights);
    assert_int_equal(hillock_score(neuron, data, kind, &value), HILLOCK_OK);
    hillock_dataset_destroy(data);
    hillock_neuron_destroy(neuron);
    return value;
}

static double classes(hillock_score_kind kind, size_t m, const double *z, const double *y,
                      const double *weights)
{
    return score(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, kind, m, z, y, weights);
}

/* z = -1 0 1 2 2, y = 0 1 0 1 0: predicted 0 1 1 1 1 (a = 1/2 at z = 0 is the upper class): right
 * are samples 0, 1, 3: 3/5. */
static const double z5[] = {-1, 0, 1, 2, 2}, y5[] = {0, 1, 0, 1, 0};

static void accuracy_counts_a_tie_with_the_threshold_as_the_upper_class(void **state)
{
    (void)state;
    assert_true(classes(HILLOCK_SCORE_ACCURACY, 5, z5, y5, NULL) == 0.6);
}

/* Weights 1 2 3 4 0: right 1 + 2 + 4 of 10. */
static void accuracy_is_the_weighted_share(void **state)
{
    (void)state;
    const double weights[] = {1, 2, 3, 4, 0};
    assert_true(classes(HILLOCK_SCORE_ACCURACY, 5, z5, y5, weights) == 0.7);
}

/* Margin losses: threshold 0, classes -1 and +1. z = -1 0 1 2 2 against y = -1 1 -1 1 -1. */
static void accuracy_of_margins_parts_at_zero(void **state)
{
    (void)state;
    const double y[] = {-1, 1, -1, 1, -1};
    assert_true(score(HILLOCK_IDENTITY, HILLOCK_HINGE, HILLOCK_SCORE_ACCURACY, 5, z5, y, NULL) ==
                0.6);
    assert_true(score(HILLOCK_IDENTITY, HILLOCK_HINGE, HILLOCK_SCORE_AUC, 5, z5, y, NULL) ==
                3.5 / 6);
}

/* Pairs (lower, upper): upper at 0 beats -1 (1), loses to 1 and 2 (0, 0); upper at 2 beats -1 and
 * 1, ties with 2: 1 + 1 + 1/2. Together 3.5 of 6. */
static void auc_counts_ties_half(void **state)
{
    (void)state;
    assert_true(classes(HILLOCK_SCORE_AUC, 5, z5, y5, NULL) == 3.5 / 6);
}

/* Weights 1 2 3 4 6: pairs weigh products: 2 (1) + 4 (1 + 3 + 6/2) = 30 of (2 + 4)(1 + 3 + 6) =
 * 60. */
static void auc_weighs_pairs_by_products(void **state)
{
    (void)state;
    const double weights[] = {1, 2, 3, 4, 6};
    assert_true(classes(HILLOCK_SCORE_AUC, 5, z5, y5, weights) == 0.5);
}

static void auc_is_1_for_perfect_order_0_for_reversed_and_half_for_all_equal(void **state)
{
    (void)state;
    const double up[] = {-2, -1, 3, 4}, down[] = {4, 3, -1, -2}, same[] = {1, 1, 1, 1};
    const double y[] = {0, 0, 1, 1};
    assert_true(classes(HILLOCK_SCORE_AUC, 4, up, y, NULL) == 1.0);
    assert_true(classes(HILLOCK_SCORE_AUC, 4, down, y, NULL) == 0.0);
    assert_true(classes(HILLOCK_SCORE_AUC, 4, same, y, NULL) == 0.5);
}

/* a = 1 2 3 6, y = 1 3 3 4: errors 0 -1 0 2: RMSE = sqrt(5/4); y has mean 11/4 and squares about it
 * 49 + 1 + 1 + 25 = 76 sixteenths: R2 = 1 - 5 / (76/16) = -1/19. */
static const double a4[] = {1, 2, 3, 6}, y4[] = {1, 3, 3, 4};

static double regression(hillock_score_kind kind, const double *weights)
{
    return score(HILLOCK_IDENTITY, HILLOCK_SQUARED, kind, 4, a4, y4, weights);
}

static void rmse_r2_and_J_are_those_worked_by_hand(void **state)
{
    (void)state;
    assert_within(regression(HILLOCK_SCORE_RMSE, NULL), sqrt(1.25), DBL_EPSILON, "RMSE");
    assert_within(regression(HILLOCK_SCORE_R2, NULL), -1.0 / 19, 4 * DBL_EPSILON, "R2");
    assert_true(regression(HILLOCK_SCORE_J, NULL) == 1.25);
}

/* Weights 3 1 2 0: sum of squares 1 of 6; mean y = (3 + 3 + 6) / 6 = 2, squares 3 + 1 + 2 = 6: R2
 * = 1 - 1/6. */
static void rmse_and_r2_are_weighted(void **state)
{
    (void)state;
    const double weights[] = {3, 1, 2, 0};
    assert_within(regression(HILLOCK_SCORE_RMSE, weights), sqrt(1.0 / 6), DBL_EPSILON, "RMSE");
    assert_within(regression(HILLOCK_SCORE_R2, weights), 5.0 / 6, 2 * DBL_EPSILON, "R2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accuracy_counts_a_tie_with_the_threshold_as_the_upper_class),
        cmocka_unit_test(accuracy_is_the_weighted_share),
        cmocka_unit_test(accuracy_of_margins_parts_at_zero),
        cmocka_unit_test(auc_counts_ties_half),
        cmocka_unit_test(auc_weighs_pairs_by_products),
        cmocka_unit_test(auc_is_1_for_perfect_order_0_for_reversed_and_half_for_all_equal),
        cmocka_unit_test(rmse_r2_and_J_are_those_worked_by_hand),
        cmocka_unit_test(rmse_and_r2_are_weighted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
