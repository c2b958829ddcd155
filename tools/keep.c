#define _POSIX_C_SOURCE 200809L /* access, stat */

#include "keep.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spread.h"

bool keep_is_possible(const char *option, const char *path, struct fault *fault)
{
    const char *const slash = strrchr(path, '/');
    const size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    struct stat entry;
    if (*path == '\0' || (stat(path, &entry) == 0 && S_ISDIR(entry.st_mode)))
        return fail(fault, "%s takes the name of a file to write; \"%.200s\" is none", option,
                    path);
    char *const folder = malloc(length + 2);
    if (!folder)
        return fail(fault, "no memory for the name of a folder");
    memcpy(folder, length > 0 ? path : ".", length > 0 ? length : 1);
    folder[length > 0 ? length : 1] = '\0';
    const bool is_possible =
        access(folder, W_OK | X_OK) == 0 ||
        fail(fault, "%s %.200s: nothing can be written to the folder %.200s: %s", option, path,
             folder, strerror(errno));
    free(folder);
    return is_possible;
}

static hillock_status set_names(hillock_model *model, const struct kept *kept)
{
    const struct table *const table = kept->table;
    hillock_status status = hillock_model_set_target_name(model, kept->target);
    for (size_t i = 0; i < table->n_features && !status; i++)
        status = hillock_model_set_feature_name(model, i, table->names[i]);
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
        status = hillock_model_save(model, path);
    const char *const message = model ? hillock_model_message(model) : "";
    if (status)
        (void)fail(fault, "the model could not be saved: %s",
                   *message ? message : hillock_status_text(status));
    hillock_model_destroy(model);
    return !status;
}
