#include "core/status.h"
#include "neuron/catalogue.h"
#include "persist/export.h"
#include "persist/export_text.h"
#include "solver/settings.h"

#include <math.h>

static void put_name(hk_sink *sink, const char *key, const char *name)
{
    hk_sink_text(sink, key);
    hk_sink_json_string(sink, name);
}

static void put_real(hk_sink *sink, const char *key, double number)
{
    hk_sink_text(sink, key);
    hk_sink_decimal(sink, number);
}

static void put_neuron(hk_sink *sink, const hk_mathematics *mathematics)
{
    int keys[2];
    const size_t count = hk_model_shapes(mathematics, keys);
    put_name(sink, ",\n  \"activation\": ", hk_activation_find(mathematics->activation)->name);
    put_name(sink, ",\n  \"loss\": ", hk_loss_find(mathematics->loss)->name);
    for (size_t k = 0; k < count; k++) {
        const hk_option *const option = hk_option_find(keys[k]);
        hk_sink_text(sink, ",\n  \"");
        hk_sink_text(sink, option->name);
        put_real(sink, "\": ", hk_option_real(option, &mathematics->shape));
    }
}

static void put_classes(hk_sink *sink, char *const classes[2])
{
    if (!classes[0]) {
        hk_sink_text(sink, ",\n  \"classes\": null");
        return;
    }
    put_name(sink, ",\n  \"classes\": [", classes[0]);
    put_name(sink, ", ", classes[1]);
    hk_sink_text(sink, "]");
}

static void put_training(hk_sink *sink, const hk_training_summary *summary)
{
    hk_sink_text(sink, ",\n  \"training\": ");
    if (!summary->is_known) {
        hk_sink_text(sink, "null");
        return;
    }
    put_name(sink, "{\"solver\": ", hk_solver_name(summary->solver));
    put_name(sink, ", \"status\": ", hk_status_name(summary->status));
    hk_sink_text(sink, ", \"samples\": ");
    hk_sink_size(sink, summary->n_samples);
    put_real(sink, ", \"J\": ", summary->J);
    put_real(sink, ", \"gradient_norm\": ", summary->gradient_norm);
    put_real(sink, ", \"epochs\": ", summary->epochs);
    hk_sink_text(sink, "}");
}

static void put_feature(hk_sink *sink, const hillock_model *model, size_t i)
{
    put_name(sink, i > 0 ? ",\n    {\"name\": " : "\n    {\"name\": ", model->names[i]);
    put_real(sink, ", \"weight\": ", model->neuron->w[i]);
    if (model->mean) {
        put_real(sink, ", \"mean\": ", model->mean[i]);
        put_real(sink, ", \"deviation\": ", model->deviation[i]);
    }
    if (model->references[i])
        put_name(sink, ", \"reference\": ", model->references[i]);
    hk_sink_text(sink, "}");
}

static void put_matrix(hk_sink *sink, const hillock_inference *inference)
{
    const size_t p = inference->n_features + 1;
    for (size_t i = 0; i < p; i++)
        for (size_t k = 0; k < p; k++) {
            const double value = hk_inference_covariance_at(inference, i, k);
            hk_sink_text(sink, k > 0 ? ", " : i > 0 ? "],\n      [" : "\n      [");
            if (isnan(value))
                hk_sink_text(sink, "null");
            else
                hk_sink_decimal(sink, value);
        }
}

static void put_covariance(hk_sink *sink, const hillock_inference *inference)
{
    const bool is_model = inference->covariance == HILLOCK_COVARIANCE_MODEL;
    put_name(sink, ",\n  \"covariance\": {\n    \"kind\": ", is_model ? "model" : "sandwich");
    hk_sink_text(sink, ",\n    \"degrees_of_freedom\": ");
    if (isfinite(inference->degrees))
        hk_sink_decimal(sink, inference->degrees);
    else
        hk_sink_text(sink, "null");
    hk_sink_text(sink, ",\n    \"matrix\": [");
    put_matrix(sink, inference);
    hk_sink_text(sink, "]\n    ]\n  }");
}

bool hk_export_json(const hillock_model *model, hk_sink *sink)
{
    const hillock_neuron *const neuron = model->neuron;
    hk_sink_text(sink, "{\n  \"hillock_model\": 1");
    put_neuron(sink, &neuron->mathematics);
    put_name(sink, ",\n  \"target\": ", model->target);
    put_classes(sink, model->classes);
    if (model->offset)
        put_name(sink, ",\n  \"offset\": ", model->offset);
    put_training(sink, &model->summary);
    put_real(sink, ",\n  \"bias\": ", neuron->b);
    if (model->inference)
        put_covariance(sink, model->inference);
    hk_sink_text(sink, ",\n  \"features\": [");
    for (size_t i = 0; i < neuron->n_features; i++)
        put_feature(sink, model, i);
    hk_sink_text(sink, neuron->n_features > 0 ? "\n  ]\n}\n" : "]\n}\n");
    return hk_sink_close(sink);
}
