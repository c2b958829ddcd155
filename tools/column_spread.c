#include "column_spread.h"

#include <math.h>

struct column_spread column_spread_of(size_t m, const double *values, size_t stride)
{
    struct column_spread spread = {.least = values[0]};
    double sum = 0;
    for (size_t j = 0; j < m; j++) {
        spread.mean += values[j * stride] / (double)m;
        spread.least = fmin(spread.least, values[j * stride]);
    }
    for (size_t j = 0; j < m; j++) {
        const double distance = values[j * stride] - spread.mean;
        sum += distance * distance / (double)m;
    }
    spread.deviation = sqrt(sum);
    return spread;
}
