/* What a solver minimises: J with its penalty, as a function of (w, b) in the solver's
 * coordinates, which are the features as they are or scaled, (x - mean) / deviation. X is never
 * copied: with
 *     z = w (x - mean) scale + b
 * the raw weights are v = w scale and the raw bias is b - v mean, and the gradient goes the
 * other way.
 *
 * Features are scaled where the caller asks for it (standardize), and then the penalty and the
 * scaled gradient norm are those of the scaled features; and by solvers that work on scaled
 * features for their own sake (hk_scales_inside), where both stay what they are without. */
#ifndef HK_SOLVER_OBJECTIVE_H
#define HK_SOLVER_OBJECTIVE_H

#include "data/statistics.h"
#include "pass/pass.h"
#include "solver/settings.h"

typedef struct hk_objective {
    size_t n_features;
    const hk_view *view;
    const hk_mathematics *mathematics;
    const hk_statistics *statistics;
    const hk_settings *settings;
    hk_pass *pass;
    double *centre;             /* n; NULL when the features are taken as they are */
    double *scale;              /* n; likewise                                     */
    double *feature_rms;        /* n: rms of the features in these coordinates     */
    double *norm_rms;           /* n: what the scaled gradient norm divides by ...   */
    double *norm_centre;        /* n: ... and takes off x_i, 0 where it is centred */
    double *l1;                 /* n: adds l1_i |w_i| to J                         */
    double *l2;                 /* n: adds l2_i w_i^2 / 2 to J                     */
    bool is_penalized;          /* some l1, l2 or the bias's is not 0              */
    bool raw_bias;              /* the penalty sees the raw bias, not b            */
    double *raw_w;              /* n                                               */
    double vanishing_residual;  /* rms(e) up to which a fit may be exact, ...           */
    double vanishing_curvature; /* ... unless nothing bends any more: largest |d2l/dz2| */
    double standing_J;          /* and J is still larger than this: saturated           */
} hk_objective;

/* One evaluation over all of X. */
typedef struct hk_evaluation {
    double J; /* with penalty */
    double dJ_db;
    double residual_rms;
    double gradient_norm; /* scaled; infinite where it cannot be told */
    double J_rounding;    /* what the rounding of z = wX + b leaves of J */
    double curvature_max;
    bool saturated; /* the gradient is nearly 0 because the activation is flat, not because J is
                       least */
} hk_evaluation;

/* Workspace for everything; the arguments must outlive it. Errors: MEMORY, VALUE (spread
 * overflows). */
hillock_status hk_objective_create(hk_objective *objective, const hk_view *view,
                                   const hk_mathematics *mathematics,
                                   const hk_statistics *statistics, const hk_settings *settings,
                                   hk_message *message);
void hk_objective_destroy(hk_objective *objective);

/* The solver scales features for its own sake. */
bool hk_scales_inside(int64_t solver);

/* J and its gradient (dJ_dw: n numbers; without the part of l1, which has none at 0) at (w, b). */
hk_evaluation hk_objective_evaluate(hk_objective *objective, const double *w, double b,
                                    double *dJ_dw);

/* The same where what the trip at those parameters sums is known: dJ_dw holds the gradient of the
 * mean loss by the raw weights. */
hk_evaluation hk_objective_know(hk_objective *objective, const hk_sums *sums, const double *w,
                                double b, double *dJ_dw);

/* Workspace for the curvature; false when memory could not be had. */
bool hk_objective_reserve_curvature(hk_objective *objective);

/* The same, and the curvature of J (without l1) with the bias as number n: (n+1) x (n+1) numbers. A
 * weight that nothing depends on has a row of 0 but 1 on the diagonal. dJ_dw NULL, where the
 * gradient is known: the trip goes forward alone, and what is returned is empty. */
hk_evaluation hk_objective_curvature(hk_objective *objective, hk_curvature_kind kind,
                                     const double *w, double b, double *dJ_dw, double *H);

/* No penalty sees w_i. */
static inline bool hk_objective_is_free(const hk_objective *objective, size_t i)
{
    return objective->l1[i] == 0.0 && objective->l2[i] == 0.0;
}

/* The derivative of J along the direction in which w_i can lower it most, 0 where none does: with
 * l1 the smallest number of the subdifferential. dJ_dw_i is the smooth part's derivative. */
double hk_objective_slope(const hk_objective *objective, size_t i, double w_i, double dJ_dw_i);

/* The factor of the penalty on the bias, l2 or 0; and by how much the bias it sees changes with
 * each weight and with b (n + 1 numbers). */
double hk_objective_bias_penalty(const hk_objective *objective, double *by);

/* Raw parameters to the solver's coordinates and back, in place. */
void hk_objective_enter(const hk_objective *objective, double *w, double *b);
void hk_objective_leave(const hk_objective *objective, double *w, double *b);

/* Features of one sample of `view` (the objective's, or a copy) in the solver's coordinates: n
 * doubles, in the caller's memory or in buffer. */
const double *hk_objective_row(const hk_objective *objective, const hk_view *view, size_t sample,
                               double *buffer);

/* Mean of |x|^2 + 1 in the solver's coordinates: bounds the largest eigenvalue of [X;1][X;1]^T
 * / W. */
double hk_objective_mean_square(const hk_objective *objective);

#endif
