/*
 * Accuracy of src/neuron/vector_math.h against MPFR, and its values at special arguments.
 *
 * Compile once per instruction set, with the flags of the library's kernels: the functions are
 * evaluated over arrays, so that what is measured is the vectorised code. The compiler may use the
 * instruction set anywhere in this file: main is in on_processor.c, which is built without it and
 * skips the tests where the processor lacks it. An optional argument multiplies the number of
 * random samples.
 */
#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <mpfr.h>

#include "../../src/neuron/vector_math.h"

enum { reference_bits = 200, batch_size = 256, threshold_count = 8 };

typedef void array_function(size_t count, const double *in, double *out);
typedef int reference_function(mpfr_ptr result, mpfr_srcptr x, mpfr_rnd_t rounding);

struct function_case {
    const char *name;
    array_function *evaluate;
    reference_function *reference;
    double bound;     /* largest error accepted, in ulp */
    double low, high; /* the interval where the function is neither constant nor trivial */
    double period;    /* the reduction switches at odd multiples of half of it; 0: it does not */
    size_t samples;   /* random arguments of each kind */
    int half_line;    /* defined for arguments >= 0 only */
    double thresholds[threshold_count]; /* where a formula, a clamp or the result's kind changes */
};

struct worst_error {
    double ulp, x, got, expected;
    size_t count;
};

static size_t sample_factor = 1;

/* ---- The functions over arrays: loops that the compiler vectorises. ---- */

static void each_exp(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_exp(in[j]);
}

static void each_exp_sum(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_exp_sum(in[2 * j], in[2 * j + 1]);
}

static void each_expm1(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_expm1(in[j]);
}

static void each_log(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_log(in[j]);
}

static void each_log1p(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_log1p(in[j]);
}

static void each_tanh(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_tanh(in[j]);
}

static void each_erf(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_erf(in[j]);
}

static void each_mills(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_mills(in[j]);
}

static void each_normal_tail(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_normal_tail(in[j]);
}

static void each_normal_cdf(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_normal_cdf(in[j]);
}

static void each_logistic(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_logistic(in[j]);
}

static void each_softplus(const size_t count, const double *const in, double *const out)
{
    for (size_t j = 0; j < count; j++)
        out[j] = hk_softplus(in[j]);
}

/* ---- References, correct to far more than a double. ---- */

/* Phi(-u) = erfc(u / sqrt 2) / 2. */
static int reference_normal_tail(mpfr_ptr result, mpfr_srcptr u, const mpfr_rnd_t rounding)
{
    mpfr_sqrt_ui(result, 2, rounding);
    mpfr_div(result, u, result, rounding);
    mpfr_erfc(result, result, rounding);
    return mpfr_div_2ui(result, result, 1, rounding);
}

static int reference_normal_cdf(mpfr_ptr result, mpfr_srcptr z, const mpfr_rnd_t rounding)
{
    mpfr_t u;
    mpfr_init2(u, reference_bits);
    mpfr_neg(u, z, rounding);
    reference_normal_tail(result, u, rounding);
    mpfr_clear(u);
    return 0;
}

/* 1/u - 1/u^3 + 3/u^5 - 15/u^7: for u >= 2^14 the next term is below 2^-105 of the sum. */
static int asymptotic_mills(mpfr_ptr result, mpfr_srcptr u, const mpfr_rnd_t rounding)
{
    const long factors[] = {-5, -3, -1};
    mpfr_t z;
    mpfr_init2(z, reference_bits);
    mpfr_sqr(z, u, rounding);
    mpfr_set_ui(result, 1, rounding);
    for (size_t i = 0; i < sizeof factors / sizeof factors[0]; i++) {
        mpfr_div(result, result, z, rounding);
        mpfr_mul_si(result, result, factors[i], rounding);
        mpfr_add_ui(result, result, 1, rounding);
    }
    mpfr_div(result, result, u, rounding);
    mpfr_clear(z);
    return 0;
}

/* sqrt(2 pi) exp(u^2 / 2) Phi(-u). */
static int reference_mills(mpfr_ptr result, mpfr_srcptr u, const mpfr_rnd_t rounding)
{
    if (mpfr_cmp_d(u, 0x1p14) >= 0)
        return asymptotic_mills(result, u, rounding);
    mpfr_t factor;
    mpfr_init2(factor, reference_bits);
    reference_normal_tail(result, u, rounding);
    mpfr_const_pi(factor, rounding);
    mpfr_mul_2ui(factor, factor, 1, rounding);
    mpfr_sqrt(factor, factor, rounding);
    mpfr_mul(result, result, factor, rounding);
    mpfr_sqr(factor, u, rounding);
    mpfr_div_2ui(factor, factor, 1, rounding);
    mpfr_exp(factor, factor, rounding);
    mpfr_mul(result, result, factor, rounding);
    mpfr_clear(factor);
    return 0;
}

static int reference_logistic(mpfr_ptr result, mpfr_srcptr z, const mpfr_rnd_t rounding)
{
    mpfr_neg(result, z, rounding);
    mpfr_exp(result, result, rounding);
    mpfr_add_ui(result, result, 1, rounding);
    return mpfr_ui_div(result, 1, result, rounding);
}

/* For z > 0, z + log(1 + exp(-z)): exp(z) might overflow. */
static int reference_softplus(mpfr_ptr result, mpfr_srcptr z, const mpfr_rnd_t rounding)
{
    const int positive = mpfr_cmp_ui(z, 0) > 0;
    mpfr_setsign(result, z, 1, rounding);
    mpfr_exp(result, result, rounding);
    mpfr_log1p(result, result, rounding);
    return positive ? mpfr_add(result, result, z, rounding) : 0;
}

/* The exact value at a double, to `reference_bits`. */
static void evaluate_reference(mpfr_ptr exact, const struct function_case *const function,
                               const double x)
{
    mpfr_t argument;
    mpfr_init2(argument, reference_bits);
    mpfr_set_d(argument, x, MPFR_RNDN);
    function->reference(exact, argument, MPFR_RNDN);
    mpfr_clear(argument);
}

/* ---- Errors in units in the last place. ---- */

/*
 * |got - exact| in ulp of a format of `digits` bits whose smallest number is 2^smallest and
 * whose infinity stands for 2^overflow. Zeros, infinities and NaN must be matched exactly.
 */
static double error_in_ulp(const double got, mpfr_t exact, const int digits, const int smallest,
                           const int overflow)
{
    const double infinity = (double)INFINITY;
    if (isnan(got) || mpfr_nan_p(exact))
        return isnan(got) && mpfr_nan_p(exact) ? 0.0 : infinity;
    if (mpfr_inf_p(exact) || mpfr_zero_p(exact))
        return mpfr_cmp_d(exact, got) == 0 ? 0.0 : infinity;
    if (isinf(got) && mpfr_get_exp(exact) > overflow)
        return mpfr_sgn(exact) * got > 0.0 ? 0.0 : infinity;
    const double finite = isinf(got) ? copysign(1.0, got) : got;
    mpfr_t difference;
    mpfr_init2(difference, reference_bits);
    mpfr_set_d(difference, finite, MPFR_RNDN);
    if (isinf(got))
        mpfr_mul_2si(difference, difference, overflow, MPFR_RNDN);
    mpfr_sub(difference, difference, exact, MPFR_RNDN);
    const long exponent = (long)mpfr_get_exp(exact) - digits;
    mpfr_mul_2si(difference, difference, -(exponent > smallest ? exponent : smallest), MPFR_RNDN);
    const double ulp = fabs(mpfr_get_d(difference, MPFR_RNDN));
    mpfr_clear(difference);
    return ulp;
}

static void record(struct worst_error *const worst, const double x, const double got, mpfr_t exact,
                   const double ulp)
{
    worst->count++;
    if (ulp > worst->ulp || (isnan(ulp) && !isnan(worst->ulp)))
        *worst = (struct worst_error){ulp, x, got, mpfr_get_d(exact, MPFR_RNDN), worst->count};
}

static void compare_batch(const struct function_case *const function, const size_t count,
                          const double *const in, struct worst_error *const worst)
{
    double out[batch_size];
    mpfr_t exact;
    function->evaluate(count, in, out);
    mpfr_init2(exact, reference_bits);
    for (size_t j = 0; j < count; j++) {
        evaluate_reference(exact, function, in[j]);
        record(worst, in[j], out[j], exact, error_in_ulp(out[j], exact, 53, -1074, 1024));
    }
    mpfr_clear(exact);
}

static void report(const char *const name, const struct worst_error *const worst,
                   const double bound)
{
    print_message("%-12s max %.4f ulp (bound %.2f) over %zu arguments, at %a\n", name, worst->ulp,
                  bound, worst->count, worst->x);
    if (!(worst->ulp <= bound))
        fail_msg("%s(%a = %.17g): got %a = %.17g, expected %a = %.17g, %g ulp > %g", name, worst->x,
                 worst->x, worst->got, worst->got, worst->expected, worst->expected, worst->ulp,
                 bound);
}

/* ---- Arguments. ---- */

/* xorshift64* of Marsaglia and Vigna, with a fixed seed: a failure can be repeated. */
static uint64_t random_bits(void)
{
    static uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545f4914f6cdd1d);
}

static double random_uniform(void)
{
    return (double)(random_bits() >> 11) * 0x1p-53;
}

struct argument_stream {
    const struct function_case *function;
    struct worst_error *worst;
    size_t count;
    double batch[batch_size];
};

static void flush(struct argument_stream *const stream)
{
    compare_batch(stream->function, stream->count, stream->batch, stream->worst);
    stream->count = 0;
}

static void try_argument(struct argument_stream *const stream, const double x)
{
    stream->batch[stream->count++] = stream->function->half_line ? fabs(x) : x;
    if (stream->count == batch_size)
        flush(stream);
}

/* The neighbours of x, from adjacent doubles to a few per cent. */
static void try_around(struct argument_stream *const stream, const double x)
{
    double above = x;
    double below = x;
    for (int i = 0; i < 24; i++) {
        try_argument(stream, above);
        try_argument(stream, below);
        above = nextafter(above, (double)INFINITY);
        below = nextafter(below, -(double)INFINITY);
        try_argument(stream, x * (1.0 + ldexp(random_uniform() - 0.5, -2 * i)));
    }
}

static void try_random(struct argument_stream *const stream)
{
    const struct function_case *const function = stream->function;
    for (size_t i = 0; i < function->samples * sample_factor; i++) {
        const double width = function->high - function->low;
        const double largest = fmax(fabs(function->low), fabs(function->high));
        const double sign = random_bits() & 1 ? 1.0 : -1.0;
        try_argument(stream, function->low + width * random_uniform());
        try_argument(stream, sign * 2.0 * random_uniform());
        try_argument(stream, sign * largest * exp2(-60.0 * random_uniform()));
        if (i % 4 == 0)
            try_argument(stream, hk_from_bits(random_bits()));
    }
}

static void try_structured(struct argument_stream *const stream)
{
    const struct function_case *const function = stream->function;
    for (size_t i = 0; i < threshold_count; i++)
        try_around(stream, function->thresholds[i]);
    for (int e = -1074; e <= 1023; e++) {
        const double power = ldexp(1.0, e);
        try_argument(stream, power);
        try_argument(stream, -power);
        try_argument(stream, nextafter(power, 0.0));
        try_argument(stream, -nextafter(power, (double)INFINITY));
    }
    for (int i = 0; i < 512; i++) {
        const double subnormal = hk_from_bits(random_bits() >> (12 + i % 52));
        try_argument(stream, subnormal);
        try_argument(stream, -subnormal);
    }
    for (int i = 0; function->period > 0.0 && i < 256; i++) {
        const double largest = fmin(fmax(-function->low, function->high), 128.0 * function->period);
        const double steps = floor(i * largest / (256.0 * function->period));
        const double x = (steps + 0.5) * function->period;
        try_around(stream, i % 2 ? x : -x);
    }
}

/* ---- Tests. ---- */

static void test_doubles(void **const state)
{
    const struct function_case *const function = *state;
    struct worst_error worst = {0};
    struct argument_stream stream = {.function = function, .worst = &worst};
    try_structured(&stream);
    try_random(&stream);
    flush(&stream);
    report(function->name, &worst, function->bound);
}

static void test_floats(void **const state)
{
    const struct function_case *const function = *state;
    struct worst_error worst = {0};
    mpfr_t exact;
    mpfr_init2(exact, reference_bits);
    for (size_t i = 0; i < 2000; i++) {
        const double limit = fmin(fmax(-function->low, function->high), 200.0);
        const double wide = ldexp(random_uniform() - 0.5, (int)(random_bits() % 277) - 148);
        const double near = limit * (2.0 * random_uniform() - 1.0);
        const float drawn = (float)(i % 4 ? near : wide);
        const double x = function->half_line ? fabs((double)drawn) : (double)drawn;
        double y;
        function->evaluate(1, &x, &y);
        const float rounded = (float)y;
        evaluate_reference(exact, function, x);
        const double ulp = error_in_ulp((double)rounded, exact, 24, -149, 128);
        record(&worst, x, (double)rounded, exact, ulp);
    }
    mpfr_clear(exact);
    report(function->name, &worst, 1.0);
}

static void test_exp_sum_adds_low_part(void **const state)
{
    (void)state;
    struct worst_error worst = {0};
    double in[2 * batch_size];
    double out[batch_size];
    mpfr_t exact;
    mpfr_init2(exact, reference_bits);
    for (size_t batch = 0; batch < 100 * sample_factor; batch++) {
        for (size_t j = 0; j < batch_size; j++) {
            in[2 * j] = 1460.0 * random_uniform() - 750.0;
            in[2 * j + 1] = 1e-4 * (2.0 * random_uniform() - 1.0);
        }
        each_exp_sum(batch_size, in, out);
        for (size_t j = 0; j < batch_size; j++) {
            mpfr_set_d(exact, in[2 * j], MPFR_RNDN);
            mpfr_add_d(exact, exact, in[2 * j + 1], MPFR_RNDN);
            mpfr_exp(exact, exact, MPFR_RNDN);
            record(&worst, in[2 * j], out[j], exact, error_in_ulp(out[j], exact, 53, -1074, 1024));
        }
    }
    mpfr_clear(exact);
    report("exp_sum", &worst, 1.5);
}

/* f(x) must be `expected`, to the sign of a zero; evaluated in a whole vector of copies. */
static void assert_value(array_function *const evaluate, const double x, const double expected)
{
    double in[8];
    double out[8];
    for (size_t j = 0; j < 8; j++)
        in[j] = x;
    evaluate(8, in, out);
    for (size_t j = 0; j < 8; j++) {
        const int same_sign = !signbit(out[j]) == !signbit(expected);
        if (!(isnan(expected) ? isnan(out[j]) : out[j] == expected && same_sign))
            fail_msg("f(%a) = %a, expected %a", x, out[j], expected);
    }
}

static void test_nan_gives_nan(void **const state)
{
    (void)state;
    array_function *const functions[] = {
        each_exp,   each_expm1,       each_log,        each_log1p,    each_tanh,     each_erf,
        each_mills, each_normal_tail, each_normal_cdf, each_logistic, each_softplus,
    };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        assert_value(functions[i], (double)NAN, (double)NAN);
        assert_value(functions[i], -(double)NAN, (double)NAN);
    }
}

static void test_exp_special_values(void **const state)
{
    (void)state;
    const double infinity = (double)INFINITY;
    assert_value(each_exp, 0.0, 1.0);
    assert_value(each_exp, -0.0, 1.0);
    assert_value(each_exp, infinity, infinity);
    assert_value(each_exp, -infinity, 0.0);
    assert_value(each_exp, 710.0, infinity);
    assert_value(each_exp, DBL_MAX, infinity);
    assert_value(each_exp, -745.0, 0x1p-1074);
    assert_value(each_exp, -746.0, 0.0);
    assert_value(each_exp, -DBL_MAX, 0.0);
    assert_value(each_expm1, 0.0, 0.0);
    assert_value(each_expm1, -0.0, -0.0);
    assert_value(each_expm1, infinity, infinity);
    assert_value(each_expm1, 710.0, infinity);
    assert_value(each_expm1, -infinity, -1.0);
    assert_value(each_expm1, -DBL_MAX, -1.0);
    assert_value(each_expm1, 0x1p-1074, 0x1p-1074);
    assert_value(each_expm1, -0x1p-1074, -0x1p-1074);
}

static void test_log_special_values(void **const state)
{
    (void)state;
    const double infinity = (double)INFINITY;
    const double nan = (double)NAN;
    assert_value(each_log, 0.0, -infinity);
    assert_value(each_log, -0.0, -infinity);
    assert_value(each_log, 1.0, 0.0);
    assert_value(each_log, infinity, infinity);
    assert_value(each_log, -0x1p-1074, nan);
    assert_value(each_log, -1.0, nan);
    assert_value(each_log, -infinity, nan);
    assert_value(each_log1p, 0.0, 0.0);
    assert_value(each_log1p, -0.0, -0.0);
    assert_value(each_log1p, -1.0, -infinity);
    assert_value(each_log1p, nextafter(-1.0, -2.0), nan);
    assert_value(each_log1p, -infinity, nan);
    assert_value(each_log1p, infinity, infinity);
    assert_value(each_log1p, 0x1p-1074, 0x1p-1074);
    assert_value(each_log1p, -0x1p-1074, -0x1p-1074);
}

static void test_odd_functions_saturate_at_one(void **const state)
{
    (void)state;
    array_function *const functions[] = {each_tanh, each_erf};
    for (size_t i = 0; i < 2; i++) {
        assert_value(functions[i], 0.0, 0.0);
        assert_value(functions[i], -0.0, -0.0);
        assert_value(functions[i], 20.0, 1.0);
        assert_value(functions[i], -20.0, -1.0);
        assert_value(functions[i], DBL_MAX, 1.0);
        assert_value(functions[i], (double)INFINITY, 1.0);
        assert_value(functions[i], -(double)INFINITY, -1.0);
    }
    assert_value(each_tanh, 0x1p-1074, 0x1p-1074);
}

static void test_odd_functions_are_odd_and_within_one(void **const state)
{
    (void)state;
    array_function *const functions[] = {each_tanh, each_erf};
    for (size_t i = 0; i < 20000; i++) {
        const double x = 20.0 * random_uniform();
        const double in[2] = {x, -x};
        double out[2];
        functions[i % 2](2, in, out);
        assert_true(out[1] == -out[0]);
        assert_true(out[0] <= 1.0);
    }
}

static void test_normal_special_values(void **const state)
{
    (void)state;
    const double infinity = (double)INFINITY;
    assert_value(each_mills, infinity, 0.0);
    assert_value(each_mills, 0x1p100, 0x1p-100);
    assert_value(each_mills, 0x1p1023, 0x1p-1023);
    assert_value(each_normal_tail, infinity, 0.0);
    assert_value(each_normal_tail, DBL_MAX, 0.0);
    assert_value(each_normal_tail, 38.6, 0.0);
    assert_value(each_normal_cdf, infinity, 1.0);
    assert_value(each_normal_cdf, 40.0, 1.0);
    assert_value(each_normal_cdf, -infinity, 0.0);
    assert_value(each_normal_cdf, -DBL_MAX, 0.0);
}

static void test_logistic_and_softplus_saturate(void **const state)
{
    (void)state;
    const double infinity = (double)INFINITY;
    assert_value(each_logistic, 0.0, 0.5);
    assert_value(each_logistic, -0.0, 0.5);
    assert_value(each_logistic, 40.0, 1.0);
    assert_value(each_logistic, infinity, 1.0);
    assert_value(each_logistic, -745.0, 0x1p-1074);
    assert_value(each_logistic, -746.0, 0.0);
    assert_value(each_logistic, -infinity, 0.0);
    assert_value(each_softplus, infinity, infinity);
    assert_value(each_softplus, DBL_MAX, DBL_MAX);
    assert_value(each_softplus, 50.0, 50.0);
    assert_value(each_softplus, -745.0, 0x1p-1074);
    assert_value(each_softplus, -746.0, 0.0);
    assert_value(each_softplus, -infinity, 0.0);
}

static const double ln2 = 0x1.62e42fefa39efp-1;
static struct function_case exp_case = {"exp",
                                        each_exp,
                                        mpfr_exp,
                                        1.5,
                                        -746.0,
                                        710.0,
                                        ln2,
                                        10000,
                                        0,
                                        {709.78271289338397, -708.39641853226408,
                                         -745.13321910194111, 710.0, -746.0, 1e-300, 0.5, 1.0}};
static struct function_case expm1_case = {
    "expm1",    each_expm1,
    mpfr_expm1, 2.0,
    -45.0,      60.0,
    ln2,        10000,
    0,          {709.78271289338397, -37.4, -40.0, 0x1p-54, -0x1p-54, 710.0, 0.35, -0.35}};
static struct function_case log_case = {
    "log", each_log, mpfr_log, 2.0, 0.0,
    4.0,   0.0,      10000,    0,   {0.75, 1.0, 1.5, 0x1p-1022, 3.0, DBL_MAX, 0.375, 0.0}};
static struct function_case log1p_case = {
    "log1p", each_log1p, mpfr_log1p, 2.0, -1.0,
    4.0,     0.0,        10000,      0,   {-1.0, -0.25, 0.5, -0.625, 2.0, 5.0, 0x1.8p1023, 0x1p53}};
static struct function_case tanh_case = {"tanh",
                                         each_tanh,
                                         mpfr_tanh,
                                         2.0,
                                         -20.0,
                                         20.0,
                                         ln2 / 2.0,
                                         10000,
                                         0,
                                         {20.0, 19.06154746539849601, 18.714973875118524, 18.37,
                                          0.54930614433405485, 0.5199, 1e-8, -0.54930614433405485}};
static struct function_case erf_case = {
    "erf", each_erf, mpfr_erf, 2.0, -6.0,
    6.0,   0.0,      5000,     0,   {1.2, -1.2, 6.0, 5.95, 5.92158719165, 0.5, 1e-8, 2.0}};
static struct function_case mills_case = {"mills",
                                          each_mills,
                                          reference_mills,
                                          2.0,
                                          0.0,
                                          40.0,
                                          0.0,
                                          3000,
                                          1,
                                          {1.0, 5.5, 0x1p64, 0x1p14, 0.2759, 3.0, 7.0, 1e-17}};
static struct function_case normal_tail_case = {
    "normal_tail",
    each_normal_tail,
    reference_normal_tail,
    4.0,
    0.0,
    39.0,
    0.0,
    3000,
    1,
    {38.48, 37.5193793471445, 38.6, 40.0, 1.0, 5.5, 8.0, 16.0}};
static struct function_case normal_cdf_case = {
    "normal_cdf",
    each_normal_cdf,
    reference_normal_cdf,
    4.0,
    -39.0,
    9.0,
    0.0,
    3000,
    0,
    {0.0, -38.48, -37.5193793471445, -40.0, 8.2923610758, -1.0, -8.0, 1.0}};
static struct function_case logistic_case = {
    "logistic",
    each_logistic,
    reference_logistic,
    4.0,
    -746.0,
    40.0,
    ln2,
    10000,
    0,
    {36.7368005696771, 37.0, 40.0, -708.39641853226408, -745.13321910194111, -746.0, 0.0, 1.0}};
static struct function_case softplus_case = {"softplus",
                                             each_softplus,
                                             reference_softplus,
                                             4.0,
                                             -746.0,
                                             40.0,
                                             ln2,
                                             10000,
                                             0,
                                             {0.69314718055994531, -0.69314718055994531, 36.7368,
                                              -708.39641853226408, -745.13321910194111, -746.0,
                                              746.0, 0.0}};

/* Static, lest main() copies it with vector instructions that the processor may lack. */
static const struct CMUnitTest tests[] = {
    {"exp is within 1.5 ulp over all doubles", test_doubles, NULL, NULL, &exp_case},
    {"expm1 is within 2 ulp over all doubles", test_doubles, NULL, NULL, &expm1_case},
    {"log is within 2 ulp over all doubles", test_doubles, NULL, NULL, &log_case},
    {"log1p is within 2 ulp over all doubles", test_doubles, NULL, NULL, &log1p_case},
    {"tanh is within 2 ulp over all doubles", test_doubles, NULL, NULL, &tanh_case},
    {"erf is within 2 ulp over all doubles", test_doubles, NULL, NULL, &erf_case},
    {"the Mills ratio is within 2 ulp from 0 to infinity", test_doubles, NULL, NULL, &mills_case},
    {"the normal tail is within 4 ulp, subnormal results included", test_doubles, NULL, NULL,
     &normal_tail_case},
    {"the normal distribution function is within 4 ulp", test_doubles, NULL, NULL,
     &normal_cdf_case},
    {"the logistic function is within 4 ulp, subnormal results included", test_doubles, NULL, NULL,
     &logistic_case},
    {"softplus is within 4 ulp over all doubles", test_doubles, NULL, NULL, &softplus_case},
    {"exp rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &exp_case},
    {"expm1 rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &expm1_case},
    {"log rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &log_case},
    {"log1p rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &log1p_case},
    {"tanh rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &tanh_case},
    {"erf rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &erf_case},
    {"the Mills ratio rounded to float is within 1 ulp of float", test_floats, NULL, NULL,
     &mills_case},
    {"the normal tail rounded to float is within 1 ulp of float", test_floats, NULL, NULL,
     &normal_tail_case},
    {"the normal distribution rounded to float is within 1 ulp of float", test_floats, NULL, NULL,
     &normal_cdf_case},
    {"the logistic function rounded to float is within 1 ulp of float", test_floats, NULL, NULL,
     &logistic_case},
    {"softplus rounded to float is within 1 ulp of float", test_floats, NULL, NULL, &softplus_case},
    {"exp_sum takes its low part into account, within 1.5 ulp", test_exp_sum_adds_low_part, NULL,
     NULL, NULL},
    {"NaN in gives NaN out", test_nan_gives_nan, NULL, NULL, NULL},
    {"exp and expm1 at 0, -0, infinities, overflow, underflow", test_exp_special_values, NULL, NULL,
     NULL},
    {"log and log1p at 0, -0, poles, infinities and outside their domain", test_log_special_values,
     NULL, NULL, NULL},
    {"tanh and erf keep the sign of 0 and saturate at 1", test_odd_functions_saturate_at_one, NULL,
     NULL, NULL},
    {"tanh and erf are odd and never beyond 1", test_odd_functions_are_odd_and_within_one, NULL,
     NULL, NULL},
    {"Mills ratio, tail and distribution at their limits", test_normal_special_values, NULL, NULL,
     NULL},
    {"logistic and softplus saturate and underflow gradually", test_logistic_and_softplus_saturate,
     NULL, NULL, NULL},
};

int vector_math_tests(int argc, char **argv);

int vector_math_tests(const int argc, char **const argv)
{
    if (argc > 1)
        sample_factor = (size_t)strtoul(argv[1], NULL, 10);
    const int failures = cmocka_run_group_tests_name("vector_math", tests, NULL, NULL);
    mpfr_free_cache();
    return failures;
}
