/* How far J can be above its minimum, from the present gradient alone. */
#ifndef HK_SOLVER_GAP_H
#define HK_SOLVER_GAP_H

#include "solver/objective.h"

/* An upper bound of J - J' for every J' of parameters that differ by no more than `within`
 * (infinite: for all there are) in the mean z, and in what each weight without a penalty adds to z
 * (its rms). By J's convexity it is d / within times as large for those d > within away. */
typedef struct hk_gap {
    double J;
    double within;
} hk_gap;

/* In the solver's coordinates; J with penalty, dJ_dw without l1, as hk_objective_evaluate gives
 * them. NaN where no bound is known: without a penalty on w, with one on b, or where l(z) is not
 * known to be convex. */
hk_gap hk_duality_gap(const hk_objective *objective, const double *w, double J, const double *dJ_dw,
                      double dJ_db);

#endif
