/* The arithmetic of the features' statistics, vectorised: compiled once per instruction set
 * (moments_<set>.c), chosen at run time. */
#ifndef HK_DATA_MOMENTS_H
#define HK_DATA_MOMENTS_H

#include "core/processor.h"
#include "data/view.h"

#include <stdbool.h>

/* What a panel or a group of them adds up to: the sum of the weights, and n numbers each. */
typedef struct hk_moments {
    double weight;
    double *mean;
    double *square; /* weighted sum of (x - mean)^2 */
    double *lowest; /* of samples of positive weight */
    double *highest;
} hk_moments;

/* Samples first ... first + count - 1, weights of which are `weights` (count numbers). X is read
 * twice: the panel should stay in the cache. lowest and highest go on from what they are, mean and
 * square begin anew; weight is given. */
typedef void hk_panel_moments(const hk_view *view, size_t first, size_t count,
                              const double *weights, hk_moments *panel);

hk_panel_moments *hk_panel_moments_for(hk_instruction_set set);

#endif
