#include "model/trainer.h"

#include <math.h>

/* Full-batch descent on standardized features; as many epochs as about 10^10 feature values
 * allow, which is seconds, but at least 100 and at most 10000. */
hk_settings hk_fit_settings(const hk_view *view, hk_execution execution)
{
    hk_settings settings = hk_settings_default();
    const double values = (double)view->n_samples * ((double)view->n_features + 1.0);
    settings.execution = execution;
    settings.solver = HILLOCK_GD;
    settings.standardize = 1;
    settings.epochs = (int64_t)fmin(fmax(1e10 / values, 100.0), 10000.0);
    return settings;
}
