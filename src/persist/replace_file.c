#define _XOPEN_SOURCE 700 /* realpath, fchmod, readlink */
#include "persist/replace_file.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NAMES = 100, SUFFIX = 40, MOST_LINKS = 40 };

/* What is to be replaced, every link followed. */
typedef struct place {
    char path[PATH_MAX];          /* absolute                     */
    char name[PATH_MAX + SUFFIX]; /* of the new file beside it    */
    bool exists;
    mode_t mode; /* of what exists */
} place;

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

/* The folder of `path` without links, a slash and the last part of it into `whole`. */
static bool make_absolute(const char *path, char whole[PATH_MAX])
{
    char folder[PATH_MAX];
    const char *const slash = strrchr(path, '/'), *const last = slash ? slash + 1 : path;
    const size_t length = slash ? (size_t)(last - path) : 0;
    if (length >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, path, length);
    folder[length] = '\0';
    if (*last == '\0')
        errno = *path == '\0' ? ENOENT : EISDIR;
    if (*last == '\0' || !realpath(slash ? folder : ".", whole))
        return false;
    const size_t used = strcmp(whole, "/") == 0 ? 0 : strlen(whole);
    const int more = snprintf(whole + used, PATH_MAX - used, "/%s", last);
    errno = ENAMETOOLONG;
    return more > 0 && (size_t)more < PATH_MAX - used;
}

/* One link further, from the folder that it lies in. */
static bool follow_link(char path[PATH_MAX])
{
    char next[PATH_MAX], from[PATH_MAX];
    const ssize_t length = readlink(path, next, sizeof next);
    const size_t folder = (size_t)(strrchr(path, '/') + 1 - path);
    errno = length == sizeof next ? ENAMETOOLONG : errno;
    if (length < 0 || length == sizeof next)
        return false;
    const bool relative = next[0] != '/';
    const int whole = snprintf(from, sizeof from, "%.*s%.*s", relative ? (int)folder : 0, path,
                               (int)length, next);
    errno = ENAMETOOLONG;
    return whole > 0 && (size_t)whole < sizeof from && make_absolute(from, path);
}

/* Where links lead, also one that leads to nothing yet. What is no file of its own is not replaced:
 * a device, a pipe, or what a process has open under that name. */
static hillock_status find_place(const char *path, place *at, hk_message *message)
{
    struct stat about;
    bool found = make_absolute(path, at->path);
    for (int links = 0; found; links++) {
        if (strncmp(at->path, "/proc/", 6) == 0)
            return hk_say(message, HILLOCK_ERROR_FILE,
                          "cannot write %s: it is what a process has open, which cannot be "
                          "replaced; name a file",
                          path);
        at->exists = lstat(at->path, &about) == 0;
        if (!at->exists && errno == ENOENT)
            return HILLOCK_OK;
        if (!at->exists || !S_ISLNK(about.st_mode))
            break;
        errno = ELOOP;
        found = links < MOST_LINKS && follow_link(at->path);
    }
    if (!found || !at->exists)
        return refuse(message, "cannot write", path);
    at->mode = about.st_mode & 07777;
    if (!S_ISREG(about.st_mode))
        return hk_say(message, HILLOCK_ERROR_FILE,
                      "cannot write %s: it is a folder, a pipe or a device, which cannot be "
                      "replaced; name a file",
                      path);
    return HILLOCK_OK;
}

/* The new file, which did not exist before, at no time open to more than the old one is. -1: errno
 * says why not. */
static int create_beside(place *at)
{
    int descriptor = -1;
    for (int k = 0; descriptor < 0 && k < MOST_NAMES; k++) {
        snprintf(at->name, sizeof at->name, "%s.hillock-%ld-%d.tmp", at->path, (long)getpid(), k);
        descriptor = open(at->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                          at->exists ? at->mode & 0777 : 0666);
        if (descriptor < 0 && errno != EEXIST)
            return -1;
    }
    return descriptor;
}

/* That the new name is on the disk, too. A folder that cannot be synchronised says so by EINVAL;
 * one that may be written and not read cannot be asked. */
static bool synchronise_folder(char *path)
{
    char *const slash = strrchr(path, '/');
    slash[slash == path] = '\0';
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return errno == EACCES;
    const bool done = fsync(descriptor) == 0 || errno == EINVAL;
    return close(descriptor) == 0 && done;
}

/* What is written stays: on the disk, in the place of the old file. */
static bool publish(int descriptor, const place *at, bool written)
{
    if (written && at->exists)
        written = fchmod(descriptor, at->mode) == 0;
    written = written && fsync(descriptor) == 0;
    written = close(descriptor) == 0 && written;
    return written && rename(at->name, at->path) == 0;
}

hillock_status hk_replace_file(const char *path,
                               bool (*produce)(hillock_write_function write, void *file,
                                               const void *what),
                               const void *what, hk_message *message)
{
    place at = {.exists = false};
    hillock_status status = find_place(path, &at, message);
    if (status != HILLOCK_OK)
        return status;
    int descriptor = create_beside(&at);
    if (descriptor < 0)
        return refuse(message, "cannot create", at.name);
    errno = 0;
    const bool written = produce(write_all, &descriptor, what);
    if (!publish(descriptor, &at, written)) {
        status = refuse(message, "cannot write", path);
        (void)unlink(at.name);
        return status;
    }
    return synchronise_folder(at.name)
               ? hk_silent(message)
               : refuse(message,
                        "the file is written, but its folder may not be on the disk:", path);
}

/* As far as there are bytes; NULL: all begin so. */
static bool may_begin(const char *beginning, const char *bytes, size_t count)
{
    return !beginning || memcmp(bytes, beginning, hk_min_size(count, strlen(beginning))) == 0;
}

hillock_status hk_read_all(hillock_read_function read, void *payload, const char *beginning,
                           char **bytes, size_t *count, hk_message *message)
{
    size_t capacity = 1 << 14, filled = 0;
    char *held = hk_allocate(capacity, 1);
    while (held) {
        const size_t got = read(held + filled, capacity - filled, payload);
        if (got > capacity - filled) {
            hk_free(held);
            return hk_say(message, HILLOCK_ERROR_FILE, "the function that reads has failed");
        }
        filled += got;
        if (got == 0 || !may_begin(beginning, held, filled)) {
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

/* A file that is read, and why reading failed. */
typedef struct opened {
    int descriptor;
    int fault;
} opened;

/* A hillock_read_function. */
static size_t read_noting(char *bytes, size_t capacity, void *payload)
{
    opened *const file = payload;
    const size_t got = hk_read_some(bytes, capacity, &file->descriptor);
    file->fault = got == SIZE_MAX ? errno : 0;
    return got;
}

hillock_status hk_read_opened(int descriptor, const char *path, const char *beginning, char **bytes,
                              size_t *count, hk_message *message)
{
    opened file = {descriptor, 0};
    hk_message why;
    const hillock_status status = hk_read_all(read_noting, &file, beginning, bytes, count, &why);
    if (status != HILLOCK_OK)
        (void)hk_say(message, status, "%s: %s", path,
                     status == HILLOCK_ERROR_FILE ? strerror(file.fault) : why.text);
    (void)close(descriptor);
    return status;
}

hillock_status hk_read_file(const char *path, const char *beginning, char **bytes, size_t *count,
                            hk_message *message)
{
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return refuse(message, "cannot open", path);
    return hk_read_opened(descriptor, path, beginning, bytes, count, message);
}
