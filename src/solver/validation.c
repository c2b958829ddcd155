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
        .best = {.J = HUGE_VAL, .w = hk_allocate(view->n_features, sizeof(double))},
        .before = {.J = HUGE_VAL, .w = hk_allocate(view->n_features, sizeof(double))}};
    if (validation->pass && validation->best.w && validation->before.w)
        return true;
    hk_validation_destroy(validation);
    return false;
}

void hk_validation_destroy(hk_validation *validation)
{
    hk_pass_destroy(validation->pass);
    hk_free(validation->best.w);
    hk_free(validation->before.w);
    *validation = (hk_validation){.best = {.J = NAN}};
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
    hk_best *const best = &validation->best;
    best->waited++;
    if (!(J < best->J))
        return J;
    double *const place = validation->before.w;
    validation->before = *best;
    validation->before.waited--;
    *best = (hk_best){.J = J, .epoch = epoch, .w = place, .b = b, .waited = 0};
    if (n > 0)
        memcpy(best->w, w, n * sizeof *w);
    return J;
}

void hk_validation_take_back(hk_validation *validation)
{
    const hk_best last = validation->best;
    if (last.waited > 0) {
        validation->best.waited--;
        return;
    }
    validation->best = validation->before;
    validation->before = last;
}

bool hk_validation_is_over(const hk_validation *validation)
{
    return validation->patience > 0 && validation->best.waited >= validation->patience;
}

void hk_validation_visit(hk_validation *validation, size_t n, hk_visitor *visitor)
{
    hk_best *const best = &validation->best;
    hk_visit_real(visitor, "best-J", &best->J);
    hk_visit_real(visitor, "best-epoch", &best->epoch);
    hk_visit_finites(visitor, "best-w", n, best->w);
    hk_visit_finite(visitor, "best-b", &best->b);
    hk_visit_integer(visitor, "waited", &best->waited, INT64_C(1) << 53);
}
