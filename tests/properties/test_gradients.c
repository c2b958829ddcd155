/* J and its gradient for every legal pair, in every form that data can have. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "neuron/mathematics.h"
#include "support/pairs.h"
#include "support/random_numbers.h"
#include "support/reference.h"

enum { M = 67, N = 5 };

/* A pair at its parameters, and the samples that it meets. */
typedef struct subject {
    hillock_activation activation;
    hillock_loss loss;
    samples s;
    double w[N];
    double b;
} subject;

static subject subject_for(hillock_activation activation, hillock_loss loss)
{
    subject t = {.activation = activation, .loss = loss};
    t.s = samples_for_pair(activation, loss, M, N, 7, t.w, &t.b);
    return t;
}

static void check_differences(hillock_activation activation, hillock_loss loss, void *payload)
{
    (void)payload;
    subject t = subject_for(activation, loss);
    hillock_neuron *const neuron = neuron_at(activation, loss, N, t.w, t.b);
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k);
        double error = NAN;
        if (how.type == HK_F32)
            continue; /* z in float is too coarse for differences: compared with f64 below */
        arranged data = arrange(&t.s, how);
        const hillock_status status = hillock_check_gradient(neuron, data.dataset, &error);
        if (status != HILLOCK_OK || !(error < 1e-6))
            fail_msg("%s, arrangement %zu: status %d, error %g %s", pair_name(activation, loss), k,
                     (int)status, error, hillock_neuron_message(neuron));
        arranged_destroy(&data);
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&t.s);
}

/* At the minimum the gradient vanishes, and what differences are off by does not: exp's fifth
 * derivative is large where features reach far. */
static void a_trained_neuron_is_not_blamed_for_its_differences(void **state)
{
    static const hillock_loss losses[] = {HILLOCK_SQUARED, HILLOCK_LOG_COSH, HILLOCK_POISSON};
    (void)state;
    double w[N], b = 0.0, error = NAN;
    samples s = samples_random(M, N, 11);
    random_numbers random = {5};
    for (size_t j = 0; j < M; j++) {
        double z = 1.0;
        for (size_t i = 0; i < N; i++) {
            s.X[j * N + i] = pow(s.X[j * N + i], 3.0) * 4.0; /* heavy tails */
            z += 0.1 * s.X[j * N + i];
        }
        s.y[j] = floor(exp(z) * random_uniform(&random, 0.5, 1.5));
    }
    memset(w, 0, sizeof w);
    for (size_t k = 0; k < sizeof losses / sizeof *losses; k++) {
        hillock_neuron *const neuron = neuron_at(HILLOCK_EXP, losses[k], N, w, b);
        arranged data = arrange(&s, arrangement_at(0));
        assert_int_equal(hillock_fit(neuron, data.dataset), HILLOCK_OK);
        assert_int_equal(hillock_check_gradient(neuron, data.dataset, &error), HILLOCK_OK);
        if (!(error < 1e-6))
            fail_msg("%s: error %g", pair_name(HILLOCK_EXP, losses[k]), error);
        arranged_destroy(&data);
        hillock_neuron_destroy(neuron);
    }
    samples_destroy(&s);
}

static void gradient_equals_central_differences_for_every_pair(void **state)
{
    (void)state;
    const size_t pairs = for_each_pair(check_differences, NULL);
    assert_int_equal(pairs, 14 * 5 + 3 + 3 * 4 + 4 * 2 + 1);
}

/* The rounding of one operation times `unit`, for sums of M terms of N products each. */
static void compare(const subject *t, size_t k, hk_instruction_set set)
{
    const arrangement how = arrangement_at(k);
    const double unit = how.type == HK_F64 ? DBL_EPSILON : (double)FLT_EPSILON;
    const double bound = 8.0 * unit; /* sums of N products, then a few functions of 4 ulp */
    const char *const name = pair_name(t->activation, t->loss);
    const reference_gradient expected = reference_differentiate(
        t->activation, t->loss, &t->s, how.weighted, how.with_offset, t->w, t->b);
    arranged data = arrange(&t->s, how);
    hillock_neuron *const neuron = neuron_with(t->activation, t->loss, N, t->w, t->b, set);
    double J, dJ_dw[N], dJ_db, alone;
    assert_int_equal(hillock_gradient(neuron, data.dataset, &J, dJ_dw, &dJ_db), HILLOCK_OK);
    assert_int_equal(hillock_evaluate(neuron, data.dataset, &alone), HILLOCK_OK);
    assert_same_bits(1, &alone, &J, "J alone and beside the gradient");
    assert_within(J, expected.J, bound * expected.J_scale, "J of %s, %zu", name, k);
    assert_within(dJ_db, expected.db, bound * expected.db_scale, "dJ/db of %s, %zu", name, k);
    for (size_t i = 0; i < N; i++)
        assert_within(dJ_dw[i], expected.dw[i], bound * expected.dw_scale[i],
                      "dJ/dw_%zu of %s, arrangement %zu, %s", i, name, k,
                      hk_instruction_set_name(set));
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
}

static void check_reference(hillock_activation activation, hillock_loss loss, void *payload)
{
    (void)payload;
    subject t = subject_for(activation, loss);
    for (size_t k = 0; k < ARRANGEMENTS; k++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
            compare(&t, k, (hk_instruction_set)set);
    samples_destroy(&t.s);
}

static void
gradient_equals_the_definition_in_long_double_for_every_pair_type_and_layout(void **state)
{
    (void)state;
    for_each_pair(check_reference, NULL);
}

/* Second derivative of the pair against fourth-order differences of the first: truncation
 * h^4 / 30 times a fifth derivative (h = 2^-11: 2e-15 each), rounding a few eps / h. */
static void check_curvature(hillock_activation activation, hillock_loss loss, void *payload)
{
    const hk_mathematics mathematics = hk_mathematics_of(activation, loss);
    subject t = subject_for(activation, loss);
    const double h = 0x1p-11;
    (void)payload;
    for (size_t j = 0; j < M; j++) {
        double z = t.b, l[5], dl[5], d2l[5];
        for (size_t i = 0; i < N; i++)
            z += t.w[i] * t.s.X[j * N + i];
        const double points[5] = {z - 2.0 * h, z - h, z, z + h, z + 2.0 * h};
        const double y[5] = {t.s.y[j], t.s.y[j], t.s.y[j], t.s.y[j], t.s.y[j]};
        hk_differentiate(&mathematics, 5, y, points, l, dl, d2l);
        const double slope = ((l[0] - l[4]) + 8.0 * (l[3] - l[1])) / (12.0 * h);
        const double bend = ((dl[0] - dl[4]) + 8.0 * (dl[3] - dl[1])) / (12.0 * h);
        const double size = 1.0 + fabs(l[2]) + fabs(dl[2]) + fabs(d2l[2]);
        assert_within(dl[2], slope, 1e-9 * size, "dl/dz of %s at z = %g, y = %g",
                      pair_name(activation, loss), z, y[2]);
        assert_within(d2l[2], bend, 1e-8 * size, "d2l/dz2 of %s at z = %g, y = %g",
                      pair_name(activation, loss), z, y[2]);
    }
    samples_destroy(&t.s);
}

static void curvature_equals_differences_of_the_slope_for_every_pair(void **state)
{
    (void)state;
    for_each_pair(check_curvature, NULL);
}

/* Each derivative by itself: f', f'', dl/da, d2l/da2, away from kinks, against the definition in
 * long double. The bound is 1e-13 of the largest: f'' of logistic may cancel near 0. */
static void check_own_derivatives(hillock_activation activation, hillock_loss loss, void *payload)
{
    const hk_mathematics mathematics = hk_mathematics_of(activation, loss);
    subject t = subject_for(activation, loss);
    (void)payload;
    for (size_t j = 0; j < M; j++) {
        double z = t.b, f, df, d2f, l, dl, d2l;
        for (size_t i = 0; i < N; i++)
            z += t.w[i] * t.s.X[j * N + i];
        hk_differentiate_activation(&mathematics, 1, &z, &f, &df, &d2f);
        hk_differentiate_loss(&mathematics, 1, &t.s.y[j], &f, &l, &dl, &d2l);
        const jet a = reference_activation(activation, z), r = reference_loss(loss, t.s.y[j], f);
        assert_within(f, (double)a.f, 1e-15 * fabs(f), "f(%g)", z);
        assert_within(df, (double)a.df, 1e-14 * (1.0 + fabs(df)), "f'(%g)", z);
        assert_within(d2f, (double)a.d2f, 1e-14 * (1.0 + fabs(d2f)), "f''(%g)", z);
        assert_within(l, (double)r.f, 1e-13 * (1.0 + fabs(l)), "l(%g, %g)", t.s.y[j], f);
        assert_within(dl, (double)r.df, 1e-13 * (1.0 + fabs(dl)), "dl/da at a = %g", f);
        assert_within(d2l, (double)r.d2f, 1e-13 * (1.0 + fabs(d2l)), "d2l/da2 at a = %g", f);
    }
    samples_destroy(&t.s);
}

static void every_derivative_of_activation_and_loss_equals_its_definition(void **state)
{
    (void)state;
    for_each_pair(check_own_derivatives, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradient_equals_central_differences_for_every_pair),
        cmocka_unit_test(a_trained_neuron_is_not_blamed_for_its_differences),
        cmocka_unit_test(
            gradient_equals_the_definition_in_long_double_for_every_pair_type_and_layout),
        cmocka_unit_test(curvature_equals_differences_of_the_slope_for_every_pair),
        cmocka_unit_test(every_derivative_of_activation_and_loss_equals_its_definition),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
