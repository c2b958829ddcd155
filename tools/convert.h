/* `hillock convert`: a table in another format. */
#ifndef TOOLS_CONVERT_H
#define TOOLS_CONVERT_H

#include "fault.h"

/* The words behind `hillock convert`; what the command exits with. */
int convert(int count, char **words, struct fault *fault);

#endif
