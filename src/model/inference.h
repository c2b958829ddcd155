/* The handle behind hillock_inference: the statistics of a neuron at its parameters, p = n + 1 of
 * them, weights then bias. */
#ifndef HK_MODEL_INFERENCE_H
#define HK_MODEL_INFERENCE_H

#include "model/inference_trip.h"

/* hillock_statistic, as far as they are not made of others. */
typedef struct hk_inference_values {
    double deviance;
    double null_deviance;
    double pearson;
    double dispersion;
    double log_likelihood;
    double n_parameters; /* RANK and an estimated dispersion */
    double residual_df;
    double rank;
    double condition;
    double gradient_norm;
    double step;
} hk_inference_values;

struct hillock_inference {
    size_t n_features;
    bool likelihood;
    double degrees;   /* of the t distribution; infinite: the normal one               */
    double *estimate; /* p                                                             */
    double *error;    /* p; NaN: cannot be estimated                                   */
    double *centre;   /* n: what is subtracted from a row before it meets factor       */
    double *factor;   /* (p + 1) x p, row-major: covariance F F^T of weights and bias; the last row
                         is the bias of the centred features                           */
    hk_inference_values values;
};

hillock_status hk_inference_create(hillock_inference **inference,
                                   const hk_inference_request *request);
void hk_inference_destroy(hillock_inference *inference);

/* The number that a standard error is multiplied with for an interval of that level. */
double hk_inference_quantile(const hillock_inference *inference, double level);

/* Errors: KEY, SCORE. */
hillock_status hk_inference_value(const hillock_inference *inference, hillock_statistic key,
                                  double *value);

void hk_inference_covariance(const hillock_inference *inference, double *covariance);

/* z and its standard error of one row (n features); room: p doubles. */
double hk_inference_z(const hillock_inference *inference, const double *x, double *room,
                      double *standard_error);

#endif
