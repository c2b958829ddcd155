/* Activations a = f(z) with f' and f'', at one z. Each f is within 4 ulp for every z
 * (tests/accuracy); the forms are chosen so that nothing cancels or overflows in the tails. */
#ifndef HK_NEURON_ACTIVATION_POINTS_H
#define HK_NEURON_ACTIVATION_POINTS_H

#include "neuron/points.h"
#include "neuron/vector_math.h"

HK_POINT hk_point hk_identity_point(double z, hk_shape shape)
{
    (void)shape;
    return (hk_point){z, 1.0, 0.0};
}

/* f' = a (1 - a) = e / (1 + e)^2 with e = exp(-|z|): no cancellation where a is near 1. */
HK_POINT hk_point hk_logistic_point(double z, hk_shape shape)
{
    (void)shape;
    const double a = hk_logistic(z);
    const double e = hk_exp(-fabs(z));
    const double slope = e / ((1.0 + e) * (1.0 + e));
    return (hk_point){a, slope, slope * (1.0 - 2.0 * a)};
}

/* f' = 1 - tanh^2 = 4 e / (1 + e)^2 with e = exp(-2|z|). */
HK_POINT hk_point hk_tanh_point(double z, hk_shape shape)
{
    (void)shape;
    const double t = hk_tanh(z);
    const double e = hk_exp(-2.0 * fabs(z));
    const double slope = 4.0 * e / ((1.0 + e) * (1.0 + e));
    return (hk_point){t, slope, -2.0 * t * slope};
}

HK_POINT hk_point hk_relu_point(double z, hk_shape shape)
{
    (void)shape;
    return (hk_point){z < 0.0 ? 0.0 : z, z > 0.0 ? 1.0 : 0.0, 0.0};
}

HK_POINT hk_point hk_leaky_relu_point(double z, hk_shape shape)
{
    return (hk_point){z > 0.0 ? z : shape.alpha * z, z > 0.0 ? 1.0 : shape.alpha, 0.0};
}

HK_POINT hk_point hk_elu_point(double z, hk_shape shape)
{
    const double below = hk_min(z, 0.0);
    const double decay = shape.alpha * hk_exp(below);
    return (hk_point){z > 0.0 ? z : shape.alpha * hk_expm1(below), z > 0.0 ? 1.0 : decay,
                      z > 0.0 ? 0.0 : decay};
}

HK_POINT hk_point hk_softplus_point(double z, hk_shape shape)
{
    const hk_point logistic = hk_logistic_point(z, shape);
    return (hk_point){hk_softplus(z), logistic.f, logistic.df};
}

/* |z| / (1 + |z|) rounds to 1 long before 2^60, where infinity / infinity would be NaN. */
HK_POINT hk_point hk_softsign_point(double z, hk_shape shape)
{
    (void)shape;
    const double magnitude = fabs(z);
    const double d = 1.0 / (1.0 + magnitude);
    const double f = magnitude > 0x1p60 ? copysign(1.0, z) : z / (1.0 + magnitude);
    return (hk_point){f, d * d, z == 0.0 ? 0.0 : copysign(2.0, -z) * d * d * d};
}

/* Below -600 both z and the logistic's e^z are needed to full precision although their product
 * may be subnormal: e^(z+64), with z + 64 exact there, is scaled back once, at the end. */
HK_POINT double hk_silu_value(double z, double logistic)
{
    const double far = hk_clamp(z, 1000.0);
    const double tail = far * hk_exp(far + 64.0) * 0x1.969d47321e4ccp-93; /* e^-64 */
    return z < -600.0 ? tail : z * logistic;
}

HK_POINT hk_point hk_silu_point(double z, hk_shape shape)
{
    const hk_point s = hk_logistic_point(z, shape);
    const double near = hk_clamp(z, 1000.0); /* s.df is 0 beyond: keeps infinity * 0 out */
    return (hk_point){hk_silu_value(z, s.f), s.f + near * s.df, 2.0 * s.df + near * s.d2f};
}

HK_POINT double hk_normal_density(double z)
{
    const double near = hk_clamp(z, 40.0); /* 0 beyond */
    return HK_ONE_OVER_SQRT_2PI * hk_exp(-0.5 * near * near);
}

/* z with the lower half of its significand cleared: its square is exact. */
HK_POINT double hk_upper_half(double z)
{
    return hk_from_bits(hk_bits(z) & UINT64_C(0xfffffffff8000000));
}

/* z Phi(z). For z < -30, where Phi may be subnormal, as -u M(u) phi(u) with M Mills' ratio and
 * the density carried 2^+64 times larger: u^2/2 = high + low, high exact. */
HK_POINT double hk_gelu_value(double z)
{
    const double u = hk_min(hk_max(-z, 0.0), 1000.0);
    const double high = hk_upper_half(u);
    const double density = hk_exp_sum(64.0 - 0.5 * high * high, -0.5 * (u - high) * (u + high));
    const double tail = -u * hk_mills(u) * HK_ONE_OVER_SQRT_2PI * density * 0x1.969d47321e4ccp-93;
    return z < -30.0 ? tail : z * hk_normal_cdf(z);
}

HK_POINT hk_point hk_gelu_point(double z, hk_shape shape)
{
    (void)shape;
    const double near = hk_clamp(z, 40.0);
    const double density = hk_normal_density(z);
    return (hk_point){hk_gelu_value(z), hk_normal_cdf(z) + near * density,
                      density * (2.0 - near * near)};
}

HK_POINT hk_point hk_exp_point(double z, hk_shape shape)
{
    (void)shape;
    const double e = hk_exp(z);
    return (hk_point){e, e, e};
}

HK_POINT hk_point hk_normal_cdf_point(double z, hk_shape shape)
{
    (void)shape;
    const double density = hk_normal_density(z);
    return (hk_point){hk_normal_cdf(z), density, -hk_clamp(z, 40.0) * density};
}

/* With E = e^z: f = 1 - e^-E, f' = E e^-E, f'' = f' (1 - E). */
HK_POINT hk_point hk_cloglog_point(double z, hk_shape shape)
{
    (void)shape;
    const double E = hk_exp(z);
    const double near = hk_min(E, 1000.0); /* e^-E is 0 beyond: keeps infinity * 0 out */
    const double slope = near * hk_exp(-near);
    return (hk_point){-hk_expm1(-E), slope, slope * (1.0 - near)};
}

HK_POINT hk_point hk_reciprocal_point(double z, hk_shape shape)
{
    (void)shape;
    const double a = 1.0 / z;
    return (hk_point){a, -a * a, 2.0 * a * a * a};
}

/* Bipolar, so that a speaks the language of its targets -1 and +1. */
HK_POINT hk_point hk_step_point(double z, hk_shape shape)
{
    (void)shape;
    const double sign = z < 0.0 ? -1.0 : 1.0;
    return (hk_point){z != z ? z : sign, 0.0, 0.0};
}

#endif
