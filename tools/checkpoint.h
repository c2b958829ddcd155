/* The file from which `hillock fit --resume` goes on. */
#ifndef TOOLS_CHECKPOINT_H
#define TOOLS_CHECKPOINT_H

#include <stdbool.h>

#include "progress.h"
#include "session.h"

/* Before the training, and only with --checkpoint: has it saved on the way and, with --resume,
 * takes up the one in the file. *is_left: there is something left to be trained; else *status is
 * how it had ended. What the command exits with where that is not to be. */
int checkpoint_begin(struct session *session, struct progress *progress, bool *is_left,
                     hillock_status *status);

/* After the training: saves what was reached. */
int checkpoint_end(struct session *session);

/* Where it was saved, and how to go on. */
void print_checkpoint(const struct session *session);

#endif
