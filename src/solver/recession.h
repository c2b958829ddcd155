/* Directions in which J falls forever: then it has no minimum, whatever a gradient says. */
#ifndef HK_SOLVER_RECESSION_H
#define HK_SOLVER_RECESSION_H

#include "solver/objective.h"

typedef enum hk_recession {
    HK_NO_RECESSION,
    HK_SOME_RECEDE, /* the loss of some samples falls, that of no other rises */
    HK_ALL_RECEDE   /* the loss of every sample falls                         */
} hk_recession;

/* J of this loss, without a penalty, can fall forever: cross-entropy and Poisson. */
bool hk_may_recede(const hk_objective *objective);

/* Whether (w, b) + t (p, its last number for b) lowers J however large t is, up to a millionth of
 * the largest change of z. One trip. */
hk_recession hk_find_recession(hk_objective *objective, const double *p);

/* A step of Newton's is next to nothing at a minimum: false when it is. */
bool hk_is_large_step(const hk_objective *objective, const double *p);

/* The same along Newton's step from (w, b), which points where J recedes, if it does: so this tells
 * a minimum from a gradient that is only small. Two trips, one of them with the curvature. false:
 * memory could not be had. */
bool hk_find_final_recession(hk_objective *objective, const double *w, double b,
                             hk_recession *found);

#endif
