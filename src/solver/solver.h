/* The solvers: each takes a training whose start has been evaluated and works until it has
 * ended. */
#ifndef HK_SOLVER_SOLVER_H
#define HK_SOLVER_SOLVER_H

#include "solver/training.h"

/* Only memory can fail (HILLOCK_ERROR_MEMORY); how the training ended stands in its report. */
typedef hillock_status hk_solver(hk_training *training);

hk_solver hk_gradient_descent;
hk_solver hk_stochastic_descent;
hk_solver hk_saga;
hk_solver hk_accelerated_descent;
hk_solver hk_lbfgs;
hk_solver hk_newton;
hk_solver hk_least_squares;

hk_solver *hk_solver_for(int64_t solver);

/* Its steps are made of some of the samples each. */
bool hk_is_stochastic(int64_t solver);

/* What a solver cannot do: l1 where it takes plain steps, curvature where there is none. */
hillock_status hk_solver_check(const hk_settings *settings, const hk_mathematics *mathematics,
                               hk_message *message);

#endif
