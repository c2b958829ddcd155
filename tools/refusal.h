/* The sentences that refuse a word of the command line: which option, what was written, what may
 * be. All return false, like fail. */
#ifndef TOOLS_REFUSAL_H
#define TOOLS_REFUSAL_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"

/* There is no option of this name. */
bool refuse_option(const char *name, struct fault *fault);

bool refuse_activation(const char *value, struct fault *fault);
bool refuse_loss(const char *value, struct fault *fault);

/* The library's option `key` does not take this value. */
bool refuse_value(int key, const char *value, struct fault *fault);

#endif
