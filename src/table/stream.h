/* A table read piece by piece: memory does not grow with it. */
#ifndef HK_TABLE_STREAM_H
#define HK_TABLE_STREAM_H

#include "table/csv.h"

typedef struct hk_stream {
    hillock_read_function read;
    void *payload;
    hk_bytes bytes; /* the buffer, or an NPY file as it lies; count: how many are there */
    size_t capacity;
    size_t begin; /* of what has not been read yet */
    bool ended;   /* there are no bytes behind them */
    bool begun;   /* format and columns are known  */
    hk_table_format format;
    size_t lines;            /* before `begin`                        */
    hk_csv csv;              /* of CSV: delimiter and columns          */
    hk_table_content *whole; /* of NPY: all of it                      */
    size_t row;              /* and how many of its rows were given    */
    size_t n_dropped;
} hk_stream;

/* Bytes come from `read`; or they are these, which the stream then owns. NULL: memory. */
hk_stream *hk_stream_create(hillock_read_function read, void *payload, hk_bytes bytes);
void hk_stream_destroy(hk_stream *stream);

/* The next samples, in an empty content; *count of them, 0 behind the last. source->bytes is not
 * looked at; its options are the same from the first piece to the last. */
hillock_status hk_stream_next(hk_stream *stream, hk_table_content *content, const hk_source *source,
                              size_t *count);

#endif
