#include "core/status.h"
#include "neuron/catalogue.h"
#include "persist/model.h"
#include "solver/settings.h"

#include <math.h>

static void put_quoted(hk_sink *sink, const char *key, const char *text)
{
    if (!text)
        return;
    hk_sink_text(sink, key);
    hk_sink_text(sink, " ");
    hk_sink_quoted(sink, text);
    hk_sink_text(sink, "\n");
}

static void put_neuron(hk_sink *sink, const hillock_neuron *neuron)
{
    const hk_mathematics *const mathematics = &neuron->mathematics;
    int keys[2];
    const size_t count = hk_model_shapes(mathematics, keys);
    hk_sink_word_line(sink, "activation", hk_activation_find(mathematics->activation)->name);
    hk_sink_word_line(sink, "loss", hk_loss_find(mathematics->loss)->name);
    for (size_t k = 0; k < count; k++) {
        const hk_option *const option = hk_option_find(keys[k]);
        hk_sink_hex_line(sink, option->name, hk_option_real(option, &mathematics->shape));
    }
}

static void put_summary(hk_sink *sink, const hk_training_summary *summary)
{
    if (!summary->is_known)
        return;
    hk_sink_word_line(sink, "solver", hk_solver_name(summary->solver));
    hk_sink_word_line(sink, "status", hk_status_name(summary->status));
    hk_sink_size_line(sink, "samples", summary->n_samples);
    hk_sink_hex_line(sink, "J", summary->J);
    hk_sink_hex_line(sink, "gradient-norm", summary->gradient_norm);
    hk_sink_hex_line(sink, "epochs", summary->epochs);
}

static void put_feature(hk_sink *sink, const hillock_model *model, size_t i)
{
    hk_sink_text(sink, "weight ");
    hk_sink_hex(sink, model->neuron->w[i]);
    if (model->mean) {
        hk_sink_text(sink, " ");
        hk_sink_hex(sink, model->mean[i]);
        hk_sink_text(sink, " ");
        hk_sink_hex(sink, model->deviation[i]);
    }
    if (model->names[i]) {
        hk_sink_text(sink, " ");
        hk_sink_quoted(sink, model->names[i]);
    }
    if (model->references[i]) {
        hk_sink_text(sink, " ");
        hk_sink_quoted(sink, model->references[i]);
    }
    hk_sink_text(sink, "\n");
}

/* The centres, then the lower triangle row by row, weights before the bias. */
static void put_inference(hk_sink *sink, const hillock_inference *inference)
{
    const size_t n = inference->n_features;
    const bool is_model = inference->covariance == HILLOCK_COVARIANCE_MODEL;
    hk_sink_text(sink, is_model ? "covariance model" : "covariance sandwich");
    hk_sink_text(sink, hk_inference_estimates(inference, n) ? " fitted\n" : " held\n");
    if (isfinite(inference->degrees))
        hk_sink_hex_line(sink, "degrees", inference->degrees);
    for (size_t i = 0; i < n; i++) {
        hk_sink_text(sink, "centre ");
        hk_sink_hex(sink, inference->centre[i]);
        hk_sink_text(sink, hk_inference_estimates(inference, i) ? "\n" : " omitted\n");
    }
    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= i; k++)
            hk_sink_hex_line(sink, "factor", hk_inference_row(inference, i)[k]);
}

bool hk_model_write(const hillock_model *model, hk_sink *sink)
{
    const hillock_neuron *const neuron = model->neuron;
    hk_sink_size_line(sink, "hillock model", hk_model_version(model));
    put_neuron(sink, neuron);
    put_quoted(sink, "target", model->target);
    put_quoted(sink, "class", model->classes[0]);
    put_quoted(sink, "class", model->classes[1]);
    put_quoted(sink, "offset", model->offset);
    put_summary(sink, &model->summary);
    hk_sink_size_line(sink, "features", neuron->n_features);
    hk_sink_hex_line(sink, "bias", neuron->b);
    for (size_t i = 0; i < neuron->n_features; i++)
        put_feature(sink, model, i);
    if (model->inference)
        put_inference(sink, model->inference);
    hk_sink_seal(sink);
    return hk_sink_close(sink);
}
