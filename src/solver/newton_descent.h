/* The way down by Newton's steps, in whatever coordinates its training has. */
#ifndef HK_SOLVER_NEWTON_DESCENT_H
#define HK_SOLVER_NEWTON_DESCENT_H

#include "solver/newton_products.h"
#include "solver/newton_step.h"
#include "solver/pairs.h"

typedef struct hk_newton_descent {
    hk_training *training;
    hk_newton_step model; /* H and its factor; nothing where it is too large ...  */
    bool by_products;     /* ... and steps are found without it                   */
    hk_newton_products products;
    hk_reached from;
    hk_pairs pairs;   /* steps since H: what they have shown of it         */
    double *p;        /* n + 1: the step, the bias last                    */
    double *q;        /* n + 1: the gradient as the pairs see it           */
    bool fresh;       /* H is that of the present parameters               */
    bool of_part;     /* H is that of a part of the samples                */
    double before;    /* the gradient norm before the last step            */
    double bent_down; /* the gradient norm where J bent down last; infinite: nowhere */
    int64_t steps;    /* since the start                                   */
    bool unchecked;   /* whether the last step could be repeated forever   */
    bool stands;      /* the last step with its very own H led nowhere     */
} hk_newton_descent;

/* H of more numbers to find costs more than the trips that do without it. */
enum { HK_NEWTON_MOST_UNKNOWNS = 2000 };

/* false when memory could not be had; destroy frees what there is. */
bool hk_newton_descent_create(hk_newton_descent *s, hk_training *training);
void hk_newton_descent_destroy(hk_newton_descent *s);

void hk_newton_descent_visit(hk_newton_descent *s, hk_visitor *visitor);

/* H of that kind at the present parameters. false: it is not positive semidefinite, as far as can
 * be told. */
bool hk_newton_refresh_as(hk_newton_descent *s, hk_curvature_kind kind);

/* H at the present parameters; where J bends down there, its expectation under the likelihood, or
 * without one what is never negative, until the gradient has become much smaller. */
void hk_newton_refresh(hk_newton_descent *s);

/* Until the training has ended. */
void hk_newton_descend(hk_newton_descent *s);

/* The same, and from the tolerance to what double can do, where an H costs little: steps with the
 * last one while they halve the gradient, and time and steps are left: with keep-state always, as
 * no later call would go on with it. Else a single step, if J has anything left. In either case on
 * while J falls: where that leads to a gradient beyond the tolerance, the training had not ended
 * after all. */
void hk_newton_arrive(hk_newton_descent *s);

#endif
