#include "core/sum.h"

enum { LANES = 8 };

static double tree(double lane[LANES])
{
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int k = 0; k < width; k++)
            lane[k] += lane[k + width];
    return lane[0];
}

double hk_sum(size_t count, const double *x)
{
    double lane[LANES] = {0};
    size_t j = 0;
    for (; j + LANES <= count; j += LANES)
        for (size_t k = 0; k < LANES; k++)
            lane[k] += x[j + k];
    for (size_t k = 0; j + k < count; k++)
        lane[k] += x[j + k];
    return tree(lane);
}

double hk_dot(size_t count, const double *x, const double *y)
{
    double lane[LANES] = {0};
    size_t j = 0;
    for (; j + LANES <= count; j += LANES)
        for (size_t k = 0; k < LANES; k++)
            lane[k] += x[j + k] * y[j + k];
    for (size_t k = 0; j + k < count; k++)
        lane[k] += x[j + k] * y[j + k];
    return tree(lane);
}

double hk_norm(size_t count, const double *x)
{
    double largest = 0.0, sum = 0.0;
    for (size_t i = 0; i < count; i++)
        largest = fabs(x[i]) > largest || isnan(x[i]) ? fabs(x[i]) : largest;
    if (!(largest > 0.0 && isfinite(largest)))
        return largest;
    for (size_t i = 0; i < count; i++)
        sum += (x[i] / largest) * (x[i] / largest);
    return largest * sqrt(sum);
}
