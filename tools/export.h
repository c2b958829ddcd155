/* `hillock export`: a model for those who have no hillock. */
#ifndef TOOLS_EXPORT_H
#define TOOLS_EXPORT_H

#include "fault.h"

/* The words behind `hillock export`; what the command returns to the shell. */
int export_model(int count, char **words, struct fault *fault);

#endif
