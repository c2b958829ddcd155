/* The vectorised products, included by products_<set>.c, which names the table HK_PRODUCTS and is
 * compiled with that set's flags. */
#include "pass/products.h"
#include "pass/vectors.h"

#include <math.h>
#include <stdint.h>

#define HK_INLINE static inline __attribute__((always_inline))

enum {
    MOST_ROWS = 8,          /* samples taken at once: independent sums hide the latency of each */
    FEATURES = 4,           /* features taken at once, feature-major                            */
    NARROW = HK_NARROW_ROWS /* fewer features than this are not vectors                         */
};

#define REAL double
#define LOAD load_f64
#define NAME(function) function##_f64
#include "pass/typed_products_template.h"
#undef REAL
#undef LOAD
#undef NAME

#define REAL float
#define LOAD load_f32
#define NAME(function) function##_f32
#include "pass/typed_products_template.h"

static void step(size_t n, double decay, double scale, const double *restrict x, double *restrict w)
{
    for (size_t i = 0; i < n; i++)
        w[i] = decay * w[i] + scale * x[i];
}

/* A sample of weight 0 is not there, even where its loss is infinite. */
static void weigh(size_t count, const double *restrict weights, double *restrict x)
{
    for (size_t j = 0; j < count; j++)
        x[j] = weights[j] == 0.0 ? 0.0 : weights[j] * x[j];
}

static double sum(size_t count, const double *x)
{
    vector s0 = {0}, s1 = {0};
    size_t j = 0;
    for (; j + 2 * LANES <= count; j += 2 * LANES) {
        s0 += load_f64(x + j);
        s1 += load_f64(x + j + LANES);
    }
    double total = sum_lanes(s0 + s1);
    for (; j < count; j++)
        total += x[j];
    return total;
}

/* Sum of weight e^2; with weights, e comes multiplied by them already. */
static double sum_squares(size_t count, const double *weights, const double *e)
{
    double total = 0.0;
    if (!weights)
        return dot_f64(count, e, e);
    for (size_t j = 0; j < count; j++)
        total += e[j] == 0.0 ? 0.0 : e[j] / weights[j] * e[j];
    return total;
}

/* Numbers without a sign compare like their bits, and whole numbers have a vectorised maximum. */
static double largest(size_t count, const double *weights, const double *x)
{
    uint64_t most = 0;
    for (size_t j = 0; j < count; j++) {
        const double magnitude = weights && weights[j] == 0.0 ? 0.0 : fabs(x[j]);
        uint64_t bits;
        memcpy(&bits, &magnitude, sizeof bits);
        most = bits > most ? bits : most;
    }
    double found;
    memcpy(&found, &most, sizeof found);
    return found == found ? found : HUGE_VAL;
}

static hk_panel_sums reduce(size_t count, const double *weights, double *l, double *dl_dz,
                            const double *d2l_dz2)
{
    if (weights) {
        weigh(count, weights, l);
        weigh(count, weights, dl_dz);
    }
    return (hk_panel_sums){.loss = sum(count, l),
                           .residual = sum(count, dl_dz),
                           .residual_square = sum_squares(count, weights, dl_dz),
                           .curvature_max = largest(count, weights, d2l_dz2)};
}

const hk_products HK_PRODUCTS = {
    .lanes = LANES,
    .f64 = {dot_f64, forward_rows_f64, backward_rows_f64, forward_columns_f64,
            backward_columns_f64},
    .f32 = {dot_f32, forward_rows_f32, backward_rows_f32, forward_columns_f32,
            backward_columns_f32},
    .step = step,
    .reduce = reduce,
};
