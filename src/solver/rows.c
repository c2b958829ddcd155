#include "solver/rows.h"

#include "core/memory.h"

enum {
    PACK_LIMIT = 1 << 30, /* bytes of feature-major data that are copied sample-major    */
    NEAR_LIMIT = 1 << 19  /* bytes of X that stay in the cache of a core between epochs */
};

/* A sample of feature-major data lies in n cache lines, of which it uses 8 bytes each: worth a
 * copy. Without the memory for one, or beyond the limit, the samples are gathered where they
 * lie. */
static void pack(hk_rows *rows)
{
    size_t elements, bytes;
    const size_t size = hk_type_size(rows->view.type);
    if (rows->view.layout == HILLOCK_SAMPLE_MAJOR || rows->view.n_features == 0)
        return;
    if (!hk_multiply(rows->view.n_samples, rows->view.n_features, &elements) ||
        !hk_multiply(elements, size, &bytes) || bytes > PACK_LIMIT)
        return;
    rows->packed = hk_allocate(elements, size);
    if (rows->packed)
        rows->view = hk_view_transpose(&rows->view, rows->packed);
}

bool hk_rows_create(hk_rows *rows, const hk_objective *objective, const hk_products *products,
                    size_t places)
{
    *rows = (hk_rows){.objective = objective,
                      .view = *objective->view,
                      .mean_weight =
                          objective->statistics->total_weight / (double)objective->view->n_samples};
    pack(rows);
    const hk_view *const view = &rows->view;
    const bool adjacent = view->layout == HILLOCK_SAMPLE_MAJOR && view->n_features > 0;
    const bool as_they_lie = (adjacent && !objective->scale) || view->n_features == 0;
    const bool floats = as_they_lie && view->type == HK_F32;
    rows->products = floats ? &products->f32 : &products->f64;
    rows->row_bytes = adjacent ? view->stride * hk_type_size(view->type) : 0;
    rows->last_byte = view->n_features * hk_type_size(view->type) - 1;
    rows->far = adjacent && view->n_samples > NEAR_LIMIT / (rows->row_bytes + 1);
    size_t elements;
    if (!as_they_lie && hk_multiply(places, view->n_features, &elements))
        rows->buffer = hk_allocate(elements, sizeof *rows->buffer);
    if (as_they_lie || rows->buffer)
        return true;
    hk_rows_destroy(rows);
    return false;
}

void hk_rows_destroy(hk_rows *rows)
{
    hk_free(rows->packed);
    hk_free(rows->buffer);
    *rows = (hk_rows){0};
}

const void *hk_rows_convert(const hk_rows *rows, size_t sample, size_t place)
{
    double *const buffer = rows->buffer + place * rows->view.n_features;
    return hk_objective_row(rows->objective, &rows->view, sample, buffer);
}
