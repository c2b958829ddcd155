#include "data/view.h"

size_t hk_view_sample_step(const hk_view *view)
{
    return view->layout == HILLOCK_SAMPLE_MAJOR ? view->stride : 1;
}

size_t hk_view_feature_step(const hk_view *view)
{
    return view->layout == HILLOCK_SAMPLE_MAJOR ? 1 : view->stride;
}

const void *hk_view_at(const hk_view *view, size_t sample, size_t feature)
{
    const size_t element =
        sample * hk_view_sample_step(view) + feature * hk_view_feature_step(view);
    if (view->type == HK_F64)
        return (const double *)view->X + element;
    return (const float *)view->X + element;
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
    for (size_t j = 0; j < count; j++)
        buffer[j] = hk_column_value(column, first + j, missing);
    return buffer;
}

double hk_column_value(const hk_column *column, size_t sample, double missing)
{
    if (!column->values)
        return missing;
    return column->type == HK_F64 ? ((const double *)column->values)[sample]
                                  : (double)((const float *)column->values)[sample];
}
