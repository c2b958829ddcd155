/* The library's options as people read them. */
#ifndef TOOLS_OPTION_TEXT_H
#define TOOLS_OPTION_TEXT_H

#include <stddef.h>

#include "hillock/hillock.h"

/* The value a trainer has for the option: "0.1", "shuffled", "yes". */
void option_setting(const hillock_trainer *trainer, int key, char *text, size_t capacity);

/* The name of an option's choice, "?" when there is none of this value. */
const char *option_choice_name(int key, int value);

/* The value an option begins with, in the same form. */
void option_default(int key, char *text, size_t capacity);

/* What it may be: "at least 0", "above 0", "0 to 1", "gd or sgd", "yes or no". */
void option_range(int key, char *text, size_t capacity);

#endif
