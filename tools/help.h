/* The texts of --help. */
#ifndef TOOLS_HELP_H
#define TOOLS_HELP_H

#include <stdio.h>

/* Of the command: what a neuron is, the commands, examples, topics. */
void print_help(FILE *file);

/* Of `hillock help fit`: every option with its bounds. */
void print_fit_help(FILE *file);

/* Of `hillock fit --help`: its options by what they are for, without a word on each. */
void print_fit_options(FILE *file);

/* What stands for the value of an option of the library. */
const char *option_value_word(int key);

/* A few lines on how the command is called. */
void print_usage(FILE *file);

#endif
