/* The solvers. What one has learned on its way is a state that outlives a stop: work may be called
 * again, and goes on as if there had been none. */
#ifndef HK_SOLVER_SOLVER_H
#define HK_SOLVER_SOLVER_H

#include "solver/training.h"

typedef struct hk_solver {
    size_t size; /* bytes of a state, which are 0 before it is created */
    /* At the training's start, which has been evaluated. It may move and even end the training.
     * false: memory could not be had. */
    bool (*create)(void *state, hk_training *training);
    /* Until the training has ended; how stands in its report. */
    void (*work)(void *state);
    void (*destroy)(void *state); /* whatever create has answered */
    /* What it has learned and cannot derive from the data again; once it is created. */
    void (*visit)(void *state, hk_visitor *visitor);
} hk_solver;

extern const hk_solver hk_gradient_descent;
extern const hk_solver hk_stochastic_descent;
extern const hk_solver hk_saga;
extern const hk_solver hk_accelerated_descent;
extern const hk_solver hk_lbfgs;
extern const hk_solver hk_newton;
extern const hk_solver hk_least_squares;

const hk_solver *hk_solver_for(int64_t solver);

/* A state, NULL when memory could not be had; it keeps the training. */
void *hk_solver_create(const hk_solver *solver, hk_training *training);
void hk_solver_destroy(const hk_solver *solver, void *state); /* NULL: nothing */

/* Its steps are made of some of the samples each. */
bool hk_is_stochastic(int64_t solver);

/* What a solver cannot do: l1 where it takes plain steps, curvature where there is none. */
hillock_status hk_solver_check(const hk_settings *settings, const hk_mathematics *mathematics,
                               hk_message *message);

#endif
