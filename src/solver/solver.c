#include "solver/solver.h"

hk_solver *hk_solver_for(int64_t solver)
{
    return solver == HILLOCK_SGD ? hk_stochastic_descent : hk_gradient_descent;
}
