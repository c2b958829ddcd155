#include "pass/plan.h"

#include "core/ahead.h"
#include "core/blas.h"
#include "core/memory.h"
#include "core/processor.h"
#include "pass/products.h"

#include <limits.h>

enum {
    MOST_SAMPLES = 512,       /* the elementwise arrays of a panel stay in the L1 cache ...       */
    LONG_SAMPLES = 1 << 10,   /* ... but for those that are read once, in long streams            */
    ROWS = 8,                 /* samples the fused kernel takes at once                           */
    STREAM_BYTES = 3 << 9,    /* a strip of eight such streams and the next one stay in L1        */
    FEWER_BYTES = 1 << 9,     /* of a long stream where L1 has 32 KiB                             */
    SHORT_ROW = 1 << 7,       /* features: of such rows a short stream has two at least           */
    COLUMN_BYTES = 1 << 17,   /* a strip of columns and the next one stay in the L2 cache         */
    LEAST_RUN = 1 << 9,       /* bytes of a feature in a strip of columns, ...                    */
    MOST_RUN = 1 << 10,       /* ... of the 4 KiB that one address translation serves             */
    LONG_RUN = 1 << 12,       /* the same in long streams: the memory's pages are translated once */
    LONG_STRIP = 1 << 22,     /* bytes of them that stay in the last cache for backward           */
    LEAST_LONG_RUN = 1 << 10, /* bytes: shorter ones are not followed                           */
    WIDE_RUN = 1 << 10,       /* bytes: all of the next one is asked for during backward         */
    WIDE_STRIP = 3 << 17,     /* bytes of such runs: they and the next ones stay in the L2 cache  */
    LATER_FEATURES = 16,      /* so many further in the L2 cache: by then memory has answered     */
    LATER_LINES = 4,          /* of the next short run, during backward, ...                      */
    LATER_STRIP = 3 << 18,    /* ... if a strip of so many bytes leaves room for them             */
    SAMPLES_AT_ONCE = 128,    /* of columns, as many as AVX-512 has registers for                 */
    RUN_UNIT = 64,            /* samples                                                          */
    NARROW_COLUMNS = 64,      /* features: up to so many, AVX-512 has long runs as well           */
    LEAST_STRIPS = 5,         /* of a panel of long streams                                       */
    LEAST_PANELS = 16,        /* of them: threads share panels                                    */
    NEAR_BYTES = 1 << 19,     /* this much stays in the L2 cache                                  */
    NEAREST_BYTES = 1 << 16,  /* ... and this much is little more than the L1 cache               */
    FAST_DOUBLES = 48,        /* features that AVX-512 multiplies faster than the L2 cache reads  */
    FEW_LINES = 16,           /* of a row: up to so many, all are asked for in small parts        */
    SOME_LINES = 8,           /* beyond, an L1 of 32 KiB has no room for all that could be, ...   */
    LONG_LINES = 32,          /* ... and from here on it holds eight rows and no others           */
    MOST_FORWARD = 16,        /* columns asked for during forward                                 */
    PANEL_BYTES = 1 << 20,    /* a panel of many features: enough of them to be shared            */
    CACHED_BYTES = 1 << 24,   /* this much is in the last cache, ...                              */
    LARGE_CACHE = 1 << 26,    /* ... and this much in that of Intel's servers                     */
    LONG_ROW = 1 << 12,       /* bytes: eight such rows and the next ones do not stay in 48 KiB   */
    LEAST_BLAS_RUN = 64,      /* blas: samples of a feature-major panel: whole lines of a feature */
    MOST_GROUPS = 64,
    GROUP_ELEMENTS = 1 << 22, /* doubles that all partial gradients together take: 32 MiB       */
    SHARED_FROM = 1 << 17,    /* features, from which on threads share them: measured           */
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

static size_t between(size_t least, size_t size, size_t most)
{
    return hk_max_size(least, hk_min_size(size, most));
}

static size_t lines_of_row(const hk_view *view, size_t size)
{
    return (view->stride * size + HK_CACHE_LINE - 1) / HK_CACHE_LINE;
}

/* Of a row's lines so many during forward, so many before the elementwise mathematics, the rest
 * during backward: as docs/performance.md found it best. */
static hk_columns_ahead columns_ahead(const hk_view *view, size_t size)
{
    const size_t lines = lines_of_row(view, size);
    const bool few = lines <= FEW_LINES;
    const size_t forward = few ? lines / 4 : between(FEW_LINES / 4, lines / 8, MOST_FORWARD);
    const size_t elementwise = few && lines > 2 ? 2 : 1;
    const size_t early = hk_min_size(lines - forward, elementwise);
    return (hk_columns_ahead){forward, early, lines - forward - early};
}

/* AMD's Zen 4, whose first cache has 32 KiB: AVX-512, but otherwise as before it. */
static bool is_early_wide(void)
{
    return hk_processor() == HK_AVX512 && hk_processor_follows() == HK_FOLLOWS_COLUMNS;
}

/* Of long streams. Where the first cache is small, eight long rows and the next ones would fill it.
 * Intel brings lines as far as the L2 cache by itself, and of float, which takes longer to compute,
 * that is near enough, if rows are not long. */
static bool asks_nearer(const hk_view *view, size_t size)
{
    const bool is_long = lines_of_row(view, size) >= LONG_LINES;
    if (hk_processor_follows() == HK_FOLLOWS_ROWS)
        return size < sizeof(double) && !is_long;
    return is_early_wide() && is_long;
}

/* Intel: eight of the rows stay in the first cache if the next ones do not come there yet. */
static bool asks_within(const hk_view *view, size_t size)
{
    return hk_processor_follows() == HK_FOLLOWS_ROWS && size == sizeof(double) &&
           view->n_features >= LONG_ROW / size;
}

/* Of long streams. Without AVX-512 there is time for more while the elementwise mathematics waits
 * for nothing, and of long rows the processor has enough in flight. */
static hk_columns_ahead long_columns_ahead(const hk_view *view, size_t size)
{
    const size_t lines = lines_of_row(view, size);
    if (is_early_wide() && lines > SOME_LINES && lines < LONG_LINES)
        return (hk_columns_ahead){2, 1, 4};
    if (hk_processor() == HK_AVX512)
        return columns_ahead(view, size);
    const size_t early = hk_min_size(lines, 2);
    return lines <= FEW_LINES ? (hk_columns_ahead){0, early, lines - early}
                              : (hk_columns_ahead){0, 0, 0};
}

static bool is_larger(const hk_view *view, size_t size, size_t bytes)
{
    return view->n_samples > bytes / size / hk_max_size(view->n_features, 1);
}

/* Bytes of X that need not be asked for. */
static size_t at_hand(const hk_view *view, size_t size)
{
    if (view->layout == HILLOCK_FEATURE_MAJOR)
        return CACHED_BYTES;
    const bool fast = hk_processor() == HK_AVX512 && size == sizeof(double);
    return fast && view->n_features >= FAST_DOUBLES ? NEAREST_BYTES : NEAR_BYTES;
}

/* X is not at hand, and its rows have no gaps of more than their own length between them. */
static bool comes_from_memory(const hk_view *view, size_t size)
{
    const size_t n = view->n_features;
    const bool sample_major = view->layout == HILLOCK_SAMPLE_MAJOR;
    return is_larger(view, size, at_hand(view, size)) &&
           (!sample_major || (n >= ROWS && view->stride <= 2 * n));
}

/* Of a stream in a strip of doubles. Two of short ones: eight samples' mathematics would wait for
 * itself. */
static size_t stream_rows_of_doubles(size_t n, const hk_plan *plan)
{
    const size_t least = !plan->long_streams && n <= SHORT_ROW ? 2 : 1;
    const size_t bytes = plan->long_streams && is_early_wide() ? FEWER_BYTES : STREAM_BYTES;
    return hk_max_size(least, bytes / sizeof(double) / n);
}

/* A strip of floats is what can be kept of it when it has been widened. */
static size_t stream_rows(size_t n, size_t size, const hk_plan *plan)
{
    const size_t most = plan->long_streams ? LONG_SAMPLES / LEAST_STRIPS : MOST_SAMPLES;
    const size_t rows = size == sizeof(double) ? stream_rows_of_doubles(n, plan)
                                               : HK_KEPT_LENGTH / ROWS / hk_whole_length(n);
    return between(1, rows, most / ROWS);
}

/* Strips from the L1 cache. Of long streams an odd number makes a panel: their beginnings would
 * else lie whole pages apart and compete for the same places of that cache. */
static void cut_rows(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const bool long_streams = plan->long_streams;
    const size_t strip = stream_rows(n, size, plan) * ROWS;
    const size_t most = long_streams ? hk_min_size(LONG_SAMPLES, view->n_samples / LEAST_PANELS)
                                     : (size_t)MOST_SAMPLES;
    const size_t strips = between(1, PANEL_BYTES / size / n / strip, hk_max_size(most / strip, 1));
    plan->strip_samples = strip;
    plan->panel_samples = (long_streams ? (strips - 1) | 1 : strips) * strip;
    plan->asks_ahead = comes_from_memory(view, size);
    if (plan->asks_ahead) {
        plan->ahead = columns_ahead(view, size);
        plan->asks_nearer = long_streams && asks_nearer(view, size);
        plan->asks_within = long_streams && asks_within(view, size);
        plan->strips_ahead = long_streams ? long_columns_ahead(view, size) : plan->ahead;
    }
}

/* Short runs of columns: the next strip is asked for where it and this one stay in the L2 cache. */
static void cut_columns(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t run = LEAST_RUN / size;
    const size_t strip = between(run, COLUMN_BYTES / size / n / run * run, MOST_RUN / size);
    plan->strip_samples = strip;
    plan->asks_ahead = comes_from_memory(view, size) && strip <= NEAR_BYTES / 2 / size / n;
    plan->later_features = plan->asks_ahead ? n : 0;
}

/* As docs/performance.md found it best where the processor follows streams and has AVX-512: of more
 * than few features the next ones are asked for. */
static void cut_followed_columns(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t run = LEAST_RUN / size;
    const size_t strip = between(run, PANEL_BYTES / size / n / run * run, SAMPLES_AT_ONCE);
    const bool few = strip <= COLUMN_BYTES / size / n;
    plan->strip_samples = strip;
    plan->asks_ahead = comes_from_memory(view, size);
    plan->later_features = !plan->asks_ahead ? 0 : few ? n : HK_STREAMS;
}

/* Of many columns from memory, where the processor brings lines to the L2 cache by itself but does
 * not know which feature is next. */
static bool has_asked_columns(const hk_view *view, size_t size)
{
    return hk_processor_follows() == HK_FOLLOWS_ROWS && view->n_features >= HK_STREAMS &&
           is_larger(view, size, LARGE_CACHE);
}

/* The shortest runs: as much of a strip as can be stays in the L2 cache for backward. */
static void cut_asked_columns(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t strip = LEAST_RUN / size;
    plan->strip_samples = strip;
    plan->asks_ahead = plan->asks_nearer = true;
    plan->later_features = LATER_FEATURES;
    plan->later_lines = strip <= LATER_STRIP / size / view->n_features ? LATER_LINES : 0;
}

static void cut_short_runs(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    if (has_asked_columns(view, size))
        cut_asked_columns(view, size, plan);
    else if (hk_processor() == HK_AVX512 && hk_processor_follows() != HK_FOLLOWS_NOTHING)
        cut_followed_columns(view, size, plan);
    else
        cut_columns(view, size, plan);
    const size_t strip = plan->strip_samples;
    plan->panel_samples = strip * between(1, PANEL_BYTES / size / n / strip, MOST_SAMPLES / strip);
}

/* Bytes of a strip of long runs. It waits for backward in the last cache; or, as Intel does best,
 * in the L2 cache beside the next one. */
static size_t long_strip_bytes(const hk_view *view, size_t size)
{
    if (hk_processor_follows() != HK_FOLLOWS_ROWS)
        return LONG_STRIP;
    return is_larger(view, size, LARGE_CACHE) ? WIDE_STRIP : NEAR_BYTES;
}

/* Samples of it: enough strips are left for many threads. */
static size_t long_run(const hk_view *view, size_t size)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const bool wide = hk_processor_follows() == HK_FOLLOWS_ROWS;
    const size_t most =
        hk_min_size(long_strip_bytes(view, size) / size / n, view->n_samples / LEAST_PANELS);
    return hk_min_size(most / RUN_UNIT * RUN_UNIT, (wide ? WIDE_RUN : LONG_RUN) / size);
}

/* As docs/performance.md found it best. With AVX-512, which computes from the caches faster than
 * they follow long streams, only from memory; where the processor does not follow them at all short
 * ones, each line of which is asked for at the rate at which memory delivers it. */
static bool has_long_streams_of_rows(const hk_view *view, size_t size)
{
    return hk_processor_follows() != HK_FOLLOWS_NOTHING &&
           (hk_processor() != HK_AVX512 || is_larger(view, size, CACHED_BYTES));
}

/* With AVX-512 of few columns, and of more where the processor follows so many: in runs that are as
 * long as they can be, as short ones are computed faster. Intel follows a run that is asked for: as
 * long as that and the next one stay in the L2 cache. */
static bool has_long_runs(const hk_view *view, size_t size)
{
    const bool narrow = view->n_features >= HK_STREAMS && view->n_features <= NARROW_COLUMNS;
    const bool choosy = hk_processor() == HK_AVX512 && !narrow;
    const size_t run = long_run(view, size);
    switch (hk_processor_follows()) {
    case HK_FOLLOWS_ROWS:
        return view->n_features >= HK_STREAMS &&
               run >= (is_larger(view, size, LARGE_CACHE) ? LEAST_RUN : WIDE_RUN) / size;
    case HK_FOLLOWS_COLUMNS:
        return run >= (choosy ? LONG_RUN : LEAST_LONG_RUN) / size;
    default:
        return narrow && run >= LEAST_LONG_RUN / size;
    }
}

static bool has_long_streams(const hk_view *view, size_t size)
{
    const bool sample_major = view->layout == HILLOCK_SAMPLE_MAJOR;
    return comes_from_memory(view, size) && view->n_features < SHARED_FROM &&
           (sample_major ? has_long_streams_of_rows(view, size) : has_long_runs(view, size));
}

/* Long runs of columns. With AVX-512 the elementwise mathematics asks for the beginnings of the
 * next ones, eight at a time. */
static void cut_runs(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = view->n_features;
    plan->strip_samples = plan->panel_samples = long_run(view, size);
    plan->asks_ahead = hk_processor() == HK_AVX512 && n >= HK_STREAMS;
    plan->ahead.between = plan->asks_ahead ? 1 : 0;
    plan->wide_runs = plan->asks_nearer = hk_processor_follows() == HK_FOLLOWS_ROWS;
    if (plan->wide_runs)
        plan->later_lines = WIDE_RUN / HK_CACHE_LINE;
    if (plan->wide_runs && n > NARROW_COLUMNS && is_larger(view, size, LARGE_CACHE))
        plan->later_features = LATER_FEATURES;
}

static void cut_for_fused(const hk_view *view, hk_plan *plan)
{
    const size_t size = hk_type_size(view->type);
    plan->block_features = hk_max_size(view->n_features, 1);
    plan->long_streams = has_long_streams(view, size);
    if (view->layout == HILLOCK_SAMPLE_MAJOR)
        cut_rows(view, size, plan);
    else if (plan->long_streams)
        cut_runs(view, size, plan);
    else
        cut_short_runs(view, size, plan);
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
