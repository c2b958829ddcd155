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
    for (size_t first = 0; first < count; first += CHUNK) {
        const size_t many = hk_min_size(CHUNK, count - first);
        hk_differentiate_activation(mathematics, many, z + first, a, df, d2f);
        for (size_t j = 0; j < many; j++)
            curvature[first + j] = by_definition(mathematics->loss, a[j], df[j]);
    }
}

/* Where a and f' by themselves would lose digits. */
static double logistic(double z)
{
    return hk_logistic_cross_entropy_point(0.5, z, (hk_shape){0}).d2f;
}

static double exp_gamma(double z)
{
    return isnan(z) ? z : 1.0;
}

typedef double closed_form(double z);

static closed_form *closed_form_of(const hk_mathematics *mathematics)
{
    const hillock_activation activation = mathematics->activation;
    if (mathematics->loss == HILLOCK_GAMMA)
        return activation == HILLOCK_EXP ? exp_gamma : NULL;
    if (mathematics->loss != HILLOCK_CROSS_ENTROPY)
        return NULL;
    return activation == HILLOCK_LOGISTIC     ? logistic
           : activation == HILLOCK_NORMAL_CDF ? probit
           : activation == HILLOCK_CLOGLOG    ? cloglog
                                              : NULL;
}

void hk_expected_curvature(const hk_mathematics *mathematics, size_t count, const double *z,
                           double *curvature)
{
    closed_form *const form = closed_form_of(mathematics);
    if (!form)
        define(mathematics, count, z, curvature);
    for (size_t j = 0; form && j < count; j++)
        curvature[j] = form(z[j]);
}
