#define _XOPEN_SOURCE 700 /* realpath, mkstemp, fchmod */

#include "whole_file.h"

#include <errno.h>
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

static void forget(struct whole_file *whole)
{
    free(whole->target);
    free(whole->beside);
    *whole = (struct whole_file){0};
}

/* As any new file would have, or as the one that is replaced. */
static mode_t permissions(const char *path)
{
    struct stat entry;
    if (stat(path, &entry) == 0)
        return entry.st_mode & 07777;
    const mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

static FILE *create_beside(struct whole_file *whole)
{
    const int descriptor = mkstemp(whole->beside);
    if (descriptor < 0)
        return NULL;
    FILE *const file =
        fchmod(descriptor, permissions(whole->target)) == 0 ? fdopen(descriptor, "wb") : NULL;
    if (!file) {
        (void)close(descriptor);
        (void)unlink(whole->beside);
    }
    return file;
}

bool whole_file_open(struct whole_file *whole, const char *path, struct fault *fault)
{
    static const char ending[] = ".XXXXXX";
    struct stat entry;
    char *const followed = realpath(path, NULL); /* NULL: there is no such file yet */
    const size_t length = strlen(followed ? followed : path);
    const bool is_replaced = stat(path, &entry) != 0 || S_ISREG(entry.st_mode);
    *whole = (struct whole_file){.target = malloc(length + 1)};
    whole->beside = is_replaced ? malloc(length + sizeof ending) : NULL;
    if (!whole->target || (is_replaced && !whole->beside))
        (void)fail(fault, "no memory to write %.200s", path);
    else {
        memcpy(whole->target, followed ? followed : path, length + 1);
        if (is_replaced) {
            memcpy(whole->beside, whole->target, length);
            memcpy(whole->beside + length, ending, sizeof ending);
        }
        whole->file = is_replaced ? create_beside(whole) : fopen(path, "wb");
        if (!whole->file)
            (void)fail(fault, "%s: %s", path, strerror(errno));
    }
    free(followed);
    if (!whole->file)
        forget(whole);
    return whole->file;
}

bool whole_file_close(struct whole_file *whole, bool is_right, struct fault *fault)
{
    bool done = fflush(whole->file) == 0 && !ferror(whole->file);
    if (done && is_right && whole->beside)
        done = fsync(fileno(whole->file)) == 0;
    done = fclose(whole->file) == 0 && done;
    if (done && is_right && whole->beside)
        done = rename(whole->beside, whole->target) == 0;
    if (!done && is_right)
        (void)fail(fault, "%s: %s", whole->target, strerror(errno));
    if (whole->beside && !(done && is_right))
        (void)unlink(whole->beside);
    forget(whole);
    return done && is_right;
}
