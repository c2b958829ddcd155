/* One call of training: begin or go on, solve, finish, publish; and keep what the next may need. */
#include "core/clock.h"
#include "core/memory.h"
#include "model/ending.h"
#include "model/run.h"
#include "neuron/deviance.h"
#include "solver/recession.h"

#include <math.h>
#include <string.h>

static bool ask_progress(void *payload)
{
    const hillock_trainer *const trainer = payload;
    return trainer->progress(trainer, trainer->payload) != 0;
}

/* Seconds that an earlier call has spent count like those of this one. */
static void start_clocks(hk_run *r, double begin)
{
    hk_training *const training = &r->training;
    training->start_seconds = begin - training->report->seconds;
    training->asked_seconds = begin;
    training->steps_began = hk_seconds() - training->report->step_seconds;
    training->aside = 0.0;
    r->stopping.pause_at =
        r->trainer->save_seconds > 0.0 ? hk_seconds() + r->trainer->save_seconds : 0.0;
    training->cancelled = r->trainer->progress ? ask_progress : NULL;
    training->payload = r->trainer;
}

static void start(hk_run *r, double begin)
{
    hk_training *const training = &r->training;
    *training->report = (hk_report){.start_J = r->start.J,
                                    .learning_rate = training->first_rate,
                                    .passes = r->start_passes,
                                    .epoch_limit = training->settings->epochs,
                                    .solver = training->settings->solver,
                                    .decrement = NAN,
                                    .condition = NAN,
                                    .gap = NAN,
                                    .validation_J = NAN,
                                    .validation_epoch = NAN};
    hk_history_clear(training->history);
    hk_training_note(training, &r->start);
    start_clocks(r, begin);
}

/* Limits are further ones. */
static void extend_limits(hk_run *r)
{
    hk_report *const report = r->training.report;
    const hk_settings further =
        hk_settings_for(&r->trainer->settings, &r->mathematics, &r->data.view);
    r->settings.epochs = report->epoch_limit = (int64_t)report->epochs + further.epochs;
    r->settings.steps = further.steps > 0 ? report->steps + further.steps : 0;
    r->settings.seconds = further.seconds > 0.0 ? report->seconds + further.seconds : 0.0;
    r->settings.tolerance = further.tolerance;
}

/* From where the solver stood. Where the last call has had no time for a step this one takes its
 * time for one. */
static void return_to_work(hk_run *r, double begin)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    hk_reached_return(&r->stopped_at, training);
    training->current = true;
    training->raw = NULL;
    training->least_norm = training->ended = false;
    training->n_dropped = 0;
    report->status = HILLOCK_OK;
    hk_training_tell_best(training);
    r->stopping = (hk_stopping){.patient = report->steps == r->steps_before};
    r->steps_before = report->steps;
    start_clocks(r, begin);
}

/* Where it had ended by itself, nothing is left to do. */
static void go_on(hk_run *r, double begin)
{
    const bool sharper =
        r->stopped == HILLOCK_OK && r->stopped_at.gradient_norm > r->trainer->settings.tolerance;
    r->training.report->went_on = true;
    if (!hk_is_limit(r->stopped) && !sharper)
        return;
    extend_limits(r);
    return_to_work(r, begin);
}

/* A solver that had no time to be created is created again the next time. */
static hillock_status work(hk_run *r)
{
    hk_training *const training = &r->training;
    if (!r->state)
        r->state = hk_solver_create(r->solver, training);
    if (!r->state)
        return HILLOCK_ERROR_MEMORY;
    const bool created = !training->ended;
    r->solver->work(r->state);
    if (!created) {
        hk_solver_destroy(r->solver, r->state);
        r->state = NULL;
    }
    return HILLOCK_OK;
}

/* Far out, where a loss is straight, its curvature leads nowhere: the choice may be changed. */
static bool changes_solver(const hk_run *r)
{
    return r->trainer->settings.solver == HILLOCK_AUTO && r->solver == &hk_newton &&
           r->trainer->report.status == HILLOCK_STALLED && r->settings.tolerance > 0.0;
}

/* A limit may have stopped the last call at the very step after which it had no patience left. */
static bool is_over(const hk_run *r)
{
    const hk_validation *const validation = r->training.validation;
    return validation && hk_validation_is_over(validation);
}

static hillock_status solve(hk_run *r)
{
    if (is_over(r)) {
        hk_training_end(&r->training, HILLOCK_EARLY_STOPPED);
        return HILLOCK_OK;
    }
    hillock_status status = work(r);
    if (status == HILLOCK_OK && changes_solver(r)) {
        hk_solver_destroy(r->solver, r->state);
        r->state = NULL;
        r->solver = &hk_lbfgs;
        r->training.ended = false;
        r->training.report->solver = HILLOCK_LBFGS;
        status = work(r);
    }
    return status;
}

/* A plane between the classes is a proof; else the direction of Newton's step may be one, where the
 * curvature is affordable; Newton's solver has mostly seen that its own is none. */
static hillock_status tell_recession(hk_training *training)
{
    enum { MOST_FEATURES = 256 };
    hk_report *const report = training->report;
    hk_recession found = HK_NO_RECESSION;
    report->passes++;
    if (hk_separates(training->objective, training->w, training->b))
        found = HK_ALL_RECEDE;
    else if (hk_counts_nothing(training->objective))
        found = HK_SOME_RECEDE;
    else if (training->objective->n_features <= MOST_FEATURES && !training->at_rest) {
        if (!hk_find_final_recession(training->objective, training->w, training->b, &found,
                                     &report->passes))
            return HILLOCK_ERROR_MEMORY;
    }
    if (found != HK_NO_RECESSION)
        report->status = hk_recession_status(training->objective, found);
    return HILLOCK_OK;
}

/* To where the validation loss was least. A gradient that is small elsewhere is no convergence. */
static void return_to_best(hk_run *r)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    const hk_best *const best = training->validation ? &training->validation->best : NULL;
    if (!best || best->waited == 0 || !isfinite(best->J) || report->status == HILLOCK_DIVERGED)
        return;
    memcpy(training->w, best->w, r->data.view.n_features * sizeof *training->w);
    training->b = best->b;
    training->raw = NULL;
    training->n_dropped = 0;
    const hk_evaluation there =
        hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
    report->passes++;
    training->dJ_db = there.dJ_db;
    report->J = there.J;
    report->gradient_norm = there.gradient_norm;
    if (report->status == HILLOCK_OK)
        report->status = HILLOCK_EARLY_STOPPED;
}

/* The mean of the least losses that there are. */
static double least_J(const hk_run *r)
{
    const hk_view *const view = &r->data.view;
    double sum = 0.0;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight > 0.0)
            sum += weight *
                   hk_least_loss(r->mathematics.loss, hk_column_value(&view->targets, j, 0.0));
    }
    return sum / r->data.statistics.total_weight;
}

/* What J has above the least losses is more than twice what it had at the worse of the start and
 * the untrained neuron, beyond rounding. A perceptron begins with nothing, which is no measure. */
static bool is_worse_than_nothing(const hk_run *r)
{
    const double J = r->trainer->report.J, reference = r->reference_J;
    if (!(J > reference))
        return false;
    const double had = reference - least_J(r);
    return had > 0.0 && J - reference > fmax(had, 1e-9 * fabs(reference));
}

/* Those of the features as they are may be too large for a double. */
static bool are_finite(const hk_training *training)
{
    bool finite = isfinite(training->b);
    for (size_t i = 0; i < training->objective->n_features; i++)
        finite = finite && isfinite(training->w[i]);
    return finite;
}

/* To the raw parameters, which are what is published. */
static void leave(hk_training *training)
{
    const size_t n = training->objective->n_features;
    if (!training->raw) {
        hk_objective_leave(training->objective, training->w, &training->b);
        return;
    }
    if (n > 0)
        memcpy(training->w, training->raw, n * sizeof *training->w);
    training->b = training->raw[n];
}

/* Brings J and the gradient norm up to the final parameters, and tells separation from
 * convergence. */
static hillock_status finish(hk_run *r)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    report->step_seconds = hk_seconds() - training->steps_began - training->aside;
    r->stopped = report->status;
    r->looked = !training->current && hk_is_limit(r->stopped);
    if (!training->current)
        hk_training_evaluate(training);
    if (r->settings.keep_state)
        hk_reached_remember(&r->stopped_at, training);
    return_to_best(r);
    const bool limited = report->status == HILLOCK_STEP_LIMIT || report->status == HILLOCK_DEADLINE;
    if (limited && !r->settings.keep_state && is_worse_than_nothing(r))
        report->status = HILLOCK_DIVERGED; /* no parameters to keep */
    hillock_status status = HILLOCK_OK;
    const bool complete = report->status == HILLOCK_OK || report->status == HILLOCK_STEP_LIMIT ||
                          report->status == HILLOCK_STALLED;
    if (complete && hk_may_recede(training->objective))
        status = tell_recession(training);
    if (report->status == HILLOCK_OK && training->n_dropped > 0)
        report->status = HILLOCK_RANK_DEFICIENT;
    hk_training_bound_gap(training);
    leave(training);
    if (!are_finite(training))
        report->status = HILLOCK_DIVERGED;
    report->seconds = hk_seconds() - training->start_seconds;
    return status;
}

/* Before how it ended, what was chosen. */
static void say_choice(const hk_run *r)
{
    hk_message *const message = &r->trainer->message;
    const hk_message ending = *message;
    const char *why;
    (void)hk_choose_solver(&r->trainer->settings, &r->mathematics, &r->data.view, &why);
    const bool changed = r->trainer->report.solver != r->settings.solver;
    hk_say(message, r->trainer->report.status, "%s%s: %s", why,
           changed ? "; it stalled, and L-BFGS went on" : "", ending.text);
}

static void say_whence(hk_message *message, const hk_report *report, const char *anew)
{
    const hk_message ending = *message;
    if (report->went_on)
        hk_say(message, report->status, "going on from where it had stopped: %s", ending.text);
    else if (anew)
        hk_say(message, report->status, "beginning anew, as %s: %s", anew, ending.text);
}

static void publish(hk_run *r)
{
    hk_message *const message = &r->trainer->message;
    const hk_report *const report = &r->trainer->report;
    if (report->status != HILLOCK_DIVERGED)
        hk_neuron_set_parameters(r->neuron, r->training.w, r->training.b, r->given.offset.values);
    hk_say_ending(message, report, &r->training);
    if (r->trainer->settings.solver == HILLOCK_AUTO)
        say_choice(r);
    say_whence(message, report, r->anew);
}

/* An evaluation that is made because a call ends is none of the training's: a point of the history
 * until the next one, and no look at validation data. */
static void forget_last_look(hk_run *r)
{
    if (!r->looked)
        return;
    r->training.history->passing = true;
    if (r->training.validation)
        hk_validation_take_back(r->training.validation);
    r->looked = false;
}

/* Errors: MEMORY; then neuron and parameters are as they were. */
static hillock_status run(hk_run *r)
{
    hk_training *const training = &r->training;
    hillock_trainer *const trainer = r->trainer;
    const bool stays = trainer->report.went_on && training->ended;
    trainer->trained = true; /* the progress callback may ask */
    hillock_status status = training->ended ? HILLOCK_OK : solve(r);
    if (status == HILLOCK_OK && !stays)
        status = finish(r);
    trainer->trained = status == HILLOCK_OK;
    if (status != HILLOCK_OK)
        return hk_say(&trainer->message, status, "no memory for the solver's workspace");
    publish(r);
    forget_last_look(r);
    return trainer->report.status;
}

/* What the next call may need is kept. */
static hillock_status run_and_keep(hk_run *r)
{
    hillock_trainer *const trainer = r->trainer;
    const hillock_status status = run(r);
    if (r->settings.keep_state && status >= HILLOCK_OK && status != HILLOCK_DIVERGED)
        trainer->kept = r;
    else
        hk_run_destroy(r);
    return status;
}

hillock_status hk_train(hillock_trainer *trainer, hillock_neuron *neuron, const hk_view *view)
{
    const double begin = hk_seconds();
    hk_run *r = trainer->kept;
    trainer->fresh_epochs = 0;
    const char *const differs = r ? hk_run_differs(r, neuron, view) : NULL;
    if (r && !differs) {
        trainer->kept = NULL; /* it is under way */
        r->neuron = neuron;
        go_on(r, begin);
    } else {
        hk_run_forget(trainer);
        const hillock_status status = hk_run_create(&r, trainer, neuron, view, false);
        if (status != HILLOCK_OK)
            return status;
        r->anew = differs;
        start(r, begin);
    }
    return run_and_keep(r);
}

bool hk_is_paused(const hillock_trainer *trainer)
{
    const hk_run *const r = trainer->kept;
    return r && r->stopping.paused && r->stopped == HILLOCK_CANCELLED;
}

/* The time since the pause counts. */
hillock_status hk_train_on(hillock_trainer *trainer, hillock_neuron *neuron)
{
    hk_run *const r = trainer->kept;
    trainer->kept = NULL;
    r->neuron = neuron;
    return_to_work(r, r->training.start_seconds + r->training.report->seconds);
    return run_and_keep(r);
}
