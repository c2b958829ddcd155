/* The fused pairs l(y, f(z)): exact limits far out and at infinity, MPFR in between, and the plain
 * chain of factors where that is safe. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include <mpfr.h>

#include "core/processor.h"
#include "neuron/mathematics.h"
#include "support/random_numbers.h"

enum { BITS = 320 };
static const double INF = HUGE_VAL;

typedef struct limit {
    int activation;
    int loss;
    double y;
    double z;
    double l;
    double dl;
    double d2l;
} limit;

enum {
    LOGIT = HILLOCK_LOGISTIC,
    PROBIT = HILLOCK_NORMAL_CDF,
    CLOGLOG = HILLOCK_CLOGLOG,
    EXP = HILLOCK_EXP,
    INVERSE = HILLOCK_RECIPROCAL,
    ENTROPY = HILLOCK_CROSS_ENTROPY,
    POISSON = HILLOCK_POISSON,
    GAMMA = HILLOCK_GAMMA
};

/* The far tails. log Phi(-800) = -(320000 + log(800 sqrt(2 pi)) + 1/800^2 - ...); the hazard of
 * the normal law at 800 is 800 + 1/800 - 2/800^3 + ...; e^-800 is 0 in doubles, e^800 infinite. */
static const limit limits[] = {
    {LOGIT, ENTROPY, 1, 800, 0, 0, 0},
    {LOGIT, ENTROPY, 1, -800, 800, -1, 0},
    {LOGIT, ENTROPY, 0, 800, 800, 1, 0},
    {LOGIT, ENTROPY, 0, -800, 0, 0, 0},
    {LOGIT, ENTROPY, 0.25, 800, 600, 0.75, 0},
    {LOGIT, ENTROPY, 0.25, -800, 200, -0.25, 0},
    {LOGIT, ENTROPY, 1, INF, 0, 0, 0},
    {LOGIT, ENTROPY, 1, -INF, INF, -1, 0},
    {LOGIT, ENTROPY, 0, INF, INF, 1, 0},
    {LOGIT, ENTROPY, 0, -INF, 0, 0, 0},
    {LOGIT, ENTROPY, 0.25, INF, INF, 0.75, 0},
    {LOGIT, ENTROPY, 0.25, -INF, INF, -0.25, 0},
    {PROBIT, ENTROPY, 1, 800, 0, 0, 0},
    {PROBIT, ENTROPY, 1, -800, 320007.6035518233665, -800.00124999609378052,
     0.99999843751464824677},
    {PROBIT, ENTROPY, 0, 800, 320007.6035518233665, 800.00124999609378052, 0.99999843751464824677},
    {PROBIT, ENTROPY, 0, -800, 0, 0, 0},
    {PROBIT, ENTROPY, 1, INF, 0, 0, 0},
    {PROBIT, ENTROPY, 1, -INF, INF, -INF, 1},
    {PROBIT, ENTROPY, 0, INF, INF, INF, 1},
    {PROBIT, ENTROPY, 0, -INF, 0, 0, 0},
    {PROBIT, ENTROPY, 0.25, INF, INF, INF, 0.75},
    {PROBIT, ENTROPY, 0.25, -INF, INF, -INF, 0.25},
    {CLOGLOG, ENTROPY, 1, 800, 0, 0, 0},
    {CLOGLOG, ENTROPY, 1, -800, 800, -1, 0},
    {CLOGLOG, ENTROPY, 0, 800, INF, INF, INF},
    {CLOGLOG, ENTROPY, 0, -800, 0, 0, 0},
    {CLOGLOG, ENTROPY, 1, INF, 0, 0, 0},
    {CLOGLOG, ENTROPY, 1, -INF, INF, -1, 0},
    {CLOGLOG, ENTROPY, 0, INF, INF, INF, INF},
    {CLOGLOG, ENTROPY, 0, -INF, 0, 0, 0},
    {CLOGLOG, ENTROPY, 0.25, INF, INF, INF, INF},
    {CLOGLOG, ENTROPY, 0.25, -INF, INF, -0.25, 0},
    {EXP, POISSON, 3, -800, 2400, -3, 0},
    {EXP, POISSON, 0, -800, 0, 0, 0},
    {EXP, POISSON, 3, 800, INF, INF, INF},
    {EXP, POISSON, 3, -INF, INF, -3, 0},
    {EXP, POISSON, 0, -INF, 0, 0, 0},
    {EXP, POISSON, 3, INF, INF, INF, INF},
    {EXP, GAMMA, 3, 800, 800, 1, 0},
    {EXP, GAMMA, 3, -800, INF, -INF, INF},
    {EXP, GAMMA, 3, INF, INF, 1, 0},
    {EXP, GAMMA, 3, -INF, INF, -INF, INF},
    {INVERSE, GAMMA, 2, 800, 1593.3153882723320727, 1.99875, 1.5625e-6},
    {INVERSE, GAMMA, 2, 0, INF, -INF, INF},
    {INVERSE, GAMMA, 2, INF, INF, 2, 0},
};

static hk_mathematics pair_on(int activation, int loss, int set)
{
    hk_mathematics pair = hk_mathematics_of((hillock_activation)activation, (hillock_loss)loss);
    pair.kernels = hk_kernels_for((hk_instruction_set)set);
    return pair;
}

static void check_limit(const limit *row, int set)
{
    const hk_mathematics pair = pair_on(row->activation, row->loss, set);
    const char *const name = hillock_activation_name((hillock_activation)row->activation);
    double l, dl, d2l;
    hk_differentiate(&pair, 1, &row->y, &row->z, &l, &dl, &d2l);
    assert_within(l, row->l, 4 * DBL_EPSILON * fabs(row->l), "l of %s at z = %g, y = %g", name,
                  row->z, row->y);
    assert_within(dl, row->dl, 4 * DBL_EPSILON * fabs(row->dl), "dl/dz of %s at z = %g, y = %g",
                  name, row->z, row->y);
    assert_within(d2l, row->d2l, 8 * DBL_EPSILON * fabs(row->d2l),
                  "d2l/dz2 of %s at z = %g, y = %g", name, row->z, row->y);
}

static void fused_pairs_have_their_exact_limits_at_800_and_infinity(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
            check_limit(&limits[k], set);
}

static void fused_pairs_keep_a_nan(void **state)
{
    (void)state;
    const double nan = NAN, y = 1.0;
    for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_mathematics pair = pair_on(limits[k].activation, limits[k].loss, set);
            double l, dl, d2l;
            hk_differentiate(&pair, 1, &y, &nan, &l, &dl, &d2l);
            assert_true(isnan(l) && isnan(dl));
        }
}

/* MPFR: log a and log(1 - a) with two derivatives, so that the loss is a sum of two terms. */

typedef struct logarithms {
    mpfr_t up[3];   /* -log a and its derivatives in z       */
    mpfr_t down[3]; /* -log(1 - a); for counts and times: a, 1/a */
} logarithms;

/* -log Phi(z), hazard -r with r = phi / Phi, r (r + z) */
static void minus_log_normal_cdf(mpfr_t out[3], const mpfr_t z)
{
    mpfr_t cdf;
    mpfr_init2(cdf, BITS);
    mpfr_sqrt_ui(cdf, 2, MPFR_RNDN);
    mpfr_div(cdf, z, cdf, MPFR_RNDN);
    mpfr_abs(cdf, cdf, MPFR_RNDN);
    mpfr_erfc(cdf, cdf, MPFR_RNDN);
    mpfr_div_ui(cdf, cdf, 2, MPFR_RNDN); /* the smaller tail */
    if (mpfr_sgn(z) > 0) {
        mpfr_neg(cdf, cdf, MPFR_RNDN);
        mpfr_log1p(out[0], cdf, MPFR_RNDN);
        mpfr_add_ui(cdf, cdf, 1, MPFR_RNDN);
    } else {
        mpfr_log(out[0], cdf, MPFR_RNDN);
    }
    mpfr_neg(out[0], out[0], MPFR_RNDN);
    mpfr_sqr(out[1], z, MPFR_RNDN); /* phi = exp(-z^2/2) / sqrt(2 pi) */
    mpfr_div_si(out[1], out[1], -2, MPFR_RNDN);
    mpfr_exp(out[1], out[1], MPFR_RNDN);
    mpfr_const_pi(out[2], MPFR_RNDN);
    mpfr_mul_ui(out[2], out[2], 2, MPFR_RNDN);
    mpfr_sqrt(out[2], out[2], MPFR_RNDN);
    mpfr_div(out[1], out[1], out[2], MPFR_RNDN);
    mpfr_div(out[1], out[1], cdf, MPFR_RNDN);
    mpfr_add(out[2], out[1], z, MPFR_RNDN);
    mpfr_mul(out[2], out[2], out[1], MPFR_RNDN);
    mpfr_neg(out[1], out[1], MPFR_RNDN);
    mpfr_clear(cdf);
}

/* -log s = log(1 + e^-z), -(1 - s), s (1 - s) */
static void minus_log_logistic(mpfr_t out[3], const mpfr_t z)
{
    mpfr_neg(out[1], z, MPFR_RNDN);
    mpfr_exp(out[1], out[1], MPFR_RNDN);
    mpfr_log1p(out[0], out[1], MPFR_RNDN);
    mpfr_add_ui(out[2], out[1], 1, MPFR_RNDN);
    mpfr_div(out[1], out[1], out[2], MPFR_RNDN); /* 1 - s */
    mpfr_div(out[2], out[1], out[2], MPFR_RNDN); /* s (1 - s) */
    mpfr_neg(out[1], out[1], MPFR_RNDN);
}

/* -log(1 - e^-E), -g with g = E / (e^E - 1), g (g + E - 1) */
static void minus_log_cloglog(mpfr_t out[3], const mpfr_t z)
{
    mpfr_t E;
    mpfr_init2(E, BITS);
    mpfr_exp(E, z, MPFR_RNDN);
    mpfr_neg(out[0], E, MPFR_RNDN);
    mpfr_exp(out[0], out[0], MPFR_RNDN);
    mpfr_neg(out[0], out[0], MPFR_RNDN);
    mpfr_log1p(out[0], out[0], MPFR_RNDN);
    mpfr_neg(out[0], out[0], MPFR_RNDN);
    mpfr_expm1(out[1], E, MPFR_RNDN);
    mpfr_div(out[1], E, out[1], MPFR_RNDN);
    mpfr_add(out[2], out[1], E, MPFR_RNDN);
    mpfr_sub_ui(out[2], out[2], 1, MPFR_RNDN);
    mpfr_mul(out[2], out[2], out[1], MPFR_RNDN);
    mpfr_neg(out[1], out[1], MPFR_RNDN);
    mpfr_clear(E);
}

static void negate_argument(mpfr_t out[3])
{
    mpfr_neg(out[1], out[1], MPFR_RNDN);
}

static void set_all(mpfr_t out[3], double f, double df, double d2f)
{
    mpfr_set_d(out[0], f, MPFR_RNDN);
    mpfr_set_d(out[1], df, MPFR_RNDN);
    mpfr_set_d(out[2], d2f, MPFR_RNDN);
}

/* Weights of up and down in the loss: cross-entropy y and 1 - y, Poisson y and 1, Gamma the
 * same. */
static void evaluate(logarithms *at, int activation, int loss, const mpfr_t z)
{
    mpfr_t minus_z;
    mpfr_init2(minus_z, BITS);
    mpfr_neg(minus_z, z, MPFR_RNDN);
    const double x = mpfr_get_d(z, MPFR_RNDN);
    if (activation == LOGIT || activation == PROBIT) {
        void (*const minus_log)(mpfr_t *, const mpfr_t) =
            activation == LOGIT ? minus_log_logistic : minus_log_normal_cdf;
        minus_log(at->up, z);
        minus_log(at->down, minus_z);
        negate_argument(at->down);
    } else if (activation == CLOGLOG) {
        minus_log_cloglog(at->up, z);
        for (int k = 0; k < 3; k++)
            mpfr_exp(at->down[k], z, MPFR_RNDN);
    } else if (loss == POISSON) { /* a - y log a, log a = z */
        set_all(at->up, -x, -1, 0);
        for (int k = 0; k < 3; k++)
            mpfr_exp(at->down[k], z, MPFR_RNDN);
    } else { /* y / a + log a, a = e^z */
        for (int k = 0; k < 3; k++)
            mpfr_exp(at->up[k], minus_z, MPFR_RNDN);
        negate_argument(at->up);
        set_all(at->down, x, 1, 0);
    }
    mpfr_clear(minus_z);
}

/* The loss and its derivatives within 1e-14 of the sum of the absolute values of their two
 * terms; for y = 0 and 1 there is only one of them, and the bound is relative. What grows
 * beyond it: the rounding of the exponents in e^(-z^2/2) and e^-E; h (h - |z|) of the probit's
 * curvature, where numbers of size |z| leave a difference of 1/|z|; g + E - 1 of cloglog's,
 * about 1/8 at E = 1/4 (below it the first neglected term of a series). And, among subnormal
 * numbers, 2^-1074 times E^2 or z^2. */
static double bound_for(int activation, double z, int derivative)
{
    if (activation == PROBIT)
        return 1e-14 + (derivative == 2 ? 2.0 : 0.5) * DBL_EPSILON * z * z;
    if (activation == CLOGLOG)
        return (derivative == 2 ? 2e-13 : 1e-14) + 4.0 * DBL_EPSILON * fmin(exp(z), 750.0);
    return 1e-14;
}

static void check_point(logarithms *at, int activation, int loss, double x)
{
    static const double targets[] = {0.0, 1.0, 0.3};
    mpfr_t z;
    mpfr_init2(z, BITS);
    mpfr_set_d(z, x, MPFR_RNDN);
    evaluate(at, activation, loss, z);
    mpfr_clear(z);
    for (int which = loss == GAMMA ? 1 : 0; which < 3; which++) {
        const double y = targets[which], no = loss == ENTROPY ? 1.0 - y : 1.0;
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_mathematics pair = pair_on(activation, loss, set);
            double got[3];
            hk_differentiate(&pair, 1, &y, &x, &got[0], &got[1], &got[2]);
            for (int k = 0; k < 3; k++) {
                const double up = y == 0 ? 0 : y * mpfr_get_d(at->up[k], MPFR_RNDN);
                const double down = no == 0 ? 0 : no * mpfr_get_d(at->down[k], MPFR_RNDN);
                assert_within(got[k], up + down,
                              bound_for(activation, x, k) * (fabs(up) + fabs(down)) + 0x1p-1050,
                              "derivative %d of %s at z = %a, y = %g on %s", k,
                              hillock_activation_name((hillock_activation)activation), x, y,
                              hk_instruction_set_name((hk_instruction_set)set));
            }
        }
    }
}

static void fused_pairs_agree_with_mpfr_from_minus_50_to_50(void **state)
{
    static const int pairs[][2] = {
        {LOGIT, ENTROPY}, {PROBIT, ENTROPY}, {CLOGLOG, ENTROPY}, {EXP, POISSON}, {EXP, GAMMA}};
    (void)state;
    logarithms at;
    random_numbers random = {3};
    for (int k = 0; k < 3; k++)
        mpfr_inits2(BITS, at.up[k], at.down[k], (mpfr_ptr)NULL);
    for (size_t p = 0; p < sizeof pairs / sizeof pairs[0]; p++) {
        for (int k = 0; k < 1500; k++)
            check_point(&at, pairs[p][0], pairs[p][1], random_uniform(&random, -50.0, 50.0));
        for (int k = 0; k < 1500; k++)
            check_point(&at, pairs[p][0], pairs[p][1], random_uniform(&random, -4.0, 4.0));
    }
    for (int k = 0; k < 3; k++)
        mpfr_clears(at.up[k], at.down[k], (mpfr_ptr)NULL);
}

/* Where neither a nor 1 - a is small the product dl/da f'(z) is right too: 1e-13 of its terms. */
static void fused_pairs_agree_with_the_plain_chain_where_that_is_safe(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof limits / sizeof limits[0]; k++) {
        const hk_mathematics pair = pair_on(limits[k].activation, limits[k].loss, HK_PORTABLE);
        for (double z = 0.0625; z < 1.5; z += 0.0625) {
            double l, dl, d2l, a, df, d2f, plain, dl_da, d2l_da2;
            const double y = limits[k].y;
            hk_differentiate(&pair, 1, &y, &z, &l, &dl, &d2l);
            hk_differentiate_activation(&pair, 1, &z, &a, &df, &d2f);
            hk_differentiate_loss(&pair, 1, &y, &a, &plain, &dl_da, &d2l_da2);
            const double bend = d2l_da2 * df * df + dl_da * d2f;
            const double terms = fabs(d2l_da2 * df * df) + fabs(dl_da * d2f) + fabs(dl_da * df);
            assert_within(l, plain, 1e-13 * (1 + fabs(l)), "l at z = %g", z);
            assert_within(dl, dl_da * df, 1e-13 * (1 + terms), "dl/dz at z = %g", z);
            assert_within(d2l, bend, 1e-13 * (1 + terms), "d2l/dz2 at z = %g", z);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fused_pairs_have_their_exact_limits_at_800_and_infinity),
        cmocka_unit_test(fused_pairs_keep_a_nan),
        cmocka_unit_test(fused_pairs_agree_with_mpfr_from_minus_50_to_50),
        cmocka_unit_test(fused_pairs_agree_with_the_plain_chain_where_that_is_safe),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
