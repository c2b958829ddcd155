#include "model/predict.h"

#include "core/memory.h"
#include "data/dataset.h"
#include "neuron/catalogue.h"

#include <math.h>

/* A single row has no stride. */
static hillock_status check_row(const hillock_neuron *neuron, const void *x, const void *a)
{
    if (!neuron || (!x && neuron->n_features > 0) || !a)
        return HILLOCK_ERROR_NULL;
    return hk_mathematics_complete(&neuron->mathematics) ? HILLOCK_OK : HILLOCK_ERROR_INCOMPLETE;
}

/* What can be wrong with rows and output. */
static hillock_status check(const hillock_neuron *neuron, const void *rows, size_t n_rows,
                            size_t stride, size_t size, const void *output)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!hk_mathematics_complete(&neuron->mathematics))
        return HILLOCK_ERROR_INCOMPLETE;
    if (n_rows == 0)
        return HILLOCK_OK;
    if ((!rows && neuron->n_features > 0) || !output)
        return HILLOCK_ERROR_NULL;
    if (stride < neuron->n_features || !hk_extent_fits(n_rows, neuron->n_features, stride, size))
        return HILLOCK_ERROR_SIZE;
    return HILLOCK_OK;
}

/* Without features there is nothing to step over, and rows may be NULL. */
static const double *row_f64(const hillock_neuron *neuron, const double *rows, size_t row,
                             size_t stride)
{
    return neuron->n_features > 0 ? rows + row * stride : rows;
}

static const float *row_f32(const hillock_neuron *neuron, const float *rows, size_t row,
                            size_t stride)
{
    return neuron->n_features > 0 ? rows + row * stride : rows;
}

hillock_status hillock_predict_f64(const hillock_neuron *neuron, const double *rows, size_t n_rows,
                                   size_t stride, double *a)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, a);
    for (size_t j = 0; status == HILLOCK_OK && j < n_rows; j += HK_PREDICT_CHUNK)
        hk_predict_a(neuron, HK_F64, row_f64(neuron, rows, j, stride),
                     hk_min_size(HK_PREDICT_CHUNK, n_rows - j), stride, a + j);
    return status;
}

hillock_status hillock_predict_f32(const hillock_neuron *neuron, const float *rows, size_t n_rows,
                                   size_t stride, float *a)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, a);
    double chunk[HK_PREDICT_CHUNK];
    for (size_t j = 0; status == HILLOCK_OK && j < n_rows; j += HK_PREDICT_CHUNK) {
        const size_t count = hk_min_size(HK_PREDICT_CHUNK, n_rows - j);
        hk_predict_a(neuron, HK_F32, row_f32(neuron, rows, j, stride), count, stride, chunk);
        for (size_t k = 0; k < count; k++)
            a[j + k] = (float)chunk[k];
    }
    return status;
}

hillock_status hillock_predict_z_f64(const hillock_neuron *neuron, const double *rows,
                                     size_t n_rows, size_t stride, double *z)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, z);
    if (status == HILLOCK_OK)
        hk_predict_z(neuron, HK_F64, rows, n_rows, stride, z);
    return status;
}

hillock_status hillock_predict_z_f32(const hillock_neuron *neuron, const float *rows, size_t n_rows,
                                     size_t stride, float *z)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, z);
    double chunk[HK_PREDICT_CHUNK];
    for (size_t j = 0; status == HILLOCK_OK && j < n_rows; j += HK_PREDICT_CHUNK) {
        const size_t count = hk_min_size(HK_PREDICT_CHUNK, n_rows - j);
        hk_predict_z(neuron, HK_F32, row_f32(neuron, rows, j, stride), count, stride, chunk);
        for (size_t k = 0; k < count; k++)
            z[j + k] = (float)chunk[k];
    }
    return status;
}

static hillock_status check_class(const hillock_neuron *neuron, double threshold)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!hk_is_classifier(neuron->mathematics.loss))
        return HILLOCK_ERROR_SCORE;
    return isnan(threshold) ? HILLOCK_ERROR_VALUE : HILLOCK_OK;
}

static void classify(const hillock_neuron *neuron, double threshold, size_t count, const double *a,
                     int *classes)
{
    const int lower = hk_lower_class(neuron->mathematics.loss);
    for (size_t j = 0; j < count; j++)
        classes[j] = a[j] >= threshold ? 1 : lower;
}

hillock_status hillock_predict_class_f64(const hillock_neuron *neuron, const double *rows,
                                         size_t n_rows, size_t stride, double threshold,
                                         int *classes)
{
    hillock_status status = check_class(neuron, threshold);
    if (status == HILLOCK_OK)
        status = check(neuron, rows, n_rows, stride, sizeof *rows, classes);
    double chunk[HK_PREDICT_CHUNK];
    for (size_t j = 0; status == HILLOCK_OK && j < n_rows; j += HK_PREDICT_CHUNK) {
        const size_t count = hk_min_size(HK_PREDICT_CHUNK, n_rows - j);
        hk_predict_a(neuron, HK_F64, row_f64(neuron, rows, j, stride), count, stride, chunk);
        classify(neuron, threshold, count, chunk, classes + j);
    }
    return status;
}

hillock_status hillock_predict_class_f32(const hillock_neuron *neuron, const float *rows,
                                         size_t n_rows, size_t stride, double threshold,
                                         int *classes)
{
    hillock_status status = check_class(neuron, threshold);
    if (status == HILLOCK_OK)
        status = check(neuron, rows, n_rows, stride, sizeof *rows, classes);
    double chunk[HK_PREDICT_CHUNK];
    for (size_t j = 0; status == HILLOCK_OK && j < n_rows; j += HK_PREDICT_CHUNK) {
        const size_t count = hk_min_size(HK_PREDICT_CHUNK, n_rows - j);
        hk_predict_a(neuron, HK_F32, row_f32(neuron, rows, j, stride), count, stride, chunk);
        classify(neuron, threshold, count, chunk, classes + j);
    }
    return status;
}

hillock_status hillock_predict_row_f64(const hillock_neuron *neuron, const double *x, double *a)
{
    const hillock_status status = check_row(neuron, x, a);
    if (status == HILLOCK_OK)
        hk_predict_a(neuron, HK_F64, x, 1, 0, a);
    return status;
}

hillock_status hillock_predict_row_f32(const hillock_neuron *neuron, const float *x, float *a)
{
    const hillock_status status = check_row(neuron, x, a);
    if (status == HILLOCK_OK) {
        double value;
        hk_predict_a(neuron, HK_F32, x, 1, 0, &value);
        *a = (float)value;
    }
    return status;
}
