/* What becomes of the columns of a file. */
#ifndef HK_TABLE_COLUMNS_H
#define HK_TABLE_COLUMNS_H

#include "table/content.h"
#include "table/levels.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Slots below 0: the extra columns, -1 - HK_TARGET ..., and these. The last two only while columns
 * are assigned: not yet a feature, and named as one. */
enum { HK_IGNORED = -1 - HK_EXTRAS, HK_OPEN = HK_IGNORED - 1, HK_CHOSEN = HK_IGNORED - 2 };

/* The texts that a model knows, of each column of text: those that are features of it, and its
 * classes. */
typedef struct hk_known {
    hk_levels *tables;       /* n_texts; rank: the feature, or which class; SIZE_MAX of a reference,
                          which is the first of its table. NULL: there is no model */
    const char **references; /* n_texts; the model's. NULL: not known */
    char *text;       /* of their levels                                                         */
    hk_level *others; /* n_texts, of a model without references: the one text that has no feature,
                         owned; text NULL: not met yet */
} hk_known;

/* Whether the column's first text is its reference, which has no feature. */
static inline bool hk_has_reference(const hk_levels *table)
{
    return table->count > 0 && table->levels[0].rank == SIZE_MAX;
}

typedef struct hk_columns {
    size_t count;
    char **names;     /* in name_text; NULL: none                                          */
    char ***order;    /* they, sorted; NULL: the columns are called 1, 2, ...              */
    char *name_text;  /* owned, as are all arrays                                          */
    ptrdiff_t *slots; /* position among the features, -1 - an extra, or HK_IGNORED         */
    size_t *texts;    /* 0, or which of the columns of text, from 1                        */
    size_t *features; /* the column of each feature; of a model text is in several          */
    size_t extras[HK_EXTRAS]; /* 0: there is none; else the column, from 1 */
    size_t n_features;
    size_t n_texts;
    bool by_order; /* a model's features have names, and the columns, that have none, their order */
    hk_known known;
} hk_columns;

/* `count` columns without names, all features. false: memory. */
bool hk_columns_create(hk_columns *columns, size_t count);
void hk_columns_destroy(hk_columns *columns);

/* Two positions whose names are equal, the first one first; both 0 where there are none. false:
 * memory. */
bool hk_names_find_equal(char **names, size_t count, size_t equal[2]);

/* Names are not empty and all different; from now on columns are found by them. Errors: FORMAT,
 * MEMORY. */
hillock_status hk_columns_sort_names(hk_columns *columns, const hk_source *source);

/* Names where there are none: 1, 2, ... false: memory. */
bool hk_columns_number(hk_columns *columns);

/* The column of that name, from 1; 0: there is none. */
size_t hk_columns_find(const hk_columns *columns, const char *name, size_t length);

/* Says that no column is called that: VALUE. */
hillock_status hk_columns_not_found(const hk_columns *columns, const hk_source *source,
                                    const char *name, size_t length);

/* The target, weight and offset: a column each, even if its name has a comma in it. Errors:
 * VALUE. */
hillock_status hk_columns_assign_extras(hk_columns *columns, const hk_source *source);

/* Each column its slot, as the options say. Columns that they call categorical are of text. Errors:
 * VALUE. */
hillock_status hk_columns_assign(hk_columns *columns, const hk_source *source);

/* " (name)" of a column, or nothing where columns have no names; at most 80 characters. */
enum { HK_LABEL_CAPACITY = 96 };
void hk_columns_label(const hk_columns *columns, size_t column, char label[HK_LABEL_CAPACITY]);

#endif
