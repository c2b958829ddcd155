/* What the samples span. At a minimum with a ridge the weights are a combination of the samples,
 *     w = M^-1 X alpha        (M = diag(l2_i) / l2, X the features in the solver's coordinates)
 * as dJ = 0 says, and so are those of least norm without one: n numbers are known from at most m.
 * With M^-1/2 X = Q R, Q having orthonormal columns, w = M^-1/2 Q u and z = R^T u + b: the same
 * problem for the m samples R^T of `rank` features with the plain penalty l2 |u|^2 / 2 (Hastie &
 * Tibshirani 2004). R comes from Householder reflections of the features, a panel at a time, with
 * columns (samples) exchanged to tell the rank: no X^T X is formed, which would lose half the
 * digits. Features without a penalty stay as they are, in front. */
#ifndef HK_SOLVER_SAMPLE_SPAN_H
#define HK_SOLVER_SAMPLE_SPAN_H

#include "pass/triangle.h"
#include "solver/training.h"

typedef struct hk_sample_span {
    const hk_objective *objective;
    size_t m;
    size_t n_free; /* features that no penalty sees though there is one */
    size_t rank;
    bool centred; /* else the bias in the span is the raw one, as the penalty sees that */
    size_t *free;
    double *metric;       /* n: 1 / M_i; 0 of a free feature      */
    int *pivots;          /* m: the sample that is column k of R  */
    hk_triangle triangle; /* R                                    */
    double *X;            /* m x (n_free + rank), sample-major: [the free features, R^T] */
    double *z;            /* m */
    double *d;            /* m */
    double *raw;          /* n */
} hk_sample_span;

/* How many features the span has at most: m and those without a penalty. */
size_t hk_sample_span_most(const hk_objective *objective);

/* One trip through X. false when memory could not be had or, the training having ended, time. */
bool hk_sample_span_create(hk_sample_span *span, hk_training *training);
void hk_sample_span_destroy(hk_sample_span *span);

/* The samples as the span has them. */
hk_view hk_sample_span_view(const hk_sample_span *span);

/* Parameters (n and the bias) as the span has them, what is outside it left out; and back. A trip
 * each. Steps are parameters as well. */
void hk_sample_span_enter(hk_sample_span *span, const double *w, double b, double *u, double *u_b);
void hk_sample_span_leave(hk_sample_span *span, const double *u, double u_b, double *w, double *b);

/* dJ/du of a gradient with respect to (w, b). A trip. */
void hk_sample_span_gradient(hk_sample_span *span, const double *dJ_dw, double dJ_db,
                             double *dJ_du);

#endif
