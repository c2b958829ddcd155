#include "solver/solver.h"

#include "core/memory.h"

const hk_solver *hk_solver_for(int64_t solver)
{
    switch ((hillock_solver)solver) {
    case HILLOCK_AUTO: /* has been chosen */
    case HILLOCK_GD:
        return &hk_gradient_descent;
    case HILLOCK_SGD:
    case HILLOCK_MOMENTUM:
    case HILLOCK_NESTEROV:
    case HILLOCK_ADAGRAD:
    case HILLOCK_RMSPROP:
    case HILLOCK_ADAM:
    case HILLOCK_ADAMW:
    case HILLOCK_AVERAGED_SGD:
        return &hk_stochastic_descent;
    case HILLOCK_SAGA:
        return &hk_saga;
    case HILLOCK_AGD:
        return &hk_accelerated_descent;
    case HILLOCK_LBFGS:
        return &hk_lbfgs;
    case HILLOCK_NEWTON:
        return &hk_newton;
    case HILLOCK_LEAST_SQUARES:
        return &hk_least_squares;
    }
    return &hk_gradient_descent;
}

void *hk_solver_create(const hk_solver *solver, hk_training *training)
{
    void *const state = hk_allocate(1, solver->size);
    if (!state || solver->create(state, training))
        return state;
    hk_solver_destroy(solver, state);
    return NULL;
}

void hk_solver_destroy(const hk_solver *solver, void *state)
{
    if (state)
        solver->destroy(state);
    hk_free(state);
}

bool hk_is_stochastic(int64_t solver)
{
    return hk_solver_for(solver) == &hk_stochastic_descent || solver == HILLOCK_SAGA;
}

static bool is_second_order(int64_t solver)
{
    return solver == HILLOCK_NEWTON;
}

hillock_status hk_solver_check(const hk_settings *settings, const hk_mathematics *mathematics,
                               hk_message *message)
{
    const bool takes_l1 = settings->solver == HILLOCK_NEWTON || settings->solver == HILLOCK_LBFGS;
    if (settings->l1 > 0.0 && !takes_l1)
        return hk_say(
            message, HILLOCK_ERROR_VALUE,
            "l1 = %g: this solver cannot make weights exactly 0; use newton or lbfgs, or auto",
            settings->l1);
    if (hk_is_stochastic(settings->solver) && (settings->penalty_factors || settings->penalize_raw))
        return hk_say(
            message, HILLOCK_ERROR_VALUE,
            "sgd and its kin shrink all weights of their features alike: no penalty factors "
            "and no penalize-raw; use gd, agd, newton or lbfgs");
    if (is_second_order(settings->solver) && !hk_mathematics_has_curvature(mathematics))
        return hk_say(message, HILLOCK_ERROR_PAIR,
                      "newton needs second derivatives and the user function gives none; set "
                      "has_second, or use lbfgs");
    if (settings->solver == HILLOCK_LEAST_SQUARES &&
        (mathematics->activation != HILLOCK_IDENTITY || mathematics->loss != HILLOCK_SQUARED))
        return hk_say(message, HILLOCK_ERROR_PAIR,
                      "least-squares is for identity with squared loss; use newton or lbfgs");
    return HILLOCK_OK;
}
