/* How far J can be above its minimum, from the present gradient alone. */
#ifndef HK_SOLVER_GAP_H
#define HK_SOLVER_GAP_H

#include "solver/objective.h"

/* An upper bound of J(w, b) - J(w', b') for every w' and every b' within 1 of b; a weight
 * that no penalty holds is bounded like b. In the solver's coordinates; J with penalty, dJ_dw
 * without l1, as hk_objective_evaluate gives them. NaN where no bound is known: without a
 * penalty on w, with one on b, or where l(z) is not known to be convex. */
double hk_duality_gap(const hk_objective *objective, const double *w, double J, const double *dJ_dw,
                      double dJ_db);

#endif
