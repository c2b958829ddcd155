#include "solver/exact_fit.h"

#include <math.h>

typedef struct rounding {
    double z; /* the size of what z is a sum of */
    bool is_all;
} rounding;

static bool look(const hk_panel *panel, void *payload)
{
    static const double ROUNDING = 1e-12;
    rounding *const seen = payload;
    for (size_t j = 0; seen->is_all && j < panel->count; j++) {
        const double z = fmax(seen->z, fabs(panel->z[j]));
        const double most = ROUNDING * fabs(panel->d2l_dz2[j]) * z;
        seen->is_all = hk_panel_weight(panel, j) == 0.0 || fabs(panel->dl_dz[j]) <= most;
    }
    return seen->is_all;
}

bool hk_fits_exactly(const hk_objective *objective, double raw_b)
{
    rounding seen = {.z = fabs(raw_b), .is_all = true};
    if (!hk_mathematics_has_curvature(objective->mathematics))
        return true;
    for (size_t i = 0; i < objective->n_features; i++)
        seen.z += fabs(objective->raw_w[i]) * hk_feature_rms(objective->statistics, i);
    hk_pass_visit(objective->pass, objective->raw_w, raw_b, look, &seen);
    return seen.is_all;
}
