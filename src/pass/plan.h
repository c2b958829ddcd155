/* How X is cut: samples into strips that stay in a cache from forward to backward, strips into
 * panels that are summed up at a time, panels into groups whose sums are joined by one fixed tree.
 * Depends on the shape, type and layout of the data and on the kernel, never on the number of
 * threads, so neither do the bits of a result. */
#ifndef HK_PASS_PLAN_H
#define HK_PASS_PLAN_H

#include "data/view.h"

#include <stdbool.h>

typedef struct hk_plan {
    hillock_kernel kernel;
    size_t panel_samples; /* samples of a panel (the last one may be smaller) */
    size_t strip_samples; /* of a panel go forward and backward at a time     */
    size_t n_panels;
    size_t n_groups;       /* consecutive panels share one partial gradient */
    size_t block_features; /* blas: features multiplied at a time           */
    size_t lines_ahead;    /* fused: of eight rows of the next strip, cache lines that are asked
                              for one after the other; 0: none                               */
    bool rows_ahead;       /* fused: backward asks for the next strip, eight rows at a time   */
} hk_plan;

/* kernel: HILLOCK_KERNEL_AUTO is answered with the one that is chosen. */
hk_plan hk_plan_for(const hk_view *view, hillock_kernel kernel);

/* First panel of a group; of group n_groups, the number of panels. */
size_t hk_plan_group_begin(const hk_plan *plan, size_t group);

#endif
