#include "pass/plan.h"

#include "core/blas.h"
#include "pass/plan_rules.h"

#include <limits.h>

enum {
    LEAST_BLAS_RUN = 64, /* blas: samples of a feature-major panel: whole lines of a feature    */
    MOST_GROUPS = 64,
    GROUP_ELEMENTS = 1 << 22, /* doubles that all partial gradients together take: 32 MiB       */
    BLOCK_FEATURES = 1 << 13, /* 16 threads have a block each then; its w stays in the L2 cache */
    SHARED_SAMPLES = 64,      /* at a time, where eight of them do not stay in a cache          */
    LEAST_BLOCK = 64          /* fewer at the end join the last block: it is never narrow       */
};

/* A product never has more elements than OpenBLAS multiplies on the caller's thread. A stride that
 * does not fit BLAS's int can only be stepped over by hand: one row at a time. */
static void cut_for_blas(const hk_view *view, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t elements = HK_BLAS_SERIAL_ELEMENTS;
    size_t samples = hk_max_size(1, hk_min_size(elements / n, MOST_SAMPLES));
    if (view->layout == HILLOCK_FEATURE_MAJOR)
        samples = hk_max_size(samples, LEAST_BLAS_RUN);
    size_t features = hk_min_size(n, elements / samples);
    if (view->stride > INT_MAX && view->layout == HILLOCK_SAMPLE_MAJOR)
        samples = 1;
    if (view->stride > INT_MAX && view->layout == HILLOCK_FEATURE_MAJOR)
        features = 1;
    plan->panel_samples = plan->strip_samples = samples;
    plan->block_features = features;
}

static void cut_for_fused(const hk_view *view, hk_plan *plan)
{
    plan->block_features = hk_max_size(view->n_features, 1);
    if (view->layout == HILLOCK_SAMPLE_MAJOR)
        hk_plan_rows(view, plan);
    else
        hk_plan_columns(view, plan);
}

/* Features are shared: a panel is one strip, as all threads wait for each other twice in it. Where
 * eight samples stay in the last-level cache from forward to backward they are read from memory
 * once. Otherwise twice whatever a panel is, and more samples share a trip through w and dJ/dw and
 * wait less often. Lines of the next strip would be gone before they are used: none are asked
 * for. */
static void cut_for_shared_features(const hk_view *view, hk_plan *plan)
{
    const size_t size = hk_type_size(view->type);
    plan->shared_features = BLOCK_FEATURES;
    plan->n_blocks = (view->n_features - LEAST_BLOCK) / BLOCK_FEATURES + 1;
    plan->asks_ahead = plan->asks_nearer = false;
    plan->later_features = plan->later_lines = 0;
    if (plan->kernel == HILLOCK_KERNEL_BLAS && plan->panel_samples < ROWS &&
        view->stride <= INT_MAX) {
        plan->panel_samples = ROWS;
        plan->block_features = HK_BLAS_SERIAL_ELEMENTS / ROWS;
    } else if (plan->kernel == HILLOCK_KERNEL_FUSED && view->layout == HILLOCK_SAMPLE_MAJOR) {
        const bool cached = view->n_features <= CACHED_BYTES / size / ROWS;
        plan->panel_samples = cached ? ROWS : SHARED_SAMPLES;
    }
    plan->strip_samples = plan->panel_samples;
}

static size_t groups_for(const hk_view *view, const hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t groups = hk_min_size(MOST_GROUPS, GROUP_ELEMENTS / n);
    return plan->n_blocks > 0 ? 1 : hk_max_size(hk_min_size(plan->n_panels, groups), 1);
}

hk_plan hk_plan_for(const hk_view *view, hillock_kernel kernel)
{
    hk_plan plan = {.kernel = kernel == HILLOCK_KERNEL_BLAS ? kernel : HILLOCK_KERNEL_FUSED};
    if (plan.kernel == HILLOCK_KERNEL_BLAS)
        cut_for_blas(view, &plan);
    else
        cut_for_fused(view, &plan);
    if (view->n_features >= SHARED_FROM)
        cut_for_shared_features(view, &plan);
    const size_t m = view->n_samples;
    plan.n_panels = m / plan.panel_samples + (m % plan.panel_samples != 0);
    plan.n_groups = groups_for(view, &plan);
    return plan;
}

size_t hk_plan_group_begin(const hk_plan *plan, size_t group)
{
    const size_t quotient = plan->n_panels / plan->n_groups;
    const size_t remainder = plan->n_panels % plan->n_groups;
    return group * quotient + group * remainder / plan->n_groups; /* spread: threads take runs */
}

size_t hk_plan_block_share(const hk_plan *plan, size_t thread, size_t count)
{
    return thread * (plan->n_blocks / count) + hk_min_size(thread, plan->n_blocks % count);
}

size_t hk_plan_most_features(const hk_plan *plan, size_t n_features)
{
    return plan->n_blocks > 0 ? plan->shared_features + LEAST_BLOCK : n_features;
}
