/* Where J or its gradient is not finite: an error that names the row (and the column), from
 * every pair of activation and loss, never a number that looks right. */
#include "faults/fixture.h"

/* One number in row 5 of otherwise healthy data; J, gradient and score say where. */
static void expect_place(hillock_neuron *neuron, const hillock_dataset *data,
                         const char *const words[])
{
    double J = 7.0, dJ_dw[FIXTURE_N] = {7, 7}, dJ_db = 7.0;
    const hillock_status status = hillock_gradient(neuron, data, &J, dJ_dw, &dJ_db);
    if (status != HILLOCK_ERROR_NOT_FINITE)
        fail_msg("%s and %s answer %s, J = %g",
                 hillock_activation_name(hillock_neuron_activation(neuron)),
                 hillock_loss_name(hillock_neuron_loss(neuron)), hillock_status_name(status), J);
    assert_says(hillock_neuron_message(neuron), words);
    assert_true(J == 7.0 && dJ_dw[0] == 7.0 && dJ_dw[1] == 7.0 && dJ_db == 7.0);
}

/* Targets that each loss takes. */
static void set_targets(const problem *p, hillock_loss loss)
{
    const bool margin =
        loss == HILLOCK_HINGE || loss == HILLOCK_SQUARED_HINGE || loss == HILLOCK_PERCEPTRON;
    for (size_t j = 0; j < p->m; j++)
        p->y[j] = j % 2 == 0 ? 1.0 : margin ? -1.0 : loss == HILLOCK_GAMMA ? 2.0 : 0.0;
}

static void for_every_pair(problem *p, double value, size_t row, const char *const words[])
{
    const double kept = p->X[row * FIXTURE_N + 1];
    for (size_t f = 0; hillock_activation_at(f) != HILLOCK_USER_ACTIVATION; f++)
        for (size_t l = 0; hillock_loss_at(l) != HILLOCK_USER_LOSS; l++) {
            const hillock_activation activation = (hillock_activation)hillock_activation_at(f);
            const hillock_loss loss = (hillock_loss)hillock_loss_at(l);
            if (hillock_pair_check(activation, loss, 0, NULL) != HILLOCK_OK)
                continue;
            hillock_neuron *const neuron = neuron_of(FIXTURE_N, activation, loss);
            must(hillock_neuron_set_parameters(neuron, (const double[]){0.0, 0.01}, 1.0));
            set_targets(p, loss);
            must(hillock_gradient(neuron, p->data, NULL, NULL, NULL));
            p->X[row * FIXTURE_N + 1] = value;
            expect_place(neuron, p->data, words);
            p->X[row * FIXTURE_N + 1] = kept;
            hillock_neuron_destroy(neuron);
        }
}

static void a_nan_feature_is_named_by_every_pair(void **state)
{
    (void)state;
    problem p = problem_create(FIXTURE_M, FIXTURE_N, 2);
    for (size_t row = 4; row <= 5; row++) /* both classes */
        for_every_pair(
            &p, NAN, row,
            (const char *const[]){row == 4 ? "row 4" : "row 5", "column 1", "nan", NULL});
    problem_destroy(&p);
}

/* A saturated activation makes dl/dz = 0 of z = +-inf, but 0 times infinity in the gradient is
 * NaN. */
static void an_infinite_feature_is_named_by_every_pair(void **state)
{
    (void)state;
    problem p = problem_create(FIXTURE_M, FIXTURE_N, 2);
    for (size_t row = 4; row <= 5; row++)
        for (int sign = -1; sign <= 1; sign += 2)
            for_every_pair(
                &p, sign * HUGE_VAL, row,
                (const char *const[]){row == 4 ? "row 4" : "row 5", "column 1", "inf", NULL});
    problem_destroy(&p);
}

/* J alone, too, must not swallow it. */
static void evaluate_refuses_a_nan_feature_from_every_pair(void **state)
{
    (void)state;
    problem p = problem_create(FIXTURE_M, FIXTURE_N, 2);
    p.X[5 * FIXTURE_N] = NAN;
    for (size_t f = 0; hillock_activation_at(f) != HILLOCK_USER_ACTIVATION; f++)
        for (size_t l = 0; hillock_loss_at(l) != HILLOCK_USER_LOSS; l++) {
            const hillock_activation activation = (hillock_activation)hillock_activation_at(f);
            const hillock_loss loss = (hillock_loss)hillock_loss_at(l);
            if (hillock_pair_check(activation, loss, 0, NULL) != HILLOCK_OK)
                continue;
            double J = 7.0;
            hillock_neuron *const neuron = neuron_of(FIXTURE_N, activation, loss);
            set_targets(&p, loss);
            if (hillock_evaluate(neuron, p.data, &J) != HILLOCK_ERROR_NOT_FINITE)
                fail_msg("%s and %s give J = %g", hillock_activation_name(activation),
                         hillock_loss_name(loss), J);
            assert_true(J == 7.0);
            hillock_neuron_destroy(neuron);
        }
    problem_destroy(&p);
}

/* A sample without weight is not there, and what is in it does not matter to J. */
static void a_nan_in_a_sample_without_weight_is_named_or_ignored(void **state)
{
    (void)state;
    double weights[FIXTURE_M];
    fixture f = fixture_create();
    for (size_t j = 0; j < FIXTURE_M; j++)
        weights[j] = j == 5 ? 0.0 : 1.0;
    must(hillock_dataset_set_weights_f64(f.p.data, weights));
    f.p.X[5 * FIXTURE_N + 1] = NAN;
    double dJ_dw[FIXTURE_N];
    const hillock_status status = hillock_gradient(f.neuron, f.p.data, NULL, dJ_dw, NULL);
    if (status != HILLOCK_OK)
        assert_says(hillock_neuron_message(f.neuron),
                    (const char *const[]){"row 5", "column 1", NULL});
    fixture_destroy(&f);
}

static void a_start_outside_the_domain_is_refused_with_its_row(void **state)
{
    (void)state;
    fixture f = fixture_create();
    hillock_neuron *const neuron = neuron_of(FIXTURE_N, HILLOCK_IDENTITY, HILLOCK_POISSON);
    const double w[] = {0.0, 0.0};
    must(hillock_neuron_set_parameters(neuron, w, -1.0)); /* log of -1 in every row */
    const parameters before = parameters_of(neuron);
    assert_status(hillock_train(f.trainer, neuron, f.p.data), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_trainer_message(f.trainer), (const char *const[]){"row ", "z = -1", NULL});
    const parameters after = parameters_of(neuron);
    assert_memory_equal(&before, &after, sizeof before);
    double J = 7.0;
    assert_status(hillock_evaluate(neuron, f.p.data, &J), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(neuron),
                (const char *const[]){"row ", "z = -1", "domain", NULL});
    assert_true(J == 7.0);
    hillock_neuron_destroy(neuron);
    fixture_destroy(&f);
}

static void a_target_outside_the_domain_is_named_by_the_derivation(void **state)
{
    (void)state;
    fixture f = fixture_create();
    double J = 7.0;
    hillock_neuron *const neuron = neuron_of(FIXTURE_N, HILLOCK_SOFTPLUS, HILLOCK_POISSON);
    f.p.y[7] = NAN;
    assert_status(hillock_evaluate(neuron, f.p.data, &J), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(neuron), (const char *const[]){"row 7", "target", NULL});
    assert_true(J == 7.0);
    hillock_neuron_destroy(neuron);
    fixture_destroy(&f);
}

static void what_overflows_is_named_with_its_row(void **state)
{
    (void)state;
    fixture f = fixture_create();
    double J = 7.0;
    hillock_neuron *const neuron = neuron_of(FIXTURE_N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    f.p.y[7] = 1e160;
    assert_status(hillock_evaluate(neuron, f.p.data, &J), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(neuron),
                (const char *const[]){"row 7", "target 1e+160", "overflow", "rescale", NULL});
    f.p.X[3 * FIXTURE_N] = 1e300;
    must(hillock_neuron_set_parameters(neuron, (const double[]){1e10, 0.0}, 0.0));
    assert_status(hillock_evaluate(neuron, f.p.data, &J), HILLOCK_ERROR_NOT_FINITE);
    assert_says(hillock_neuron_message(neuron),
                (const char *const[]){"row 3", "z = inf", "overflows", "rescale X,", NULL});
    assert_true(J == 7.0);
    hillock_neuron_destroy(neuron);
    fixture_destroy(&f);
}

/* Finite features whose squares are not: training says which column to rescale. */
static void features_too_large_to_be_squared_are_refused_by_column(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const parameters before = parameters_of(f.neuron);
    for (int standardize = 0; standardize <= 1; standardize++) {
        for (size_t j = 0; j < FIXTURE_M; j++)
            f.p.X[j * FIXTURE_N + 1] = 1e300 * (double)j;
        must(hillock_trainer_set_integer(f.trainer, HILLOCK_STANDARDIZE, standardize));
        assert_status(hillock_train(f.trainer, f.neuron, f.p.data), HILLOCK_ERROR_VALUE);
        assert_says(hillock_trainer_message(f.trainer),
                    (const char *const[]){"feature 1", "rescale", NULL});
    }
    const parameters after = parameters_of(f.neuron);
    assert_memory_equal(&before, &after, sizeof before);
    fixture_destroy(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nan_feature_is_named_by_every_pair),
        cmocka_unit_test(an_infinite_feature_is_named_by_every_pair),
        cmocka_unit_test(evaluate_refuses_a_nan_feature_from_every_pair),
        cmocka_unit_test(a_nan_in_a_sample_without_weight_is_named_or_ignored),
        cmocka_unit_test(a_start_outside_the_domain_is_refused_with_its_row),
        cmocka_unit_test(a_target_outside_the_domain_is_named_by_the_derivation),
        cmocka_unit_test(what_overflows_is_named_with_its_row),
        cmocka_unit_test(features_too_large_to_be_squared_are_refused_by_column),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
