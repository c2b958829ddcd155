/* Names separated by commas, as far as there is room: "a, "b, c", d and 12 more". */
#ifndef TOOLS_NAME_LIST_H
#define TOOLS_NAME_LIST_H

#include <stddef.h>

struct name_list {
    char text[640];
    size_t length;
    size_t left_out;
};

/* Begin with a list of zeros. */
void name_list_add(struct name_list *list, const char *name);

#endif
