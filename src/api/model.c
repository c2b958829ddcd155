#include "persist/model.h"

#include "api/arguments.h"
#include "core/memory.h"
#include "model/trainer.h"
#include "persist/replace_file.h"

#include <math.h>
#include <string.h>

hillock_status hillock_model_create(hillock_model **model, const hillock_neuron *neuron)
{
    if (!model || !neuron)
        return HILLOCK_ERROR_NULL;
    const hk_mathematics *const mathematics = &neuron->mathematics;
    if (mathematics->activation == HILLOCK_USER_ACTIVATION ||
        mathematics->loss == HILLOCK_USER_LOSS)
        return HILLOCK_ERROR_PAIR;
    hillock_model *const created =
        hk_model_create(neuron->n_features, mathematics->activation, mathematics->loss);
    if (!created)
        return HILLOCK_ERROR_MEMORY;
    created->neuron->mathematics = *mathematics;
    created->neuron->execution = neuron->execution;
    hk_neuron_set_parameters(created->neuron, neuron->w, neuron->b, neuron->has_offset);
    if (neuron->has_offset && !hk_model_copy_text(&created->offset, "", 0)) {
        hk_model_destroy(created);
        return HILLOCK_ERROR_MEMORY;
    }
    *model = created;
    return HILLOCK_OK;
}

void hillock_model_destroy(hillock_model *model)
{
    hk_model_destroy(model);
}

const hillock_neuron *hillock_model_neuron(const hillock_model *model)
{
    return model ? model->neuron : NULL;
}

static hillock_status set_text(hillock_model *model, char **place, const char *text)
{
    if (!hk_model_copy_text(place, text, text ? strlen(text) : 0))
        return hk_say(&model->message, HILLOCK_ERROR_MEMORY, "no memory for a name");
    return hk_silent(&model->message);
}

static hillock_status no_feature(hillock_model *model, size_t feature)
{
    return hk_say(&model->message, HILLOCK_ERROR_SIZE, "there is no feature %zu: the model has %zu",
                  feature, model->neuron->n_features);
}

hillock_status hillock_model_set_feature_name(hillock_model *model, size_t feature,
                                              const char *name)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (feature >= model->neuron->n_features)
        return no_feature(model, feature);
    const hillock_status status = set_text(model, &model->names[feature], name);
    if (status == HILLOCK_OK)
        (void)hk_model_copy_text(&model->references[feature], NULL, 0);
    return status;
}

hillock_status hillock_model_set_reference(hillock_model *model, size_t feature, const char *text)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (feature >= model->neuron->n_features)
        return no_feature(model, feature);
    const char *const name = model->names[feature];
    if (text && (!name || !strchr(name, '=')))
        return hk_say(&model->message, HILLOCK_ERROR_VALUE,
                      "feature %zu is not named \"column=text\", and so has no reference", feature);
    return set_text(model, &model->references[feature], text);
}

hillock_status hillock_model_set_target_name(hillock_model *model, const char *name)
{
    return model ? set_text(model, &model->target, name) : HILLOCK_ERROR_NULL;
}

hillock_status hillock_model_set_offset_name(hillock_model *model, const char *name)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    const hillock_status status = set_text(model, &model->offset, name);
    if (status == HILLOCK_OK)
        model->neuron->has_offset = name;
    return status;
}

hillock_status hillock_model_set_class_names(hillock_model *model, const char *lower,
                                             const char *upper)
{
    char *first = NULL;
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!lower != !upper)
        return hk_null(&model->message, lower ? "upper" : "lower");
    if (lower && strcmp(lower, upper) == 0)
        return hk_say(&model->message, HILLOCK_ERROR_VALUE,
                      "both classes would be called \"%.60s\"; give each a name of its own", lower);
    if (!hk_model_copy_text(&first, lower, lower ? strlen(lower) : 0))
        return hk_say(&model->message, HILLOCK_ERROR_MEMORY, "no memory for a name");
    const hillock_status status = set_text(model, &model->classes[1], upper);
    if (status != HILLOCK_OK) {
        hk_free(first);
        return status;
    }
    hk_free(model->classes[0]);
    model->classes[0] = first;
    return status;
}

const char *hillock_model_feature_name(const hillock_model *model, size_t feature)
{
    return model && feature < model->neuron->n_features ? model->names[feature] : NULL;
}

const char *hillock_model_target_name(const hillock_model *model)
{
    return model ? model->target : NULL;
}

const char *hillock_model_reference(const hillock_model *model, size_t feature)
{
    return model && feature < model->neuron->n_features ? model->references[feature] : NULL;
}

const char *hillock_model_offset_name(const hillock_model *model)
{
    return model ? model->offset : NULL;
}

const char *hillock_model_class_name(const hillock_model *model, size_t which)
{
    return model && which < 2 ? model->classes[which] : NULL;
}

hillock_status hillock_model_set_spread(hillock_model *model, const double *mean,
                                        const double *deviation)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!mean || !deviation)
        return hk_null(&model->message, mean ? "deviation" : "mean");
    const size_t n = model->neuron->n_features;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(mean[i]) || !isfinite(deviation[i]))
            return hk_say(&model->message, HILLOCK_ERROR_NOT_FINITE,
                          "mean or deviation of feature %zu is no finite number", i);
    if (!hk_model_reserve_spread(model))
        return hk_say(&model->message, HILLOCK_ERROR_MEMORY, "no memory for the spread");
    if (n > 0) {
        memcpy(model->mean, mean, n * sizeof *mean);
        memcpy(model->deviation, deviation, n * sizeof *deviation);
    }
    return hk_silent(&model->message);
}

hillock_status hillock_model_get_spread(const hillock_model *model, double *mean, double *deviation)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!model->mean)
        return HILLOCK_ERROR_INCOMPLETE;
    const size_t bytes = model->neuron->n_features * sizeof *mean;
    if (mean)
        memcpy(mean, model->mean, bytes);
    if (deviation)
        memcpy(deviation, model->deviation, bytes);
    return HILLOCK_OK;
}

/* It must be of this neuron: to the bit, as both come from the same training. */
static bool is_of(const hillock_inference *inference, const hillock_neuron *neuron)
{
    const size_t n = neuron->n_features;
    return inference->n_features == n && inference->estimate[n] == neuron->b &&
           (n == 0 || memcmp(inference->estimate, neuron->w, n * sizeof *neuron->w) == 0);
}

static bool estimates_something(const hillock_inference *inference)
{
    for (size_t i = 0; i <= inference->n_features; i++)
        if (hk_inference_estimates(inference, i))
            return true;
    return false;
}

hillock_status hillock_model_set_inference(hillock_model *model, const hillock_inference *inference)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!inference) {
        hk_inference_destroy(model->inference);
        model->inference = NULL;
        return hk_silent(&model->message);
    }
    if (!is_of(inference, model->neuron))
        return hk_say(&model->message, HILLOCK_ERROR_VALUE,
                      "the statistics are of other weights than the model's");
    if (!estimates_something(inference))
        return hk_say(&model->message, HILLOCK_ERROR_VALUE,
                      "there are no standard errors to keep: no parameter could be estimated");
    switch (hk_inference_copy(&model->inference, inference)) {
    case HK_INFERENCE_COPIED:
        return hk_silent(&model->message);
    case HK_INFERENCE_NOT_FINITE:
        return hk_say(&model->message, HILLOCK_ERROR_NOT_FINITE,
                      "a standard error is no finite number");
    default:
        return hk_say(&model->message, HILLOCK_ERROR_MEMORY, "no memory for the covariance");
    }
}

const hillock_inference *hillock_model_inference(const hillock_model *model)
{
    return model ? model->inference : NULL;
}

hillock_status hillock_model_note_training(hillock_model *model, const hillock_trainer *trainer,
                                           const hillock_dataset *dataset)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!trainer || !dataset)
        return hk_null(&model->message, trainer ? "dataset" : "trainer");
    const hk_report *const report = &trainer->report;
    if (!trainer->trained)
        return hk_say(&model->message, HILLOCK_ERROR_INCOMPLETE, "the trainer has not trained yet");
    if (!isfinite(report->J) || !isfinite(report->gradient_norm))
        return hk_say(&model->message, HILLOCK_ERROR_NOT_FINITE,
                      "J or the gradient norm of the training is no finite number");
    model->summary = (hk_training_summary){.is_known = true,
                                           .solver = (hillock_solver)report->solver,
                                           .status = report->status,
                                           .n_samples = hillock_dataset_n_samples(dataset),
                                           .J = report->J,
                                           .gradient_norm = report->gradient_norm,
                                           .epochs = report->epochs};
    return hk_silent(&model->message);
}

hillock_status hillock_model_report(const hillock_model *model, hillock_report key, double *value)
{
    if (!model || !value)
        return HILLOCK_ERROR_NULL;
    const hk_training_summary *const summary = &model->summary;
    const struct {
        hillock_report key;
        double value;
    } known[] = {{HILLOCK_REPORT_STATUS, summary->status},
                 {HILLOCK_REPORT_SOLVER, summary->solver},
                 {HILLOCK_REPORT_J, summary->J},
                 {HILLOCK_REPORT_GRADIENT_NORM, summary->gradient_norm},
                 {HILLOCK_REPORT_EPOCHS, summary->epochs}};
    for (size_t k = 0; k < sizeof known / sizeof *known; k++)
        if (known[k].key == key) {
            if (!summary->is_known)
                return HILLOCK_ERROR_INCOMPLETE;
            *value = known[k].value;
            return HILLOCK_OK;
        }
    return HILLOCK_ERROR_KEY;
}

size_t hillock_model_n_samples(const hillock_model *model)
{
    return model && model->summary.is_known ? model->summary.n_samples : 0;
}

const char *hillock_model_message(const hillock_model *model)
{
    return model ? model->message.text : "there is no model: creating or reading it failed";
}
