/* The bytes of a file or a text in memory of our own, and memory that costs nothing until it is
 * written. */
#ifndef HK_TABLE_BYTES_H
#define HK_TABLE_BYTES_H

#include "core/message.h"

#include <stdbool.h>
#include <stddef.h>

/* Behind the last byte stand a line feed and at least 63 zeros, so that no reader of a line must
 * look for the end of the text. */
typedef struct hk_bytes {
    char *at;
    size_t count;
    size_t mapped; /* what to give back; 0: nothing */
} hk_bytes;

/* The file's bytes: copied, on so many threads (0: all), but of an NPY file mapped. *stream: -1, or
 * a descriptor to be read and closed, where it is no plain file with a size (a pipe); then there
 * are no bytes. Errors: FILE, MEMORY. */
hillock_status hk_bytes_open(hk_bytes *bytes, const char *path, int threads, int *stream,
                             hk_message *message);

/* The same, but of anything but an NPY file there are no bytes and *file is the descriptor. */
hillock_status hk_bytes_map_npy(hk_bytes *bytes, const char *path, int *file, hk_message *message);

/* How many bytes are a UTF-8 byte order mark, which is no part of a text. */
size_t hk_byte_order_mark(const hk_bytes *bytes);

/* A copy. false: memory. */
bool hk_bytes_copy(hk_bytes *bytes, const char *text, size_t count);
void hk_bytes_free(hk_bytes *bytes);

/* count zeros of `size` bytes; only pages that are written take memory. */
void *hk_zeros(size_t count, size_t size);
void hk_zeros_free(void *memory, size_t count, size_t size);

#endif
