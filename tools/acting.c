#include "acting.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static bool decays(const hillock_trainer *trainer)
{
    int64_t schedule = 0;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_SCHEDULE, &schedule);
    return schedule != HILLOCK_CONSTANT && schedule != HILLOCK_COSINE;
}

static int64_t solver_of(const hillock_trainer *trainer)
{
    int64_t solver = 0;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_SOLVER, &solver);
    return solver;
}

static bool is_stochastic(const hillock_trainer *trainer)
{
    const int64_t solver = solver_of(trainer);
    return solver >= HILLOCK_SGD && solver <= HILLOCK_SAGA;
}

static bool is_adam(const hillock_trainer *trainer)
{
    const int64_t solver = solver_of(trainer);
    return solver == HILLOCK_ADAM || solver == HILLOCK_ADAMW;
}

static bool has_momentum(const hillock_trainer *trainer)
{
    const int64_t solver = solver_of(trainer);
    return solver == HILLOCK_MOMENTUM || solver == HILLOCK_NESTEROV || is_adam(trainer);
}

static bool has_squares(const hillock_trainer *trainer)
{
    return solver_of(trainer) == HILLOCK_RMSPROP || is_adam(trainer);
}

static bool is_penalized(const hillock_trainer *trainer)
{
    double l2 = 0;
    (void)hillock_trainer_get_real(trainer, HILLOCK_L2, &l2);
    return l2 > 0;
}

const char *option_needs(const hillock_trainer *trainer, int key)
{
    switch (key) {
    case HILLOCK_BATCH_SIZE:
        return is_stochastic(trainer) && solver_of(trainer) != HILLOCK_SAGA ? NULL : "--solver sgd";
    case HILLOCK_SAMPLING:
    case HILLOCK_EVALUATE_EVERY:
        return is_stochastic(trainer) ? NULL : "--solver sgd";
    case HILLOCK_MOMENTUM_FACTOR:
        return has_momentum(trainer) ? NULL : "--solver momentum, nesterov, adam or adamw";
    case HILLOCK_BETA2:
        return has_squares(trainer) ? NULL : "--solver rmsprop, adam or adamw";
    case HILLOCK_EPSILON:
        return has_squares(trainer) || solver_of(trainer) == HILLOCK_ADAGRAD
                   ? NULL
                   : "--solver adagrad, rmsprop, adam or adamw";
    case HILLOCK_AVERAGE_FROM:
        return solver_of(trainer) == HILLOCK_AVERAGED_SGD ? NULL : "--solver averaged-sgd";
    case HILLOCK_DECAY:
    case HILLOCK_PERIOD:
        return decays(trainer) ? NULL : "a --schedule other than constant and cosine";
    case HILLOCK_PATIENCE:
        return "validation data, which the C interface takes";
    case HILLOCK_PENALIZE_BIAS:
        return is_penalized(trainer) ? NULL : "--l2";
    default:
        return NULL;
    }
}
