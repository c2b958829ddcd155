/* Sums and products with about 32 digits: an unevaluated sum of two doubles (Dekker 1971; products
 * by a fused multiply-add, as Ogita, Rump & Oishi 2005 have them). The compiler must round as it is
 * written: -ffp-contract=off. */
#ifndef HK_CORE_DOUBLE_DOUBLE_H
#define HK_CORE_DOUBLE_DOUBLE_H

#include <math.h>

typedef struct hk_dd {
    double high;
    double low; /* at most half a unit in the last place of high */
} hk_dd;

/* a + b exactly. */
static inline hk_dd hk_two_sum(double a, double b)
{
    const double sum = a + b;
    const double part = sum - a;
    return (hk_dd){sum, (a - (sum - part)) + (b - part)};
}

/* a b exactly. */
static inline hk_dd hk_two_product(double a, double b)
{
    const double product = a * b;
    return (hk_dd){product, fma(a, b, -product)};
}

static inline hk_dd hk_dd_add(hk_dd a, hk_dd b)
{
    const hk_dd sum = hk_two_sum(a.high, b.high);
    const double low = sum.low + (a.low + b.low);
    const double high = sum.high + low;
    return (hk_dd){high, low - (high - sum.high)};
}

static inline hk_dd hk_dd_scale(hk_dd a, double b)
{
    const hk_dd product = hk_two_product(a.high, b);
    const double low = product.low + a.low * b;
    const double high = product.high + low;
    return (hk_dd){high, low - (high - product.high)};
}

static inline hk_dd hk_dd_from(double a)
{
    return (hk_dd){a, 0.0};
}

static inline double hk_dd_value(hk_dd a)
{
    return a.high + a.low;
}

#endif
