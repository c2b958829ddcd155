/* Included by curvature_<set>.c, which names the table HK_CURVATURE_KERNEL and is compiled with
 * that set's flags. */
#include "core/inline.h"
#include "pass/curvature_kernel.h"
#include "pass/vectors.h"

/* Strips multiplied at once: LANES x MOST_STRIPS sums, 3 vectors and a number fit the registers of
 * every set. */
enum { MOST_STRIPS = 3 };

HK_INLINE double number_at(hk_type type, const void *X, size_t element)
{
    return type == HK_F64 ? ((const double *)X)[element] : (double)((const float *)X)[element];
}

HK_INLINE vector vector_at(hk_type type, const void *X, size_t element)
{
    return type == HK_F64 ? load_f64((const double *)X + element)
                          : load_f32((const float *)X + element);
}

/* The last strip of sample-major X, whose lanes behind the features stay as they are. */
HK_INLINE void pack_last(hk_type type, const void *X, size_t sample_step, size_t count,
                         const size_t *kept, size_t features, const double *centre, double *strip)
{
    const vector middle = centre ? load_first_f64(centre, features) : (vector){0};
    for (size_t k = 0; k < count; k++) {
        const size_t at = kept[k] * sample_step;
        const vector x = type == HK_F64 ? load_first_f64((const double *)X + at, features)
                                        : load_first_f32((const float *)X + at, features);
        const vector behind = last_lanes(load_f64(strip + k * LANES), LANES - features);
        store_f64(strip + k * LANES, x - middle + behind);
    }
}

/* type is a constant in every call. */
HK_INLINE void pack_as(hk_type type, const void *X, size_t sample_step, size_t feature_step,
                       size_t count, const size_t *kept, size_t features, const double *centre,
                       double *strip)
{
    if (feature_step == 1 && features == LANES) {
        const vector middle = centre ? load_f64(centre) : (vector){0};
        for (size_t k = 0; k < count; k++)
            store_f64(strip + k * LANES, vector_at(type, X, kept[k] * sample_step) - middle);
        return;
    }
    if (feature_step == 1) {
        pack_last(type, X, sample_step, count, kept, features, centre, strip);
        return;
    }
    for (size_t i = 0; i < features; i++) {
        const double middle = centre ? centre[i] : 0.0;
        for (size_t k = 0; k < count; k++)
            strip[k * LANES + i] =
                number_at(type, X, kept[k] * sample_step + i * feature_step) - middle;
    }
}

static void pack(const hk_view *view, size_t first, size_t count, const size_t *kept,
                 size_t feature, size_t features, const double *centre, double *strip)
{
    const size_t sample_step = hk_view_sample_step(view);
    const size_t feature_step = hk_view_feature_step(view);
    const void *const X = hk_view_at(view, first, feature);
    if (view->type == HK_F64)
        pack_as(HK_F64, X, sample_step, feature_step, count, kept, features, centre, strip);
    else
        pack_as(HK_F32, X, sample_step, feature_step, count, kept, features, centre, strip);
}

/* n_strips blocks of H side by side, a constant in every call. What these samples add up to is
 * summed apart and added to H once, which also rounds less. */
HK_INLINE void add_blocks(size_t n_strips, size_t count, const double *scaled, const double *strips,
                          size_t strip_step, double *H)
{
    vector sum[LANES][MOST_STRIPS] = {{{0}}};
    for (size_t j = 0; j < count; j++) {
        vector x[MOST_STRIPS];
        for (size_t c = 0; c < n_strips; c++)
            x[c] = load_f64(strips + c * strip_step + j * LANES);
        for (size_t r = 0; r < LANES; r++)
            for (size_t c = 0; c < n_strips; c++)
                sum[r][c] += scaled[j * LANES + r] * x[c];
    }
    for (size_t c = 0; c < n_strips; c++)
        for (size_t r = 0; r < LANES; r++) {
            double *const row = H + (c * LANES + r) * LANES;
            store_f64(row, load_f64(row) + sum[r][c]);
        }
}

static void add(size_t count, const double *d, const double *row_strip, size_t n_strips,
                const double *strips, size_t strip_step, double *H)
{
    double scaled[HK_CURVATURE_DEPTH * LANES] __attribute__((aligned(64)));
    for (size_t j = 0; j < count; j++)
        store_f64(scaled + j * LANES, d[j] * load_f64(row_strip + j * LANES));
    size_t c = 0;
    for (; c + MOST_STRIPS <= n_strips; c += MOST_STRIPS)
        add_blocks(MOST_STRIPS, count, scaled, strips + c * strip_step, strip_step,
                   H + c * LANES * LANES);
    if (n_strips - c == 2)
        add_blocks(2, count, scaled, strips + c * strip_step, strip_step, H + c * LANES * LANES);
    else if (n_strips - c == 1)
        add_blocks(1, count, scaled, strips + c * strip_step, strip_step, H + c * LANES * LANES);
}

const hk_curvature_kernel HK_CURVATURE_KERNEL = {.lanes = LANES, .pack = pack, .add = add};
