#include "model/training_data.h"

#include "core/memory.h"
#include "data/balance.h"
#include "data/check.h"

/* Weights and targets are checked as the caller gave them. */
static hillock_status balance(hk_training_data *data, hillock_loss loss, hk_message *message)
{
    hk_view *const view = &data->view;
    hk_fault fault;
    double total;
    size_t zeros;
    hillock_status status = hk_check_complete(view, message);
    if (status == HILLOCK_OK)
        status = hk_check_weights(view, &total, &zeros, &fault, message);
    if (status == HILLOCK_OK)
        status = hk_check_targets(view, loss, &fault, message);
    if (status != HILLOCK_OK)
        return status;
    data->balanced = hk_allocate(view->n_samples, sizeof *data->balanced);
    if (!data->balanced)
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the weights of %zu samples",
                      view->n_samples);
    status = hk_balance_classes(view, loss, data->balanced, message);
    view->weights = (hk_column){data->balanced, HK_F64};
    return status;
}

hillock_status hk_training_data_create(hk_training_data *data, const hk_view *view,
                                       hillock_loss loss, bool balance_classes, int64_t threads,
                                       const hk_side_sum *side, hk_message *message)
{
    hk_fault fault;
    size_t zeros;
    *data = (hk_training_data){.view = *view};
    if (balance_classes) {
        const hillock_status status = balance(data, loss, message);
        if (status != HILLOCK_OK)
            return status;
    }
    if (!hk_statistics_create(&data->statistics, view->n_features))
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the statistics of %zu features",
                      view->n_features);
    return hk_check_data(&data->view, loss, threads, side, &data->statistics, &zeros, &fault,
                         message);
}

void hk_training_data_destroy(hk_training_data *data)
{
    hk_free(data->balanced);
    hk_statistics_destroy(&data->statistics);
    *data = (hk_training_data){.balanced = NULL};
}
