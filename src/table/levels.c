#include "table/levels.h"

#include "core/memory.h"

#include <stdlib.h>
#include <string.h>

enum { LEAST_CAPACITY = 8 };

/* As hk_csv_clean leaves it in a name. */
static char printable(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7f ? ' ' : c;
}

/* Multiplied and folded byte by byte (FNV); against accidents: the table is at most half full, and
 * a text that knows its way through it costs a thousand comparisons at worst. */
static uint64_t hash(const char *text, size_t length)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t k = 0; k < length; k++)
        h = (h ^ (unsigned char)printable(text[k])) * UINT64_C(0x100000001b3);
    return h ^ h >> 32;
}

/* The level is the text with blanks for its control characters. */
static bool is_cleaned(const hk_level *level, const char *text, size_t length)
{
    size_t k = 0;
    while (level->length == length && k < length && level->text[k] == printable(text[k]))
        k++;
    return level->length == length && k == length;
}

/* Where the text stands in the table, or the free place where it would. */
static size_t place_of(const hk_levels *levels, const char *text, size_t length)
{
    const size_t last = 2 * levels->capacity - 1;
    size_t place = hash(text, length) & last;
    for (; levels->table[place] > 0; place = (place + 1) & last) {
        const hk_level *const level = &levels->levels[levels->table[place] - 1];
        if (level->length == length && memcmp(level->text, text, length) == 0)
            break;
    }
    return place;
}

/* Twice the room; false: memory, and the list is as it was. */
static bool widen(hk_levels *levels)
{
    hk_levels wider = {levels->count, levels->capacity > 0 ? 2 * levels->capacity : LEAST_CAPACITY,
                       NULL, NULL};
    wider.levels = hk_allocate(wider.capacity, sizeof *wider.levels);
    wider.table = hk_allocate(2 * wider.capacity, sizeof *wider.table);
    if (!wider.levels || !wider.table) {
        hk_levels_free(&wider);
        return false;
    }
    for (size_t k = 0; k < levels->count; k++) {
        wider.levels[k] = levels->levels[k];
        wider.table[place_of(&wider, wider.levels[k].text, wider.levels[k].length)] =
            (uint16_t)(k + 1);
    }
    hk_levels_free(levels);
    *levels = wider;
    return true;
}

void hk_levels_free(hk_levels *levels)
{
    hk_free(levels->levels);
    hk_free(levels->table);
    *levels = (hk_levels){0};
}

int hk_level_known(const hk_levels *levels, const char *text, size_t length)
{
    const size_t mask = 2 * levels->capacity - 1;
    if (levels->capacity == 0)
        return -1;
    const size_t place = place_of(levels, text, length);
    if (levels->table[place] > 0)
        return levels->table[place] - 1;
    for (size_t at = hash(text, length) & mask; levels->table[at] > 0; at = (at + 1) & mask)
        if (is_cleaned(&levels->levels[levels->table[at] - 1], text, length))
            return levels->table[at] - 1;
    return -1;
}

int hk_level_find(hk_levels *levels, const char *text, size_t length)
{
    if (levels->capacity == 0 && !widen(levels))
        return HK_NO_MEMORY_FOR_LEVELS;
    size_t place = place_of(levels, text, length);
    if (levels->table[place] > 0)
        return levels->table[place] - 1;
    if (levels->count == HK_MOST_LEVELS)
        return HK_TOO_MANY_LEVELS;
    if (levels->count == levels->capacity) {
        if (!widen(levels))
            return HK_NO_MEMORY_FOR_LEVELS;
        place = place_of(levels, text, length);
    }
    levels->levels[levels->count] = (hk_level){.text = text, .length = length};
    levels->table[place] = (uint16_t)++levels->count;
    return (int)levels->count - 1;
}

static int compare(const void *left, const void *right)
{
    const hk_level *const a = left, *const b = right;
    const int order = memcmp(a->text, b->text, a->length < b->length ? a->length : b->length);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

size_t hk_levels_rank(hk_levels *levels, hk_level *order)
{
    size_t seen = 0;
    for (size_t k = 0; k < levels->count; k++) {
        levels->levels[k].rank = k; /* to be found again */
        if (levels->levels[k].seen)
            order[seen++] = levels->levels[k];
    }
    qsort(order, seen, sizeof *order, compare);
    for (size_t rank = 0; rank < seen; rank++)
        levels->levels[order[rank].rank].rank = rank;
    return seen;
}

size_t hk_level_write(const hk_level *level, char *text)
{
    size_t written = 0;
    for (size_t k = 0; k < level->length; k++) {
        text[written++] = level->text[k];
        if (level->text[k] == '"') /* the second one of two */
            k++;
    }
    text[written++] = '\0';
    return written;
}
