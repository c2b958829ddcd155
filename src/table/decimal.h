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
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Bytes behind a text that must be readable, and the first of them no digit, point or letter e;
 * more digits than 19 may not fit 64 bits; all of 5^k that 64 bits hold. */
enum { HK_DECIMAL_MARGIN = 32, HK_MOST_DIGITS = 19, HK_MOST_FIVES = 27 };

/* 2^191 / 5^k, this shifted to 64 bits first, rounded down to 128 bits: high and low. None of these
 * is exact; the first, which is not used, would be 2^128. */
extern const uint64_t hk_reciprocals[HK_MOST_FIVES + 1][2];

/* The exponent behind the e at `at`, where digits follow it; where it ends. */
const char *hk_decimal_exponent(const char *at, int64_t *exponent);

/* What the short way leaves: begin ... end has `count` digits behind zeros in front, and perhaps a
 * point; without the point they are `digits`, if there are not too many, times 10^exponent. */
double hk_decimal_rest(const char *begin, const char *end, size_t count, uint64_t digits,
                       int64_t exponent);

static inline bool hk_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline const char *hk_digits_end(const char *at)
{
    while (hk_is_digit(*at))
        at++;
    return at;
}

/* A bit for each of the 32 bytes at `at` that is no digit, of the first byte the lowest. Where a
 * number ends is known from it before its digits are read, so that the next one is begun early. */
#if defined(__SSE2__)
HK_INLINE uint32_t hk_others(const char *at)
{
    const __m128i lift = _mm_set1_epi8(0x80 - '0'), ten = _mm_set1_epi8(10 - 0x80);
    const __m128i low = _mm_loadu_si128((const __m128i *)(const void *)at);
    const __m128i high = _mm_loadu_si128((const __m128i *)(const void *)(at + 16));
    const int first = _mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(low, lift), ten));
    const int behind = _mm_movemask_epi8(_mm_cmplt_epi8(_mm_add_epi8(high, lift), ten));
    return ~((uint32_t)first | (uint32_t)behind << 16);
}
#elif defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
HK_INLINE uint32_t hk_eight_others(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word ^= '0' * ones; /* digits are 0 to 9 now, what is not has or gets its highest bit */
    const uint64_t others = (((word & 0x7f * ones) + 0x76 * ones) | word) & 0x80 * ones;
    return (uint32_t)(((others >> 7) * UINT64_C(0x0102040810204080)) >> 56);
}

HK_INLINE uint32_t hk_others(const char *at)
{
    uint32_t others = 0;
    for (int k = 0; k < 32; k += 8)
        others |= hk_eight_others(at + k) << k;
    return others;
}
#else
HK_INLINE uint32_t hk_others(const char *at)
{
    uint32_t others = 0;
    for (int k = 0; k < 32; k++)
        others |= (uint32_t)!hk_is_digit(at[k]) << k;
    return others;
}
#endif

/* `digits` with `count` more behind it, those at `at`; right while there are at most HK_MOST_DIGITS
 * in all. */
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

HK_INLINE uint64_t hk_append_digits(uint64_t digits, const char *at, size_t count)
{
    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
    const uint64_t zeros = '0' * UINT64_C(0x0101010101010101);
    uint64_t x;
    for (; __builtin_expect(count >= 8, 0); count -= 8, at += 8) {
        memcpy(&x, at, sizeof x);
        digits = digits * 100000000 + hk_eight_digits(x ^ zeros);
    }
    memcpy(&x, at, sizeof x); /* zeros in front of what is left, of eight if that is nothing */
    return digits * powers[count] + hk_eight_digits((x ^ zeros) << 8 << (56 - 8 * count));
}
#else
HK_INLINE uint64_t hk_append_digits(uint64_t digits, const char *at, size_t count)
{
    for (; count > 0; count--, at++)
        digits = 10 * digits + (uint64_t)(*at - '0');
    return digits;
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

#if defined(__SIZEOF_INT128__)
__extension__ typedef unsigned __int128 hk_wide;

/* (q + something below 1 where `rest`) 2^exponent, which is normal; q has 62 bits at least. Half of
 * it, whose last bit stands for all that is behind it, is rounded once, by the processor. */
HK_INLINE double hk_round_scaled(uint64_t q, bool rest, int64_t exponent)
{
    const uint64_t bits = (uint64_t)(DBL_MAX_EXP + exponent) << (DBL_MANT_DIG - 1);
    double power;
    memcpy(&power, &bits, sizeof power);
    return (double)(int64_t)(q >> 1 | (q & 1) | rest) * power;
}

/* digits / 10^k by the reciprocal of 5^k, shifted to 64 bits as the digits are. The quotient comes
 * out short by less than 2^-63, with what is cut off. One that is not whole is farther than that
 * from a whole one, so its whole part is right; a whole one is short by just 2^-64, and all bits
 * behind its point are 1. */
HK_INLINE bool hk_read_quotient(uint64_t digits, int64_t exponent, double *value)
{
    const uint64_t k = (uint64_t)-exponent;
    if (digits == 0 || k - 1 >= HK_MOST_FIVES)
        return false;
    const int shift = __builtin_clzll(digits), bits_of_fives = (int)(k * 2378 / 1024) + 1;
    const uint64_t left = digits << shift;
    const hk_wide low = (hk_wide)left * hk_reciprocals[k][1];
    const hk_wide short_of = (hk_wide)left * hk_reciprocals[k][0] + (uint64_t)(low >> 64);
    const bool whole = (uint64_t)short_of == UINT64_MAX;
    *value = hk_round_scaled((uint64_t)(short_of >> 64) + whole, !whole,
                             exponent + 1 - shift - bits_of_fives);
    return true;
}
#else
HK_INLINE bool hk_read_quotient(uint64_t digits, int64_t exponent, double *value)
{
    (void)digits;
    (void)exponent;
    (void)value;
    return false;
}
#endif

/* The number that begins at `at`: [sign] digits [. digits] [e [sign] digits], a digit before or
 * behind the point. Where it ends; NULL, and *value untouched, where there is none. Infinite when
 * it is beyond double. */
HK_INLINE const char *hk_decimal_read(const char *at, double *value)
{
    const char *const begin = at + ((*at == '-') | (*at == '+'));
    const uint64_t sign = (uint64_t)(*at == '-') << 63;
    uint32_t others = hk_others(at) & ~(uint32_t)(begin - at);
    const char *const point = others ? at + __builtin_ctz(others) : hk_digits_end(begin);
    const char *end = point;
    size_t count = (size_t)(point - begin);
    uint64_t digits = hk_append_digits(0, begin, count);
    int64_t exponent = 0;
    double size;
    if (*point == '.') {
        others &= others - 1;
        end = others ? at + __builtin_ctz(others) : hk_digits_end(point + 1);
        exponent = point + 1 - end;
        count += (size_t)-exponent;
        digits = hk_append_digits(digits, point + 1, (size_t)-exponent);
    }
    if (count == 0)
        return NULL;
    const char *const stop = end;
    if (*end == 'e' || *end == 'E') {
        int64_t written = 0;
        end = hk_decimal_exponent(end, &written);
        exponent += written;
    }
    for (const char *zero = begin; count > HK_MOST_DIGITS && (*zero == '0' || *zero == '.'); zero++)
        count -= *zero == '0'; /* in front: no digits that 64 bits must hold */
    if (count > HK_MOST_DIGITS ||
        (!hk_read_quickly(digits, exponent, &size) && !hk_read_quotient(digits, exponent, &size)))
        size = hk_decimal_rest(begin, stop, count, digits, exponent);
    uint64_t bits;
    memcpy(&bits, &size, sizeof bits);
    bits |= sign;
    memcpy(value, &bits, sizeof bits);
    return end;
}

#endif
