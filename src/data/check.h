/* Whether data can be trained on with a loss. */
#ifndef HK_DATA_CHECK_H
#define HK_DATA_CHECK_H

#include "data/fault.h"
#include "data/statistics.h"

/* Features, targets: are they set, is there a sample. */
hillock_status hk_check_complete(const hk_view *view, hk_message *message);

/* Weights: finite, not negative, not all 0. *total and *zeros: their sum and how many are 0. */
hillock_status hk_check_weights(const hk_view *view, double *total, size_t *zeros, hk_fault *fault,
                                hk_message *message);

/* All checks of hillock_dataset_check; targets and offsets of weight 0 are not looked at. Fills
 * statistics, which the caller created, with the side sum (NULL: none) in the same trip, once
 * weights, targets and offset are known to be right. ONE_CLASS is found last: nothing else is wrong
 * then. */
hillock_status hk_check_data(const hk_view *view, hillock_loss loss, int64_t threads,
                             const hk_side_sum *side, hk_statistics *statistics,
                             size_t *zero_weights, hk_fault *fault, hk_message *message);

/* Every feature value is finite, where a mean shows that one may not be. */
hillock_status hk_check_features(const hk_view *view, const hk_statistics *statistics,
                                 hk_fault *fault, hk_message *message);

/* Every target of positive weight against the loss's domain. */
hillock_status hk_check_targets(const hk_view *view, hillock_loss loss, hk_fault *fault,
                                hk_message *message);

#endif
