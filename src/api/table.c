/* Tables from files. */
#include "api/arguments.h"
#include "core/memory.h"
#include "persist/replace_file.h"
#include "table/content.h"

struct hillock_table {
    hk_table_options options;
    hk_table_content *content; /* NULL before one was read */
    hk_message message;
};

hillock_status hillock_table_create(hillock_table **table)
{
    if (!table)
        return HILLOCK_ERROR_NULL;
    hillock_table *const created = hk_allocate(1, sizeof *created);
    if (!created)
        return HILLOCK_ERROR_MEMORY;
    *table = created;
    return HILLOCK_OK;
}

void hillock_table_destroy(hillock_table *table)
{
    if (!table)
        return;
    hk_content_destroy(table->content);
    hk_table_options_free(&table->options);
    hk_free(table);
}

hillock_status hillock_table_set_text(hillock_table *table, const char *option, const char *value)
{
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!option || !value)
        return hk_null(&table->message, option ? "value" : "option");
    return hk_table_set(&table->options, option, value, &table->message);
}

/* Reads aside, and puts it in the place of what was there when all is right. Frees the bytes. */
static hillock_status read_bytes(hillock_table *table, hk_bytes *bytes, const char *name)
{
    hk_message message;
    const hk_source source = {bytes, &table->options, name, &message};
    hk_table_content *const content = hk_content_create();
    hillock_status status = content ? hk_read_table(content, &source) : hk_no_memory(&source);
    if (status == HILLOCK_OK) {
        hk_content_destroy(table->content);
        table->content = content;
        (void)hk_silent(&table->message);
    } else {
        hk_content_destroy(content);
        table->message = message;
    }
    hk_bytes_free(bytes);
    return status;
}

static hillock_status read_copy(hillock_table *table, const char *bytes, size_t count,
                                const char *name)
{
    hk_bytes copy;
    if (!hk_bytes_copy(&copy, bytes, count))
        return hk_say(&table->message, HILLOCK_ERROR_MEMORY, "%s: no memory for its %zu bytes",
                      name, count);
    return read_bytes(table, &copy, name);
}

static const char *name_of(const hillock_table *table)
{
    return table->options.name ? table->options.name : "input";
}

hillock_status hillock_table_read_file(hillock_table *table, const char *path)
{
    hk_bytes bytes;
    int stream = -1;
    char *text = NULL;
    size_t count = 0;
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!path)
        return hk_null(&table->message, "path");
    hillock_status status =
        hk_bytes_open(&bytes, path, table->options.threads, &stream, &table->message);
    if (status != HILLOCK_OK)
        return status;
    if (stream < 0)
        return read_bytes(table, &bytes, path);
    status = hk_read_opened(stream, path, &text, &count, &table->message);
    if (status == HILLOCK_OK)
        status = read_copy(table, text, count, path);
    hk_free(text);
    return status;
}

hillock_status hillock_table_read(hillock_table *table, hillock_read_function read, void *payload)
{
    hk_message why;
    char *text = NULL;
    size_t count = 0;
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!read)
        return hk_null(&table->message, "read");
    hillock_status status = hk_read_all(read, payload, &text, &count, &why);
    if (status == HILLOCK_OK)
        status = read_copy(table, text, count, name_of(table));
    else
        (void)hk_say(&table->message, status, "%s: %s", name_of(table), why.text);
    hk_free(text);
    return status;
}

hillock_status hillock_table_read_memory(hillock_table *table, const char *bytes, size_t count)
{
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!bytes && count > 0)
        return hk_null(&table->message, "bytes");
    return read_copy(table, bytes, count, name_of(table));
}

const hillock_dataset *hillock_table_dataset(const hillock_table *table)
{
    return table && table->content ? &table->content->dataset : NULL;
}

const char *hillock_table_feature_name(const hillock_table *table, size_t feature)
{
    const hk_table_content *const content = table ? table->content : NULL;
    return content && content->names && feature < content->dataset.view.n_features
               ? content->names[feature]
               : NULL;
}

const char *hillock_table_target_name(const hillock_table *table)
{
    return table && table->content ? table->content->target : NULL;
}

const char *hillock_table_class_name(const hillock_table *table, size_t which)
{
    const hk_table_content *const content = table ? table->content : NULL;
    if (!content || !content->classes || which > 1)
        return NULL;
    return which == 0 ? content->classes : content->upper;
}

size_t hillock_table_n_dropped(const hillock_table *table)
{
    return table && table->content ? table->content->n_dropped : 0;
}

size_t hillock_table_line(const hillock_table *table, size_t sample)
{
    const hk_table_content *const content = table ? table->content : NULL;
    if (!content || sample >= content->dataset.view.n_samples)
        return 0;
    return content->lines ? content->lines[sample] : content->first_line + sample;
}

const char *hillock_table_message(const hillock_table *table)
{
    return table ? table->message.text : "the table is NULL";
}
