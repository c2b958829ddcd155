/* Every activation against MPFR over the full range of doubles and floats, on each instruction set
 * that this processor has: at most 4 ulp, and 1 float ulp. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <mpfr.h>

#include "model/neuron.h"
#include "support/pairs.h"

enum { BITS = 160, MOST_POINTS = 1 << 15 };

typedef void definition(mpfr_t a, const mpfr_t z);

/* a = 1 + exp(-z) */
static void one_plus_exp_of_minus(mpfr_t a, const mpfr_t z)
{
    mpfr_neg(a, z, MPFR_RNDN);
    mpfr_exp(a, a, MPFR_RNDN);
    mpfr_add_ui(a, a, 1, MPFR_RNDN);
}

static void identity(mpfr_t a, const mpfr_t z)
{
    mpfr_set(a, z, MPFR_RNDN);
}

static void logistic(mpfr_t a, const mpfr_t z)
{
    one_plus_exp_of_minus(a, z);
    mpfr_ui_div(a, 1, a, MPFR_RNDN);
}

static void hyperbolic_tangent(mpfr_t a, const mpfr_t z)
{
    mpfr_tanh(a, z, MPFR_RNDN);
}

static void relu(mpfr_t a, const mpfr_t z)
{
    mpfr_set(a, z, MPFR_RNDN);
    if (mpfr_sgn(z) < 0)
        mpfr_set_zero(a, 1);
}

static void leaky_relu(mpfr_t a, const mpfr_t z)
{
    if (mpfr_sgn(z) > 0)
        mpfr_set(a, z, MPFR_RNDN);
    else
        mpfr_mul_d(a, z, 0.01, MPFR_RNDN);
}

static void elu(mpfr_t a, const mpfr_t z)
{
    if (mpfr_sgn(z) > 0)
        mpfr_set(a, z, MPFR_RNDN);
    else
        mpfr_expm1(a, z, MPFR_RNDN);
}

static void softplus(mpfr_t a, const mpfr_t z)
{
    mpfr_exp(a, z, MPFR_RNDN);
    if (mpfr_inf_p(a))
        mpfr_set(a, z, MPFR_RNDN);
    else
        mpfr_log1p(a, a, MPFR_RNDN);
}

static void softsign(mpfr_t a, const mpfr_t z)
{
    mpfr_abs(a, z, MPFR_RNDN);
    mpfr_add_ui(a, a, 1, MPFR_RNDN);
    mpfr_div(a, z, a, MPFR_RNDN);
}

static void silu(mpfr_t a, const mpfr_t z)
{
    one_plus_exp_of_minus(a, z);
    mpfr_div(a, z, a, MPFR_RNDN);
}

static void normal_cdf(mpfr_t a, const mpfr_t z)
{
    mpfr_sqrt_ui(a, 2, MPFR_RNDN);
    mpfr_div(a, z, a, MPFR_RNDN);
    mpfr_neg(a, a, MPFR_RNDN);
    mpfr_erfc(a, a, MPFR_RNDN);
    mpfr_div_ui(a, a, 2, MPFR_RNDN);
}

static void gelu(mpfr_t a, const mpfr_t z)
{
    normal_cdf(a, z);
    mpfr_mul(a, a, z, MPFR_RNDN);
}

static void exponential(mpfr_t a, const mpfr_t z)
{
    mpfr_exp(a, z, MPFR_RNDN);
}

static void cloglog(mpfr_t a, const mpfr_t z)
{
    mpfr_exp(a, z, MPFR_RNDN);
    mpfr_neg(a, a, MPFR_RNDN);
    mpfr_expm1(a, a, MPFR_RNDN);
    mpfr_neg(a, a, MPFR_RNDN);
}

static void reciprocal(mpfr_t a, const mpfr_t z)
{
    mpfr_ui_div(a, 1, z, MPFR_RNDN);
}

static void step(mpfr_t a, const mpfr_t z)
{
    mpfr_set_si(a, mpfr_sgn(z) >= 0 ? 1 : -1, MPFR_RNDN);
}

static const struct {
    hillock_activation activation;
    definition *define;
    double at_minus_infinity;
    double at_infinity;
} cases[] = {
    {HILLOCK_IDENTITY, identity, -HUGE_VAL, HUGE_VAL},
    {HILLOCK_LOGISTIC, logistic, 0, 1},
    {HILLOCK_TANH, hyperbolic_tangent, -1, 1},
    {HILLOCK_RELU, relu, 0, HUGE_VAL},
    {HILLOCK_LEAKY_RELU, leaky_relu, -HUGE_VAL, HUGE_VAL},
    {HILLOCK_ELU, elu, -1, HUGE_VAL},
    {HILLOCK_SOFTPLUS, softplus, 0, HUGE_VAL},
    {HILLOCK_SOFTSIGN, softsign, -1, 1},
    {HILLOCK_SILU, silu, 0, HUGE_VAL},
    {HILLOCK_GELU, gelu, 0, HUGE_VAL},
    {HILLOCK_EXP, exponential, 0, HUGE_VAL},
    {HILLOCK_NORMAL_CDF, normal_cdf, 0, 1},
    {HILLOCK_CLOGLOG, cloglog, 0, 1},
    {HILLOCK_RECIPROCAL, reciprocal, 0, 0},
    {HILLOCK_STEP, step, -1, 1},
};
enum { N_CASES = sizeof cases / sizeof cases[0] };

/* ---- the points ---- */

typedef struct points {
    size_t count;
    double z[MOST_POINTS];
} points;

static void add(points *p, double z)
{
    if (!isnan(z) && !isinf(z) && p->count < MOST_POINTS)
        p->z[p->count++] = z;
}

static void add_uniform(points *p, random_numbers *random, size_t count, double bound)
{
    for (size_t k = 0; k < count; k++)
        add(p, random_uniform(random, -bound, bound));
}

static void add_bit_patterns(points *p, random_numbers *random, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        const uint64_t bits = random_bits(random);
        double z;
        memcpy(&z, &bits, sizeof z);
        add(p, z);
    }
}

/* Where formulas switch, results turn subnormal, overflow, or round to their limit. */
static void add_switches(points *p)
{
    static const double switches[] = {
        0.0,    0x1p-1074, 0x1p-1022, 0x1p-60, 0x1p-54, 0.1733,   0.3466,  0.5493, 0.6931,
        1.0,    1.2,       5.5,       6.0,     8.2924,  8.3,      18.72,   20.0,   30.0,
        33.3,   36.74,     37.0,      37.5194, 37.52,   38.0,     38.4857, 38.6,   40.0,
        600.0,  708.3964,  709.78,    710.0,   714.9,   744.44,   745.13,  746.0,  752.0,
        1000.0, 0x1p53,    0x1p60,    0x1p64,  0x1p511, 0x1p1023, DBL_MAX};
    for (size_t k = 0; k < sizeof switches / sizeof switches[0]; k++)
        for (int sign = -1; sign <= 1; sign += 2) {
            double below = sign * switches[k], above = below;
            for (int near = 0; near < 8; near++) {
                add(p, below);
                add(p, above);
                below = nextafter(below, -HUGE_VAL);
                above = nextafter(above, HUGE_VAL);
            }
            for (int near = -16; near <= 16; near++)
                add(p, sign * switches[k] * (1.0 + near * 0x1p-12));
        }
}

static points *make_points(void)
{
    points *const p = calloc(1, sizeof *p);
    random_numbers random = {1};
    assert_non_null(p);
    add_switches(p);
    add_bit_patterns(p, &random, 4000);
    add_uniform(p, &random, 4000, 2.0);
    add_uniform(p, &random, 6000, 40.0);
    add_uniform(p, &random, 4000, 760.0);
    for (size_t k = 0; k < 2000; k++) /* every magnitude down to where f(z) is z */
        add(p, random_uniform(&random, -1.0, 1.0) * pow(2.0, random_uniform(&random, -70.0, 4.0)));
    return p;
}

/* ---- the errors ---- */

/* |got - exact| in ulp of exact: 2^(e - 53), subnormals 2^-1074. Beyond DBL_MAX, where the
 * spacing ends, in doubles to infinity. */
static double error_in_ulps(double got, const mpfr_t exact)
{
    const double rounded = mpfr_get_d(exact, MPFR_RNDN);
    if (isnan(got) || isinf(got) || isinf(rounded) || rounded == 0.0)
        return (double)ulps_between(got, rounded);
    const long exponent = mpfr_get_exp(exact) - 53;
    mpfr_t difference;
    mpfr_init2(difference, BITS);
    mpfr_sub_d(difference, exact, got, MPFR_RNDN);
    mpfr_mul_2si(difference, difference, exponent < -1074 ? 1074 : -exponent, MPFR_RNDN);
    const double error = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return error;
}

static void check_doubles(size_t which, const points *p)
{
    double *const a = calloc(3 * MOST_POINTS, sizeof *a);
    mpfr_t z, exact;
    mpfr_inits2(BITS, z, exact, (mpfr_ptr)NULL);
    assert_non_null(a);
    for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
        hk_mathematics neuron = hk_mathematics_of(cases[which].activation, HILLOCK_SQUARED);
        neuron.kernels = hk_kernels_for((hk_instruction_set)set);
        hk_activate(&neuron, p->count, p->z, a + set * MOST_POINTS);
    }
    for (size_t k = 0; k < p->count; k++) {
        mpfr_set_d(z, p->z[k], MPFR_RNDN);
        cases[which].define(exact, z);
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const double got = a[(size_t)set * MOST_POINTS + k];
            const double error = error_in_ulps(got, exact);
            if (!(error <= 4.0))
                fail_msg("%s(%a) = %a, off by %.2f ulp on %s",
                         hillock_activation_name(cases[which].activation), p->z[k], got, error,
                         hk_instruction_set_name((hk_instruction_set)set));
        }
    }
    mpfr_clears(z, exact, (mpfr_ptr)NULL);
    free(a);
}

static void every_activation_is_within_4_ulp_of_mpfr_over_all_doubles(void **state)
{
    points *const p = make_points();
    (void)state;
    for (size_t which = 0; which < N_CASES; which++)
        check_doubles(which, p);
    free(p);
}

/* The float beside x, towards the side of `to`: 1 float ulp, to 0 and to infinity too. */
static bool within_one_float(float got, float rounded)
{
    return got == rounded || got == nextafterf(rounded, HUGE_VALF) ||
           got == nextafterf(rounded, -HUGE_VALF);
}

static float *predict_floats(size_t which, size_t count, const float *x, hk_instruction_set set)
{
    const double one = 1.0;
    const bool margin = cases[which].activation == HILLOCK_STEP;
    float *const a = calloc(count, sizeof *a);
    hillock_neuron *const neuron = neuron_with(
        cases[which].activation, margin ? HILLOCK_PERCEPTRON : HILLOCK_SQUARED, 1, &one, 0.0, set);
    assert_non_null(a);
    assert_int_equal(hillock_predict_f32(neuron, x, count, 1, a), HILLOCK_OK);
    hillock_neuron_destroy(neuron);
    return a;
}

/* z = 1 x + 0 in double, a in double, rounded once. */
static void check_floats(size_t which, size_t count, const float *x)
{
    float *a[HK_AVX512 + 1] = {NULL};
    mpfr_t z, exact;
    mpfr_inits2(BITS, z, exact, (mpfr_ptr)NULL);
    for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
        a[set] = predict_floats(which, count, x, (hk_instruction_set)set);
    for (size_t k = 0; k < count; k++) {
        mpfr_set_flt(z, x[k] + 0.0F, MPFR_RNDN); /* -0 + 0 = 0 */
        cases[which].define(exact, z);
        const float rounded = mpfr_get_flt(exact, MPFR_RNDN);
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
            if (!within_one_float(a[set][k], rounded))
                fail_msg("%s(%a) = %a in float instead of %a",
                         hillock_activation_name(cases[which].activation), (double)x[k],
                         (double)a[set][k], (double)rounded);
    }
    for (int set = HK_PORTABLE; set <= HK_AVX512; set++)
        free(a[set]);
    mpfr_clears(z, exact, (mpfr_ptr)NULL);
}

static void every_activation_is_within_1_ulp_of_mpfr_over_floats(void **state)
{
    points *const p = make_points();
    float *const x = calloc(MOST_POINTS, sizeof *x);
    size_t count = 0;
    (void)state;
    assert_non_null(x);
    for (size_t k = 0; k < p->count; k += 4)
        if (fabs(p->z[k]) <= (double)FLT_MAX)
            x[count++] = (float)p->z[k];
    for (size_t which = 0; which < N_CASES; which++)
        check_floats(which, count, x);
    free(x);
    free(p);
}

/* f, f', f'' at the ends of the line; 16 lanes, so that vectors and their remainders meet them. */
static void every_activation_saturates_at_infinity_and_keeps_nan(void **state)
{
    (void)state;
    double a[19], z[19], df[19], d2f[19];
    for (size_t which = 0; which < N_CASES; which++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            hk_mathematics neuron = hk_mathematics_of(cases[which].activation, HILLOCK_SQUARED);
            const char *const name = hillock_activation_name(cases[which].activation);
            neuron.kernels = hk_kernels_for((hk_instruction_set)set);
            for (int j = 0; j < 19; j++)
                z[j] = j % 3 == 0 ? -HUGE_VAL : j % 3 == 1 ? HUGE_VAL : NAN;
            hk_activate(&neuron, 19, z, a);
            for (int j = 0; j < 19; j++)
                assert_within(a[j],
                              j % 3 == 0   ? cases[which].at_minus_infinity
                              : j % 3 == 1 ? cases[which].at_infinity
                                           : NAN,
                              0.0, "%s(%g)", name, z[j]);
            hk_differentiate_activation(&neuron, 19, z, a, df, d2f);
            for (int j = 0; j < 19; j++)
                if (j % 3 != 2 && (isnan(df[j]) || isnan(d2f[j])))
                    fail_msg("%s has f' = %g, f'' = %g at %g", name, df[j], d2f[j], z[j]);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_activation_is_within_4_ulp_of_mpfr_over_all_doubles),
        cmocka_unit_test(every_activation_is_within_1_ulp_of_mpfr_over_floats),
        cmocka_unit_test(every_activation_saturates_at_infinity_and_keeps_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
