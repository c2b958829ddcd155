#include "nearest.h"

#include <stdint.h>
#include <stdio.h>

#include "hillock/hillock.h"

struct nearest nearest_to(const char *wanted, const char *known)
{
    return (struct nearest){.wanted = wanted, .best = known, .distance = known ? 0 : SIZE_MAX};
}

void nearest_offer(struct nearest *nearest, const char *candidate)
{
    const size_t distance = hillock_name_distance(nearest->wanted, candidate);
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
