/* Names from tables and models on a terminal. */
#ifndef TOOLS_SHOWN_H
#define TOOLS_SHOWN_H

#include <stdio.h>

/* How many bytes of text from `at` on a terminal would obey or could not show: a control character,
 * also one of two bytes in UTF-8, or a byte that is no character; 0: none. */
size_t control_length(const char *at);

/* Prints the text, a question mark for each of those, and blanks up to `width` bytes. */
void print_shown(FILE *file, const char *text, int width);

/* The same in place. */
void make_shown(char *text);

#endif
