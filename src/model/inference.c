#include "model/inference.h"

#include "core/distribution.h"
#include "core/memory.h"
#include "model/derivation.h"
#include "neuron/catalogue.h"
#include "neuron/expected_curvature.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Up to here the parameters count as those of a minimum: a cosine that only an end of training far
 * from one leaves, such as that of separated classes, and a step that no interval shows. What the
 * rounding of the bias adds to the cosine is allowed for, up to MOST_SHIFT. */
static const double MOST_NORM = 1e-3, MOST_STEP = 1e-2, MOST_SHIFT = 1e-2;

/* A deviance of this share of the null model's is rounding, and so is its slope. */
static const double EXACT_FIT = 1e-24;

/* An inference being made. */
typedef struct job {
    const hk_inference_request *request;
    hillock_inference *made;
    hk_inference_trip trip;
    hk_covariance found;
    double *step;  /* p, bias first: A^-1 times the slope, which is where Newton's step begins */
    bool *omitted; /* p, bias first                                                            */
} job;

/* The second derivative says nothing where it is 0 between the kinks. */
static bool is_straight(hillock_loss loss)
{
    return loss == HILLOCK_ABSOLUTE || loss == HILLOCK_QUANTILE || loss == HILLOCK_HINGE ||
           loss == HILLOCK_PERCEPTRON;
}

static hillock_status check_kinds(const hk_inference_request *request)
{
    hk_message *const message = &request->neuron->message;
    if (request->weights != HILLOCK_FREQUENCY_WEIGHTS &&
        request->weights != HILLOCK_PRECISION_WEIGHTS)
        return hk_say(message, HILLOCK_ERROR_VALUE, "there is no hillock_weights_kind %d",
                      (int)request->weights);
    if (request->covariance != HILLOCK_COVARIANCE_MODEL &&
        request->covariance != HILLOCK_COVARIANCE_SANDWICH)
        return hk_say(message, HILLOCK_ERROR_VALUE, "there is no hillock_covariance_kind %d",
                      (int)request->covariance);
    if (request->bias != HILLOCK_BIAS_FITTED && request->bias != HILLOCK_BIAS_HELD)
        return hk_say(message, HILLOCK_ERROR_VALUE, "there is no hillock_bias_kind %d",
                      (int)request->bias);
    return HILLOCK_OK;
}

static hillock_status check_loss(const hk_inference_request *request)
{
    hk_message *const message = &request->neuron->message;
    const hk_mathematics *const mathematics = &request->neuron->mathematics;
    const bool model = request->covariance == HILLOCK_COVARIANCE_MODEL;
    const char *const loss = hk_loss_find(mathematics->loss)->name;
    if (model && !hk_has_likelihood(mathematics->loss))
        return hk_say(message, HILLOCK_ERROR_SCORE,
                      "the %s loss has no likelihood, which HILLOCK_COVARIANCE_MODEL needs: take "
                      "HILLOCK_COVARIANCE_SANDWICH (it needs a second derivative)",
                      loss);
    if (!model && is_straight(mathematics->loss))
        return hk_say(message, HILLOCK_ERROR_SCORE,
                      "HILLOCK_COVARIANCE_SANDWICH needs a second derivative; that of the %s loss "
                      "is 0 but for its kink",
                      loss);
    if (!model && !hk_mathematics_has_curvature(mathematics))
        return hk_say(message, HILLOCK_ERROR_SCORE,
                      "HILLOCK_COVARIANCE_SANDWICH needs a second derivative: give the user "
                      "function with has_second = 1");
    return HILLOCK_OK;
}

static bool create(job *j)
{
    const size_t n = j->request->view->n_features, p = n + 1;
    j->made = hk_inference_allocate(n);
    j->step = hk_allocate(p, sizeof *j->step);
    j->omitted = hk_allocate(p, sizeof *j->omitted);
    return j->made && j->step && j->omitted && hk_inference_trip_create(&j->trip, j->request);
}

static void destroy(job *j)
{
    hk_inference_destroy(j->made);
    hk_inference_trip_destroy(&j->trip);
    hk_free(j->step);
    hk_free(j->omitted);
}

static hillock_status factorise(job *j)
{
    hillock_neuron *const neuron = j->request->neuron;
    const size_t p = j->request->view->n_features + 1;
    hk_inference_trip_slope(&j->trip, j->step);
    for (size_t i = 1; i < p; i++) /* as training leaves a weight whose feature it left out */
        j->omitted[i] = neuron->w[i - 1] == 0.0;
    j->trip.rows.yields = j->omitted;
    switch (
        hk_covariance_factor(&j->trip.rows, j->made->factor + p, j->step, j->omitted, &j->found)) {
    case HK_COVARIANCE_OK:
        return HILLOCK_OK;
    case HK_COVARIANCE_ZERO:
        return hk_say(&neuron->message, HILLOCK_ERROR_SCORE,
                      "the curvature of J is 0 at these parameters: nothing can be estimated");
    case HK_COVARIANCE_INDEFINITE:
        return hk_say(
            &neuron->message, HILLOCK_ERROR_SCORE,
            "the curvature of J is not positive definite at these parameters, so they are "
            "not where J is least: train the neuron further");
    default:
        return hk_inference_no_memory(neuron);
    }
}

/* factor has the rows bias, weights of the centred and scaled features, from its row 1 on; they are
 * brought to weights, bias, bias of the centred features, of the raw features: w = w' scale. */
static void unscale(job *j, double root)
{
    const size_t n = j->request->view->n_features, p = n + 1;
    double *const F = j->made->factor;
    double *const bias = j->trip.x;
    memcpy(bias, F + p, p * sizeof *bias);
    for (size_t k = 0; k < p; k++)
        bias[k] *= root;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < p; k++)
            F[i * p + k] = F[(i + 2) * p + k] * j->trip.scale[i] * root;
    memcpy(F + p * p, bias, p * sizeof *F);
    for (size_t k = 0; k < p; k++)
        F[n * p + k] = hk_inference_raw_bias(n, j->trip.centre, bias[k], F + k, p);
}

/* Losses whose dispersion is estimated. */
static bool has_dispersion(hillock_loss loss)
{
    return loss == HILLOCK_SQUARED || loss == HILLOCK_GAMMA;
}

static void summarise_likelihood(job *j)
{
    const hk_inference_request *const request = j->request;
    const hk_likelihood *const sums = &j->trip.sums;
    const hk_mathematics *const mathematics = &request->neuron->mathematics;
    const bool estimated = has_dispersion(mathematics->loss);
    hk_inference_values *const values = &j->made->values;
    values->deviance = hk_compensated_value(&sums->deviance);
    values->null_deviance = request->bias == HILLOCK_BIAS_HELD
                                ? hk_held_deviance(request->view, mathematics, request->neuron->b)
                                : hk_null_deviance(sums, request->view, mathematics);
    values->pearson = hk_compensated_value(&sums->pearson);
    values->log_likelihood =
        hk_log_likelihood(sums, request->view, mathematics->loss, request->weights);
    values->n_parameters = values->rank + estimated;
    values->dispersion = 1.0;
    if (estimated)
        values->dispersion =
            values->residual_df > 0.0 ? values->pearson / values->residual_df : NAN;
    if (estimated && request->covariance == HILLOCK_COVARIANCE_MODEL)
        j->made->degrees = values->residual_df;
}

static void summarise(job *j)
{
    const hk_inference_request *const request = j->request;
    const size_t most = request->view->n_features + (request->bias == HILLOCK_BIAS_FITTED);
    hk_inference_values *const values = &j->made->values;
    j->made->covariance = request->covariance;
    j->made->has_values = true;
    j->made->likelihood = hk_has_likelihood(request->neuron->mathematics.loss);
    j->made->degrees = HUGE_VAL;
    values->rank = (double)j->found.rank;
    values->condition = j->found.rank == most ? j->found.condition : HUGE_VAL;
    values->residual_df = hk_sample_count(&j->trip.sums, request->weights) - values->rank;
    if (j->made->likelihood)
        summarise_likelihood(j);
}

static void find_errors(job *j)
{
    const size_t n = j->request->view->n_features, p = n + 1;
    hillock_inference *const made = j->made;
    const hillock_neuron *const neuron = j->request->neuron;
    unscale(j, j->request->covariance == HILLOCK_COVARIANCE_MODEL ? sqrt(made->values.dispersion)
                                                                  : 1.0);
    for (size_t i = 0; i < p; i++) {
        const double *const F = made->factor + i * p;
        if (i < n)
            made->centre[i] = j->trip.centre[i];
        made->estimate[i] = i < n ? neuron->w[i] : neuron->b;
        made->error[i] = j->omitted[i < n ? i + 1 : 0] ? NAN : hk_norm(p, F);
    }
}

/* The squared loss is twice a negative log-likelihood, whose curvature MODEL takes. A step that
 * would change but the last bit of its parameter is none. */
static double longest_step(job *j)
{
    const size_t n = j->request->view->n_features;
    const bool twice = j->request->neuron->mathematics.loss == HILLOCK_SQUARED &&
                       j->request->covariance == HILLOCK_COVARIANCE_MODEL;
    double *const w = j->step + 1;
    double longest = 0.0;
    if (j->request->covariance == HILLOCK_COVARIANCE_MODEL && isnan(j->made->values.dispersion))
        return NAN;
    if (hk_inference_trip_slope_is_rounding(&j->trip))
        return 0.0;
    for (size_t i = 0; i < n; i++)
        w[i] *= j->trip.scale[i];
    const double b = hk_inference_raw_bias(n, j->trip.centre, j->step[0], w, 1);
    for (size_t i = 0; i <= n; i++) {
        const double step = fabs(i < n ? w[i] : b) * (twice ? 0.5 : 1.0);
        const double error = j->made->error[i];
        if (step > DBL_EPSILON * fabs(j->made->estimate[i]) && !isnan(error))
            longest = fmax(longest, step / error);
    }
    return longest;
}

/* What is left of the targets is rounding, and so is its slope. */
static bool is_exact(const job *j)
{
    const hk_inference_values *const values = &j->made->values;
    if (!j->made->likelihood)
        return hk_inference_trip_vanishes(&j->trip);
    return has_dispersion(j->request->neuron->mathematics.loss)
               ? values->deviance <= EXACT_FIT * values->null_deviance ||
                     hk_inference_trip_is_rounding(&j->trip)
               : !j->trip.sums.missed;
}

/* The last bit of a bias that is large beside the residuals shifts them all, and the cosine by so
 * much at most. */
static double most_norm(const job *j)
{
    const double bit = DBL_EPSILON * fabs(j->request->neuron->b);
    const double shift = j->trip.here.bend * bit / hk_inference_trip_rms(&j->trip);
    return bit > 0.0 ? MOST_NORM + fmin(shift, MOST_SHIFT) : MOST_NORM;
}

/* How far from a minimum: what the statistics presume. Standard errors made from the residuals of
 * an exact fit are rounding too, and no measure of a step. */
static hillock_status judge(job *j)
{
    hk_inference_values *const values = &j->made->values;
    hillock_neuron *const neuron = j->request->neuron;
    const bool exact = is_exact(j);
    const bool known = j->request->covariance == HILLOCK_COVARIANCE_MODEL &&
                       !has_dispersion(neuron->mathematics.loss);
    values->gradient_norm = exact ? 0.0 : hk_inference_trip_norm(&j->trip);
    values->step = exact && !known ? 0.0 : longest_step(j);
    if (values->gradient_norm <= most_norm(j) && !(values->step > MOST_STEP))
        return hk_silent(&neuron->message);
    return hk_say(&neuron->message, HILLOCK_NOT_AT_MINIMUM,
                  "J without a penalty is not least at these parameters, which the statistics "
                  "presume: the scaled gradient norm is %.3g, Newton's step from here %.3g "
                  "standard errors: train to the end, without a penalty",
                  values->gradient_norm, values->step);
}

/* Products of a z that is nearly too large for a double may be no numbers where J still is one. */
static hillock_status check_deviance(const job *j)
{
    if (!j->made->likelihood || !isnan(j->made->values.deviance))
        return HILLOCK_OK;
    return hk_say(&j->request->neuron->message, HILLOCK_ERROR_NOT_FINITE,
                  "the deviance is not a number, as z = wX + b nearly overflows in some row: "
                  "rescale the features, or train from other parameters");
}

hillock_status hk_inference_create(hillock_inference **inference,
                                   const hk_inference_request *request)
{
    job j = {.request = request};
    hillock_status status = check_kinds(request);
    if (status == HILLOCK_OK)
        status = check_loss(request);
    if (status == HILLOCK_OK)
        status = hk_derivation_gradient(request->neuron, request->view, NULL, NULL, NULL);
    if (status != HILLOCK_OK)
        return status;
    status = create(&j) ? hk_inference_trip_run(&j.trip) : hk_inference_no_memory(request->neuron);
    if (status == HILLOCK_OK)
        status = factorise(&j);
    if (status == HILLOCK_OK) {
        summarise(&j);
        status = check_deviance(&j);
    }
    if (status == HILLOCK_OK) {
        find_errors(&j);
        status = judge(&j);
        *inference = j.made;
        j.made = NULL;
    }
    destroy(&j);
    return status;
}
