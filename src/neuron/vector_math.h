/*
 * Elementary functions of the activations and of the losses, in branch-free C that GCC and clang
 * turn into vector code for SSE2, AVX2 and AVX-512 alike. The rules are in vector_exp_log.h; the
 * bounds on the errors are asserted by tests/accuracy/test_vector_math.c. A NaN gives a NaN.
 */
#ifndef HK_NEURON_VECTOR_MATH_H
#define HK_NEURON_VECTOR_MATH_H

#include "vector_exp_log.h"
#include "vector_normal.h"

static const double hk_two_log2_e = 0x1.71547652b82fep1;
static const double hk_half_ln2_high = 0x1.62e42fefa38p-2;
static const double hk_half_ln2_low = 0x1.ef35793c7673p-46;

/* tanh(h) - h for |h| <= 0.5495: h^3 P(h^2), error 2^-55.5 of tanh(h). */
__attribute__((always_inline)) static inline double hk_tanh_beyond_linear(const double h)
{
    const double z = h * h;
    const double z2 = z * z;
    double p = -0x1.b92cdb95c215cp-13 + 0x1.ac63bc6741c68p-15 * z;
    p = (-0x1.7cf49dee96787p-10 + 0x1.2fa7d2ebab0f3p-11 * z) + z2 * p;
    p = (-0x1.226dddf5b4d62p-7 + 0x1.d6c633fe34314p-9 * z) + z2 * p;
    p = (-0x1.ba1ba1ad92bc3p-5 + 0x1.664f45c931d27p-6 * z) + z2 * p;
    p = (-0x1.55555555554a0p-2 + 0x1.1111111102c1dp-3 * z) + z2 * p;
    return h * z * p;
}

/* The same for |h| <= 0.1734 (ln2/4 and a margin), error 2^-57.7 of tanh(h). */
__attribute__((always_inline)) static inline double hk_tanh_beyond_linear_narrow(const double h)
{
    const double z = h * h;
    const double z2 = z * z;
    const double low = -0x1.55555555554bdp-2 + 0x1.11111110e0d37p-3 * z;
    const double middle = -0x1.ba1ba11740972p-5 + 0x1.664eca0ef0677p-6 * z;
    const double high = -0x1.223c7f01374bbp-7 + 0x1.c385690ebc245p-9 * z;
    return h * z * (low + z2 * (middle + z2 * high));
}

/*
 * Up to tanh|x| = 1/2, a polynomial. Above, with |x| = k ln2/2 + h, s = 2^k and t = tanh(h),
 * exp(2|x|) = s (1 + t) / (1 - t), hence tanh|x| = 1 - 2 (1 - t) / ((s + 1) + (s - 1) t), where
 * the rounding errors of the quotient count for little beside 1. The polynomial is the same,
 * of |x| or of h, which makes tanh cheaper than through exp.
 */
__attribute__((always_inline)) static inline double hk_tanh(const double x)
{
    const double magnitude = hk_abs(x);
    const double a = magnitude > 20.0 ? 20.0 : magnitude; /* tanh(20) rounds to 1 */
    const double shifted = a * hk_two_log2_e + (hk_round_shift + 1023.0);
    const int inner = magnitude < 0.549306144334054846; /* atanh(1/2) */
    const double reduced = inner ? hk_round_shift + 1023.0 : shifted;
    const double limit = inner ? 0.0 : 1.0;
    const double k = reduced - (hk_round_shift + 1023.0);
    const double scale = hk_power_of_two(reduced);
    const double h = (a - k * hk_half_ln2_high) - k * hk_half_ln2_low;
    const double t = h + hk_tanh_beyond_linear(h);
    const double quotient = (2.0 * t - 2.0 * limit) / ((scale + 1.0) + (scale - 1.0) * t);
    return hk_with_sign(limit + quotient, x); /* 0 + 2t/2 for the inner part */
}

/* 1 / (1 + exp(-z)) = e / (e + 1 - t), e = 2^k (1 + t), from z/2 = k ln2/2 + h, t = tanh(h). */
__attribute__((always_inline)) static inline double hk_logistic(const double z)
{
    const double x = 0.5 * (z > 40.0 ? 40.0 : z); /* 1 from 37 on */
    const double shifted = x * hk_two_log2_e + (hk_round_shift + 2046.0);
    const double k = shifted - (hk_round_shift + 2046.0);
    const double h = (x - k * hk_half_ln2_high) - k * hk_half_ln2_low;
    const double t = h + hk_tanh_beyond_linear_narrow(h);
    const double e = hk_scale(1.0 + t, shifted);
    const double result = e / (e + (1.0 - t));
    return z < -746.0 ? 0.0 : result; /* exp(-746) rounds to 0 */
}

/* log(1 + exp(z)) = max(z, 0) + log(1 + e), e = exp(-|z|) <= 1. */
__attribute__((always_inline)) static inline double hk_softplus(const double z)
{
    const double magnitude = hk_abs(z);
    const double e = hk_exp_sum_below(-magnitude, 0.0);
    const double k = hk_log1p_halvings(magnitude);
    return (z > 0.0 ? z : 0.0) + hk_log_sum(hk_log1p_remainder(e, k), k);
}

#endif
