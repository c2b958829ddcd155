#ifndef HK_SOLVER_SCHEDULE_H
#define HK_SOLVER_SCHEDULE_H

#include "solver/settings.h"

/* The learning rate in epoch 0, 1, ... from the first one: the formulas of hillock_schedule. */
double hk_scheduled_rate(const hk_settings *settings, double first_rate, int64_t epoch);

#endif
