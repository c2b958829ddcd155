#include "solver/validation.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

bool hk_validation_create(hk_validation *validation, const hk_view *view,
                          const hk_mathematics *mathematics, double total_weight,
                          const hk_settings *settings)
{
    *validation = (hk_validation){
        .pass = hk_pass_create(view, mathematics, total_weight, settings->execution),
        .patience = settings->patience,
        .J = HUGE_VAL,
        .w = hk_allocate(view->n_features, sizeof(double))};
    if (validation->pass && validation->w)
        return true;
    hk_validation_destroy(validation);
    return false;
}

void hk_validation_destroy(hk_validation *validation)
{
    hk_pass_destroy(validation->pass);
    hk_free(validation->w);
    *validation = (hk_validation){.J = NAN};
}

double hk_validation_look(hk_validation *validation, const hk_objective *objective, const double *w,
                          double b, double epoch)
{
    const size_t n = objective->n_features;
    double raw_b = b;
    if (n > 0)
        memcpy(objective->raw_w, w, n * sizeof *w);
    hk_objective_leave(objective, objective->raw_w, &raw_b);
    const double J = hk_pass_run(validation->pass, objective->raw_w, raw_b, NULL).J;
    validation->waited++;
    if (!(J < validation->J))
        return J;
    validation->J = J;
    validation->epoch = epoch;
    validation->b = b;
    validation->waited = 0;
    if (n > 0)
        memcpy(validation->w, w, n * sizeof *w);
    return J;
}

bool hk_validation_is_over(const hk_validation *validation)
{
    return validation->patience > 0 && validation->waited >= validation->patience;
}
