/* The sentence a handle keeps about its last call. */
#ifndef HK_CORE_MESSAGE_H
#define HK_CORE_MESSAGE_H

#include "hillock/hillock.h"

enum { HK_MESSAGE_CAPACITY = 512 };

typedef struct hk_message {
    char text[HK_MESSAGE_CAPACITY];
} hk_message;

/* Writes the sentence and returns status, so that a failing line reads `return hk_say(...)`. */
hillock_status hk_say(hk_message *message, hillock_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Empties the sentence: the call succeeded and has nothing to add. */
hillock_status hk_silent(hk_message *message);

#endif
