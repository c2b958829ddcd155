#include "data/fingerprint.h"

#include <string.h>

/* The finalizer of splitmix64 (Steele, Lea & Flood 2014) on a number and its place: sums of these
 * do not depend on the order in which they are taken. */
static uint64_t mixed(double number, uint64_t place)
{
    uint64_t x;
    memcpy(&x, &number, sizeof x);
    x += (place + 1) * UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* As the features lie: `outer` runs of `inner` adjacent numbers. */
static uint64_t of_features(const hk_view *view)
{
    const bool samples_outside = view->layout == HILLOCK_SAMPLE_MAJOR;
    const size_t m = view->n_samples, n = view->n_features;
    const size_t outer = samples_outside ? m : n, inner = samples_outside ? n : m;
    uint64_t sum = 0;
    for (size_t k = 0; k < outer; k++)
        for (size_t i = 0; i < inner; i++) {
            const size_t sample = samples_outside ? k : i, feature = samples_outside ? i : k;
            sum += mixed(hk_view_value(view, sample, feature), (uint64_t)(sample * n + feature));
        }
    return sum;
}

static uint64_t of_column(const hk_column *column, size_t count)
{
    uint64_t sum = 0;
    for (size_t j = 0; column->values && j < count; j++)
        sum += mixed(hk_column_value(column, j, 0.0), j);
    return sum;
}

hk_fingerprint hk_fingerprint_of(const hk_view *view)
{
    const size_t m = view->n_samples;
    return (hk_fingerprint){.features = of_features(view),
                            .targets = of_column(&view->targets, m),
                            .weights = of_column(&view->weights, m),
                            .offset = of_column(&view->offset, m)};
}

uint64_t hk_fingerprint_numbers(size_t count, const double *numbers)
{
    const hk_column column = {numbers, HK_F64};
    return of_column(&column, count);
}
