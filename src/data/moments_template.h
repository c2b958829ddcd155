/* Included by moments_<set>.c, which names the function HK_PANEL_MOMENTS. */
#include "core/ahead.h"
#include "core/inline.h"
#include "data/moments.h"

#include <string.h>

enum { ROWS = 8, RUNS = 16 }; /* samples, and running sums, at a time */

/* What is wanted: a constant in every call. */
typedef enum wanted { MEANS, MOMENTS, MOMENTS_AND_SIDE } wanted;

/* type is a constant in every call. */
HK_INLINE double number_at(hk_type type, const void *X, size_t element)
{
    return type == HK_F64 ? ((const double *)X)[element] : (double)((const float *)X)[element];
}

/* `rows` samples from X on, `apart` from each other, all features of each: sums of w d, w d^2 and
 * factor x, d being x less about. rows is a constant in every call; so is positive: the weights
 * are. */
HK_INLINE void add_rows(hk_type type, size_t rows, wanted what, bool positive, const void *X,
                        size_t stride, size_t apart, size_t n, const double *restrict weights,
                        const double *restrict factors, const double *restrict about,
                        double *restrict sum, double *restrict square, double *restrict side,
                        double *restrict lowest, double *restrict highest)
{
    const bool squared = what != MEANS, sided = what == MOMENTS_AND_SIDE;
    for (size_t i = 0; i < n; i++) {
        const double centre = squared ? about[i] : 0.0;
        double s = sum[i], q = square[i], low = lowest[i], high = highest[i];
        double t = sided ? side[i] : 0.0;
        for (size_t k = 0; k < rows; k++) {
            const double x = number_at(type, X, k * apart * stride + i);
            const double d = x - centre, weighted = weights[k * apart] * d;
            s += weighted;
            if (squared)
                q += weighted * d;
            if (sided)
                t += factors[k * apart] * x;
            if (squared && positive) {
                low = x < low ? x : low;
                high = x > high ? x : high;
            }
        }
        sum[i] = s;
        if (squared)
            square[i] = q;
        if (squared && positive) {
            lowest[i] = low;
            highest[i] = high;
        }
        if (sided)
            side[i] = t;
    }
}

/* The same of `width` features from i on, of samples from j on of the stretch. */
HK_INLINE void add_part(hk_type type, size_t rows, wanted what, bool positive, const hk_view *view,
                        const hk_stretch *stretch, size_t j, size_t apart, size_t i, size_t width,
                        hk_moments *panel)
{
    add_rows(
        type, rows, what, positive, hk_view_at(view, stretch->first + j, i), view->stride, apart,
        width, stretch->weights + j, what == MOMENTS_AND_SIDE ? stretch->factors + j : NULL,
        what == MEANS ? NULL : stretch->about + i, panel->mean + i, panel->square + i,
        what == MOMENTS_AND_SIDE ? panel->side + i : NULL, panel->lowest + i, panel->highest + i);
}

/* A cache line of each of eight samples, and the one `ahead` bytes further on: only a few are on
 * their way at a time, and memory is never waited for. They wait in the L2 cache. */
HK_INLINE void ask_lines(const hk_view *view, hk_type type, size_t sample, size_t apart, size_t i,
                         ptrdiff_t ahead)
{
    const char *const X = hk_view_at(view, sample, i);
    for (size_t k = 0; ahead > 0 && k < ROWS; k++)
        hk_ask_nearer(X + k * apart * view->stride * hk_type_size(type), ahead);
}

HK_INLINE void add_eight(hk_type type, wanted what, const hk_view *view, const hk_stretch *stretch,
                         size_t j, size_t apart, ptrdiff_t ahead, hk_moments *panel)
{
    const size_t n = view->n_features, line = HK_CACHE_LINE / hk_type_size(type);
    size_t i = 0;
    for (; i + line <= n; i += line) {
        ask_lines(view, type, stretch->first + j, apart, i, ahead);
        add_part(type, ROWS, what, true, view, stretch, j, apart, i, line, panel);
    }
    if (i < n)
        ask_lines(view, type, stretch->first + j, apart, i, ahead);
    for (size_t width = line / 2; width > 0; width /= 2)
        if (i + width <= n) {
            add_part(type, ROWS, what, true, view, stretch, j, apart, i, width, panel);
            i += width;
        }
}

HK_INLINE bool all_positive(const double *weights, size_t apart)
{
    for (size_t k = 0; k < ROWS; k++)
        if (!(weights[k * apart] > 0.0))
            return false;
    return true;
}

/* A sample of weight 0 adds nothing, but a NaN or an infinity in it is still found. */
HK_INLINE void add_one(hk_type type, wanted what, const hk_view *view, const hk_stretch *stretch,
                       size_t j, hk_moments *panel)
{
    const bool positive = stretch->weights[j] > 0.0;
    if (positive)
        add_part(type, 1, what, true, view, stretch, j, 0, 0, view->n_features, panel);
    else
        add_part(type, 1, what, false, view, stretch, j, 0, 0, view->n_features, panel);
}

/* In eight streams, which are read faster than one. */
HK_INLINE void of_rows(hk_type type, wanted what, const hk_view *view, const hk_stretch *stretch,
                       hk_moments *panel)
{
    const size_t count = stretch->count;
    const bool more = view->n_samples - stretch->first >= 2 * count;
    const ptrdiff_t ahead = more ? (ptrdiff_t)(count * view->stride * hk_type_size(type)) : 0;
    const size_t apart = count / ROWS;
    for (size_t j = 0; j < apart; j++) {
        if (all_positive(stretch->weights + j, apart)) {
            add_eight(type, what, view, stretch, j, apart, ahead, panel);
            continue;
        }
        for (size_t k = 0; k < ROWS; k++)
            add_one(type, what, view, stretch, j + k * apart, panel);
    }
    for (size_t j = apart * ROWS; j < count; j++)
        add_one(type, what, view, stretch, j, panel);
}

HK_INLINE double total(const double *runs)
{
    double half[RUNS / 2], sum = 0.0;
    for (size_t k = 0; k < RUNS / 2; k++)
        half[k] = runs[k] + runs[k + RUNS / 2];
    for (size_t k = 0; k < RUNS / 2; k++)
        sum += half[k];
    return sum;
}

/* Running sums of one feature, and its lowest and highest by them. */
typedef struct runs {
    double sum[RUNS];
    double square[RUNS];
    double side[RUNS];
    double lowest[RUNS];
    double highest[RUNS];
} runs;

/* `count` samples, a run each; those of weight 0 are neither lowest nor highest. */
HK_INLINE void add_some(hk_type type, wanted what, size_t count, const void *X, size_t j,
                        const hk_stretch *stretch, double centre, runs *r)
{
    for (size_t k = 0; k < count; k++) {
        const double x = number_at(type, X, j + k), w = stretch->weights[j + k];
        const double d = x - centre;
        const double below = w > 0.0 ? x : r->lowest[k];
        const double above = w > 0.0 ? x : r->highest[k];
        r->sum[k] += w * d;
        r->square[k] += w * d * d;
        r->side[k] += what == MOMENTS_AND_SIDE ? stretch->factors[j + k] * x : 0.0;
        r->lowest[k] = below < r->lowest[k] ? below : r->lowest[k];
        r->highest[k] = above > r->highest[k] ? above : r->highest[k];
    }
}

/* Feature i, whose values are adjacent; those of the next one are asked for. */
HK_INLINE void of_column(hk_type type, wanted what, const hk_view *view, const hk_stretch *stretch,
                         size_t i, hk_moments *panel)
{
    const void *const X = hk_view_at(view, stretch->first, i);
    const ptrdiff_t next =
        i + 1 < view->n_features ? (ptrdiff_t)(view->stride * hk_type_size(type)) : 0;
    const double centre = what == MEANS ? 0.0 : stretch->about[i];
    runs r = {.sum = {0}};
    size_t j = 0;
    for (size_t k = 0; k < RUNS; k++) {
        r.lowest[k] = panel->lowest[i];
        r.highest[k] = panel->highest[i];
    }
    for (; j + RUNS <= stretch->count; j += RUNS) {
        for (size_t byte = 0; byte < RUNS * hk_type_size(type); byte += HK_CACHE_LINE)
            hk_ask_further(X, next + (ptrdiff_t)(j * hk_type_size(type) + byte));
        add_some(type, what, RUNS, X, j, stretch, centre, &r);
    }
    add_some(type, what, stretch->count - j, X, j, stretch, centre, &r);
    panel->mean[i] = total(r.sum);
    if (what == MEANS)
        return;
    panel->square[i] = total(r.square);
    if (what == MOMENTS_AND_SIDE)
        panel->side[i] = total(r.side);
    for (size_t k = 0; k < RUNS; k++) {
        panel->lowest[i] = r.lowest[k] < panel->lowest[i] ? r.lowest[k] : panel->lowest[i];
        panel->highest[i] = r.highest[k] > panel->highest[i] ? r.highest[k] : panel->highest[i];
    }
}

HK_INLINE void begin(const hk_view *view, wanted what, hk_moments *panel)
{
    const size_t bytes = view->n_features * sizeof(double);
    memset(panel->mean, 0, bytes);
    if (what != MEANS)
        memset(panel->square, 0, bytes);
    if (what == MOMENTS_AND_SIDE)
        memset(panel->side, 0, bytes);
}

/* mean and square hold sums of w d and w d^2, d being x less about_i. */
HK_INLINE void finish(const hk_view *view, wanted what, const hk_stretch *stretch,
                      hk_moments *panel)
{
    const double weight = panel->weight > 0.0 ? panel->weight : 1.0;
    for (size_t i = 0; i < view->n_features; i++) {
        const double away = panel->mean[i] / weight;
        if (what == MEANS) {
            panel->mean[i] = away;
            continue;
        }
        const double square = panel->square[i] - panel->mean[i] * away;
        panel->square[i] = square < 0.0 ? 0.0 : square;
        panel->mean[i] = stretch->about[i] + away;
    }
}

HK_INLINE void moments_of(hk_type type, wanted what, const hk_view *view, const hk_stretch *stretch,
                          hk_moments *panel)
{
    begin(view, what, panel);
    if (view->layout == HILLOCK_SAMPLE_MAJOR)
        of_rows(type, what, view, stretch, panel);
    else
        for (size_t i = 0; i < view->n_features; i++)
            of_column(type, what, view, stretch, i, panel);
    finish(view, what, stretch, panel);
}

HK_INLINE void of_type(hk_type type, const hk_view *view, const hk_stretch *stretch,
                       hk_moments *panel)
{
    if (!stretch->about)
        moments_of(type, MEANS, view, stretch, panel);
    else if (panel->side)
        moments_of(type, MOMENTS_AND_SIDE, view, stretch, panel);
    else
        moments_of(type, MOMENTS, view, stretch, panel);
}

void HK_PANEL_MOMENTS(const hk_view *view, const hk_stretch *stretch, hk_moments *panel)
{
    if (view->type == HK_F64)
        of_type(HK_F64, view, stretch, panel);
    else
        of_type(HK_F32, view, stretch, panel);
}
