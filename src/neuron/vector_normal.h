/*
 * Error function, Mills ratio and distribution function of the standard normal law, under the
 * rules stated in vector_exp_log.h.
 */
#ifndef HK_NEURON_VECTOR_NORMAL_H
#define HK_NEURON_VECTOR_NORMAL_H

#include "vector_exp_log.h"

/*
 * erf(a) for 0 <= a <= 1.2: a + a P(a^2), P from the Maclaurin series refitted, error 2^-56.0.
 * The two lowest coefficients come last, one at a time, which keeps the rounding errors small.
 */
__attribute__((always_inline)) static inline double hk_erf_near_zero(const double a)
{
    const double z = a * a;
    const double z2 = z * z;
    double p = 0x1.ef6afa1a89ed4p-27 - 0x1.23409fa0141cfp-30 * z + 0x1.aaa9b67e86a5cp-35 * z2;
    p = (0x1.b9bcbbc0b6549p-20 - 0x1.5e3003f68fba5p-23 * z) + z2 * p;
    p = (0x1.f9a2eb44bc03ep-14 - 0x1.f4ce95c1f72f6p-17 * z) + z2 * p;
    p = (0x1.565bccfd65daap-8 - 0x1.c02db184d8de9p-11 * z) + z2 * p;
    p = (0x1.ce2f21a0406abp-4 - 0x1.b82ce311fd54bp-6 * z) + z2 * p;
    p = 0x1.06eba8214db68p-3 + z * (-0x1.812746b0379a8p-2 + z * p);
    return a + a * p;
}

/*
 * -log(1 - erf(a)) for 1.2 <= a <= 5.95 (and above 38 at a = 6). The fit is weighted by
 * erfc / erf: its error reaches erf as 2^-55.7 relative.
 */
__attribute__((always_inline)) static inline double hk_minus_log_erfc(const double a)
{
    const double a2 = a * a;
    double p = 0x1.3a34d9dd3a03dp-23 - 0x1.0d88398f1983dp-27 * a + 0x1.b0b2365616c73p-33 * a2;
    p = (0x1.c99414163d32fp-17 - 0x1.c70bb9d87a60fp-20 * a) + a2 * p;
    p = (0x1.738942804c529p-12 - 0x1.51237adc028cep-14 * a) + a2 * p;
    p = (0x1.3ddc429dab67fp-9 - 0x1.2cdff7d01d7e5p-10 * a) + a2 * p;
    p = (-0x1.302ff3c7e085ep-6 - 0x1.eed19b150c2c0p-11 * a) + a2 * p;
    p = (0x1.46033da337b03p-1 + 0x1.a3a8e4c801ad8p-4 * a) + a2 * p;
    return (0x1.c68c82d6365bdp-19 + 0x1.20db7e640b12fp+0 * a) + a2 * p;
}

__attribute__((always_inline)) static inline double hk_erf(const double x)
{
    const double magnitude = hk_abs(x);
    const double a = magnitude > 6.0 ? 6.0 : magnitude; /* erf(6) rounds to 1 */
    const double outer = 1.0 - hk_exp_moderate(-hk_minus_log_erfc(a));
    return hk_with_sign(magnitude < 1.2 ? hk_erf_near_zero(a) : outer, x);
}

/*
 * (u + 1) M(u) - 1 in t = (u - 5.5) / (u + 5.5), -1 <= t <= 1; M: Mills ratio; error 2^-55.7.
 * The two lowest coefficients come last, one at a time, which keeps the rounding errors small.
 */
__attribute__((always_inline)) static inline double hk_mills_series(const double t)
{
    const double t2 = t * t;
    const double t4 = t2 * t2;
    double p = -0x1.0c6b8149fbfa3p-31 + 0x1.f65c89ef740c5p-31 * t;
    p = ((-0x1.a1f5a9527964ep-24 + 0x1.6f73c8195696ap-24 * t) +
         t2 * (0x1.126cf4e9baa69p-27 - 0x1.85ab99f36b00fp-27 * t)) +
        t4 * p;
    p = ((-0x1.8aa7353cabe99p-17 + 0x1.6401fff9f5433p-19 * t) +
         t2 * (0x1.2baecab1ea82bp-20 - 0x1.1f41726d5e55cp-21 * t)) +
        t4 * p;
    p = ((-0x1.ac460ac981a0dp-13 - 0x1.dc0d9f75bd59dp-13 * t) +
         t2 * (0x1.9889b157c6837p-14 - 0x1.45b6eaa575ed6p-20 * t)) +
        t4 * p;
    p = ((-0x1.7656ee733db35p-5 + 0x1.a3c82af0655c2p-6 * t) +
         t2 * (-0x1.5d47c0dfae9d1p-7 + 0x1.7cb1a4453b043p-9 * t)) +
        t4 * p;
    p = ((0x1.73884feb68087p-4 + 0x1.6bdf35016904p-8 * t) +
         t2 * (-0x1.b7b6c6d05faddp-5 + 0x1.f3167667bec65p-5 * t)) +
        t4 * p;
    return 0x1.2b362a86b60e5p-3 + t * (-0x1.c57eab324f5ebp-3 + t * p);
}

/*
 * Mills ratio (1 - Phi(u)) / phi(u), u in [0, +inf]. One polynomial covers the half-line after
 * M. M. Shepherd and J. G. Laframboise, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x in
 * 0 <= x < inf", Math. Comp. 36 (1981): with y the series above, M = v + v y, v = 1 / (u + 1).
 * What the rounding of u + 1 dropped is put back to first order.
 */
__attribute__((always_inline)) static inline double hk_mills(const double u)
{
    const double near = u > 0x1p64 ? 0x1p64 : u; /* beyond, M = 1/u: keeps infinity out of t */
    const double larger = u > 1.0 ? near : 1.0;
    const double smaller = u > 1.0 ? 1.0 : near;
    const double dropped = smaller - ((near + 1.0) - larger);
    const double v = 1.0 / (u + 1.0);
    const double y = hk_mills_series(2.0 * (near / (near + 5.5)) - 1.0); /* accurate near -1 */
    const double shift = dropped * v;
    return v + v * (y - (shift + shift * y));
}

/*
 * 1 - Phi(u) = phi(u) M(u) for u >= 0. u^2 = head^2 + (u - head)(u + head), head being u cut to
 * 26 bits: head^2 is exact, and the rest is below 1e-4 and enters the exponential's remainder.
 * For u > 38.6, infinity included, the exponential is 0 whatever that rest may be.
 */
__attribute__((always_inline)) static inline double hk_normal_tail(const double u)
{
    const double inverse_sqrt_2pi = 0x1.9884533d43651p-2;
    const double inverse_sqrt_2pi_error = -0x1.201b8c07f2c3fp-54; /* relative, of its rounding */
    const double head = hk_from_bits(hk_bits(u) & UINT64_C(0xfffffffff8000000));
    const double low = 0.5 * (head - u) * (head + u) + inverse_sqrt_2pi_error;
    const double density = inverse_sqrt_2pi * hk_exp_sum_below(-0.5 * head * head, low);
    return density * hk_mills(u);
}

__attribute__((always_inline)) static inline double hk_normal_cdf(const double z)
{
    const double tail = hk_normal_tail(hk_abs(z));
    return z < 0.0 ? tail : 1.0 - tail;
}

#endif
