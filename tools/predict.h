/* `hillock predict`: a model's answers to the rows of a table. */
#ifndef TOOLS_PREDICT_H
#define TOOLS_PREDICT_H

#include "fault.h"

/* The words behind `hillock predict`; what the command returns to the shell. */
int predict(int count, char **words, struct fault *fault);

#endif
