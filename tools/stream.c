#include "stream.h"

#include <string.h>

#include "library_words.h"

bool stream_open(struct stream *stream, const char *path, const struct roles *roles,
                 const hillock_model *model, struct fault *fault)
{
    *stream = (struct stream){.table = roles_table(roles, path, model, fault)};
    return stream->table &&
           (!(strcmp(path, "-") == 0 ? hillock_table_open(stream->table, read_input, NULL)
                                     : hillock_table_open_file(stream->table, path)) ||
            refuse_table(stream->table, true, fault));
}

void stream_close(struct stream *stream)
{
    hillock_table_destroy(stream->table);
}

bool stream_next(struct stream *stream, double *rows, double *offsets, size_t *count,
                 struct fault *fault)
{
    if (stream->first == stream->count) {
        stream->first = 0;
        if (hillock_table_next(stream->table, &stream->count))
            return refuse_table(stream->table, true, fault);
    }
    const size_t left = stream->count - stream->first;
    *count = left < STREAM_ROWS ? left : STREAM_ROWS;
    if (*count > 0 && hillock_dataset_read_f64(hillock_table_dataset(stream->table), stream->first,
                                               *count, rows, NULL, NULL, offsets))
        return fail(fault, "the rows cannot be read"); /* cannot be */
    stream->first += *count;
    return true;
}
