/* The mathematics a second time, in long double, written down from the definitions as a reader
 * of a book would: no fused forms, no care for the tails. For moderate z and a. */
#ifndef TESTS_SUPPORT_REFERENCE_H
#define TESTS_SUPPORT_REFERENCE_H

#include "hillock/hillock.h"
#include "samples.h"

/* A value, its derivative, its second derivative. */
typedef struct jet {
    long double f;
    long double df;
    long double d2f;
} jet;

/* The default shape parameters: alpha 0.01 (leaky relu) or 1 (elu), delta 1, tau 0.5. */
jet reference_activation(hillock_activation activation, long double z);
jet reference_loss(hillock_loss loss, long double y, long double a);

/* l, dl/dz, d2l/dz2 by the chain rule; for step, a = z (Rosenblatt's rule). */
jet reference_pair(hillock_activation activation, hillock_loss loss, long double y, long double z);

/* J and its gradient, each with a scale that bounds how its rounding errors grow: the same sum
 * over absolute values of the terms, and of what a relative change of z by one unit does to
 * them. */
typedef struct reference_gradient {
    double J, J_scale;
    double db, db_scale;
    double dw[16], dw_scale[16];
} reference_gradient;

/* n <= 16. */
reference_gradient reference_differentiate(hillock_activation activation, hillock_loss loss,
                                           const samples *s, bool weighted, bool with_offset,
                                           const double *w, double b);

#endif
