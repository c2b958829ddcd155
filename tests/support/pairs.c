#include "pairs.h"

#include <math.h>
#include <stdio.h>

#include "model/neuron.h"
#include "neuron/catalogue.h"
#include "testing.h"

size_t for_each_pair(visit_pair *visit, void *payload)
{
    size_t count = 0;
    for (size_t i = 0; hillock_activation_at(i) != 0; i++)
        for (size_t k = 0; hillock_loss_at(k) != 0; k++) {
            const hillock_activation activation = (hillock_activation)hillock_activation_at(i);
            const hillock_loss loss = (hillock_loss)hillock_loss_at(k);
            if (activation == HILLOCK_USER_ACTIVATION || loss == HILLOCK_USER_LOSS ||
                hillock_pair_check(activation, loss, 0, NULL) != HILLOCK_OK)
                continue;
            visit(activation, loss, payload);
            count++;
        }
    return count;
}

const char *pair_name(hillock_activation activation, hillock_loss loss)
{
    static char name[64];
    snprintf(name, sizeof name, "%s + %s", hillock_activation_name(activation),
             hillock_loss_name(loss));
    return name;
}

/* Not within 0.1 of 0 or of +-1, where activations and margins have their kinks. */
static double smooth_z(random_numbers *random, bool positive)
{
    const double magnitude = random_bits(random) & 1 ? random_uniform(random, 0.3, 0.7)
                                                     : random_uniform(random, 1.3, 1.9);
    return positive || random_bits(random) & 2 ? magnitude : -magnitude;
}

/* For differences r = a - y the kinks are 0 and +-1. */
static double smooth_target(random_numbers *random, hillock_loss loss, double a)
{
    static const double classes[] = {0.0, 1.0, 0.3};
    switch (hk_loss_find(loss)->domain) {
    case HK_UNIT_TARGET:
        return classes[random_index(random, 3)];
    case HK_SIGN_TARGET:
        return random_bits(random) & 1 ? 1.0 : -1.0;
    case HK_COUNT_TARGET:
        return (double)random_index(random, 5);
    case HK_POSITIVE_TARGET:
        return random_uniform(random, 0.2, 3.0);
    case HK_ANY_TARGET:
        break;
    }
    const double r = random_bits(random) & 1 ? random_uniform(random, 0.3, 0.7)
                                             : random_uniform(random, 1.3, 1.9);
    return random_bits(random) & 2 ? a + r : a - r;
}

static double value_of(hillock_activation activation, double z)
{
    const hk_mathematics mathematics = hk_mathematics_of(activation, HILLOCK_SQUARED);
    double a;
    hk_activate(&mathematics, 1, &z, &a);
    return a;
}

/* The last feature brings z to where it should be. */
static double aim(const double *x, const double *w, size_t n, double b, double z)
{
    for (size_t i = 0; i + 1 < n; i++)
        z -= w[i] * x[i];
    return (z - b) / w[n - 1];
}

samples samples_for_pair(hillock_activation activation, hillock_loss loss, size_t m, size_t n,
                         uint64_t seed, double *w, double *b)
{
    const hk_domain domain = hk_loss_find(loss)->domain;
    const bool positive = activation == HILLOCK_RECIPROCAL ||
                          (activation == HILLOCK_IDENTITY &&
                           (domain == HK_COUNT_TARGET || domain == HK_POSITIVE_TARGET));
    samples s = samples_random(m, n, seed);
    random_numbers random = {seed << 40};
    *b = 0.25;
    for (size_t i = 0; i < n; i++)
        w[i] = i % 2 == 0 ? 0.75 : -0.5;
    for (size_t j = 0; j < m; j++) {
        const double z = smooth_z(&random, positive);
        s.X[j * n + n - 1] = aim(&s.X[j * n], w, n, *b, z);
        s.offset[j] *= 0.04; /* at most 0.02 */
        s.y[j] = smooth_target(&random, loss, value_of(activation, z));
    }
    samples_round_to_float(&s);
    return s;
}

hillock_neuron *neuron_at(hillock_activation activation, hillock_loss loss, size_t n,
                          const double *w, double b)
{
    hillock_neuron *neuron = NULL;
    assert_int_equal(hillock_neuron_create(&neuron, n, activation, loss), HILLOCK_OK);
    assert_int_equal(hillock_neuron_set_parameters(neuron, w, b), HILLOCK_OK);
    return neuron;
}

hillock_neuron *neuron_with(hillock_activation activation, hillock_loss loss, size_t n,
                            const double *w, double b, hk_instruction_set set)
{
    hillock_neuron *const neuron = neuron_at(activation, loss, n, w, b);
    neuron->mathematics.kernels = hk_kernels_for(set);
    neuron->products = hk_products_for(set);
    hk_neuron_set_parameters(neuron, w, b, false); /* packed as these products take them */
    return neuron;
}
