#include "products.h"

#include <cblas.h>

/* y = beta y + A x, or A^T x; A is rows x columns, row-major without gaps. */
static void gemv(bench_type type, CBLAS_TRANSPOSE transpose, size_t rows, size_t columns,
                 const void *A, const void *x, double beta, void *y)
{
    if (type == BENCH_F64)
        cblas_dgemv(CblasRowMajor, transpose, (int)rows, (int)columns, 1.0, A, (int)columns, x, 1,
                    beta, y, 1);
    else
        cblas_sgemv(CblasRowMajor, transpose, (int)rows, (int)columns, 1.0F, A, (int)columns, x, 1,
                    (float)beta, y, 1);
}

/* Sample-major X is m x n in memory, feature-major n x m. */
void bench_forward(const bench_problem *problem, void *z)
{
    const bench_shape shape = problem->shape;
    bench_fill(shape.type, z, shape.m, problem->b);
    if (shape.layout == HILLOCK_SAMPLE_MAJOR)
        gemv(shape.type, CblasNoTrans, shape.m, shape.n, problem->X, problem->w, 1.0, z);
    else
        gemv(shape.type, CblasTrans, shape.n, shape.m, problem->X, problem->w, 1.0, z);
}

void bench_row_times_matrix(bench_type type, size_t m, const void *v, const void *M, void *u)
{
    gemv(type, CblasTrans, m, m, M, v, 0.0, u);
}

double bench_backward(const bench_problem *problem, const void *dJ_dz, const void *ones,
                      void *dJ_dw)
{
    const bench_shape shape = problem->shape;
    if (shape.layout == HILLOCK_SAMPLE_MAJOR)
        gemv(shape.type, CblasTrans, shape.m, shape.n, problem->X, dJ_dz, 0.0, dJ_dw);
    else
        gemv(shape.type, CblasNoTrans, shape.n, shape.m, problem->X, dJ_dz, 0.0, dJ_dw);
    return shape.type == BENCH_F64 ? cblas_ddot((int)shape.m, dJ_dz, 1, ones, 1)
                                   : (double)cblas_sdot((int)shape.m, dJ_dz, 1, ones, 1);
}
