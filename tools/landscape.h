/* J as a function of two parameters of a neuron, all others held at the minimum. Each sample is
 * then z_j = offset_j + x u_j + y v_j: two numbers and an offset, however many features there
 * are. */
#ifndef TOOLS_LANDSCAPE_H
#define TOOLS_LANDSCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"
#include "study.h"

#define BIAS SIZE_MAX /* an axis that is no feature */

struct axis {
    size_t feature;      /* or BIAS */
    double mean, spread; /* what the feature is shifted and divided by: 0 and 1 when it is raw */
    double factor;       /* of the penalty: l2/2 factor w^2 */
    double best;         /* its value at the minimum */
    double low, high;    /* of the grid */
};

struct landscape {
    struct axis x, y;
    double l2;
    double penalty; /* of the parameters that are held */
    double least;   /* J at the minimum */
    size_t m;
    size_t n;       /* features of the small neuron: 1 or 2 */
    double *u;      /* m x n */
    double *offset; /* m */
    hillock_dataset *dataset;
    hillock_neuron *neuron;
};

/* The neuron of the study has the parameters of the minimum. x and y: features or BIAS, not the
 * same. raw: the axes are weights of the features as they are, not of standardized ones. Free it in
 * either case. */
bool landscape_make(struct landscape *landscape, const struct study *study, size_t x, size_t y,
                    double l2, bool raw, struct fault *fault);
void landscape_free(struct landscape *landscape);

/* J with its penalty; NaN where it is not finite. */
double landscape_at(struct landscape *landscape, double x, double y);

/* Number i of `grid` from low to high. */
double axis_at(const struct axis *axis, size_t i, size_t grid);

/* The small neuron's parameters at a place, and the place of its parameters. */
bool landscape_go(struct landscape *landscape, double x, double y);
void landscape_place(const struct landscape *landscape, double *x, double *y);

/* Ranges that show the minimum, where w and b are 0, and how J rises from the one to the other. */
void landscape_choose_ranges(struct landscape *landscape);

#endif
