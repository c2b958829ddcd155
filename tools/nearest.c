#include "nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool are_same(char a, char b)
{
    return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* The fewest insertions, deletions, replacements and exchanges of neighbours (Damerau 1964), of
 * capitals or not. Both at most LONGEST long. rows[i % 3][j] holds the distance between the first i
 * letters of a and the first j of b. */
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
            row[j] = least(replaced, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && are_same(a[i - 1], b[j - 2]) && are_same(a[i - 2], b[j - 1]))
                row[j] = least(row[j], before[j - 2] + 1);
        }
    }
    return rows[i % 3][length];
}

struct nearest nearest_to(const char *wanted, const char *known)
{
    return (struct nearest){.wanted = wanted, .best = known, .distance = known ? 0 : SIZE_MAX};
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
    const size_t lengths[] = {strlen(nearest->wanted), strlen(candidate)};
    const size_t longer = lengths[0] > lengths[1] ? lengths[0] : lengths[1];
    if (longer > LONGEST)
        return;
    const size_t distance = edits(nearest->wanted, candidate);
    if (3 * distance <= longer && distance < nearest->distance) {
        nearest->best = candidate;
        nearest->distance = distance;
    }
}

void nearest_question(const struct nearest *nearest, const char *dashes, char *text,
                      size_t capacity)
{
    if (nearest->best)
        (void)snprintf(text, capacity, " (did you mean \"%s%s\"?)", dashes, nearest->best);
    else
        *text = '\0';
}
