/* Newton's step without H: conjugate gradients on H p = -dJ, from products H v alone, a trip
 * through X each; ended early where the step need not be exact (Dembo, Eisenstat & Steihaug 1982).
 * Memory m + 5n. */
#ifndef HK_SOLVER_NEWTON_PRODUCTS_H
#define HK_SOLVER_NEWTON_PRODUCTS_H

#include "solver/training.h"

typedef struct hk_newton_products {
    hk_training *training;
    size_t n;         /* features and the bias                        */
    double *d;        /* m: weight / W d2l/dz2 at the last refresh     */
    double *diagonal; /* n: H's, as if d did not depend on x          */
    double *by;       /* n: the penalized bias by each parameter      */
    double *residual; /* n */
    double *q;        /* n: direction                                 */
    double *Hq;       /* n */
    double *raw;      /* n */
    double bias_l2;
} hk_newton_products;

/* false when memory could not be had; destroy frees what there is. */
bool hk_newton_products_create(hk_newton_products *products, hk_training *training);
void hk_newton_products_destroy(hk_newton_products *products);

/* Takes the curvatures of the present parameters. */
void hk_newton_products_refresh(hk_newton_products *products, hk_curvature_kind kind);

/* p with |H p + dJ| <= the root of the gradient norm (at most half) of |dJ|, in the norm of the
 * diagonal, or less exact where the training is stopped. false: H is not positive definite, and p
 * is no step. */
bool hk_newton_products_solve(hk_newton_products *products, double *p);

#endif
