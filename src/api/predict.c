#include "model/predict.h"

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

hillock_status hillock_predict_f64(const hillock_neuron *neuron, const double *rows, size_t n_rows,
                                   size_t stride, double *a)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, a);
    if (status == HILLOCK_OK)
        hk_predict(&(hk_prediction){neuron, HK_F64, rows, n_rows, stride, HK_WANT_A, .f64 = a});
    return status;
}

hillock_status hillock_predict_f32(const hillock_neuron *neuron, const float *rows, size_t n_rows,
                                   size_t stride, float *a)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, a);
    if (status == HILLOCK_OK)
        hk_predict(&(hk_prediction){neuron, HK_F32, rows, n_rows, stride, HK_WANT_A, .f32 = a});
    return status;
}

hillock_status hillock_predict_z_f64(const hillock_neuron *neuron, const double *rows,
                                     size_t n_rows, size_t stride, double *z)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, z);
    if (status == HILLOCK_OK)
        hk_predict(&(hk_prediction){neuron, HK_F64, rows, n_rows, stride, HK_WANT_Z, .f64 = z});
    return status;
}

hillock_status hillock_predict_z_f32(const hillock_neuron *neuron, const float *rows, size_t n_rows,
                                     size_t stride, float *z)
{
    const hillock_status status = check(neuron, rows, n_rows, stride, sizeof *rows, z);
    if (status == HILLOCK_OK)
        hk_predict(&(hk_prediction){neuron, HK_F32, rows, n_rows, stride, HK_WANT_Z, .f32 = z});
    return status;
}

static hillock_status predict_class(const hillock_neuron *neuron, hk_type type, const void *rows,
                                    size_t n_rows, size_t stride, double threshold, int *classes)
{
    const size_t size = hk_type_size(type);
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!hk_is_classifier(neuron->mathematics.loss))
        return HILLOCK_ERROR_SCORE;
    if (isnan(threshold))
        return HILLOCK_ERROR_VALUE;
    const hillock_status status = check(neuron, rows, n_rows, stride, size, classes);
    if (status == HILLOCK_OK)
        hk_predict(&(hk_prediction){neuron, type, rows, n_rows, stride, HK_WANT_CLASS, threshold,
                                    .classes = classes});
    return status;
}

hillock_status hillock_predict_class_f64(const hillock_neuron *neuron, const double *rows,
                                         size_t n_rows, size_t stride, double threshold,
                                         int *classes)
{
    return predict_class(neuron, HK_F64, rows, n_rows, stride, threshold, classes);
}

hillock_status hillock_predict_class_f32(const hillock_neuron *neuron, const float *rows,
                                         size_t n_rows, size_t stride, double threshold,
                                         int *classes)
{
    return predict_class(neuron, HK_F32, rows, n_rows, stride, threshold, classes);
}

hillock_status hillock_predict_row_f64(const hillock_neuron *neuron, const double *x, double *a)
{
    const hillock_status status = check_row(neuron, x, a);
    if (status == HILLOCK_OK)
        *a = hk_predict_row(neuron, HK_F64, x);
    return status;
}

hillock_status hillock_predict_row_f32(const hillock_neuron *neuron, const float *x, float *a)
{
    const hillock_status status = check_row(neuron, x, a);
    if (status == HILLOCK_OK)
        *a = (float)hk_predict_row(neuron, HK_F32, x);
    return status;
}

hillock_status hillock_predict_dataset(const hillock_neuron *neuron, const hillock_dataset *dataset,
                                       double *a)
{
    if (!neuron || !dataset || !a)
        return HILLOCK_ERROR_NULL;
    const hk_view *const view = &dataset->view;
    if (!hk_mathematics_complete(&neuron->mathematics) || (!view->X && view->n_features > 0))
        return HILLOCK_ERROR_INCOMPLETE;
    if (view->n_features != neuron->n_features)
        return HILLOCK_ERROR_SIZE;
    if (view->n_samples == 0)
        return HILLOCK_OK;
    return hk_predict_view(neuron, view, a) ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
}
