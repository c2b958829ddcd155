/* A covariance as F F^T, from triangles of the samples' rows; nothing is ever squared before it is
 * added up, so it keeps the digits that the condition of the rows leaves, not of their products. */
#ifndef HK_MODEL_COVARIANCE_H
#define HK_MODEL_COVARIANCE_H

#include "pass/triangle.h"

/* All p x p. Rows: the samples', times the root of what stands in the middle. */
typedef struct hk_covariance_rows {
    hk_triangle curvature; /* A = R^T R, the curvature's positive part            */
    hk_triangle negative;  /* what is to be subtracted from A; R NULL: nothing    */
    hk_triangle residuals; /* B = R^T R of the sandwich A^-1 B A^-1; R NULL: A^-1 */
    const double *noise;   /* p: rounding of a column's entries, in units of one  */
    const bool *yields;    /* p: of dependent columns these are left out first    */
} hk_covariance_rows;

typedef enum hk_covariance_end {
    HK_COVARIANCE_OK,
    HK_COVARIANCE_MEMORY,
    HK_COVARIANCE_ZERO,      /* there is no curvature at all        */
    HK_COVARIANCE_INDEFINITE /* A is not positive definite          */
} hk_covariance_end;

typedef struct hk_covariance {
    size_t rank;
    double condition; /* of the rows of A without the columns left out, columns scaled to about 1:
                         1-norm, estimated */
} hk_covariance;

/* F, p x p row-major, and the columns left out because they are 0 or depend on others: their rows
 * are 0. slope <- A^-1 slope (p numbers), 0 for what is left out. The triangles must be finished
 * and finite; their R are lost. Written on OK only. */
hk_covariance_end hk_covariance_factor(hk_covariance_rows *rows, double *F, double *slope,
                                       bool *omitted, hk_covariance *covariance);

#endif
