/* Newton's step: the least of the model dJ p + p^T H p / 2 of J around a point, H being the
 * curvature and the bias number n. */
#ifndef HK_SOLVER_NEWTON_STEP_H
#define HK_SOLVER_NEWTON_STEP_H

#include "solver/training.h"

typedef struct hk_newton_step {
    size_t n; /* features and the bias               */
    double *H;
    double *R;     /* its factor                          */
    int *pivots;   /* of the first `rank` columns of R    */
    size_t rank;   /* n: no dependent columns             */
    double *work;  /* 3n                                  */
    int *integers; /* n                                   */
} hk_newton_step;

/* false when memory could not be had; destroy frees what there is. */
bool hk_newton_step_create(hk_newton_step *newton, size_t n_features);
void hk_newton_step_destroy(hk_newton_step *newton);

/* Factors H: by Cholesky, with columns exchanged where H is singular, and then weights beyond its
 * rank stay as they are. false: H is not positive semidefinite. */
bool hk_newton_factor(hk_newton_step *newton);

/* An estimate of the condition number of the factor, the square root of H's; infinite where H is
 * singular. */
double hk_newton_condition(const hk_newton_step *newton);

/* p = -H^-1 dJ. */
void hk_newton_solve(const hk_newton_step *newton, const double *dJ_dw, double dJ_db, double *p);

/* The same at the training's present parameters with l1, by coordinate descent on the model
 * (Friedman, Hastie & Tibshirani 2010). Cut off where the training is stopped. */
void hk_newton_shrink(const hk_newton_step *newton, hk_training *training, double *p);

/* Without H: down the slope, as if features did not depend on each other and the loss bent by
 * `bound` everywhere. */
void hk_newton_plain(const hk_objective *objective, double bound, const double *w,
                     const double *dJ_dw, double dJ_db, double *p);

/* How much J falls along p to first order (a negative number). */
double hk_newton_promise(const hk_objective *objective, const double *w, const double *dJ_dw,
                         double dJ_db, const double *p);

#endif
