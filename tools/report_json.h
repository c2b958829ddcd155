/* What `hillock fit --json` writes: one object with all digits. */
#ifndef TOOLS_REPORT_JSON_H
#define TOOLS_REPORT_JSON_H

#include <stdbool.h>

#include "coefficients.h"
#include "folds.h"
#include "hillock/hillock.h"
#include "table.h"

struct fit_report {
    hillock_status status; /* how the training ended */
    const char *rule;      /* the same as a sentence  */
    const hillock_trainer *trainer;
    hillock_neuron *neuron;
    const hillock_dataset *training;
    const hillock_dataset *held_out; /* NULL: none */
    size_t n_validating;             /* samples that training stops by */
    const struct table *table;
    const struct coefficients *coefficients; /* NULL: training diverged */
    const char *file, *target;
    const char *weight, *offset; /* columns; NULL: none */
    const struct folds *folds;
    bool checks_gradient;
    const char *model;      /* where it was saved; NULL: nowhere */
    const char *checkpoint; /* likewise, the training */
};

void print_json(const struct fit_report *report);

#endif
