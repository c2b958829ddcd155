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

static bool is_stochastic(const hillock_trainer *trainer)
{
    int64_t solver = 0;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_SOLVER, &solver);
    return solver == HILLOCK_SGD;
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
    case HILLOCK_SAMPLING:
    case HILLOCK_EVALUATE_EVERY:
        return is_stochastic(trainer) ? NULL : "--solver sgd";
    case HILLOCK_DECAY:
    case HILLOCK_PERIOD:
        return decays(trainer) ? NULL : "a --schedule other than constant and cosine";
    case HILLOCK_PENALIZE_BIAS:
        return is_penalized(trainer) ? NULL : "--l2";
    default:
        return NULL;
    }
}
