/* A file that takes its place when it is whole, and not at all otherwise. */
#ifndef TOOLS_WHOLE_FILE_H
#define TOOLS_WHOLE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "fault.h"

struct whole_file {
    FILE *file;   /* to be written to */
    char *target; /* where it goes: links followed */
    char *beside; /* its name until then; NULL: a device or a pipe, which is written at once */
};

/* Whether a file could be written to path: asked before the work, so that none is in vain. option:
 * who asks, "--model". */
bool whole_file_is_possible(const char *option, const char *path, struct fault *fault);

/* A new file in the folder of path. On failure there is nothing to end. */
bool whole_file_open(struct whole_file *whole, const char *path, struct fault *fault);

/* It takes the place of what was at its path, whose permissions it keeps. Where it could not be
 * written (or is_right is false: no fault is recorded then), what was there stays. */
bool whole_file_close(struct whole_file *whole, bool is_right, struct fault *fault);

#endif
