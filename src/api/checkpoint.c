#include "api/checkpoint.h"

#include "api/arguments.h"
#include "core/memory.h"
#include "data/dataset.h"
#include "persist/checkpoint.h"
#include "persist/lines.h"
#include "persist/replace_file.h"

#include <math.h>
#include <string.h>

/* What is written is a run between two calls, which looking at does not change. */
static bool produce(hillock_write_function write, void *payload, const void *trainer)
{
    hk_sink sink;
    hk_sink_open(&sink, write, payload);
    return hk_checkpoint_write(((const hillock_trainer *)trainer)->kept, &sink);
}

static hillock_status check_kept(hillock_trainer *trainer)
{
    if (trainer->kept)
        return HILLOCK_OK;
    return hk_say(&trainer->message, HILLOCK_ERROR_INCOMPLETE,
                  "there is no training to save: train with keep-state first, and save before "
                  "anything of the trainer is changed");
}

hillock_status hillock_trainer_save_checkpoint(hillock_trainer *trainer, const char *path)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    if (!path)
        return hk_null(&trainer->message, "path");
    hk_message why;
    hillock_status status = check_kept(trainer);
    if (status != HILLOCK_OK)
        return status;
    status = hk_replace_file(path, produce, trainer, &why);
    if (status != HILLOCK_OK)
        trainer->message = why;
    return status;
}

hillock_status hillock_trainer_write_checkpoint(hillock_trainer *trainer,
                                                hillock_write_function write, void *payload)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    if (!write)
        return hk_null(&trainer->message, "write");
    const hillock_status status = check_kept(trainer);
    if (status != HILLOCK_OK)
        return status;
    if (!produce(write, payload, trainer))
        return hk_say(&trainer->message, HILLOCK_ERROR_FILE,
                      "the function that writes has refused");
    return HILLOCK_OK;
}

/* From the file at path or, where that is NULL, from what `read` gives. A message about what stands
 * in a file begins with its name. */
static hillock_status load(hillock_trainer *trainer, hillock_neuron *neuron,
                           const hillock_dataset *dataset, const char *path,
                           hillock_read_function read, void *payload)
{
    hk_message *const message = &trainer->message;
    char *text = NULL;
    size_t length = 0;
    if (!neuron || !dataset)
        return hk_null(message, neuron ? "the dataset" : "the neuron");
    hillock_status status =
        path ? hk_read_file(path, hk_lines_beginning, &text, &length, message)
             : hk_read_all(read, payload, hk_lines_beginning, &text, &length, message);
    if (status != HILLOCK_OK)
        return status;
    status = hk_checkpoint_read(trainer, neuron, &dataset->view, text, length);
    hk_free(text);
    if ((status == HILLOCK_ERROR_FORMAT || status == HILLOCK_ERROR_VALUE) && path) {
        const hk_message why = *message;
        (void)hk_say(message, status, "%s: %s", path, why.text);
    }
    return status;
}

hillock_status hillock_trainer_load_checkpoint(hillock_trainer *trainer, hillock_neuron *neuron,
                                               const hillock_dataset *dataset, const char *path)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    return path ? load(trainer, neuron, dataset, path, NULL, NULL)
                : hk_null(&trainer->message, "path");
}

hillock_status hillock_trainer_read_checkpoint(hillock_trainer *trainer, hillock_neuron *neuron,
                                               const hillock_dataset *dataset,
                                               hillock_read_function read, void *payload)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    return read ? load(trainer, neuron, dataset, NULL, read, payload)
                : hk_null(&trainer->message, "read");
}

hillock_status hillock_trainer_set_checkpoint(hillock_trainer *trainer, const char *path,
                                              double seconds)
{
    if (!trainer)
        return HILLOCK_ERROR_NULL;
    if (path && !(seconds > 0.0 && isfinite(seconds)))
        return hk_say(&trainer->message, HILLOCK_ERROR_VALUE,
                      "a checkpoint every %g seconds: it must be a number > 0", seconds);
    const size_t length = path ? strlen(path) + 1 : 0;
    char *const copy = path ? hk_allocate(length, 1) : NULL;
    if (path && !copy)
        return hk_say(&trainer->message, HILLOCK_ERROR_MEMORY, "no memory for the name of a file");
    if (path)
        memcpy(copy, path, length);
    hk_free(trainer->save_path);
    trainer->save_path = copy;
    trainer->save_seconds = path ? seconds : 0.0;
    return hk_silent(&trainer->message);
}

/* What could not be saved is no reason to end what is under way. */
hillock_status hk_train_and_save(hillock_trainer *trainer, hillock_neuron *neuron,
                                 const hillock_dataset *dataset)
{
    hillock_status saved = HILLOCK_OK;
    hk_message why;
    hillock_status status = hk_train(trainer, neuron, &dataset->view);
    while (hk_is_paused(trainer)) {
        saved = hk_replace_file(trainer->save_path, produce, trainer, &why);
        status = hk_train_on(trainer, neuron);
    }
    if (saved == HILLOCK_OK)
        return status;
    const hk_message ending = trainer->message;
    return hk_say(&trainer->message, status, "%s; the last checkpoint could not be saved: %s",
                  ending.text, why.text);
}
