#include "pass/plan.h"

#include "core/blas.h"
#include "core/memory.h"

#include <limits.h>

enum {
    MOST_SAMPLES = 512,     /* the elementwise arrays of a panel stay in the L1 cache           */
    ROWS = 8,               /* samples the fused kernel takes at once                           */
    STRIP_BYTES = 1 << 13,  /* a strip of rows and the next one, prefetched, stay in L1         */
    COLUMN_BYTES = 1 << 17, /* a strip of columns and the next one stay in the L2 cache         */
    LEAST_RUN = 1 << 9,     /* bytes of a feature in a strip of columns, ...                    */
    MOST_RUN = 1 << 10,     /* ... of the 4 KiB that one address translation serves             */
    PANEL_BYTES = 1 << 20,  /* a panel of many features: enough of them to be shared            */
    SHORT_ROW = 1 << 11,    /* bytes: from memory, short rows are best asked for line by line   */
    CACHE_LINE = 64,        /* bytes                                                            */
    CACHED_BYTES = 1 << 24, /* X this small is in the last cache as a whole                     */
    LEAST_BLAS_RUN = 64,    /* blas: samples of a feature-major panel: whole lines of a feature */
    MOST_GROUPS = 64,
    GROUP_ELEMENTS = 1 << 22 /* doubles that all partial gradients together take: 32 MiB         */
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

static size_t between(size_t least, size_t size, size_t most)
{
    return hk_max_size(least, hk_min_size(size, most));
}

/* As docs/performance.md found it best: rows from the L1 cache, columns in runs long enough for the
 * processor's own prefetching. X is asked for at the rate at which memory delivers it. */
static void cut_for_fused(const hk_view *view, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t size = view->type == HK_F64 ? sizeof(double) : sizeof(float);
    const bool sample_major = view->layout == HILLOCK_SAMPLE_MAJOR;
    const size_t rows = between(ROWS, STRIP_BYTES / size / n / ROWS * ROWS, MOST_SAMPLES);
    const size_t run = LEAST_RUN / size;
    const size_t column = between(run, COLUMN_BYTES / size / n / run * run, MOST_RUN / size);
    const size_t strip = sample_major ? rows : column;
    plan->strip_samples = strip;
    plan->panel_samples = between(1, PANEL_BYTES / size / n / strip, MOST_SAMPLES / strip) * strip;
    plan->block_features = n;
    if (!sample_major || n < ROWS)
        return;
    const bool cached = view->n_samples <= CACHED_BYTES / size / n;
    const bool by_lines = !cached && view->stride <= SHORT_ROW / size;
    plan->lines_ahead = by_lines ? view->stride * size * ROWS / CACHE_LINE : 0;
    plan->rows_ahead = !by_lines;
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
