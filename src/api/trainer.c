#include "model/run.h"

#include "api/arguments.h"
#include "api/checkpoint.h"
#include "core/memory.h"
#include "data/dataset.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

hillock_status hillock_trainer_create(hillock_trainer **trainer)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    hillock_trainer *const created = hk_allocate(1, sizeof *created);
    if (!created)
        return HILLOCK_ERROR_MEMORY;
    created->settings = hk_settings_default();
    hk_history_clear(&created->history);
    *trainer = created;
    return HILLOCK_OK;
}

void hillock_trainer_destroy(hillock_trainer *trainer)
{
    if (trainer) {
        hk_run_forget(trainer);
        hk_free(trainer->penalty_factors);
        hk_free(trainer->save_path);
    }
    hk_free(trainer);
}

/* The trainer's option of that key, or NULL. */
static const hk_option *trainer_option(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option && option->owner != HK_OF_NEURON ? option : NULL;
}

/* The struct of the trainer that holds its value. */
static void *values_of(hillock_trainer *trainer, const hk_option *option)
{
    return option->owner == HK_OF_EXECUTION ? (void *)&trainer->settings.execution
                                            : (void *)&trainer->settings;
}

static const void *const_values_of(const hillock_trainer *trainer, const hk_option *option)
{
    return option->owner == HK_OF_EXECUTION ? (const void *)&trainer->settings.execution
                                            : (const void *)&trainer->settings;
}

static hillock_status no_option(hillock_trainer *trainer, int key)
{
    const hk_option *const option = hk_option_find(key);
    return option ? hk_say(&trainer->message, HILLOCK_ERROR_KEY,
                           "%s belongs to the neuron: hillock_neuron_set_real", option->name)
                  : hk_say(&trainer->message, HILLOCK_ERROR_KEY, "there is no option %d", key);
}

hillock_status hillock_trainer_set_solver(hillock_trainer *trainer, hillock_solver solver)
{
    return hillock_trainer_set_integer(trainer, HILLOCK_SOLVER, solver);
}

hillock_status hillock_trainer_set_real(hillock_trainer *trainer, int key, double value)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = trainer_option(key);
    return option ? hk_option_set_real(option, values_of(trainer, option), value, &trainer->message)
                  : no_option(trainer, key);
}

hillock_status hillock_trainer_set_integer(hillock_trainer *trainer, int key, int64_t value)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = trainer_option(key);
    return option
               ? hk_option_set_integer(option, values_of(trainer, option), value, &trainer->message)
               : no_option(trainer, key);
}

/* Whether it is this name with capitals or underscores. */
static bool is_spelled(const char *text, const char *name)
{
    for (; *text && *name; text++, name++)
        if (tolower((unsigned char)*text) != *name && !(*text == '_' && *name == '-'))
            return false;
    return *text == *name;
}

static hillock_status no_name(hillock_trainer *trainer, const char *name)
{
    const hk_option *option;
    for (size_t i = 0; (option = hk_option_listed(i)) != NULL; i++)
        if (is_spelled(name, option->name))
            return hk_say(&trainer->message, HILLOCK_ERROR_KEY,
                          "there is no option '%s': did you mean '%s'?", name, option->name);
    return hk_say(&trainer->message, HILLOCK_ERROR_KEY,
                  "there is no option '%s'; hillock_option_at lists them", name);
}

hillock_status hillock_trainer_set_text(hillock_trainer *trainer, const char *name,
                                        const char *value)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    if (!name || !value)
        return hk_null(&trainer->message, name ? "value" : "name");
    const hk_option *const option = hk_option_named(name);
    if (option && option->owner == HK_OF_NEURON)
        return no_option(trainer, option->key);
    if (!option)
        return no_name(trainer, name);
    return hk_option_set_text(option, values_of(trainer, option), value, &trainer->message);
}

hillock_status hillock_trainer_get_real(const hillock_trainer *trainer, int key, double *value)
{
    if (!trainer || !value)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = trainer_option(key);
    if (!option || option->type != HILLOCK_TYPE_REAL)
        return HILLOCK_ERROR_KEY;
    *value = hk_option_real(option, const_values_of(trainer, option));
    return HILLOCK_OK;
}

hillock_status hillock_trainer_get_integer(const hillock_trainer *trainer, int key, int64_t *value)
{
    if (!trainer || !value)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = trainer_option(key);
    if (!option || option->type == HILLOCK_TYPE_REAL)
        return HILLOCK_ERROR_KEY;
    *value = hk_option_integer(option, const_values_of(trainer, option));
    return HILLOCK_OK;
}

hillock_status hillock_trainer_set_penalty_factors(hillock_trainer *trainer, size_t n_features,
                                                   const double *factors)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    for (size_t i = 0; factors && i < n_features; i++)
        if (!(factors[i] >= 0.0 && isfinite(factors[i])))
            return hk_say(&trainer->message, HILLOCK_ERROR_VALUE,
                          "the penalty factor of feature %zu is %g: it must be a number >= 0", i,
                          factors[i]);
    double *const copy = factors ? hk_allocate(n_features, sizeof *copy) : NULL;
    if (factors && !copy)
        return hk_say(&trainer->message, HILLOCK_ERROR_MEMORY,
                      "no memory for the penalty factors of %zu features", n_features);
    if (factors && n_features > 0)
        memcpy(copy, factors, n_features * sizeof *copy);
    hk_run_forget(trainer);
    hk_free(trainer->penalty_factors);
    trainer->penalty_factors = copy;
    trainer->n_factors = n_features;
    trainer->settings.penalty_factors = copy;
    return hk_silent(&trainer->message);
}

hillock_status hillock_trainer_set_validation(hillock_trainer *trainer,
                                              const hillock_dataset *dataset)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    hk_run_forget(trainer);
    trainer->validates = dataset != NULL;
    trainer->validation = dataset ? dataset->view : (hk_view){.n_samples = 0};
    return hk_silent(&trainer->message);
}

hillock_status hillock_trainer_set_progress(hillock_trainer *trainer, hillock_progress progress,
                                            void *payload)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    trainer->progress = progress;
    trainer->payload = payload;
    return hk_silent(&trainer->message);
}

hillock_status hillock_train(hillock_trainer *trainer, hillock_neuron *neuron,
                             const hillock_dataset *dataset)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    if (!neuron || !dataset) {
        hk_run_forget(trainer); /* as after any error */
        return hk_null(&trainer->message, neuron ? "the dataset" : "the neuron");
    }
    return hk_train_and_save(trainer, neuron, dataset);
}

/* A trainer of its own, whose sentence is handed on to the neuron. */
hillock_status hillock_fit(hillock_neuron *neuron, const hillock_dataset *dataset)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!dataset)
        return hk_null(&neuron->message, "the dataset");
    hillock_trainer *trainer;
    if (hillock_trainer_create(&trainer) != HILLOCK_OK)
        return hk_say(&neuron->message, HILLOCK_ERROR_MEMORY, "no memory for a trainer");
    trainer->settings = hk_fit_settings(neuron->execution);
    const hillock_status status = hk_train(trainer, neuron, &dataset->view);
    hk_say(&neuron->message, status, "%s", trainer->message.text);
    hillock_trainer_destroy(trainer);
    return status;
}

hillock_status hillock_trainer_report(const hillock_trainer *trainer, hillock_report key,
                                      double *value)
{
    if (!trainer || !value)
        return HILLOCK_ERROR_NULL;
    if (!trainer->trained)
        return HILLOCK_ERROR_INCOMPLETE;
    const hk_report *const report = &trainer->report;
    switch (key) {
    case HILLOCK_REPORT_STATUS:
        *value = (double)report->status;
        return HILLOCK_OK;
    case HILLOCK_REPORT_EPOCHS:
        *value = report->epochs;
        return HILLOCK_OK;
    case HILLOCK_REPORT_EPOCH_LIMIT:
        *value = (double)(trainer->fresh_epochs > 0 ? trainer->fresh_epochs : report->epoch_limit);
        return HILLOCK_OK;
    case HILLOCK_REPORT_STEPS:
        *value = (double)report->steps;
        return HILLOCK_OK;
    case HILLOCK_REPORT_J:
        *value = report->J;
        return HILLOCK_OK;
    case HILLOCK_REPORT_GRADIENT_NORM:
        *value = report->gradient_norm;
        return HILLOCK_OK;
    case HILLOCK_REPORT_START_J:
        *value = report->start_J;
        return HILLOCK_OK;
    case HILLOCK_REPORT_LEARNING_RATE:
        *value = report->learning_rate;
        return HILLOCK_OK;
    case HILLOCK_REPORT_SECONDS:
        *value = report->seconds;
        return HILLOCK_OK;
    case HILLOCK_REPORT_SAMPLES_PER_SECOND:
        *value = report->step_seconds > 0.0 ? report->samples / report->step_seconds : 0.0;
        return HILLOCK_OK;
    case HILLOCK_REPORT_SOLVER:
        *value = (double)report->solver;
        return HILLOCK_OK;
    case HILLOCK_REPORT_DECREMENT:
        *value = report->decrement;
        return HILLOCK_OK;
    case HILLOCK_REPORT_CONDITION:
        *value = report->condition;
        return HILLOCK_OK;
    case HILLOCK_REPORT_GAP:
        *value = report->gap;
        return HILLOCK_OK;
    case HILLOCK_REPORT_VALIDATION_J:
        *value = report->validation_J;
        return HILLOCK_OK;
    case HILLOCK_REPORT_VALIDATION_EPOCH:
        *value = report->validation_epoch;
        return HILLOCK_OK;
    case HILLOCK_REPORT_WENT_ON:
        *value = report->went_on ? 1.0 : 0.0;
        return HILLOCK_OK;
    case HILLOCK_REPORT_PASSES:
        *value = (double)report->passes;
        return HILLOCK_OK;
    }
    return HILLOCK_ERROR_KEY;
}

size_t hillock_trainer_history_length(const hillock_trainer *trainer)
{
    return trainer && trainer->trained ? trainer->history.length : 0;
}

hillock_status hillock_trainer_history(const hillock_trainer *trainer, size_t capacity,
                                       double *epoch, double *J, double *gradient_norm)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    const size_t count = hk_min_size(capacity, hillock_trainer_history_length(trainer));
    for (size_t i = 0; i < count; i++) {
        const hk_history_point *const point = &trainer->history.points[i];
        if (epoch)
            epoch[i] = point->epoch;
        if (J)
            J[i] = point->J;
        if (gradient_norm)
            gradient_norm[i] = point->gradient_norm;
    }
    return HILLOCK_OK;
}

hillock_status hillock_trainer_validation_history(const hillock_trainer *trainer, size_t capacity,
                                                  double *J)
{
    if (!trainer || (!J && capacity > 0))
        return HILLOCK_ERROR_NULL;
    const size_t count = hk_min_size(capacity, hillock_trainer_history_length(trainer));
    for (size_t i = 0; i < count; i++)
        J[i] = trainer->history.points[i].validation_J;
    return HILLOCK_OK;
}

const char *hillock_trainer_message(const hillock_trainer *trainer)
{
    return trainer ? trainer->message.text : "there is no trainer";
}
