#include "data/statistics.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

/* Elements of a panel: 128 KiB of doubles, read twice while it is in the L2 cache. */
enum { PANEL_ELEMENTS = 16384, PANEL_SAMPLES_MOST = 1024 };

/* A panel's own sums, and what is needed to walk through it. */
typedef struct panel {
    const hk_view *view;
    size_t first;
    size_t count;
    const double *weights; /* count */
    double weight;         /* their sum */
    double *row;           /* n_features: room for a converted row */
    double *mean;          /* n_features */
    double *square;        /* n_features: weighted sum of (x - mean)^2 */
} panel;

bool hk_statistics_create(hk_statistics *statistics, size_t n_features)
{
    *statistics = (hk_statistics){.n_features = n_features};
    statistics->mean = hk_allocate(n_features, sizeof(double));
    statistics->deviation = hk_allocate(n_features, sizeof(double));
    statistics->lowest = hk_allocate(n_features, sizeof(double));
    statistics->highest = hk_allocate(n_features, sizeof(double));
    if (statistics->mean && statistics->deviation && statistics->lowest && statistics->highest)
        return true;
    hk_statistics_destroy(statistics);
    return false;
}

void hk_statistics_destroy(hk_statistics *statistics)
{
    hk_free(statistics->mean);
    hk_free(statistics->deviation);
    hk_free(statistics->lowest);
    hk_free(statistics->highest);
    *statistics = (hk_statistics){0};
}

/* A sample of weight 0 adds 0 x to the mean: nothing, but a NaN or an infinity in it is still
 * found. */
static void panel_mean(const panel *p, hk_statistics *statistics)
{
    const size_t n = p->view->n_features;
    memset(p->mean, 0, n * sizeof *p->mean);
    for (size_t j = 0; j < p->count; j++) {
        const double *const x = hk_view_row(p->view, p->first + j, p->row);
        const double weight = p->weights[j];
        for (size_t i = 0; i < n; i++)
            p->mean[i] += weight * x[i];
        if (weight == 0.0)
            continue;
        for (size_t i = 0; i < n; i++) {
            statistics->lowest[i] = x[i] < statistics->lowest[i] ? x[i] : statistics->lowest[i];
            statistics->highest[i] = x[i] > statistics->highest[i] ? x[i] : statistics->highest[i];
        }
    }
    if (p->weight > 0.0)
        for (size_t i = 0; i < n; i++)
            p->mean[i] /= p->weight;
}

static void panel_square(const panel *p)
{
    const size_t n = p->view->n_features;
    memset(p->square, 0, n * sizeof *p->square);
    for (size_t j = 0; j < p->count; j++) {
        const double *const x = hk_view_row(p->view, p->first + j, p->row);
        const double weight = p->weights[j];
        for (size_t i = 0; i < n; i++) {
            const double difference = x[i] - p->mean[i];
            p->square[i] += weight * difference * difference;
        }
    }
}

/* statistics->deviation holds the sum of squares until the end. */
static void merge(hk_statistics *statistics, const panel *p)
{
    const double before = statistics->total_weight;
    const double after = before + p->weight;
    const double share = after > 0.0 ? p->weight / after : 0.0;
    for (size_t i = 0; i < statistics->n_features; i++) {
        const double shift = p->mean[i] - statistics->mean[i];
        statistics->mean[i] += shift * share;
        statistics->deviation[i] += p->square[i] + shift * shift * before * share;
    }
    statistics->total_weight = after;
}

static void collect(hk_statistics *statistics, panel *p, double *weights)
{
    const hk_view *const view = p->view;
    const size_t n = hk_max_size(view->n_features, 1);
    const size_t samples = hk_max_size(1, hk_min_size(PANEL_ELEMENTS / n, PANEL_SAMPLES_MOST));
    for (p->first = 0; p->first < view->n_samples; p->first += samples) {
        p->count = hk_min_size(samples, view->n_samples - p->first);
        p->weights = hk_column_read(&view->weights, p->first, p->count, 1.0, weights);
        p->weight = 0.0;
        for (size_t j = 0; j < p->count; j++)
            p->weight += p->weights[j];
        panel_mean(p, statistics);
        panel_square(p);
        merge(statistics, p);
    }
    for (size_t i = 0; i < statistics->n_features; i++)
        statistics->deviation[i] = sqrt(statistics->deviation[i] / statistics->total_weight);
}

bool hk_statistics_collect(hk_statistics *statistics, const hk_view *view)
{
    const size_t n = view->n_features;
    double *const weights = hk_allocate(PANEL_SAMPLES_MOST, sizeof *weights);
    panel p = {.view = view,
               .row = hk_allocate(n, sizeof(double)),
               .mean = hk_allocate(n, sizeof(double)),
               .square = hk_allocate(n, sizeof(double))};
    const bool allocated = weights && p.row && p.mean && p.square;
    if (allocated) {
        statistics->total_weight = 0.0;
        for (size_t i = 0; i < n; i++) {
            statistics->mean[i] = statistics->deviation[i] = 0.0;
            statistics->lowest[i] = HUGE_VAL;
            statistics->highest[i] = -HUGE_VAL;
        }
        collect(statistics, &p, weights);
    }
    hk_free(weights);
    hk_free(p.row);
    hk_free(p.mean);
    hk_free(p.square);
    return allocated;
}

bool hk_feature_is_constant(const hk_statistics *statistics, size_t feature)
{
    return !(statistics->lowest[feature] < statistics->highest[feature]);
}

double hk_feature_rms(const hk_statistics *statistics, size_t feature)
{
    return hypot(statistics->mean[feature], statistics->deviation[feature]);
}
