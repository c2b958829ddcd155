#include "model/trainer.h"

#include <math.h>

/* Epochs that about 10^10 feature values allow, which is seconds; a tenth of that for sgd,
 * which does more with an epoch and takes longer over it. */
static int64_t chosen_epochs(int64_t solver, const hk_view *view)
{
    const double values = (double)view->n_samples * ((double)view->n_features + 1.0);
    if (solver == HILLOCK_SGD)
        return (int64_t)fmin(fmax(1e9 / values, 10.0), 1000.0);
    return (int64_t)fmin(fmax(1e10 / values, 100.0), 10000.0);
}

hk_settings hk_settings_for(const hk_settings *settings, const hk_view *view)
{
    hk_settings chosen = *settings;
    if (chosen.epochs == 0)
        chosen.epochs = chosen_epochs(chosen.solver, view);
    return chosen;
}

hk_settings hk_fit_settings(hk_execution execution)
{
    hk_settings settings = hk_settings_default();
    settings.solver = HILLOCK_GD;
    settings.standardize = 1;
    settings.execution = execution;
    return settings;
}
