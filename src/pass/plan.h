/* How X is cut: into panels of consecutive samples, and the row of panels into groups whose
 * sums are joined by one fixed tree. Depends on the shape, type and layout of the data and on
 * the kernel, never on the number of threads, so neither do the bits of a result. */
#ifndef HK_PASS_PLAN_H
#define HK_PASS_PLAN_H

#include "data/view.h"

typedef struct hk_plan {
    hillock_kernel kernel;
    size_t panel_samples;  /* samples of a panel (the last one may be smaller) */
    size_t block_features; /* blas: features multiplied at a time              */
    size_t n_panels;
    size_t n_groups; /* consecutive panels share one partial gradient          */
} hk_plan;

/* kernel: HILLOCK_KERNEL_AUTO is answered with the one that is chosen. */
hk_plan hk_plan_for(const hk_view *view, hillock_kernel kernel);

/* First panel of a group; of group n_groups, the number of panels. */
size_t hk_plan_group_begin(const hk_plan *plan, size_t group);

#endif
