#include "model/covariance.h"

#include "core/lapack.h"
#include "core/memory.h"
#include "core/sum.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* What a factorisation needs beside the triangles. */
typedef struct bench {
    size_t p;
    size_t rank;
    double unit;   /* what rounding a column of noise 1 leaves where nothing else is */
    double *noise; /* p: of the columns as they are scaled                         */
    double *scale; /* p: powers of 2 that bring the columns of A to about 1        */
    int *pivots;   /* p: the column that became number k                           */
    double *x;     /* p: a vector under way                                        */
    double *work;  /* HK_QR_BLOCK p + 1 and more, with tau (p) at its end          */
    double *S;     /* p x p: negative rows R_-R^-1, later C with C^T C = I - S^T S; or NULL */
    double *C;
    int *integers; /* p */
} bench;

static size_t work_length(size_t p)
{
    return (HK_QR_BLOCK + 2) * p + 1;
}

static bool create(bench *b, size_t p, bool negative)
{
    *b = (bench){.p = p};
    b->noise = hk_allocate(p, sizeof(double));
    b->scale = hk_allocate(p, sizeof(double));
    b->pivots = hk_allocate(p, sizeof(int));
    b->integers = hk_allocate(p, sizeof(int));
    b->x = hk_allocate(p, sizeof(double));
    b->work = hk_allocate(work_length(p) + p, sizeof(double));
    b->S = negative ? hk_allocate(p * p, sizeof(double)) : NULL;
    b->C = negative ? hk_allocate(p * p, sizeof(double)) : NULL;
    return b->noise && b->scale && b->pivots && b->integers && b->x && b->work &&
           (!negative || (b->S && b->C));
}

static void destroy(bench *b)
{
    hk_free(b->noise);
    hk_free(b->scale);
    hk_free(b->pivots);
    hk_free(b->integers);
    hk_free(b->x);
    hk_free(b->work);
    hk_free(b->S);
    hk_free(b->C);
}

/* Powers of 2 change no digit. */
static void equilibrate(bench *b, double *R)
{
    const size_t p = b->p;
    for (size_t i = 0; i < p; i++) {
        int exponent = 0;
        frexp(hk_norm(i + 1, R + i * p), &exponent); /* of 0: 0 */
        b->scale[i] = ldexp(1.0, -exponent);
        for (size_t k = 0; k <= i; k++)
            R[i * p + k] *= b->scale[i];
    }
}

/* As many columns as are not, to rounding, combinations of those before them. What is left of
 * column k once the others are taken away, R_kk, is rounded as these were: their noise times the
 * share that was taken, R^-1 times the column. */
static size_t rank_of(const bench *b, const double *R)
{
    const size_t p = b->p;
    for (size_t k = 0; k < p; k++) {
        double rounding = b->noise[b->pivots[k]];
        memcpy(b->x, R + k * p, k * sizeof *b->x);
        hk_solve_upper(k, R, p, b->x);
        for (size_t i = 0; i < k; i++)
            rounding += fabs(b->x[i]) * b->noise[b->pivots[i]];
        if (!(fabs(R[k * p + k]) > b->unit * rounding))
            return k;
    }
    return p;
}

static void clear_below(size_t p, double *R)
{
    for (size_t i = 0; i < p; i++)
        memset(R + i * p + i + 1, 0, (p - i - 1) * sizeof *R);
}

static void pivot(bench *b, double *R, int *pivots)
{
    const size_t p = b->p;
    clear_below(p, R);
    hk_pivoted_qr(p, p, R, p, pivots, b->work + work_length(p), work_length(p), b->work);
}

/* Once more, with the columns that yield so much shorter that what is left of any other comes
 * before them, unless it is next to nothing. */
static void give_way(bench *b, double *R, const bool *yields)
{
    static const double SHORTER = 0x1p-10;
    for (size_t k = 0; k < b->p; k++) {
        const size_t column = (size_t)b->pivots[k];
        if (!yields[column])
            continue;
        b->scale[column] *= SHORTER;
        b->noise[column] *= SHORTER;
        for (size_t i = 0; i <= k; i++)
            R[k * b->p + i] *= SHORTER;
    }
    pivot(b, R, b->integers);
    for (size_t k = 0; k < b->p; k++)
        b->integers[k] = b->pivots[b->integers[k]];
    memcpy(b->pivots, b->integers, b->p * sizeof *b->pivots);
}

/* R with its columns in the order of the pivots, and how many of them count. */
static void factor(bench *b, const hk_covariance_rows *rows)
{
    double *const R = rows->curvature.R;
    memcpy(b->noise, rows->noise, b->p * sizeof *b->noise);
    equilibrate(b, R);
    pivot(b, R, b->pivots);
    b->unit = DBL_EPSILON * (double)b->p * fabs(R[0]);
    b->rank = rank_of(b, R);
    if (b->rank == 0 || b->rank == b->p)
        return;
    give_way(b, R, rows->yields);
    b->rank = rank_of(b, R);
}

/* x <- row k of another triangle in the columns' new scale and order. */
static void take_row(const bench *b, const double *R, size_t k)
{
    for (size_t i = 0; i < b->rank; i++) {
        const size_t column = (size_t)b->pivots[i];
        b->x[i] = column >= k ? R[column * b->p + k] * b->scale[column] : 0.0;
    }
}

/* A = R^T R - N^T N = R^T (I - S^T S) R with S = N R^-1, and C^T C = I - S^T S. Row k of S is kept
 * as row k of a column-major matrix, so that S^T S is made of dots of its columns. */
static bool subtract(bench *b, const double *R, const double *negative)
{
    const size_t p = b->p, rank = b->rank;
    for (size_t k = 0; k < p; k++) {
        take_row(b, negative, k);
        hk_solve_lower(rank, R, p, b->x);
        for (size_t i = 0; i < rank; i++)
            b->S[i * p + k] = b->x[i];
    }
    for (size_t i = 0; i < rank; i++)
        for (size_t k = 0; k <= i; k++)
            b->C[i * rank + k] = (k == i) - hk_dot(p, b->S + i * p, b->S + k * p);
    return hk_cholesky(rank, b->C);
}

/* x <- A^-1 x, in the new scale and order. */
static void solve(const bench *b, const double *R)
{
    hk_solve_lower(b->rank, R, b->p, b->x);
    if (b->C) {
        hk_solve_lower(b->rank, b->C, b->rank, b->x);
        hk_solve_upper(b->rank, b->C, b->rank, b->x);
    }
    hk_solve_upper(b->rank, R, b->p, b->x);
}

/* Column k of F: R^-1 e_k, or A^-1 times row k of the residuals. */
static void fill(const bench *b, const double *R, const double *residuals, double *F)
{
    const size_t p = b->p, columns = residuals ? p : b->rank;
    memset(F, 0, p * p * sizeof *F);
    for (size_t k = 0; k < columns; k++) {
        if (residuals) {
            take_row(b, residuals, k);
            solve(b, R);
        } else {
            for (size_t i = 0; i < b->rank; i++)
                b->x[i] = i == k;
            hk_solve_upper(b->rank, R, p, b->x);
        }
        for (size_t i = 0; i < b->rank; i++) {
            const size_t column = (size_t)b->pivots[i];
            F[column * p + k] = b->x[i] * b->scale[column];
        }
    }
}

static void find_step(const bench *b, const double *R, double *slope)
{
    for (size_t i = 0; i < b->rank; i++)
        b->x[i] = slope[b->pivots[i]] * b->scale[b->pivots[i]];
    solve(b, R);
    memset(slope, 0, b->p * sizeof *slope);
    for (size_t i = 0; i < b->rank; i++)
        slope[b->pivots[i]] = b->x[i] * b->scale[b->pivots[i]];
}

hk_covariance_end hk_covariance_factor(hk_covariance_rows *rows, double *F, double *slope,
                                       bool *omitted, hk_covariance *covariance)
{
    bench b;
    double *const R = rows->curvature.R;
    const size_t p = rows->curvature.n;
    hk_covariance_end end = HK_COVARIANCE_OK;
    if (!create(&b, p, rows->negative.R != NULL)) {
        end = HK_COVARIANCE_MEMORY;
        goto cleanup;
    }
    factor(&b, rows);
    if (b.rank == 0)
        end = HK_COVARIANCE_ZERO;
    else if (rows->negative.R && !subtract(&b, R, rows->negative.R))
        end = HK_COVARIANCE_INDEFINITE;
    if (end != HK_COVARIANCE_OK)
        goto cleanup;
    *covariance = (hk_covariance){
        b.rank, 1.0 / hk_triangle_reciprocal_condition(b.rank, R, p, b.work, b.integers)};
    fill(&b, R, rows->residuals.R, F);
    find_step(&b, R, slope);
    for (size_t i = 0; i < p; i++)
        omitted[b.pivots[i]] = i >= b.rank;
cleanup:
    destroy(&b);
    return end;
}
