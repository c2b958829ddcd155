/* A file is either the old one or the new one, whole, whatever happens in between. */
#ifndef HK_PERSIST_REPLACE_FILE_H
#define HK_PERSIST_REPLACE_FILE_H

#include "core/message.h"

#include <stdbool.h>

/* Writes what `produce` puts through its function into a new file beside `path`, brings it to the
 * disk, and lets it take the place of `path` (of a link: of what it leads to), whose permissions it
 * has; on an error there is no new file, and the old one is untouched. Only a regular file is
 * replaced. produce returns false where writing failed. Errors: FILE; the message is said. */
hillock_status hk_replace_file(const char *path,
                               bool (*produce)(hillock_write_function write, void *file,
                                               const void *what),
                               const void *what, hk_message *message);

/* All bytes of the file at path, to be freed with hk_free; of one that does not begin with
 * `beginning` (NULL: any) the first alone, as it may be a device without an end. Errors: FILE,
 * MEMORY. */
hillock_status hk_read_file(const char *path, const char *beginning, char **bytes, size_t *count,
                            hk_message *message);

/* The same of a descriptor, which is closed; messages name `path`. */
hillock_status hk_read_opened(int descriptor, const char *path, const char *beginning, char **bytes,
                              size_t *count, hk_message *message);

/* The same of what `read` gives until it gives nothing more. */
hillock_status hk_read_all(hillock_read_function read, void *payload, const char *beginning,
                           char **bytes, size_t *count, hk_message *message);

/* A hillock_read_function: the payload is a descriptor (int). */
size_t hk_read_some(char *bytes, size_t capacity, void *payload);

#endif
