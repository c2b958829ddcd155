/* Deviance, Pearson's chi^2 and log-likelihood, of the neuron and of a bias alone. */
#ifndef HK_MODEL_LIKELIHOOD_H
#define HK_MODEL_LIKELIHOOD_H

#include "core/sum.h"
#include "model/sample_block.h"

/* Sums over the samples of positive weight; all begin as 0. Of a loss without a likelihood there
 * are the first two. */
typedef struct hk_likelihood {
    hk_compensated weight;
    double count;          /* samples                                              */
    hk_compensated z;      /* weighted z - offset: where a fit of the bias begins  */
    hk_compensated target; /* weighted y                                           */
    hk_compensated rest;   /* weighted 1 - y                                       */
    bool missed; /* dispersion 1: a mean is farther from its target than rounding explains */
    hk_compensated deviance;
    hk_compensated pearson;
    hk_compensated loss;     /* weighted                                           */
    hk_compensated constant; /* of the log-likelihood: what does not depend on a   */
} hk_likelihood;

/* Adds a block. */
void hk_likelihood_add(hk_likelihood *sums, const hk_view *view, const hk_sample_block *block,
                       const hk_mathematics *mathematics, hillock_weights_kind weights);

/* How many samples there are: the sum of frequency weights, the number with precision weights. */
double hk_sample_count(const hk_likelihood *sums, hillock_weights_kind weights);

/* The log-likelihood at the dispersion that goes with it: hillock_inference_value says which. */
double hk_log_likelihood(const hk_likelihood *sums, const hk_view *view, hillock_loss loss,
                         hillock_weights_kind weights);

/* The deviance of the best bias alone: of the weighted mean, or with an offset that varies by
 * Fisher's scoring. NaN when that finds none. */
double hk_null_deviance(const hk_likelihood *sums, const hk_view *view,
                        const hk_mathematics *mathematics);

/* The deviance of a bias alone that is held at b. */
double hk_held_deviance(const hk_view *view, const hk_mathematics *mathematics, double b);

#endif
