/* What the last few steps did to the gradient, as corrections of an inverse curvature (Nocedal &
 * Wright 2006, algorithm 7.4): the two loops around the product with the one that is corrected. */
#ifndef HK_SOLVER_PAIRS_H
#define HK_SOLVER_PAIRS_H

#include "solver/reached.h"

enum { HK_PAIRS = 10 };

typedef struct hk_pairs {
    size_t n;                 /* features and the bias, which is last              */
    size_t count;             /* pairs ever kept: number k is at k % HK_PAIRS      */
    double *steps[HK_PAIRS];  /* n each: changes of the parameters                 */
    double *turns[HK_PAIRS];  /* n each: changes of the gradient that went along   */
    double inverse[HK_PAIRS]; /* 1 / (step turn); 0: left out                      */
    double alpha[HK_PAIRS];   /* from the first loop to the second                 */
    double *room;             /* for all of them                                   */
    const double *free;       /* n: 1, or 0 of what is held; NULL: nothing is      */
} hk_pairs;

/* false: memory could not be had; destroy it all the same. */
bool hk_pairs_create(hk_pairs *pairs, size_t n);
void hk_pairs_destroy(hk_pairs *pairs);

void hk_pairs_visit(hk_pairs *pairs, hk_visitor *visitor);

/* Keeps the pair of the step from `from` to the present parameters, if J bends upward along it. */
void hk_pairs_remember(hk_pairs *pairs, const hk_reached *from, const hk_training *training);

/* From here on the corrections are those of the parameters that are free (n numbers, 1 or 0, which
 * must outlive them), as if there were no others: each pair's part of them, where J bends upward
 * along that. To be called anew where they change, and before the loops, which leave the others
 * alone. */
void hk_pairs_restrict(hk_pairs *pairs, const double *free);

/* The first loop turns g into q; p = -H^-1 q with the H^-1 that is corrected; the second loop turns
 * p into -H^-1 g with the corrected one. */
void hk_pairs_begin(hk_pairs *pairs, double *g);
void hk_pairs_finish(const hk_pairs *pairs, double *p);

#endif
