#include "data/view.h"

#include "core/memory.h"

#include <string.h>

static bool column_is(const hk_column *column, const hk_column *other)
{
    return column->values == other->values && (!column->values || column->type == other->type);
}

bool hk_view_is(const hk_view *view, const hk_view *other)
{
    return view->n_samples == other->n_samples && view->n_features == other->n_features &&
           view->X == other->X && view->type == other->type && view->layout == other->layout &&
           view->stride == other->stride && column_is(&view->targets, &other->targets) &&
           column_is(&view->weights, &other->weights) && column_is(&view->offset, &other->offset);
}

double hk_view_value(const hk_view *view, size_t sample, size_t feature)
{
    const void *const at = hk_view_at(view, sample, feature);
    return view->type == HK_F64 ? *(const double *)at : (double)*(const float *)at;
}

const double *hk_view_row(const hk_view *view, size_t sample, double *buffer)
{
    if (view->n_features == 0)
        return buffer;
    const size_t step = hk_view_feature_step(view);
    const void *const row = hk_view_at(view, sample, 0);
    if (view->type == HK_F64 && step == 1)
        return row;
    if (view->type == HK_F64)
        for (size_t i = 0; i < view->n_features; i++)
            buffer[i] = ((const double *)row)[i * step];
    else
        for (size_t i = 0; i < view->n_features; i++)
            buffer[i] = (double)((const float *)row)[i * step];
    return buffer;
}

const double *hk_column_read(const hk_column *column, size_t first, size_t count, double missing,
                             double *buffer)
{
    if (column->values && column->type == HK_F64)
        return (const double *)column->values + first;
    const float *const values = column->values;
    for (size_t j = 0; j < count; j++)
        buffer[j] = values ? (double)values[first + j] : missing;
    return buffer;
}

/* Squares of TILE x TILE elements, so that both sides stay in the cache. */
enum { TILE = 32 };

static void transpose_tile(const hk_view *from, const hk_view *to, size_t first, size_t feature)
{
    const size_t end = hk_min_size(first + TILE, from->n_samples);
    const size_t last = hk_min_size(feature + TILE, from->n_features);
    for (size_t j = first; j < end; j++)
        for (size_t i = feature; i < last; i++) {
            void *const place =
                (void *)((const char *)to->X + (j * to->stride + i) * hk_type_size(to->type));
            memcpy(place, hk_view_at(from, j, i), hk_type_size(from->type));
        }
}

hk_view hk_view_transpose(const hk_view *view, void *copy)
{
    hk_view rows = *view;
    rows.X = copy;
    rows.layout = HILLOCK_SAMPLE_MAJOR;
    rows.stride = view->n_features;
    for (size_t j = 0; j < view->n_samples; j += TILE)
        for (size_t i = 0; i < view->n_features; i += TILE)
            transpose_tile(view, &rows, j, i);
    return rows;
}
