/* The name somebody probably meant. */
#ifndef TOOLS_NEAREST_H
#define TOOLS_NEAREST_H

#include <stddef.h>

struct nearest {
    const char *wanted;
    const char *best; /* NULL: nothing offered so far is near */
    size_t distance;  /* between the two, in edits; before: one more than still counts as near */
};

struct nearest nearest_to(const char *wanted);
void nearest_offer(struct nearest *nearest, const char *candidate);

/* " (did you mean \"...\"?)", or "" when nothing is near. */
void nearest_question(const struct nearest *nearest, char *text, size_t capacity);

#endif
