/* Directions in which J falls forever: then it has no minimum, whatever a gradient says. They are
 * directions of the weights without a penalty (and the bias, where it is free). */
#ifndef HK_SOLVER_RECESSION_H
#define HK_SOLVER_RECESSION_H

#include "solver/objective.h"

typedef enum hk_recession {
    HK_NO_RECESSION,
    HK_NEARLY,      /* none, but what is raised is a thousandth of what is lowered */
    HK_SOME_RECEDE, /* the loss of some samples falls, that of no other rises */
    HK_ALL_RECEDE   /* the loss of every sample falls                         */
} hk_recession;

/* J can fall forever: cross-entropy and Poisson, where something has no penalty. */
bool hk_may_recede(const hk_objective *objective);

/* Whether (w, b) + t (p, its last number for b) lowers J however large t is, where p is taken
 * without what a penalty sees; up to rounding: 1e-10 of the largest change of z. One trip, or less:
 * up to a sample that shows that it does not. */
hk_recession hk_find_recession(hk_objective *objective, const double *p);

/* Whether w x + b = 0 has every sample of target 1 strictly on its positive side and every one of
 * target 0 strictly on the other. Such a (w, b), scaled up, lowers J without end: proof that J has
 * no minimum. One trip, or less: up to a sample on the wrong side. */
bool hk_separates(hk_objective *objective, const double *w, double b);

/* All counts are 0 and the bias is free: J falls with it forever. */
bool hk_counts_nothing(const hk_objective *objective);

/* What a training ends with that has found one: only classes are separated. */
hillock_status hk_recession_status(const hk_objective *objective, hk_recession found);

/* A step of Newton's is next to nothing at a minimum: false when it is. */
bool hk_is_large_step(const hk_objective *objective, const double *p);

/* The same along Newton's steps from (w, b), which point where J recedes, if it does: so this tells
 * a minimum from a gradient that is only small. One trip with the curvature, or up to sixteen and
 * as many without where the steps are still long, added to *trips. false: memory could not be
 * had. */
bool hk_find_final_recession(hk_objective *objective, const double *w, double b,
                             hk_recession *found, int64_t *trips);

#endif
