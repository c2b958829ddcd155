#include "neurons.h"

hillock_neuron *neuron_like(const hillock_neuron *from, size_t n_features)
{
    static const int shapes[] = {HILLOCK_ALPHA, HILLOCK_DELTA, HILLOCK_TAU};
    hillock_neuron *neuron = NULL;
    double value = 0;
    if (hillock_neuron_create(&neuron, n_features, hillock_neuron_activation(from),
                              hillock_neuron_loss(from)))
        return NULL;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (!hillock_neuron_get_real(from, shapes[i], &value))
            (void)hillock_neuron_set_real(neuron, shapes[i], value);
    return neuron;
}

hillock_neuron *neuron_of_z(const hillock_neuron *from)
{
    const double one = 1;
    hillock_neuron *const neuron = neuron_like(from, 1);
    if (neuron)
        (void)hillock_neuron_set_parameters(neuron, &one, 0); /* finite: taken */
    return neuron;
}

hillock_status z_with_offset(const hillock_neuron *neuron, const double *rows, const double *offset,
                             size_t count, double *z)
{
    const size_t n = hillock_neuron_n_features(neuron);
    const hillock_status status = hillock_predict_z_f64(neuron, rows, count, n, z);
    for (size_t k = 0; k < count && !status; k++)
        z[k] += offset[k];
    return status;
}

bool threshold_is_possible(const hillock_model *model, double threshold, struct fault *fault)
{
    const bool is_probability =
        hillock_neuron_loss(hillock_model_neuron(model)) == HILLOCK_CROSS_ENTROPY;
    return !is_probability || (threshold >= 0 && threshold <= 1) ||
           fail(fault, "--threshold %g: a of this model is a probability, from 0 to 1", threshold);
}
