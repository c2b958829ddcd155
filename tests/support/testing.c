#include "testing.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void assert_within(double got, double expected, double bound, const char *format, ...)
{
    const bool same = got == expected || (isnan(got) && isnan(expected));
    if (same || fabs(got - expected) <= bound)
        return;
    char what[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    fail_msg("%s: %.17g instead of %.17g, off by %.3g where %.3g is allowed", what, got, expected,
             got - expected, bound);
}

void assert_same_bits(size_t count, const double *got, const double *expected, const char *what)
{
    for (size_t i = 0; i < count; i++)
        if (memcmp(&got[i], &expected[i], sizeof *got) != 0)
            fail_msg("%s[%zu]: %.17g and %.17g differ in their bits", what, i, got[i], expected[i]);
}

/* Doubles in the order of their values are integers in the same order, once the negative ones
 * are turned around. */
static int64_t position(double x)
{
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits < 0 ? INT64_MIN - bits : bits;
}

uint64_t ulps_between(double a, double b)
{
    if (isnan(a) || isnan(b))
        return isnan(a) && isnan(b) ? 0 : UINT64_MAX;
    const int64_t i = position(a), j = position(b);
    return i > j ? (uint64_t)i - (uint64_t)j : (uint64_t)j - (uint64_t)i;
}
