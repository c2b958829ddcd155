/* How X is cut: samples into strips that stay in a cache from forward to backward, strips into
 * panels that are summed up at a time, panels into groups whose sums are joined by one fixed tree.
 * Or, where the partial gradients of groups would not fit beside each other, into one group, and
 * features into blocks that threads share (blocks.h).
 * Depends on the shape, type and layout of the data, on the kernel and on the processor (its
 * instruction set, and whether it follows streams), never on the number of threads, so neither do
 * the bits of a result. */
#ifndef HK_PASS_PLAN_H
#define HK_PASS_PLAN_H

#include "data/view.h"

#include <stdbool.h>

/* How many columns (core/ahead.h) are asked for with each eight samples, and where. */
typedef struct hk_columns_ahead {
    size_t forward;
    size_t between;
    size_t backward;
} hk_columns_ahead;

typedef struct hk_plan {
    hillock_kernel kernel;
    size_t panel_samples; /* samples of a panel (the last one may be smaller) */
    size_t strip_samples; /* of a panel go forward and backward at a time     */
    size_t n_panels;
    size_t n_groups;        /* consecutive panels share one partial gradient */
    size_t block_features;  /* blas: features multiplied at a time           */
    size_t n_blocks;        /* of features, which threads share; 0: they share groups of panels */
    size_t shared_features; /* of such a block, the last one may differ                         */
    bool asks_ahead;        /* fused: for the next strip, ...                                    */
    bool asks_nearer;       /* ... from memory only as far as the L2 cache, ...                  */
    hk_columns_ahead ahead; /* ... of rows and long runs so much in each part, ...               */
    size_t later_features;  /* ... of columns so many features further (forward_columns, _runs), */
    size_t later_lines;     /* ... and so many lines of each one's next run: see backward_runs   */
    bool wide_runs;         /* long runs of columns are taken four lines of each at a time       */
    bool long_streams;      /* fused: through all of a panel, as the processor follows them, ... */
    hk_columns_ahead strips_ahead; /* ... helped so much in whole strips (hk_panel_run_strips),  */
    bool asks_twice;               /* ... in L1 after all of it was asked for in L2, ...         */
    bool asks_within;              /* ... or each stream by what lies behind in itself           */
} hk_plan;

/* kernel: HILLOCK_KERNEL_AUTO is answered with the one that is chosen. */
hk_plan hk_plan_for(const hk_view *view, hillock_kernel kernel);

/* First panel of a group; of group n_groups, the number of panels. */
size_t hk_plan_group_begin(const hk_plan *plan, size_t group);

/* Features that a product is given at a time, at most. */
size_t hk_plan_most_features(const hk_plan *plan, size_t n_features);

/* First block that thread `thread` of `count` takes; of thread number count, n_blocks. */
size_t hk_plan_block_share(const hk_plan *plan, size_t thread, size_t count);

#endif
