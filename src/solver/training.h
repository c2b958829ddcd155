/* A training under way: parameters, what has been reached, and the one place that decides when
 * it ends. */
#ifndef HK_SOLVER_TRAINING_H
#define HK_SOLVER_TRAINING_H

#include "solver/history.h"
#include "solver/objective.h"
#include "solver/validation.h"

/* What is known of it, as hillock_trainer_report gives it. */
typedef struct hk_report {
    hillock_status status;
    double epochs;
    int64_t epoch_limit; /* the most of them */
    int64_t steps;
    double J;
    double gradient_norm;
    double start_J;
    double learning_rate;
    double seconds;
    double samples;      /* stepped through */
    double step_seconds; /* spent stepping */
    int64_t passes;
    int64_t solver;          /* the one that worked: never auto                        */
    double decrement;        /* what a quadratic model says is left of J; NaN: no model */
    double condition;        /* of the scaled features under the last curvature; NaN   */
    double gap;              /* an upper bound of J - min J ...                        */
    double gap_within;       /* ... this far from here: gap.h                          */
    double validation_J;     /* the least so far; NaN: no validation data */
    double validation_epoch; /* epochs done then                          */
    bool went_on;            /* from where another call had stopped       */
} hk_report;

/* Whether a call is to stop amid its work; trainings within one share it. */
typedef struct hk_stopping {
    hillock_status due; /* DEADLINE or CANCELLED: it is, by this; OK: nothing has asked for it */
    bool patient;       /* but what is under way, a step mostly, is done first */
    double pause_at;    /* on the clock: to be stopped as if cancelled, and gone on; 0: never */
    bool paused;        /* it was for that */
} hk_stopping;

typedef struct hk_training {
    const hk_settings *settings;
    hk_objective *objective;
    hk_validation *validation; /* NULL: none */
    const hk_products *products;
    hk_report *report;
    hk_report *outer; /* of the training that this one is within, for its clock; NULL: none */
    hk_history *history;
    hk_stopping *stopping;
    bool (*cancelled)(void *payload); /* asks the user; NULL: nobody to ask */
    void *payload;

    double *w; /* n, the solver's coordinates; 0 behind them in whole vectors */
    double b;
    double *dJ_dw; /* n, of the last evaluation   */
    double dJ_db;

    int64_t epoch; /* complete ones       */
    double first_rate;
    double curvature_bound; /* of |d2l/dz2|: what a chosen rate assumes                 */
    bool curved;            /* J bends at the start, as far as is known                 */
    double J_bound;         /* J beyond it means divergence */
    double bend;            /* the largest |d2l/dz2|, at the last evaluation */
    bool saturated;         /* at the last evaluation */
    bool current;           /* J and gradient are those of the present w and b */
    const double *raw;      /* n + 1, at the end: w and b outside the solver's coordinates, where it
                               knows them better than by leaving; NULL */
    bool at_rest;           /* Newton's step from here is next to nothing: this is a minimum */
    bool ended;             /* report->status says how */
    size_t *dropped;        /* n: features whose weights are 0 as they depend on others, ... */
    size_t n_dropped;       /* ... so many of them */
    bool least_norm;        /* they are not 0: of all weights that do as well these are shortest */

    double start_seconds;
    double asked_seconds; /* when `cancelled` was last asked */
    double steps_began;   /* when the solver took over */
    double aside;         /* seconds since then that were not spent stepping */
    size_t work;          /* elements touched since the last look at the clock */
} hk_training;

/* What a later call needs to know of it: of the limits and the clock nothing, as they are a call's.
 * The place is w and b with the gradient there. */
void hk_training_visit_place(hk_training *training, hk_visitor *visitor);
void hk_training_visit(hk_training *training, hk_visitor *visitor);

/* Evaluates J and the gradient over all of X and ends the training when converged or diverged. */
void hk_training_evaluate(hk_training *training);

/* An ending that says nothing of J: without the limit the training would have gone on. */
bool hk_is_limit(hillock_status status);

/* Ends it, unless it has ended. */
void hk_training_end(hk_training *training, hillock_status status);

/* Ends it, and outranks how it had ended. */
void hk_training_end_instead(hk_training *training, hillock_status status);

/* The same for an evaluation that was made, and counted among the passes, at the present parameters
 * (its gradient in dJ_dw). */
void hk_training_note(hk_training *training, const hk_evaluation *now);

/* What validation has found so far goes into the report. */
void hk_training_tell_best(hk_training *training);

/* Bounds what is left of J at the last evaluation. */
void hk_training_bound_gap(hk_training *training);

/* The rate of the epoch under way, noted in the report. */
double hk_training_rate(hk_training *training);

/* Evaluates beside the steps: its time is not theirs. */
void hk_training_evaluate_aside(hk_training *training);

/* After each step over `samples` samples, of which `done` of this epoch: step limit, deadline,
 * cancel. */
void hk_training_stepped(hk_training *training, size_t samples, size_t done);

/* A deadline or a cancel is due, and not to be waited with: go no further, also where the training
 * had ended already and is only being polished. */
bool hk_training_is_stopped(hk_training *training);

/* The same within a step, after work on `samples` samples. A step that is left for it must be begun
 * again from where it began, and come to the same, when the next call goes on. */
bool hk_training_interrupted(hk_training *training, size_t samples);

/* The limit of steps has been reached. */
bool hk_training_has_stepped_enough(const hk_training *training);

/* After each epoch: epoch limit, deadline, cancel. */
void hk_training_epoch_ended(hk_training *training);

#endif
