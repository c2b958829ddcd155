/* Whether what stands under a name may give way to a model. */
#ifndef TOOLS_REPLACEABLE_H
#define TOOLS_REPLACEABLE_H

#include <stdbool.h>

#include "fault.h"

/* Nothing, an empty file or another model may: no table ("-": the standard input), no text, no
 * device, no pipe, nor what the results go to. Asked before a training. */
bool replaceable_by_model(const char *path, const char *table, struct fault *fault);

#endif
