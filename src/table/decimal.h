/* Decimal numbers from text: correctly rounded, whatever locale the host program has set. What is
 * usual is inline, as reading a table is little else. */
#ifndef HK_TABLE_DECIMAL_H
#define HK_TABLE_DECIMAL_H

#include "core/inline.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes behind a text that must be readable, and the first of them no digit, point or letter e;
 * more digits than 19 may not fit 64 bits. */
enum { HK_DECIMAL_MARGIN = 16, HK_MOST_DIGITS = 19 };

/* The exponent behind the e at `at`, where digits follow it; where it ends. */
const char *hk_decimal_exponent(const char *at, int64_t *exponent);

/* What the short way leaves: begin ... end has `count` digits and perhaps a point; without the
 * point they are `digits`, if there are not too many, times 10^exponent. */
double hk_decimal_rest(const char *begin, const char *end, size_t count, uint64_t digits,
                       int64_t exponent);

static inline bool hk_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* The number that eight bytes 0 ... 9 are as digits, the first one lowest in x. */
HK_INLINE uint64_t hk_eight_digits(uint64_t x)
{
    const uint64_t every_other = UINT64_C(0x000000ff000000ff);
    x = 10 * x + (x >> 8);
    return ((x & every_other) * (100 + (UINT64_C(1000000) << 32)) +
            ((x >> 16) & every_other) * (1 + (UINT64_C(10000) << 32))) >>
           32;
}

/* Appends the digits at `at` to *digits, which is right while there are at most HK_MOST_DIGITS in
 * all; where they end. Whole eights are a branch, so that the next bytes are looked at before it is
 * known how many of these are digits. */
HK_INLINE const char *hk_append_digits(const char *at, uint64_t *digits)
{
    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    const uint64_t ones = UINT64_C(0x0101010101010101);
    for (;; at += 8) {
        uint64_t x;
        memcpy(&x, at, sizeof x);
        x ^= '0' * ones;
        /* The top bit of each byte above 9; a carry only reaches bytes behind the first of them. */
        const uint64_t others = ((x + 0x76 * ones) | x) & 0x80 * ones;
        if (__builtin_expect(others != 0, 1)) {
            const size_t count = (size_t)__builtin_ctzll(others) / 8;
            if (count > 0) /* zeros in front */
                *digits = *digits * powers[count] + hk_eight_digits(x << (64 - 8 * count));
            return at + count;
        }
        *digits = *digits * 100000000 + hk_eight_digits(x);
    }
}
#else
HK_INLINE const char *hk_append_digits(const char *at, uint64_t *digits)
{
    for (; hk_is_digit(*at); at++)
        *digits = 10 * *digits + (uint64_t)(*at - '0');
    return at;
}
#endif

/* Up to 2^53 and 10^22 both are doubles, and one operation rounds once (Clinger 1990). */
HK_INLINE bool hk_read_quickly(uint64_t digits, int64_t exponent, double *value)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    if (FLT_EVAL_METHOD != 0 || digits > UINT64_C(1) << 53 || exponent < -22 || exponent > 22)
        return false;
    *value = exponent < 0 ? (double)(int64_t)digits / powers[-exponent]
                          : (double)(int64_t)digits * powers[exponent];
    return true;
}

/* The number that begins at `at`: [sign] digits [. digits] [e [sign] digits], a digit before or
 * behind the point. Where it ends; NULL, and *value untouched, where there is none. Infinite when
 * it is beyond double. */
HK_INLINE const char *hk_decimal_read(const char *at, double *value)
{
    const bool negative = *at == '-';
    const char *const begin = at + (negative | (*at == '+'));
    uint64_t digits = 0;
    int64_t exponent = 0;
    double size;
    const char *const point = hk_append_digits(begin, &digits), *end = point;
    size_t count = (size_t)(point - begin);
    if (*point == '.') {
        end = hk_append_digits(point + 1, &digits);
        exponent = point + 1 - end;
        count = (size_t)(end - begin) - 1;
    }
    if (count == 0)
        return NULL;
    const char *const stop = end;
    if (*end == 'e' || *end == 'E') {
        int64_t written = 0;
        end = hk_decimal_exponent(end, &written);
        exponent += written;
    }
    if (count > HK_MOST_DIGITS || !hk_read_quickly(digits, exponent, &size))
        size = hk_decimal_rest(begin, stop, count, digits, exponent);
    *value = copysign(size, negative ? -1.0 : 1.0);
    return end;
}

#endif
