/* The sentence that says what went wrong, where, and what to do; printed once, by main. */
#ifndef TOOLS_FAULT_H
#define TOOLS_FAULT_H

#include <stdbool.h>

/* What the command returns to the shell; documented in --help. */
enum {
    EXITS_TRAINED = 0,
    EXITS_DATA = 1,
    EXITS_USAGE = 2,
    EXITS_DIVERGED = 3,
    EXITS_INTERRUPTED = 130 /* as a shell has it for a program that SIGINT ended */
};

struct fault {
    char text[1024];
};

/* Writes the sentence (shortened if need be) and returns false: a failing line is `return
 * fail(...)`. */
bool fail(struct fault *fault, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
