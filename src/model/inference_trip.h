/* What the statistics need of the samples, from one trip through X at the neuron's parameters: the
 * triangles of the rows, the gradient and the likelihood's sums. The features are centred, unless
 * the bias is held, and scaled; x = (1, features), or (0, features) where the bias is held. */
#ifndef HK_MODEL_INFERENCE_TRIP_H
#define HK_MODEL_INFERENCE_TRIP_H

#include "data/statistics.h"
#include "model/covariance.h"
#include "model/likelihood.h"
#include "model/neuron.h"

/* What is asked for. */
typedef struct hk_inference_request {
    hillock_neuron *neuron; /* messages go to it */
    const hk_view *view;
    hillock_weights_kind weights;
    hillock_covariance_kind covariance;
    hillock_bias_kind bias;
} hk_inference_request;

/* How large the residuals of a set of parameters are, and the curvature beside them. */
typedef struct hk_residual_size {
    hk_compensated square; /* sum of weight e^2     */
    double bend;           /* largest |d2l/dz2|     */
    double z;              /* what z is a sum of    */
    double move;           /* largest |e| / (|d2l/dz2| |z|): the share by which z would move */
} hk_residual_size;

/* n features, p = n + 1 parameters, the bias first. */
typedef struct hk_inference_trip {
    const hk_inference_request *request;
    hk_statistics statistics;
    double *centre; /* n                                                          */
    double *scale;  /* n: powers of 2 that bring a centred feature to about 1     */
    double *noise;  /* p: rounding of a feature's entries then, in units of one's */
    hk_covariance_rows rows;
    hk_compensated *slope; /* p: sum of weight e x, e = dl/dz */
    hk_residual_size here;
    hk_residual_size untrained; /* for losses without a likelihood */
    hk_likelihood sums;
    double *row; /* n: a converted row */
    double *x;   /* p                  */
} hk_inference_trip;

/* false when memory could not be had; destroy it in either case. */
bool hk_inference_trip_create(hk_inference_trip *trip, const hk_inference_request *request);
void hk_inference_trip_destroy(hk_inference_trip *trip);

/* The trip. Errors: VALUE, NOT_FINITE, MEMORY; the message is said. */
hillock_status hk_inference_trip_run(hk_inference_trip *trip);

/* p numbers: sum of weight e x, the gradient of W J in these coordinates. */
void hk_inference_trip_slope(const hk_inference_trip *trip, double *slope);

/* The trainer's scaled gradient norm, without a penalty; 0 for e = 0. */
double hk_inference_trip_norm(const hk_inference_trip *trip);

/* rms(e). */
double hk_inference_trip_rms(const hk_inference_trip *trip);

/* That gradient is what rounding leaves of it. Standard errors know nothing of rounding: they are
 * as small as the weights are large. */
bool hk_inference_trip_slope_is_rounding(const hk_inference_trip *trip);

/* For losses without a likelihood: e vanishes beside the untrained neuron's, and the curvature does
 * not vanish with it, as it does far out where an activation is flat. */
bool hk_inference_trip_vanishes(const hk_inference_trip *trip);

/* The residuals are the last bits of z. */
bool hk_inference_trip_is_rounding(const hk_inference_trip *trip);

/* "no memory", as a message. */
hillock_status hk_inference_no_memory(hillock_neuron *neuron);

#endif
