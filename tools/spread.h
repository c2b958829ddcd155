/* Where numbers lie. */
#ifndef TOOLS_SPREAD_H
#define TOOLS_SPREAD_H

#include <stddef.h>

struct spread {
    double mean, deviation, least;
};

/* Of m numbers, `stride` apart: m of at least 1, in two trips, so that nothing cancels. */
struct spread spread_of(size_t m, const double *values, size_t stride);

#endif
