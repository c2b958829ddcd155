#include "nearest.h"

#include <stdio.h>
#include <string.h>

enum { LONGEST = 63 };

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance: the fewest insertions, deletions and replacements. Both at most LONGEST
 * long. row[j] holds the distance between the first i letters of a and the first j of b. */
static size_t edits(const char *a, const char *b)
{
    size_t row[LONGEST + 1];
    const size_t length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replaced, least(row[j], row[j - 1]) + 1);
        }
    }
    return row[length];
}

struct nearest nearest_to(const char *wanted, const char *known)
{
    return (struct nearest){
        .wanted = wanted, .best = known, .distance = known ? 0 : strlen(wanted) / 3 + 2};
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
    if (strlen(nearest->wanted) > LONGEST || strlen(candidate) > LONGEST)
        return;
    const size_t distance = edits(nearest->wanted, candidate);
    if (distance < nearest->distance) {
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
