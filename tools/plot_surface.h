/* The picture of a landscape: height as colour and lines, the minimum, the path. */
#ifndef TOOLS_PLOT_SURFACE_H
#define TOOLS_PLOT_SURFACE_H

#include <stdbool.h>
#include <stddef.h>

#include "descent.h"
#include "fault.h"
#include "landscape.h"

/* J: grid x grid numbers, x fastest. x_label, y_label: of the axes. solver: whose path it is. */
struct surface_picture {
    const struct landscape *landscape;
    const struct descent *descent; /* of no places: no path */
    const double *J;
    size_t grid;
    const char *title, *x_label, *y_label, *solver;
};

/* From the lowest to the highest J of the grid, without those that are NaN; range > 0. */
struct surface_heights {
    double low, range;
};
struct surface_heights surface_heights_of(const struct surface_picture *picture);

/* With text, on the standard output. */
bool surface_print(const struct surface_picture *picture, struct fault *fault);

/* Into a file; "-": as text. */
bool plot_surface(const struct surface_picture *picture, const char *path, struct fault *fault);

#endif
