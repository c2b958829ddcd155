/* A picture by gnuplot: a script with its data inside is written, then run. */
#ifndef TOOLS_PLOT_H
#define TOOLS_PLOT_H

#include <stdbool.h>
#include <stdio.h>

#include "fault.h"

struct plot {
    FILE *script;     /* gnuplot's commands and $data blocks; to be written to */
    const char *path; /* of the picture: ends in .svg or .png */
};

/* Whether a picture of this name can be made: by its ending, or "-", which is no file. */
bool plot_check(const char *path, struct fault *fault);

/* Whether there is gnuplot, and a place to write to that is neither the table that is read ("-":
 * the standard input) nor a model: asked before the work. path "-" needs none of it. */
bool plot_is_possible(const char *path, const char *table, struct fault *fault);

/* Begins a script with the terminal of the path's ending, a quiet frame, and text taken as it is,
 * underscores too. width and height: in points of a screen. On failure there is nothing to end. */
bool plot_begin(struct plot *plot, const char *path, int width, int height, struct fault *fault);

/* Text as a string of gnuplot's, in its quotes. */
void plot_text(struct plot *plot, const char *text);

/* Runs the script and puts the picture where it belongs; a file that was there is replaced only by
 * a whole picture. Says what gnuplot said where it failed, or that there is none. Frees the plot in
 * either case. */
bool plot_end(struct plot *plot, struct fault *fault);

/* As plot_end, but nothing is run. */
void plot_drop(struct plot *plot);

#endif
