/* The pictures of `hillock fit --plot`. */
#ifndef TOOLS_FIT_PICTURE_H
#define TOOLS_FIT_PICTURE_H

#include <stdbool.h>

#include "fault.h"
#include "session.h"

/* Of the session, whose training has ended, the picture that was asked for, or the one that suits:
 * the line or curve of a single feature, else the training. A training that diverged has that one
 * alone. */
bool fit_picture(const struct session *session, bool has_diverged, struct fault *fault);

/* Each of them. */
bool fit_picture_training(const struct session *session, struct fault *fault);
bool fit_picture_weights(const struct session *session, struct fault *fault);
bool fit_picture_line(const struct session *session, struct fault *fault);

#endif
