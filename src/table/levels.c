#include "table/levels.h"

#include <stdlib.h>
#include <string.h>

/* Multiplied and folded byte by byte (FNV); against accidents: the table is at most half full, and
 * a text that knows its way through it costs a thousand comparisons at worst. */
static size_t hash(const char *text, size_t length)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t k = 0; k < length; k++)
        h = (h ^ (unsigned char)text[k]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 32) % HK_LEVEL_TABLE;
}

/* Where it stands in the table, or where it would. */
static size_t place_of(const hk_levels *levels, const char *text, size_t length)
{
    size_t place = hash(text, length);
    for (; levels->table[place] > 0; place = (place + 1) % HK_LEVEL_TABLE) {
        const hk_level *const level = &levels->levels[levels->table[place] - 1];
        if (level->length == length && memcmp(level->text, text, length) == 0)
            break;
    }
    return place;
}

int hk_level_known(const hk_levels *levels, const char *text, size_t length)
{
    return (int)levels->table[place_of(levels, text, length)] - 1;
}

int hk_level_find(hk_levels *levels, const char *text, size_t length)
{
    const size_t place = place_of(levels, text, length);
    if (levels->table[place] > 0)
        return levels->table[place] - 1;
    if (levels->count == HK_MOST_LEVELS)
        return -1;
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
