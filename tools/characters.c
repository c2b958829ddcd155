#include "characters.h"

#include <stdbool.h>
#include <string.h>

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

void text_fit(char *fitting, size_t capacity, const char *text, size_t columns)
{
    static const char dots[] = "...";
    const bool is_cut = text_columns(text) > columns;
    const size_t kept = is_cut ? (columns > 3 ? columns - 3 : 0) : columns;
    size_t used = 0;
    const char *at = text;
    for (size_t k = 0; k < kept && *at && used + 8 < capacity; k++) {
        const size_t length = character_length(at);
        const bool is_shown = length > 1 || ((unsigned char)*at >= ' ' && (unsigned char)*at < 127);
        memcpy(fitting + used, is_shown ? at : "?", is_shown ? length : 1);
        used += is_shown ? length : 1;
        at += step_of(at);
    }
    const char *const end = is_cut ? dots + (columns < 3 ? 3 - columns : 0) : "";
    memcpy(fitting + used, end, strlen(end) + 1);
}
