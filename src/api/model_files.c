/* Models to and from texts. */
#include "api/arguments.h"
#include "core/memory.h"
#include "persist/lines.h"
#include "persist/model.h"
#include "persist/replace_file.h"

#include <stdio.h>
#include <string.h>

static bool produce(hillock_write_function write, void *payload, const void *model)
{
    hk_sink sink;
    hk_sink_open(&sink, write, payload);
    return hk_model_write(model, &sink);
}

hillock_status hillock_model_save(hillock_model *model, const char *path)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    return path ? hk_replace_file(path, produce, model, &model->message)
                : hk_null(&model->message, "path");
}

hillock_status hillock_model_write(hillock_model *model, hillock_write_function write,
                                   void *payload)
{
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!write)
        return hk_null(&model->message, "write");
    if (!produce(write, payload, model))
        return hk_say(&model->message, HILLOCK_ERROR_FILE, "the function that writes has refused");
    return hk_silent(&model->message);
}

/* Where a text goes in memory; beyond its end it is only counted. */
typedef struct memory {
    char *text;
    size_t capacity;
    size_t length;
} memory;

static int keep(const char *bytes, size_t count, void *payload)
{
    memory *const kept = payload;
    if (kept->length + count <= kept->capacity)
        memcpy(kept->text + kept->length, bytes, count);
    kept->length += count;
    return 0;
}

hillock_status hillock_model_write_memory(hillock_model *model, size_t capacity, char *text,
                                          size_t *length)
{
    memory counted = {NULL, 0, 0}, kept = {text, capacity, 0};
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!length || (!text && capacity > 0))
        return hk_null(&model->message, length ? "text" : "length");
    (void)produce(keep, &counted, model);
    *length = counted.length;
    if (counted.length > capacity)
        return hk_say(&model->message, HILLOCK_ERROR_SIZE,
                      "the model needs %zu bytes, and there are %zu", counted.length, capacity);
    (void)produce(keep, &kept, model);
    return hk_silent(&model->message);
}

static hillock_status tell(hillock_status status, const hk_message *why, size_t capacity,
                           char *message)
{
    if (message && capacity > 0)
        snprintf(message, capacity, "%s", status == HILLOCK_OK ? "" : why->text);
    return status;
}

hillock_status hillock_model_load(hillock_model **model, const char *path, size_t capacity,
                                  char *message)
{
    hk_message why, what;
    char *text = NULL;
    size_t length = 0;
    if (!model || !path)
        return HILLOCK_ERROR_NULL;
    hillock_status status = hk_read_file(path, hk_lines_beginning, &text, &length, &why);
    if (status == HILLOCK_OK) {
        status = hk_model_read(model, text, length, &what);
        if (status != HILLOCK_OK)
            (void)hk_say(&why, status, "%s: %s", path, what.text);
    }
    hk_free(text);
    return tell(status, &why, capacity, message);
}

hillock_status hillock_model_read(hillock_model **model, hillock_read_function read, void *payload,
                                  size_t capacity, char *message)
{
    hk_message why;
    char *text = NULL;
    size_t length = 0;
    if (!model || !read)
        return HILLOCK_ERROR_NULL;
    hillock_status status = hk_read_all(read, payload, hk_lines_beginning, &text, &length, &why);
    if (status == HILLOCK_OK)
        status = hk_model_read(model, text, length, &why);
    hk_free(text);
    return tell(status, &why, capacity, message);
}

hillock_status hillock_model_read_memory(hillock_model **model, const char *text, size_t length,
                                         size_t capacity, char *message)
{
    hk_message why;
    if (!model || (!text && length > 0))
        return HILLOCK_ERROR_NULL;
    const hillock_status status = hk_model_read(model, length > 0 ? text : "", length, &why);
    return tell(status, &why, capacity, message);
}
