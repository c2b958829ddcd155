/* The terminal that somebody looks at. */
#ifndef TOOLS_TERMINAL_H
#define TOOLS_TERMINAL_H

/* How many columns the terminal behind this descriptor has now; 0: it is none, or does not say. */
int terminal_columns(int descriptor);

#endif
