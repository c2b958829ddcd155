#include "data/dataset.h"

#include "core/memory.h"
#include "data/check.h"

#include <stdint.h>

bool hk_extent_fits(size_t rows, size_t columns, size_t stride, size_t size)
{
    size_t elements, bytes;
    if (rows == 0 || columns == 0)
        return true;
    return hk_multiply(rows - 1, stride, &elements) && elements <= SIZE_MAX - columns &&
           hk_multiply(elements + columns, size, &bytes) && bytes <= PTRDIFF_MAX;
}

void hk_dataset_forget(hillock_dataset *dataset)
{
    hk_free(dataset->constant);
    dataset->constant = NULL;
    dataset->n_constant = 0;
    dataset->zero_weights = 0;
    dataset->fault = (hk_fault){.found = false};
}

hillock_status hk_dataset_set_features(hillock_dataset *dataset, const void *X, hk_type type,
                                       hillock_layout layout, size_t stride)
{
    const hk_view *const view = &dataset->view;
    const bool sample_major = layout == HILLOCK_SAMPLE_MAJOR;
    const size_t rows = sample_major ? view->n_samples : view->n_features;
    const size_t columns = sample_major ? view->n_features : view->n_samples;
    const size_t size = hk_type_size(type);

    if (!sample_major && layout != HILLOCK_FEATURE_MAJOR)
        return hk_say(&dataset->message, HILLOCK_ERROR_VALUE,
                      "layout %d is neither HILLOCK_SAMPLE_MAJOR nor HILLOCK_FEATURE_MAJOR",
                      (int)layout);
    if (!X && rows > 0 && columns > 0)
        return hk_say(&dataset->message, HILLOCK_ERROR_NULL, "X is NULL");
    if (stride < columns)
        return hk_say(&dataset->message, HILLOCK_ERROR_SIZE,
                      "the stride %zu is smaller than the %zu %s", stride, columns,
                      sample_major ? "features of a sample" : "samples of a feature");
    if (!hk_extent_fits(rows, columns, stride, size))
        return hk_say(&dataset->message, HILLOCK_ERROR_SIZE,
                      "%zu rows with a stride of %zu overflow the address space", rows, stride);

    hk_dataset_forget(dataset);
    dataset->view.X = X;
    dataset->view.type = type;
    dataset->view.layout = layout;
    dataset->view.stride = stride;
    return hk_silent(&dataset->message);
}

/* Indices of the constant features, *count of them; NULL when memory could not be had. */
static size_t *list_constant(const hk_statistics *statistics, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < statistics->n_features; i++)
        *count += hk_feature_is_constant(statistics, i);
    size_t *const constant = hk_allocate(*count, sizeof *constant);
    for (size_t i = 0, kept = 0; constant && i < statistics->n_features; i++)
        if (hk_feature_is_constant(statistics, i))
            constant[kept++] = i;
    return constant;
}

/* What an earlier check found is replaced only by what this one finds, not by its running out
 * of memory. */
hillock_status hk_dataset_check(hillock_dataset *dataset, hillock_loss loss)
{
    hk_statistics statistics;
    hk_fault fault = {.found = false};
    size_t zero_weights = 0;
    size_t n_constant = 0;
    size_t *constant = NULL;
    if (!hk_statistics_create(&statistics, dataset->view.n_features))
        return hk_say(&dataset->message, HILLOCK_ERROR_MEMORY,
                      "no memory for the statistics of %zu features", dataset->view.n_features);
    hillock_status status = hk_check_data(&dataset->view, loss, 0, NULL, &statistics, &zero_weights,
                                          &fault, &dataset->message);
    if (status == HILLOCK_OK && !(constant = list_constant(&statistics, &n_constant)))
        status = hk_say(&dataset->message, HILLOCK_ERROR_MEMORY,
                        "no memory for the list of %zu constant features", n_constant);
    if (status != HILLOCK_ERROR_MEMORY) {
        hk_dataset_forget(dataset);
        dataset->fault = fault;
    }
    if (status == HILLOCK_OK) {
        dataset->constant = constant;
        dataset->n_constant = n_constant;
        dataset->zero_weights = zero_weights;
        hk_silent(&dataset->message);
    }
    hk_statistics_destroy(&statistics);
    return status;
}
