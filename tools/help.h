/* The texts of --help. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include <stdio.h>

/* Of the command: what a neuron is, the commands, examples, topics. */
void print_help(FILE *file);

/* Of fit: every option with its bounds. */
void print_fit_help(FILE *file);

/* A few lines on how the command is called. */
void print_usage(FILE *file);

#endif
