#include "solver/training.h"

#include "core/clock.h"
#include "solver/gap.h"
#include "solver/schedule.h"

#include <math.h>

/* So many epochs, steps or trips there are at most: a double holds each of them. */
static const int64_t MOST = INT64_C(1) << 53;

enum { WORK_BETWEEN_LOOKS = 1 << 18 }; /* elements: well below a millisecond */
static const double SECONDS_BETWEEN_ASKS = 0.1;

bool hk_is_limit(hillock_status status)
{
    return status == HILLOCK_STEP_LIMIT || status == HILLOCK_DEADLINE ||
           status == HILLOCK_CANCELLED;
}

void hk_training_end(hk_training *training, hillock_status status)
{
    if (training->ended)
        return;
    training->report->status = status;
    training->ended = true;
}

/* What an evaluation finds outranks a limit that was reached in the same step. */
void hk_training_end_instead(hk_training *training, hillock_status status)
{
    training->ended = false;
    hk_training_end(training, status);
}

void hk_training_tell_best(hk_training *training)
{
    const hk_validation *const validation = training->validation;
    const bool found = validation && isfinite(validation->best.J);
    training->report->validation_J = found ? validation->best.J : NAN;
    training->report->validation_epoch = found ? validation->best.epoch : NAN;
}

/* NaN where there are no validation data. */
static double validate(hk_training *training)
{
    if (!training->validation)
        return NAN;
    hk_report *const report = training->report;
    hk_validation *const validation = training->validation;
    const double J = hk_validation_look(validation, training->objective, training->w, training->b,
                                        report->epochs);
    report->passes++;
    hk_training_tell_best(training);
    return J;
}

void hk_training_note(hk_training *training, const hk_evaluation *now)
{
    hk_report *const report = training->report;
    training->dJ_db = now->dJ_db;
    training->saturated = now->saturated;
    training->bend = now->curvature_max;
    training->current = true;
    report->J = now->J;
    report->gradient_norm = now->gradient_norm;
    hk_history_record(training->history, report->epochs, now->J, now->gradient_norm,
                      validate(training));
    if (!isfinite(now->J) || !isfinite(now->gradient_norm) || now->J > training->J_bound)
        hk_training_end_instead(training, HILLOCK_DIVERGED);
    else if (now->gradient_norm <= training->settings->tolerance &&
             training->settings->tolerance > 0.0)
        hk_training_end_instead(training, HILLOCK_OK);
    else if (training->validation && hk_validation_is_over(training->validation))
        hk_training_end(training, HILLOCK_EARLY_STOPPED);
}

void hk_training_evaluate(hk_training *training)
{
    const hk_evaluation now =
        hk_objective_evaluate(training->objective, training->w, training->b, training->dJ_dw);
    training->report->passes++;
    hk_training_note(training, &now);
}

void hk_training_bound_gap(hk_training *training)
{
    const hk_gap gap = hk_duality_gap(training->objective, training->w, training->report->J,
                                      training->dJ_dw, training->dJ_db);
    training->report->gap = gap.J;
    training->report->gap_within = gap.within;
}

double hk_training_rate(hk_training *training)
{
    const double rate =
        hk_scheduled_rate(training->settings, training->first_rate, training->epoch);
    training->report->learning_rate = rate;
    return rate;
}

void hk_training_evaluate_aside(hk_training *training)
{
    const double begin = hk_seconds();
    hk_training_evaluate(training);
    training->aside += hk_seconds() - begin;
}

bool hk_training_is_stopped(hk_training *training)
{
    const hk_stopping *const stopping = training->stopping;
    if (stopping->due == HILLOCK_OK || stopping->patient)
        return false;
    hk_training_end(training, stopping->due);
    return true;
}

/* What comes first stays. */
static void ask_to_stop(hk_training *training, hillock_status status)
{
    if (training->stopping->due == HILLOCK_OK)
        training->stopping->due = status;
}

/* Looks at the clock; asks the user when it is time to, or when `always`. true: it is over. */
static bool look_up(hk_training *training, bool always)
{
    hk_report *const report = training->report;
    hk_stopping *const stopping = training->stopping;
    const double now = hk_seconds();
    training->work = 0;
    report->seconds = now - training->start_seconds;
    if (training->outer)
        training->outer->seconds = report->seconds;
    report->step_seconds = now - training->steps_began - training->aside;
    if (training->settings->seconds > 0.0 && report->seconds >= training->settings->seconds)
        ask_to_stop(training, HILLOCK_DEADLINE);
    if (training->cancelled && (always || now - training->asked_seconds >= SECONDS_BETWEEN_ASKS)) {
        training->asked_seconds = now;
        if (training->cancelled(training->payload))
            ask_to_stop(training, HILLOCK_CANCELLED);
        training->aside += hk_seconds() - now;
    }
    if (stopping->due == HILLOCK_OK && stopping->pause_at > 0.0 && now >= stopping->pause_at) {
        stopping->due = HILLOCK_CANCELLED;
        stopping->paused = true;
    }
    return hk_training_is_stopped(training);
}

bool hk_training_interrupted(hk_training *training, size_t samples)
{
    training->work += samples * (training->objective->n_features + 1);
    return training->work >= WORK_BETWEEN_LOOKS ? look_up(training, false)
                                                : hk_training_is_stopped(training);
}

bool hk_training_has_stepped_enough(const hk_training *training)
{
    const int64_t most = training->settings->steps;
    return most > 0 && training->report->steps >= most;
}

void hk_training_stepped(hk_training *training, size_t samples, size_t done)
{
    hk_report *const report = training->report;
    training->current = false;
    training->stopping->patient = false;
    report->steps++;
    report->samples += (double)samples;
    report->epochs =
        (double)training->epoch + (double)done / (double)training->objective->view->n_samples;
    if (hk_training_has_stepped_enough(training))
        hk_training_end(training, HILLOCK_STEP_LIMIT);
    (void)hk_training_interrupted(training, samples);
}

void hk_training_epoch_ended(hk_training *training)
{
    training->epoch++;
    training->report->epochs = (double)training->epoch;
    if (training->epoch >= training->settings->epochs) /* nothing is left to be stopped */
        hk_training_end(training, HILLOCK_STEP_LIMIT);
    (void)look_up(training, true);
}

static void visit_report(hk_report *report, hk_visitor *visitor)
{
    int64_t status = report->status;
    hk_visit_integer(visitor, "status", &status, HILLOCK_NOT_AT_MINIMUM);
    report->status = (hillock_status)status;
    hk_visit_real(visitor, "epochs", &report->epochs);
    hk_visit_integer(visitor, "epoch-limit", &report->epoch_limit, MOST);
    hk_visit_integer(visitor, "steps", &report->steps, MOST);
    hk_visit_integer(visitor, "passes", &report->passes, MOST);
    hk_visit_integer(visitor, "solver", &report->solver, HILLOCK_LEAST_SQUARES);
    hk_visit_real(visitor, "J", &report->J);
    hk_visit_norm(visitor, "gradient-norm", &report->gradient_norm);
    hk_visit_real(visitor, "start-J", &report->start_J);
    hk_visit_real(visitor, "learning-rate", &report->learning_rate);
    hk_visit_real(visitor, "seconds", &report->seconds);
    hk_visit_real(visitor, "samples", &report->samples);
    hk_visit_real(visitor, "step-seconds", &report->step_seconds);
    hk_visit_real(visitor, "decrement", &report->decrement);
    hk_visit_real(visitor, "condition", &report->condition);
    hk_visit_real(visitor, "gap", &report->gap);
    hk_visit_real(visitor, "gap-within", &report->gap_within);
    hk_visit_real(visitor, "validation-J", &report->validation_J);
    hk_visit_real(visitor, "validation-epoch", &report->validation_epoch);
}

/* Limits are counted from the one, and looked at by the other. */
static bool is_within(double epochs, int64_t epoch)
{
    return epochs >= (double)epoch && epochs <= (double)(epoch + 1);
}

void hk_training_visit_place(hk_training *training, hk_visitor *visitor)
{
    const size_t n = training->objective->n_features;
    hk_visit_finites(visitor, "w", n, training->w);
    hk_visit_finite(visitor, "b", &training->b);
    hk_visit_reals(visitor, "dJ/dw", n, training->dJ_dw);
    hk_visit_real(visitor, "dJ/db", &training->dJ_db);
}

void hk_training_visit(hk_training *training, hk_visitor *visitor)
{
    const size_t n = training->objective->n_features;
    visit_report(training->report, visitor);
    hk_visit_integer(visitor, "epoch", &training->epoch, MOST);
    visitor->failed = visitor->failed || !is_within(training->report->epochs, training->epoch);
    hk_visit_real(visitor, "first-rate", &training->first_rate);
    hk_visit_real(visitor, "curvature-bound", &training->curvature_bound);
    hk_visit_flag(visitor, "curved", &training->curved);
    hk_visit_real(visitor, "J-bound", &training->J_bound);
    hk_visit_real(visitor, "bend", &training->bend);
    hk_visit_flag(visitor, "saturated", &training->saturated);
    hk_visit_flag(visitor, "current", &training->current);
    hk_visit_flag(visitor, "at-rest", &training->at_rest);
    hk_visit_flag(visitor, "ended", &training->ended);
    hk_visit_flag(visitor, "least-norm", &training->least_norm);
    hk_visit_size(visitor, "dropped", &training->n_dropped, n);
    if (training->n_dropped > 0)
        hk_visit_sizes(visitor, "features", training->n_dropped, training->dropped, n - 1);
}
