#include "data/subsample.h"

#include "core/memory.h"
#include "core/random.h"
#include "core/sum.h"
#include "core/threads.h"

#include <string.h>

/* What is copied of a column that is given, with its values from `numbers` on. */
static hk_column copy_of(const hk_column *column, const double *numbers)
{
    return (hk_column){column->values ? numbers : NULL, HK_F64};
}

static void copy_sample(hk_subsample *subsample, const hk_view *view, size_t from, size_t to)
{
    const size_t n = view->n_features, count = subsample->view.n_samples;
    double *const place = subsample->X + to * n;
    const double *const row = hk_view_row(view, from, place);
    if (row != place && n > 0)
        memcpy(place, row, n * sizeof *row);
    subsample->columns[to] = hk_column_value(&view->targets, from, 0.0);
    subsample->columns[count + to] = hk_column_value(&view->weights, from, 1.0);
    subsample->columns[2 * count + to] = hk_column_value(&view->offset, from, 0.0);
}

/* One sample at random out of each of `count` stretches. */
static void choose(size_t m, size_t count, uint64_t seed, size_t *chosen)
{
    hk_random random = hk_random_seed(seed);
    const size_t stretch = m / count, longer = m % count; /* the first `longer` are one longer */
    for (size_t k = 0, begin = 0; k < count; k++) {
        const size_t length = stretch + (k < longer);
        chosen[k] = begin + hk_random_below(&random, length);
        begin += length;
    }
}

static void copy_stretch(hk_subsample *subsample, const hk_view *view, const size_t *chosen,
                         size_t from, size_t to)
{
    for (size_t k = from; k < to; k++)
        copy_sample(subsample, view, chosen[k], k);
}

/* Rows lie far apart: what this takes is waiting for memory, which threads do side by side. */
static void copy(hk_subsample *subsample, const hk_view *view, const size_t *chosen,
                 int64_t threads)
{
    const size_t count = subsample->view.n_samples;
    const int wanted = (int)hk_min_size((size_t)threads, 64);
    const int n_threads = hk_threads(wanted, count * (view->n_features + 1));
    if (n_threads > 1) {
#pragma omp parallel for num_threads(n_threads) schedule(static)
        for (int t = 0; t < n_threads; t++)
            copy_stretch(subsample, view, chosen, count * (size_t)t / (size_t)n_threads,
                         count * (size_t)(t + 1) / (size_t)n_threads);
    } else {
        copy_stretch(subsample, view, chosen, 0, count);
    }
    subsample->total_weight = hk_sum(count, subsample->columns + count);
}

bool hk_subsample_create(hk_subsample *subsample, const hk_view *view, size_t count, uint64_t seed,
                         int64_t threads)
{
    const size_t n = view->n_features;
    size_t elements, more;
    *subsample = (hk_subsample){.total_weight = 0.0};
    if (!hk_multiply(count, n, &elements) || !hk_multiply(count, 3, &more))
        return false;
    subsample->X = hk_allocate_unset(elements, sizeof(double));
    subsample->columns = hk_allocate_unset(more, sizeof(double));
    size_t *const chosen = hk_allocate(count, sizeof *chosen);
    if (!subsample->X || !subsample->columns || !chosen) {
        hk_free(chosen);
        hk_subsample_destroy(subsample);
        return false;
    }
    subsample->view = (hk_view){.n_samples = count,
                                .n_features = n,
                                .X = subsample->X,
                                .type = HK_F64,
                                .layout = HILLOCK_SAMPLE_MAJOR,
                                .stride = n,
                                .targets = copy_of(&view->targets, subsample->columns),
                                .weights = copy_of(&view->weights, subsample->columns + count),
                                .offset = copy_of(&view->offset, subsample->columns + 2 * count)};
    choose(view->n_samples, count, seed, chosen);
    copy(subsample, view, chosen, threads);
    hk_free(chosen);
    return true;
}

void hk_subsample_destroy(hk_subsample *subsample)
{
    hk_free(subsample->X);
    hk_free(subsample->columns);
    *subsample = (hk_subsample){.total_weight = 0.0};
}
