#include "number.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static const char *skip_spaces(const char *text)
{
    while (*text == ' ' || *text == '\t')
        text++;
    return text;
}

static const char *skip_sign(const char *text)
{
    return *text == '+' || *text == '-' ? text + 1 : text;
}

static const char *skip_digits(const char *text)
{
    while (is_digit(*text))
        text++;
    return text;
}

/* The end of [sign] digits [. digits] [e [sign] digits], with a digit before or after the point;
 * NULL when text does not begin like that. strtod takes more than this (hexadecimal, nan, inf). */
static const char *decimal_end(const char *text)
{
    const char *const whole = skip_sign(text);
    const char *end = skip_digits(whole);
    bool has_digits = end > whole;
    if (*end == '.') {
        const char *const fraction = end + 1;
        end = skip_digits(fraction);
        has_digits = has_digits || end > fraction;
    }
    if (!has_digits)
        return NULL;
    if (*end == 'e' || *end == 'E') {
        const char *const exponent = skip_sign(end + 1);
        const char *const exponent_end = skip_digits(exponent);
        end = exponent_end > exponent ? exponent_end : end;
    }
    return end;
}

static bool equals_ignoring_case(const char *text, size_t length, const char *lower)
{
    if (strlen(lower) != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        const char c = text[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != lower[i])
            return false;
    }
    return true;
}

static bool is_one_of(const char *text, size_t length, const char *const *words)
{
    for (; *words; words++)
        if (equals_ignoring_case(text, length, *words))
            return true;
    return false;
}

/* Why text, which is no decimal number, is none. */
static number_kind kind_of(const char *text)
{
    static const char *const missing[] = {"nan", "na", "n/a", "null", NULL};
    static const char *const infinite[] = {"inf", "infinity", NULL};
    const char *const word = skip_sign(text);
    size_t length = strlen(word);
    while (length > 0 && (word[length - 1] == ' ' || word[length - 1] == '\t'))
        length--;
    if (length == 0 && word == text)
        return NUMBER_EMPTY;
    if (is_one_of(word, length, missing))
        return NUMBER_NAN;
    if (is_one_of(word, length, infinite))
        return NUMBER_INFINITE;
    if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
        return NUMBER_HEX;
    const char *const comma = skip_digits(word);
    if (comma > word && *comma == ',' && skip_digits(comma + 1) == word + length)
        return NUMBER_COMMA;
    return NUMBER_TEXT;
}

number_kind number_read(const char *text, double *value)
{
    const char *const start = skip_spaces(text);
    const char *const end = decimal_end(start);
    if (!end || *skip_spaces(end))
        return kind_of(start);
    const double number = strtod(start, NULL);
    if (!isfinite(number))
        return NUMBER_TOO_LARGE;
    *value = number;
    return NUMBER_DECIMAL;
}

void number_print(FILE *file, double value)
{
    char text[40];
    if (fabs(value) < 1e15 && value == (double)(int64_t)value && (value != 0 || !signbit(value))) {
        (void)fprintf(file, "%lld", (long long)value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    (void)fputs(text, file);
}
