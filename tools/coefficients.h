/* What a training found, with how far it can be trusted: the numbers of the table that `hillock
 * fit` prints and of the object that --json writes. */
#ifndef TOOLS_COEFFICIENTS_H
#define TOOLS_COEFFICIENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "hillock/hillock.h"

/* What --statistics asks for. */
enum statistics {
    STATISTICS_LEFT_OPEN, /* by the model, where there is a likelihood and no penalty */
    STATISTICS_NONE,
    STATISTICS_MODEL,
    STATISTICS_SANDWICH
};

struct asked {
    enum statistics statistics;
    hillock_weights_kind weights;
};

struct coefficients {
    size_t n_features;
    double *estimate; /* n_features + 1 numbers each, the bias last; NaN: there is none */
    double *std_error, *statistic, *p_value, *lower, *upper;
    bool has_errors;     /* the standard errors and what follows from them */
    bool has_likelihood; /* what follows */
    bool is_t;           /* the statistic is Student's, else normal */
    bool is_estimated;   /* the dispersion */
    double deviance, null_deviance, dispersion, log_likelihood, aic, residual_df, null_df;
    bool is_sound; /* the errors are those of a minimum of J, and of the estimate as it was made */
    hillock_inference *inference; /* where the errors are from; NULL: there are none */
    char remark[600];             /* why there are no errors, or what is wrong with them; "" */
};

/* What the intervals hold the true numbers with. */
#define COEFFICIENTS_LEVEL 0.95

/* Inference as it was asked for. */
hillock_status coefficients_infer(hillock_inference **inference, hillock_neuron *neuron,
                                  const hillock_trainer *trainer, const hillock_dataset *training,
                                  const struct asked *asked);

/* Of the trained neuron over the samples it was trained on. HILLOCK_ERROR_MEMORY or HILLOCK_OK:
 * what cannot be computed is NaN, with a remark. Free with coefficients_free. */
hillock_status coefficients_make(struct coefficients *coefficients, hillock_neuron *neuron,
                                 const hillock_trainer *trainer, const hillock_dataset *training,
                                 const struct asked *asked);
void coefficients_free(struct coefficients *coefficients);

#endif
