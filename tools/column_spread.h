/* Where numbers lie. */
#ifndef TOOLS_COLUMN_SPREAD_H
#define TOOLS_COLUMN_SPREAD_H

#include <stddef.h>

struct column_spread {
    double mean, deviation, least;
};

/* Of m numbers, `stride` apart: m of at least 1, in two trips, so that nothing cancels. */
struct column_spread column_spread_of(size_t m, const double *values, size_t stride);

#endif
