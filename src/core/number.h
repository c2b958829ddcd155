/* Numbers as text. */
#ifndef HK_CORE_NUMBER_H
#define HK_CORE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* The whole of text as a number, with a decimal point whatever locale the host program has set.
 * false, and *value untouched, when it is none, or one that the type cannot hold. */
bool hk_parse_real(const char *text, double *value);
bool hk_parse_integer(const char *text, int64_t *value);

#endif
