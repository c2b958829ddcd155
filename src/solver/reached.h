/* A place in parameter space and what was found there: where a step begins, to return to. */
#ifndef HK_SOLVER_REACHED_H
#define HK_SOLVER_REACHED_H

#include "solver/training.h"

typedef struct hk_reached {
    double *w; /* n */
    double b;
    double *dJ_dw; /* n */
    double dJ_db;
    double J;
    double gradient_norm;
} hk_reached;

/* false when memory could not be had; destroy frees what there is. */
bool hk_reached_create(hk_reached *reached, size_t n);
void hk_reached_destroy(hk_reached *reached);

/* The training's present parameters, which have been evaluated; and back. */
void hk_reached_remember(hk_reached *reached, const hk_training *training);
void hk_reached_return(const hk_reached *reached, hk_training *training);

void hk_reached_visit(hk_reached *reached, size_t n, hk_visitor *visitor);

/* Moves the training to reached + t step (n + 1 numbers, the bias last) and evaluates there. */
hk_evaluation hk_reached_try(const hk_reached *reached, hk_training *training, const double *step,
                             double t);

/* The step from there to `now` was too long. J may rise by its rounding; and where a loss has no
 * curvature, only a bend, rising is part of the way. A user function that does not give its
 * curvature is taken to have some. */
bool hk_reached_overshot(const hk_reached *from, const hk_training *training,
                         const hk_evaluation *now);

#endif
