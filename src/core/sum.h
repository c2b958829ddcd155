/* Sums whose order is ours: the same bits on any number of threads and with any BLAS. */
#ifndef HK_CORE_SUM_H
#define HK_CORE_SUM_H

#include <math.h>
#include <stddef.h>

/* A running sum with its rounding errors carried along (Neumaier 1974). */
typedef struct hk_compensated {
    double sum;
    double error;
} hk_compensated;

static inline void hk_compensated_add(hk_compensated *total, double term)
{
    const double sum = total->sum + term;
    if (fabs(total->sum) >= fabs(term))
        total->error += (total->sum - sum) + term;
    else
        total->error += (term - sum) + total->sum;
    total->sum = sum;
}

/* Without the correction once the sum has left the finite numbers: infinity minus itself is no
 * error. */
static inline double hk_compensated_value(const hk_compensated *total)
{
    return isfinite(total->sum) ? total->sum + total->error : total->sum;
}

/* Sum of x_j, and of x_j y_j, over count numbers: eight partial sums, then a tree. */
double hk_sum(size_t count, const double *x);
double hk_dot(size_t count, const double *x, const double *y);

/* The 2-norm, whose square may not be representable; NaN where there is one. */
double hk_norm(size_t count, const double *x);

#endif
