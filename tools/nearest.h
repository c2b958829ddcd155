/* The name somebody probably meant. */
#ifndef TOOLS_NEAREST_H
#define TOOLS_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *wanted;
    const char *best; /* NULL: nothing offered so far is near: more than a third is to be edited */
    size_t distance;  /* between the two, in edits; SIZE_MAX without one */
};

/* known: what `wanted` is known to stand for, which nothing offered can be nearer to; or NULL. */
struct nearest nearest_to(const char *wanted, const char *known);
void nearest_offer(struct nearest *nearest, const char *candidate);

/* " (did you mean \"...\"?)", or "" when nothing is near. dashes: written before the name, "--" or
 * "". */
void nearest_question(const struct nearest *nearest, const char *dashes, char *text,
                      size_t capacity);

#endif
