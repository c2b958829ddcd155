/* The handle behind hillock_neuron: mathematics and parameters. */
#ifndef HK_MODEL_NEURON_H
#define HK_MODEL_NEURON_H

#include "core/message.h"
#include "neuron/mathematics.h"
#include "pass/pass.h"

struct hillock_neuron {
    size_t n_features;
    hk_mathematics mathematics;
    const hk_products *products;
    hk_execution execution;
    double *w;      /* n_features, owned                               */
    double *packed; /* the same as the products take it: products.h    */
    double b;
    bool has_offset; /* w and b are from a training with one */
    hk_pass *pass;   /* the last derivation's workspace, kept for the next one; or NULL */
    hk_message message;
};

/* Takes over w (n_features numbers) and b, of a training with an offset or not. */
void hk_neuron_set_parameters(hillock_neuron *neuron, const double *w, double b, bool has_offset);

/* NULL when memory could not be had. The pair must make sense. */
hillock_neuron *hk_neuron_create(size_t n_features, hillock_activation activation,
                                 hillock_loss loss);

void hk_neuron_destroy(hillock_neuron *neuron);

#endif
