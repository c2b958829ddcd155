/* How something grows with m: the p of value ~ m^p. */
#ifndef BENCH_GROWTH_H
#define BENCH_GROWTH_H

#include <stddef.h>

/* The slope of the least-squares line through (log m, log value); NaN for fewer than two points. */
double bench_exponent(size_t count, const double *m, const double *value);

#endif
