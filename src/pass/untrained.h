/* The trip at w = 0: z = b + offset is known without X, and with it J and dJ/dz, so that the trip
 * that measures the features sums dJ/dw besides. */
#ifndef HK_PASS_UNTRAINED_H
#define HK_PASS_UNTRAINED_H

#include "data/statistics.h"
#include "pass/group.h"

typedef struct hk_untrained {
    const hk_view *view;
    const hk_mathematics *mathematics;
    double b;
    double *dJ_dw; /* n */
    hk_group groups[HK_STATISTICS_GROUPS];
} hk_untrained;

/* `view` and `mathematics` must outlive it; what the view is of may be set later. false when memory
 * could not be had; destroy frees what there is. */
bool hk_untrained_create(hk_untrained *untrained, const hk_view *view,
                         const hk_mathematics *mathematics, size_t n_features, double b);
void hk_untrained_destroy(hk_untrained *untrained);

/* For hk_statistics_collect on the same view. */
hk_side_sum hk_untrained_side_sum(hk_untrained *untrained);

/* After it, once: what hk_pass_run gives at (0, b) but for the rounding, and the gradient in
 * untrained->dJ_dw. total_weight is W. */
hk_sums hk_untrained_sums(hk_untrained *untrained, double total_weight);

#endif
