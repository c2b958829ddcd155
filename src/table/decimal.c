#include "table/decimal.h"

#include "core/number.h"

#include <stdio.h>
#include <string.h>

/* More digits than 767 never change how a double is rounded, but for whether anything but zeros
 * follows (Gay 1990). */
enum { DECISIVE_DIGITS = 800 };

/* Far beyond the digits that a text can have, which are added to it. */
static const int64_t most_exponent = INT64_C(1) << 59;

/* By strtod, which takes its time: all digits of begin ... end that can matter, as an integer times
 * 10^exponent. */
static double read_slowly(const char *begin, const char *end, int64_t exponent)
{
    char text[DECISIVE_DIGITS + 32];
    size_t length = 0;
    bool rest = false;
    for (const char *at = begin; at < end; at++) {
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
static bool read_extended(uint64_t digits, int64_t exponent, double *value)
{
    const size_t size = (size_t)(exponent < 0 ? -exponent : exponent);
    if (digits == 0 || size >= 27 * (sizeof steps / sizeof steps[0]))
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
static bool read_extended(uint64_t digits, int64_t exponent, double *value)
{
    (void)digits;
    (void)exponent;
    (void)value;
    return false;
}
#endif

const char *hk_decimal_exponent(const char *at, int64_t *exponent)
{
    const bool has_sign = at[1] == '-' || at[1] == '+';
    const char *digit = at + 1 + has_sign;
    int64_t size = 0;
    if (!hk_is_digit(*digit))
        return at;
    for (; hk_is_digit(*digit); digit++)
        if (size < most_exponent)
            size = 10 * size + (*digit - '0');
    *exponent = at[1] == '-' ? -size : size;
    return digit;
}

double hk_decimal_rest(const char *begin, const char *end, size_t count, uint64_t digits,
                       int64_t exponent)
{
    double value;
    if (count > HK_MOST_DIGITS || !read_extended(digits, exponent, &value))
        value = read_slowly(begin, end, exponent);
    return value;
}
