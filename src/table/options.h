/* How a table is to be read. */
#ifndef HK_TABLE_OPTIONS_H
#define HK_TABLE_OPTIONS_H

#include "core/message.h"

#include <stdbool.h>

typedef enum hk_table_format { HK_FORMAT_AUTO, HK_CSV, HK_LIBSVM, HK_NPY } hk_table_format;
typedef enum hk_header { HK_HEADER_AUTO, HK_HEADER_YES, HK_HEADER_NO } hk_header;
typedef enum hk_missing { HK_MISSING_ERROR, HK_MISSING_DROP, HK_MISSING_MEAN } hk_missing;

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
    char *name;
} hk_table_options;

hillock_status hk_table_set(hk_table_options *options, const char *option, const char *value,
                            hk_message *message);
void hk_table_options_free(hk_table_options *options);

#endif
