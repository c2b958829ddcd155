#include "table/decimal.h"

#include "core/inline.h"
#include "core/number.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* More digits than 19 may not fit 64 bits; more than 767 never change how a double is rounded,
 * but for whether anything but zeros follows (Gay 1990). */
enum { MOST_DIGITS = 19, DECISIVE_DIGITS = 800, MOST_EXPONENT = 99999 };

/* A number as it is written: digits without a point, times 10^exponent. */
typedef struct spelling {
    const char *begin; /* the first digit or the point */
    const char *end;   /* behind the last digit, before the e */
    uint64_t digits;   /* all of them, where there are at most MOST_DIGITS */
    size_t count;
    int exponent;
    bool negative;
} spelling;

static inline bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many of the eight bytes at `at` begin it as digits; *number: what they say. */
HK_INLINE size_t eight_digits(const char *at, uint64_t *number)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t x;
    memcpy(&x, at, sizeof x);
    x ^= '0' * ones;
    /* The top bit of each byte above 9; a carry only reaches bytes behind the first of them. */
    const uint64_t others = ((x + 0x76 * ones) | x) & 0x80 * ones;
    const size_t count = others ? (size_t)__builtin_ctzll(others) / 8 : 8;
    if (count == 0)
        return 0;
    x <<= 64 - 8 * count; /* zeros in front */
    x = 10 * x + (x >> 8);
    const uint64_t every_other = UINT64_C(0x000000ff000000ff);
    *number = ((x & every_other) * (100 + (UINT64_C(1000000) << 32)) +
               ((x >> 16) & every_other) * (1 + (UINT64_C(10000) << 32))) >>
              32;
    return count;
#else
    size_t count = 0;
    for (*number = 0; count < 8 && is_digit(at[count]); count++)
        *number = 10 * *number + (uint64_t)(at[count] - '0');
    return count;
#endif
}

/* Appends the digits at `at` to the spelling; where they end. */
HK_INLINE const char *append_digits(const char *at, spelling *s)
{
    static const uint64_t powers[] = {1,      10,      100,      1000,     10000,
                                      100000, 1000000, 10000000, 100000000};
    size_t count;
    do {
        uint64_t number = 0;
        count = eight_digits(at, &number);
        s->digits = s->digits * powers[count] + number;
        s->count += count;
        at += count;
    } while (count == 8);
    return at;
}

/* The exponent behind an e, where digits follow it; where it ends. */
static const char *read_exponent(const char *at, spelling *s)
{
    const bool has_sign = at[1] == '-' || at[1] == '+';
    const char *digit = at + 1 + has_sign;
    int exponent = 0;
    if (!is_digit(*digit))
        return at;
    for (; is_digit(*digit); digit++)
        if (exponent < MOST_EXPONENT)
            exponent = 10 * exponent + (*digit - '0');
    s->exponent += at[1] == '-' ? -exponent : exponent;
    return digit;
}

/* By strtod, which takes its time: all digits that can matter, as an integer. */
static double read_slowly(const spelling *s)
{
    char text[DECISIVE_DIGITS + 32];
    size_t length = 0;
    bool rest = false;
    int64_t exponent = s->exponent;
    for (const char *at = s->begin; at < s->end; at++) {
        if (*at == '.')
            continue;
        if (length < DECISIVE_DIGITS) {
            if (length > 0 || *at != '0')
                text[length++] = *at;
        } else {
            rest = rest || *at != '0';
            exponent += 1;
        }
    }
    if (length == 0)
        return 0.0;
    if (rest) {
        text[length++] = '1';
        exponent -= 1;
    }
    snprintf(text + length, sizeof text - length, "e%lld", (long long)exponent);
    double value;
    if (hk_parse_real(text, &value))
        return value;
    return (int64_t)length + exponent > 0 ? HUGE_VAL : 0.0;
}

#if LDBL_MANT_DIG == 64
/* Powers that are exact in a mantissa of 64 bits, and every 27th that is not. */
static const long double exact[] = {1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,  1e7L,  1e8L,
                                    1e9L,  1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L,
                                    1e18L, 1e19L, 1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L};
static const long double steps[] = {1e0L,   1e27L,  1e54L,  1e81L,  1e108L, 1e135L, 1e162L,
                                    1e189L, 1e216L, 1e243L, 1e270L, 1e297L, 1e324L};

/* In the 64 bits of the x87: two operations and a power, each half a unit off at most, less than
 * two units together. The double is right when the 11 bits it drops are farther than that from
 * the half. */
static bool read_extended(uint64_t digits, int exponent, double *value)
{
    const size_t size = (size_t)(exponent < 0 ? -exponent : exponent);
    if (size >= 27 * sizeof steps / sizeof steps[0])
        return false;
    long double x = (long double)digits;
    x = exponent < 0 ? x / exact[size % 27] : x * exact[size % 27];
    if (size >= 27)
        x = exponent < 0 ? x / steps[size / 27] : x * steps[size / 27];
    uint64_t mantissa;
    memcpy(&mantissa, &x, sizeof mantissa);
    if (((mantissa & 0x7ff) - 0x3fd) <= 6 || x < 2 * (long double)DBL_MIN ||
        x > (long double)DBL_MAX / 2)
        return false;
    *value = (double)x;
    return true;
}
#else
static bool read_extended(uint64_t digits, int exponent, double *value)
{
    (void)digits;
    (void)exponent;
    (void)value;
    return false;
}
#endif

/* Up to 2^53 and 10^22 both are doubles, and one operation rounds once (Clinger 1990). */
HK_INLINE double value_of(const spelling *s)
{
    static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                    1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    double value;
    if (s->count <= MOST_DIGITS) {
#if FLT_EVAL_METHOD == 0
        if (s->digits <= UINT64_C(1) << 53 && s->exponent >= -22 && s->exponent <= 22)
            return s->exponent < 0 ? (double)s->digits / powers[-s->exponent]
                                   : (double)s->digits * powers[s->exponent];
#endif
        if (s->digits > 0 && read_extended(s->digits, s->exponent, &value))
            return value;
    }
    (void)powers;
    return read_slowly(s);
}

const char *hk_decimal_read(const char *at, double *value)
{
    spelling s = {.negative = *at == '-'};
    s.begin = at + (*at == '-' || *at == '+');
    const char *end = append_digits(s.begin, &s);
    if (*end == '.') {
        const size_t whole = s.count;
        end = append_digits(end + 1, &s);
        s.exponent = -(int)(s.count - whole);
    }
    if (s.count == 0)
        return NULL;
    s.end = end;
    if (*end == 'e' || *end == 'E')
        end = read_exponent(end, &s);
    const double size = value_of(&s);
    *value = s.negative ? -size : size;
    return end;
}
