#include "pass/panel.h"

#include "core/blas.h"
#include "core/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* The power of 2 above the largest |x|; 1 where that is 0 or not finite. */
static double unit_of(size_t count, const double *x)
{
    double largest = 0.0;
    int exponent;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(x[i]));
    if (!isfinite(largest) || largest == 0.0)
        return 1.0;
    frexp(largest, &exponent);
    return ldexp(1.0, exponent < DBL_MAX_EXP ? exponent : DBL_MAX_EXP - 1);
}

static void round_to_float(size_t count, const double *x, double unit, float *rounded)
{
    for (size_t i = 0; i < count; i++)
        rounded[i] = (float)(x[i] / unit);
}

void hk_blas_set_weights(hk_panel_kernel *kernel, const double *w)
{
    const size_t n = kernel->view->n_features;
    kernel->w_unit = unit_of(n, w);
    round_to_float(n, w, kernel->w_unit, kernel->w_f32);
}

/* A block of X as BLAS sees it: sample-major its rows are samples (z = A w), feature-major they are
 * features (z = A^T w). Backward is the transposed product of the same block. */
typedef struct block {
    hk_transpose forward;
    hk_transpose backward;
    size_t rows;
    size_t columns;
    size_t lda;
    const void *A;
} block;

static block block_at(const hk_view *view, size_t first, size_t count, size_t feature,
                      size_t features)
{
    const bool sample_major = view->layout == HILLOCK_SAMPLE_MAJOR;
    const size_t rows = sample_major ? count : features;
    const size_t columns = sample_major ? features : count;
    return (block){.forward = sample_major ? HK_PLAIN : HK_TRANSPOSED,
                   .backward = sample_major ? HK_TRANSPOSED : HK_PLAIN,
                   .rows = rows,
                   .columns = columns,
                   .lda =
                       rows == 1 ? columns : view->stride, /* a single row: any stride would do */
                   .A = hk_view_at(view, first, feature)};
}

/* y += A x or A^T x in the type of the view. */
static void gemv(const hk_view *view, hk_transpose transpose, const block *x, const void *from,
                 void *to)
{
    if (view->type == HK_F64)
        hk_gemv_f64(transpose, x->rows, x->columns, x->A, x->lda, from, to);
    else
        hk_gemv_f32(transpose, x->rows, x->columns, x->A, x->lda, from, to);
}

/* z += w X and dJ_dw += dJ_dz X^T by blocks of features; vectors in the type of the view. */
static void forward(const hk_panel_kernel *kernel, size_t first, size_t count, const void *w,
                    void *z)
{
    const size_t n = kernel->view->n_features;
    const size_t size = hk_type_size(kernel->view->type);
    for (size_t i = 0; i < n; i += kernel->plan.block_features) {
        const size_t features = hk_min_size(kernel->plan.block_features, n - i);
        const block x = block_at(kernel->view, first, count, i, features);
        gemv(kernel->view, x.forward, &x, (const char *)w + i * size, z);
    }
}

static void backward(const hk_panel_kernel *kernel, size_t first, size_t count, const void *dJ_dz,
                     void *dJ_dw)
{
    const size_t n = kernel->view->n_features;
    const size_t size = hk_type_size(kernel->view->type);
    for (size_t i = 0; i < n; i += kernel->plan.block_features) {
        const size_t features = hk_min_size(kernel->plan.block_features, n - i);
        const block x = block_at(kernel->view, first, count, i, features);
        gemv(kernel->view, x.backward, &x, dJ_dz, (char *)dJ_dw + i * size);
    }
}

void hk_blas_forward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first, size_t count,
                     double b, double *z)
{
    if (kernel->view->type == HK_F64) {
        for (size_t j = 0; j < count; j++)
            z[j] = b;
        forward(kernel, first, count, kernel->w, z);
        return;
    }
    memset(room->z, 0, count * sizeof *room->z);
    forward(kernel, first, count, kernel->w_f32, room->z);
    for (size_t j = 0; j < count; j++)
        z[j] = kernel->w_unit * (double)room->z[j] + b;
}

/* Float panels are summed in float inside BLAS, over a few hundred samples at most, and in
 * double from panel to panel. */
void hk_blas_backward(const hk_panel_kernel *kernel, hk_panel_room *room, size_t first,
                      size_t count, const double *dJ_dz, double *dJ_dw)
{
    if (kernel->view->type == HK_F64) {
        backward(kernel, first, count, dJ_dz, dJ_dw);
        return;
    }
    const size_t n = kernel->view->n_features;
    const double unit = unit_of(count, dJ_dz);
    round_to_float(count, dJ_dz, unit, room->z);
    memset(room->dJ_dw, 0, n * sizeof *room->dJ_dw);
    backward(kernel, first, count, room->z, room->dJ_dw);
    for (size_t i = 0; i < n; i++)
        dJ_dw[i] += unit * (double)room->dJ_dw[i];
}
