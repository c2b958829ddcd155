/* Decimal numbers: the bits of strtod for every spelling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "support/random_numbers.h"
#include "table/decimal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { CAPACITY = 2048 };

/* The text, behind it a comma and bytes that would be taken for digits. */
static void agrees(const char *text)
{
    char padded[CAPACITY + 32];
    const int length = snprintf(padded, sizeof padded, "%s,99999999999999999", text);
    assert_in_range(length, 1, CAPACITY + 31);
    double value = -1, expected = strtod(text, NULL);
    const char *const end = hk_decimal_read(padded, &value);
    if (end != padded + strlen(text) || memcmp(&value, &expected, sizeof value) != 0)
        fail_msg("%s: %a, not %a", text, value, expected);
}

static void numbers_at_the_limits(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "0",
        "-0",
        "+0.0",
        "00000000000000000000000000012",
        "1e23",
        "9007199254740993",
        "9007199254740993.0000000000000000000000001",
        "1.7976931348623157e308",
        "1.7976931348623159e308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "1e400",
        "-1e400",
        "1e-400",
        "0e99999999999",
        "1e-99999999999",
        "1e99999999999",
        ".5",
        "5.",
        "1.e5",
        "-.5E+3",
        "18446744073709551615",
        "18446744073709551616",
        "9999999999999999999",
        "12345678",
        "123456789",
        "1234567812345678",
        "0.00000000000000000000000000000000000000000001",
        "0.00012345678901234567",
        "000.00000000001234567890123456789",
        ".00000000000000000001234567890123456",
        "10000000000000000000.5",
        "0.10000000000000000000",
        "4503599627370496.5",
        "4503599627370497.5",
        "9007199254740992.9999",
        "450359962737049650000e-5",
        "9223372036854775807.5",
        "1.844674407370955161",
        "18446744073709551615e-27",
        "18446744073709551615e27",
        "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649"
        "01797758720709633028641669288791094655554785194040263065748867150582068190890200070838"
        "36764854783",
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
        agrees(texts[k]);
}

/* As many digits as are looked at together, one more and one less, with a point anywhere. */
static void every_length(void **state)
{
    (void)state;
    enum { MOST = 40 };
    static const char *const signs[] = {"", "-", "+"};
    const char *const digits = "1234567890098765432112345678900987654321";
    for (int sign = 0; sign < 3; sign++)
        for (int length = 1; length <= MOST; length++)
            for (int point = 0; point <= length; point++) {
                char text[CAPACITY];
                snprintf(text, sizeof text, "%s%.*s", signs[sign], length, digits);
                agrees(text);
                snprintf(text, sizeof text, "%s%.*s.%.*s", signs[sign], point, digits,
                         length - point, digits + point);
                agrees(text);
            }
}

/* A halfway point has 767 digits at most: one, and one with a digit far behind it. */
static void long_numbers(void **state)
{
    (void)state;
    char text[CAPACITY];
    for (int k = -1074; k < 60; k += 7) {
        const int length = snprintf(text, sizeof text, "%.1100f", ldexp(3, k));
        agrees(text);
        text[length - 1] = '1';
        agrees(text);
        text[300] = '\0';
        agrees(text);
    }
    memset(text, '3', 1500);
    text[1500] = '\0';
    agrees(text);
    text[700] = '.';
    agrees(text);
    text[700] = '3';
    text[1] = '.';
    agrees(text);
}

/* An exponent as long as the digits that it stands against. */
static void long_numbers_with_large_exponents(void **state)
{
    enum { ZEROS = 200000 };
    static char text[ZEROS + 32];
    double value = NAN;
    (void)state;
    memset(text, '0', ZEROS);
    memcpy(text, "0.", 2);
    strcpy(text + ZEROS, "1e199999");
    assert_non_null(hk_decimal_read(text, &value));
    assert_true(value == 1.0);
    text[0] = '1';
    text[1] = '0';
    strcpy(text + ZEROS, "e-199999");
    assert_non_null(hk_decimal_read(text, &value));
    assert_true(value == 1.0);
    assert_non_null(hk_decimal_read("1e99999999999999999999999\n                ", &value));
    assert_true(isinf(value));
    assert_non_null(hk_decimal_read("1e-99999999999999999999999\n                ", &value));
    assert_true(value == 0.0);
}

static void random_spellings(void **state)
{
    (void)state;
    random_numbers random = {1};
    char text[CAPACITY];
    for (int k = 0; k < 700000; k++) {
        const uint64_t bits = random_bits(&random);
        double x;
        memcpy(&x, &bits, sizeof x);
        if (isfinite(x)) {
            snprintf(text, sizeof text, "%.*e", (int)(random_index(&random, 21)), x);
            agrees(text);
        }
        snprintf(text, sizeof text, "%.*f", (int)random_index(&random, 20),
                 random_uniform(&random, -1000, 1000));
        agrees(text);
        snprintf(text, sizeof text, "%llu.%llue%d",
                 (unsigned long long)random_bits(&random) >> random_index(&random, 64),
                 (unsigned long long)random_bits(&random) >> random_index(&random, 64),
                 (int)random_index(&random, 80) - 40);
        agrees(text);
    }
}

/* Halves of neighbouring doubles written with 17 to 19 digits are where the short cut must not be
 * taken. */
static void near_halves(void **state)
{
    (void)state;
    random_numbers random = {2};
    char text[CAPACITY];
    for (int k = 0; k < 300000; k++) {
        const uint64_t half = ((random_bits(&random) >> 11 | UINT64_C(1) << 52) << 1) + 1;
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)half,
                 (int)random_index(&random, 60) - 30);
        agrees(text);
        snprintf(text, sizeof text, "%.*Le", 15 + (int)random_index(&random, 5),
                 ldexpl((long double)half, (int)random_index(&random, 200) - 100));
        agrees(text);
    }
}

static void what_is_no_number(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "-", "+", ".", "e5", "-.", "x", "nan", "inf", "--1"};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        char padded[64] = {0};
        double value;
        strcpy(padded, texts[k]);
        assert_null(hk_decimal_read(padded, &value));
    }
    char partial[64] = "1e+,";
    double value;
    assert_ptr_equal(hk_decimal_read(partial, &value), partial + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_at_the_limits),
        cmocka_unit_test(every_length),
        cmocka_unit_test(long_numbers),
        cmocka_unit_test(random_spellings),
        cmocka_unit_test(long_numbers_with_large_exponents),
        cmocka_unit_test(near_halves),
        cmocka_unit_test(what_is_no_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
