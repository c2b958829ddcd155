#include "effects.h"

#include <math.h>
#include <stdlib.h>

#include "growth.h"
#include "spread.h"

/* The largest first, equal ones in the order of the columns. */
static int compare_effects(const void *left, const void *right)
{
    const struct effect *const a = left, *const b = right;
    if (fabs(a->change) != fabs(b->change))
        return fabs(a->change) < fabs(b->change) ? 1 : -1;
    return (a->column > b->column) - (a->column < b->column);
}

struct effect *effects_make(const struct coefficients *coefficients, const struct table *table,
                            size_t n_training)
{
    const size_t n = coefficients->n_features;
    struct spread spread = spread_of(table, n_training);
    struct effect *const effects = spread.mean ? grown_array(NULL, n, 1, sizeof *effects) : NULL;
    for (size_t i = 0; effects && i < n; i++)
        effects[i] = (struct effect){.name = table->names[i],
                                     .column = i,
                                     .deviation = spread.deviation[i],
                                     .change = coefficients->estimate[i] * spread.deviation[i]};
    if (effects)
        qsort(effects, n, sizeof *effects, compare_effects);
    spread_free(&spread);
    return effects;
}
