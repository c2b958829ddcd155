#include "keep.h"

#include "spread.h"

static hillock_status set_feature(hillock_model *model, const struct table *table, size_t i)
{
    const hillock_status status = hillock_model_set_feature_name(model, i, table->names[i]);
    return status || !table->references[i]
               ? status
               : hillock_model_set_reference(model, i, table->references[i]);
}

static hillock_status set_names(hillock_model *model, const struct kept *kept)
{
    const struct table *const table = kept->table;
    hillock_status status = hillock_model_set_target_name(model, kept->target);
    for (size_t i = 0; i < table->n_features && !status; i++)
        status = set_feature(model, table, i);
    if (kept->offset && !status)
        status = hillock_model_set_offset_name(model, kept->offset);
    if (table->classes[1] && !status)
        status = hillock_model_set_class_names(model, table->classes[0], table->classes[1]);
    return status;
}

static hillock_status set_spread(hillock_model *model, const struct kept *kept)
{
    struct spread spread = spread_of(kept->table, hillock_dataset_n_samples(kept->training));
    const hillock_status status =
        spread.mean ? hillock_model_set_spread(model, spread.mean, spread.deviation)
                    : HILLOCK_ERROR_MEMORY;
    spread_free(&spread);
    return status;
}

/* Where nothing could be estimated there is nothing to keep. */
static hillock_status set_covariance(hillock_model *model, const struct kept *kept)
{
    const hillock_status status = hillock_model_set_inference(model, kept->inference);
    return status == HILLOCK_ERROR_MEMORY ? status : HILLOCK_OK;
}

bool keep_model(const struct kept *kept, const char *path, struct fault *fault)
{
    hillock_model *model = NULL;
    hillock_status status = hillock_model_create(&model, kept->neuron);
    if (!status)
        status = set_names(model, kept);
    if (!status)
        status = set_spread(model, kept);
    if (!status)
        status = hillock_model_note_training(model, kept->trainer, kept->training);
    if (!status)
        status = set_covariance(model, kept);
    if (!status)
        status = hillock_model_save(model, path);
    const char *const message = model ? hillock_model_message(model) : "";
    if (status)
        (void)fail(fault, "the model could not be saved: %s",
                   *message ? message : hillock_status_text(status));
    hillock_model_destroy(model);
    return !status;
}
