#define _POSIX_C_SOURCE 200809L /* O_CLOEXEC */
/* Tables from files. */
#include "api/arguments.h"
#include "core/memory.h"
#include "core/number.h"
#include "neuron/catalogue.h"
#include "persist/model.h"
#include "persist/replace_file.h"
#include "table/content.h"
#include "table/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

struct hillock_table {
    hk_table_options options;
    hk_table_content *content; /* NULL before one was read */
    hk_message message;
    hk_stream *stream; /* NULL: none is open                          */
    char *path;        /* of the file that it reads; NULL: it is none */
    int file;          /* its descriptor                              */
    size_t n_dropped;  /* rows, so far                                */
};

/* Ends reading piece by piece; samples that lie in a file that goes with it are gone, too. */
static void close_stream(hillock_table *table)
{
    if (table->stream && table->stream->whole) {
        hk_content_destroy(table->content);
        table->content = NULL;
    }
    hk_stream_destroy(table->stream);
    table->stream = NULL;
    if (table->path && table->file >= 0)
        (void)close(table->file);
    hk_free(table->path);
    table->path = NULL;
}

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
    close_stream(table);
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
    close_stream(table);
    return hk_table_set(&table->options, option, value, &table->message);
}

hillock_status hillock_table_set_model(hillock_table *table, const hillock_model *model)
{
    if (!table)
        return HILLOCK_ERROR_NULL;
    hk_wanted *const wanted = &table->options.wanted;
    close_stream(table);
    *wanted = (hk_wanted){.names = NULL};
    if (model) {
        const bool margin = hk_loss_find(model->neuron->mathematics.loss)->domain == HK_SIGN_TARGET;
        *wanted = (hk_wanted){
            .n_features = model->neuron->n_features,
            .names = (const char *const *)model->names,
            .references = (const char *const *)model->references,
            .offset = model->offset,
            .means = model->mean,
            .classes = {model->classes[0], model->classes[1]},
            .class_targets = {margin ? -1.0 : 0.0, 1.0},
        };
        for (int k = 0; k < 2; k++)
            if (!wanted->classes[k] ||
                !hk_parse_real(wanted->classes[k], &wanted->class_numbers[k]))
                wanted->class_numbers[0] = wanted->class_numbers[1] = NAN;
    }
    return hk_silent(&table->message);
}

/* Reads aside, and puts it in the place of what was there when all is right. Frees the bytes. */
static hillock_status read_bytes(hillock_table *table, hk_bytes *bytes, const char *name)
{
    hk_message message;
    const hk_source source = {
        .bytes = bytes, .options = &table->options, .name = name, .message = &message};
    hk_table_content *const content = hk_content_create();
    hillock_status status = content ? hk_read_table(content, &source) : hk_no_memory(&source);
    if (content && status == HILLOCK_OK) {
        close_stream(table);
        hk_content_destroy(table->content);
        table->content = content;
        table->n_dropped = content->n_dropped;
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
    status = hk_read_opened(stream, path, NULL, &text, &count, &table->message);
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
    hillock_status status = hk_read_all(read, payload, NULL, &text, &count, &why);
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

/* A stream of `bytes`, or of what `read` gives. */
static hillock_status open_stream(hillock_table *table, hillock_read_function read, void *payload,
                                  hk_bytes bytes)
{
    close_stream(table);
    table->stream = hk_stream_create(read, payload, bytes);
    table->n_dropped = 0;
    if (table->stream)
        return hk_silent(&table->message);
    hk_bytes_free(&bytes);
    return hk_say(&table->message, HILLOCK_ERROR_MEMORY, "no memory to read a table");
}

hillock_status hillock_table_open(hillock_table *table, hillock_read_function read, void *payload)
{
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!read)
        return hk_null(&table->message, "read");
    return open_stream(table, read, payload, (hk_bytes){NULL, 0, 0});
}

hillock_status hillock_table_open_file(hillock_table *table, const char *path)
{
    int file;
    hk_bytes bytes;
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!path)
        return hk_null(&table->message, "path");
    hillock_status status = hk_bytes_map_npy(&bytes, path, &file, &table->message);
    if (status != HILLOCK_OK)
        return status;
    char *const name = hk_allocate(strlen(path) + 1, 1);
    if (name) {
        status = open_stream(table, file >= 0 ? hk_read_some : NULL, &table->file, bytes);
    } else {
        hk_bytes_free(&bytes);
        status = hk_say(&table->message, HILLOCK_ERROR_MEMORY, "%s: no memory for its name", path);
    }
    if (name && status == HILLOCK_OK) {
        memcpy(name, path, strlen(path) + 1);
        table->path = name;
        table->file = file;
        return HILLOCK_OK;
    }
    hk_free(name);
    if (file >= 0)
        (void)close(file);
    return status;
}

hillock_status hillock_table_next(hillock_table *table, size_t *count)
{
    hk_message message;
    if (!table)
        return HILLOCK_ERROR_NULL;
    if (!count)
        return hk_null(&table->message, "count");
    if (!table->stream)
        return hk_say(&table->message, HILLOCK_ERROR_INCOMPLETE,
                      "no table is open: hillock_table_open, or _open_file, comes first");
    const hk_source source = {.options = &table->options,
                              .name = table->path ? table->path : name_of(table),
                              .message = &message};
    hk_table_content *const content = hk_content_create();
    size_t found = 0;
    const hillock_status status =
        content ? hk_stream_next(table->stream, content, &source, &found) : hk_no_memory(&source);
    table->n_dropped = table->stream->n_dropped;
    if (status == HILLOCK_OK && found > 0) {
        hk_content_destroy(table->content);
        table->content = content;
    } else {
        hk_content_destroy(content);
    }
    if (status == HILLOCK_OK) {
        *count = found;
        return hk_silent(&table->message);
    }
    table->message = message;
    close_stream(table);
    return status;
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

const char *hillock_table_reference(const hillock_table *table, size_t feature)
{
    const hk_table_content *const content = table ? table->content : NULL;
    return content && content->references && feature < content->dataset.view.n_features
               ? content->references[feature]
               : NULL;
}

const char *hillock_table_class_name(const hillock_table *table, size_t which)
{
    const hk_table_content *const content = table ? table->content : NULL;
    if (!content || !content->classes || which > 1)
        return NULL;
    return which == 0 ? content->lower : content->upper;
}

size_t hillock_table_n_dropped(const hillock_table *table)
{
    return table ? table->n_dropped : 0;
}

int hillock_table_is_by_order(const hillock_table *table)
{
    return table && table->content && table->content->by_order;
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
