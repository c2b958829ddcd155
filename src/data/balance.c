#include "data/balance.h"

#include "core/sum.h"
#include "neuron/catalogue.h"

/* Sums of the weights of the lower and the upper class. */
static hillock_status sum_classes(const hk_view *view, int lower, double *sums, hk_message *message)
{
    hk_compensated weights[2] = {{0}};
    for (size_t j = 0; j < view->n_samples; j++) {
        const double y = hk_column_value(&view->targets, j, 0.0);
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight == 0.0)
            continue;
        if (y != lower && y != 1.0)
            return hk_say(message, HILLOCK_ERROR_TARGET,
                          "the target of row %zu is %g: balanced class weights need every target "
                          "to be %d or 1",
                          j, y, lower);
        hk_compensated_add(&weights[y == 1.0], weight);
    }
    for (int c = 0; c < 2; c++)
        sums[c] = hk_compensated_value(&weights[c]);
    return HILLOCK_OK;
}

hillock_status hk_balance_classes(const hk_view *view, hillock_loss loss, double *balanced,
                                  hk_message *message)
{
    double sums[2] = {0.0, 0.0};
    if (!hk_is_classifier(loss))
        return hk_say(message, HILLOCK_ERROR_VALUE,
                      "class-weights balanced: %s has no classes; it is for cross-entropy, hinge, "
                      "squared-hinge and perceptron",
                      hk_loss_find(loss)->name);
    const int lower = hk_lower_class(loss);
    const hillock_status status = sum_classes(view, lower, sums, message);
    if (status != HILLOCK_OK)
        return status;
    for (int c = 0; c < 2; c++)
        if (sums[c] == 0.0)
            return hk_say(message, HILLOCK_ERROR_ONE_CLASS,
                          "class-weights balanced: no sample of positive weight has the target %d",
                          c == 0 ? lower : 1);
    const double half = 0.5 * (sums[0] + sums[1]);
    for (size_t j = 0; j < view->n_samples; j++) {
        const bool upper = hk_column_value(&view->targets, j, 0.0) == 1.0;
        balanced[j] = hk_column_value(&view->weights, j, 1.0) / sums[upper] * half;
    }
    return HILLOCK_OK;
}
