#include "json_text.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

/* How many bytes the character has that begins with this byte; 0: none does. */
static size_t length_of(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return 2;
    if (first >= 0xe0 && first <= 0xef)
        return 3;
    return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* The same of the whole character, which must be in its shortest form, no half of a surrogate pair
 * and no more than U+10FFFF. */
static size_t character_length(const unsigned char *text)
{
    const size_t length = length_of(text[0]);
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    const int is_wrong = (text[0] == 0xe0 && text[1] < 0xa0) ||
                         (text[0] == 0xed && text[1] > 0x9f) ||
                         (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f);
    return is_wrong ? 0 : length;
}

void json_string(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    if (!text) {
        (void)fputs("null", stdout);
        return;
    }
    (void)putchar('"');
    while (*at) {
        const size_t length = character_length(at);
        if (length == 0)
            (void)fputs("\xef\xbf\xbd", stdout);
        else if (*at == '"' || *at == '\\')
            (void)printf("\\%c", *at);
        else if (*at < 0x20 || *at == 0x7f)
            (void)printf("\\u%04x", *at);
        else
            (void)fwrite(at, 1, length, stdout);
        at += length > 0 ? length : 1;
    }
    (void)putchar('"');
}

void json_number(double value)
{
    if (isfinite(value))
        (void)printf("%.17g", value);
    else
        (void)fputs("null", stdout);
}
