/* What of a training outlives its process. Everything else is derived again: from the data their
 * statistics and the scale of features, from the settings what they leave open, and from both what
 * solvers make of them before their first step. */
#include "core/memory.h"
#include "model/ending.h"
#include "model/run.h"

static void visit_status(hk_visitor *visitor, const char *name, hillock_status *status)
{
    int64_t number = *status;
    hk_visit_integer(visitor, name, &number, HILLOCK_NOT_AT_MINIMUM);
    *status = (hillock_status)number;
}

static void visit_call(hk_run *r, hk_visitor *visitor)
{
    static const int64_t MOST = INT64_C(1) << 53;
    visit_status(visitor, "stopped", &r->stopped);
    hk_visit_integer(visitor, "steps-before", &r->steps_before, MOST);
    hk_visit_integer(visitor, "horizon-epochs", &r->settings.horizon, MOST);
    hk_visit_integer(visitor, "step-limit", &r->settings.steps, MOST);
    hk_visit_real(visitor, "tolerance", &r->settings.tolerance);
    hk_visit_real(visitor, "reference-J", &r->reference_J);
    hk_training_visit(&r->training, visitor);
    hk_history_visit(r->training.history, visitor);
    hk_reached_visit(&r->stopped_at, r->data.view.n_features, visitor);
    if (r->training.validation)
        hk_validation_visit(r->training.validation, r->data.view.n_features, visitor);
}

/* Newton's method may have handed over to another solver: model/train.c. */
static bool take_solver(hk_run *r)
{
    const int64_t solver = r->training.report->solver;
    const bool changed = r->asked.solver == HILLOCK_AUTO && r->settings.solver == HILLOCK_NEWTON &&
                         solver == HILLOCK_LBFGS;
    if (changed)
        r->solver = &hk_lbfgs;
    return changed || solver == r->settings.solver;
}

/* Where the solver stood, and without any limit; what it finds out of rates and trips is known. */
static bool create_state(hk_run *r)
{
    hk_training *const training = &r->training;
    const hk_report report = *training->report;
    const double rate = training->first_rate;
    r->settings.epochs = report.epoch_limit;
    r->settings.seconds = 0.0;
    hk_reached_return(&r->stopped_at, training);
    training->ended = false;
    r->state = hk_solver_create(r->solver, training);
    training->ended = true;
    training->first_rate = rate;
    *training->report = report;
    return r->state != NULL;
}

hillock_status hk_run_visit(hk_run *r, hk_visitor *visitor)
{
    bool has_state = r->state != NULL;
    visit_call(r, visitor);
    hk_visit_flag(visitor, "state", &has_state);
    if (visitor->failed || !take_solver(r))
        return HILLOCK_ERROR_FORMAT;
    if (visitor->reads && has_state && !create_state(r))
        return HILLOCK_ERROR_MEMORY;
    if (has_state)
        r->solver->visit(r->state, visitor);
    hk_training_visit_place(&r->training, visitor);
    return visitor->failed ? HILLOCK_ERROR_FORMAT : HILLOCK_OK;
}

void hk_run_mark(hk_run *r)
{
    if (r->marked)
        return;
    r->mark = hk_fingerprint_of(&r->given);
    if (r->trainer->validates)
        r->validation_mark = hk_fingerprint_of(&r->trainer->validation);
    r->marked = true;
}

void hk_run_adopt(hk_run *r, hillock_trainer *trainer, hillock_neuron *neuron)
{
    hk_run_forget(trainer);
    trainer->kept = r;
    trainer->trained = true;
    trainer->report.went_on = false;
    trainer->fresh_epochs =
        trainer->settings.epochs > 0
            ? 0
            : hk_settings_for(&trainer->settings, &r->mathematics, &r->data.view).epochs;
    hk_neuron_set_parameters(neuron, r->training.w, r->training.b, r->given.offset.values);
    hk_say_ending(&trainer->message, &trainer->report, &r->training);
}
