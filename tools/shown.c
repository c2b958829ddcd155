#include "shown.h"

size_t control_length(const char *at)
{
    const unsigned char first = (unsigned char)at[0];
    if (first == 0)
        return 0;
    if (first < 0x20 || first == 0x7f)
        return 1;
    const unsigned char second = (unsigned char)at[1]; /* U+0080 to U+009F */
    return first == 0xc2 && second >= 0x80 && second < 0xa0 ? 2 : 0;
}

void print_shown(FILE *file, const char *text, int width)
{
    int printed = 0;
    for (; *text; printed++) {
        const size_t length = control_length(text);
        (void)fputc(length ? '?' : *text, file);
        text += length ? length : 1;
    }
    (void)fprintf(file, "%*s", printed < width ? width - printed : 0, "");
}

void make_shown(char *text)
{
    char *put = text;
    for (const char *at = text; *at;) {
        const size_t length = control_length(at);
        *put++ = length ? '?' : *at;
        at += length ? length : 1;
    }
    *put = '\0';
}
