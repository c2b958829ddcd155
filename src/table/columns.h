/* What becomes of the columns of a file. */
#ifndef HK_TABLE_COLUMNS_H
#define HK_TABLE_COLUMNS_H

#include "table/content.h"

#include <stdbool.h>
#include <stddef.h>

/* Slots below 0: the extra columns, -1 - HK_TARGET ..., and this. */
enum { HK_IGNORED = -1 - HK_EXTRAS };

typedef struct hk_columns {
    size_t count;
    char **names;     /* in name_text; NULL: they are called 1, 2, ...                     */
    char *name_text;  /* owned, as are all arrays                                          */
    ptrdiff_t *slots; /* position among the features, -1 - an extra, or HK_IGNORED         */
    size_t *texts;    /* 0, or which of the columns of text, from 1                        */
    size_t *features; /* the column of each feature                                        */
    size_t extras[HK_EXTRAS]; /* 0: there is none; else the column, from 1 */
    size_t n_features;
    size_t n_texts;
} hk_columns;

/* `count` columns without names, all features. false: memory. */
bool hk_columns_create(hk_columns *columns, size_t count);
void hk_columns_destroy(hk_columns *columns);

/* Two positions whose names are equal, the first one first; both 0 where there are none. false:
 * memory. */
bool hk_names_find_equal(char **names, size_t count, size_t equal[2]);

/* Names are not empty and all different. Errors: FORMAT, MEMORY. */
hillock_status hk_columns_check_names(const hk_columns *columns, const hk_source *source);

/* Each column its slot, as the options say. Columns that they call categorical are of text. Errors:
 * VALUE. */
hillock_status hk_columns_assign(hk_columns *columns, const hk_source *source);

/* " (name)" of a column, or nothing where columns have no names; at most 80 characters. */
enum { HK_LABEL_CAPACITY = 96 };
void hk_columns_label(const hk_columns *columns, size_t column, char label[HK_LABEL_CAPACITY]);

#endif
