/* Each factor of the chain rule is what its definition says, and their product is the gradient. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "hillock/hillock.h"
#include "support/pairs.h"
#include "support/reference.h"

enum { M = 301, N = 4 };

typedef struct chain {
    double z[M], a[M], dJ_da[M], df_dz[M], dJ_dz[M];
} chain;

static double total_weight(const samples *s, bool weighted)
{
    double total = 0.0;
    for (size_t j = 0; j < s->m; j++)
        total += weighted ? s->weights[j] : 1.0;
    return total;
}

/* Sample j's five numbers; 1e-13: a few functions of 4 ulp, products and quotients of them. */
static void check_sample(const chain *c, const samples *s, size_t j, arrangement how, double share,
                         hillock_activation activation, hillock_loss loss, const double *w,
                         double b)
{
    long double z = b + (how.with_offset ? (long double)s->offset[j] : 0.0L), terms = fabs(b) + 1;
    for (size_t i = 0; i < N; i++) {
        z += (long double)w[i] * s->X[j * N + i];
        terms += fabsl((long double)w[i] * s->X[j * N + i]);
    }
    const jet f = reference_activation(activation, c->z[j]);
    const jet l = reference_loss(loss, s->y[j], c->a[j]);
    const double slope = (double)reference_pair(activation, loss, s->y[j], c->z[j]).df;
    assert_within(c->z[j], (double)z, 4 * DBL_EPSILON * (double)terms, "z_%zu", j);
    assert_within(c->a[j], (double)f.f, 1e-15 * fabs(c->a[j]), "a_%zu", j);
    assert_within(c->df_dz[j], (double)f.df, 1e-14 * (1 + fabs(c->df_dz[j])), "f'(z_%zu)", j);
    assert_within(c->dJ_da[j], share * (double)l.df, 1e-13 * share * (1 + fabs((double)l.df)),
                  "dJ/da_%zu of %s", j, pair_name(activation, loss));
    assert_within(c->dJ_dz[j], share * slope, 1e-13 * share * (1 + fabs(slope)), "dJ/dz_%zu of %s",
                  j, pair_name(activation, loss));
    if (activation != HILLOCK_STEP)
        assert_within(c->dJ_dz[j], c->dJ_da[j] * c->df_dz[j], 1e-13 * share * (1 + fabs(slope)),
                      "dJ/da . f'(z) of %s", pair_name(activation, loss));
}

/* dJ/dw = dJ/dz X^T and dJ/db = sum dJ/dz, to the rounding of sums of M terms. */
static void check_contraction(const chain *c, const samples *s, const double *dJ_dw, double dJ_db)
{
    long double sum = 0.0L, terms = 0.0L;
    for (size_t j = 0; j < M; j++) {
        sum += c->dJ_dz[j];
        terms += fabs(c->dJ_dz[j]);
    }
    assert_within(dJ_db, (double)sum, 8 * DBL_EPSILON * (double)terms, "dJ/db");
    for (size_t i = 0; i < N; i++) {
        sum = terms = 0.0L;
        for (size_t j = 0; j < M; j++) {
            sum += (long double)c->dJ_dz[j] * s->X[j * N + i];
            terms += fabsl((long double)c->dJ_dz[j] * s->X[j * N + i]);
        }
        assert_within(dJ_dw[i], (double)sum, 8 * DBL_EPSILON * (double)terms, "dJ/dw_%zu", i);
    }
}

static void check_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[N], b, dJ_dw[N], dJ_db;
    chain *const c = payload;
    samples s = samples_for_pair(activation, loss, M, N, 11, w, &b);
    hillock_neuron *const neuron = neuron_at(activation, loss, N, w, b);
    for (size_t k = 0; k < ARRANGEMENTS; k += 2) { /* f64 */
        const arrangement how = arrangement_at(k);
        const double W = total_weight(&s, how.weighted);
        arranged data = arrange(&s, how);
        assert_int_equal(
            hillock_factors(neuron, data.dataset, c->z, c->a, c->dJ_da, c->df_dz, c->dJ_dz), 0);
        assert_int_equal(hillock_gradient(neuron, data.dataset, NULL, dJ_dw, &dJ_db), HILLOCK_OK);
        for (size_t j = 0; j < M; j++)
            check_sample(c, &s, j, how, how.weighted ? s.weights[j] / W : 1 / W, activation, loss,
                         w, b);
        check_contraction(c, &s, dJ_dw, dJ_db);
        arranged_destroy(&data);
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

static void factors_are_their_definitions_and_their_product_is_the_gradient(void **state)
{
    static chain c;
    (void)state;
    for_each_pair(check_pair, &c);
}

static void each_factor_alone_is_the_same_as_all_together(void **state)
{
    (void)state;
    double w[N], b, all[5][M], alone[M];
    samples s = samples_for_pair(HILLOCK_TANH, HILLOCK_SQUARED, M, N, 5, w, &b);
    hillock_neuron *const neuron = neuron_at(HILLOCK_TANH, HILLOCK_SQUARED, N, w, b);
    arranged data = arrange_plainly(&s, true, true);
    hillock_factors(neuron, data.dataset, all[0], all[1], all[2], all[3], all[4]);
    for (int k = 0; k < 5; k++) {
        double *out[5] = {NULL};
        out[k] = alone;
        assert_int_equal(
            hillock_factors(neuron, data.dataset, out[0], out[1], out[2], out[3], out[4]), 0);
        assert_same_bits(M, alone, all[k], "factor");
    }
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* da/dz is diagonal: moving sample 7 moves a_7 and nothing else. */
static void activation_of_a_sample_depends_on_no_other_sample(void **state)
{
    (void)state;
    double w[N], b, before[M], after[M];
    samples s = samples_for_pair(HILLOCK_GELU, HILLOCK_SQUARED, M, N, 5, w, &b);
    hillock_neuron *const neuron = neuron_at(HILLOCK_GELU, HILLOCK_SQUARED, N, w, b);
    arranged data = arrange_plainly(&s, false, false);
    hillock_factors(neuron, data.dataset, NULL, before, NULL, NULL, NULL);
    ((double *)data.X)[7 * N] += 1.0;
    hillock_factors(neuron, data.dataset, NULL, after, NULL, NULL, NULL);
    assert_true(before[7] != after[7]);
    after[7] = before[7];
    assert_same_bits(M, after, before, "a");
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* z = +-800 against the target: dJ/da is infinite and f' is 0, yet dJ/dz is (a - y) / m. */
static void dJ_dz_is_right_where_the_product_of_its_factors_is_zero_times_infinity(void **state)
{
    (void)state;
    const double w = 800.0, X[] = {1, -1, 1, -1}, y[] = {0, 1, 1, 0};
    const double expected[] = {0.25, -0.25, 0, 0};
    double dJ_da[4], df_dz[4], dJ_dz[4];
    hillock_dataset *data;
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 1, &w, 0.0);
    assert_int_equal(hillock_dataset_create(&data, 4, 1), HILLOCK_OK);
    hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 1);
    hillock_dataset_set_targets_f64(data, y);
    assert_int_equal(hillock_factors(neuron, data, NULL, NULL, dJ_da, df_dz, dJ_dz), HILLOCK_OK);
    for (int j = 0; j < 4; j++)
        assert_within(dJ_dz[j], expected[j], 0.0, "dJ/dz_%d", j);
    assert_true(isinf(dJ_da[0]) && df_dz[0] == 0.0);
    hillock_dataset_destroy(data);
    hillock_neuron_destroy(neuron);
}

static void tripled(size_t count, const double *z, double *f, double *df, double *d2f,
                    void *payload)
{
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        f[j] = 3.0 * z[j];
        if (df)
            df[j] = 3.0;
        if (d2f)
            d2f[j] = 0.0;
    }
}

/* Rows go to the user's function in portions: none is left out and none answered twice. */
static void user_activation_answers_for_every_row(void **state)
{
    (void)state;
    const double w = 1.0;
    double rows[1000], a[1000];
    hillock_neuron *const neuron = neuron_at(HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED, 1, &w, 0.0);
    assert_int_equal(hillock_neuron_set_user_activation(neuron, tripled, 1, NULL), HILLOCK_OK);
    for (int j = 0; j < 1000; j++)
        rows[j] = (double)j;
    assert_int_equal(hillock_predict_f64(neuron, rows, 1000, 1, a), HILLOCK_OK);
    for (int j = 0; j < 1000; j++)
        assert_true(a[j] == 3.0 * j);
    hillock_neuron_destroy(neuron);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factors_are_their_definitions_and_their_product_is_the_gradient),
        cmocka_unit_test(each_factor_alone_is_the_same_as_all_together),
        cmocka_unit_test(activation_of_a_sample_depends_on_no_other_sample),
        cmocka_unit_test(dJ_dz_is_right_where_the_product_of_its_factors_is_zero_times_infinity),
        cmocka_unit_test(user_activation_answers_for_every_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
