/* What an inference that has been made answers. */
#include "core/distribution.h"
#include "core/memory.h"
#include "model/inference.h"

#include <math.h>
#include <string.h>

double hk_inference_quantile(const hillock_inference *inference, double level)
{
    return 1.0 - level < 1.0 ? hk_outside_quantile(inference->degrees, 1.0 - level) : 0.0;
}

double hk_inference_covariance_at(const hillock_inference *inference, size_t i, size_t k)
{
    const size_t p = inference->n_features + 1;
    const double *const F = inference->factor;
    const bool known = hk_inference_estimates(inference, i) && hk_inference_estimates(inference, k);
    return known ? hk_dot(p, F + i * p, F + k * p) : NAN;
}

void hk_inference_covariance(const hillock_inference *inference, double *covariance)
{
    const size_t p = inference->n_features + 1;
    for (size_t i = 0; i < p; i++)
        for (size_t k = 0; k <= i; k++)
            covariance[i * p + k] = covariance[k * p + i] =
                hk_inference_covariance_at(inference, i, k);
}

/* z and its standard error of one row; room: p doubles. The centred row times F: nothing cancels
 * between the weights' errors and the bias's. */
static double predict_z(const hillock_inference *inference, const double *x, double *room,
                        double *standard_error)
{
    const size_t n = inference->n_features, p = n + 1;
    const double *const F = inference->factor;
    memcpy(room, F + p * p, p * sizeof *room);
    for (size_t i = 0; i < n; i++) {
        const double share = x[i] - inference->centre[i];
        for (size_t k = 0; k < p; k++)
            room[k] += share * F[i * p + k];
    }
    *standard_error = hk_norm(p, room);
    return hk_dd_value(hk_exact_z(n, inference->estimate, inference->estimate[n], x));
}

/* f is least at the number returned, and rises from there on either side; NaN: it rises or falls
 * throughout, 1 / z on either side of 0. */
static double turning_point(hillock_activation activation)
{
    switch (activation) {
    case HILLOCK_SILU:
        return -1.2784645427610738;
    case HILLOCK_GELU:
        return -0.75179152469356446;
    default:
        return NAN;
    }
}

/* f, and f' where it is wanted, at one z. */
static double respond(const hk_mathematics *mathematics, double z, double *df)
{
    double f, slope, bend;
    hk_differentiate_activation(mathematics, 1, &z, &f, &slope, &bend);
    if (df)
        *df = slope;
    return f;
}

/* From an interval of z to the values that f takes in it. */
static void bound_response(const hk_mathematics *mathematics, double *lower, double *upper)
{
    const double turn = turning_point(mathematics->activation);
    const bool has_pole = mathematics->activation == HILLOCK_RECIPROCAL;
    const double first = respond(mathematics, *lower, NULL);
    const double last = respond(mathematics, *upper, NULL);
    const bool turns = *lower < turn && turn < *upper;
    const bool is_bounded = !has_pole || *lower > 0.0 || *upper < 0.0;
    *lower = turns ? respond(mathematics, turn, NULL) : fmin(first, last);
    *upper = fmax(first, last);
    if (!is_bounded || isnan(first) || isnan(last))
        *lower = *upper = NAN;
}

static void predict_row(const hk_inference_rows *wanted, double quantile, const double *x,
                        double *room, size_t j)
{
    double error, slope;
    double value = predict_z(wanted->inference, x, room, &error);
    if (wanted->offset)
        value += wanted->offset[j];
    double lower = value - quantile * error, upper = value + quantile * error;
    if (wanted->response) {
        value = respond(wanted->response, value, &slope);
        error *= fabs(slope);
        bound_response(wanted->response, &lower, &upper);
    }
    if (wanted->value)
        wanted->value[j] = value;
    if (wanted->standard_error)
        wanted->standard_error[j] = error;
    if (wanted->lower)
        wanted->lower[j] = lower;
    if (wanted->upper)
        wanted->upper[j] = upper;
}

hillock_status hk_inference_predict(const hk_inference_rows *wanted, const hk_view *rows)
{
    const bool bounds = wanted->lower || wanted->upper;
    if (bounds && !(wanted->level > 0.0 && wanted->level < 1.0))
        return HILLOCK_ERROR_VALUE;
    const size_t n = rows->n_features;
    double *const row = hk_allocate(n, sizeof *row);
    double *const room = hk_allocate(n + 1, sizeof *room);
    const double quantile = bounds ? hk_inference_quantile(wanted->inference, wanted->level) : 0.0;
    for (size_t j = 0; row && room && j < rows->n_samples; j++)
        predict_row(wanted, quantile, hk_view_row(rows, j, row), room, j);
    const hillock_status status = row && room ? HILLOCK_OK : HILLOCK_ERROR_MEMORY;
    hk_free(row);
    hk_free(room);
    return status;
}

hillock_status hk_inference_value(const hillock_inference *inference, hillock_statistic key,
                                  double *value)
{
    const hk_inference_values *const v = &inference->values;
    const struct {
        hillock_statistic key;
        bool needs_likelihood;
        double value;
    } table[] = {
        {HILLOCK_STATISTIC_DEVIANCE, true, v->deviance},
        {HILLOCK_STATISTIC_NULL_DEVIANCE, true, v->null_deviance},
        {HILLOCK_STATISTIC_PEARSON_CHI2, true, v->pearson},
        {HILLOCK_STATISTIC_DISPERSION, true, v->dispersion},
        {HILLOCK_STATISTIC_RESIDUAL_SD, true, sqrt(v->dispersion)},
        {HILLOCK_STATISTIC_LOG_LIKELIHOOD, true, v->log_likelihood},
        {HILLOCK_STATISTIC_AIC, true, 2.0 * (v->n_parameters - v->log_likelihood)},
        {HILLOCK_STATISTIC_R2, true,
         v->null_deviance > 0.0 ? 1.0 - v->deviance / v->null_deviance : NAN},
        {HILLOCK_STATISTIC_RESIDUAL_DF, false, v->residual_df},
        {HILLOCK_STATISTIC_RANK, false, v->rank},
        {HILLOCK_STATISTIC_CONDITION, false, v->condition},
        {HILLOCK_STATISTIC_GRADIENT_NORM, false, v->gradient_norm},
        {HILLOCK_STATISTIC_STEP, false, v->step},
    };
    for (size_t k = 0; k < sizeof table / sizeof table[0]; k++) {
        if (table[k].key != key)
            continue;
        if (!inference->has_values)
            return HILLOCK_ERROR_INCOMPLETE;
        if (table[k].needs_likelihood && !inference->likelihood)
            return HILLOCK_ERROR_SCORE;
        *value = table[k].value;
        return HILLOCK_OK;
    }
    return HILLOCK_ERROR_KEY;
}
