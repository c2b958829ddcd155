#include "solver/reached.h"

#include "core/memory.h"

#include <math.h>
#include <string.h>

bool hk_reached_create(hk_reached *reached, size_t n)
{
    *reached =
        (hk_reached){.w = hk_allocate(n, sizeof(double)), .dJ_dw = hk_allocate(n, sizeof(double))};
    return reached->w && reached->dJ_dw;
}

void hk_reached_destroy(hk_reached *reached)
{
    hk_free(reached->w);
    hk_free(reached->dJ_dw);
}

void hk_reached_remember(hk_reached *reached, const hk_training *training)
{
    const size_t bytes = training->objective->n_features * sizeof(double);
    memcpy(reached->w, training->w, bytes);
    memcpy(reached->dJ_dw, training->dJ_dw, bytes);
    reached->b = training->b;
    reached->dJ_db = training->dJ_db;
    reached->J = training->report->J;
    reached->gradient_norm = training->report->gradient_norm;
}

void hk_reached_return(const hk_reached *reached, hk_training *training)
{
    const size_t bytes = training->objective->n_features * sizeof(double);
    memcpy(training->w, reached->w, bytes);
    memcpy(training->dJ_dw, reached->dJ_dw, bytes);
    training->b = reached->b;
    training->dJ_db = reached->dJ_db;
    training->report->J = reached->J;
    training->report->gradient_norm = reached->gradient_norm;
}

hk_evaluation hk_reached_try(const hk_reached *reached, hk_training *training, const double *step,
                             double t)
{
    const size_t n = training->objective->n_features;
    for (size_t i = 0; i < n; i++)
        training->w[i] = reached->w[i] + t * step[i];
    training->b = reached->b + t * step[n];
    training->report->passes++;
    return hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
}

bool hk_reached_overshot(const hk_reached *from, const hk_training *training,
                         const hk_evaluation *now)
{
    if (!isfinite(now->J))
        return true;
    const bool curved =
        now->curvature_max > 0.0 || !hk_mathematics_has_curvature(training->objective->mathematics);
    return curved && now->J > from->J + 16.0 * now->J_rounding + 1e-9 * fabs(from->J);
}

void hk_reached_visit(hk_reached *reached, size_t n, hk_visitor *visitor)
{
    hk_visit_finites(visitor, "w", n, reached->w);
    hk_visit_finite(visitor, "b", &reached->b);
    hk_visit_reals(visitor, "dJ/dw", n, reached->dJ_dw);
    hk_visit_real(visitor, "dJ/db", &reached->dJ_db);
    hk_visit_real(visitor, "J", &reached->J);
    hk_visit_norm(visitor, "gradient-norm", &reached->gradient_norm);
}
