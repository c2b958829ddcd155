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
    hillock_covariance_kind covariance;
    bool has_values; /* not those of a model                                               */
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

/* Zeroed; NULL when memory could not be had. */
hillock_inference *hk_inference_allocate(size_t n_features);
void hk_inference_destroy(hillock_inference *inference);

/* b = b' - sum of centre w: what a change of the weights, `stride` apart, does to the raw bias. */
double hk_inference_raw_bias(size_t n, const double *centre, double bias, const double *w,
                             size_t stride);

/* Parameter i, i <= n, could be estimated. */
bool hk_inference_estimates(const hillock_inference *inference, size_t i);

/* Row i of factor, i <= n: of weight i, or of the bias of the centred features. */
double *hk_inference_row(const hillock_inference *inference, size_t i);

/* Makes the row of the raw bias, and the errors that are not NaN, of the other rows. false: some
 * number is not finite. */
bool hk_inference_finish(hillock_inference *inference);

/* A copy without the values of the data, whose factor is a lower triangle: of parameter i the
 * numbers 0 to i of hk_inference_row, no diagonal negative; all are 0 of what is not estimated. It
 * takes the place of *copy (NULL: none). */
typedef enum hk_inference_copying {
    HK_INFERENCE_COPIED,
    HK_INFERENCE_NO_MEMORY,
    HK_INFERENCE_NOT_FINITE
} hk_inference_copying;
hk_inference_copying hk_inference_copy(hillock_inference **copy,
                                       const hillock_inference *inference);

/* The number that a standard error is multiplied with for an interval of that level. */
double hk_inference_quantile(const hillock_inference *inference, double level);

/* Errors: KEY, SCORE, INCOMPLETE. */
hillock_status hk_inference_value(const hillock_inference *inference, hillock_statistic key,
                                  double *value);

/* NaN of what is not estimated. */
double hk_inference_covariance_at(const hillock_inference *inference, size_t i, size_t k);
void hk_inference_covariance(const hillock_inference *inference, double *covariance);

/* What is wanted of rows: z or, of `response`, a = f(z); a number a row each, or NULL. */
typedef struct hk_inference_rows {
    const hillock_inference *inference;
    const hk_mathematics *response; /* NULL: z */
    const double *offset;           /* added to z; NULL: none */
    double level;                   /* looked at only if a bound is wanted */
    double *value;
    double *standard_error;
    double *lower;
    double *upper;
} hk_inference_rows;

/* Rows are a view of samples without anything else. Errors: VALUE, MEMORY. */
hillock_status hk_inference_predict(const hk_inference_rows *wanted, const hk_view *rows);

#endif
