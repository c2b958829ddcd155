#include "data/dataset.h"

#include "api/arguments.h"
#include "core/memory.h"
#include "neuron/catalogue.h"

#include <string.h>

hillock_status hillock_dataset_create(hillock_dataset **dataset, size_t n_samples,
                                      size_t n_features)
{
    size_t elements;
    if (!dataset)
        return HILLOCK_ERROR_NULL;
    if (!hk_multiply(n_samples, n_features, &elements))
        return HILLOCK_ERROR_SIZE;
    hillock_dataset *const created = hk_allocate(1, sizeof *created);
    if (!created)
        return HILLOCK_ERROR_MEMORY;
    created->view.n_samples = n_samples;
    created->view.n_features = n_features;
    *dataset = created;
    return HILLOCK_OK;
}

void hillock_dataset_destroy(hillock_dataset *dataset)
{
    if (!dataset)
        return;
    hk_free(dataset->constant);
    hk_free(dataset);
}

hillock_status hillock_dataset_set_features_f64(hillock_dataset *dataset, const double *X,
                                                hillock_layout layout, size_t stride)
{
    return dataset ? hk_dataset_set_features(dataset, X, HK_F64, layout, stride)
                   : HILLOCK_ERROR_NULL;
}

hillock_status hillock_dataset_set_features_f32(hillock_dataset *dataset, const float *X,
                                                hillock_layout layout, size_t stride)
{
    return dataset ? hk_dataset_set_features(dataset, X, HK_F32, layout, stride)
                   : HILLOCK_ERROR_NULL;
}

static hillock_status set_column(hillock_dataset *dataset, hk_column *column, const void *values,
                                 hk_type type)
{
    hk_dataset_forget(dataset);
    *column = (hk_column){values, type};
    return hk_silent(&dataset->message);
}

static hillock_status set_targets(hillock_dataset *dataset, const void *y, hk_type type)
{
    if (!dataset)
        return HILLOCK_ERROR_NULL;
    if (!y)
        return hk_null(&dataset->message, "y");
    return set_column(dataset, &dataset->view.targets, y, type);
}

hillock_status hillock_dataset_set_targets_f64(hillock_dataset *dataset, const double *y)
{
    return set_targets(dataset, y, HK_F64);
}

hillock_status hillock_dataset_set_targets_f32(hillock_dataset *dataset, const float *y)
{
    return set_targets(dataset, y, HK_F32);
}

hillock_status hillock_dataset_set_weights_f64(hillock_dataset *dataset, const double *weights)
{
    return dataset ? set_column(dataset, &dataset->view.weights, weights, HK_F64)
                   : HILLOCK_ERROR_NULL;
}

hillock_status hillock_dataset_set_weights_f32(hillock_dataset *dataset, const float *weights)
{
    return dataset ? set_column(dataset, &dataset->view.weights, weights, HK_F32)
                   : HILLOCK_ERROR_NULL;
}

hillock_status hillock_dataset_set_offset_f64(hillock_dataset *dataset, const double *offset)
{
    return dataset ? set_column(dataset, &dataset->view.offset, offset, HK_F64)
                   : HILLOCK_ERROR_NULL;
}

hillock_status hillock_dataset_set_offset_f32(hillock_dataset *dataset, const float *offset)
{
    return dataset ? set_column(dataset, &dataset->view.offset, offset, HK_F32)
                   : HILLOCK_ERROR_NULL;
}

size_t hillock_dataset_n_samples(const hillock_dataset *dataset)
{
    return dataset ? dataset->view.n_samples : 0;
}

size_t hillock_dataset_n_features(const hillock_dataset *dataset)
{
    return dataset ? dataset->view.n_features : 0;
}

static void copy_column(const hk_column *column, size_t first, size_t count, double missing,
                        double *numbers)
{
    const double *const from = hk_column_read(column, first, count, missing, numbers);
    if (from != numbers)
        memcpy(numbers, from, count * sizeof *numbers);
}

hillock_status hillock_dataset_read_f64(const hillock_dataset *dataset, size_t first, size_t count,
                                        double *X, double *targets, double *weights, double *offset)
{
    if (!dataset)
        return HILLOCK_ERROR_NULL;
    const hk_view *const view = &dataset->view;
    if (first > view->n_samples || count > view->n_samples - first)
        return HILLOCK_ERROR_SIZE;
    if (count > 0 && ((X && !view->X) || (targets && !view->targets.values)))
        return HILLOCK_ERROR_INCOMPLETE;
    for (size_t j = 0; X && j < count; j++) {
        double *const to = X + j * view->n_features;
        const double *const row = hk_view_row(view, first + j, to);
        if (row != to)
            memcpy(to, row, view->n_features * sizeof *to);
    }
    if (targets)
        copy_column(&view->targets, first, count, 0, targets);
    if (weights)
        copy_column(&view->weights, first, count, 1, weights);
    if (offset)
        copy_column(&view->offset, first, count, 0, offset);
    return HILLOCK_OK;
}

hillock_status hillock_dataset_check(hillock_dataset *dataset, hillock_loss loss)
{
    if (!dataset)
        return HILLOCK_ERROR_NULL;
    if (!hk_loss_find(loss))
        return hk_say(&dataset->message, HILLOCK_ERROR_KEY, "there is no loss %d", (int)loss);
    return hk_dataset_check(dataset, loss);
}

hillock_status hillock_dataset_fault(const hillock_dataset *dataset, size_t *row, size_t *column,
                                     double *value)
{
    if (!dataset)
        return HILLOCK_ERROR_NULL;
    if (!dataset->fault.found)
        return HILLOCK_ERROR_INCOMPLETE;
    if (row)
        *row = dataset->fault.row;
    if (column)
        *column = dataset->fault.column;
    if (value)
        *value = dataset->fault.value;
    return HILLOCK_OK;
}

size_t hillock_dataset_constant_features(const hillock_dataset *dataset, size_t capacity,
                                         size_t *indices)
{
    if (!dataset)
        return 0;
    const size_t count = indices ? hk_min_size(capacity, dataset->n_constant) : 0;
    for (size_t i = 0; i < count; i++)
        indices[i] = dataset->constant[i];
    return dataset->n_constant;
}

size_t hillock_dataset_zero_weights(const hillock_dataset *dataset)
{
    return dataset ? dataset->zero_weights : 0;
}

const char *hillock_dataset_message(const hillock_dataset *dataset)
{
    return dataset ? dataset->message.text : "the dataset is NULL";
}
