#include "spread.h"

#include <math.h>
#include <stdlib.h>

#include "growth.h"

static double weight_of(const struct table *table, size_t sample)
{
    return table->weights ? table->weights[sample] : 1;
}

/* Means in one trip through the samples, deviations around them in another: no cancellation. */
static void measure(const struct spread *spread, const struct table *table, size_t n_samples)
{
    const size_t n = table->n_features;
    double W = 0;
    for (size_t j = 0; j < n_samples; j++)
        W += weight_of(table, j);
    for (size_t i = 0; i < n; i++)
        spread->mean[i] = spread->deviation[i] = 0;
    for (size_t j = 0; j < n_samples; j++)
        for (size_t i = 0; i < n; i++)
            spread->mean[i] += table->features[j * n + i] * (weight_of(table, j) / W);
    for (size_t j = 0; j < n_samples; j++)
        for (size_t i = 0; i < n; i++) {
            const double distance = table->features[j * n + i] - spread->mean[i];
            spread->deviation[i] += distance * distance * (weight_of(table, j) / W);
        }
    for (size_t i = 0; i < n; i++)
        spread->deviation[i] = sqrt(spread->deviation[i]);
}

struct spread spread_of(const struct table *table, size_t n_samples)
{
    const size_t n = table->n_features;
    struct spread spread = {.mean = grown_array(NULL, n, 1, sizeof(double)),
                            .deviation = grown_array(NULL, n, 1, sizeof(double))};
    if (spread.mean && spread.deviation)
        measure(&spread, table, n_samples);
    else
        spread_free(&spread);
    return spread;
}

void spread_free(struct spread *spread)
{
    free(spread->mean);
    free(spread->deviation);
    *spread = (struct spread){0};
}
