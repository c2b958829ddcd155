#include "growth.h"

#include <math.h>

double bench_exponent(size_t count, const double *m, const double *value)
{
    double mean_x = 0.0;
    double mean_y = 0.0;
    for (size_t k = 0; k < count; k++) {
        mean_x += log(m[k]) / (double)count;
        mean_y += log(value[k]) / (double)count;
    }
    double xx = 0.0;
    double xy = 0.0;
    for (size_t k = 0; k < count; k++) {
        const double x = log(m[k]) - mean_x;
        xx += x * x;
        xy += x * (log(value[k]) - mean_y);
    }
    return xx > 0.0 ? xy / xx : NAN;
}
