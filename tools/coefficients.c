#include "coefficients.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "growth.h"

/* Multiplications that standard errors may take without being asked for: some ten seconds. */
static const double most_work = 1e11;

static double real_of(const hillock_trainer *trainer, int key)
{
    double value = 0;
    (void)hillock_trainer_get_real(trainer, key, &value);
    return value;
}

static int64_t integer_of(const hillock_trainer *trainer, int key)
{
    int64_t value = 0;
    (void)hillock_trainer_get_integer(trainer, key, &value);
    return value;
}

static bool has_likelihood(hillock_loss loss)
{
    return loss == HILLOCK_SQUARED || loss == HILLOCK_CROSS_ENTROPY || loss == HILLOCK_POISSON ||
           loss == HILLOCK_GAMMA;
}

static bool is_balanced(const hillock_trainer *trainer)
{
    return integer_of(trainer, HILLOCK_CLASS_WEIGHTS) == HILLOCK_CLASSES_BALANCED;
}

/* What makes the weights another estimate than that of maximum likelihood; NULL: nothing does. */
static const char *distortion(const hillock_trainer *trainer)
{
    if (real_of(trainer, HILLOCK_L1) > 0 || real_of(trainer, HILLOCK_L2) > 0)
        return "a penalty";
    return is_balanced(trainer) ? "balanced classes" : NULL;
}

static bool is_separated(const hillock_trainer *trainer)
{
    double status = 0;
    (void)hillock_trainer_report(trainer, HILLOCK_REPORT_STATUS, &status);
    return status == HILLOCK_SEPARATED || status == HILLOCK_QUASI_SEPARATED;
}

static void remark(struct coefficients *coefficients, const char *text, const char *what)
{
    (void)snprintf(coefficients->remark, sizeof coefficients->remark, text, what);
}

/* What the library says of it in the words of a program. */
static void remark_no_distribution(struct coefficients *c, hillock_loss loss)
{
    const bool has_kink = loss == HILLOCK_ABSOLUTE || loss == HILLOCK_QUANTILE ||
                          loss == HILLOCK_HINGE || loss == HILLOCK_PERCEPTRON;
    remark(c,
           has_kink ? "no standard errors: the %s loss has neither a distribution nor a curvature "
                      "to take them from"
                    : "no standard errors: the %s loss has no distribution; --statistics sandwich "
                      "prints robust ones",
           hillock_loss_name(loss));
}

static double value_of(const hillock_inference *inference, hillock_statistic key)
{
    double value = NAN;
    (void)hillock_inference_value(inference, key, &value);
    return value;
}

static void take_fit(struct coefficients *c, const hillock_inference *inference, bool has_bias)
{
    c->has_likelihood = true;
    c->deviance = value_of(inference, HILLOCK_STATISTIC_DEVIANCE);
    c->null_deviance = value_of(inference, HILLOCK_STATISTIC_NULL_DEVIANCE);
    c->dispersion = value_of(inference, HILLOCK_STATISTIC_DISPERSION);
    c->log_likelihood = value_of(inference, HILLOCK_STATISTIC_LOG_LIKELIHOOD);
    c->aic = value_of(inference, HILLOCK_STATISTIC_AIC);
    c->residual_df = value_of(inference, HILLOCK_STATISTIC_RESIDUAL_DF);
    c->null_df = c->residual_df + value_of(inference, HILLOCK_STATISTIC_RANK) - has_bias;
}

static void take_errors(struct coefficients *c, const hillock_inference *inference)
{
    c->has_errors = true;
    (void)hillock_inference_coefficients(inference, c->std_error, c->statistic, c->p_value);
    (void)hillock_inference_intervals(inference, COEFFICIENTS_LEVEL, c->lower, c->upper);
}

hillock_status coefficients_infer(hillock_inference **inference, hillock_neuron *neuron,
                                  const hillock_trainer *trainer, const hillock_dataset *training,
                                  const struct asked *asked)
{
    return hillock_inference_create(
        inference, neuron, training, asked->weights,
        asked->statistics == STATISTICS_SANDWICH ? HILLOCK_COVARIANCE_SANDWICH
                                                 : HILLOCK_COVARIANCE_MODEL,
        integer_of(trainer, HILLOCK_FIT_BIAS) != 0 ? HILLOCK_BIAS_FITTED : HILLOCK_BIAS_HELD);
}

static void remark_distorted(struct coefficients *c, const hillock_trainer *trainer, bool is_apart)
{
    const char *const distorted = distortion(trainer);
    if (is_apart)
        (void)snprintf(c->remark, sizeof c->remark, "%s%s",
                       c->has_errors
                           ? "the classes are separated: the weights grow without end, and "
                             "standard errors of such weights say nothing"
                           : "no standard errors: the classes are separated, and the weights grow "
                             "without end (--statistics model prints them all the same)",
                       c->has_likelihood && !is_balanced(trainer)
                           ? "; deviance, degrees of freedom and AIC are those of where the "
                             "training has stopped"
                           : "");
    else
        (void)snprintf(c->remark, sizeof c->remark, "%s %s %s%s",
                       c->has_errors ? "with" : "no standard errors: with", distorted,
                       c->has_errors
                           ? "the standard errors are those of the curvature without it, not those "
                             "of the estimate: the intervals do not hold their level"
                           : "those of the likelihood are not those of the estimate (--statistics "
                             "model prints them all the same)",
                       !c->has_likelihood ? ""
                       : is_balanced(trainer)
                           ? "; there is neither deviance nor AIC, as the likelihood is that of "
                             "classes as they are"
                           : "; degrees of freedom and AIC count every parameter as if it were "
                             "free");
}

/* All of it but rounding is explained: what a likelihood would be infinite for. Nothing is to be
 * explained where all targets are the same. */
static bool is_exact(const struct coefficients *c)
{
    return c->has_likelihood && c->is_estimated &&
           (c->deviance <= 1e-24 * c->null_deviance || c->null_deviance == 0.0);
}

/* Some weight is one of many that fit as well, and those it goes with have standard errors. */
static bool splits_weights(const struct coefficients *c)
{
    for (size_t i = 0; c->has_errors && i < c->n_features; i++)
        if (isnan(c->std_error[i]) && c->estimate[i] != 0.0)
            return true;
    return false;
}

/* Balanced classes are other data than those of the likelihood. */
static void leave_out_meaningless(struct coefficients *c, const hillock_trainer *trainer)
{
    if (is_balanced(trainer))
        c->deviance = c->null_deviance = NAN;
    if (is_balanced(trainer) || is_exact(c))
        c->log_likelihood = c->aic = NAN;
}

static void infer(struct coefficients *c, hillock_neuron *neuron, const hillock_trainer *trainer,
                  const hillock_dataset *training, const struct asked *asked)
{
    const hillock_loss loss = hillock_neuron_loss(neuron);
    const bool has_bias = integer_of(trainer, HILLOCK_FIT_BIAS) != 0;
    const bool is_sandwich = asked->statistics == STATISTICS_SANDWICH;
    const char *const distorted = distortion(trainer);
    hillock_inference *inference = NULL;
    const hillock_status status = coefficients_infer(&inference, neuron, trainer, training, asked);
    c->is_estimated = loss == HILLOCK_SQUARED || loss == HILLOCK_GAMMA;
    c->is_t = c->is_estimated && !is_sandwich;
    if (status == HILLOCK_ERROR_SCORE && !has_likelihood(loss))
        remark_no_distribution(c, loss);
    else if (status != HILLOCK_OK)
        remark(c, "%s", hillock_neuron_message(neuron));
    if (status >= HILLOCK_OK && has_likelihood(loss))
        take_fit(c, inference, has_bias);
    const bool is_apart = is_separated(trainer),
               is_open = asked->statistics == STATISTICS_LEFT_OPEN;
    if (status >= HILLOCK_OK && !(is_open && (distorted || is_apart)))
        take_errors(c, inference);
    if (status >= HILLOCK_OK && (distorted || is_apart))
        remark_distorted(c, trainer, is_apart);
    else if (status >= HILLOCK_OK && is_exact(c))
        remark(c,
               "%s is exact but for rounding, which is what deviance, dispersion, standard "
               "errors and tests are of; so there is no AIC",
               c->null_deviance == 0.0 ? "the target is the same in every row: the bias alone"
                                       : "the fit");
    else if (status == HILLOCK_OK && splits_weights(c))
        remark(c,
               "a feature whose weight has no standard error depends on others, and the data do "
               "not tell their weights apart: the other standard errors and tests take that weight "
               "as known; %s leaves such features out",
               "--solver newton");
    leave_out_meaningless(c, trainer);
    c->is_sound = status == HILLOCK_OK && !distorted && !is_apart && !splits_weights(c);
    if (c->has_errors)
        c->inference = inference;
    else
        hillock_inference_destroy(inference);
}

static bool is_wanted(struct coefficients *c, hillock_loss loss, const hillock_dataset *training,
                      const struct asked *asked)
{
    const double p = (double)c->n_features + 1;
    if (asked->statistics != STATISTICS_LEFT_OPEN)
        return asked->statistics != STATISTICS_NONE;
    if (!has_likelihood(loss)) {
        remark_no_distribution(c, loss);
        return false;
    }
    if ((double)hillock_dataset_n_samples(training) * p * p <= most_work)
        return true;
    remark(c, "no standard errors: they take long for a table of this size; %s asks for them",
           "--statistics model");
    return false;
}

hillock_status coefficients_make(struct coefficients *coefficients, hillock_neuron *neuron,
                                 const hillock_trainer *trainer, const hillock_dataset *training,
                                 const struct asked *asked)
{
    const size_t p = hillock_neuron_n_features(neuron) + 1;
    double *const numbers = grown_array(NULL, p, 6, sizeof *numbers);
    *coefficients = (struct coefficients){.n_features = p - 1,
                                          .deviance = NAN,
                                          .null_deviance = NAN,
                                          .dispersion = NAN,
                                          .log_likelihood = NAN,
                                          .aic = NAN,
                                          .residual_df = NAN,
                                          .null_df = NAN};
    if (!numbers)
        return HILLOCK_ERROR_MEMORY;
    for (size_t i = 0; i < 6 * p; i++)
        numbers[i] = NAN;
    coefficients->estimate = numbers;
    coefficients->std_error = numbers + p;
    coefficients->statistic = numbers + 2 * p;
    coefficients->p_value = numbers + 3 * p;
    coefficients->lower = numbers + 4 * p;
    coefficients->upper = numbers + 5 * p;
    (void)hillock_neuron_get_parameters(neuron, numbers, &numbers[p - 1]);
    if (is_wanted(coefficients, hillock_neuron_loss(neuron), training, asked))
        infer(coefficients, neuron, trainer, training, asked);
    return HILLOCK_OK;
}

void coefficients_free(struct coefficients *coefficients)
{
    free(coefficients->estimate);
    hillock_inference_destroy(coefficients->inference);
    *coefficients = (struct coefficients){0};
}
