/* NPY: the dataset views the file's own bytes wherever it can. */
#include "table/npy.h"

#include "core/memory.h"
#include "table/columns.h"

#include <stdint.h>
#include <string.h>

/* A number of the file as a double, wherever it lies. */
static double number_at(const hk_npy *npy, const char *at)
{
    union {
        double f8;
        float f4;
        int64_t i8;
        int32_t i4;
        int16_t i2;
        int8_t i1;
        uint64_t u8;
        uint32_t u4;
        uint16_t u2;
        uint8_t u1;
    } x;
    const bool is_signed = npy->kind == 'i';
    memcpy(&x, at, npy->size);
    if (npy->kind == 'f')
        return npy->size == 8 ? x.f8 : (double)x.f4;
    switch (npy->size) {
    case 1:
        return is_signed ? x.i1 : x.u1;
    case 2:
        return is_signed ? x.i2 : x.u2;
    case 4:
        return is_signed ? (double)x.i4 : (double)x.u4;
    default:
        return is_signed ? (double)x.i8 : (double)x.u8;
    }
}

static const char *address(const hk_npy *npy, size_t row, size_t column)
{
    const size_t position =
        npy->columns ? column * npy->n_rows + row : row * npy->n_columns + column;
    return npy->data + position * npy->size;
}

/* The file's numbers are what a dataset takes, on this machine. */
static bool is_native(const hk_npy *npy)
{
    const uint16_t one = 1;
    unsigned char first;
    memcpy(&first, &one, 1);
    return npy->kind == 'f' && first == 1 && (uintptr_t)npy->data % npy->size == 0;
}

/* The features are a part of the array, in its order and without a gap. */
static bool is_adjacent(const hk_columns *columns)
{
    for (size_t i = 1; i < columns->n_features; i++)
        if (columns->features[i] != columns->features[0] + i)
            return false;
    return columns->n_features > 0;
}

static bool convert(double *to, size_t step, const hk_npy *npy, size_t column)
{
    for (size_t row = 0; row < npy->n_rows; row++)
        to[row * step] = number_at(npy, address(npy, row, column));
    return true;
}

/* What cannot be viewed as it lies is copied, as doubles. */
static bool copy(hk_table_content *content, const hk_columns *columns, const hk_npy *npy,
                 bool views_X)
{
    size_t count;
    if (!views_X) {
        if (!hk_multiply(npy->n_rows, columns->n_features, &count) ||
            !hk_array_create(&content->X, count))
            return false;
        for (size_t row = 0, to = 0; row < npy->n_rows; row++)
            for (size_t i = 0; i < columns->n_features; i++)
                content->X.at[to++] = number_at(npy, address(npy, row, columns->features[i]));
    }
    for (int k = 0; k < HK_EXTRAS; k++)
        if (columns->extras[k] > 0 &&
            (!hk_array_create(&content->extras[k], npy->n_rows) ||
             !convert(content->extras[k].at, 1, npy, columns->extras[k] - 1)))
            return false;
    return true;
}

/* The model's names, or the numbers of the columns. */
static bool name(hk_table_content *content, hk_columns *columns, const hk_source *source)
{
    const hk_wanted *const wanted = &source->options->wanted;
    content->by_order = columns->by_order;
    const size_t target = columns->extras[HK_TARGET];
    if (!hk_columns_number(columns))
        return false;
    return hk_content_copy_names(content, columns->n_features,
                                 wanted->names ? wanted->names
                                               : (const char *const *)columns->names,
                                 wanted->names ? NULL : columns->features,
                                 target > 0 ? columns->names[target - 1] : NULL, NULL);
}

static hillock_status make_content(hk_table_content *content, hk_columns *columns,
                                   const hk_npy *npy, const hk_source *source)
{
    hk_view *const view = &content->dataset.view;
    const bool views_X = is_native(npy) && is_adjacent(columns);
    if (!copy(content, columns, npy, views_X))
        return hk_no_memory(source);
    if (views_X) {
        view->X = address(npy, 0, columns->features[0]);
        view->type = npy->size == 8 ? HK_F64 : HK_F32;
        view->layout = npy->columns ? HILLOCK_FEATURE_MAJOR : HILLOCK_SAMPLE_MAJOR;
        view->stride = npy->columns ? npy->n_rows : npy->n_columns;
        content->bytes = *source->bytes;
        *source->bytes = (hk_bytes){0};
    }
    content->first_line = 1;
    hk_content_view(content, npy->n_rows, columns->n_features);
    return name(content, columns, source) ? HILLOCK_OK : hk_no_memory(source);
}

hillock_status hk_read_npy(hk_table_content *content, const hk_source *source)
{
    hk_npy npy;
    hk_columns columns = {0};
    hillock_status status = hk_npy_header(&npy, source);
    if (status == HILLOCK_OK &&
        (source->options->missing != HK_MISSING_ERROR || source->options->categorical))
        status = hk_say(source->message, HILLOCK_ERROR_VALUE,
                        "%s: missing and categorical are not for NPY files", source->name);
    if (status == HILLOCK_OK && !hk_columns_create(&columns, npy.n_columns))
        status = hk_no_memory(source);
    if (status == HILLOCK_OK)
        status = hk_columns_assign(&columns, source);
    if (status == HILLOCK_OK)
        status = make_content(content, &columns, &npy, source);
    hk_columns_destroy(&columns);
    return status;
}
