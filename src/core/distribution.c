#include "core/distribution.h"

#include <float.h>
#include <math.h>

static const double PI = 0x1.921fb54442d18p+1;
static const double SQRT_HALF = 0x1.6a09e667f3bcdp-1;
static const double SQRT_2_OVER_PI = 0x1.9884533d43651p-1;
static const double HALF_LOG_2PI = 0x1.d67f1c864beb5p-1;

/* From so many degrees on, up to t^2 of that share of them, Hill's expansion (1970, Algorithm
 * 395) has every digit, where the continued fraction loses some to 1 - x. */
static const double MANY_DEGREES = 1000.0;
static const double SHARE = 0.05;

/* Stirling's series (Abramowitz & Stegun 6.1.41) for x >= 10. */
static double stirling_series(double x)
{
    static const double terms[] = {1.0 / 12,   -1.0 / 360,        1.0 / 1260, -1.0 / 1680,
                                   1.0 / 1188, -691.0 / 360360.0, 1.0 / 156};
    const double v = 1.0 / (x * x);
    double sum = 0.0;
    for (int k = (int)(sizeof terms / sizeof terms[0]); k-- > 0;)
        sum = sum * v + terms[k];
    return sum / x;
}

/* Smaller ones by Gamma(x) = Gamma(x + 1) / x. */
double hk_log_gamma(double x)
{
    double product = 1.0;
    while (x < 10.0) {
        product *= x;
        x += 1.0;
    }
    return (x - 0.5) * log(x) - x + HALF_LOG_2PI + stirling_series(x) - log(product);
}

double hk_stirling_rest(double x)
{
    return x >= 10.0 ? stirling_series(x)
                     : hk_log_gamma(x) - ((x - 0.5) * log(x) - x + HALF_LOG_2PI);
}

/* Gamma(a + 1/2) / Gamma(a): the asymptotic series in 1/a (Abramowitz & Stegun 6.1.47) from 40 on,
 * below by its value at a + 1. A difference of two logarithms would cancel for large a. */
static double gamma_ratio(double a)
{
    static const double terms[] = {
        1.0,           -1.0 / 8,        1.0 / 128,       5.0 / 1024,
        -21.0 / 32768, -399.0 / 262144, 869.0 / 4194304, 39325.0 / 33554432};
    double factor = 1.0, sum = 0.0;
    while (a < 40.0) {
        factor *= a / (a + 0.5);
        a += 1.0;
    }
    for (int k = (int)(sizeof terms / sizeof terms[0]); k-- > 0;)
        sum = sum / a + terms[k];
    return factor * sqrt(a) * sum;
}

/* The continued fraction of the incomplete beta function (Abramowitz & Stegun 26.5.8), evaluated
 * forward as Lentz (1976) does. Converges fast for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
    enum { MOST = 200000 };
    double c = 1.0, d = 1.0 / (1.0 - (a + b) * x / (a + 1.0)), value = d;
    for (int k = 1; k <= MOST; k++) {
        const double even = k * (b - k) * x / ((a + 2.0 * k - 1.0) * (a + 2.0 * k));
        const double odd = -(a + k) * (a + b + k) * x / ((a + 2.0 * k) * (a + 2.0 * k + 1.0));
        d = 1.0 / (1.0 + even * d);
        c = 1.0 + even / c;
        value *= c * d;
        d = 1.0 / (1.0 + odd * d);
        c = 1.0 + odd / c;
        value *= c * d;
        if (fabs(c * d - 1.0) < 0.5 * DBL_EPSILON)
            break;
    }
    return value;
}

/* I_x(degrees / 2, 1/2) with x = degrees / (degrees + t^2), from whichever end converges. Both
 * share x^a (1 - x)^b / B(a, b), which may underflow where the fraction overflows. */
static double student_outside(double degrees, double t)
{
    const double ratio = fabs(t) / sqrt(degrees);
    const double a = 0.5 * degrees, square = ratio * ratio;
    const double x = 1.0 / (1.0 + square), rest = square / (1.0 + square);
    const double front = gamma_ratio(a) / sqrt(PI) * exp(-a * log1p(square)) * sqrt(rest);
    if (!isfinite(square)) /* x^a is ratio^-degrees, the other factors are 1 */
        return gamma_ratio(a) / sqrt(PI) * exp(degrees * (0.5 * log(degrees) - log(fabs(t)))) / a;
    if (x < (a + 1.0) / (a + 2.5))
        return front > 0.0 ? front / a * beta_fraction(a, 0.5, x) : 0.0;
    return 1.0 - 2.0 * front * beta_fraction(0.5, a, rest);
}

/* The z for which the normal distribution leaves as much outside; beyond 40 that is nothing. */
static double as_normal(double degrees, double t)
{
    const double a = degrees - 0.5, b = 48.0 * a * a;
    const double square = a * log1p(t / degrees * t), z = sqrt(square);
    if (z > 40.0)
        return z;
    const double high = ((4.0 * square + 33.0) * square + 240.0) * square + 855.0;
    return z + z * (square + 3.0) / b - z * high / (10.0 * b * (b + 0.8 * square * square + 100.0));
}

double hk_outside(double degrees, double t)
{
    if (isnan(t) || !(degrees > 0.0))
        return NAN;
    if (isinf(degrees))
        return erfc(fabs(t) * SQRT_HALF);
    if (degrees >= MANY_DEGREES && t * t <= SHARE * degrees)
        return erfc(as_normal(degrees, t) * SQRT_HALF);
    return student_outside(degrees, t);
}

/* -d hk_outside / dt = twice the density, t >= 0. */
static double twice_density(double degrees, double t)
{
    if (isinf(degrees))
        return SQRT_2_OVER_PI * exp(-0.5 * t * t);
    return 2.0 * gamma_ratio(0.5 * degrees) / sqrt(PI * degrees) *
           exp(-0.5 * (degrees + 1.0) * log1p(t * t / degrees));
}

/* Newton's method on log hk_outside, which is nearly straight far out; a step that leaves what is
 * known to hold the answer is replaced by its middle. */
double hk_outside_quantile(double degrees, double probability)
{
    enum { MOST_STEPS = 200 };
    double low = 0.0, high = 1.0;
    if (!(probability > 0.0 && probability < 1.0 && degrees > 0.0))
        return NAN;
    while (hk_outside(degrees, high) > probability && isfinite(high)) {
        low = high;
        high *= 2.0;
    }
    double t = 0.5 * (low + high);
    for (int k = 0; isfinite(high) && k < MOST_STEPS; k++) {
        const double outside = hk_outside(degrees, t);
        if (outside > probability)
            low = t;
        else
            high = t;
        double next = t + log(outside / probability) * outside / twice_density(degrees, t);
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        const double change = fabs(next - t);
        t = next;
        if (change <= 2.0 * DBL_EPSILON * t)
            break;
    }
    return isfinite(high) ? t : HUGE_VAL;
}
