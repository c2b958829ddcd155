/* Every legal pair of a built-in activation and loss, with samples that suit it. */
#ifndef TESTS_SUPPORT_PAIRS_H
#define TESTS_SUPPORT_PAIRS_H

#include "core/processor.h"
#include "samples.h"

typedef void visit_pair(hillock_activation activation, hillock_loss loss, void *payload);

/* Returns how many there were. */
size_t for_each_pair(visit_pair *visit, void *payload);

/* "tanh + squared"; lives until the next call. */
const char *pair_name(hillock_activation activation, hillock_loss loss);

/* m x n samples (n >= 1), weights and offset, with targets in the loss's domain. At w, b (all of
 * them floats) no z with or without offset and no a comes near a kink or leaves the domain, and
 * |z| < 2.5. */
samples samples_for_pair(hillock_activation activation, hillock_loss loss, size_t m, size_t n,
                         uint64_t seed, double *w, double *b);

/* A neuron at these parameters that computes with the kernels of that instruction set. */
hillock_neuron *neuron_with(hillock_activation activation, hillock_loss loss, size_t n,
                            const double *w, double b, hk_instruction_set set);

/* The same with the kernels the library chooses. */
hillock_neuron *neuron_at(hillock_activation activation, hillock_loss loss, size_t n,
                          const double *w, double b);

#endif
