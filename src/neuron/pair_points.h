/* Activation and loss fused: l, dl/dz and d2l/dz2 straight from z and y. The product dl/da
 * f'(z) is 0 * infinity as soon as a rounds to the end of its range; these forms are right for
 * every z.
 *
 * For the three probabilities, `against` is the weight of the outcome that z argues against and
 * `for_it` that of the other one: against = 1 - y where z >= 0, y where z < 0. By symmetry
 * dl/dz changes its sign with z. */
#ifndef HK_NEURON_PAIR_POINTS_H
#define HK_NEURON_PAIR_POINTS_H

#include "neuron/points.h"
#include "neuron/vector_math.h"

/* l = softplus(z) - y z = log1p(e) + against |z| with e = e^-|z|, dl/dz = a - y. With q = e / (1 +
 * e), the probability against: a - y = against - q for z >= 0 (1 - y - q), q - against otherwise.
 * The quotients q and, inside log1p, s = f / (2 + f) share one division; q is made exact again, as
 * slope and curvature hang on it. */
HK_POINT hk_point hk_logistic_cross_entropy_from(double y, double z, double e)
{
    const double u = fabs(z);
    const double k = hk_log1p_halvings(u);
    const double f = hk_log1p_remainder(e, k);
    const double inverse = 1.0 / ((1.0 + e) * (2.0 + f));
    const double rough = (2.0 + f) * inverse;
    const double p = rough + rough * (1.0 - (1.0 + e) * rough); /* 1 / (1 + e), a Newton step */
    const double q = e * p;
    const double softplus = hk_log_series(f, f * ((1.0 + e) * inverse), k);
    const double against = hk_choose_by_sign(z, y, 1.0 - y);
    return (hk_point){softplus + hk_term(against, u), hk_flip_by_sign(z, against - q), q * p};
}

/* The e of that. */
HK_POINT double hk_logistic_exponential(double z)
{
    return hk_exp_sum_below(-fabs(z), 0.0);
}

HK_POINT hk_point hk_logistic_cross_entropy_point(double y, double z, hk_shape shape)
{
    (void)shape;
    return hk_logistic_cross_entropy_from(y, z, hk_logistic_exponential(z));
}

/* With u = |z|, M Mills' ratio, Q = 1 - Phi(u), h = 1/M = phi/Q the hazard, g = phi/(1 - Q): l
 * = -against log Q - for_it log(1 - Q), dl/du = against h - for_it g, d2l/du2 = against h (h -
 * u) + for_it g (g + u). h (h - u) cancels far out, where its series is used. */
HK_POINT hk_point hk_probit_cross_entropy_point(double y, double z, hk_shape shape)
{
    (void)shape;
    const double u = fabs(z);
    const double mills = hk_mills(u);
    const double near = hk_min(u, 40.0); /* the density is 0 beyond: keeps infinity * 0 out */
    const double density = HK_ONE_OVER_SQRT_2PI * hk_exp(-0.5 * near * near);
    const double Q = density * mills;
    const double against = hk_choose_by_sign(z, y, 1.0 - y);
    const double for_it = 1.0 - against;
    const double h = 1.0 / mills;
    const double g = density / (1.0 - Q);
    const double log_Q = hk_log(mills) - 0.5 * u * u - HK_HALF_LOG_2PI;
    const double v = 1.0 / (u * u);
    const double series =
        1.0 - v * (1.0 - v * (6.0 - v * (50.0 - v * (518.0 - v * (6354.0 - v * 89782.0)))));
    const double bend = u > 25.0 ? series : h * (h - u);
    const double l = -hk_term(against, log_Q) - for_it * hk_log1p(-Q);
    const double slope = hk_term(against, h) - for_it * g;
    return (hk_point){l, hk_flip_by_sign(z, slope), against * bend + for_it * g * (g + near)};
}

/* With E = e^z: 1 - a = e^-E, so l = (1 - y) E - y log(1 - e^-E). With r = (1 - e^-E) / E:
 * -log(1 - e^-E) = -z - log r below, -log1p(-e^-E) above. g = E / (e^E - 1): dl/dz = (1 - y) E
 * - y g, d2l/dz2 = (1 - y) E + y g (g + E - 1), whose bracket is a series for small E. */
HK_POINT hk_point hk_cloglog_cross_entropy_point(double y, double z, hk_shape shape)
{
    (void)shape;
    const double E = hk_exp(z);
    const double near = hk_min(E, 1000.0); /* e^-E is 0 beyond */
    const double survival = hk_exp(-near);
    const double died = -hk_expm1(-near);
    const double r = near < 0x1p-60 ? 1.0 : died / near;
    const double log_died = near < 1.0 ? hk_min(z, 0.0) + hk_log(r) : hk_log1p(-survival);
    const double g = survival / r;
    const double s = E * E;
    const double series =
        0.5 * E +
        s * (1.0 / 12 - s * (1.0 / 720 - s * (1.0 / 30240 - s * (1.0 / 1209600 - s / 47900160))));
    const double bracket = E < 0.25 ? series : g + near - 1.0;
    const double no = hk_term(1.0 - y, E);
    return (hk_point){no - hk_term(y, log_died), no - y * g, no + y * g * bracket};
}

/* l = e^z - y z; where e^z is infinite, so is l. */
HK_POINT hk_point hk_exp_poisson_point(double y, double z, hk_shape shape)
{
    (void)shape;
    const double a = hk_exp(z);
    return (hk_point){a - hk_term(y, hk_min(z, 1000.0)), a - y, a};
}

/* l = y e^-z + z; where e^-z is infinite, so is l. */
HK_POINT hk_point hk_exp_gamma_point(double y, double z, hk_shape shape)
{
    (void)shape;
    const double ratio = y * hk_exp(-z);
    return (hk_point){ratio + hk_max(z, -1e6), 1.0 - ratio, ratio};
}

/* a = 1/z, l = y z - log z, for z > 0. */
HK_POINT hk_point hk_reciprocal_gamma_point(double y, double z, hk_shape shape)
{
    (void)shape;
    const double a = 1.0 / z;
    const double l = y * z - hk_log(hk_min(z, HK_LARGEST));
    return (hk_point){z <= 0.0 ? HUGE_VAL : l, y - a, a * a};
}

#endif
