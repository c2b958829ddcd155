#include "defaults.h"

static const struct {
    int key, value;
} defaults[] = {{HILLOCK_SOLVER, HILLOCK_AUTO}, {HILLOCK_STANDARDIZE, 1}};

enum { N_DEFAULTS = sizeof defaults / sizeof *defaults };

double default_of(int key)
{
    double lower = 0, upper = 0, initial = 0;
    for (size_t i = 0; i < N_DEFAULTS; i++)
        if (defaults[i].key == key)
            return defaults[i].value;
    (void)hillock_option_bounds(key, &lower, &upper, &initial);
    return initial;
}

hillock_status set_defaults(hillock_trainer *trainer)
{
    hillock_status status = HILLOCK_OK;
    for (size_t i = 0; i < N_DEFAULTS && !status; i++)
        status = hillock_trainer_set_integer(trainer, defaults[i].key, defaults[i].value);
    return status;
}
