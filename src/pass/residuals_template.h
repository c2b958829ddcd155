/* Included by residuals_<set>.c, which names the function HK_RESIDUALS. */
#include "core/inline.h"
#include "pass/residuals.h"

enum { RESIDUAL_LANES = 8 }; /* running sums of a dot product, so that none waits for another */

HK_INLINE hk_dd residual(size_t n, const double *x, const hk_dd *w_b, hk_dd start)
{
    hk_dd lanes[RESIDUAL_LANES] = {{0, 0}};
    size_t i = 0;
    for (; i + RESIDUAL_LANES <= n; i += RESIDUAL_LANES)
        for (size_t k = 0; k < RESIDUAL_LANES; k++)
            lanes[k] = hk_dd_add(lanes[k], hk_dd_scale(w_b[i + k], -x[i + k]));
    for (; i < n; i++)
        start = hk_dd_add(start, hk_dd_scale(w_b[i], -x[i]));
    for (size_t k = 0; k < RESIDUAL_LANES; k++)
        start = hk_dd_add(start, lanes[k]);
    return hk_dd_add(start, (hk_dd){-w_b[n].high, -w_b[n].low});
}

void HK_RESIDUALS(const hk_view *view, const hk_dd *w_b, double *row, hk_dd *products)
{
    const size_t n = view->n_features;
    for (size_t i = 0; i <= n; i++)
        products[i] = hk_dd_from(0.0);
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight == 0.0)
            continue;
        const double *const x = hk_view_row(view, j, row);
        const hk_dd start = hk_two_sum(hk_column_value(&view->targets, j, 0.0),
                                       -hk_column_value(&view->offset, j, 0.0));
        const hk_dd r = hk_dd_scale(residual(n, x, w_b, start), weight);
        for (size_t i = 0; i < n; i++)
            products[i] = hk_dd_add(products[i], hk_dd_scale(r, x[i]));
        products[n] = hk_dd_add(products[n], r);
    }
}
