/*
 * Exponential and logarithm in branch-free C that a compiler can vectorise.
 *
 * Rules that every function of vector_math.h and the headers it includes obeys:
 *  - no branch, no table, no call: special arguments are chosen by `c ? a : b` on values already
 *    computed, so that a loop over an array becomes straight vector code, down to plain SSE2
 *    (which has no comparison, arithmetic shift or conversion of 64-bit integers);
 *  - right with and without contraction into fused multiply-adds: wherever a low-order part is
 *    recovered, the product involved is exact or its rounding is negligible;
 *  - a clamp is written `x > limit ? limit : x`, which lets a NaN pass;
 *  - a condition is tested once, and not on a value that another choice may have made constant:
 *    GCC would follow each outcome through the rest of the function and compute it twice;
 *  - always_inline, because a call left in a loop silently prevents its vectorisation.
 * Build with -fno-math-errno -fno-trapping-math, never with -ffast-math.
 *
 * Coefficients were fitted for this file (Remez, then rounding to double with Sollya's fpminimax
 * or one coefficient at a time); "error" beside them is that of the polynomial after rounding.
 */
#ifndef HK_NEURON_VECTOR_EXP_LOG_H
#define HK_NEURON_VECTOR_EXP_LOG_H

#include <math.h>
#include <stdint.h>
#include <string.h>

static const uint64_t hk_sign_bit = UINT64_C(0x8000000000000000);
static const double hk_log2_e = 0x1.71547652b82fep0;
/* ln 2 = high + low; high has 42 bits, so that high * k is exact for |k| < 2048. */
static const double hk_ln2_high = 0x1.62e42fefa38p-1;
static const double hk_ln2_low = 0x1.ef35793c7673p-45;
/* Adding this rounds |x| < 2^51 to an integer, left in the low bits of the sum's mantissa. */
static const double hk_round_shift = 0x1.8p52;

__attribute__((always_inline)) static inline uint64_t hk_bits(const double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

__attribute__((always_inline)) static inline double hk_from_bits(const uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

__attribute__((always_inline)) static inline double hk_abs(const double x)
{
    return hk_from_bits(hk_bits(x) & ~hk_sign_bit);
}

/* y with the sign of x, for a y that is positive, or zero, or has that sign already. */
__attribute__((always_inline)) static inline double hk_with_sign(const double y, const double x)
{
    return hk_from_bits(hk_bits(y) | (hk_bits(x) & hk_sign_bit));
}

/* `minus` where x has a minus sign, else `plus`: by their bits, for a choice that others depend
 * on. */
__attribute__((always_inline)) static inline double
hk_choose_by_sign(const double x, const double minus, const double plus)
{
    const uint64_t mask = 0 - (hk_bits(x) >> 63);
    return hk_from_bits((hk_bits(minus) & mask) | (hk_bits(plus) & ~mask));
}

/* -y where x has a minus sign, else y. */
__attribute__((always_inline)) static inline double hk_flip_by_sign(const double x, const double y)
{
    return hk_from_bits(hk_bits(y) ^ (hk_bits(x) & hk_sign_bit));
}

/* 2^n for a biased integer n + 1023 in 1..2046, held in the low bits of `shifted`. */
__attribute__((always_inline)) static inline double hk_power_of_two(const double shifted)
{
    return hk_from_bits(hk_bits(shifted) << 52);
}

/*
 * y * 2^k, with k + 2046 in the low bits of `shifted` and |k| < 1100. Two factors of about
 * 2^(k/2): the first product is exact, so the second rounds once, also into the subnormal range.
 */
__attribute__((always_inline)) static inline double hk_scale(const double y, const double shifted)
{
    const uint64_t biased = hk_bits(shifted);
    const uint64_t half = biased >> 1;
    return y * hk_from_bits(half << 52) * hk_from_bits((biased - half) << 52);
}

/*
 * exp(r) - 1 - r for |r| <= 0.3468 (ln2/2 and a margin).
 * r^2/2 + r^3 (c3 + ... + c11 r^8), error 2^-57.3 absolute.
 */
__attribute__((always_inline)) static inline double hk_exp_beyond_linear(const double r)
{
    const double r2 = r * r;
    double q = 0x1.28a0481ff5295p-22 + 0x1.af939936ecffcp-26 * r;
    q = (0x1.a019aa6f222p-16 + 0x1.71ddd74e8c924p-19 * r) + r2 * q;
    q = (0x1.6c16c17cff59dp-10 + 0x1.a01a01be7135bp-13 * r) + r2 * q;
    q = (0x1.555555555314bp-5 + 0x1.111111110ccbap-7 * r) + r2 * q;
    q = (0.5 + 0x1.5555555555563p-3 * r) + r2 * q;
    return r2 * q;
}

/* exp(x + low - k ln2), k being the integer nearest to x / ln2. */
__attribute__((always_inline)) static inline double
hk_exp_remainder(const double x, const double low, const double k)
{
    const double r = (x - k * hk_ln2_high) - (k * hk_ln2_low - low);
    return 1.0 + (r + hk_exp_beyond_linear(r));
}

/* hk_exp_sum for high <= 710. */
__attribute__((always_inline)) static inline double hk_exp_sum_below(const double high,
                                                                     const double low)
{
    const double shifted = high * hk_log2_e + (hk_round_shift + 2046.0);
    const double k = shifted - (hk_round_shift + 2046.0);
    const double result = hk_scale(hk_exp_remainder(high, low, k), shifted);
    return high < -746.0 ? 0.0 : result; /* exp(-746) rounds to 0 */
}

/* exp(high + low) for |low| <= 1e-4: lets a caller pass an argument known beyond a double. */
__attribute__((always_inline)) static inline double hk_exp_sum(const double high, const double low)
{
    return hk_exp_sum_below(high > 710.0 ? 710.0 : high, low); /* exp(710) overflows */
}

__attribute__((always_inline)) static inline double hk_exp(const double x)
{
    return hk_exp_sum(x, 0.0);
}

/* exp(x) for |x| < 700: no clamp, no subnormal result. */
__attribute__((always_inline)) static inline double hk_exp_moderate(const double x)
{
    const double shifted = x * hk_log2_e + (hk_round_shift + 1023.0);
    const double k = shifted - (hk_round_shift + 1023.0);
    return hk_exp_remainder(x, 0.0, k) * hk_power_of_two(shifted);
}

/*
 * exp(x) - 1 = 2^k (exp(r) - 1) + (2^k - 1). The last sum cancels for k = 1, hence the low part
 * of r. Everything is halved, because 2^1024 is not a double.
 */
__attribute__((always_inline)) static inline double hk_expm1(const double argument)
{
    const double x = argument > 710.0 ? 710.0 : argument;
    const double shifted = x * hk_log2_e + (hk_round_shift + 1022.0);
    const double k = shifted - (hk_round_shift + 1022.0);
    const double r_high = x - k * hk_ln2_high;
    const double correction = k * hk_ln2_low;
    const double r = r_high - correction;
    const double r_low = (r_high - r) - correction;
    const double scale = hk_power_of_two(shifted); /* 2^(k-1) */
    const double rest = hk_exp_beyond_linear(r) + r_low;
    const double half = ((scale - 0.5) + scale * r) + scale * rest;
    const double bounded = argument < -40.0 ? -1.0 : 2.0 * half; /* exp(-40) is lost beside 1 */
    /* Halving a subnormal would lose its last bit, and the sum above loses the sign of -0. */
    return hk_abs(argument) < 0x1p-54 ? argument : bounded;
}

/*
 * k ln2 + log(1 + f) for f in [-0.25, 0.5]. With s = f / (2 + f), log(1 + f) = 2 atanh(s) =
 * 2s + s R(s^2); as 2s = f - s f, the sum can be led by the exact f (the form of fdlibm's log):
 * f - (f^2/2 - s (f^2/2 + R)). R on |s| <= 0.2: error 2^-55.8 relative to 2 atanh(s) / s. There
 * s stands before a sum of f^2/2: two ulp of it are a fifth of one of the result.
 */
__attribute__((always_inline)) static inline double hk_log_series(const double f, const double s,
                                                                  const double k)
{
    const double z = s * s;
    const double z2 = z * z;
    const double even =
        0x1.99999998ecf66p-2 + z2 * (0x1.c71bffa8f320dp-3 + z2 * 0x1.384d39f44ae73p-3);
    const double odd_high = 0x1.74752a2b5b95dp-3 + z2 * 0x1.3ae9febf6ff68p-3;
    const double odd = 0x1.5555555555784p-1 + z2 * (0x1.249249b4d2f1ep-2 + z2 * odd_high);
    const double series = z * odd + z2 * even;
    const double half_square = 0.5 * f * f;
    const double small = half_square - (s * (half_square + series) + k * hk_ln2_low);
    return k * hk_ln2_high - (small - f);
}

__attribute__((always_inline)) static inline double hk_log_sum(const double f, const double k)
{
    return hk_log_series(f, f / (2.0 + f), k);
}

/*
 * log(1 + e) for e = exp(-u) <= 1 = k ln2 + log(1 + f): for e > 1/2 the logarithm is ln2 + log(1 +
 * (e - 1)/2), which keeps f within the range of hk_log_sum. k is decided by u, f exact.
 */
__attribute__((always_inline)) static inline double hk_log1p_halvings(const double u)
{
    return u < 0.693147180559945309 ? 1.0 : 0.0; /* ln2 */
}

__attribute__((always_inline)) static inline double hk_log1p_remainder(const double e,
                                                                       const double k)
{
    return e * (1.0 - 0.5 * k) - 0.5 * k;
}

/* Bits of x moved so that the exponent field of the result counts binades [0.75, 1.5) 2^k. */
__attribute__((always_inline)) static inline uint64_t hk_binade_bits(const double x)
{
    return hk_bits(x) + (hk_bits(1.0) - hk_bits(0.75));
}

/* The exponent field as a double: an integer or-ed into the mantissa of 2^52. */
__attribute__((always_inline)) static inline double hk_exponent_field(const uint64_t bits)
{
    return hk_from_bits((bits >> 52) | hk_bits(0x1p52)) - 0x1p52;
}

__attribute__((always_inline)) static inline double hk_log(const double x)
{
    const int subnormal = x < 0x1p-1022;
    const double scaled = subnormal ? x * 0x1p54 : x;
    const double bias = subnormal ? 1023.0 + 54.0 : 1023.0;
    const uint64_t bits = hk_binade_bits(scaled);
    const double k = hk_exponent_field(bits) - bias;
    const double m = hk_from_bits((bits & UINT64_C(0x000fffffffffffff)) + hk_bits(0.75));
    const double finite = hk_log_sum(m - 1.0, k);
    const double or_infinite = x < (double)INFINITY ? finite : x; /* a NaN also is passed on */
    const double or_pole = x == 0.0 ? -(double)INFINITY : or_infinite;
    return x < 0.0 ? (double)NAN : or_pole;
}

/*
 * log(1 + x) = k ln2 + log(1 + f), k taken from 1 + x rounded, f = x 2^-k + (2^-k - 1) from x
 * itself. With binades that start at 0.75 this f needs at most 53 bits, so the rounding of 1 + x
 * does no harm. 2^(2-k) is formed in place of 2^-k, whose exponent would be too small for k = 1024.
 */
__attribute__((always_inline)) static inline double hk_log1p(const double x)
{
    const uint64_t bits = hk_binade_bits(1.0 + x);
    const double k = hk_exponent_field(bits) - 1023.0;
    const double scale = hk_from_bits(hk_sign_bit - (bits & UINT64_C(0xfff0000000000000)));
    const double f = scale * x * 0.25 + (scale * 0.25 - 1.0);
    const double finite = hk_with_sign(hk_log_sum(f, k), x);      /* the sign of -0 */
    const double or_infinite = x < (double)INFINITY ? finite : x; /* a NaN also is passed on */
    const double or_pole = x == -1.0 ? -(double)INFINITY : or_infinite;
    return x < -1.0 ? (double)NAN : or_pole;
}

#endif
