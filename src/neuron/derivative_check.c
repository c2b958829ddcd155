#include "neuron/derivative_check.h"

#include <float.h>
#include <math.h>

/* One function of one variable, with the derivative it claims: what is put to the test. */
typedef struct claim {
    const char *derivative; /* "f'(z)"               */
    const char *argument;   /* "z"                   */
    double (*value)(const hk_mathematics *mathematics, double y, double x);
    double (*slope)(const hk_mathematics *mathematics, double y, double x);
} claim;

typedef enum { F, DF, D2F } order;

static double activation_at(const hk_mathematics *mathematics, double z, order which)
{
    double f[3];
    hk_differentiate_activation(mathematics, 1, &z, &f[F], &f[DF], &f[D2F]);
    return f[which];
}

static double loss_at(const hk_mathematics *mathematics, double y, double a, order which)
{
    double l[3];
    hk_differentiate_loss(mathematics, 1, &y, &a, &l[F], &l[DF], &l[D2F]);
    return l[which];
}

static double pair_at(const hk_mathematics *mathematics, double y, double z, order which)
{
    double l[3];
    hk_differentiate(mathematics, 1, &y, &z, &l[F], &l[DF], &l[D2F]);
    return l[which];
}

static double f(const hk_mathematics *mathematics, double y, double z)
{
    (void)y;
    return activation_at(mathematics, z, F);
}

static double df(const hk_mathematics *mathematics, double y, double z)
{
    (void)y;
    return activation_at(mathematics, z, DF);
}

static double d2f(const hk_mathematics *mathematics, double y, double z)
{
    (void)y;
    return activation_at(mathematics, z, D2F);
}

static double l(const hk_mathematics *mathematics, double y, double a)
{
    return loss_at(mathematics, y, a, F);
}

static double dl(const hk_mathematics *mathematics, double y, double a)
{
    return loss_at(mathematics, y, a, DF);
}

static double d2l(const hk_mathematics *mathematics, double y, double a)
{
    return loss_at(mathematics, y, a, D2F);
}

static double pair(const hk_mathematics *mathematics, double y, double z)
{
    return pair_at(mathematics, y, z, F);
}

static double pair_slope(const hk_mathematics *mathematics, double y, double z)
{
    return pair_at(mathematics, y, z, DF);
}

/* Fourth-order central difference (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h; *noise
 * bounds what the rounding of f, a few ulp, does to it. */
static double central_difference(const hk_mathematics *mathematics, const claim *tested, double y,
                                 double x, double h, double *noise)
{
    const double left2 = tested->value(mathematics, y, x - 2.0 * h);
    const double left = tested->value(mathematics, y, x - h);
    const double right = tested->value(mathematics, y, x + h);
    const double right2 = tested->value(mathematics, y, x + 2.0 * h);
    const double largest = fmax(fmax(fabs(left2), fabs(right2)), fmax(fabs(left), fabs(right)));
    *noise = 4.0 * DBL_EPSILON * largest / h;
    return ((left2 - right2) + 8.0 * (right - left)) / (12.0 * h);
}

/* The difference whose error, told by that of the neighbouring step lengths and the rounding,
 * is least (Ridders 1982). Steps that leave the domain, where it is not finite, do not count;
 * NaN when all do. */
static double best_difference(const hk_mathematics *mathematics, const claim *tested, double y,
                              double x, double *error)
{
    double best = NAN, before = NAN;
    *error = HUGE_VAL;
    for (int k = 6; k <= 40; k += 2) {
        double noise;
        const double h = ldexp(fmax(fabs(x), 0x1p-10), -k) + ldexp(1.0, -k - 8);
        const double found = central_difference(mathematics, tested, y, x, h, &noise);
        const double uncertain = fabs(found - before) + noise;
        if (uncertain < *error) {
            best = found;
            *error = uncertain;
        }
        before = found;
    }
    return best;
}

static hillock_status check(const hk_mathematics *mathematics, const claim *tested, double y,
                            double x, hk_message *message)
{
    const double tolerance = 1e-6;
    double error;
    const double claimed = tested->slope(mathematics, y, x);
    const double found = best_difference(mathematics, tested, y, x, &error);
    if (!isfinite(claimed) || !isfinite(found))
        return hk_say(
            message, HILLOCK_ERROR_NOT_FINITE,
            "%s at %s = %.17g, y = %.17g is %g, and central differences around it give %g",
            tested->derivative, tested->argument, x, y, claimed, fabs(found));
    const double scale = fmax(fabs(claimed), fabs(found));
    if (fabs(claimed - found) <= tolerance * scale + 4.0 * error)
        return HILLOCK_OK;
    return hk_say(
        message, HILLOCK_ERROR_DERIVATIVE,
        "%s is wrong at %s = %.17g, y = %.17g: it gives %.10g, central differences give %.10g",
        tested->derivative, tested->argument, x, y, claimed, found);
}

hillock_status hk_check_derivatives(const hk_mathematics *mathematics, size_t count,
                                    const double *z, const double *y, hk_message *message)
{
    static const claim first_f = {"f'(z)", "z", f, df};
    static const claim second_f = {"f''(z)", "z", df, d2f};
    static const claim first_l = {"dl/da", "a", l, dl};
    static const claim second_l = {"d2l/da2", "a", dl, d2l};
    static const claim chain = {"dl/dz", "z", pair, pair_slope};
    const bool second_activation = mathematics->activation != HILLOCK_USER_ACTIVATION ||
                                   mathematics->user_activation_has_second;
    const bool second_loss =
        mathematics->loss != HILLOCK_USER_LOSS || mathematics->user_loss_has_second;

    for (size_t j = 0; j < count; j++) {
        const double a = activation_at(mathematics, z[j], F);
        hillock_status status = check(mathematics, &first_f, y[j], z[j], message);
        if (status == HILLOCK_OK && second_activation)
            status = check(mathematics, &second_f, y[j], z[j], message);
        if (status == HILLOCK_OK)
            status = check(mathematics, &first_l, y[j], a, message);
        if (status == HILLOCK_OK && second_loss)
            status = check(mathematics, &second_l, y[j], a, message);
        if (status == HILLOCK_OK)
            status = check(mathematics, &chain, y[j], z[j], message);
        if (status != HILLOCK_OK)
            return status;
    }
    return hk_silent(message);
}
