/* The file that `hillock fit --model` leaves. */
#ifndef TOOLS_KEEP_H
#define TOOLS_KEEP_H

#include <stdbool.h>

#include "fault.h"
#include "hillock/hillock.h"
#include "table.h"

/* What a model is made of. */
struct kept {
    const hillock_neuron *neuron;
    const hillock_trainer *trainer;
    const hillock_dataset *training; /* the first samples of the table */
    const struct table *table;
    const char *target;
    const char *offset;                 /* the name of its column; NULL: none */
    const hillock_inference *inference; /* whose covariance is kept; NULL: none */
};

/* Writes the model with the names and the spread of its features. */
bool keep_model(const struct kept *kept, const char *path, struct fault *fault);

#endif
