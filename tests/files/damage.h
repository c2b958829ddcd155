/* The text of a model, damaged in every place. */
#ifndef TESTS_FILES_DAMAGE_H
#define TESTS_FILES_DAMAGE_H

#include "hillock/hillock.h"
#include "support/testing.h"

/* Whatever byte of the `length` is changed, and wherever they are cut, nothing is read; `text` is
 * as it was in the end. */
static inline void assert_damage_is_seen(char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        hillock_model *read = NULL;
        assert_int_equal(hillock_model_read_memory(&read, text, i, 0, NULL), HILLOCK_ERROR_FORMAT);
        text[i] = (char)(text[i] ^ 1);
        assert_int_equal(hillock_model_read_memory(&read, text, length, 0, NULL),
                         HILLOCK_ERROR_FORMAT);
        text[i] = (char)(text[i] ^ 1);
    }
}

#endif
