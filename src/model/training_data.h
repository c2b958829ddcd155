/* Data to train on or to validate with: checked, their statistics taken, their classes balanced
 * where that is asked for. */
#ifndef HK_MODEL_TRAINING_DATA_H
#define HK_MODEL_TRAINING_DATA_H

#include "core/message.h"
#include "data/statistics.h"

typedef struct hk_training_data {
    hk_view view;     /* the caller's arrays, but weights that may be ... */
    double *balanced; /* ... these, n_samples; NULL: the caller's         */
    hk_statistics statistics;
} hk_training_data;

/* Errors: those of hk_check_data and hk_balance_classes, MEMORY. destroy frees what there is. */
hillock_status hk_training_data_create(hk_training_data *data, const hk_view *view,
                                       hillock_loss loss, bool balance_classes, int64_t threads,
                                       const hk_side_sum *side, hk_message *message);
void hk_training_data_destroy(hk_training_data *data);

#endif
