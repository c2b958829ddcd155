/* What the rules of plan_rows.c and plan_columns.c share. */
#ifndef HK_PASS_PLAN_RULES_H
#define HK_PASS_PLAN_RULES_H

#include "core/ahead.h"
#include "core/memory.h"
#include "core/processor.h"
#include "pass/plan.h"

enum {
    MOST_SAMPLES = 512,     /* of a panel, whose elementwise arrays then stay in the L1 cache */
    ROWS = 8,               /* samples the fused kernel takes at once                         */
    PANEL_BYTES = 1 << 20,  /* of a panel of many features: enough of them to be shared       */
    LEAST_PANELS = 16,      /* threads share panels                                           */
    NEAR_BYTES = 1 << 19,   /* this much stays in the L2 cache                                */
    CACHED_BYTES = 1 << 24, /* this much is in the last cache, ...                            */
    FAR_BYTES = 1 << 27,    /* ... and beyond this little is in any                           */
    SHARED_FROM = 1 << 17   /* features, from which on threads share them: measured           */
};

static inline size_t hk_between(size_t least, size_t size, size_t most)
{
    return hk_max_size(least, hk_min_size(size, most));
}

/* X takes more bytes. */
static inline bool hk_is_larger(const hk_view *view, size_t size, size_t bytes)
{
    return view->n_samples > bytes / size / hk_max_size(view->n_features, 1);
}

/* Strips, panels and what is asked for, where the fused kernel takes whole samples. */
void hk_plan_rows(const hk_view *view, hk_plan *plan);
void hk_plan_columns(const hk_view *view, hk_plan *plan);

#endif
