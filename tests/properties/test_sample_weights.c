/* A weight of k is k copies, a weight of 0 is absence, J is a mean, and the order is no matter. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "hillock/hillock.h"
#include "support/pairs.h"

enum { M = 120, N = 4, MOST = 3 * M };

/* J, dJ/dw, dJ/db */
typedef struct result {
    double value[N + 2];
} result;

static result differentiate(hillock_activation activation, hillock_loss loss, const double *w,
                            double b, const samples *s, arrangement how)
{
    result r;
    hillock_neuron *const neuron = neuron_at(activation, loss, N, w, b);
    arranged data = arrange(s, how);
    assert_int_equal(
        hillock_gradient(neuron, data.dataset, &r.value[0], &r.value[1], &r.value[N + 1]), 0);
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    return r;
}

/* Sums over at most 360 samples of numbers of order 10 (the largest pair: exp). */
static void assert_same_result(result got, result expected, hk_type type, const char *what)
{
    const double unit = type == HK_F64 ? DBL_EPSILON : (double)FLT_EPSILON;
    for (size_t i = 0; i < N + 2; i++)
        assert_within(got.value[i], expected.value[i], 32 * unit * (1 + fabs(expected.value[i])),
                      "%s, number %zu", what, i);
}

/* Each row as many times as its weight says (0 to 3). */
static samples copies(const samples *s)
{
    size_t rows[MOST], count = 0;
    for (size_t j = 0; j < s->m; j++)
        for (int k = 0; k < (int)s->weights[j]; k++)
            rows[count++] = j;
    return samples_pick(s, count, rows);
}

static void set_whole_weights(samples *s)
{
    for (size_t j = 0; j < s->m; j++)
        s->weights[j] = (double)(j * 7 % 4);
}

static void check_copies(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[N], b;
    (void)payload;
    samples s = samples_for_pair(activation, loss, M, N, 21, w, &b);
    set_whole_weights(&s);
    samples expanded = copies(&s);
    for (size_t k = 0; k < 4; k++) {
        arrangement how = arrangement_at(k);
        how.with_offset = how.weighted = true;
        const result weighted = differentiate(activation, loss, w, b, &s, how);
        how.weighted = false;
        const result repeated = differentiate(activation, loss, w, b, &expanded, how);
        assert_same_result(weighted, repeated, how.type, pair_name(activation, loss));
    }
    samples_destroy(&expanded);
    samples_destroy(&s);
}

static void weight_k_equals_k_copies_for_every_pair_type_and_layout(void **state)
{
    (void)state;
    for_each_pair(check_copies, NULL);
}

/* By 1e6, and by what would leave the range of float: weights are double beside float features. */
static void scaling_all_weights_changes_nothing(void **state)
{
    static const double factors[] = {1e6, 1e-50, 1e50};
    (void)state;
    double w[N], b;
    samples s = samples_for_pair(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 2, w, &b);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, b);
    for (size_t k = 4; k < 6; k++)
        for (size_t f = 0; f < 3; f++) {
            double scaled[M];
            result before, after;
            arranged data = arrange(&s, arrangement_at(k));
            hillock_gradient(neuron, data.dataset, before.value, &before.value[1],
                             &before.value[N + 1]);
            for (size_t j = 0; j < M; j++)
                scaled[j] = s.weights[j] * factors[f];
            hillock_dataset_set_weights_f64(data.dataset, scaled);
            assert_int_equal(hillock_gradient(neuron, data.dataset, after.value, &after.value[1],
                                              &after.value[N + 1]),
                             HILLOCK_OK);
            assert_same_result(after, before, arrangement_at(k).type, "scaled weights");
            arranged_destroy(&data);
        }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* The first sample is one for which e^z overflows, so that its loss and slope are infinite. */
static void weight_0_equals_absence_even_of_an_infinite_loss(void **state)
{
    (void)state;
    double w[N], b;
    size_t others[M];
    samples s = samples_for_pair(HILLOCK_EXP, HILLOCK_POISSON, M, N, 4, w, &b);
    for (size_t j = 1; j < M; j++)
        others[j - 1] = j;
    s.X[0] = 1e5;
    s.weights[0] = 0.0;
    samples rest = samples_pick(&s, M - 1, others);
    for (size_t k = 0; k < 4; k++) {
        arrangement how = arrangement_at(k);
        how.weighted = true;
        assert_same_result(differentiate(HILLOCK_EXP, HILLOCK_POISSON, w, b, &s, how),
                           differentiate(HILLOCK_EXP, HILLOCK_POISSON, w, b, &rest, how), how.type,
                           "a sample of weight 0");
    }
    samples_destroy(&rest);
    samples_destroy(&s);
}

static void permuting_and_duplicating_samples_changes_only_rounding(void **state)
{
    (void)state;
    const arrangement how = {HK_F64, HILLOCK_SAMPLE_MAJOR, 0, true, true};
    double w[N], b;
    size_t permuted[M], twice[2 * M];
    samples s = samples_for_pair(HILLOCK_TANH, HILLOCK_LOG_COSH, M, N, 4, w, &b);
    for (size_t j = 0; j < M; j++) {
        permuted[j] = j * 77 % M; /* 77 and 120 have no common divisor */
        twice[j] = twice[j + M] = j;
    }
    samples shuffled = samples_pick(&s, M, permuted), doubled = samples_pick(&s, 2 * M, twice);
    const result plain = differentiate(HILLOCK_TANH, HILLOCK_LOG_COSH, w, b, &s, how);
    assert_same_result(differentiate(HILLOCK_TANH, HILLOCK_LOG_COSH, w, b, &shuffled, how), plain,
                       HK_F64, "permuted");
    assert_same_result(differentiate(HILLOCK_TANH, HILLOCK_LOG_COSH, w, b, &doubled, how), plain,
                       HK_F64, "duplicated");
    samples_destroy(&doubled);
    samples_destroy(&shuffled);
    samples_destroy(&s);
}

/* ---- training ---- */

typedef struct trained {
    double w[N], b, J, norm, rate;
} trained;

static trained train(hillock_activation activation, hillock_loss loss, const samples *s,
                     bool weighted, bool standardize)
{
    const double zero[N] = {0};
    trained t;
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(activation, loss, N, zero, 0.0);
    arranged data = arrange_plainly(s, weighted, true);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 40);
    hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, standardize);
    hillock_trainer_set_real(trainer, HILLOCK_L2, 0.01);
    hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0.0);
    assert_int_equal(hillock_train(trainer, neuron, data.dataset), HILLOCK_STEP_LIMIT);
    hillock_neuron_get_parameters(neuron, t.w, &t.b);
    hillock_trainer_report(trainer, HILLOCK_REPORT_J, &t.J);
    hillock_trainer_report(trainer, HILLOCK_REPORT_GRADIENT_NORM, &t.norm);
    hillock_trainer_report(trainer, HILLOCK_REPORT_LEARNING_RATE, &t.rate);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    return t;
}

/* Descent contracts errors, so 40 steps keep those of one: 1e-13 is 450 eps. */
static void assert_same_training(trained got, trained expected)
{
    for (size_t i = 0; i < N; i++)
        assert_within(got.w[i], expected.w[i], 1e-13 * (1 + fabs(expected.w[i])), "w_%zu", i);
    assert_within(got.b, expected.b, 1e-13 * (1 + fabs(expected.b)), "b");
    assert_within(got.J, expected.J, 1e-13 * (1 + fabs(expected.J)), "J");
    assert_within(got.norm, expected.norm, 1e-13, "scaled gradient norm");
    assert_within(got.rate, expected.rate, 1e-13 * expected.rate, "chosen learning rate");
}

static void gd_with_weights_takes_the_same_path_as_with_copies(void **state)
{
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
    } pairs[] = {{HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY},
                 {HILLOCK_IDENTITY, HILLOCK_SQUARED},
                 {HILLOCK_EXP, HILLOCK_POISSON}};
    (void)state;
    for (size_t k = 0; k < 6; k++) {
        double w[N], b;
        const hillock_activation activation = pairs[k / 2].activation;
        const hillock_loss loss = pairs[k / 2].loss;
        samples s = samples_for_pair(activation, loss, M, N, 31, w, &b);
        set_whole_weights(&s);
        samples expanded = copies(&s);
        assert_same_training(train(activation, loss, &s, true, k % 2),
                             train(activation, loss, &expanded, false, k % 2));
        samples_destroy(&expanded);
        samples_destroy(&s);
    }
}

/* The sample left out has the largest target and features by far: no trace of it in the chosen
 * rate, the scaling or the path. */
static void gd_with_weight_0_takes_the_same_path_as_without_the_sample(void **state)
{
    (void)state;
    double w[N], b;
    samples s = samples_for_pair(HILLOCK_EXP, HILLOCK_POISSON, M, N, 33, w, &b);
    set_whole_weights(&s); /* that of sample 0 is 0 */
    samples expanded = copies(&s);
    s.y[0] = 1000.0;
    s.X[0] = 1000.0;
    assert_same_training(train(HILLOCK_EXP, HILLOCK_POISSON, &s, true, false),
                         train(HILLOCK_EXP, HILLOCK_POISSON, &expanded, false, false));
    assert_same_training(train(HILLOCK_EXP, HILLOCK_POISSON, &s, true, true),
                         train(HILLOCK_EXP, HILLOCK_POISSON, &expanded, false, true));
    samples_destroy(&expanded);
    samples_destroy(&s);
}

/* Equal weights change nothing, however many there are and however they are rounded: their sum is
 * the W of every mean. */
static void many_weights_of_a_tenth_are_as_none(void **state)
{
    enum { MANY = 3000000 };
    static const hillock_score_kind kinds[] = {HILLOCK_SCORE_J, HILLOCK_SCORE_ACCURACY,
                                               HILLOCK_SCORE_AUC, HILLOCK_SCORE_RMSE};
    const double w = 3.0;
    double found[2][4];
    samples s = samples_create(MANY, 1);
    (void)state;
    for (size_t j = 0; j < MANY; j++) {
        s.X[j] = (double)(j * 7919 % MANY) / MANY - 0.5;
        s.y[j] = s.X[j] >= 0.0;
        s.weights[j] = 0.1;
    }
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 1, &w, 0.0);
    for (int weighted = 0; weighted < 2; weighted++) {
        arranged data = arrange_plainly(&s, weighted, false);
        for (int k = 0; k < 4; k++)
            assert_int_equal(hillock_score(neuron, data.dataset, kinds[k], &found[weighted][k]),
                             HILLOCK_OK);
        arranged_destroy(&data);
    }
    for (int k = 0; k < 4; k++)
        assert_within(found[1][k], found[0][k], 1e-14 * found[0][k], "score %d", (int)kinds[k]);
    assert_true(found[1][1] == 1.0 && found[1][2] == 1.0);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

static void scores_with_weights_equal_scores_with_copies(void **state)
{
    static const hillock_score_kind kinds[] = {HILLOCK_SCORE_J, HILLOCK_SCORE_ACCURACY,
                                               HILLOCK_SCORE_AUC, HILLOCK_SCORE_RMSE,
                                               HILLOCK_SCORE_R2};
    (void)state;
    double w[N], b;
    samples s = samples_for_pair(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, M, N, 35, w, &b);
    set_whole_weights(&s);
    for (size_t j = 0; j < M; j++)
        s.y[j] = s.y[j] > 0.5;
    samples expanded = copies(&s);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, b);
    arranged one = arrange_plainly(&s, true, true), many = arrange_plainly(&expanded, false, true);
    for (size_t k = 0; k < 5; k++) {
        double weighted = NAN, repeated = INFINITY;
        assert_int_equal(hillock_score(neuron, one.dataset, kinds[k], &weighted), HILLOCK_OK);
        assert_int_equal(hillock_score(neuron, many.dataset, kinds[k], &repeated), HILLOCK_OK);
        assert_within(weighted, repeated, 1e-14, "score %d", (int)kinds[k]);
    }
    arranged_destroy(&many);
    arranged_destroy(&one);
    hillock_neuron_destroy(neuron);
    samples_destroy(&expanded);
    samples_destroy(&s);
}

/* As above, the sample that is not there has an infinite prediction. */
static void scores_do_not_see_a_sample_of_weight_0(void **state)
{
    static const hillock_score_kind kinds[] = {HILLOCK_SCORE_J, HILLOCK_SCORE_RMSE,
                                               HILLOCK_SCORE_R2};
    (void)state;
    double w[N], b;
    samples s = samples_for_pair(HILLOCK_EXP, HILLOCK_POISSON, M, N, 4, w, &b);
    set_whole_weights(&s); /* that of sample 0 is 0 */
    samples expanded = copies(&s);
    s.X[0] = 1e5;
    hillock_neuron *const neuron = neuron_at(HILLOCK_EXP, HILLOCK_POISSON, N, w, b);
    arranged one = arrange_plainly(&s, true, true), many = arrange_plainly(&expanded, false, true);
    for (size_t k = 0; k < 3; k++) {
        double weighted = NAN, repeated = INFINITY;
        assert_int_equal(hillock_score(neuron, many.dataset, kinds[k], &repeated), HILLOCK_OK);
        assert_int_equal(hillock_score(neuron, one.dataset, kinds[k], &weighted), HILLOCK_OK);
        assert_within(weighted, repeated, 1e-14 * (1 + fabs(repeated)), "score %d", (int)kinds[k]);
    }
    arranged_destroy(&many);
    arranged_destroy(&one);
    hillock_neuron_destroy(neuron);
    samples_destroy(&expanded);
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weight_k_equals_k_copies_for_every_pair_type_and_layout),
        cmocka_unit_test(scaling_all_weights_changes_nothing),
        cmocka_unit_test(weight_0_equals_absence_even_of_an_infinite_loss),
        cmocka_unit_test(permuting_and_duplicating_samples_changes_only_rounding),
        cmocka_unit_test(gd_with_weights_takes_the_same_path_as_with_copies),
        cmocka_unit_test(gd_with_weight_0_takes_the_same_path_as_without_the_sample),
        cmocka_unit_test(many_weights_of_a_tenth_are_as_none),
        cmocka_unit_test(scores_with_weights_equal_scores_with_copies),
        cmocka_unit_test(scores_do_not_see_a_sample_of_weight_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
