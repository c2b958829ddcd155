/* `hillock evaluate`: how good a model is on a table whose targets are known. */
#ifndef TOOLS_EVALUATE_H
#define TOOLS_EVALUATE_H

#include "fault.h"

/* The words behind `hillock evaluate`; what the command returns to the shell. */
int evaluate(int count, char **words, struct fault *fault);

#endif
