#include "json_text.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "characters.h"
#include "number.h"

void json_string(const char *text)
{
    const char *at = text;
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
        else if ((unsigned char)*at < 0x20 || *at == 0x7f)
            (void)printf("\\u%04x", (unsigned)*at);
        else
            (void)fwrite(at, 1, length, stdout);
        at += length > 0 ? length : 1;
    }
    (void)putchar('"');
}

void json_number(double value)
{
    if (isfinite(value))
        number_print(stdout, value);
    else
        (void)fputs("null", stdout);
}

void json_numbers(const double *values, size_t count)
{
    (void)putchar('[');
    for (size_t i = 0; i < count; i++) {
        (void)fputs(i > 0 ? ", " : "", stdout);
        json_number(values[i]);
    }
    (void)putchar(']');
}
