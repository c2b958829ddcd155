#include "table/stream.h"

#include "core/memory.h"
#include "table/decimal.h"

#include <errno.h>
#include <string.h>

/* Bytes of a piece, unless a row is longer; behind them those that readers may look at. Samples of
 * a piece of NPY. */
enum { PIECE = 1 << 21, MARGIN = 2 * HK_DECIMAL_MARGIN, NPY_ROWS = 1 << 12 };

hk_stream *hk_stream_create(hillock_read_function read, void *payload, hk_bytes bytes)
{
    hk_stream *const stream = hk_allocate(1, sizeof *stream);
    if (!stream)
        return NULL;
    *stream = (hk_stream){.read = read, .payload = payload, .bytes = bytes, .ended = !read};
    return stream;
}

void hk_stream_destroy(hk_stream *stream)
{
    if (!stream)
        return;
    hk_bytes_free(&stream->bytes);
    hk_columns_destroy(&stream->csv.columns);
    hk_content_destroy(stream->whole);
    hk_free(stream);
}

/* What is left moves to the front of a buffer, one of twice the size where it is full of that. */
static hillock_status make_room(hk_stream *s, const hk_source *source)
{
    const size_t left = s->bytes.at ? s->bytes.count - s->begin : 0;
    if (left > 0 && s->begin > 0)
        memmove(s->bytes.at, s->bytes.at + s->begin, left);
    s->begin = 0;
    s->bytes.count = left;
    if (left < s->capacity)
        return HILLOCK_OK;
    const size_t capacity = s->capacity > 0 ? 2 * s->capacity : PIECE;
    char *const wider = hk_zeros(capacity + MARGIN, 1);
    if (!wider)
        return hk_say(source->message, HILLOCK_ERROR_MEMORY,
                      "%s, line %zu: no memory for a row of more than %zu bytes; is a quote not "
                      "closed?",
                      source->name, s->lines + 1, left);
    if (left > 0)
        memcpy(wider, s->bytes.at, left);
    hk_bytes_free(&s->bytes);
    s->bytes = (hk_bytes){wider, left, capacity + MARGIN + 1}; /* as hk_zeros maps it */
    s->capacity = capacity;
    return HILLOCK_OK;
}

static hillock_status fill(hk_stream *s, const hk_source *source)
{
    hillock_status status = make_room(s, source);
    while (status == HILLOCK_OK && s->read && !s->ended && s->bytes.count < s->capacity) {
        const size_t room = s->capacity - s->bytes.count;
        const size_t got = s->read(s->bytes.at + s->bytes.count, room, s->payload);
        if (got > room)
            return hk_say(source->message, HILLOCK_ERROR_FILE, "%s: reading failed: %s",
                          source->name, strerror(errno));
        s->ended = got == 0;
        s->bytes.count += got;
    }
    if (status == HILLOCK_OK && s->ended && s->bytes.at)
        s->bytes.at[s->bytes.count] = '\n';
    return status;
}

static bool is_blank(const char *at, const char *end)
{
    while (at < end && (*at == '\n' || *at == '\r'))
        at++;
    return at == end;
}

/* Where the last whole row ends. Before the columns are known there must be one behind the first,
 * which may name them. NULL: more bytes are needed. */
static const char *piece_end(const hk_stream *s)
{
    const char *const begin = s->bytes.at + s->begin;
    const char *const stop = s->bytes.at + s->bytes.count;
    const bool quoted = s->format == HK_CSV;
    const char *const end = hk_last_row_end(begin, stop, quoted);
    if (s->ended)
        return stop;
    if (!end || is_blank(begin, end) || (!s->begun && hk_first_row_end(begin, stop, quoted) == end))
        return NULL;
    return end;
}

static hillock_status refuse_format(const hk_stream *s, const hk_source *source)
{
    const hk_table_options *const o = source->options;
    if (o->wanted.names)
        return HILLOCK_OK;
    if (s->format == HK_LIBSVM)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: LIBSVM is read piece by piece only for a model, which says how many "
                      "features there are",
                      source->name);
    if (s->format == HK_CSV && (o->categorical || o->positive || o->missing == HK_MISSING_MEAN))
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: categorical columns, positive and missing mean want the whole table; "
                      "piece by piece only a model knows them",
                      source->name);
    return HILLOCK_OK;
}

/* All bytes, of which an NPY file is made. */
static hillock_status read_whole(hk_stream *s, const hk_source *source)
{
    hillock_status status = HILLOCK_OK;
    while (status == HILLOCK_OK && !s->ended)
        status = fill(s, source);
    if (status != HILLOCK_OK)
        return status;
    const hk_source all = {.bytes = &s->bytes,
                           .options = source->options,
                           .name = source->name,
                           .message = source->message};
    s->whole = hk_content_create();
    return s->whole ? hk_read_npy(s->whole, &all) : hk_no_memory(source);
}

static hillock_status begin(hk_stream *s, const hk_source *source)
{
    hillock_status status = s->read ? fill(s, source) : HILLOCK_OK;
    if (status != HILLOCK_OK)
        return status;
    s->format = hk_table_format_of(&s->bytes, source->options);
    status = refuse_format(s, source);
    if (status == HILLOCK_OK && s->format == HK_NPY) {
        status = read_whole(s, source);
        s->begun = status == HILLOCK_OK;
    }
    return status;
}

static hk_column column_from(hk_column column, size_t row)
{
    return column.values ? (hk_column){(const double *)column.values + row, HK_F64} : column;
}

/* A view of the next rows of the whole. */
static hillock_status next_of_whole(hk_stream *s, hk_table_content *content,
                                    const hk_source *source, size_t *count)
{
    const hk_table_content *const whole = s->whole;
    hk_view *const view = &content->dataset.view;
    *view = whole->dataset.view;
    *count = view->n_samples = hk_min_size(NPY_ROWS, whole->dataset.view.n_samples - s->row);
    if (*count == 0)
        return HILLOCK_OK;
    view->X = hk_view_at(&whole->dataset.view, s->row, 0);
    view->targets = column_from(view->targets, s->row);
    view->weights = column_from(view->weights, s->row);
    view->offset = column_from(view->offset, s->row);
    content->first_line = whole->first_line + s->row;
    content->by_order = whole->by_order;
    s->row += *count;
    return !whole->names ||
                   hk_content_copy_names(content, view->n_features,
                                         (const char *const *)whole->names, NULL, NULL, NULL)
               ? HILLOCK_OK
               : hk_no_memory(source);
}

static hillock_status read_csv(hk_stream *s, hk_table_content *content, const hk_source *source)
{
    hk_csv *const csv = &s->csv;
    hillock_status status = HILLOCK_OK;
    csv->source = source;
    csv->content = content;
    hk_csv_open(csv, source);
    if (csv->begin == csv->end && s->begun) {
        s->begin = s->bytes.count; /* empty lines at the end are nothing */
        return HILLOCK_OK;
    }
    if (!s->begun)
        status = hk_csv_begin(csv);
    else
        csv->first_line = s->lines + 1;
    if (status != HILLOCK_OK)
        return status;
    s->begun = true;
    status = hk_csv_read_piece(csv);
    s->n_dropped += csv->n_rows - csv->n_kept;
    s->lines += hk_count_lines(source->bytes->at, csv->end);
    s->begin = hk_min_size(s->begin + (size_t)(csv->end - source->bytes->at), s->bytes.count);
    hk_csv_release(csv);
    const hk_columns columns = csv->columns;
    *csv = (hk_csv){.columns = columns,
                    .delimiter = csv->delimiter,
                    .late = csv->late,
                    .late_message = csv->late_message};
    return status;
}

static hillock_status read_piece(hk_stream *s, hk_table_content *content, const hk_source *source)
{
    if (s->format == HK_CSV)
        return read_csv(s, content, source);
    s->begun = true;
    const hillock_status status = hk_read_libsvm(content, source);
    s->lines += hk_count_lines(source->bytes->at, source->bytes->at + source->bytes->count);
    s->begin += source->bytes->count;
    return status;
}

/* One piece, of which all rows may be dropped. */
static hillock_status next_piece(hk_stream *s, hk_table_content *content, const hk_source *source,
                                 bool *ended)
{
    const char *end = piece_end(s);
    while (!end || (!s->ended && s->begin > 0)) {
        const hillock_status status = fill(s, source);
        if (status != HILLOCK_OK)
            return status;
        end = piece_end(s);
    }
    hk_bytes bytes = {s->bytes.at + s->begin, (size_t)(end - s->bytes.at) - s->begin, 0};
    const hk_source piece = {.bytes = &bytes,
                             .options = source->options,
                             .name = source->name,
                             .message = source->message,
                             .lines_before = s->lines,
                             .is_piece = true};
    *ended = s->begun && bytes.count == 0;
    return *ended ? HILLOCK_OK : read_piece(s, content, &piece);
}

hillock_status hk_stream_next(hk_stream *s, hk_table_content *content, const hk_source *source,
                              size_t *count)
{
    hillock_status status = HILLOCK_OK;
    bool ended = false;
    *count = 0;
    if (s->csv.late != HILLOCK_OK)
        return hk_say(source->message, s->csv.late, "%s", s->csv.late_message.text);
    if (!s->begun)
        status = begin(s, source);
    if (status == HILLOCK_OK && s->whole)
        return next_of_whole(s, content, source, count);
    while (status == HILLOCK_OK && !ended && *count == 0) {
        hk_content_clear(content);
        status = next_piece(s, content, source, &ended);
        *count = content->dataset.view.n_samples;
    }
    return status;
}
