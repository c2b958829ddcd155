/* How rows (sample-major X) are cut: strips stay in the L1 cache. */
#include "pass/plan_rules.h"
#include "pass/products.h"

enum {
    LONG_SAMPLES = 1 << 10,  /* of a panel of long streams: its arrays are read once            */
    STREAM_BYTES = 3 << 9,   /* a strip of eight such streams and the next one stay in L1       */
    FEWER_BYTES = 1 << 9,    /* of a long stream where L1 has 32 KiB                            */
    SHORT_ROW = 1 << 7,      /* features: of such rows a short stream has two at least          */
    LEAST_STRIPS = 5,        /* of a panel of long streams                                      */
    NEAREST_BYTES = 1 << 16, /* this much is little more than the L1 cache                      */
    FAST_DOUBLES = 48,       /* features that AVX-512 multiplies faster than the L2 cache reads */
    FEW_LINES = 16,          /* of a row: up to so many, all are asked for in small parts       */
    SOME_LINES = 8,          /* beyond, an L1 of 32 KiB has no room for all that could be, ...  */
    LONG_LINES = 32,         /* ... and from here on it holds eight rows and no others          */
    MOST_FORWARD = 16,       /* columns asked for during forward                                */
    LONG_ROW = 3 << 10,      /* bytes: eight longer ones and the next do not stay in 48 KiB     */
    LONG_FLOATS = 1 << 11    /* bytes: measured                                                 */
};

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
    const size_t forward = few ? lines / 4 : hk_between(FEW_LINES / 4, lines / 8, MOST_FORWARD);
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

/* Intel: eight of the rows stay in the first cache if the next ones do not come there yet. Float
 * that may be in the last cache is better asked for all at once. */
static bool asks_within(const hk_view *view, size_t size)
{
    const size_t bytes = view->n_features * size;
    const bool is_long = size == sizeof(double)
                             ? bytes > LONG_ROW
                             : bytes >= LONG_FLOATS && hk_is_larger(view, size, FAR_BYTES);
    return hk_processor_follows() == HK_FOLLOWS_ROWS && is_long;
}

/* Intel: shorter rows of doubles, if there are no gaps between them, come to the second cache one
 * strip before they come to the first, which has few places for lines that are on their way. */
static bool asks_twice(const hk_view *view, size_t size)
{
    const bool has_gaps = (view->stride - view->n_features) * size >= HK_CACHE_LINE;
    return hk_processor_follows() == HK_FOLLOWS_ROWS && size == sizeof(double) && !has_gaps &&
           lines_of_row(view, size) > 1 && !asks_within(view, size) &&
           hk_is_larger(view, size, FAR_BYTES);
}

/* Of long streams. Without AVX-512 there is time for more while the elementwise mathematics waits
 * for nothing, and of long rows the processor has enough in flight. */
static hk_columns_ahead long_columns_ahead(const hk_view *view, size_t size)
{
    const size_t lines = lines_of_row(view, size), quarter = hk_max_size(lines / 4, 1);
    if (asks_twice(view, size)) /* backward is for the strip after the next one */
        return (hk_columns_ahead){lines - quarter, quarter, 0};
    if (is_early_wide() && lines > SOME_LINES && lines < LONG_LINES)
        return (hk_columns_ahead){2, 1, 4};
    if (hk_processor() == HK_AVX512)
        return columns_ahead(view, size);
    const size_t early = hk_min_size(lines, 2);
    return lines <= FEW_LINES ? (hk_columns_ahead){0, early, lines - early}
                              : (hk_columns_ahead){0, 0, 0};
}

/* Bytes of X that need not be asked for. */
static size_t at_hand(const hk_view *view, size_t size)
{
    const bool fast = hk_processor() == HK_AVX512 && size == sizeof(double);
    return fast && view->n_features >= FAST_DOUBLES ? NEAREST_BYTES : NEAR_BYTES;
}

/* X is not at hand, and its rows have no gaps of more than their own length between them. */
static bool comes_from_memory(const hk_view *view, size_t size)
{
    const size_t n = view->n_features;
    return n >= ROWS && view->stride <= 2 * n && hk_is_larger(view, size, at_hand(view, size));
}

/* As docs/performance.md found it best. With AVX-512, which computes from the caches faster than
 * they follow long streams, only from memory; where the processor does not follow them at all short
 * ones, each line of which is asked for at the rate at which memory delivers it. */
static bool has_long_streams(const hk_view *view, size_t size)
{
    return comes_from_memory(view, size) && view->n_features < SHARED_FROM &&
           hk_processor_follows() != HK_FOLLOWS_NOTHING &&
           (hk_processor() != HK_AVX512 || hk_is_larger(view, size, CACHED_BYTES));
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
    return hk_between(1, rows, most / ROWS);
}

/* Strips from the L1 cache. Of long streams an odd number makes a panel: their beginnings would
 * else lie whole pages apart and compete for the same places of that cache. */
void hk_plan_rows(const hk_view *view, hk_plan *plan)
{
    const size_t size = hk_type_size(view->type);
    const size_t n = hk_max_size(view->n_features, 1);
    const bool long_streams = plan->long_streams = has_long_streams(view, size);
    const size_t strip = stream_rows(n, size, plan) * ROWS;
    const size_t most = long_streams ? hk_min_size(LONG_SAMPLES, view->n_samples / LEAST_PANELS)
                                     : (size_t)MOST_SAMPLES;
    const size_t strips =
        hk_between(1, PANEL_BYTES / size / n / strip, hk_max_size(most / strip, 1));
    plan->strip_samples = strip;
    plan->panel_samples = (long_streams ? (strips - 1) | 1 : strips) * strip;
    plan->asks_ahead = comes_from_memory(view, size);
    if (plan->asks_ahead) {
        plan->ahead = columns_ahead(view, size);
        plan->asks_nearer = long_streams && asks_nearer(view, size);
        plan->asks_twice = long_streams && asks_twice(view, size);
        plan->asks_within = long_streams && asks_within(view, size);
        plan->strips_ahead = long_streams ? long_columns_ahead(view, size) : plan->ahead;
    }
}
