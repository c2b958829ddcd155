/* The derivation as it stands on paper: what each thing is, its shape, the rule, the numbers. */
#ifndef TOOLS_DERIVATION_TEXT_H
#define TOOLS_DERIVATION_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "derivation.h"
#include "hillock/hillock.h"

/* names: of the features, of which the first `top` are printed. full: da/dz with its zeros, too. */
void print_derivation(const struct derivation *derivation, const hillock_neuron *neuron,
                      char *const *names, size_t top, bool full);

/* One object of JSON instead: target is the name of y. */
void print_derivation_json(const struct derivation *derivation, const hillock_neuron *neuron,
                           const char *target, char *const *names);

#endif
