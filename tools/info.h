/* `hillock info`: what a model is. */
#ifndef TOOLS_INFO_H
#define TOOLS_INFO_H

#include "fault.h"

/* The words behind `hillock info`; what the command returns to the shell. */
int info(int count, char **words, struct fault *fault);

#endif
