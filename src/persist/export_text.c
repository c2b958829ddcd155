#include "persist/export_text.h"

#include "core/number.h"

#include <stdio.h>
#include <string.h>

/* What snprintf put there for a decimal point, in whatever locale, becomes a point. */
static void make_points(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        const bool plain = strchr("0123456789+-e", *from) != NULL;
        if (plain)
            *to++ = *from;
        else if (to == text || to[-1] != '.')
            *to++ = '.';
    }
    *to = '\0';
}

void hk_sink_decimal(hk_sink *sink, double number)
{
    char text[64];
    double back = 0.0;
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, number);
        make_points(text);
        if (hk_parse_real(text, &back) && back == number)
            break;
    }
    hk_sink_text(sink, text);
}

/* A byte that goes on with a character of UTF-8, between these bounds. */
static bool goes_on(unsigned char byte, unsigned char lowest, unsigned char highest)
{
    return byte >= lowest && byte <= highest;
}

/* How many bytes the character of UTF-8 at text takes (Unicode 15, table 3-7); 0: none begins
 * there. */
static size_t character_length(const unsigned char *text)
{
    const unsigned char c = text[0];
    if (c < 0x80)
        return 1;
    const unsigned char lowest = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
    const unsigned char highest = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
    if (c < 0xc2 || c > 0xf4 || !goes_on(text[1], lowest, highest))
        return 0;
    if (c < 0xe0)
        return 2;
    if (!goes_on(text[2], 0x80, 0xbf))
        return 0;
    if (c < 0xf0)
        return 3;
    return goes_on(text[3], 0x80, 0xbf) ? 4 : 0;
}

static void put_digits(hk_sink *sink, const char *before, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    const char pair[] = {digits[byte >> 4], digits[byte & 15]};
    hk_sink_text(sink, before);
    hk_sink_put(sink, pair, sizeof pair);
}

void hk_sink_json_string(hk_sink *sink, const char *text)
{
    if (!text) {
        hk_sink_text(sink, "null");
        return;
    }
    hk_sink_text(sink, "\"");
    while (*text) {
        const unsigned char c = (unsigned char)*text;
        const size_t length = character_length((const unsigned char *)text);
        if (length == 0)
            hk_sink_text(sink, "\\ufffd");
        else if (c == '"' || c == '\\')
            hk_sink_text(sink, c == '"' ? "\\\"" : "\\\\");
        else if (c < 0x20 || c == 0x7f)
            put_digits(sink, "\\u00", c);
        else
            hk_sink_put(sink, text, length);
        text += length > 0 ? length : 1;
    }
    hk_sink_text(sink, "\"");
}

/* General punctuation, where the marks of direction are. */
static bool is_mark(const unsigned char *text)
{
    return text[0] == 0xe2 && (text[1] == 0x80 || text[1] == 0x81);
}

void hk_sink_comment_name(hk_sink *sink, const char *text)
{
    char before = '\0';
    hk_sink_text(sink, "\"");
    while (*text) {
        const unsigned char *const at = (const unsigned char *)text;
        size_t length = character_length(at);
        const bool may_end = *text == '/' && (before == '*' || text[1] == '*');
        before = *text;
        if (length == 0 || may_end || is_mark(at) || at[0] < 0x20 || at[0] == 0x7f ||
            at[0] == '"' || at[0] == '\\')
            for (size_t k = 0; k < (length > 0 ? length : 1); k++)
                put_digits(sink, "\\x", at[k]);
        else
            hk_sink_put(sink, text, length);
        text += length > 0 ? length : 1;
    }
    hk_sink_text(sink, "\"");
}
