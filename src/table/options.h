/* How a table is to be read. */
#ifndef HK_TABLE_OPTIONS_H
#define HK_TABLE_OPTIONS_H

#include "core/message.h"

#include <stdbool.h>

typedef enum hk_table_format { HK_FORMAT_AUTO, HK_CSV, HK_LIBSVM, HK_NPY } hk_table_format;
typedef enum hk_header { HK_HEADER_AUTO, HK_HEADER_YES, HK_HEADER_NO } hk_header;
typedef enum hk_missing {
    HK_MISSING_ERROR,
    HK_MISSING_DROP,
    HK_MISSING_MEAN,
    HK_MISSING_KEEP
} hk_missing;

/* What a model wants of a table. The arrays and texts are its own. */
typedef struct hk_wanted {
    size_t n_features;
    const char *const *names; /* any of them NULL: without a name; NULL: no model is to be served */
    const char *const *references; /* of text, as hillock_model_reference; any of them NULL   */
    const char *offset;            /* NULL: none; "": one of no name                          */
    const double *means;           /* NULL: not known                                             */
    const char *classes[2];        /* of the target; both or none                                 */
    double class_targets[2];       /* what they stand for                                         */
    double class_numbers[2];       /* of classes whose texts are two numbers; else NaN            */
} hk_wanted;

typedef struct hk_table_options {
    hk_table_format format;
    hk_header header;
    hk_missing missing;
    char delimiter; /* 0: auto */
    int threads;    /* 0: all  */
    char *target;   /* NULL: none, here and below; owned */
    char *weight;
    char *offset;
    char *features; /* lists */
    char *ignore;
    char *categorical;
    char *positive;
    char *name;
    hk_wanted wanted;
} hk_table_options;

hillock_status hk_table_set(hk_table_options *options, const char *option, const char *value,
                            hk_message *message);
void hk_table_options_free(hk_table_options *options);

#endif
