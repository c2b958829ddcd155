/* How X is cut: into panels of consecutive samples, panels into blocks of features, and the row
 * of panels into groups whose sums are joined by one fixed tree. Depends on the shape of the
 * data alone, never on the number of threads, so neither do the bits of a result. */
#ifndef HK_PASS_PLAN_H
#define HK_PASS_PLAN_H

#include "data/view.h"

typedef struct hk_plan {
    size_t panel_samples;  /* samples of a panel (the last one may be smaller)                  */
    size_t block_features; /* features multiplied at a time: panel_samples x block_features
                              stays under the size where OpenBLAS would start threads          */
    size_t n_panels;
    size_t n_groups; /* consecutive panels share one partial gradient; group g has panels
                        g n_panels / n_groups ... (g+1) n_panels / n_groups - 1               */
} hk_plan;

hk_plan hk_plan_for(const hk_view *view);

/* First panel of a group. */
size_t hk_plan_group_begin(const hk_plan *plan, size_t group);

#endif
