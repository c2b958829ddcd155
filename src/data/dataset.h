/* The handle behind hillock_dataset: a view, and what its last check found. */
#ifndef HK_DATA_DATASET_H
#define HK_DATA_DATASET_H

#include "core/message.h"
#include "data/fault.h"
#include "data/view.h"

struct hillock_dataset {
    hk_view view;
    hk_message message;
    hk_fault fault;
    size_t zero_weights;
    size_t n_constant;
    size_t *constant; /* n_constant indices, ascending; owned */
};

/* Sets X. Shared by both types. */
hillock_status hk_dataset_set_features(hillock_dataset *dataset, const void *X, hk_type type,
                                       hillock_layout layout, size_t stride);

/* Checks, and keeps what was found. */
hillock_status hk_dataset_check(hillock_dataset *dataset, hillock_loss loss);

/* Forgets what the last check found: the data have changed. */
void hk_dataset_forget(hillock_dataset *dataset);

/* rows x columns elements of `size` bytes, `stride` apart, can be addressed. */
bool hk_extent_fits(size_t rows, size_t columns, size_t stride, size_t size);

#endif
