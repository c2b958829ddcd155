#include "api/arguments.h"
#include "persist/export.h"

#include <string.h>

/* The beginning of identifiers of C that are reserved for nobody. */
static bool is_prefix(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static const char others[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    return *text && strchr(letters, *text) && text[strspn(text, others)] == '\0';
}

hillock_status hillock_model_export(hillock_model *model, hillock_language language,
                                    const char *prefix, hillock_write_function write, void *payload)
{
    const char *const begin = prefix ? prefix : "neuron";
    hk_sink sink;
    if (!model)
        return HILLOCK_ERROR_NULL;
    if (!write)
        return hk_null(&model->message, "write");
    if (language != HILLOCK_LANGUAGE_C && language != HILLOCK_LANGUAGE_JSON)
        return hk_say(&model->message, HILLOCK_ERROR_KEY, "there is no language %d", (int)language);
    if (!is_prefix(begin))
        return hk_say(&model->message, HILLOCK_ERROR_VALUE,
                      "\"%.60s\" cannot begin a name in C: it takes a letter, then letters, digits "
                      "and underscores",
                      begin);
    hk_sink_open(&sink, write, payload);
    const bool done = language == HILLOCK_LANGUAGE_C ? hk_export_c(model, begin, &sink)
                                                     : hk_export_json(model, &sink);
    if (!done)
        return hk_say(&model->message, HILLOCK_ERROR_FILE, "the function that writes has refused");
    return hk_silent(&model->message);
}
