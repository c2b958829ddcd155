/* The different texts of a column. */
#ifndef HK_TABLE_LEVELS_H
#define HK_TABLE_LEVELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HK_MOST_LEVELS = 1000, HK_TOO_MANY_LEVELS = -1, HK_NO_MEMORY_FOR_LEVELS = -2 };

/* A cell's bytes as they stand in the file: between quotes a quote is still doubled, and equal
 * bytes mean equal texts. */
typedef struct hk_level {
    const char *text;
    size_t length;
    bool seen; /* by the caller, for the caller */
    size_t rank;
    size_t line; /* where it was first seen: for the caller, too */
} hk_level;

typedef struct hk_levels {
    size_t count;
    size_t capacity;  /* a power of two, or 0; there are as many lists as blocks and columns, and
                         most of them stay short */
    hk_level *levels; /* owned, as is the table: hk_levels_free                               */
    uint16_t *table;  /* twice the capacity of them: 0, or 1 + a position in levels           */
} hk_levels;

void hk_levels_free(hk_levels *levels);

/* The position of a text, which is added where it is new; below 0: there are too many, or no memory
 * for it. */
int hk_level_find(hk_levels *levels, const char *text, size_t length);

/* The position of a text, or of what its name has become, where control characters are blanks; -1:
 * it is not there. */
int hk_level_known(const hk_levels *levels, const char *text, size_t length);

/* rank = position among the levels that are seen, by their bytes; how many are seen. order: copies
 * of these by rank, room for HK_MOST_LEVELS. */
size_t hk_levels_rank(hk_levels *levels, hk_level *order);

/* Writes the text and a closing 0, quotes no longer doubled; how many bytes with the 0. At most
 * length + 1. */
size_t hk_level_write(const hk_level *level, char *text);

#endif
