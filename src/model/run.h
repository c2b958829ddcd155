/* Everything that a training owns, from its start to where nothing can go on from it. */
#ifndef HK_MODEL_RUN_H
#define HK_MODEL_RUN_H

#include "data/fingerprint.h"
#include "model/trainer.h"
#include "model/training_data.h"
#include "pass/untrained.h"
#include "solver/reached.h"
#include "solver/solver.h"

/* Its parts point to each other: it must not be moved. */
typedef struct hk_run {
    hillock_trainer *trainer;
    hillock_neuron *neuron;     /* of the call under way                                    */
    hk_mathematics mathematics; /* its copy: the neuron may go between two calls            */
    hk_view given;              /* what the call that began it was given                    */
    hk_settings asked;
    hk_settings settings; /* with what the trainer's leave open chosen; limits of the whole */
    hk_training_data data;
    hk_untrained untrained;
    hk_objective objective;
    hk_training_data validation_data;
    hk_validation validation;
    hk_stopping stopping;
    int64_t steps_before; /* of the call under way                                          */
    hk_training training; /* between two calls its w and b are the raw ones, as published   */
    const char *anew;     /* why what was kept could not be gone on from; NULL */
    hk_evaluation start;
    int64_t start_passes; /* trips through X until then                                     */
    double reference_J;   /* J at the start or, where that is larger, of the untrained neuron */

    const hk_solver *solver;
    void *state;            /* the solver's; NULL: not created yet             */
    hk_reached stopped_at;  /* where the solver stood when it was stopped ...  */
    hillock_status stopped; /* ... by this                                     */
    bool resumes;           /* its start is another process's: nothing but the data is measured */
    bool marked;            /* the fingerprints have been taken, of the data as they were given */
    hk_fingerprint mark, validation_mark;
    bool looked; /* the last call has evaluated where it was stopped: the next one goes
                               on as if it had not */
} hk_run;

/* Checks data and settings, and evaluates the start, unless it is to be visited by who reads.
 * Errors: as hillock_train, said. */
hillock_status hk_run_create(hk_run **run, hillock_trainer *trainer, hillock_neuron *neuron,
                             const hk_view *view, bool resumes);
void hk_run_destroy(hk_run *run);

/* All that the next call needs, where the data and the settings are the same. Whoever reads has a
 * run that resumes, and the trainer's report and history are lost. Errors: MEMORY; FORMAT: the
 * visitor has failed, or what it read cannot be. */
hillock_status hk_run_visit(hk_run *run, hk_visitor *visitor);

/* Takes the fingerprints, unless that was done. */
void hk_run_mark(hk_run *run);

/* The trainer keeps it and says how it had ended, and the neuron has its parameters. */
void hk_run_adopt(hk_run *run, hillock_trainer *trainer, hillock_neuron *neuron);

/* What the trainer keeps, if anything, is destroyed. */
void hk_run_forget(hillock_trainer *trainer);

/* NULL: a training of this neuron on these data by the trainer's settings is a continuation; else
 * why it is not, in a few words. */
const char *hk_run_differs(const hk_run *run, const hillock_neuron *neuron, const hk_view *view);

#endif
