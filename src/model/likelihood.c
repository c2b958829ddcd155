#include "model/likelihood.h"

#include "core/distribution.h"
#include "neuron/expected_curvature.h"

#include <math.h>

static const double LOG_2PI = 0x1.d67f1c864beb5p+0;

/* Up to here a mean is its target: what ends a training and rounding leave between them. */
static const double MET = 1e-10;

/* log(x! / (x^x e^-x)) by Stirling's formula. */
static double log_factorial_rest(double x)
{
    return 0.5 * (LOG_2PI + log(x)) + hk_stirling_rest(x);
}

/* The log-likelihood of a = y, of counts: where these are large, x! and x^x nearly are, and only
 * their quotient does not cancel (Loader 2000). 0 of a sure event. */
static double saturated_count(double count)
{
    return count > 0.0 ? -log_factorial_rest(count) : 0.0;
}

static double saturated_share(double trials, double y)
{
    if (y == 0.0 || y == 1.0)
        return 0.0;
    return log_factorial_rest(trials) - log_factorial_rest(trials * y) -
           log_factorial_rest(trials * (1.0 - y));
}

/* What a sample adds to the log-likelihood whatever a is: what it adds beside the deviance is that
 * of a = y for counts and shares of trials. */
static double constant(hillock_loss loss, hillock_weights_kind weights, double y, double weight)
{
    const bool precision = weights == HILLOCK_PRECISION_WEIGHTS;
    if (loss == HILLOCK_CROSS_ENTROPY)
        return precision ? saturated_share(weight, y) : 0.0;
    if (loss == HILLOCK_POISSON)
        return weight * saturated_count(y);
    if (loss == HILLOCK_GAMMA)
        return -(precision ? 1.0 : weight) * log(y);
    return precision ? 0.5 * log(weight) : 0.0;
}

void hk_likelihood_add(hk_likelihood *sums, const hk_view *view, const hk_sample_block *block,
                       const hk_mathematics *mathematics, hillock_weights_kind weights)
{
    const hillock_loss loss = mathematics->loss;
    hk_prediction_point points[HK_SAMPLE_BLOCK];
    for (size_t j = 0; j < block->count; j++) {
        hk_compensated_add(&sums->weight, block->weight[j]);
        sums->count += block->weight[j] > 0.0;
    }
    if (!hk_has_likelihood(loss))
        return;
    hk_sample_block_points(block, mathematics, points);
    for (size_t j = 0; j < block->count; j++) {
        const double weight = block->weight[j];
        const double offset = hk_column_value(&view->offset, block->first + j, 0.0);
        if (weight == 0.0)
            continue;
        hk_compensated_add(&sums->z, weight * (block->z[j] - offset));
        hk_compensated_add(&sums->target, weight * points[j].y);
        hk_compensated_add(&sums->rest, weight * (1.0 - points[j].y));
        sums->missed |= !(hk_point_distance(loss, &points[j]) <= MET);
        hk_compensated_add(&sums->deviance, weight * hk_point_deviance(loss, &points[j]));
        hk_compensated_add(&sums->pearson, weight * hk_point_pearson(loss, &points[j]));
        hk_compensated_add(&sums->loss, weight * points[j].l);
        hk_compensated_add(&sums->constant, constant(loss, weights, points[j].y, weight));
    }
}

/* At shape k the density of a Gamma target is (k/a)^k y^(k-1) e^(-k y/a) / Gamma(k); of one of
 * precision weight w the shape is w k. k log k - k - log Gamma(k) = log(k / 2 pi) / 2 - Stirling's
 * rest: nothing cancels where k is large. */
static double gamma_shapes(const hk_view *view, hillock_weights_kind weights, double shape)
{
    hk_compensated sum = {0};
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        const bool precision = weights == HILLOCK_PRECISION_WEIGHTS;
        const double k = precision ? weight * shape : shape;
        if (weight > 0.0)
            hk_compensated_add(&sum, (precision ? 1.0 : weight) *
                                         (0.5 * (log(k) - LOG_2PI) - hk_stirling_rest(k)));
    }
    return hk_compensated_value(&sum);
}

double hk_sample_count(const hk_likelihood *sums, hillock_weights_kind weights)
{
    return weights == HILLOCK_PRECISION_WEIGHTS ? sums->count : hk_compensated_value(&sums->weight);
}

double hk_log_likelihood(const hk_likelihood *sums, const hk_view *view, hillock_loss loss,
                         hillock_weights_kind weights)
{
    const double deviance = hk_compensated_value(&sums->deviance);
    const double constants = hk_compensated_value(&sums->constant);
    const double N = hk_sample_count(sums, weights);
    if (loss == HILLOCK_SQUARED)
        return constants - 0.5 * N * (LOG_2PI + log(deviance / N) + 1.0);
    if (loss == HILLOCK_GAMMA)
        return constants + gamma_shapes(view, weights, N / deviance) - 0.5 * N;
    const bool single = loss == HILLOCK_CROSS_ENTROPY && weights == HILLOCK_FREQUENCY_WEIGHTS;
    return constants - (single ? hk_compensated_value(&sums->loss) : 0.5 * deviance);
}

static double loss_of_mean(hillock_loss loss, double y, double a, double rest)
{
    const double yes = y > 0.0 ? y * log(a) : 0.0;
    if (loss == HILLOCK_CROSS_ENTROPY)
        return -yes - (y < 1.0 ? (1.0 - y) * log(rest) : 0.0);
    return loss == HILLOCK_POISSON ? a - yes : y / a + log(a);
}

/* Among the samples of positive weight. */
static bool varies(const hk_column *column, const hk_view *view)
{
    double first = NAN;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double value = hk_column_value(column, j, 0.0);
        if (hk_column_value(&view->weights, j, 1.0) == 0.0)
            continue;
        if (isnan(first))
            first = value;
        if (value != first)
            return true;
    }
    return false;
}

static double mean_deviance(const hk_likelihood *sums, const hk_view *view, hillock_loss loss)
{
    const double W = hk_compensated_value(&sums->weight);
    const double a = hk_compensated_value(&sums->target) / W;
    const double rest = hk_compensated_value(&sums->rest) / W;
    hk_compensated deviance = {0};
    if (!varies(&view->targets, view))
        return 0.0; /* but for the rounding of their mean */
    for (size_t j = 0; j < view->n_samples; j++) {
        const double y = hk_column_value(&view->targets, j, 0.0);
        const double weight = hk_column_value(&view->weights, j, 1.0);
        hk_prediction_point point = {.y = y, .a = a, .rest = rest};
        point.l = loss_of_mean(loss, y, a, rest);
        point.residual = hk_point_residual(loss, &point);
        if (weight > 0.0)
            hk_compensated_add(&deviance, weight * hk_point_deviance(loss, &point));
    }
    return hk_compensated_value(&deviance);
}

/* Of a bias alone: deviance, step of Fisher's scoring from there, and about how much less the
 * deviance is after it. */
typedef struct bias_sums {
    double deviance;
    double step;
    double gain;
} bias_sums;

static bias_sums try_bias(const hk_view *view, const hk_mathematics *mathematics, double b)
{
    const double unit = mathematics->loss == HILLOCK_SQUARED ? 0.5 : 1.0; /* l = r^2: twice */
    double slope[HK_SAMPLE_BLOCK], bend[HK_SAMPLE_BLOCK], l[HK_SAMPLE_BLOCK];
    hk_compensated deviance = {0}, first = {0}, second = {0};
    hk_prediction_point points[HK_SAMPLE_BLOCK];
    hk_sample_block block;
    for (size_t from = 0; from < view->n_samples; from += HK_SAMPLE_BLOCK) {
        hk_sample_block_read(&block, view, from, NULL, b, NULL);
        hk_sample_block_points(&block, mathematics, points);
        hk_differentiate(mathematics, block.count, block.y, block.z, l, slope, bend);
        hk_expected_curvature(mathematics, block.count, block.z, bend);
        for (size_t j = 0; j < block.count; j++) {
            if (block.weight[j] == 0.0)
                continue;
            hk_compensated_add(&deviance,
                               block.weight[j] * hk_point_deviance(mathematics->loss, &points[j]));
            hk_compensated_add(&first, block.weight[j] * unit * slope[j]);
            hk_compensated_add(&second, block.weight[j] * bend[j]);
        }
    }
    const double slope_sum = hk_compensated_value(&first);
    const double step = -slope_sum / hk_compensated_value(&second);
    return (bias_sums){hk_compensated_value(&deviance), step, -slope_sum * step};
}

/* A step that does not lower the deviance is halved, until it gains nothing that counts or no
 * longer changes b. */
static double offset_deviance(const hk_likelihood *sums, const hk_view *view,
                              const hk_mathematics *mathematics)
{
    enum { MOST = 1000 };
    double b = hk_compensated_value(&sums->z) / hk_compensated_value(&sums->weight);
    bias_sums at = try_bias(view, mathematics, b);
    for (int k = 0; k < MOST && isfinite(at.step); k++) {
        if (at.gain <= 1e-16 * at.deviance || b + at.step == b)
            return at.deviance;
        const bias_sums next = try_bias(view, mathematics, b + at.step);
        if (next.deviance <= at.deviance && isfinite(next.step)) {
            b += at.step;
            at = next;
        } else
            at.step *= 0.5;
    }
    return NAN;
}

double hk_held_deviance(const hk_view *view, const hk_mathematics *mathematics, double b)
{
    return try_bias(view, mathematics, b).deviance;
}

double hk_null_deviance(const hk_likelihood *sums, const hk_view *view,
                        const hk_mathematics *mathematics)
{
    return varies(&view->offset, view) /* one for all is the bias's */
               ? offset_deviance(sums, view, mathematics)
               : mean_deviance(sums, view, mathematics->loss);
}
