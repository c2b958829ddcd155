/* What a reader makes of a file: the dataset, the memory it views, names. */
#ifndef HK_TABLE_CONTENT_H
#define HK_TABLE_CONTENT_H

#include "core/message.h"
#include "data/dataset.h"
#include "table/bytes.h"
#include "table/options.h"

/* Columns beside the features, in this order wherever there are three. */
enum { HK_TARGET, HK_WEIGHT, HK_OFFSET, HK_EXTRAS };

typedef struct hk_array {
    double *at; /* NULL: not there */
    size_t count;
} hk_array;

typedef struct hk_table_content {
    hillock_dataset dataset;
    hk_bytes bytes; /* the file itself, where the dataset views it */
    hk_array X;     /* sample-major, n_features apart */
    hk_array extras[HK_EXTRAS];
    size_t *lines; /* of n_samples rows (n_lines of them are memory); NULL: one after the other */
    size_t n_lines;
    size_t first_line;
    size_t n_dropped;        /* rows left out for what is missing in them */
    bool by_order;           /* of hk_columns */
    char **names;            /* of the features, in name_text and level_text; NULL: without */
    const char **references; /* of the features, in level_text; NULL: none of them has one */
    char *name_text;
    char *level_text;
    const char *target; /* its name, in name_text or level_text */
    char *classes;      /* two texts, each with its closing 0; NULL: none */
    const char *lower;  /* the one of them that stands for 0 */
    const char *upper;  /* the other one */
} hk_table_content;

/* A file on its way to a content. The bytes end with a line feed (hk_bytes). */
typedef struct hk_source {
    hk_bytes *bytes; /* a reader may take them and leave zeros */
    const hk_table_options *options;
    const char *name;
    hk_message *message;
    size_t lines_before; /* of the file, where the bytes are a piece of it */
    bool is_piece;       /* in which there may be nothing */
} hk_source;

bool hk_array_create(hk_array *array, size_t count);
void hk_array_destroy(hk_array *array);

/* NULL: memory. */
hk_table_content *hk_content_create(void);
void hk_content_destroy(hk_table_content *content);
void hk_content_clear(hk_table_content *content); /* as it was created */

/* The dataset views X and the extras that are there. */
void hk_content_view(hk_table_content *content, size_t n_samples, size_t n_features);

/* Copies of the names of the features and, where they are not NULL, of the target and its two
 * classes. names, any of them, may be NULL; order: which of them each feature has (NULL: its own).
 * false: memory. */
bool hk_content_copy_names(hk_table_content *content, size_t n_features, const char *const *names,
                           const size_t *order, const char *target, const char *const *classes);

/* Leaves out the samples marked in `skip`; how many are left. */
size_t hk_content_drop(hk_table_content *content, size_t n_samples, size_t n_features,
                       const unsigned char *skip);

/* Each NaN of X becomes the mean of the others in its column. The first column, counted from 1,
 * that holds nothing else; 0: there is none. */
size_t hk_content_fill_means(hk_table_content *content, size_t n_samples, size_t n_features);

/* "no memory for ... of this table": says it. */
hillock_status hk_no_memory(const hk_source *source);

hillock_status hk_read_csv(hk_table_content *content, const hk_source *source);
hillock_status hk_read_libsvm(hk_table_content *content, const hk_source *source);
hillock_status hk_read_npy(hk_table_content *content, const hk_source *source);

/* The format that the options say, or that the bytes look like. */
hk_table_format hk_table_format_of(const hk_bytes *bytes, const hk_table_options *options);

/* Reads in the format that the options say, or that the bytes look like. */
hillock_status hk_read_table(hk_table_content *content, const hk_source *source);

#endif
