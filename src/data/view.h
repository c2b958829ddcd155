/* The caller's arrays as the library sees them: where a sample's features are, and its target,
 * weight and offset. Nothing here owns memory. */
#ifndef HK_DATA_VIEW_H
#define HK_DATA_VIEW_H

#include "hillock/hillock.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum hk_type { HK_F64, HK_F32 } hk_type;

static inline size_t hk_type_size(hk_type type)
{
    return type == HK_F64 ? sizeof(double) : sizeof(float);
}

/* One number a sample; values == NULL: not given. */
typedef struct hk_column {
    const void *values;
    hk_type type;
} hk_column;

typedef struct hk_view {
    size_t n_samples;
    size_t n_features;
    const void *X;
    hk_type type;
    hillock_layout layout;
    size_t stride; /* elements from row to row (sample-major) or from feature to feature */
    hk_column targets;
    hk_column weights;
    hk_column offset;
} hk_view;

/* They say the same of the same arrays. */
bool hk_view_is(const hk_view *view, const hk_view *other);

/* Elements from one sample to the next, and from one feature to the next. */
static inline size_t hk_view_sample_step(const hk_view *view)
{
    return view->layout == HILLOCK_SAMPLE_MAJOR ? view->stride : 1;
}

static inline size_t hk_view_feature_step(const hk_view *view)
{
    return view->layout == HILLOCK_SAMPLE_MAJOR ? 1 : view->stride;
}

/* The address of feature `feature` of sample `sample`. */
static inline const void *hk_view_at(const hk_view *view, size_t sample, size_t feature)
{
    const size_t element =
        sample * hk_view_sample_step(view) + feature * hk_view_feature_step(view);
    if (view->type == HK_F64)
        return (const double *)view->X + element;
    return (const float *)view->X + element;
}

double hk_view_value(const hk_view *view, size_t sample, size_t feature);

/* The features of one sample as n_features adjacent doubles: the caller's own memory where it
 * already is that, else written to buffer (n_features doubles). */
const double *hk_view_row(const hk_view *view, size_t sample, double *buffer);

/* A sample-major copy of a feature-major view's features in `copy` (n_samples n_features
 * elements of the view's type). */
hk_view hk_view_transpose(const hk_view *view, void *copy);

/* Numbers first ... first + count - 1 of a column as doubles: the caller's own memory or buffer
 * (count doubles). `missing` fills a column that was not given. */
const double *hk_column_read(const hk_column *column, size_t first, size_t count, double missing,
                             double *buffer);
static inline double hk_column_value(const hk_column *column, size_t sample, double missing)
{
    if (!column->values)
        return missing;
    return column->type == HK_F64 ? ((const double *)column->values)[sample]
                                  : (double)((const float *)column->values)[sample];
}

/* Asks for a number before it is needed. Inlined early: GCC drops calls that only prefetch. */
__attribute__((always_inline)) static inline void hk_column_prefetch(const hk_column *column,
                                                                     size_t sample)
{
    if (column->type == HK_F64)
        __builtin_prefetch((const double *)column->values + sample);
    else
        __builtin_prefetch((const float *)column->values + sample);
}

#endif
