#include "model/neuron.h"

#include "core/memory.h"
#include "neuron/catalogue.h"
#include "solver/settings.h"

#include <string.h>

void hk_neuron_set_parameters(hillock_neuron *neuron, const double *w, double b, bool has_offset)
{
    if (neuron->n_features > 0)
        memmove(neuron->w, w, neuron->n_features * sizeof *w);
    neuron->b = b;
    neuron->has_offset = has_offset;
    hk_pack(neuron->products, neuron->n_features, neuron->w, neuron->packed);
}

hillock_neuron *hk_neuron_create(size_t n_features, hillock_activation activation,
                                 hillock_loss loss)
{
    const hk_products *const products = hk_products_for(hk_processor());
    hillock_neuron *const neuron = hk_allocate(1, sizeof *neuron);
    double *const w = hk_allocate(n_features, sizeof *w);
    double *const packed = hk_allocate(hk_packed_length(products, n_features), sizeof *packed);
    if (!neuron || !w || !packed) {
        hk_free(neuron);
        hk_free(w);
        hk_free(packed);
        return NULL;
    }
    neuron->n_features = n_features;
    neuron->mathematics = hk_mathematics_of(activation, loss);
    neuron->products = products;
    neuron->execution = hk_settings_default().execution;
    neuron->w = w;
    neuron->packed = packed;
    neuron->b = hk_initial_bias(activation, loss);
    return neuron;
}

void hk_neuron_destroy(hillock_neuron *neuron)
{
    if (!neuron)
        return;
    hk_pass_destroy(neuron->pass);
    hk_free(neuron->w);
    hk_free(neuron->packed);
    hk_free(neuron);
}
