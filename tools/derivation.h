/* Every factor of the chain rule at a neuron's parameters, beside central differences. */
#ifndef TOOLS_DERIVATION_H
#define TOOLS_DERIVATION_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"

struct derivation {
    size_t m, n;
    const double *X; /* m x n, a sample's features adjacent; not owned */
    const double *y; /* m; not owned */
    size_t first;    /* of the m samples, in the table: for who prints them */
    double b, J;
    double *w;                         /* n */
    double *z, *a, *l;                 /* m each */
    double *dJ_da, *df_dz, *dJ_dz;     /* m each */
    double *df_dz_found, *dJ_dz_found; /* m each: by differences, z_j moved by step */
    double *gradient, *gradient_found; /* n + 1 each, the bias last; by the rule, by differences */
    double *moved;                     /* n: scratch */
    double *offset;                    /* m: what z is moved by */
    double step;                       /* a difference moves z by so much, or nearly */
    double error;                      /* of hillock_check_gradient; NaN: not possible */
};

/* Over the m samples of X and y; they must outlive it. Free it in either case. The neuron's
 * parameters are as before. */
bool derivation_make(struct derivation *derivation, hillock_neuron *neuron, size_t m,
                     const double *X, const double *y, struct fault *fault);
void derivation_free(struct derivation *derivation);

#endif
