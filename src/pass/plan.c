#include "pass/plan.h"

#include "core/blas.h"
#include "core/memory.h"

#include <limits.h>

enum {
    MOST_SAMPLES = 512,    /* the elementwise arrays of a panel stay in the L1 cache     */
    ROWS = 8,              /* samples the fused kernel takes at once                     */
    PANEL_BYTES = 1 << 17, /* a panel and the next one, prefetched, stay in the L2 cache */
    LEAST_RUN = 64,        /* samples of a feature-major panel: whole lines of a feature */
    MOST_GROUPS = 64,
    GROUP_ELEMENTS = 1 << 22 /* doubles that all partial gradients together take: 32 MiB     */
};

/* A product never has more elements than OpenBLAS multiplies on the caller's thread. A stride that
 * does not fit BLAS's int can only be stepped over by hand: one row at a time. */
static void cut_for_blas(const hk_view *view, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t elements = HK_BLAS_SERIAL_ELEMENTS;
    size_t samples = hk_max_size(1, hk_min_size(elements / n, MOST_SAMPLES));
    if (view->layout == HILLOCK_FEATURE_MAJOR)
        samples = hk_max_size(samples, LEAST_RUN);
    size_t features = hk_min_size(n, elements / samples);
    if (view->stride > INT_MAX && view->layout == HILLOCK_SAMPLE_MAJOR)
        samples = 1;
    if (view->stride > INT_MAX && view->layout == HILLOCK_FEATURE_MAJOR)
        features = 1;
    plan->panel_samples = samples;
    plan->block_features = features;
}

static void cut_for_fused(const hk_view *view, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t size = view->type == HK_F64 ? sizeof(double) : sizeof(float);
    const size_t unit = view->layout == HILLOCK_SAMPLE_MAJOR ? ROWS : LEAST_RUN;
    const size_t samples = PANEL_BYTES / size / n / unit * unit;
    plan->panel_samples = hk_max_size(unit, hk_min_size(samples, MOST_SAMPLES));
    plan->block_features = n;
}

hk_plan hk_plan_for(const hk_view *view, hillock_kernel kernel)
{
    hk_plan plan = {.kernel = kernel == HILLOCK_KERNEL_BLAS ? kernel : HILLOCK_KERNEL_FUSED};
    if (plan.kernel == HILLOCK_KERNEL_BLAS)
        cut_for_blas(view, &plan);
    else
        cut_for_fused(view, &plan);
    const size_t m = view->n_samples;
    const size_t n = hk_max_size(view->n_features, 1);
    plan.n_panels = m / plan.panel_samples + (m % plan.panel_samples != 0);
    plan.n_groups = hk_min_size(plan.n_panels, hk_min_size(MOST_GROUPS, GROUP_ELEMENTS / n));
    plan.n_groups = hk_max_size(plan.n_groups, 1);
    return plan;
}

size_t hk_plan_group_begin(const hk_plan *plan, size_t group)
{
    const size_t quotient = plan->n_panels / plan->n_groups;
    const size_t remainder = plan->n_panels % plan->n_groups;
    return group * quotient + hk_min_size(group, remainder);
}
