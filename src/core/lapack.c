#include "core/lapack.h"

#include "core/sum.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>

/* Up to here LAPACK's threads, or waking them, take longer than the arithmetic, and its sums would
 * depend on them: the form without blocks has none. */
enum { SMALL = 256 };

bool hk_cholesky(size_t n, double *A)
{
    lapack_int size = (lapack_int)n, info = 0;
    if (n > SMALL)
        return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'U', size, A, size) == 0;
    if (n > 0)
        LAPACK_dpotf2("U", &size, A, &size, &info);
    return info == 0;
}

size_t hk_pivoted_cholesky(size_t n, double *A, double tolerance, int *p, double *work)
{
    int rank = 0;
    if (n == 0)
        return 0;
    LAPACKE_dpstrf_work(LAPACK_COL_MAJOR, 'U', (int)n, A, (int)n, p, &rank, tolerance, work);
    for (size_t k = 0; k < n; k++)
        p[k]--;
    return (size_t)rank;
}

double hk_triangle_reciprocal_condition(size_t n, const double *R, size_t lda, double *work,
                                        int *integers)
{
    double reciprocal = 1.0;
    if (n > 0)
        LAPACKE_dtrcon_work(LAPACK_COL_MAJOR, '1', 'U', 'N', (int)n, R, (int)lda, &reciprocal, work,
                            integers);
    return reciprocal;
}

/* Column by column, n^2 / 2 multiplications: BLAS's dtrsv would wake its threads from 96 columns
 * on, which takes longer. */
void hk_solve_upper(size_t n, const double *R, size_t lda, double *x)
{
    for (size_t k = n; k-- > 0;) {
        x[k] /= R[k * lda + k];
        for (size_t i = 0; i < k; i++)
            x[i] -= x[k] * R[k * lda + i];
    }
}

void hk_solve_lower(size_t n, const double *R, size_t lda, double *x)
{
    for (size_t k = 0; k < n; k++)
        x[k] = (x[k] - hk_dot(k, R + k * lda, x)) / R[k * lda + k];
}

void hk_append_to_triangle(size_t n, double *R, size_t rows, double *B, double *work)
{
    if (n == 0 || rows == 0)
        return;
    const int block = n < HK_QR_BLOCK ? (int)n : HK_QR_BLOCK;
    LAPACKE_dtpqrt_work(LAPACK_COL_MAJOR, (int)rows, (int)n, 0, block, R, (int)n, B, (int)rows,
                        work, block, work + HK_QR_BLOCK * n);
}

void hk_pivoted_qr(size_t rows, size_t n, double *A, size_t lda, int *p, double *tau, size_t length,
                   double *work)
{
    for (size_t k = 0; k < n; k++)
        p[k] = 0;
    if (rows > 0 && n > 0)
        LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, (int)rows, (int)n, A, (int)lda, p, tau, work,
                            (int)length);
    for (size_t k = 0; k < n; k++)
        p[k] = rows > 0 ? p[k] - 1 : (int)k;
}
