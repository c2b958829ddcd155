/* An output that is there whole, or as it was. */
#ifndef TOOLS_WHOLE_FILE_H
#define TOOLS_WHOLE_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "fault.h"

struct whole_file {
    FILE *file;      /* to write to */
    char *path;      /* what it becomes; NULL: it is the standard output */
    char *temporary; /* its name until then; NULL: it is written where it is (a pipe, a device) */
};

/* Whether a file could be written to path: asked before the work, so that none is in vain. option:
 * who asks, "--model". */
bool whole_file_is_possible(const char *option, const char *path, struct fault *fault);

/* For path ("-": the standard output). Close it in either case. */
bool whole_file_open(struct whole_file *whole, const char *path, struct fault *fault);

/* done: what was written takes the place of path, whose permissions it gets, if all of it could be
 * written; else nothing does. */
bool whole_file_close(struct whole_file *whole, bool done, struct fault *fault);

#endif
