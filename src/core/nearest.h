/* How much one name is like another, to say "did you mean". */
#ifndef HK_CORE_NEAREST_H
#define HK_CORE_NEAREST_H

#include <stddef.h>

/* The edits that make one name of the other, whatever their capitals; SIZE_MAX where they are not
 * alike: more than a third would be edited, or one is longer than 63 bytes. */
size_t hk_name_distance(const char *name, const char *other);

#endif
