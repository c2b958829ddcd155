/* What every cmocka program includes, and comparisons that say what they compared. */
#ifndef TESTS_SUPPORT_TESTING_H
#define TESTS_SUPPORT_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* |got - expected| <= bound, or both the same infinity, or both NaN. The rest is a printf format
 * that names the quantity. */
void assert_within(double got, double expected, double bound, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same bits, NaN included; +0 and -0 differ. */
void assert_same_bits(size_t count, const double *got, const double *expected, const char *what);

/* How many doubles lie between a and b; 0 when equal (+0 and -0 are), or both NaN. UINT64_MAX when
 * one of them is NaN. */
uint64_t ulps_between(double a, double b);

#endif
