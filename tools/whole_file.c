#define _XOPEN_SOURCE 700 /* access, realpath, fchmod, fdopen, fsync */

#include "whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool whole_file_is_possible(const char *option, const char *path, struct fault *fault)
{
    const char *const slash = strrchr(path, '/');
    const size_t length = slash == path ? 1 : slash ? (size_t)(slash - path) : 0;
    struct stat entry;
    if (*path == '\0' || (stat(path, &entry) == 0 && S_ISDIR(entry.st_mode)))
        return fail(fault, "%s takes the name of a file to write; \"%.200s\" is none", option,
                    path);
    char *const folder = malloc(length + 2);
    if (!folder)
        return fail(fault, "no memory for the name of a folder");
    memcpy(folder, length > 0 ? path : ".", length > 0 ? length : 1);
    folder[length > 0 ? length : 1] = '\0';
    const bool is_possible =
        access(folder, W_OK | X_OK) == 0 ||
        fail(fault, "%s %.200s: nothing can be written to the folder %.200s: %s", option, path,
             folder, strerror(errno));
    free(folder);
    return is_possible;
}

enum { MOST_NAMES = 100, SUFFIX = 40 };

static bool refuse(const char *path, struct fault *fault)
{
    return fail(fault, "%s: %s", path, strerror(errno ? errno : EIO));
}

/* A new file beside path, which is no link any more. */
static bool create_beside(struct whole_file *whole)
{
    const size_t capacity = strlen(whole->path) + SUFFIX;
    int descriptor = -1;
    whole->temporary = malloc(capacity);
    for (int k = 0; whole->temporary && descriptor < 0 && k < MOST_NAMES; k++) {
        (void)snprintf(whole->temporary, capacity, "%s.hillock-%ld-%d.tmp", whole->path,
                       (long)getpid(), k);
        descriptor = open(whole->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0 && errno != EEXIST)
            break;
    }
    whole->file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (descriptor >= 0 && !whole->file) {
        (void)close(descriptor);
        (void)unlink(whole->temporary);
    }
    return whole->file;
}

bool whole_file_open(struct whole_file *whole, const char *path, struct fault *fault)
{
    struct stat old;
    *whole = (struct whole_file){.file = stdout};
    if (strcmp(path, "-") == 0)
        return true;
    whole->file = NULL;
    whole->path = realpath(path, NULL);
    if (!whole->path && (whole->path = malloc(strlen(path) + 1)))
        memcpy(whole->path, path, strlen(path) + 1);
    if (!whole->path)
        return fail(fault, "no memory for the name of a file");
    const bool is_place = stat(path, &old) == 0 && !S_ISREG(old.st_mode);
    if (is_place ? !(whole->file = fopen(path, "wb")) : !create_beside(whole))
        return refuse(path, fault);
    errno = 0; /* what stands there at the end is of a write */
    return true;
}

/* With the permissions of the file before, on the disk, under its name. */
static bool publish(const struct whole_file *whole)
{
    struct stat old;
    const int descriptor = fileno(whole->file);
    return (stat(whole->path, &old) != 0 || fchmod(descriptor, old.st_mode & 07777) == 0) &&
           fsync(descriptor) == 0 && rename(whole->temporary, whole->path) == 0;
}

/* A write that failed long ago has left nothing to be flushed: it is remembered by the file. */
bool whole_file_close(struct whole_file *whole, bool done, struct fault *fault)
{
    const bool is_new = whole->temporary && whole->file;
    if (done && whole->path)
        done = (fflush(whole->file) == 0 && !ferror(whole->file) && (!is_new || publish(whole))) ||
               refuse(whole->path, fault);
    if (!done && is_new)
        (void)unlink(whole->temporary);
    if (whole->file && whole->path && fclose(whole->file) != 0 && done)
        done = refuse(whole->path, fault);
    free(whole->path);
    free(whole->temporary);
    *whole = (struct whole_file){.file = NULL};
    return done;
}
