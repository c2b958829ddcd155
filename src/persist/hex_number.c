#include "persist/hex_number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { FRACTION_BITS = 52, DIGITS = FRACTION_BITS / 4, BIAS = 1023, LEAST = -1022, MOST = 1023 };

static const char digits[] = "0123456789abcdef";

size_t hk_hex_write(double x, char text[HK_HEX_CAPACITY])
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    uint64_t fraction = bits & ((UINT64_C(1) << FRACTION_BITS) - 1);
    const int field = (int)(bits >> FRACTION_BITS & 0x7ff);
    const int exponent = field > 0 ? field - BIAS : (fraction > 0 ? LEAST : 0);
    size_t length = 0;
    if (bits >> 63)
        text[length++] = '-';
    text[length++] = '0';
    text[length++] = 'x';
    text[length++] = field > 0 ? '1' : '0';
    if (fraction > 0)
        text[length++] = '.';
    for (; fraction > 0; fraction = fraction << 4 & ((UINT64_C(1) << FRACTION_BITS) - 1))
        text[length++] = digits[fraction >> (FRACTION_BITS - 4)];
    return length + (size_t)snprintf(text + length, HK_HEX_CAPACITY - length, "p%+d", exponent);
}

/* The decimal exponent with its sign: all of the text. */
static bool read_exponent(const char *text, size_t length, int *exponent)
{
    int size = 0;
    if (length < 2 || length > 5 || (text[0] != '+' && text[0] != '-'))
        return false;
    for (size_t i = 1; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        size = 10 * size + (text[i] - '0');
    }
    *exponent = text[0] == '-' ? -size : size;
    return true;
}

/* As many digits as there are, as the leading ones of a fraction; how many. */
static size_t read_fraction(const char *text, size_t length, uint64_t *fraction)
{
    size_t i = 0;
    *fraction = 0;
    for (; i < length && i < DIGITS && text[i] != '\0'; i++) {
        const char *const digit = strchr(digits, text[i]);
        if (!digit)
            break;
        *fraction |= (uint64_t)(digit - digits) << (FRACTION_BITS - 4 * (i + 1));
    }
    return i;
}

/* What there is to say of zero, normal and subnormal numbers: which exponents they may have. */
static bool assemble(bool is_normal, uint64_t fraction, int exponent, uint64_t *bits)
{
    if (is_normal && exponent >= LEAST && exponent <= MOST) {
        *bits = (uint64_t)(exponent + BIAS) << FRACTION_BITS | fraction;
        return true;
    }
    *bits = fraction;
    return !is_normal && exponent == (fraction > 0 ? LEAST : 0);
}

bool hk_hex_read(const char *text, size_t length, double *x)
{
    uint64_t fraction = 0, bits;
    int exponent;
    const bool negative = length > 0 && text[0] == '-';
    size_t i = negative;
    if (length < i + 3 || text[i] != '0' || text[i + 1] != 'x' ||
        (text[i + 2] != '0' && text[i + 2] != '1'))
        return false;
    const bool is_normal = text[i + 2] == '1';
    i += 3;
    if (i < length && text[i] == '.') {
        const size_t count = read_fraction(text + i + 1, length - i - 1, &fraction);
        if (count == 0)
            return false;
        i += 1 + count;
    }
    if (i >= length || text[i] != 'p' || !read_exponent(text + i + 1, length - i - 1, &exponent) ||
        !assemble(is_normal, fraction, exponent, &bits))
        return false;
    bits |= (uint64_t)negative << 63;
    memcpy(x, &bits, sizeof *x);
    char again[HK_HEX_CAPACITY];
    return hk_hex_write(*x, again) == length && memcmp(again, text, length) == 0;
}
