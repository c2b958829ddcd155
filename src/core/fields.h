/* The fields of a state, listed once: whoever writes a state and whoever reads one into another go
 * through the same list, so that none can be forgotten. */
#ifndef HK_CORE_FIELDS_H
#define HK_CORE_FIELDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hk_field_kind {
    HK_FIELD_REAL,    /* double: any, also infinite and NaN                   */
    HK_FIELD_FINITE,  /* double: no such                                      */
    HK_FIELD_NORM,    /* double: from 0 on                                    */
    HK_FIELD_SIZE,    /* size_t: at most `most`                               */
    HK_FIELD_INTEGER, /* int64_t: from 0 to `most`                            */
    HK_FIELD_FLAG,    /* bool                                                 */
    HK_FIELD_WORD     /* uint64_t: any                                        */
} hk_field_kind;

typedef struct hk_field {
    const char *name;
    hk_field_kind kind;
    bool is_list; /* one of its numbers a line, after their count; else all in one line */
    size_t count; /* at most HK_FIELD_ROW unless it is a list */
    void *values; /* `count` of them */
    uint64_t most;
} hk_field;

enum { HK_FIELD_ROW = 4 };

typedef struct hk_visitor hk_visitor;
struct hk_visitor {
    bool (*visit)(hk_visitor *visitor, const hk_field *field); /* false: no further fields */
    bool reads;                                                /* else it only looks       */
    bool failed; /* nothing is visited any more: what was read may be anything within its bounds */
};

void hk_visit_real(hk_visitor *visitor, const char *name, double *value);
void hk_visit_finite(hk_visitor *visitor, const char *name, double *value);
void hk_visit_norm(hk_visitor *visitor, const char *name, double *value);
void hk_visit_size(hk_visitor *visitor, const char *name, size_t *value, size_t most);
void hk_visit_integer(hk_visitor *visitor, const char *name, int64_t *value, int64_t most);
void hk_visit_flag(hk_visitor *visitor, const char *name, bool *value);

/* A few in one line. */
void hk_visit_row(hk_visitor *visitor, const char *name, size_t count, double *values);
void hk_visit_words(hk_visitor *visitor, const char *name, size_t count, uint64_t *values);

/* As many as there are: whoever reads has to have the same count. */
void hk_visit_reals(hk_visitor *visitor, const char *name, size_t count, double *values);
void hk_visit_finites(hk_visitor *visitor, const char *name, size_t count, double *values);
void hk_visit_sizes(hk_visitor *visitor, const char *name, size_t count, size_t *values,
                    size_t most);

#endif
