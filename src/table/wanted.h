/* A table for a model: its features are found by name, text is coded as when it was trained. */
#ifndef HK_TABLE_WANTED_H
#define HK_TABLE_WANTED_H

#include "table/columns.h"

/* hk_columns_assign where the options have a model. */
hillock_status hk_columns_assign_wanted(hk_columns *columns, const hk_source *source);

void hk_known_destroy(hk_known *known, size_t n_texts);

/* "is none of ...": the texts of the table, as far as there is room, for a cell that holds another
 * one. */
const char *hk_known_list(const hk_levels *table, char what[HK_MESSAGE_CAPACITY / 2]);

/* A number that is the name of a class, however it is written, becomes the target of that. */
static inline void hk_wanted_code(const hk_wanted *wanted, double *value)
{
    if (*value == wanted->class_numbers[0])
        *value = wanted->class_targets[0];
    else if (*value == wanted->class_numbers[1])
        *value = wanted->class_targets[1];
}

/* What a model does not take: options that say what it says itself. Errors: VALUE. */
hillock_status hk_wanted_check(const hk_source *source);

#endif
