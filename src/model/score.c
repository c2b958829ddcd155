#include "model/score.h"

#include "core/memory.h"
#include "model/derivation.h"
#include "neuron/catalogue.h"

#include <math.h>
#include <stdlib.h>

/* Predictions beside targets, m numbers each. */
typedef struct comparison {
    const hk_view *view;
    double total_weight;
    double *a;
    double *y;
    double *weight;
} comparison;

/* Class targets are exactly the lower class or 1. */
static bool targets_are_classes(const comparison *c, hillock_loss loss)
{
    for (size_t j = 0; j < c->view->n_samples; j++)
        if (c->y[j] != hk_lower_class(loss) && c->y[j] != 1.0)
            return false;
    return true;
}

/* Rounding may carry a share of everything above 1; NaN stays. */
static double at_most_one(double share)
{
    return share > 1.0 ? 1.0 : share;
}

static double accuracy(const comparison *c, hillock_loss loss)
{
    const double threshold = hk_class_threshold(loss);
    hk_compensated right = {0};
    for (size_t j = 0; j < c->view->n_samples; j++)
        if ((c->a[j] >= threshold) == (c->y[j] == 1.0))
            hk_compensated_add(&right, c->weight[j]);
    return at_most_one(hk_compensated_value(&right) / c->total_weight);
}

typedef struct ranked {
    double a;
    double upper; /* weight as a sample of the upper class */
    double lower;
} ranked;

static int by_prediction(const void *left, const void *right)
{
    const double a = ((const ranked *)left)->a;
    const double b = ((const ranked *)right)->a;
    return (a > b) - (a < b);
}

/* The share of pairs (lower, upper) in which the upper one is predicted higher; ties count half. */
static double area_under_curve(ranked *samples, size_t count)
{
    hk_compensated lower_before = {0}, upper_all = {0}, pairs = {0};
    qsort(samples, count, sizeof *samples, by_prediction);
    for (size_t begin = 0, end; begin < count; begin = end) {
        hk_compensated upper = {0}, lower = {0};
        for (end = begin; end < count && samples[end].a == samples[begin].a; end++) {
            hk_compensated_add(&upper, samples[end].upper);
            hk_compensated_add(&lower, samples[end].lower);
        }
        const double above = hk_compensated_value(&upper), beside = hk_compensated_value(&lower);
        const double below = hk_compensated_value(&lower_before);
        hk_compensated_add(&pairs, above * (below + 0.5 * beside));
        hk_compensated_add(&lower_before, beside);
        hk_compensated_add(&upper_all, above);
    }
    return at_most_one(hk_compensated_value(&pairs) / hk_compensated_value(&upper_all) /
                       hk_compensated_value(&lower_before));
}

static hillock_status auc(const comparison *c, double *value, hk_message *message)
{
    const size_t m = c->view->n_samples;
    ranked *const samples = hk_allocate(m, sizeof *samples);
    if (!samples)
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory to rank %zu predictions", m);
    for (size_t j = 0; j < m; j++) {
        const bool upper = c->y[j] == 1.0;
        samples[j] = (ranked){c->a[j], upper ? c->weight[j] : 0.0, upper ? 0.0 : c->weight[j]};
    }
    const double area = area_under_curve(samples, m);
    hk_free(samples);
    if (isnan(area))
        return hk_say(message, HILLOCK_ERROR_SCORE, "AUC needs samples of both classes");
    *value = area;
    return hk_silent(message);
}

/* Weighted mean of (y - centre)^2, centre NULL for the prediction. */
static double mean_square(const comparison *c, const double *centre)
{
    hk_compensated sum = {0};
    for (size_t j = 0; j < c->view->n_samples; j++) {
        const double difference = c->y[j] - (centre ? *centre : c->a[j]);
        hk_compensated_add(&sum, c->weight[j] * difference * difference);
    }
    return hk_compensated_value(&sum) / c->total_weight;
}

static bool targets_are_equal(const comparison *c)
{
    double lowest = HUGE_VAL, highest = -HUGE_VAL;
    for (size_t j = 0; j < c->view->n_samples; j++)
        if (c->weight[j] > 0.0) {
            lowest = fmin(lowest, c->y[j]);
            highest = fmax(highest, c->y[j]);
        }
    return lowest == highest;
}

static hillock_status r_squared(const comparison *c, double *value, hk_message *message)
{
    hk_compensated sum = {0};
    for (size_t j = 0; j < c->view->n_samples; j++)
        hk_compensated_add(&sum, c->weight[j] * c->y[j]);
    const double mean = hk_compensated_value(&sum) / c->total_weight;
    if (targets_are_equal(c))
        return hk_say(message, HILLOCK_ERROR_SCORE, "R2 is not defined: every target is %g", mean);
    *value = 1.0 - mean_square(c, NULL) / mean_square(c, &mean);
    return hk_silent(message);
}

static hillock_status compare(const comparison *c, hillock_loss loss, hillock_score_kind kind,
                              double *value, hk_message *message)
{
    const bool classes = kind == HILLOCK_SCORE_ACCURACY || kind == HILLOCK_SCORE_AUC;
    if (classes && !hk_is_classifier(loss))
        return hk_say(message, HILLOCK_ERROR_SCORE,
                      "accuracy and AUC are not defined for the loss %s", hk_loss_find(loss)->name);
    if (classes && !targets_are_classes(c, loss))
        return hk_say(message, HILLOCK_ERROR_SCORE,
                      "accuracy and AUC need targets that are %d or 1", hk_lower_class(loss));
    if (kind == HILLOCK_SCORE_AUC)
        return auc(c, value, message);
    if (kind == HILLOCK_SCORE_R2)
        return r_squared(c, value, message);
    *value = kind == HILLOCK_SCORE_ACCURACY ? accuracy(c, loss) : sqrt(mean_square(c, NULL));
    return hk_silent(message);
}

static hillock_status score_predictions(hillock_neuron *neuron, const hk_view *view,
                                        hillock_score_kind kind, double *value)
{
    const size_t m = view->n_samples;
    comparison c = {.view = view,
                    .a = hk_allocate(m, sizeof(double)),
                    .y = hk_allocate(m, sizeof(double)),
                    .weight = hk_allocate(m, sizeof(double))};
    hillock_status status;
    if (!c.a || !c.y || !c.weight) {
        status = hk_say(&neuron->message, HILLOCK_ERROR_MEMORY, "no memory for %zu predictions", m);
        goto cleanup;
    }
    status = hk_derivation_check(neuron, view, &c.total_weight);
    if (status == HILLOCK_OK)
        status = hk_derivation_factors(neuron, view, &(hk_factors){.a = c.a});
    if (status != HILLOCK_OK)
        goto cleanup;
    for (size_t j = 0; j < m; j++) {
        c.y[j] = hk_column_value(&view->targets, j, 0.0);
        c.weight[j] = hk_column_value(&view->weights, j, 1.0);
        if (c.weight[j] == 0.0) /* not there, whatever it holds; 1 is a class of every loss */
            c.a[j] = c.y[j] = 1.0;
        if (!isfinite(c.a[j]) || !isfinite(c.y[j])) {
            status = hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE,
                            "row %zu has the prediction %g and the target %g", j, c.a[j], c.y[j]);
            goto cleanup;
        }
    }
    double score = 0.0;
    status = compare(&c, neuron->mathematics.loss, kind, &score, &neuron->message);
    if (status == HILLOCK_OK && !isfinite(score))
        status = hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE,
                        "the squares of targets or predictions overflow: rescale the targets");
    if (status == HILLOCK_OK)
        *value = score;
cleanup:
    hk_free(c.a);
    hk_free(c.y);
    hk_free(c.weight);
    return status;
}

hillock_status hk_score(hillock_neuron *neuron, const hk_view *view, hillock_score_kind kind,
                        double *value)
{
    switch (kind) {
    case HILLOCK_SCORE_J:
        return hk_derivation_gradient(neuron, view, value, NULL, NULL);
    case HILLOCK_SCORE_ACCURACY:
    case HILLOCK_SCORE_AUC:
    case HILLOCK_SCORE_RMSE:
    case HILLOCK_SCORE_R2:
        return score_predictions(neuron, view, kind, value);
    }
    return hk_say(&neuron->message, HILLOCK_ERROR_KEY, "there is no score %d", (int)kind);
}
