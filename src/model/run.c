#include "model/run.h"

#include "core/memory.h"
#include "model/derivation.h"
#include "neuron/catalogue.h"
#include "solver/rate.h"

#include <math.h>
#include <string.h>

static bool balances(const hk_run *r)
{
    return r->settings.class_weights == HILLOCK_CLASSES_BALANCED;
}

static hillock_status no_memory(const hk_run *r)
{
    return hk_say(&r->trainer->message, HILLOCK_ERROR_MEMORY,
                  "no memory for the parameters of %zu features", r->neuron->n_features);
}

static hillock_status check(hk_run *r, const hk_view *view)
{
    hk_message *const message = &r->trainer->message;
    const hk_mathematics *const mathematics = &r->mathematics;
    if (!hk_mathematics_complete(mathematics))
        return hk_say(
            message, HILLOCK_ERROR_INCOMPLETE,
            "the neuron has no user function yet: call hillock_neuron_set_user_activation or "
            "_set_user_loss");
    if (view->n_features != r->neuron->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE, "the dataset has %zu feature%s, the neuron %zu",
                      view->n_features, view->n_features == 1 ? "" : "s", r->neuron->n_features);
    if (r->trainer->penalty_factors && r->trainer->n_factors != view->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE,
                      "there are penalty factors for %zu features, and the dataset has %zu",
                      r->trainer->n_factors, view->n_features);
    const hillock_status solver = hk_solver_check(&r->settings, mathematics, message);
    if (solver != HILLOCK_OK)
        return solver;
    const double b = hk_initial_bias(mathematics->activation, mathematics->loss);
    if (!hk_untrained_create(&r->untrained, &r->data.view, mathematics, view->n_features, b))
        return no_memory(r);
    const hk_side_sum gradient = hk_untrained_side_sum(&r->untrained);
    return hk_training_data_create(&r->data, view, mathematics->loss, balances(r),
                                   r->settings.execution.threads, &gradient, message);
}

static hillock_status check_validation(hk_run *r)
{
    hk_message *const message = &r->trainer->message;
    const hk_view *const view = &r->trainer->validation;
    if (view->n_features != r->neuron->n_features)
        return hk_say(message, HILLOCK_ERROR_SIZE,
                      "the validation dataset has %zu feature%s, the neuron %zu", view->n_features,
                      view->n_features == 1 ? "" : "s", r->neuron->n_features);
    hk_message found;
    const hillock_status status =
        hk_training_data_create(&r->validation_data, view, r->mathematics.loss, balances(r),
                                r->settings.execution.threads, NULL, &found);
    if (status == HILLOCK_ERROR_ONE_CLASS && !balances(r))
        return HILLOCK_OK; /* nothing is learnt from it */
    return status == HILLOCK_OK ? status
                                : hk_say(message, status, "the validation dataset: %s", found.text);
}

static hillock_status allocate_validation(hk_run *r)
{
    const hk_training_data *const data = &r->validation_data;
    if (!hk_validation_create(&r->validation, &data->view, &r->mathematics,
                              data->statistics.total_weight, &r->settings))
        return hk_say(&r->trainer->message, HILLOCK_ERROR_MEMORY,
                      "no memory to validate with %zu features", data->view.n_features);
    r->training.validation = &r->validation;
    return HILLOCK_OK;
}

static hillock_status allocate(hk_run *r)
{
    const size_t n = r->data.view.n_features;
    hillock_trainer *const trainer = r->trainer;
    const hillock_status status =
        hk_objective_create(&r->objective, &r->data.view, &r->mathematics, &r->data.statistics,
                            &r->settings, &trainer->message);
    if (status != HILLOCK_OK)
        return status;
    r->training = (hk_training){.settings = &r->settings,
                                .objective = &r->objective,
                                .products = r->neuron->products,
                                .report = &trainer->report,
                                .history = &trainer->history,
                                .stopping = &r->stopping,
                                .w = hk_allocate(hk_whole_length(n), sizeof(double)),
                                .b = r->neuron->b,
                                .dJ_dw = hk_allocate(n, sizeof(double)),
                                .dropped = hk_allocate(n, sizeof(size_t)),
                                .J_bound = HUGE_VAL};
    const bool keeps = !r->settings.keep_state || hk_reached_create(&r->stopped_at, n);
    if (!keeps || !r->training.w || !r->training.dJ_dw || !r->training.dropped)
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
static double largest_relative_weight(const hk_run *r)
{
    const double mean = r->data.statistics.total_weight / (double)r->data.view.n_samples;
    double largest = mean;
    for (size_t j = 0; r->data.view.weights.values && j < r->data.view.n_samples; j++)
        largest = fmax(largest, hk_column_value(&r->data.view.weights, j, mean));
    return largest / mean;
}

/* What a chosen rate assumes of the loss: its bound, or what has been seen beyond it. */
static void note_curvature(hk_run *r, double curvature_at_start)
{
    const hk_mathematics *const mathematics = &r->mathematics;
    const double bound = hk_curvature_bound(mathematics->activation, mathematics->loss,
                                            largest_target(&r->data.view));
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
static hk_evaluation know_untrained(hk_run *r)
{
    hk_training *const training = &r->training;
    const size_t bytes = r->data.view.n_features * sizeof(double);
    const hk_sums sums = hk_untrained_sums(&r->untrained, r->data.statistics.total_weight);
    memset(training->w, 0, bytes);
    memcpy(training->dJ_dw, r->untrained.dJ_dw, bytes);
    return hk_objective_know(&r->objective, &sums, training->w, r->untrained.b, training->dJ_dw);
}

static hk_evaluation evaluate_start(hk_run *r)
{
    hk_training *const training = &r->training;
    memcpy(training->w, r->neuron->w, r->data.view.n_features * sizeof *training->w);
    hk_objective_enter(&r->objective, training->w, &training->b);
    return hk_objective_evaluate(&r->objective, training->w, training->b, training->dJ_dw);
}

/* A J that no training that gets anywhere passes through: a thousand times J itself and what
 * one step can change, rate |dJ|^2 <= rate rms(e)^2 (mean |x|^2 + 1). True divergence is
 * exponential and soon beyond it; a perceptron that begins with J = 0 is not. */
static double divergence_bound(const hk_run *r, const hk_evaluation *at)
{
    const double change = r->training.first_rate * at->residual_rms * at->residual_rms *
                          hk_objective_mean_square(&r->objective);
    return at->J + 1000.0 * (fabs(at->J) + change);
}

/* dJ_dw then holds the gradient of the start. */
static hillock_status measure_start(hk_run *r)
{
    hk_training *const training = &r->training;
    const hk_evaluation untrained = know_untrained(r);
    const bool warm = !r->resumes && !is_untrained(r->neuron, r->untrained.b);
    hk_evaluation *const start = &r->start;
    *start = warm ? evaluate_start(r) : untrained;
    r->start_passes = warm ? 2 : 1;
    if (!r->resumes && (!isfinite(start->J) || !isfinite(start->residual_rms)))
        return hk_locate_not_finite(r->objective.pass, &r->data.view, r->neuron->w, r->neuron->b,
                                    &r->trainer->message);
    if (isfinite(untrained.residual_rms)) {
        r->objective.vanishing_residual = 1e-12 * untrained.residual_rms;
        r->objective.vanishing_curvature = 1e-12 * untrained.curvature_max;
        r->objective.standing_J = 1e-6 * fabs(untrained.J);
    }
    if (r->resumes)
        return HILLOCK_OK;
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

static hillock_status prepare(hk_run *r, const hk_view *view)
{
    hillock_status status = check(r, view);
    if (status == HILLOCK_OK && r->trainer->validates)
        status = check_validation(r);
    if (status == HILLOCK_OK)
        status = allocate(r);
    return status == HILLOCK_OK ? measure_start(r) : status;
}

hillock_status hk_run_create(hk_run **run, hillock_trainer *trainer, hillock_neuron *neuron,
                             const hk_view *view, bool resumes)
{
    hk_run *const r = hk_allocate(1, sizeof *r);
    if (!r)
        return hk_say(&trainer->message, HILLOCK_ERROR_MEMORY, "no memory for a training");
    r->trainer = trainer;
    r->resumes = resumes;
    r->neuron = neuron;
    r->mathematics = neuron->mathematics;
    r->given = *view;
    r->asked = trainer->settings;
    r->settings = hk_settings_for(&trainer->settings, &neuron->mathematics, view);
    r->settings.keep_state |= resumes || trainer->save_seconds > 0.0;
    r->solver = hk_solver_for(r->settings.solver);
    const hillock_status status = prepare(r, view);
    if (status == HILLOCK_OK)
        *run = r;
    else
        hk_run_destroy(r);
    return status;
}

void hk_run_destroy(hk_run *r)
{
    if (!r)
        return;
    hk_solver_destroy(r->solver, r->state);
    hk_reached_destroy(&r->stopped_at);
    hk_free(r->training.w);
    hk_free(r->training.dJ_dw);
    hk_free(r->training.dropped);
    hk_validation_destroy(&r->validation);
    hk_training_data_destroy(&r->validation_data);
    hk_objective_destroy(&r->objective);
    hk_training_data_destroy(&r->data);
    hk_untrained_destroy(&r->untrained);
    hk_free(r);
}

void hk_run_forget(hillock_trainer *trainer)
{
    hk_run_destroy(trainer->kept);
    trainer->kept = NULL;
}

static bool has_parameters_left(const hk_run *r, const hillock_neuron *neuron)
{
    for (size_t i = 0; i < neuron->n_features; i++)
        if (neuron->w[i] != r->training.w[i])
            return false;
    return neuron->b == r->training.b;
}

const char *hk_run_differs(const hk_run *r, const hillock_neuron *neuron, const hk_view *view)
{
    if (!hk_settings_agree(&r->asked, &r->trainer->settings))
        return "an option has been set since";
    if (!hk_view_is(view, &r->given))
        return "the dataset is another";
    if (!hk_mathematics_is(&neuron->mathematics, &r->mathematics) ||
        neuron->n_features != r->data.view.n_features)
        return "the neuron is another";
    return has_parameters_left(r, neuron) ? NULL : "the parameters have changed";
}
