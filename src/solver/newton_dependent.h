/* What Newton's method says of features that depend on others. */
#ifndef HK_SOLVER_NEWTON_DEPENDENT_H
#define HK_SOLVER_NEWTON_DEPENDENT_H

#include "solver/newton_descent.h"

/* Features that depend on others, whatever the samples' curvatures: by the rank of X alone. With l1
 * the weights are chosen even so. */
void hk_newton_name_dependent(hk_newton_descent *s);

/* Names them, and hands their weights over to those they depend on: 0 is left. */
void hk_newton_leave_out_dependent(hk_newton_descent *s);

#endif
