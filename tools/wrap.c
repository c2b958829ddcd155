#include "wrap.h"

#include <string.h>

enum { WIDTH = 80 };

static void wrap_word(struct wrap *wrap, const char *word, int length)
{
    if (wrap->column > wrap->indent && wrap->column + 1 + length > WIDTH)
        wrap_end(wrap);
    const int spaces =
        wrap->column < wrap->indent ? wrap->indent - wrap->column : wrap->column > wrap->indent;
    (void)fprintf(wrap->file, "%*s%.*s", spaces, "", length, word);
    wrap->column += spaces + length;
}

void wrap_text(struct wrap *wrap, const char *text)
{
    while (*text) {
        const size_t length = strcspn(text, " ");
        if (length > 0)
            wrap_word(wrap, text, (int)length);
        text += length;
        text += *text == ' ';
    }
}

void wrap_end(struct wrap *wrap)
{
    (void)fputc('\n', wrap->file);
    wrap->column = 0;
}
