#include "model/neuron.h"

#include "core/memory.h"
#include "neuron/catalogue.h"
#include "solver/settings.h"

hillock_neuron *hk_neuron_create(size_t n_features, hillock_activation activation,
                                 hillock_loss loss)
{
    hillock_neuron *const neuron = hk_allocate(1, sizeof *neuron);
    double *const w = hk_allocate(n_features, sizeof *w);
    if (!neuron || !w) {
        hk_free(neuron);
        hk_free(w);
        return NULL;
    }
    neuron->n_features = n_features;
    neuron->mathematics = hk_mathematics_of(activation, loss);
    neuron->products = hk_products_for(hk_processor());
    neuron->execution = hk_settings_default().execution;
    neuron->w = w;
    neuron->b = hk_initial_bias(activation, loss);
    return neuron;
}
