/* A table for a model: its features are found by name, text is coded as when it was trained. */
#ifndef HK_TABLE_WANTED_H
#define HK_TABLE_WANTED_H

#include "table/columns.h"

/* hk_columns_assign where the options have a model. */
hillock_status hk_columns_assign_wanted(hk_columns *columns, const hk_source *source);

void hk_known_destroy(hk_known *known, size_t n_texts);

/* What a model does not take: options that say what it says itself. Errors: VALUE. */
hillock_status hk_wanted_check(const hk_source *source);

#endif
