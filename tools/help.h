/* The text of --help: what a neuron is, examples, every option with its bounds. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include <stdio.h>

void print_help(FILE *file);

#endif
