#include "name_list.h"

#include <stdio.h>
#include <string.h>

void name_list_add(struct name_list *list, const char *name)
{
    const size_t room_for_rest = 32; /* " and <20 digits> more" */
    const char *const comma = list->length > 0 ? ", " : "";
    const char *const quote = strchr(name, ',') ? "\"" : "";
    char *const end = list->text + list->length;
    const size_t room = sizeof list->text - list->length;
    if (list->left_out > 0 || strlen(comma) + strlen(name) + 2 + room_for_rest > room)
        (void)snprintf(end, room, " and %zu more", ++list->left_out);
    else
        list->length += (size_t)snprintf(end, room, "%s%s%s%s", comma, quote, name, quote);
}
