#include "model/predict.h"

void hk_predict_z(const hillock_neuron *neuron, hk_type type, const void *rows, size_t count,
                  size_t stride, double *z)
{
    const size_t n = neuron->n_features;
    if (n == 0) /* rows may be NULL */
        for (size_t j = 0; j < count; j++)
            z[j] = neuron->b;
    else if (type == HK_F64)
        for (size_t j = 0; j < count; j++)
            z[j] = neuron->products->f64.dot(n, neuron->w, (const double *)rows + j * stride) +
                   neuron->b;
    else
        for (size_t j = 0; j < count; j++)
            z[j] = neuron->products->f32.dot(n, neuron->w, (const float *)rows + j * stride) +
                   neuron->b;
}

void hk_predict_a(const hillock_neuron *neuron, hk_type type, const void *rows, size_t count,
                  size_t stride, double *a)
{
    hk_predict_z(neuron, type, rows, count, stride, a);
    hk_activate(&neuron->mathematics, count, a, a);
}
