/* The activation and the loss, where the command line leaves them open. */
#ifndef TOOLS_CHOICE_H
#define TOOLS_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "hillock/hillock.h"

/* What the targets look like. */
struct target_values {
    size_t n_distinct; /* 1, 2, or 3 for more */
    double low, high;  /* the two values when there are two */
};

/* -1 and 1. */
bool are_signs(const struct target_values *values);

struct target_values target_values(size_t n_samples, const double *targets);

/* Its targets are two classes. */
bool has_classes(hillock_loss loss);

/* The target that stands for the lower of two classes; the upper one's is 1. */
double lower_class(hillock_loss loss);

bool go_together(hillock_activation activation, hillock_loss loss);

struct choice {
    hillock_activation activation;
    hillock_loss loss;
    const char *reason; /* why it was chosen; NULL when both were given */
};

/* Completes what was given (0: left open) so that the pair fits together and the targets. */
struct choice choose_neuron(hillock_activation activation, hillock_loss loss,
                            const struct target_values *values);

#endif
