/* One training from data to parameters: check, start, solve, finish, publish. */
#include "core/clock.h"
#include "core/memory.h"
#include "model/derivation.h"
#include "model/ending.h"
#include "model/trainer.h"
#include "model/training_data.h"
#include "neuron/catalogue.h"
#include "pass/untrained.h"
#include "solver/rate.h"
#include "solver/recession.h"
#include "solver/solver.h"

#include <math.h>
#include <string.h>

/* Everything that a training owns while it runs. */
typedef struct run {
    hillock_trainer *trainer;
    hillock_neuron *neuron;
    hk_training_data data;
    const hk_view *view;  /* data's, once there are any */
    hk_settings settings; /* the trainer's, with what it leaves open chosen */
    hk_untrained untrained;
    hk_objective objective;
    hk_training_data validation_data;
    hk_validation validation;
    hk_training training;
    double reference_J; /* J at the start or, where that is larger, of the untrained neuron */
} run;

static bool ask_progress(void *payload)
{
    const hillock_trainer *const trainer = payload;
    return trainer->progress(trainer, trainer->payload) != 0;
}

static bool balances(const run *r)
{
    return r->settings.class_weights == HILLOCK_CLASSES_BALANCED;
}

static hillock_status no_memory(const run *r)
{
    return hk_say(&r->trainer->message, HILLOCK_ERROR_MEMORY,
                  "no memory for the parameters of %zu features", r->neuron->n_features);
}

static hillock_status check(run *r, const hk_view *view)
{
    hk_message *const message = &r->trainer->message;
    const hk_mathematics *const mathematics = &r->neuron->mathematics;
    if (!hk_mathematics_complete(mathematics))
        return hk_say(
            message, HILLOCK_ERROR_INCOMPLETE,
            "the neuron has no user function yet: call hillock_neuron_set_user_activation or "
            "_set_user_loss");
    if (view->n_features != r->neuron->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE, "the dataset has %zu features, the neuron %zu",
                      view->n_features, r->neuron->n_features);
    if (r->trainer->penalty_factors && r->trainer->n_factors != view->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE,
                      "there are penalty factors for %zu features, and the dataset has %zu",
                      r->trainer->n_factors, view->n_features);
    const hillock_status solver = hk_solver_check(&r->settings, mathematics, message);
    if (solver != HILLOCK_OK)
        return solver;
    r->view = &r->data.view;
    const double b = hk_initial_bias(mathematics->activation, mathematics->loss);
    if (!hk_untrained_create(&r->untrained, r->view, mathematics, view->n_features, b))
        return no_memory(r);
    const hk_side_sum gradient = hk_untrained_side_sum(&r->untrained);
    return hk_training_data_create(&r->data, view, mathematics->loss, balances(r),
                                   r->settings.execution.threads, &gradient, message);
}

static hillock_status check_validation(run *r)
{
    hk_message *const message = &r->trainer->message;
    const hk_view *const view = &r->trainer->validation;
    if (view->n_features != r->neuron->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE,
                      "the validation dataset has %zu features, the neuron %zu", view->n_features,
                      r->neuron->n_features);
    hk_message found;
    const hillock_status status =
        hk_training_data_create(&r->validation_data, view, r->neuron->mathematics.loss, balances(r),
                                r->settings.execution.threads, NULL, &found);
    return status == HILLOCK_OK ? status
                                : hk_say(message, status, "the validation dataset: %s", found.text);
}

static hillock_status allocate_validation(run *r)
{
    const hk_training_data *const data = &r->validation_data;
    if (!hk_validation_create(&r->validation, &data->view, &r->neuron->mathematics,
                              data->statistics.total_weight, &r->settings))
        return hk_say(&r->trainer->message, HILLOCK_ERROR_MEMORY,
                      "no memory to validate with %zu features", data->view.n_features);
    r->training.validation = &r->validation;
    return HILLOCK_OK;
}

static hillock_status allocate(run *r)
{
    const size_t n = r->view->n_features;
    hillock_trainer *const trainer = r->trainer;
    const hillock_status status =
        hk_objective_create(&r->objective, r->view, &r->neuron->mathematics, &r->data.statistics,
                            &r->settings, &trainer->message);
    if (status != HILLOCK_OK)
        return status;
    r->training = (hk_training){.settings = &r->settings,
                                .objective = &r->objective,
                                .products = r->neuron->products,
                                .report = &trainer->report,
                                .history = &trainer->history,
                                .cancelled = trainer->progress ? ask_progress : NULL,
                                .payload = trainer,
                                .w = hk_allocate(hk_whole_length(n), sizeof(double)),
                                .b = r->neuron->b,
                                .dJ_dw = hk_allocate(n, sizeof(double)),
                                .dropped = hk_allocate(n, sizeof(size_t)),
                                .J_bound = HUGE_VAL};
    if (!r->training.w || !r->training.dJ_dw || !r->training.dropped)
        return no_memory(r);
    return trainer->validates ? allocate_validation(r) : HILLOCK_OK;
}

static double largest_target(const hk_view *view)
{
    double largest = -HUGE_VAL;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double y = hk_column_value(&view->targets, j, 0.0);
        if (y > largest && hk_column_value(&view->weights, j, 1.0) > 0.0)
            largest = y;
    }
    return largest;
}

/* A step of sgd is as much longer as its sample's weight is larger than the mean one. */
static double largest_relative_weight(const run *r)
{
    const double mean = r->data.statistics.total_weight / (double)r->view->n_samples;
    double largest = mean;
    for (size_t j = 0; r->view->weights.values && j < r->view->n_samples; j++)
        largest = fmax(largest, hk_column_value(&r->view->weights, j, mean));
    return largest / mean;
}

/* What a chosen rate assumes of the loss: its bound, or what has been seen beyond it. */
static void note_curvature(run *r, double curvature_at_start)
{
    const hk_mathematics *const mathematics = &r->neuron->mathematics;
    const double bound =
        hk_curvature_bound(mathematics->activation, mathematics->loss, largest_target(r->view));
    r->training.curvature_bound =
        isfinite(curvature_at_start) ? fmax(bound, curvature_at_start) : bound;
    r->training.curved = curvature_at_start > 0.0 || !hk_mathematics_has_curvature(mathematics);
}

static bool is_untrained(const hillock_neuron *neuron, double initial_bias)
{
    for (size_t i = 0; i < neuron->n_features; i++)
        if (neuron->w[i] != 0.0)
            return false;
    return neuron->b == initial_bias;
}

/* The untrained neuron as the first trip has found it: its J and rms(e) are the scale for
 * divergence and for an exact fit. w is 0 from here on. */
static hk_evaluation know_untrained(run *r)
{
    hk_training *const training = &r->training;
    const size_t bytes = r->view->n_features * sizeof(double);
    const hk_sums sums = hk_untrained_sums(&r->untrained, r->data.statistics.total_weight);
    memset(training->w, 0, bytes);
    memcpy(training->dJ_dw, r->untrained.dJ_dw, bytes);
    return hk_objective_know(&r->objective, &sums, training->w, r->untrained.b, training->dJ_dw);
}

static hk_evaluation evaluate_start(run *r)
{
    hk_training *const training = &r->training;
    memcpy(training->w, r->neuron->w, r->view->n_features * sizeof *training->w);
    hk_objective_enter(&r->objective, training->w, &training->b);
    return hk_objective_evaluate(&r->objective, training->w, training->b, training->dJ_dw);
}

/* A J that no training that gets anywhere passes through: a thousand times J itself and what
 * one step can change, rate |dJ|^2 <= rate rms(e)^2 (mean |x|^2 + 1). True divergence is
 * exponential and soon beyond it; a perceptron that begins with J = 0 is not. */
static double divergence_bound(const run *r, const hk_evaluation *at)
{
    const double change = r->training.first_rate * at->residual_rms * at->residual_rms *
                          hk_objective_mean_square(&r->objective);
    return at->J + 1000.0 * (fabs(at->J) + change);
}

/* dJ_dw then holds the gradient of the start. *passes: trips through X so far. */
static hillock_status measure_start(run *r, hk_evaluation *start, int64_t *passes)
{
    hk_training *const training = &r->training;
    const hk_evaluation untrained = know_untrained(r);
    const bool warm = !is_untrained(r->neuron, r->untrained.b);
    *start = warm ? evaluate_start(r) : untrained;
    *passes = warm ? 2 : 1;
    if (!isfinite(start->J) || !isfinite(start->residual_rms))
        return hk_locate_not_finite(r->objective.pass, r->view, r->neuron->w, r->neuron->b,
                                    &r->trainer->message);
    if (isfinite(untrained.residual_rms)) {
        r->objective.vanishing_residual = 1e-12 * untrained.residual_rms;
        r->objective.vanishing_curvature = 1e-12 * untrained.curvature_max;
        r->objective.standing_J = 1e-6 * fabs(untrained.J);
    }
    note_curvature(r, start->curvature_max);
    training->first_rate = r->settings.learning_rate;
    if (training->first_rate == 0.0)
        training->first_rate = hk_chosen_rate(training, largest_relative_weight(r));
    r->reference_J = isfinite(untrained.J) ? fmax(start->J, untrained.J) : start->J;
    training->J_bound = divergence_bound(r, start);
    if (isfinite(untrained.J))
        training->J_bound = fmax(training->J_bound, divergence_bound(r, &untrained));
    return HILLOCK_OK;
}

/* Far out, where a loss is straight, its curvature leads nowhere: the choice may be changed. */
static bool goes_on(const run *r)
{
    return r->trainer->settings.solver == HILLOCK_AUTO && r->settings.solver == HILLOCK_NEWTON &&
           r->trainer->report.status == HILLOCK_STALLED && r->settings.tolerance > 0.0;
}

static hillock_status solve(run *r, const hk_evaluation *start, int64_t passes)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    *report = (hk_report){.start_J = start->J,
                          .learning_rate = training->first_rate,
                          .passes = passes,
                          .solver = training->settings->solver,
                          .decrement = NAN,
                          .condition = NAN,
                          .gap = NAN,
                          .validation_J = NAN,
                          .validation_epoch = NAN};
    hk_history_clear(training->history);
    hk_training_note(training, start);
    r->trainer->trained = true; /* the progress callback may ask */
    training->steps_began = hk_seconds();
    if (training->ended)
        return HILLOCK_OK;
    hillock_status status = hk_solver_for(training->settings->solver)(training);
    if (status == HILLOCK_OK && goes_on(r)) {
        training->ended = false;
        report->solver = HILLOCK_LBFGS;
        status = hk_lbfgs(training);
    }
    return status;
}

/* A plane between the classes is a proof; else the direction of Newton's step may be one, where the
 * curvature is affordable; Newton's solver has looked at its own. */
static hillock_status tell_recession(hk_training *training)
{
    enum { MOST_FEATURES = 256 };
    hk_report *const report = training->report;
    hk_recession found = HK_NO_RECESSION;
    report->passes++;
    if (hk_separates(training->objective, training->w, training->b))
        found = HK_ALL_RECEDE;
    else if (training->objective->n_features <= MOST_FEATURES &&
             (training->settings->solver != HILLOCK_NEWTON || report->steps == 0)) {
        if (!hk_find_final_recession(training->objective, training->w, training->b, &found,
                                     &report->passes))
            return HILLOCK_ERROR_MEMORY;
    }
    if (found != HK_NO_RECESSION)
        report->status = hk_recession_status(training->objective, found);
    return HILLOCK_OK;
}

/* To where the validation loss was least. A gradient that is small elsewhere is no convergence. */
static void return_to_best(run *r)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    const hk_validation *const best = training->validation;
    if (!best || best->waited == 0 || !isfinite(best->J) || report->status == HILLOCK_DIVERGED)
        return;
    memcpy(training->w, best->w, r->view->n_features * sizeof *training->w);
    training->b = best->b;
    training->raw = false;
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

/* Brings J and the gradient norm up to the final parameters, and tells separation from
 * convergence. */
static hillock_status finish(run *r)
{
    hk_training *const training = &r->training;
    hk_report *const report = training->report;
    report->step_seconds = hk_seconds() - training->steps_began - training->aside;
    if (!training->current)
        hk_training_evaluate(training);
    return_to_best(r);
    const bool limited = report->status == HILLOCK_STEP_LIMIT || report->status == HILLOCK_DEADLINE;
    if (limited && r->reference_J > 0.0 && report->J > 2.0 * r->reference_J)
        report->status = HILLOCK_DIVERGED; /* worse than nothing: no parameters to keep */
    hillock_status status = HILLOCK_OK;
    const bool complete = report->status == HILLOCK_OK || report->status == HILLOCK_STEP_LIMIT;
    if (complete && hk_may_recede(training->objective))
        status = tell_recession(training);
    if (report->status == HILLOCK_OK && training->n_dropped > 0)
        report->status = HILLOCK_RANK_DEFICIENT;
    if (!training->raw) {
        hk_training_bound_gap(training);
        hk_objective_leave(training->objective, training->w, &training->b);
    }
    report->seconds = hk_seconds() - training->start_seconds;
    return status;
}

/* Before how it ended, what was chosen. */
static void say_choice(run *r)
{
    hk_message *const message = &r->trainer->message;
    const hk_message ending = *message;
    const char *why;
    (void)hk_choose_solver(&r->trainer->settings, &r->neuron->mathematics, r->view, &why);
    const bool went_on = r->trainer->report.solver != r->settings.solver;
    hk_say(message, r->trainer->report.status, "%s%s: %s", why,
           went_on ? "; it stalled, and L-BFGS went on" : "", ending.text);
}

static void publish(run *r)
{
    if (r->trainer->report.status != HILLOCK_DIVERGED)
        hk_neuron_set_parameters(r->neuron, r->training.w, r->training.b);
    hk_say_ending(&r->trainer->message, &r->trainer->report, &r->training);
    if (r->trainer->settings.solver == HILLOCK_AUTO)
        say_choice(r);
}

static void release(run *r)
{
    hk_free(r->training.w);
    hk_free(r->training.dJ_dw);
    hk_free(r->training.dropped);
    hk_validation_destroy(&r->validation);
    hk_training_data_destroy(&r->validation_data);
    hk_objective_destroy(&r->objective);
    hk_training_data_destroy(&r->data);
    hk_untrained_destroy(&r->untrained);
}

hillock_status hk_train(hillock_trainer *trainer, hillock_neuron *neuron, const hk_view *view)
{
    run r = {.trainer = trainer,
             .view = view,
             .neuron = neuron,
             .settings = hk_settings_for(&trainer->settings, &neuron->mathematics, view)};
    const double begin = hk_seconds();
    hk_evaluation start;
    int64_t passes;
    hillock_status status = check(&r, view);
    if (status == HILLOCK_OK && trainer->validates)
        status = check_validation(&r);
    if (status == HILLOCK_OK)
        status = allocate(&r);
    if (status == HILLOCK_OK)
        status = measure_start(&r, &start, &passes);
    if (status == HILLOCK_OK) {
        r.training.start_seconds = r.training.asked_seconds = begin;
        status = solve(&r, &start, passes);
        if (status == HILLOCK_OK)
            status = finish(&r);
        if (status != HILLOCK_OK)
            hk_say(&trainer->message, status, "no memory for the solver's workspace");
        trainer->trained = status == HILLOCK_OK;
    }
    if (status == HILLOCK_OK) {
        publish(&r);
        status = trainer->report.status;
    }
    release(&r);
    return status;
}
