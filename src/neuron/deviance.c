#include "neuron/deviance.h"

#include <float.h>
#include <math.h>

/* Up to here the two functions below are series: what cancels in them is 1/|t| times as large. */
static const double NEAR_0 = 0.125;

/* sum over k >= 2 of (-t)^k / d(k), d(k) = k (k - 1) or k: 20 terms for |t| <= 1/8. */
static double series(double t, bool product)
{
    enum { TERMS = 20 };
    double sum = 0.0;
    for (int k = TERMS; k >= 2; k--)
        sum = sum * -t + 1.0 / (product ? k * (k - 1.0) : k);
    return t * t * sum;
}

/* (1 + t) log(1 + t) - t >= 0. */
static double entropy(double t)
{
    if (fabs(t) <= NEAR_0)
        return series(t, true);
    return t <= -1.0 ? 1.0 : (1.0 + t) * log1p(t) - t;
}

/* t - log(1 + t) >= 0, where 1 + t, which cancels near t = -1, is also given. */
static double excess(double t, double ratio)
{
    return fabs(t) <= NEAR_0 ? series(t, false) : t - log(ratio);
}

void hk_probability_rest(const hk_mathematics *mathematics, size_t count, const double *z,
                         const double *a, double *rest, double *room)
{
    const hillock_activation activation = mathematics->activation;
    const bool symmetric = activation == HILLOCK_LOGISTIC || activation == HILLOCK_NORMAL_CDF;
    for (size_t j = 0; symmetric && j < count; j++)
        room[j] = -z[j];
    if (symmetric) /* 1 - f(z) = f(-z) */
        hk_activate(mathematics, count, room, rest);
    for (size_t j = 0; !symmetric && j < count; j++)
        rest[j] = activation == HILLOCK_CLOGLOG ? exp(-exp(z[j])) : 1.0 - a[j];
}

double hk_point_residual(hillock_loss loss, const hk_prediction_point *point)
{
    if (loss == HILLOCK_CROSS_ENTROPY && point->rest < point->a)
        return point->rest - (1.0 - point->y);
    return point->y - point->a;
}

double hk_least_loss(hillock_loss loss, double y)
{
    const double yes = y > 0.0 ? y * log(y) : 0.0;
    const double no = y < 1.0 ? (1.0 - y) * log1p(-y) : 0.0;
    if (loss == HILLOCK_CROSS_ENTROPY)
        return -yes - no;
    if (loss == HILLOCK_POISSON)
        return y - yes;
    return loss == HILLOCK_GAMMA ? 1.0 + log(y) : 0.0;
}

/* y / a, and a itself, have all their digits. */
static bool inside(double a, double residual)
{
    return a >= DBL_MIN && isfinite(a) && isfinite(residual / a);
}

/* With t = (y - a) / a and, for what a leaves, t' = -(y - a) / (1 - a):
 * y log(y/a) + (1-y) log((1-y)/(1-a)) = a entropy(t) + (1-a) entropy(t'), as a t + (1-a) t' = 0.
 * Classes, and a or y / a beyond what a double can hold, are left to the loss. */
double hk_point_deviance(hillock_loss loss, const hk_prediction_point *point)
{
    const double y = point->y, a = point->a, rest = point->rest, residual = point->residual;
    if (loss == HILLOCK_SQUARED)
        return residual * residual;
    if (loss == HILLOCK_CROSS_ENTROPY && (y == 0.0 || y == 1.0))
        return 2.0 * point->l;
    if (!inside(a, residual) || (loss == HILLOCK_CROSS_ENTROPY && !inside(rest, residual)) ||
        (loss == HILLOCK_GAMMA && y / a < DBL_MIN))
        return 2.0 * (point->l - hk_least_loss(loss, y));
    if (loss == HILLOCK_CROSS_ENTROPY)
        return 2.0 * (a * entropy(residual / a) + rest * entropy(-residual / rest));
    if (loss == HILLOCK_POISSON)
        return 2.0 * a * entropy(residual / a);
    return 2.0 * excess(residual / a, y / a);
}

double hk_point_pearson(hillock_loss loss, const hk_prediction_point *point)
{
    const double a = point->a, residual = point->residual;
    if (residual == 0.0)
        return 0.0;
    if (loss == HILLOCK_CROSS_ENTROPY)
        return residual / a * (residual / point->rest);
    if (loss == HILLOCK_POISSON)
        return residual / a * residual;
    return loss == HILLOCK_GAMMA ? residual / a * (residual / a) : residual * residual;
}

double hk_point_distance(hillock_loss loss, const hk_prediction_point *point)
{
    const double share = fabs(point->residual) / point->a;
    return loss == HILLOCK_CROSS_ENTROPY ? share / point->rest : share;
}
