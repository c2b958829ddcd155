#include "model/inference_trip.h"

#include "core/memory.h"
#include "data/check.h"
#include "neuron/catalogue.h"
#include "neuron/expected_curvature.h"

#include <float.h>
#include <math.h>

/* rms(e) and curvature of this share of the untrained neuron's vanish, and e of this share of what
 * z and the curvature are: the trainer's. The latter is rounding for certain at a few last bits. */
static const double VANISHING = 1e-12, LAST_BITS = 16.0 * DBL_EPSILON;

hillock_status hk_inference_no_memory(hillock_neuron *neuron)
{
    return hk_say(&neuron->message, HILLOCK_ERROR_MEMORY,
                  "no memory for the statistics of %zu features", neuron->n_features);
}

bool hk_inference_trip_create(hk_inference_trip *trip, const hk_inference_request *request)
{
    const size_t n = request->view->n_features, p = n + 1;
    *trip = (hk_inference_trip){.request = request};
    trip->centre = hk_allocate(n, sizeof(double));
    trip->scale = hk_allocate(n, sizeof(double));
    trip->noise = hk_allocate(p, sizeof(double));
    trip->slope = hk_allocate(p, sizeof(hk_compensated));
    trip->row = hk_allocate(n, sizeof(double));
    trip->x = hk_allocate(p, sizeof(double));
    return trip->centre && trip->scale && trip->noise && trip->slope && trip->row && trip->x &&
           hk_statistics_create(&trip->statistics, n) &&
           hk_triangle_create(&trip->rows.curvature, p) &&
           (request->covariance == HILLOCK_COVARIANCE_MODEL ||
            hk_triangle_create(&trip->rows.residuals, p));
}

void hk_inference_trip_destroy(hk_inference_trip *trip)
{
    hk_free(trip->centre);
    hk_free(trip->scale);
    hk_free(trip->noise);
    hk_free(trip->slope);
    hk_free(trip->row);
    hk_free(trip->x);
    hk_statistics_destroy(&trip->statistics);
    hk_triangle_destroy(&trip->rows.curvature);
    hk_triangle_destroy(&trip->rows.negative);
    hk_triangle_destroy(&trip->rows.residuals);
}

/* The largest |x|, or the spread. */
static double size_of(const hk_inference_trip *trip, size_t i)
{
    const double lowest = trip->statistics.lowest[i], highest = trip->statistics.highest[i];
    return trip->request->bias == HILLOCK_BIAS_HELD ? fmax(fabs(lowest), fabs(highest))
                                                    : highest - lowest;
}

/* A constant feature is 0 when its value is subtracted, not its mean, which is rounded. Where the
 * bias is held nothing may be shifted into it. */
static void choose_coordinate(hk_inference_trip *trip, size_t i)
{
    const hk_statistics *const s = &trip->statistics;
    int exponent = 0;
    frexp(size_of(trip, i), &exponent); /* of 0: 0 */
    if (trip->request->bias == HILLOCK_BIAS_FITTED)
        trip->centre[i] = hk_feature_centre(s, i, true);
    trip->scale[i] = ldexp(1.0, -exponent);
    trip->noise[i + 1] = fmax(1.0, fabs(trip->centre[i]) * trip->scale[i]);
}

static hillock_status choose_coordinates(hk_inference_trip *trip)
{
    const hk_statistics *const s = &trip->statistics;
    hk_message *const message = &trip->request->neuron->message;
    hk_fault fault;
    const hillock_status status = hk_check_features(trip->request->view, s, &fault, message);
    if (status != HILLOCK_OK)
        return status;
    trip->noise[0] = 1.0;
    for (size_t i = 0; i < s->n_features; i++) {
        const double size = size_of(trip, i);
        if (!isfinite(s->mean[i]) || !isfinite(size) || (size > 0.0 && size < DBL_MIN))
            return hk_say(message, HILLOCK_ERROR_VALUE,
                          "the mean and spread of feature %zu cannot be represented: rescale it",
                          i);
        choose_coordinate(trip, i);
    }
    return HILLOCK_OK;
}

static void take_coordinates(hk_inference_trip *trip, size_t sample)
{
    const double *const x = hk_view_row(trip->request->view, sample, trip->row);
    trip->x[0] = trip->request->bias == HILLOCK_BIAS_HELD ? 0.0 : 1.0;
    for (size_t i = 0; i < trip->request->view->n_features; i++)
        trip->x[i + 1] = (x[i] - trip->centre[i]) * trip->scale[i];
}

/* The triangle of what bends down is made when the first such sample is met. */
static hillock_status add_curvature(hk_inference_trip *trip, size_t sample, double weight,
                                    double curvature)
{
    hk_triangle *const triangle = curvature < 0.0 ? &trip->rows.negative : &trip->rows.curvature;
    hillock_neuron *const neuron = trip->request->neuron;
    if (!isfinite(curvature))
        return hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE, "the curvature of row %zu is %g",
                      sample, curvature);
    trip->here.bend = fmax(trip->here.bend, fabs(curvature));
    if (!triangle->R && !hk_triangle_create(triangle, neuron->n_features + 1))
        return hk_inference_no_memory(neuron);
    hk_triangle_add(triangle, sqrt(weight) * sqrt(fabs(curvature)), trip->x);
    return HILLOCK_OK;
}

/* The weight of e^2 x x^T is the sample's, or its square. */
static void add_residual(hk_inference_trip *trip, double weight, double e)
{
    const bool precision = trip->request->weights == HILLOCK_PRECISION_WEIGHTS;
    for (size_t i = 0; i <= trip->request->view->n_features; i++)
        hk_compensated_add(&trip->slope[i], weight * e * trip->x[i]);
    hk_compensated_add(&trip->here.square, weight * e * e);
    if (trip->rows.residuals.R)
        hk_triangle_add(&trip->rows.residuals, (precision ? weight : sqrt(weight)) * e, trip->x);
}

/* By which share of its size z would have to move. */
static void add_move(hk_inference_trip *trip, double z, double e, double bend)
{
    const double size = fabs(bend) * fmax(trip->here.z, fabs(z));
    if (e != 0.0)
        trip->here.move = fmax(trip->here.move, size > 0.0 ? fabs(e) / size : HUGE_VAL);
}

/* What the trainer measures an exact fit by. */
static void add_untrained(hk_inference_trip *trip, const hk_sample_block *block)
{
    const hk_mathematics *const mathematics = &trip->request->neuron->mathematics;
    const double b = hk_initial_bias(mathematics->activation, mathematics->loss);
    double z[HK_SAMPLE_BLOCK], l[HK_SAMPLE_BLOCK], e[HK_SAMPLE_BLOCK], bend[HK_SAMPLE_BLOCK];
    for (size_t k = 0; k < block->count; k++)
        z[k] = b + hk_column_value(&trip->request->view->offset, block->first + k, 0.0);
    hk_differentiate(mathematics, block->count, block->y, z, l, e, bend);
    for (size_t k = 0; k < block->count; k++) {
        if (block->weight[k] == 0.0)
            continue;
        hk_compensated_add(&trip->untrained.square, block->weight[k] * e[k] * e[k]);
        trip->untrained.bend = fmax(trip->untrained.bend, fabs(bend[k]));
    }
}

/* a = z to twice the precision. */
static void residuals_of_line(const hk_sample_block *block, double *e)
{
    for (size_t k = 0; k < block->count; k++)
        e[k] = -2.0 * ((block->y[k] - block->z[k]) - block->low[k]);
}

static hillock_status add_block(hk_inference_trip *trip, const hk_sample_block *block)
{
    const hk_inference_request *const request = trip->request;
    const hk_mathematics *const mathematics = &request->neuron->mathematics;
    double l[HK_SAMPLE_BLOCK], e[HK_SAMPLE_BLOCK], curvature[HK_SAMPLE_BLOCK];
    hk_differentiate(mathematics, block->count, block->y, block->z, l, e, curvature);
    if (hk_mathematics_is_quadratic(mathematics))
        residuals_of_line(block, e);
    for (size_t k = 0; k < block->count; k++)
        if (block->weight[k] > 0.0)
            add_move(trip, block->z[k], e[k], curvature[k]);
    if (request->covariance == HILLOCK_COVARIANCE_MODEL)
        hk_expected_curvature(mathematics, block->count, block->z, curvature);
    for (size_t k = 0; k < block->count; k++) {
        if (block->weight[k] == 0.0)
            continue;
        take_coordinates(trip, block->first + k);
        add_residual(trip, block->weight[k], e[k]);
        const hillock_status status =
            add_curvature(trip, block->first + k, block->weight[k], curvature[k]);
        if (status != HILLOCK_OK)
            return status;
    }
    if (!hk_has_likelihood(mathematics->loss))
        add_untrained(trip, block);
    hk_likelihood_add(&trip->sums, request->view, block, mathematics, request->weights);
    return HILLOCK_OK;
}

/* What z is a sum of. */
static double size_of_z(const hk_inference_trip *trip)
{
    const hillock_neuron *const neuron = trip->request->neuron;
    double size = fabs(neuron->b);
    for (size_t i = 0; i < neuron->n_features; i++)
        size += fabs(neuron->w[i]) * hk_feature_rms(&trip->statistics, i);
    return size;
}

static void finish_triangles(hk_covariance_rows *rows)
{
    hk_triangle *const triangles[] = {&rows->curvature, &rows->negative, &rows->residuals};
    for (size_t k = 0; k < 3; k++)
        if (triangles[k]->R)
            hk_triangle_finish(triangles[k]);
}

hillock_status hk_inference_trip_run(hk_inference_trip *trip)
{
    const hk_view *const view = trip->request->view;
    const hillock_neuron *const neuron = trip->request->neuron;
    hk_sample_block block;
    if (!hk_statistics_collect(&trip->statistics, view, neuron->execution.threads, NULL))
        return hk_inference_no_memory(trip->request->neuron);
    hillock_status status = choose_coordinates(trip);
    trip->here.z = size_of_z(trip);
    for (size_t first = 0; status == HILLOCK_OK && first < view->n_samples;
         first += HK_SAMPLE_BLOCK) {
        hk_sample_block_read(&block, view, first, neuron->w, neuron->b, trip->row);
        status = add_block(trip, &block);
    }
    finish_triangles(&trip->rows);
    trip->rows.noise = trip->noise;
    return status;
}

void hk_inference_trip_slope(const hk_inference_trip *trip, double *slope)
{
    for (size_t i = 0; i <= trip->request->view->n_features; i++)
        slope[i] = hk_compensated_value(&trip->slope[i]);
}

bool hk_inference_trip_vanishes(const hk_inference_trip *trip)
{
    const double square = hk_compensated_value(&trip->here.square);
    const double untrained = hk_compensated_value(&trip->untrained.square);
    const bool bends = hk_mathematics_has_curvature(&trip->request->neuron->mathematics);
    return square <= VANISHING * VANISHING * untrained &&
           (!bends || trip->here.move <= VANISHING) &&
           trip->here.bend > VANISHING * trip->untrained.bend;
}

bool hk_inference_trip_is_rounding(const hk_inference_trip *trip)
{
    return trip->here.move <= LAST_BITS;
}

double hk_inference_trip_rms(const hk_inference_trip *trip)
{
    return sqrt(hk_compensated_value(&trip->here.square) /
                hk_compensated_value(&trip->sums.weight));
}

/* Of e, or of z by the last bits of what it is a sum of. */
bool hk_inference_trip_slope_is_rounding(const hk_inference_trip *trip)
{
    static const double MOST_ROUNDING = 1e-12;
    const double share = trip->here.bend * trip->here.z / hk_inference_trip_rms(trip);
    return hk_inference_trip_is_rounding(trip) ||
           hk_inference_trip_norm(trip) <= fmin(DBL_EPSILON * (1.0 + share), MOST_ROUNDING);
}

double hk_inference_trip_norm(const hk_inference_trip *trip)
{
    const bool fit_bias = trip->request->bias == HILLOCK_BIAS_FITTED;
    const double W = hk_compensated_value(&trip->sums.weight);
    const double e_rms = hk_inference_trip_rms(trip);
    double largest = e_rms > 0.0 ? fabs(hk_compensated_value(&trip->slope[0]) / W) / e_rms : 0.0;
    for (size_t i = 0; e_rms > 0.0 && i < trip->request->view->n_features; i++) {
        const double rms = hk_feature_spread(&trip->statistics, i, fit_bias);
        const double slope = hk_compensated_value(&trip->slope[i + 1]) / W / trip->scale[i];
        if (rms > 0.0) /* a feature that is 0 everywhere has no slope */
            largest = fmax(largest, fabs(slope) / (e_rms * rms));
    }
    return largest;
}
