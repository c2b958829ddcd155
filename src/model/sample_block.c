#include "model/sample_block.h"

#include "core/memory.h"

hk_dd hk_exact_z(size_t n, const double *w, double b, const double *x)
{
    hk_dd z = hk_dd_from(b);
    for (size_t i = 0; i < n; i++)
        z = hk_dd_add(z, hk_two_product(w[i], x[i]));
    return z;
}

void hk_sample_block_read(hk_sample_block *block, const hk_view *view, size_t first,
                          const double *w, double b, double *row)
{
    block->first = first;
    block->count = hk_min_size(HK_SAMPLE_BLOCK, view->n_samples - first);
    for (size_t j = 0; j < block->count; j++) {
        const double *const x = w ? hk_view_row(view, first + j, row) : NULL;
        const hk_dd product = w ? hk_exact_z(view->n_features, w, b, x) : hk_dd_from(b);
        const hk_dd z =
            hk_dd_add(product, hk_dd_from(hk_column_value(&view->offset, first + j, 0.0)));
        block->z[j] = z.high;
        block->low[j] = z.low;
        block->y[j] = hk_column_value(&view->targets, first + j, 0.0);
        block->weight[j] = hk_column_value(&view->weights, first + j, 1.0);
    }
}

void hk_sample_block_points(const hk_sample_block *block, const hk_mathematics *mathematics,
                            hk_prediction_point *points)
{
    double a[HK_SAMPLE_BLOCK], rest[HK_SAMPLE_BLOCK], l[HK_SAMPLE_BLOCK];
    double room[HK_SAMPLE_BLOCK], slope[HK_SAMPLE_BLOCK];
    const bool linear = mathematics->activation == HILLOCK_IDENTITY;
    hk_activate(mathematics, block->count, block->z, a);
    hk_probability_rest(mathematics, block->count, block->z, a, rest, room);
    hk_differentiate(mathematics, block->count, block->y, block->z, l, slope, room);
    for (size_t j = 0; j < block->count; j++) {
        points[j] = (hk_prediction_point){block->y[j], a[j], rest[j], 0.0, l[j]};
        points[j].residual = hk_point_residual(mathematics->loss, &points[j]);
        if (linear) /* a = z to twice the precision */
            points[j].residual = (block->y[j] - block->z[j]) - block->low[j];
    }
}
