#define _XOPEN_SOURCE 700 /* realpath, fchmod */
#include "persist/replace_file.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NAMES = 100, SUFFIX = 40 };

static hillock_status refuse(hk_message *message, const char *what, const char *path)
{
    return hk_say(message, HILLOCK_ERROR_FILE, "%s %s: %s", what, path, strerror(errno));
}

/* A hillock_write_function. */
static int write_all(const char *bytes, size_t count, void *payload)
{
    const int descriptor = *(const int *)payload;
    while (count > 0) {
        const ssize_t written = write(descriptor, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        bytes += written;
        count -= (size_t)written;
    }
    return 0;
}

/* The new file, which did not exist before, in the folder of path; its name in `name`. -1: errno
 * says why not. */
static int create_beside(const char *path, char *name, size_t capacity)
{
    int descriptor = -1;
    for (int k = 0; descriptor < 0 && k < MOST_NAMES; k++) {
        snprintf(name, capacity, "%s.%ld-%d.tmp", path, (long)getpid(), k);
        descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST)
            return -1;
    }
    return descriptor;
}

/* That the new name is on the disk, too. A folder that cannot be synchronised says so by EINVAL. */
static bool synchronise_folder(char *path)
{
    char *const slash = strrchr(path, '/');
    if (slash)
        slash[slash == path] = '\0';
    const int descriptor = open(slash ? path : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool done = fsync(descriptor) == 0 || errno == EINVAL;
    return close(descriptor) == 0 && done;
}

/* What is written stays: on the disk, under the name of path. */
static bool publish(int descriptor, const char *name, const char *path, bool written)
{
    struct stat old;
    if (written && stat(path, &old) == 0)
        written = fchmod(descriptor, old.st_mode & 07777) == 0;
    written = written && fsync(descriptor) == 0;
    written = close(descriptor) == 0 && written;
    return written && rename(name, path) == 0;
}

static hillock_status replace(char *path, char *name, size_t capacity,
                              bool (*produce)(hillock_write_function, void *, const void *),
                              const void *what, hk_message *message)
{
    int descriptor = create_beside(path, name, capacity);
    if (descriptor < 0)
        return refuse(message, "cannot create", name);
    errno = 0;
    const bool written = produce(write_all, &descriptor, what);
    if (!publish(descriptor, name, path, written)) {
        const hillock_status status = refuse(message, "cannot write", path);
        (void)unlink(name);
        return status;
    }
    return synchronise_folder(name) ? hk_silent(message) : refuse(message, "cannot write", path);
}

hillock_status hk_replace_file(const char *path,
                               bool (*produce)(hillock_write_function write, void *file,
                                               const void *what),
                               const void *what, hk_message *message)
{
    char *const followed = realpath(path, NULL); /* of a link: what it leads to; NULL: none yet */
    const char *const target = followed ? followed : path;
    const size_t capacity = strlen(target) + SUFFIX;
    char *const copy = hk_allocate(capacity, 1);
    char *const name = hk_allocate(capacity, 1);
    hillock_status status;
    if (copy && name)
        status = replace(memcpy(copy, target, strlen(target) + 1), name, capacity, produce, what,
                         message);
    else
        status = hk_say(message, HILLOCK_ERROR_MEMORY, "no memory to write %s", path);
    hk_free(name);
    hk_free(copy);
    free(followed);
    return status;
}

hillock_status hk_read_all(hillock_read_function read, void *payload, char **bytes, size_t *count,
                           hk_message *message)
{
    size_t capacity = 1 << 14, filled = 0;
    char *held = hk_allocate(capacity, 1);
    while (held) {
        const size_t got = read(held + filled, capacity - filled, payload);
        if (got > capacity - filled) {
            hk_free(held);
            return hk_say(message, HILLOCK_ERROR_FILE, "reading failed: %s", strerror(errno));
        }
        filled += got;
        if (got == 0) {
            *bytes = held;
            *count = filled;
            return HILLOCK_OK;
        }
        if (filled < capacity)
            continue;
        char *const wider = capacity <= SIZE_MAX / 2 ? hk_allocate(2 * capacity, 1) : NULL;
        if (wider)
            memcpy(wider, held, filled);
        hk_free(held);
        held = wider;
        capacity *= 2;
    }
    return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory to read more than %zu bytes", filled);
}

size_t hk_read_some(char *bytes, size_t capacity, void *payload)
{
    ssize_t got;
    do
        got = read(*(const int *)payload, bytes, capacity);
    while (got < 0 && errno == EINTR);
    return got < 0 ? SIZE_MAX : (size_t)got;
}

hillock_status hk_read_file(const char *path, char **bytes, size_t *count, hk_message *message)
{
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refuse(message, "cannot open", path);
    hk_message why;
    const hillock_status status = hk_read_all(hk_read_some, &descriptor, bytes, count, &why);
    (void)close(descriptor);
    return status == HILLOCK_OK ? status : hk_say(message, status, "%s: %s", path, why.text);
}
