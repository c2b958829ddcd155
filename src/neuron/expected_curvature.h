/* The expected (Fisher) curvature of a sample's negative log-likelihood, f'(z)^2 / V(a) with the
 * variance function V of the loss's distribution: 1 (squared), a (1 - a) (cross-entropy), a
 * (Poisson), a^2 (Gamma). It does not depend on the target. */
#ifndef HK_NEURON_EXPECTED_CURVATURE_H
#define HK_NEURON_EXPECTED_CURVATURE_H

#include "neuron/mathematics.h"

/* The loss is a negative log-likelihood; the squared one is twice that of the normal distribution
 * with variance 1. */
bool hk_has_likelihood(hillock_loss loss);

/* `count` curvatures, at any z, also where a rounds to the end of its range. */
void hk_expected_curvature(const hk_mathematics *mathematics, size_t count, const double *z,
                           double *curvature);

#endif
