#include "solver/newton_inner.h"

#include "core/memory.h"

hillock_status hk_newton_inner_create(hk_newton_inner *inner, const hk_training *whole,
                                      const hk_view *view, const hk_statistics *statistics,
                                      const hk_settings *settings)
{
    hk_message message;
    *inner = (hk_newton_inner){.settings = *settings};
    const hillock_status status =
        hk_objective_create(&inner->objective, view, whole->objective->mathematics, statistics,
                            &inner->settings, &message);
    if (status != HILLOCK_OK)
        return status;
    inner->objective.vanishing_residual = whole->objective->vanishing_residual;
    inner->objective.vanishing_curvature = whole->objective->vanishing_curvature;
    inner->objective.standing_J = whole->objective->standing_J;
    inner->history = hk_allocate(1, sizeof *inner->history);
    inner->training = *whole;
    inner->training.settings = &inner->settings;
    inner->training.validation = NULL; /* of other coordinates, or of what is only a part */
    inner->training.objective = &inner->objective;
    inner->training.outer = whole->outer ? whole->outer : whole->report;
    inner->training.report = &inner->report;
    inner->training.history = inner->history;
    inner->training.w = hk_allocate(hk_whole_length(view->n_features), sizeof(double));
    inner->training.dJ_dw = hk_allocate(view->n_features, sizeof(double));
    inner->training.dropped = hk_allocate(view->n_features, sizeof(size_t));
    if (!inner->history || !inner->training.w || !inner->training.dJ_dw || !inner->training.dropped)
        return HILLOCK_ERROR_MEMORY;
    hk_history_clear(inner->history);
    return hk_newton_descent_create(&inner->descent, &inner->training) ? HILLOCK_OK
                                                                       : HILLOCK_ERROR_MEMORY;
}

void hk_newton_inner_take_clock(hk_newton_inner *inner, const hk_training *whole)
{
    inner->settings.seconds = whole->settings->seconds;
    inner->training.start_seconds = whole->start_seconds;
    inner->training.cancelled = whole->cancelled;
}

void hk_newton_inner_visit(hk_newton_inner *inner, hk_visitor *visitor)
{
    hk_training_visit(&inner->training, visitor);
    hk_training_visit_place(&inner->training, visitor);
    hk_newton_descent_visit(&inner->descent, visitor);
}

void hk_newton_inner_destroy(hk_newton_inner *inner)
{
    hk_newton_descent_destroy(&inner->descent);
    hk_objective_destroy(&inner->objective);
    if (inner->training.report) { /* else the arrays are nobody's */
        hk_free(inner->training.w);
        hk_free(inner->training.dJ_dw);
        hk_free(inner->training.dropped);
    }
    hk_free(inner->history);
}
