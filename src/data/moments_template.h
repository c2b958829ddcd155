/* Included by moments_<set>.c, which names the function HK_PANEL_MOMENTS. */
#include "core/inline.h"
#include "data/moments.h"

#include <string.h>

enum { ROWS = 8, RUNS = 64 }; /* samples, and running sums, at a time */

/* type is a constant in every call. */
HK_INLINE double number_at(hk_type type, const void *X, size_t element)
{
    return type == HK_F64 ? ((const double *)X)[element] : (double)((const float *)X)[element];
}

/* `rows`, a constant, samples of positive weight from X on, all features of each. */
HK_INLINE void sum_rows(hk_type type, size_t rows, const void *X, size_t step, size_t n,
                        const double *restrict weights, double *restrict sum,
                        double *restrict lowest, double *restrict highest)
{
    for (size_t i = 0; i < n; i++) {
        double s = sum[i], low = lowest[i], high = highest[i];
        for (size_t k = 0; k < rows; k++) {
            const double x = number_at(type, X, k * step + i);
            s += weights[k] * x;
            low = x < low ? x : low;
            high = x > high ? x : high;
        }
        sum[i] = s;
        lowest[i] = low;
        highest[i] = high;
    }
}

HK_INLINE void square_rows(hk_type type, size_t rows, const void *X, size_t step, size_t n,
                           const double *restrict weights, const double *restrict mean,
                           double *restrict square)
{
    for (size_t i = 0; i < n; i++) {
        double s = square[i];
        for (size_t k = 0; k < rows; k++) {
            const double difference = number_at(type, X, k * step + i) - mean[i];
            s += weights[k] * difference * difference;
        }
        square[i] = s;
    }
}

/* A sample of weight 0 adds 0 x to the mean: nothing, but a NaN or an infinity in it is still
 * found. */
HK_INLINE void sum_nothing(hk_type type, const void *X, size_t n, double *sum)
{
    for (size_t i = 0; i < n; i++)
        sum[i] += 0.0 * number_at(type, X, i);
}

HK_INLINE bool all_positive(const double *weights)
{
    for (size_t k = 0; k < ROWS; k++)
        if (!(weights[k] > 0.0))
            return false;
    return true;
}

HK_INLINE void of_rows(hk_type type, const hk_view *view, size_t first, size_t count,
                       const double *weights, hk_moments *panel)
{
    const size_t n = view->n_features, step = view->stride;
    memset(panel->mean, 0, n * sizeof *panel->mean);
    memset(panel->square, 0, n * sizeof *panel->square);
    for (size_t j = 0, rows; j < count; j += rows) {
        const void *const X = hk_view_at(view, first + j, 0);
        const double *const w = weights + j;
        rows = j + ROWS <= count && all_positive(w) ? ROWS : 1;
        if (rows == ROWS)
            sum_rows(type, ROWS, X, step, n, w, panel->mean, panel->lowest, panel->highest);
        else if (*w > 0.0)
            sum_rows(type, 1, X, step, n, w, panel->mean, panel->lowest, panel->highest);
        else
            sum_nothing(type, X, n, panel->mean);
    }
    for (size_t i = 0; panel->weight > 0.0 && i < n; i++)
        panel->mean[i] /= panel->weight;
    size_t j = 0;
    for (; j + ROWS <= count; j += ROWS)
        square_rows(type, ROWS, hk_view_at(view, first + j, 0), step, n, weights + j, panel->mean,
                    panel->square);
    for (; j < count; j++)
        square_rows(type, 1, hk_view_at(view, first + j, 0), step, n, weights + j, panel->mean,
                    panel->square);
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
    double lowest[RUNS];
    double highest[RUNS];
} runs;

/* `count` samples, a run each; those of weight 0 are neither lowest nor highest. */
HK_INLINE void sum_some(hk_type type, size_t count, const void *X, size_t j, const double *weights,
                        runs *r)
{
    for (size_t k = 0; k < count; k++) {
        const double x = number_at(type, X, j + k), w = weights[j + k];
        const double below = w > 0.0 ? x : r->lowest[k];
        const double above = w > 0.0 ? x : r->highest[k];
        r->sum[k] += w * x;
        r->lowest[k] = below < r->lowest[k] ? below : r->lowest[k];
        r->highest[k] = above > r->highest[k] ? above : r->highest[k];
    }
}

/* One feature, its values adjacent from X on. */
HK_INLINE double sum_run(hk_type type, const void *X, size_t count, const double *weights,
                         double *lowest, double *highest)
{
    runs r = {.sum = {0}};
    size_t j = 0;
    for (size_t k = 0; k < RUNS; k++) {
        r.lowest[k] = *lowest;
        r.highest[k] = *highest;
    }
    for (; j + RUNS <= count; j += RUNS)
        sum_some(type, RUNS, X, j, weights, &r);
    sum_some(type, count - j, X, j, weights, &r);
    for (size_t k = 0; k < RUNS; k++) {
        *lowest = r.lowest[k] < *lowest ? r.lowest[k] : *lowest;
        *highest = r.highest[k] > *highest ? r.highest[k] : *highest;
    }
    return total(r.sum);
}

HK_INLINE void square_some(hk_type type, size_t count, const void *X, size_t j,
                           const double *weights, double mean, double *sums)
{
    for (size_t k = 0; k < count; k++) {
        const double difference = number_at(type, X, j + k) - mean;
        sums[k] += weights[j + k] * difference * difference;
    }
}

HK_INLINE double square_run(hk_type type, const void *X, size_t count, const double *weights,
                            double mean)
{
    double sums[RUNS] = {0};
    size_t j = 0;
    for (; j + RUNS <= count; j += RUNS)
        square_some(type, RUNS, X, j, weights, mean, sums);
    square_some(type, count - j, X, j, weights, mean, sums);
    return total(sums);
}

HK_INLINE void of_columns(hk_type type, const hk_view *view, size_t first, size_t count,
                          const double *weights, hk_moments *panel)
{
    for (size_t i = 0; i < view->n_features; i++) {
        const void *const X = hk_view_at(view, first, i);
        const double sum = sum_run(type, X, count, weights, &panel->lowest[i], &panel->highest[i]);
        panel->mean[i] = panel->weight > 0.0 ? sum / panel->weight : sum;
        panel->square[i] = square_run(type, X, count, weights, panel->mean[i]);
    }
}

void HK_PANEL_MOMENTS(const hk_view *view, size_t first, size_t count, const double *weights,
                      hk_moments *panel)
{
    if (view->layout == HILLOCK_SAMPLE_MAJOR && view->type == HK_F64)
        of_rows(HK_F64, view, first, count, weights, panel);
    else if (view->layout == HILLOCK_SAMPLE_MAJOR)
        of_rows(HK_F32, view, first, count, weights, panel);
    else if (view->type == HK_F64)
        of_columns(HK_F64, view, first, count, weights, panel);
    else
        of_columns(HK_F32, view, first, count, weights, panel);
}
