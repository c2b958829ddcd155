#include "characters.h"

#include <stdbool.h>
#include <string.h>

#include "shown.h"

/* By its first byte alone. */
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

size_t character_length(const char *character)
{
    const unsigned char *const text = (const unsigned char *)character;
    const size_t length = length_of(text[0]);
    for (size_t i = 1; i < length; i++)
        if ((text[i] & 0xc0) != 0x80)
            return 0;
    const bool is_wrong =
        (text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f) ||
        (text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f);
    return is_wrong ? 0 : length;
}

/* The bytes of what is shown in one column: at least one. */
static size_t step_of(const char *at)
{
    const size_t length = character_length(at);
    return length > 0 ? length : 1;
}

size_t text_columns(const char *text)
{
    size_t columns = 0;
    for (const char *at = text; *at; at += step_of(at))
        columns++;
    return columns;
}

/* What is shown of the character at `at`: itself, or '?'. */
static size_t show(char *shown, const char *at)
{
    const size_t length = character_length(at);
    const bool is_shown = length > 0 && control_length(at) == 0;
    memcpy(shown, is_shown ? at : "?", is_shown ? length : 1);
    return is_shown ? length : 1;
}

/* The text, or its first columns, three dots, and its last `tail` columns. */
static void fit(char *fitting, size_t capacity, const char *text, size_t columns, size_t tail)
{
    const size_t all = text_columns(text);
    const size_t cut = all > columns ? all - columns + 3 : 0; /* that the dots stand for */
    const size_t head = all > cut + tail ? all - cut - tail : 0;
    size_t used = 0, k = 0;
    for (const char *at = text; *at && used + 8 < capacity; at += step_of(at), k++) {
        if (cut > 0 && k == head) {
            memcpy(fitting + used, "...", 3);
            used += 3;
        }
        if (cut == 0 || k < head || k >= all - tail)
            used += show(fitting + used, at);
    }
    fitting[used] = '\0';
}

void text_fit(char *fitting, size_t capacity, const char *text, size_t columns)
{
    fit(fitting, capacity, text, columns, 0);
}

void name_fit(char *fitting, size_t capacity, const char *name, size_t columns)
{
    fit(fitting, capacity, name, columns, columns > 3 ? (columns - 3) / 2 : 0);
}
