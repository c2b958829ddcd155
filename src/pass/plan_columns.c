/* How columns (feature-major X) are cut: strips stay in the L2 cache, longer ones in the last. */
#include "pass/plan_rules.h"

enum {
    COLUMN_BYTES = 1 << 17,   /* a strip of columns and the next one stay in the L2 cache         */
    LEAST_RUN = 1 << 9,       /* bytes of a feature in a strip of columns, ...                    */
    MOST_RUN = 1 << 10,       /* ... of the 4 KiB that one address translation serves             */
    LONG_RUN = 1 << 12,       /* the same in long streams: the memory's pages are translated once */
    LONG_STRIP = 1 << 22,     /* bytes of them that stay in the last cache for backward           */
    LEAST_LONG_RUN = 1 << 10, /* bytes: shorter ones are not followed                             */
    WIDE_RUN = 1 << 10,       /* bytes: all of the next one is asked for during backward          */
    WIDE_STRIP = 3 << 17,     /* bytes of such runs: they and the next ones stay in the L2 cache  */
    NEAR_STRIP = 1 << 18,     /* the same where X may be in the last cache                        */
    LATER_FEATURES = 16,      /* so many further in the L2 cache: by then memory has answered     */
    LATER_LINES = 4,          /* of the next short run, during backward, ...                      */
    LATER_STRIP = 3 << 18,    /* ... if a strip of so many bytes leaves room for them             */
    SAMPLES_AT_ONCE = 128,    /* of a strip: as many as AVX-512 has registers for                 */
    RUN_UNIT = 64,            /* samples                                                          */
    NARROW_COLUMNS = 64,      /* features: up to so many, AVX-512 has long runs as well           */
    LARGE_CACHE = 1 << 26     /* this much is in the last cache of Intel's servers                */
};

static bool comes_from_memory(const hk_view *view, size_t size)
{
    return hk_is_larger(view, size, CACHED_BYTES);
}

/* Short runs of columns: the next strip is asked for where it and this one stay in the L2 cache. */
static void cut_columns(const hk_view *view, size_t size, hk_plan *plan)
{
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t run = LEAST_RUN / size;
    const size_t strip = hk_between(run, COLUMN_BYTES / size / n / run * run, MOST_RUN / size);
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
    const size_t strip = hk_between(run, PANEL_BYTES / size / n / run * run, SAMPLES_AT_ONCE);
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
           hk_is_larger(view, size, LARGE_CACHE);
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
    plan->panel_samples =
        strip * hk_between(1, PANEL_BYTES / size / n / strip, MOST_SAMPLES / strip);
}

/* Bytes of a strip of long runs. It waits for backward in the last cache; or, as Intel does best,
 * in the L2 cache beside the next one. */
static size_t long_strip_bytes(const hk_view *view, size_t size)
{
    if (hk_processor_follows() != HK_FOLLOWS_ROWS)
        return LONG_STRIP;
    if (hk_is_larger(view, size, FAR_BYTES))
        return WIDE_STRIP;
    return hk_is_larger(view, size, LARGE_CACHE) ? NEAR_STRIP : NEAR_BYTES;
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

/* With AVX-512 of few columns, and of more where the processor follows so many: in runs that are as
 * long as they can be, as short ones are computed faster. Intel follows a run that is asked for: as
 * long as that and the next one stay in the L2 cache. */
static bool has_long_runs(const hk_view *view, size_t size)
{
    if (!comes_from_memory(view, size) || view->n_features >= SHARED_FROM)
        return false;
    const bool narrow = view->n_features >= HK_STREAMS && view->n_features <= NARROW_COLUMNS;
    const bool choosy = hk_processor() == HK_AVX512 && !narrow;
    const size_t run = long_run(view, size);
    switch (hk_processor_follows()) {
    case HK_FOLLOWS_ROWS:
        return view->n_features >= HK_STREAMS &&
               run >= (hk_is_larger(view, size, FAR_BYTES) ? LEAST_RUN : WIDE_RUN) / size;
    case HK_FOLLOWS_COLUMNS:
        return run >= (choosy ? LONG_RUN : LEAST_LONG_RUN) / size;
    default:
        return narrow && run >= LEAST_LONG_RUN / size;
    }
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
    if (plan->wide_runs && n > NARROW_COLUMNS && hk_is_larger(view, size, FAR_BYTES))
        plan->later_features = LATER_FEATURES;
}

void hk_plan_columns(const hk_view *view, hk_plan *plan)
{
    const size_t size = hk_type_size(view->type);
    plan->long_streams = has_long_runs(view, size);
    if (plan->long_streams)
        cut_runs(view, size, plan);
    else
        cut_short_runs(view, size, plan);
}
