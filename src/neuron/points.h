/* What the mathematics of one sample answers: a value and its first two derivatives. The point
 * functions of activations, losses and pairs are branch-free (selects only), so that loops over
 * them vectorise; derivatives a loop does not store are not computed. A NaN goes through:
 * conditions are written so that a NaN picks the side that keeps it. */
#ifndef HK_NEURON_POINTS_H
#define HK_NEURON_POINTS_H

#include "neuron/kernels.h"

#include <math.h>

/* A call left in a loop would silently prevent its vectorisation. */
#define HK_POINT __attribute__((always_inline)) static inline

typedef struct hk_point {
    double f;
    double df;
    double d2f;
} hk_point;

static const double HK_ONE_OVER_SQRT_2PI = 0x1.9884533d43651p-2;
static const double HK_HALF_LOG_2PI = 0x1.d67f1c864beb5p-1;
static const double HK_LOG_2 = 0x1.62e42fefa39efp-1;
static const double HK_LARGEST = 0x1.fffffffffffffp1023;

HK_POINT double hk_min(double a, double b)
{
    return b < a ? b : a; /* a NaN in a stays */
}

HK_POINT double hk_max(double a, double b)
{
    return b > a ? b : a; /* a NaN in a stays */
}

HK_POINT double hk_clamp(double x, double bound)
{
    return hk_max(hk_min(x, bound), -bound);
}

/* weight * value where 0 * infinity counts as 0: a term that is not there costs nothing. */
HK_POINT double hk_term(double weight, double value)
{
    return weight == 0.0 ? 0.0 : weight * value;
}

#endif
