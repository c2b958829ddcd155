/* The pieces of a JSON text (RFC 8259), on the standard output. */
#ifndef TOOLS_JSON_TEXT_H
#define TOOLS_JSON_TEXT_H

#include <stddef.h>

/* A string in quotes, or null for NULL. What JSON does not let stand is escaped; bytes that are no
 * UTF-8 become U+FFFD. */
void json_string(const char *text);

/* A number that reads back as the same double, or null where it is not finite. */
void json_number(double value);

/* An array of them. */
void json_numbers(const double *values, size_t count);

#endif
