#include "data/statistics.h"

#include "core/memory.h"
#include "core/threads.h"
#include "data/moments.h"

#include <math.h>
#include <omp.h>
#include <string.h>

/* A panel is asked for while the one before is read, and waits in the L2 cache: 128 KiB of doubles.
 * Of columns, which are read one after the other, each takes its own 16 KiB. */
enum { PANEL_ELEMENTS = 16384, PANEL_SAMPLES_MOST = 2048 };

/* Groups of panels, whatever the number of threads; their numbers take 40 MiB at most. */
enum { GROUP_ELEMENTS = 1 << 19 };

/* One trip through X, cut by its shape alone. */
typedef struct trip {
    const hk_view *view;
    const hk_side_sum *side; /* NULL: none */
    hk_panel_moments *panel_moments;
    size_t panel_samples;
    size_t n_panels;
    size_t n_groups;
    size_t n_threads;
    hk_moments *groups; /* n_groups, then a panel for each thread */
    double *weights;    /* 2 PANEL_SAMPLES_MOST for each thread:  */
                        /* and factors of the side sum            */
    double *own;        /* n for each thread: means of a panel    */
    double *room;       /* of all moments                         */
} trip;

bool hk_statistics_create(hk_statistics *statistics, size_t n_features)
{
    *statistics = (hk_statistics){.n_features = n_features};
    statistics->mean = hk_allocate(n_features, sizeof(double));
    statistics->deviation = hk_allocate(n_features, sizeof(double));
    statistics->rms = hk_allocate(n_features, sizeof(double));
    statistics->lowest = hk_allocate(n_features, sizeof(double));
    statistics->highest = hk_allocate(n_features, sizeof(double));
    if (statistics->mean && statistics->deviation && statistics->rms && statistics->lowest &&
        statistics->highest)
        return true;
    hk_statistics_destroy(statistics);
    return false;
}

void hk_statistics_destroy(hk_statistics *statistics)
{
    hk_free(statistics->mean);
    hk_free(statistics->deviation);
    hk_free(statistics->rms);
    hk_free(statistics->lowest);
    hk_free(statistics->highest);
    *statistics = (hk_statistics){0};
}

static size_t smaller(size_t a, size_t b)
{
    return hk_max_size(1, hk_min_size(a, b));
}

static trip plan(const hk_view *view, int64_t threads, const hk_side_sum *side)
{
    const size_t n = hk_max_size(view->n_features, 1);
    trip t = {.view = view, .side = side, .panel_moments = hk_panel_moments_for(hk_processor())};
    const size_t width = view->layout == HILLOCK_SAMPLE_MAJOR ? n : 1;
    t.panel_samples = smaller(PANEL_ELEMENTS / width, PANEL_SAMPLES_MOST);
    t.n_panels = view->n_samples / t.panel_samples + (view->n_samples % t.panel_samples != 0);
    t.n_groups = smaller(hk_min_size(t.n_panels, GROUP_ELEMENTS / n), HK_STATISTICS_GROUPS);
    const int wanted = (int)hk_min_size((size_t)threads, HK_STATISTICS_GROUPS);
    t.n_threads = smaller((size_t)hk_threads(wanted, view->n_samples * n), t.n_groups);
    return t;
}

/* Nothing seen yet. */
static void clear(hk_moments *moments, size_t n)
{
    moments->weight = 0.0;
    for (size_t i = 0; i < n; i++) {
        moments->mean[i] = moments->square[i] = 0.0;
        moments->lowest[i] = HUGE_VAL;
        moments->highest[i] = -HUGE_VAL;
        if (moments->side)
            moments->side[i] = 0.0;
    }
}

static bool allocate(trip *t)
{
    const size_t n = t->view->n_features, count = t->n_groups + t->n_threads;
    const size_t arrays = t->side ? 5 : 4;
    size_t elements;
    if (!hk_multiply(arrays * count, n, &elements))
        return false;
    t->room = hk_allocate_unset(elements, sizeof *t->room);
    t->own = hk_allocate_unset(t->n_threads * n, sizeof *t->own);
    t->groups = hk_allocate(count, sizeof *t->groups);
    t->weights = hk_allocate_unset(t->n_threads * 2 * PANEL_SAMPLES_MOST, sizeof *t->weights);
    if (!t->room || !t->own || !t->groups || !t->weights)
        return false;
    for (size_t k = 0; k < count; k++) {
        double *const own = t->room + arrays * k * n;
        t->groups[k] =
            (hk_moments){0.0, own, own + n, own + 2 * n, own + 3 * n, t->side ? own + 4 * n : NULL};
        clear(&t->groups[k], n);
    }
    return true;
}

static void destroy(trip *t)
{
    hk_free(t->room);
    hk_free(t->own);
    hk_free(t->groups);
    hk_free(t->weights);
}

static void merge(hk_moments *into, const hk_moments *more, size_t n)
{
    const double before = into->weight;
    const double after = before + more->weight;
    const double share = after > 0.0 ? more->weight / after : 0.0;
    for (size_t i = 0; i < n; i++) {
        const double shift = more->mean[i] - into->mean[i];
        into->mean[i] += shift * share;
        into->square[i] += more->square[i] + shift * shift * before * share;
        into->lowest[i] = more->lowest[i] < into->lowest[i] ? more->lowest[i] : into->lowest[i];
        into->highest[i] =
            more->highest[i] > into->highest[i] ? more->highest[i] : into->highest[i];
        if (into->side)
            into->side[i] += more->side[i];
    }
    into->weight = after;
}

/* About the mean of the group so far: where that weighs enough, it is as good as the panel's own
 * mean, as what it is off is part of the group's deviation. Else about its own, which takes a
 * reading to find. */
static void sum_panel(const trip *t, size_t group, hk_stretch stretch, double *own,
                      hk_moments *panel)
{
    const size_t n = t->view->n_features;
    const hk_moments *const before = &t->groups[group];
    panel->weight = 0.0;
    for (size_t j = 0; j < stretch.count; j++)
        panel->weight += stretch.weights[j];
    stretch.about = before->mean;
    if (before->weight < 0.25 * panel->weight) {
        stretch.about = NULL;
        t->panel_moments(t->view, &stretch, panel);
        memcpy(own, panel->mean, n * sizeof *own);
        stretch.about = own;
    }
    t->panel_moments(t->view, &stretch, panel);
}

static void run_group(const trip *t, size_t group, size_t thread)
{
    const hk_view *const view = t->view;
    hk_moments *const panel = &t->groups[t->n_groups + thread];
    double *const own = t->own + thread * view->n_features;
    double *const buffer = t->weights + thread * 2 * PANEL_SAMPLES_MOST;
    double *const factors = buffer + PANEL_SAMPLES_MOST;
    const size_t end = (group + 1) * t->n_panels / t->n_groups;
    for (size_t k = group * t->n_panels / t->n_groups; k < end; k++) {
        const size_t first = k * t->panel_samples;
        const size_t count = hk_min_size(t->panel_samples, view->n_samples - first);
        const double *const weights = hk_column_read(&view->weights, first, count, 1.0, buffer);
        if (t->side)
            t->side->factors(t->side->payload, group, first, count, weights, factors);
        sum_panel(t, group, (hk_stretch){first, count, weights, factors, NULL}, own, panel);
        merge(&t->groups[group], panel, view->n_features);
    }
}

/* Lowest and highest of a thread's panels are those of all that it has seen: they are joined in
 * any order. */
static void run(const trip *t)
{
    if (t->n_threads == 1) {
        for (size_t g = 0; g < t->n_groups; g++)
            run_group(t, g, 0);
        return;
    }
#pragma omp parallel for num_threads((int)t->n_threads) schedule(static)
    for (size_t g = 0; g < t->n_groups; g++)
        run_group(t, g, (size_t)omp_get_thread_num());
}

static void publish(const hk_moments *all, hk_statistics *statistics)
{
    statistics->total_weight = all->weight;
    for (size_t i = 0; i < statistics->n_features; i++) {
        statistics->mean[i] = all->mean[i];
        statistics->deviation[i] = sqrt(all->square[i] / all->weight);
        statistics->rms[i] = hypot(statistics->mean[i], statistics->deviation[i]);
        statistics->lowest[i] = all->lowest[i];
        statistics->highest[i] = all->highest[i];
    }
}

bool hk_statistics_collect(hk_statistics *statistics, const hk_view *view, int64_t threads,
                           const hk_side_sum *side)
{
    trip t = plan(view, threads, side);
    const bool allocated = allocate(&t);
    if (allocated) {
        run(&t);
        for (size_t g = 1; g < t.n_groups; g++)
            merge(&t.groups[0], &t.groups[g], view->n_features);
        publish(&t.groups[0], statistics);
        if (side && view->n_features > 0)
            memcpy(side->sum, t.groups[0].side, view->n_features * sizeof *side->sum);
    }
    destroy(&t);
    return allocated;
}

bool hk_feature_is_constant(const hk_statistics *statistics, size_t feature)
{
    return !(statistics->lowest[feature] < statistics->highest[feature]);
}

double hk_feature_rms(const hk_statistics *statistics, size_t feature)
{
    return statistics->rms[feature];
}

double hk_feature_centre(const hk_statistics *statistics, size_t feature, bool bias_is_fitted)
{
    if (!bias_is_fitted)
        return 0.0;
    return hk_feature_is_constant(statistics, feature) ? statistics->lowest[feature]
                                                       : statistics->mean[feature];
}

double hk_feature_spread(const hk_statistics *statistics, size_t feature, bool bias_is_fitted)
{
    return bias_is_fitted && !hk_feature_is_constant(statistics, feature)
               ? statistics->deviation[feature]
               : hk_feature_rms(statistics, feature);
}
