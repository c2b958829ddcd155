#include "core/status.h"
#include "neuron/catalogue.h"
#include "persist/model.h"
#include "solver/settings.h"

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
    hk_sink_text(sink, "\n");
}

bool hk_model_write(const hillock_model *model, hk_sink *sink)
{
    const hillock_neuron *const neuron = model->neuron;
    hk_sink_text(sink, "hillock model 1\n");
    put_neuron(sink, neuron);
    put_quoted(sink, "target", model->target);
    put_quoted(sink, "class", model->classes[0]);
    put_quoted(sink, "class", model->classes[1]);
    put_summary(sink, &model->summary);
    hk_sink_size_line(sink, "features", neuron->n_features);
    hk_sink_hex_line(sink, "bias", neuron->b);
    for (size_t i = 0; i < neuron->n_features; i++)
        put_feature(sink, model, i);
    hk_sink_seal(sink);
    return hk_sink_close(sink);
}
