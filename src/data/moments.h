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
    double *side; /* sum of factor x; NULL: not wanted */
} hk_moments;

/* Consecutive samples, and what is known of them. */
typedef struct hk_stretch {
    size_t first;
    size_t count;
    const double *weights; /* count numbers                                     */
    const double *factors; /* likewise, of the side sum                         */
    const double *about;   /* n: from where features are summed; near their mean
                            * nothing of their deviation is lost. NULL: only the
                            * means are wanted                                   */
} hk_stretch;

/* One reading of a stretch; the next one as long is asked for. lowest and highest go on from what
 * they are, all other sums begin anew; weight is given. Where only means are wanted the rest stays
 * as it is. */
typedef void hk_panel_moments(const hk_view *view, const hk_stretch *stretch, hk_moments *panel);

hk_panel_moments *hk_panel_moments_for(hk_instruction_set set);

#endif
