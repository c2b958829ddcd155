#include "data/check.h"

#include "core/memory.h"
#include "core/sum.h"
#include "neuron/catalogue.h"

#include <math.h>

hillock_status hk_check_complete(const hk_view *view, hk_message *message)
{
    if (view->n_samples == 0)
        return hk_say(message, HILLOCK_ERROR_SIZE, "the dataset has no samples");
    if (!view->X && view->n_features > 0)
        return hk_say(message, HILLOCK_ERROR_INCOMPLETE,
                      "the dataset has no features: call hillock_dataset_set_features_f64 or _f32");
    if (!view->targets.values)
        return hk_say(message, HILLOCK_ERROR_INCOMPLETE,
                      "the dataset has no targets: call hillock_dataset_set_targets_f64 or _f32");
    return HILLOCK_OK;
}

static hillock_status fault_at(hk_fault *fault, size_t row, size_t column, double value,
                               hillock_status status)
{
    *fault = (hk_fault){.found = true, .row = row, .column = column, .value = value};
    return status;
}

/* A sample of weight 0 has no target and no offset. */
static bool is_there(const hk_view *view, size_t sample)
{
    return hk_column_value(&view->weights, sample, 1.0) != 0.0;
}

static hillock_status check_finite_column(const hk_view *view, const hk_column *column,
                                          const char *what, hk_fault *fault, hk_message *message)
{
    for (size_t j = 0; j < view->n_samples; j++) {
        const double value = hk_column_value(column, j, 0.0);
        if (!isfinite(value) && is_there(view, j))
            return hk_say(
                message, fault_at(fault, j, HK_NO_COLUMN, value, HILLOCK_ERROR_NOT_FINITE),
                "%s of row %zu is %g: remove the row or give a finite number", what, j, value);
    }
    return HILLOCK_OK;
}

hillock_status hk_check_weights(const hk_view *view, double *total, size_t *zeros, hk_fault *fault,
                                hk_message *message)
{
    *total = (double)view->n_samples;
    *zeros = 0;
    if (!view->weights.values)
        return HILLOCK_OK;
    const hillock_status status =
        check_finite_column(view, &view->weights, "the weight", fault, message);
    if (status != HILLOCK_OK)
        return status;
    hk_compensated sum = {0};
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight < 0.0)
            return hk_say(message, fault_at(fault, j, HK_NO_COLUMN, weight, HILLOCK_ERROR_WEIGHT),
                          "the weight of row %zu is %g: weights must not be negative", j, weight);
        hk_compensated_add(&sum, weight);
        *zeros += weight == 0.0;
    }
    *total = hk_compensated_value(&sum);
    if (*total == 0.0)
        return hk_say(message, HILLOCK_ERROR_WEIGHT,
                      "all %zu sample weights are 0: nothing to learn from", view->n_samples);
    if (*total < 1e-150 ||
        *total > 1e150) /* their squares, and products with a loss, must stay finite */
        return hk_say(
            message, HILLOCK_ERROR_WEIGHT,
            "the sum of the sample weights, %g, overflows or underflows when it is squared: "
            "bring it between 1e-150 and 1e150",
            *total);
    return HILLOCK_OK;
}

/* All targets are one of the two values. */
static bool targets_are(const hk_view *view, double low, double high)
{
    for (size_t j = 0; j < view->n_samples; j++) {
        const double y = hk_column_value(&view->targets, j, 0.0);
        if (y != low && y != high && is_there(view, j))
            return false;
    }
    return true;
}

static const char *recoding(const hk_view *view, hk_domain domain)
{
    if (domain == HK_COUNT_TARGET)
        return "counts and rates must not be negative";
    if (domain == HK_POSITIVE_TARGET)
        return "targets must be positive";
    const bool unit = domain == HK_UNIT_TARGET;
    if (targets_are(view, 1.0, 2.0))
        return unit ? "the targets are coded 1 and 2: subtract 1, to have 0 and 1"
                    : "the targets are coded 1 and 2: use 2 y - 3, to have -1 and +1";
    if (targets_are(view, -1.0, 1.0))
        return "the targets are coded -1 and +1: use (y + 1) / 2, to have 0 and 1";
    if (targets_are(view, 0.0, 1.0))
        return "the targets are coded 0 and 1: use 2 y - 1, to have -1 and +1";
    return unit ? "the targets must be probabilities, or the classes coded 0 and 1"
                : "the classes must be coded -1 and +1";
}

enum { CHUNK = 256 };

/* The first target that the loss does not take, or n_samples. */
static size_t first_illegal_target(const hk_view *view, hillock_loss loss)
{
    const hk_interval legal = hk_legal_targets(loss);
    const hk_kernels *const kernels = hk_kernels_for(hk_processor());
    double chunk[CHUNK];
    const bool takes_any = hk_loss_find(loss)->domain == HK_ANY_TARGET;
    for (size_t first = 0; !takes_any && first < view->n_samples; first += CHUNK) {
        const size_t count = hk_min_size(CHUNK, view->n_samples - first);
        const double *const y = hk_column_read(&view->targets, first, count, 0.0, chunk);
        for (size_t j = 0; kernels->outside(legal, count - j, y + j); j++)
            if (kernels->outside(legal, 1, y + j) && is_there(view, first + j))
                return first + j;
    }
    return view->n_samples;
}

hillock_status hk_check_targets(const hk_view *view, hillock_loss loss, hk_fault *fault,
                                hk_message *message)
{
    const hk_loss_entry *const entry = hk_loss_find(loss);
    const size_t row = first_illegal_target(view, loss);
    if (row == view->n_samples)
        return HILLOCK_OK;
    const double y = hk_column_value(&view->targets, row, 0.0);
    const hillock_status status = isfinite(y) ? HILLOCK_ERROR_TARGET : HILLOCK_ERROR_NOT_FINITE;
    return hk_say(message, fault_at(fault, row, HK_NO_COLUMN, y, status),
                  "the target of row %zu is %g, which %s does not take: %s", row, y, entry->name,
                  recoding(view, entry->domain));
}

/* Over samples of positive weight. Targets between the classes are probabilities: no single
 * class then. */
static hillock_status check_classes(const hk_view *view, hillock_loss loss, hk_message *message)
{
    if (!hk_is_classifier(loss))
        return HILLOCK_OK;
    double only = NAN;
    for (size_t j = 0; j < view->n_samples; j++) {
        if (!is_there(view, j))
            continue;
        const double y = hk_column_value(&view->targets, j, 0.0);
        if (y != hk_lower_class(loss) && y != 1.0)
            return HILLOCK_OK;
        if (!isnan(only) && y != only)
            return HILLOCK_OK;
        only = y;
    }
    return hk_say(message, HILLOCK_ERROR_ONE_CLASS,
                  "every target is %g: both classes are needed to learn to tell them apart", only);
}

/* The first feature value that is not finite; only called when a mean has shown that there may
 * be one. */
static hillock_status locate_not_finite(const hk_view *view, hk_fault *fault, hk_message *message)
{
    for (size_t j = 0; j < view->n_samples; j++)
        for (size_t i = 0; i < view->n_features; i++) {
            const double x = hk_view_value(view, j, i);
            if (!isfinite(x))
                return hk_say(
                    message, fault_at(fault, j, i, x, HILLOCK_ERROR_NOT_FINITE),
                    "the feature in row %zu, column %zu is %g: remove the row or fill the cell", j,
                    i, x);
        }
    return HILLOCK_OK;
}

hillock_status hk_check_features(const hk_view *view, const hk_statistics *statistics,
                                 hk_fault *fault, hk_message *message)
{
    for (size_t i = 0; i < view->n_features; i++)
        if (!isfinite(statistics->mean[i]))
            return locate_not_finite(view, fault, message);
    return HILLOCK_OK;
}

hillock_status hk_check_data(const hk_view *view, hillock_loss loss, int64_t threads,
                             const hk_side_sum *side, hk_statistics *statistics,
                             size_t *zero_weights, hk_fault *fault, hk_message *message)
{
    *fault = (hk_fault){.found = false};
    double total;
    hillock_status status = hk_check_complete(view, message);
    if (status == HILLOCK_OK)
        status = hk_check_weights(view, &total, zero_weights, fault, message);
    if (status == HILLOCK_OK)
        status = check_finite_column(view, &view->targets, "the target", fault, message);
    if (status == HILLOCK_OK)
        status = check_finite_column(view, &view->offset, "the offset", fault, message);
    if (status == HILLOCK_OK)
        status = hk_check_targets(view, loss, fault, message);
    if (status == HILLOCK_OK && !hk_statistics_collect(statistics, view, threads, side))
        status = hk_say(message, HILLOCK_ERROR_MEMORY,
                        "no memory for the statistics of %zu features", view->n_features);
    if (status == HILLOCK_OK)
        status = hk_check_features(view, statistics, fault, message);
    if (status == HILLOCK_OK)
        status = check_classes(view, loss, message);
    return status;
}
