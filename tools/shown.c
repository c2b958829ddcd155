#include "shown.h"

#include "characters.h"

size_t control_length(const char *at)
{
    const unsigned char first = (unsigned char)at[0];
    if (first == 0)
        return 0;
    if (first < 0x20 || first == 0x7f || character_length(at) == 0)
        return 1;
    const unsigned char second = (unsigned char)at[1]; /* U+0080 to U+009F */
    return first == 0xc2 && second >= 0x80 && second < 0xa0 ? 2 : 0;
}

void print_shown(FILE *file, const char *text, int width)
{
    int printed = 0;
    for (size_t length; *text; text += length) {
        const size_t hidden = control_length(text);
        length = hidden ? hidden : character_length(text);
        printed += hidden ? 1 : (int)length;
        (void)fwrite(hidden ? "?" : text, 1, hidden ? 1 : length, file);
    }
    (void)fprintf(file, "%*s", printed < width ? width - printed : 0, "");
}

void make_shown(char *text)
{
    char *put = text;
    for (size_t length; *text; text += length) {
        const size_t hidden = control_length(text);
        length = hidden ? hidden : character_length(text);
        if (hidden)
            *put++ = '?';
        for (size_t i = 0; !hidden && i < length; i++)
            *put++ = text[i];
    }
    *put = '\0';
}
