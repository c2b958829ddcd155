/* Whether what stands under a name may give way to what is to be written. */
#ifndef TOOLS_REPLACEABLE_H
#define TOOLS_REPLACEABLE_H

#include <stdbool.h>

#include "fault.h"

/* Nothing, an empty file or another one of that kind ("model"; the option has the same name) may:
 * no table ("-": the standard input), no text, no device, no pipe, nor what the results go to.
 * Asked before a training. */
bool replaceable_by(const char *kind, const char *path, const char *table, struct fault *fault);

/* Whether a picture or a table may be written to path: over any file but the table that is read
 * ("-": the standard input; NULL: none is) and a model or a checkpoint, and not in place of a link
 * that leads to nothing. asked_by: "--plot". */
bool overwritable(const char *asked_by, const char *path, const char *table, struct fault *fault);

#endif
