/* Numbers and names as texts that other programs read. */
#ifndef HK_PERSIST_EXPORT_TEXT_H
#define HK_PERSIST_EXPORT_TEXT_H

#include "persist/sink.h"

#include <stdbool.h>

/* A finite number in decimal with as many digits as give it back, at least 15; with a point
 * whatever the locale. */
void hk_sink_decimal(hk_sink *sink, double number);

/* A string of JSON with its quotes; NULL is null. Bytes that are no UTF-8 become U+FFFD. */
void hk_sink_json_string(hk_sink *sink, const char *text);

/* In double quotes, for a comment of C, which it cannot end: control characters, what is no UTF-8,
 * marks that change the direction of writing, and a slash beside an asterisk are escaped as \x and
 * two hexadecimal digits. */
void hk_sink_comment_name(hk_sink *sink, const char *text);

#endif
