#define _POSIX_C_SOURCE 200809L /* lstat, fileno */

#include "replaceable.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool are_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_table(const struct stat *old, const char *table)
{
    struct stat input;
    const bool is_known =
        strcmp(table, "-") == 0 ? fstat(STDIN_FILENO, &input) == 0 : stat(table, &input) == 0;
    return is_known && are_same(old, &input);
}

/* A name like /dev/stdout leads to the file that the shell has opened for the results. */
static bool is_output(const struct stat *old)
{
    static const int outputs[] = {STDOUT_FILENO, STDERR_FILENO};
    struct stat output;
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++)
        if (fstat(outputs[i], &output) == 0 && are_same(old, &output))
            return true;
    return false;
}

/* Of any version. *is_empty: there is nothing in it. */
static bool begins_like(const char *kind, FILE *file, bool *is_empty)
{
    char beginning[40], read[sizeof beginning];
    const int length = snprintf(beginning, sizeof beginning, "hillock %s ", kind);
    const size_t count = fread(read, 1, (size_t)length, file);
    *is_empty = count == 0;
    return count == (size_t)length && memcmp(read, beginning, count) == 0;
}

static bool check_content(const char *kind, const char *path, struct fault *fault)
{
    FILE *const file = fopen(path, "rb");
    if (!file)
        return fail(fault, "--%s %.200s: the file there cannot be read: %s", kind, path,
                    strerror(errno));
    bool is_empty;
    const bool may_go = begins_like(kind, file, &is_empty) || is_empty;
    (void)fclose(file);
    return may_go || fail(fault,
                          "--%s %.200s: the file there is no %s, and stays as it is; take "
                          "another name, or remove the file first",
                          kind, path, kind);
}

/* Nothing is there, which stat has found; a link to nothing would become a file, and what it was
 * for would be lost. */
static bool is_free(const char *dashes, const char *asked_by, const char *path, struct fault *fault)
{
    struct stat entry;
    return lstat(path, &entry) != 0 ||
           fail(fault,
                "%s%s %.200s: a link that leads to no file; remove it, or name the file "
                "itself",
                dashes, asked_by, path);
}

bool replaceable_by(const char *kind, const char *path, const char *table, struct fault *fault)
{
    struct stat old;
    if (strcmp(path, "-") == 0)
        return fail(fault,
                    "--%s -: a %s is saved in a file, not on the standard output; --%s ./- names a "
                    "file \"-\"",
                    kind, kind, kind);
    if (stat(path, &old) != 0)
        return is_free("--", kind, path, fault);
    if (is_table(&old, table))
        return fail(fault, "--%s %.200s: that is the table; take another name", kind, path);
    if (is_output(&old))
        return fail(fault, "--%s %.200s: the results are written there; take another name", kind,
                    path);
    if (!S_ISREG(old.st_mode))
        return fail(fault, "--%s %.200s: a device or a pipe; a %s is saved in a file", kind, path,
                    kind);
    return check_content(kind, path, fault);
}

static bool holds(const char *kind, const char *path)
{
    FILE *const file = fopen(path, "rb");
    bool is_empty;
    const bool is_one = file && begins_like(kind, file, &is_empty);
    if (file)
        (void)fclose(file);
    return is_one;
}

bool overwritable(const char *asked_by, const char *path, const char *table, struct fault *fault)
{
    static const char *const kinds[] = {"model", "checkpoint"};
    struct stat old;
    if (strcmp(path, "-") == 0)
        return true;
    if (stat(path, &old) != 0)
        return is_free("", asked_by, path, fault);
    if (!S_ISREG(old.st_mode))
        return true;
    if (table && is_table(&old, table))
        return fail(fault, "%s %.200s: that is the table, which would be lost; take another name",
                    asked_by, path);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (holds(kinds[i], path))
            return fail(fault,
                        "%s %.200s: the file there is a %s, which would be lost; take another "
                        "name, or remove the file first",
                        asked_by, path, kinds[i]);
    return true;
}
