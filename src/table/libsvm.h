/* How a line of LIBSVM is told. */
#ifndef HK_TABLE_LIBSVM_H
#define HK_TABLE_LIBSVM_H

#include <stdbool.h>

/* Blanks and tabs, and the carriage return before a line feed. */
const char *hk_skip_blanks(const char *at);

/* Digits and a colon. */
bool hk_is_index(const char *at);

#endif
