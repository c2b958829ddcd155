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

const uint64_t hk_reciprocals[HK_MOST_FIVES + 1][2] = {
    {UINT64_C(0xffffffffffffffff), UINT64_C(0xffffffffffffffff)},
    {UINT64_C(0xcccccccccccccccc), UINT64_C(0xcccccccccccccccc)},
    {UINT64_C(0xa3d70a3d70a3d70a), UINT64_C(0x3d70a3d70a3d70a3)},
    {UINT64_C(0x83126e978d4fdf3b), UINT64_C(0x645a1cac083126e9)},
    {UINT64_C(0xd1b71758e219652b), UINT64_C(0xd3c36113404ea4a8)},
    {UINT64_C(0xa7c5ac471b478423), UINT64_C(0x0fcf80dc33721d53)},
    {UINT64_C(0x8637bd05af6c69b5), UINT64_C(0xa63f9a49c2c1b10f)},
    {UINT64_C(0xd6bf94d5e57a42bc), UINT64_C(0x3d32907604691b4c)},
    {UINT64_C(0xabcc77118461cefc), UINT64_C(0xfdc20d2b36ba7c3d)},
    {UINT64_C(0x89705f4136b4a597), UINT64_C(0x31680a88f8953030)},
    {UINT64_C(0xdbe6fecebdedd5be), UINT64_C(0xb573440e5a884d1b)},
    {UINT64_C(0xafebff0bcb24aafe), UINT64_C(0xf78f69a51539d748)},
    {UINT64_C(0x8cbccc096f5088cb), UINT64_C(0xf93f87b7442e45d3)},
    {UINT64_C(0xe12e13424bb40e13), UINT64_C(0x2865a5f206b06fb9)},
    {UINT64_C(0xb424dc35095cd80f), UINT64_C(0x538484c19ef38c94)},
    {UINT64_C(0x901d7cf73ab0acd9), UINT64_C(0x0f9d37014bf60a10)},
    {UINT64_C(0xe69594bec44de15b), UINT64_C(0x4c2ebe687989a9b3)},
    {UINT64_C(0xb877aa3236a4b449), UINT64_C(0x09befeb9fad487c2)},
    {UINT64_C(0x9392ee8e921d5d07), UINT64_C(0x3aff322e62439fcf)},
    {UINT64_C(0xec1e4a7db69561a5), UINT64_C(0x2b31e9e3d06c32e5)},
    {UINT64_C(0xbce5086492111aea), UINT64_C(0x88f4bb1ca6bcf584)},
    {UINT64_C(0x971da05074da7bee), UINT64_C(0xd3f6fc16ebca5e03)},
    {UINT64_C(0xf1c90080baf72cb1), UINT64_C(0x5324c68b12dd6338)},
    {UINT64_C(0xc16d9a0095928a27), UINT64_C(0x75b7053c0f178293)},
    {UINT64_C(0x9abe14cd44753b52), UINT64_C(0xc4926a9672793542)},
    {UINT64_C(0xf79687aed3eec551), UINT64_C(0x3a83ddbd83f52204)},
    {UINT64_C(0xc612062576589dda), UINT64_C(0x95364afe032a819d)},
    {UINT64_C(0x9e74d1b791e07e48), UINT64_C(0x775ea264cf55347d)}};

#if defined(__SIZEOF_INT128__)
static const uint64_t fives[HK_MOST_FIVES + 1] = {1,
                                                  5,
                                                  25,
                                                  125,
                                                  625,
                                                  3125,
                                                  15625,
                                                  78125,
                                                  390625,
                                                  1953125,
                                                  9765625,
                                                  48828125,
                                                  244140625,
                                                  1220703125,
                                                  6103515625,
                                                  30517578125,
                                                  152587890625,
                                                  762939453125,
                                                  3814697265625,
                                                  19073486328125,
                                                  95367431640625,
                                                  476837158203125,
                                                  2384185791015625,
                                                  11920928955078125,
                                                  59604644775390625,
                                                  298023223876953125,
                                                  1490116119384765625,
                                                  7450580596923828125};

/* digits 10^exponent in integers of 128 bits: the product with 5^exponent, and whether anything is
 * behind its 64 bits, is all that rounding asks for. */
static bool read_product(uint64_t digits, int64_t exponent, double *value)
{
    if (digits == 0 || exponent < 0 || exponent > HK_MOST_FIVES)
        return false;
    const uint64_t power = fives[exponent];
    const int shift = __builtin_clzll(digits), other = __builtin_clzll(power);
    const hk_wide product = (hk_wide)(digits << shift) * (power << other);
    *value = hk_round_scaled((uint64_t)(product >> 64), (uint64_t)product != 0,
                             exponent + 64 - shift - other);
    return true;
}
#else
static bool read_product(uint64_t digits, int64_t exponent, double *value)
{
    (void)digits;
    (void)exponent;
    (void)value;
    return false;
}
#endif

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
    if (count > HK_MOST_DIGITS ||
        (!read_product(digits, exponent, &value) && !read_extended(digits, exponent, &value)))
        value = read_slowly(begin, end, exponent);
    return value;
}
