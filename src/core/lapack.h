/* The LAPACK routines that the second-order solvers and the statistics need. Matrices are
 * column-major, n columns n apart unless said otherwise; n must fit LAPACK's int. No other thread
 * of ours may be at work: LAPACK has its own. */
#ifndef HK_CORE_LAPACK_H
#define HK_CORE_LAPACK_H

#include <stdbool.h>
#include <stddef.h>

/* The largest n whose n x n matrix LAPACK can index. */
enum { HK_LAPACK_MOST = 46340 };

/* A = R^T R of a symmetric A, whose upper triangle R replaces. false: A is not positive definite,
 * and what A holds then is nothing. */
bool hk_cholesky(size_t n, double *A);

/* The same with columns exchanged: A(p, p) = R^T R, p[k] the column that became number k, the
 * largest left first; ends at the first pivot of `tolerance` or less. The rank; work: 2n. */
size_t hk_pivoted_cholesky(size_t n, double *A, double tolerance, int *p, double *work);

/* An estimate of 1 / the 1-norm condition number of the upper triangle R; work: 3n, integers: n. */
double hk_triangle_reciprocal_condition(size_t n, const double *R, size_t lda, double *work,
                                        int *integers);

/* x <- R^-1 x, and x <- R^-T x, R upper. */
void hk_solve_upper(size_t n, const double *R, size_t lda, double *x);
void hk_solve_lower(size_t n, const double *R, size_t lda, double *x);

/* R of the QR factorisation of [R; B]: R n x n upper, B rows x n (rows apart), which is lost.
 * work: HK_QR_BLOCK 2n. */
enum { HK_QR_BLOCK = 32 };
void hk_append_to_triangle(size_t n, double *R, size_t rows, double *B, double *work);

/* A P = Q R of a rows x n A (lda apart), largest column first, p[k] the column that became number
 * k; R on and above the diagonal of A. tau: n; work: `length` numbers, 3n + 1 or more. */
void hk_pivoted_qr(size_t rows, size_t n, double *A, size_t lda, int *p, double *tau, size_t length,
                   double *work);

#endif
