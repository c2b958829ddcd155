#include "core/nearest.h"

#include "core/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LONGEST = 63 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool are_same(char a, char b)
{
    return lower(a) == lower(b);
}

/* The fewest insertions, deletions, replacements and exchanges of neighbours (Damerau 1964). Both
 * at most LONGEST long. rows[i % 3][j] holds the distance between the first i letters of a and the
 * first j of b. */
static size_t edits(const char *a, const char *b)
{
    size_t rows[3][LONGEST + 1];
    const size_t length = strlen(b);
    size_t i = 0;
    for (size_t j = 0; j <= length; j++)
        rows[0][j] = j;
    while (a[i]) {
        const size_t *const above = rows[i % 3], *const before = rows[(i + 2) % 3];
        size_t *const row = rows[++i % 3];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const size_t replaced = above[j - 1] + !are_same(a[i - 1], b[j - 1]);
            row[j] = hk_min_size(replaced, hk_min_size(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && are_same(a[i - 1], b[j - 2]) && are_same(a[i - 2], b[j - 1]))
                row[j] = hk_min_size(row[j], before[j - 2] + 1);
        }
    }
    return rows[i % 3][length];
}

size_t hk_name_distance(const char *name, const char *other)
{
    const size_t longer = hk_max_size(strlen(name), strlen(other));
    const size_t distance = longer > LONGEST ? longer : edits(name, other);
    return 3 * distance <= longer ? distance : SIZE_MAX;
}
