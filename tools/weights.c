/* The features that matter most. A weight depends on its feature's unit, so they are ordered by
 * |weight| times the feature's standard deviation: what z changes by over a typical spread. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "spread.h"
#include "summary.h"

struct effect {
    const char *name;
    size_t column;
    double weight;
    double deviation; /* of the feature */
};

static double size_of(const struct effect *effect)
{
    return fabs(effect->weight * effect->deviation);
}

/* The largest first, equal ones in the order of the columns. */
static int compare_effects(const void *left, const void *right)
{
    const struct effect *const a = left, *const b = right;
    if (size_of(a) != size_of(b))
        return size_of(a) < size_of(b) ? 1 : -1;
    return (a->column > b->column) - (a->column < b->column);
}

static int name_width(const struct effect *effects, size_t count)
{
    size_t width = 12;
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(effects[i].name);
        width = length > width ? length : width;
    }
    return width < 40 ? (int)width : 40;
}

static void print_effects(const struct effect *effects, size_t n_features, size_t top, double b)
{
    const size_t shown = top < n_features ? top : n_features;
    const int width = name_width(effects, shown);
    (void)printf("\nlargest weights, by what z changes over a standard deviation of the feature\n"
                 "  %-*s  %15s  %12s\n",
                 width, "feature", "weight", "change in z");
    for (size_t i = 0; i < shown; i++)
        (void)printf("  %-*s  %15.9g  %+12.4g\n", width, effects[i].name, effects[i].weight,
                     effects[i].weight * effects[i].deviation);
    (void)printf("  %-*s  %15.9g\n", width, "bias", b);
    if (shown < n_features)
        (void)printf("  and %zu more: --top %zu shows all\n", n_features - shown, n_features);
}

void print_weights(const hillock_neuron *neuron, const struct table *table, size_t n_training,
                   size_t top)
{
    const size_t n = table->n_features;
    double *const w = grown_array(NULL, n, 1, sizeof *w);
    struct effect *const effects = grown_array(NULL, n, 1, sizeof *effects);
    struct spread spread = spread_of(table, n_training);
    double b = 0;
    if (top > 0 && w && effects && spread.mean &&
        hillock_neuron_get_parameters(neuron, w, &b) == HILLOCK_OK) {
        for (size_t i = 0; i < n; i++)
            effects[i] = (struct effect){.name = table->names[i],
                                         .column = i,
                                         .weight = w[i],
                                         .deviation = spread.deviation[i]};
        qsort(effects, n, sizeof *effects, compare_effects);
        print_effects(effects, n, top, b);
    }
    spread_free(&spread);
    free(effects);
    free(w);
}
