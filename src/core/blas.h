/* The BLAS routines the derivation maps onto. Matrices are row-major, lda elements from row to row.
 * Lengths of 0 are answered here and never reach BLAS; every length must fit BLAS's int. */
#ifndef HK_CORE_BLAS_H
#define HK_CORE_BLAS_H

#include <stddef.h>

/* Up to this many elements of a matrix OpenBLAS 0.3.21 multiplies on the caller's thread (9216
 * is its first threaded size); a larger panel would start its threads and change the order of
 * its sums. */
enum { HK_BLAS_SERIAL_ELEMENTS = 9215 };

/* As OpenBLAS describes itself. */
const char *hk_blas_name(void);

typedef enum hk_transpose { HK_PLAIN, HK_TRANSPOSED } hk_transpose;

/* y += A x (A: rows x columns; x: columns; y: rows), or with HK_TRANSPOSED y += A^T x (x: rows; y:
 * columns). */
void hk_gemv_f64(hk_transpose transpose, size_t rows, size_t columns, const double *A, size_t lda,
                 const double *x, double *y);
void hk_gemv_f32(hk_transpose transpose, size_t rows, size_t columns, const float *A, size_t lda,
                 const float *x, float *y);

#endif
