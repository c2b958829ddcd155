/* Characters of UTF-8: their bytes, and the columns that they take. */
#ifndef TOOLS_CHARACTERS_H
#define TOOLS_CHARACTERS_H

#include <stddef.h>

/* How many bytes the character has that begins here: in its shortest form, no half of a surrogate
 * pair and no more than U+10FFFF. 0: none begins here. */
size_t character_length(const char *character);

/* How many columns a text takes, a byte that is no character being one of them. */
size_t text_columns(const char *text);

/* The text, or as much of it as fits beside three dots, in at most so many columns. What cannot be
 * shown becomes '?'. */
void text_fit(char *fitting, size_t capacity, const char *text, size_t columns);

/* The same with the dots in the middle: names often differ at their ends. */
void name_fit(char *fitting, size_t capacity, const char *name, size_t columns);

#endif
