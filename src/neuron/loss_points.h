/* Losses l(y, a) of one sample with dl/da and d2l/da2. Where a lies outside a loss's domain l is
 * infinite, never a clamped number. At a kink the derivative is the subgradient nearest 0. */
#ifndef HK_NEURON_LOSS_POINTS_H
#define HK_NEURON_LOSS_POINTS_H

#include "neuron/points.h"
#include "neuron/vector_math.h"

HK_POINT hk_point hk_squared_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double r = a - y;
    return (hk_point){r * r, 2.0 * r, 2.0};
}

HK_POINT double hk_sign(double r)
{
    const double below = r < 0.0 ? -1.0 : r;
    return r > 0.0 ? 1.0 : below;
}

HK_POINT hk_point hk_absolute_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double r = a - y;
    return (hk_point){fabs(r), hk_sign(r), 0.0};
}

HK_POINT hk_point hk_huber_point(double y, double a, hk_shape shape)
{
    const double r = a - y;
    const double magnitude = fabs(r);
    const double outer = shape.delta * (magnitude - 0.5 * shape.delta);
    return (hk_point){magnitude > shape.delta ? outer : 0.5 * r * r, hk_clamp(r, shape.delta),
                      magnitude > shape.delta ? 0.0 : 1.0};
}

/* log cosh r = |r| + log1p(e^-2|r|) - log 2 cancels for small r, where -log1p(-tanh^2 r) / 2
 * does not. */
HK_POINT hk_point hk_log_cosh_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double r = a - y;
    const double magnitude = fabs(r);
    const double t = hk_tanh(r);
    const double e = hk_exp(-2.0 * magnitude);
    const double small = -0.5 * hk_log1p(-hk_min(t * t, 0.75));
    const double large = magnitude + (hk_log1p(e) - HK_LOG_2);
    return (hk_point){magnitude < 1.0 ? small : large, t, 4.0 * e / ((1.0 + e) * (1.0 + e))};
}

HK_POINT hk_point hk_quantile_point(double y, double a, hk_shape shape)
{
    const double r = a - y;
    const double slope = r < 0.0 ? -shape.tau : 1.0 - shape.tau;
    return (hk_point){slope * r, slope * fabs(hk_sign(r)), 0.0};
}

HK_POINT hk_point hk_cross_entropy_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double other = 1.0 - a;
    const double l = -hk_term(y, hk_log(a)) - hk_term(1.0 - y, hk_log1p(-a));
    const double dl = hk_term(1.0 - y, 1.0 / other) - hk_term(y, 1.0 / a);
    const double d2l = hk_term(1.0 - y, 1.0 / (other * other)) + hk_term(y, 1.0 / (a * a));
    return (hk_point){a < 0.0 || a > 1.0 ? HUGE_VAL : l, dl, d2l};
}

HK_POINT hk_point hk_hinge_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double margin = 1.0 - y * a;
    return (hk_point){margin < 0.0 ? 0.0 : margin, margin > 0.0 ? -y : 0.0, 0.0};
}

HK_POINT hk_point hk_squared_hinge_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double margin = 1.0 - y * a;
    const double inside = margin < 0.0 ? 0.0 : margin;
    return (hk_point){inside * inside, -2.0 * y * inside, margin > 0.0 ? 2.0 : 0.0};
}

/* Rosenblatt's rule updates at y a = 0 too, else w = 0 would never move: -y is a subgradient
 * there. */
HK_POINT hk_point hk_perceptron_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double wrong = -y * a;
    return (hk_point){wrong < 0.0 ? 0.0 : wrong, wrong >= 0.0 ? -y : 0.0, 0.0};
}

HK_POINT hk_point hk_poisson_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double l = a - hk_term(y, hk_log(hk_min(a, HK_LARGEST)));
    return (hk_point){a < 0.0 ? HUGE_VAL : l, 1.0 - hk_term(y, 1.0 / a), hk_term(y, 1.0 / (a * a))};
}

HK_POINT hk_point hk_gamma_point(double y, double a, hk_shape shape)
{
    (void)shape;
    const double inverse = 1.0 / a;
    const double l = y * inverse + hk_log(a);
    const double square = inverse * inverse;
    return (hk_point){a <= 0.0 ? HUGE_VAL : l, inverse - y * square,
                      (2.0 * y * inverse - 1.0) * square};
}

#endif
