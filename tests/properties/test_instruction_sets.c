/* Portable, AVX2 and AVX-512 kernels against each other, at every length: whole vectors, the rest,
 * and not one element beyond. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "neuron/kernels.h"
#include "pass/products.h"
#include "support/pairs.h"

enum { LONGEST = 75, ROOM = LONGEST + 8 };

static const hk_shape shape = {.alpha = 0.3, .delta = 1.2, .tau = 0.8};

typedef struct outputs {
    double f[ROOM], df[ROOM], d2f[ROOM];
} outputs;

static void fill(double *x, double value)
{
    for (size_t j = 0; j < ROOM; j++)
        x[j] = value;
}

static outputs untouched(void)
{
    outputs out;
    fill(out.f, 1234.5);
    fill(out.df, 1234.5);
    fill(out.d2f, 1234.5);
    return out;
}

static void assert_untouched_beyond(const outputs *out, size_t count)
{
    for (size_t j = count; j < ROOM; j++)
        assert_true(out->f[j] == 1234.5 && out->df[j] == 1234.5 && out->d2f[j] == 1234.5);
}

/* 1e-14 of 1 + |value|: both are within a few ulp, fused or not, and f'' may cancel near 0. */
static void assert_close(const outputs *got, const outputs *expected, size_t count,
                         const char *what)
{
    for (size_t j = 0; j < count; j++) {
        assert_within(got->f[j], expected->f[j], 1e-14 * (1 + fabs(expected->f[j])), "%s", what);
        assert_within(got->df[j], expected->df[j], 1e-13 * (1 + fabs(expected->df[j])),
                      "%s, derivative", what);
        assert_within(got->d2f[j], expected->d2f[j], 1e-13 * (1 + fabs(expected->d2f[j])),
                      "%s, second derivative", what);
    }
}

static void check_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[1], b, z[ROOM], y[ROOM];
    samples s = samples_for_pair(activation, loss, LONGEST, 1, 13, w, &b);
    (void)payload;
    fill(z, NAN);
    fill(y, NAN);
    for (size_t j = 0; j < LONGEST; j++) {
        z[j] = w[0] * s.X[j] + b;
        y[j] = s.y[j];
    }
    for (size_t count = 0; count <= LONGEST; count += count < 20 ? 1 : 11) {
        outputs slow = untouched(), slow_f = untouched();
        hk_kernels_portable.activation(activation, shape, count, z, slow_f.f, slow_f.df,
                                       slow_f.d2f);
        hk_kernels_portable.loss(loss, shape, count, y, slow_f.f, slow.f, slow.df, slow.d2f);
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_kernels *const kernels = hk_kernels_for((hk_instruction_set)set);
            outputs fast = untouched(), fast_f = untouched(), value = untouched();
            kernels->value(activation, shape, count, z, value.f);
            kernels->activation(activation, shape, count, z, fast_f.f, fast_f.df, fast_f.d2f);
            kernels->loss(loss, shape, count, y, slow_f.f, fast.f, fast.df, fast.d2f);
            assert_close(&fast_f, &slow_f, count, hillock_activation_name(activation));
            assert_close(&fast, &slow, count, hillock_loss_name(loss));
            for (size_t j = 0; j < count; j++)
                assert_true(ulps_between(value.f[j], slow_f.f[j]) <= 4);
            assert_untouched_beyond(&fast, count);
            assert_untouched_beyond(&fast_f, count);
            assert_untouched_beyond(&value, count);
        }
    }
    samples_destroy(&s);
}

static void kernels_of_all_instruction_sets_agree_at_every_length(void **state)
{
    (void)state;
    for_each_pair(check_pair, NULL);
}

static void check_fused(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[1], b, z[ROOM];
    samples s = samples_for_pair(activation, loss, ROOM, 1, 13, w, &b);
    size_t *const fused = payload;
    for (size_t j = 0; j < ROOM; j++)
        z[j] = w[0] * s.X[j] + b;
    for (size_t count = 0; count <= LONGEST; count++) {
        outputs slow = untouched();
        const bool is_fused = hk_kernels_portable.pair(activation, loss, shape, count, s.y, z,
                                                       slow.f, slow.df, slow.d2f);
        *fused += is_fused && count == 0;
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            outputs fast = untouched();
            assert_int_equal(
                hk_kernels_for((hk_instruction_set)set)
                    ->pair(activation, loss, shape, count, s.y, z, fast.f, fast.df, fast.d2f),
                is_fused);
            assert_close(&fast, &slow, count, pair_name(activation, loss));
            assert_untouched_beyond(&fast, count);
        }
    }
    samples_destroy(&s);
}

static void seven_pairs_are_fused_on_all_instruction_sets_with_the_same_results(void **state)
{
    size_t fused = 0;
    (void)state;
    for_each_pair(check_fused, &fused);
    assert_int_equal(fused, 7);
}

/* Sums of n products: 4 eps of the sum of |terms|, wherever the row begins. */
static void dot_products_of_every_length_type_and_alignment_are_right(void **state)
{
    (void)state;
    double w[300], x[303];
    float narrow[303];
    random_numbers random = {5};
    for (size_t i = 0; i < 303; i++)
        x[i] = (double)(narrow[i] = (float)random_uniform(&random, -1.0, 1.0));
    for (size_t i = 0; i < 300; i++)
        w[i] = random_uniform(&random, -1.0, 1.0);
    for (size_t n = 0; n <= 300; n++)
        for (size_t shift = 0; shift < 4; shift++) {
            long double sum = 0.0L, terms = 0.0L;
            for (size_t i = 0; i < n; i++) {
                sum += (long double)w[i] * x[i + shift];
                terms += fabsl((long double)w[i] * x[i + shift]);
            }
            const double bound = 4 * DBL_EPSILON * (double)terms;
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
                const hk_products *const products = hk_products_for((hk_instruction_set)set);
                assert_within(products->f64.dot(n, w, x + shift), (double)sum, bound, "f64, n %zu",
                              n);
                assert_within(products->f32.dot(n, w, narrow + shift), (double)sum, bound,
                              "f32, n %zu", n);
            }
        }
}

/* w <- decay w + scale x, two roundings at most; w ends in whole vectors, which x does not reach
 * into, and what lies behind them is left alone. */
static void steps_of_every_length_move_each_weight_and_no_other(void **state)
{
    (void)state;
    const double decay = 0.9, scale = -0.3;
    double x[ROOM];
    random_numbers random = {6};
    for (size_t i = 0; i < ROOM; i++)
        x[i] = random_uniform(&random, -1.0, 1.0);
    for (size_t n = 0; n <= LONGEST; n++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            double w[ROOM];
            const size_t whole = hk_whole_length(n);
            for (size_t i = 0; i < ROOM; i++)
                w[i] = i < n || i >= whole ? (double)i : 0.0;
            hk_products_for((hk_instruction_set)set)->f64.step(n, decay, scale, x, w);
            for (size_t i = 0; i < ROOM; i++) {
                const long double moved = (long double)decay * i + (long double)scale * x[i];
                const double left = i < whole ? 0.0 : (double)i;
                assert_within(w[i], i < n ? (double)moved : left,
                              i < n ? DBL_EPSILON * (double)(i + 1) : 0.0, "w_%zu of %zu", i, n);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_of_all_instruction_sets_agree_at_every_length),
        cmocka_unit_test(seven_pairs_are_fused_on_all_instruction_sets_with_the_same_results),
        cmocka_unit_test(dot_products_of_every_length_type_and_alignment_are_right),
        cmocka_unit_test(steps_of_every_length_move_each_weight_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
