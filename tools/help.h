/* The text of --help: what a neuron is, examples, every option with its bounds. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include <stdio.h>

void print_help(FILE *file);

/* Its few lines on how the command is called. */
void print_usage(FILE *file);

#endif
