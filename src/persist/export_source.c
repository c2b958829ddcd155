#include "persist/export_source.h"

#include <ctype.h>
#include <string.h>

/* The headers that cmake/library.cmake names, one behind the other. A definition there is a
 * paragraph, or a line that begins with `static const`, and stands before those that use it. */
extern const char hk_mathematics_text[];

enum { MOST_UNITS = 256 };

typedef struct span {
    const char *begin;
    size_t length;
} span;

typedef struct unit {
    span text;
    span name; /* what it defines; of length 0: nothing */
    bool wanted;
} unit;

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

static bool starts(const char *text, const char *end, const char *with)
{
    const size_t length = strlen(with);
    return (size_t)(end - text) >= length && memcmp(text, with, length) == 0;
}

/* The next name of the library from *at on, outside comments; its length is 0 at the end. *at moves
 * behind it. */
static span next_name(const char **at, const char *end)
{
    const char *p = *at;
    while (p < end) {
        const char *const begin = p;
        if (starts(p, end, "/*")) {
            while (p < end && !starts(p, end, "*/"))
                p++;
        } else if (is_word(*p)) {
            while (p < end && is_word(*p))
                p++;
            if (starts(begin, p, "hk_") || starts(begin, p, "HK_")) {
                *at = p;
                return (span){begin, (size_t)(p - begin)};
            }
        } else
            p++;
    }
    *at = end;
    return (span){end, 0};
}

/* The first name that a bracket or an equals sign follows. */
static span defined(span text)
{
    const char *at = text.begin, *const end = text.begin + text.length;
    span name = next_name(&at, end);
    while (name.length > 0 && !starts(at, end, "(") && !starts(at, end, " ="))
        name = next_name(&at, end);
    return name;
}

/* The end of the unit at `text`: behind its last line. */
static const char *unit_end(const char *text)
{
    while (*text && *text != '\n') {
        const char *const line = text;
        text += strcspn(text, "\n");
        text += *text == '\n';
        if (starts(line, text, "static const "))
            break;
    }
    return text;
}

static size_t cut(unit units[MOST_UNITS])
{
    size_t count = 0;
    for (const char *text = hk_mathematics_text; *text && count < MOST_UNITS;) {
        const char *const end = unit_end(text);
        const span whole = {text, (size_t)(end - text)};
        if (end > text)
            units[count++] = (unit){whole, defined(whole), false};
        text = end > text ? end : text + 1;
    }
    return count;
}

static void want(unit *units, size_t count, span code)
{
    const char *at = code.begin, *const end = code.begin + code.length;
    for (span name = next_name(&at, end); name.length > 0; name = next_name(&at, end))
        for (size_t k = 0; k < count; k++)
            if (units[k].name.length == name.length &&
                memcmp(units[k].name.begin, name.begin, name.length) == 0)
                units[k].wanted = true;
}

/* Inlining by force is for the library's loops. */
static size_t own_word(const char *p, const char *end)
{
    static const char *const words[] = {"__attribute__((always_inline)) ", "HK_POINT "};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (starts(p, end, words[k]))
            return strlen(words[k]);
    return 0;
}

static void put_unit(hk_sink *sink, span text, const char *prefix)
{
    const char *p = text.begin, *const end = text.begin + text.length;
    const char *code = p;
    while (code < end && own_word(code, end) == 0)
        code++;
    hk_sink_renamed(sink, p, (size_t)(code - p), prefix);
    if (code < end && starts(code, end, "HK_POINT "))
        hk_sink_text(sink, "static inline ");
    p = code + (code < end ? own_word(code, end) : 0);
    hk_sink_renamed(sink, p, (size_t)(end - p), prefix);
    hk_sink_text(sink, "\n");
}

void hk_sink_renamed(hk_sink *sink, const char *code, size_t length, const char *prefix)
{
    const char *const end = code + length;
    for (char before = ' '; code < end; before = *code++) {
        const bool ours = starts(code, end, "hk_") || starts(code, end, "HK_");
        if (ours && !is_word(before)) {
            hk_sink_text(sink, prefix);
            code += 2;
        }
        hk_sink_put(sink, code, 1);
    }
}

void hk_sink_needed(hk_sink *sink, const char *code, const char *prefix)
{
    unit units[MOST_UNITS];
    const size_t count = cut(units);
    want(units, count, (span){code, strlen(code)});
    for (size_t k = count; k-- > 0;)
        if (units[k].wanted)
            want(units, k, units[k].text);
    for (size_t k = 0; k < count; k++)
        if (units[k].wanted)
            put_unit(sink, units[k].text, prefix);
}
