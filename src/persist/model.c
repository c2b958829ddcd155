#include "persist/model.h"

#include "core/memory.h"
#include "solver/settings.h"

#include <string.h>

hillock_model *hk_model_create(size_t n_features, hillock_activation activation, hillock_loss loss)
{
    hillock_model *const model = hk_allocate(1, sizeof *model);
    if (!model)
        return NULL;
    model->neuron = hk_neuron_create(n_features, activation, loss);
    model->names = hk_allocate(n_features, sizeof *model->names);
    model->references = hk_allocate(n_features, sizeof *model->references);
    if (model->neuron && model->names && model->references)
        return model;
    hk_model_destroy(model);
    return NULL;
}

/* One of each feature. */
static void free_texts(char **texts, const hillock_neuron *neuron)
{
    for (size_t i = 0; texts && neuron && i < neuron->n_features; i++)
        hk_free(texts[i]);
    hk_free(texts);
}

void hk_model_destroy(hillock_model *model)
{
    if (!model)
        return;
    free_texts(model->names, model->neuron);
    free_texts(model->references, model->neuron);
    hk_free(model->target);
    hk_free(model->offset);
    hk_free(model->classes[0]);
    hk_free(model->classes[1]);
    hk_free(model->mean);
    hk_free(model->deviation);
    hk_inference_destroy(model->inference);
    hk_neuron_destroy(model->neuron);
    hk_free(model);
}

bool hk_model_copy_text(char **place, const char *text, size_t length)
{
    char *copy = NULL;
    if (text) {
        copy = hk_allocate(length + 1, 1);
        if (!copy)
            return false;
        memcpy(copy, text, length);
    }
    hk_free(*place);
    *place = copy;
    return true;
}

unsigned hk_model_version(const hillock_model *model)
{
    bool has_reference = false;
    for (size_t i = 0; i < model->neuron->n_features; i++)
        has_reference |= model->references[i] != NULL;
    return model->offset || has_reference ? 3 : model->inference ? 2 : 1;
}

bool hk_model_reserve_spread(hillock_model *model)
{
    const size_t n = model->neuron->n_features;
    if (model->mean)
        return true;
    double *const mean = hk_allocate(n, sizeof *mean);
    double *const deviation = hk_allocate(n, sizeof *deviation);
    if (!mean || !deviation) {
        hk_free(mean);
        hk_free(deviation);
        return false;
    }
    model->mean = mean;
    model->deviation = deviation;
    return true;
}

size_t hk_model_shapes(const hk_mathematics *mathematics, int keys[2])
{
    static const int all[] = {HILLOCK_ALPHA, HILLOCK_DELTA, HILLOCK_TAU};
    size_t count = 0;
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        if (hk_mathematics_has_shape(mathematics, all[k]))
            keys[count++] = all[k];
    return count;
}

const char *hk_solver_name(hillock_solver solver)
{
    const hk_choice *choice = hk_option_find(HILLOCK_SOLVER)->choices;
    while (choice->name && choice->value != (int)solver)
        choice++;
    return choice->name;
}

bool hk_solver_named(const char *name, hillock_solver *solver)
{
    const hk_choice *choice = hk_option_find(HILLOCK_SOLVER)->choices;
    while (choice->name && strcmp(choice->name, name) != 0)
        choice++;
    if (choice->name)
        *solver = (hillock_solver)choice->value;
    return choice->name != NULL;
}
