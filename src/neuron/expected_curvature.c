#include "neuron/expected_curvature.h"

#include "core/memory.h"
#include "neuron/pair_points.h"

enum { CHUNK = 128 };

bool hk_has_likelihood(hillock_loss loss)
{
    return loss == HILLOCK_SQUARED || loss == HILLOCK_CROSS_ENTROPY || loss == HILLOCK_POISSON ||
           loss == HILLOCK_GAMMA;
}

/* With u = |z|, the hazard h = phi / Q and g = phi / (1 - Q): phi^2 / (Q (1 - Q)) = h g. */
static double probit(double z)
{
    const double u = fabs(z);
    const double near = fmin(u, 40.0); /* the density is 0 beyond */
    const double density = HK_ONE_OVER_SQRT_2PI * exp(-0.5 * near * near);
    const double mills = hk_mills(near);
    return isnan(z) ? z : density / (mills * (1.0 - density * mills));
}

/* With E = e^z: f'^2 / (a (1 - a)) = E^2 / (e^E - 1), whose quotient E / (e^E - 1) goes to 1. */
static double cloglog(double z)
{
    const double E = exp(fmin(z, 10.0)); /* 0 beyond E = 760 */
    return isnan(z) ? z : E == 0.0 ? 0.0 : E / expm1(E) * E;
}

/* Where f' is 0, a may be the end of the range and V 0 too. */
static double by_definition(hillock_loss loss, double a, double df)
{
    if (df == 0.0)
        return 0.0;
    if (loss == HILLOCK_CROSS_ENTROPY)
        return df / a * (df / (1.0 - a));
    if (loss == HILLOCK_POISSON)
        return df / a * df;
    if (loss == HILLOCK_GAMMA)
        return df / a * (df / a);
    return df * df;
}

static void define(const hk_mathematics *mathematics, size_t count, const double *z,
                   double *curvature)
{
    double a[CHUNK], df[CHUNK], d2f[CHUNK];
    hk_differentiate_activation(mathematics, count, z, a, df, d2f);
    for (size_t j = 0; j < count; j++)
        curvature[j] = by_definition(mathematics->loss, a[j], df[j]);
}

void hk_expected_curvature(const hk_mathematics *mathematics, size_t count, const double *z,
                           double *curvature)
{
    const hillock_activation activation = mathematics->activation;
    const bool binary = mathematics->loss == HILLOCK_CROSS_ENTROPY;
    const bool constant = activation == HILLOCK_EXP && mathematics->loss == HILLOCK_GAMMA;
    for (size_t j = 0; j < count; j++) {
        if (binary && activation == HILLOCK_LOGISTIC)
            curvature[j] = hk_logistic_cross_entropy_point(0.5, z[j], mathematics->shape).d2f;
        else if (binary && activation == HILLOCK_NORMAL_CDF)
            curvature[j] = probit(z[j]);
        else if (binary && activation == HILLOCK_CLOGLOG)
            curvature[j] = cloglog(z[j]);
        else if (constant)
            curvature[j] = isnan(z[j]) ? z[j] : 1.0;
        else {
            define(mathematics, hk_min_size(CHUNK, count - j), z + j, curvature + j);
            j += hk_min_size(CHUNK, count - j) - 1;
        }
    }
}
