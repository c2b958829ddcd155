#include "model/inference.h"

#include "api/arguments.h"
#include "core/distribution.h"
#include "core/memory.h"
#include "data/dataset.h"
#include "persist/model.h"

hillock_status hillock_inference_create(hillock_inference **inference, hillock_neuron *neuron,
                                        const hillock_dataset *dataset,
                                        hillock_weights_kind weights,
                                        hillock_covariance_kind covariance, hillock_bias_kind bias)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!inference || !dataset)
        return hk_null(&neuron->message, inference ? "the dataset" : "inference");
    return hk_inference_create(
        inference, &(hk_inference_request){neuron, &dataset->view, weights, covariance, bias});
}

void hillock_inference_destroy(hillock_inference *inference)
{
    hk_inference_destroy(inference);
}

hillock_status hillock_inference_coefficients(const hillock_inference *inference,
                                              double *standard_error, double *statistic,
                                              double *p_value)
{
    if (!inference)
        return HILLOCK_ERROR_NULL;
    for (size_t i = 0; i <= inference->n_features; i++) {
        const double ratio = inference->estimate[i] / inference->error[i];
        if (standard_error)
            standard_error[i] = inference->error[i];
        if (statistic)
            statistic[i] = ratio;
        if (p_value)
            p_value[i] = hk_outside(inference->degrees, ratio);
    }
    return HILLOCK_OK;
}

static bool is_level(double level)
{
    return level > 0.0 && level < 1.0;
}

hillock_status hillock_inference_intervals(const hillock_inference *inference, double level,
                                           double *lower, double *upper)
{
    if (!inference)
        return HILLOCK_ERROR_NULL;
    if (!is_level(level))
        return HILLOCK_ERROR_VALUE;
    const double quantile = hk_inference_quantile(inference, level);
    for (size_t i = 0; i <= inference->n_features; i++) {
        if (lower)
            lower[i] = inference->estimate[i] - quantile * inference->error[i];
        if (upper)
            upper[i] = inference->estimate[i] + quantile * inference->error[i];
    }
    return HILLOCK_OK;
}

hillock_status hillock_inference_covariance(const hillock_inference *inference, double *covariance)
{
    if (!inference || !covariance)
        return HILLOCK_ERROR_NULL;
    hk_inference_covariance(inference, covariance);
    return HILLOCK_OK;
}

static hillock_status check_rows(const hillock_inference *inference, const void *rows,
                                 size_t n_rows, size_t stride, size_t size)
{
    if (!inference)
        return HILLOCK_ERROR_NULL;
    const size_t n = inference->n_features;
    if (n_rows == 0)
        return HILLOCK_OK;
    if (!rows && n > 0)
        return HILLOCK_ERROR_NULL;
    return stride < n || !hk_extent_fits(n_rows, n, stride, size) ? HILLOCK_ERROR_SIZE : HILLOCK_OK;
}

static hillock_status predict_rows(hk_inference_rows wanted, const void *rows, hk_type type,
                                   size_t n_rows, size_t stride)
{
    const hillock_inference *const inference = wanted.inference;
    const size_t size = hk_type_size(type);
    const hillock_status status = check_rows(inference, rows, n_rows, stride, size);
    if (status != HILLOCK_OK)
        return status;
    const hk_view view = {n_rows, inference->n_features, rows, type, HILLOCK_SAMPLE_MAJOR,
                          stride, .targets = {0}};
    return hk_inference_predict(&wanted, &view);
}

hillock_status hillock_inference_predict_f64(const hillock_inference *inference, const double *rows,
                                             size_t n_rows, size_t stride, double level, double *z,
                                             double *standard_error, double *lower, double *upper)
{
    return predict_rows(
        (hk_inference_rows){inference, NULL, NULL, level, z, standard_error, lower, upper}, rows,
        HK_F64, n_rows, stride);
}

hillock_status hillock_inference_predict_f32(const hillock_inference *inference, const float *rows,
                                             size_t n_rows, size_t stride, double level, double *z,
                                             double *standard_error, double *lower, double *upper)
{
    return predict_rows(
        (hk_inference_rows){inference, NULL, NULL, level, z, standard_error, lower, upper}, rows,
        HK_F32, n_rows, stride);
}

/* a = f(z) of a model's neuron. */
static hillock_status predict_model(const hillock_model *model, hk_inference_rows wanted,
                                    const void *rows, hk_type type, size_t n_rows, size_t stride)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!model->inference)
        return HILLOCK_ERROR_INCOMPLETE;
    wanted.inference = model->inference;
    wanted.response = &model->neuron->mathematics;
    return predict_rows(wanted, rows, type, n_rows, stride);
}

hillock_status hillock_model_predict_f64(const hillock_model *model, const double *rows,
                                         size_t n_rows, size_t stride, const double *offset,
                                         double level, double *a, double *standard_error,
                                         double *lower, double *upper)
{
    return predict_model(
        model, (hk_inference_rows){NULL, NULL, offset, level, a, standard_error, lower, upper},
        rows, HK_F64, n_rows, stride);
}

hillock_status hillock_model_predict_f32(const hillock_model *model, const float *rows,
                                         size_t n_rows, size_t stride, const double *offset,
                                         double level, double *a, double *standard_error,
                                         double *lower, double *upper)
{
    return predict_model(
        model, (hk_inference_rows){NULL, NULL, offset, level, a, standard_error, lower, upper},
        rows, HK_F32, n_rows, stride);
}

hillock_status hillock_inference_value(const hillock_inference *inference, hillock_statistic key,
                                       double *value)
{
    return inference && value ? hk_inference_value(inference, key, value) : HILLOCK_ERROR_NULL;
}
