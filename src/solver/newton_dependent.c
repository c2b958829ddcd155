#include "solver/newton_dependent.h"

#include "core/lapack.h"

#include <math.h>
#include <string.h>

void hk_newton_name_dependent(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    hk_newton_step *const model = &s->model;
    if (model->rank == model->n || s->training->settings->l1 > 0.0)
        return;
    const bool ranked = hk_newton_refresh_as(s, HK_EQUAL);
    s->before = 0.0; /* H is nobody's curvature now: who goes on makes it anew */
    s->fresh = false;
    if (ranked)
        for (size_t k = model->rank; k < model->n; k++)
            if ((size_t)model->pivots[k] + 1 < model->n)
                training->dropped[training->n_dropped++] = (size_t)model->pivots[k];
}

/* z stays as it is where w_d goes to the features that feature d is made of: x_d = X_r R^-1 R_d. */
static void hand_over(hk_newton_descent *s, size_t k)
{
    const hk_newton_step *const model = &s->model;
    const size_t rank = model->rank, d = (size_t)model->pivots[k];
    const double w = s->training->w[d];
    memcpy(s->q, model->R + k * model->n, rank * sizeof *s->q);
    hk_solve_upper(rank, model->R, model->n, s->q);
    for (size_t i = 0; i < rank; i++)
        s->p[model->pivots[i]] += w * s->q[i];
    s->p[d] = -w;
}

void hk_newton_leave_out_dependent(hk_newton_descent *s)
{
    hk_training *const training = s->training;
    hk_report *const report = training->report;
    hk_newton_name_dependent(s);
    if (training->n_dropped == 0)
        return;
    memset(s->p, 0, s->model.n * sizeof *s->p);
    for (size_t k = s->model.rank; k < s->model.n; k++)
        if ((size_t)s->model.pivots[k] + 1 < s->model.n)
            hand_over(s, k);
    hk_reached_remember(&s->from, training);
    const hk_evaluation now = hk_reached_try(&s->from, training, s->p, 1.0);
    if (now.J <= s->from.J + 8.0 * now.J_rounding &&
        now.gradient_norm <= fmax(training->settings->tolerance, s->from.gradient_norm)) {
        training->dJ_db = now.dJ_db;
        report->J = now.J;
        report->gradient_norm = now.gradient_norm;
    } else
        hk_reached_return(&s->from, training);
}
