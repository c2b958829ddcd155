/* Neurons made of others. */
#ifndef TOOLS_NEURONS_H
#define TOOLS_NEURONS_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"

/* A new neuron of the same activation, loss and shape, for so many features; NULL: no memory. */
hillock_neuron *neuron_like(const hillock_neuron *from, size_t n_features);

/* f alone: a neuron like it of one feature, which is z itself; NULL: no memory. */
hillock_neuron *neuron_of_z(const hillock_neuron *from);

/* z = w x + b + offset of `count` rows of the neuron's features. */
hillock_status z_with_offset(const hillock_neuron *neuron, const double *rows, const double *offset,
                             size_t count, double *z);

/* Whether a can be on either side of it. */
bool threshold_is_possible(const hillock_model *model, double threshold, struct fault *fault);

#endif
