/* A fit that is exact leaves rounding for residuals, and the angle between rounding and a feature
 * says nothing. */
#ifndef HK_SOLVER_EXACT_FIT_H
#define HK_SOLVER_EXACT_FIT_H

#include "solver/objective.h"

/* No sample would have z moved by more than its rounding, |dl/dz| <= 1e-12 |d2l/dz2| |z|, with the
 * raw weights in objective->raw_w. That is more than small residuals: those of the squared loss
 * behind exp vanish with a itself, whatever y is. A user function that does not give its curvature
 * is not asked. One trip, or less: up to a sample that would. */
bool hk_fits_exactly(const hk_objective *objective, double raw_b);

#endif
