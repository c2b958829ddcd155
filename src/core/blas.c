#include "core/blas.h"

#include <cblas.h>

void hk_gemv_f64(hk_transpose transpose, size_t rows, size_t columns, const double *A, size_t lda,
                 const double *x, double *y)
{
    if (rows > 0 && columns > 0)
        cblas_dgemv(CblasRowMajor, transpose == HK_PLAIN ? CblasNoTrans : CblasTrans, (int)rows,
                    (int)columns, 1.0, A, (int)lda, x, 1, 1.0, y, 1);
}

void hk_gemv_f32(hk_transpose transpose, size_t rows, size_t columns, const float *A, size_t lda,
                 const float *x, float *y)
{
    if (rows > 0 && columns > 0)
        cblas_sgemv(CblasRowMajor, transpose == HK_PLAIN ? CblasNoTrans : CblasTrans, (int)rows,
                    (int)columns, 1.0F, A, (int)lda, x, 1, 1.0F, y, 1);
}
