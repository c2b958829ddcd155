/* Text in lines of at most 80 columns. */
#ifndef TOOLS_WRAP_H
#define TOOLS_WRAP_H

#include <stdio.h>

struct wrap {
    FILE *file;
    int indent; /* of every line after the first */
    int column; /* where the next character goes, from 0 */
};

/* Writes text from the present column on, breaking at spaces. */
void wrap_text(struct wrap *wrap, const char *text);

/* Ends the line. */
void wrap_end(struct wrap *wrap);

#endif
