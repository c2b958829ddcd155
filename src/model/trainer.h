/* The handle behind hillock_trainer: settings, and what the last training reached. */
#ifndef HK_MODEL_TRAINER_H
#define HK_MODEL_TRAINER_H

#include "core/message.h"
#include "model/neuron.h"
#include "solver/training.h"

struct hk_run; /* run.h */

struct hillock_trainer {
    hk_settings settings;
    double *penalty_factors; /* n_factors, owned; NULL: all 1 */
    size_t n_factors;
    bool validates;
    hk_view validation; /* the caller's arrays */
    hillock_progress progress;
    void *payload;
    char *save_path;     /* owned: where to save a checkpoint ... */
    double save_seconds; /* ... so often; 0: never                */
    bool trained;        /* report and history mean something */
    hk_report report;
    int64_t fresh_epochs; /* of a training that would begin now, where a checkpoint was loaded and
                             they are left open; else 0 */
    hk_history history;
    struct hk_run *kept; /* owned: the last training, where the next can go on from it; or NULL */
    hk_message message;
};

/* Trains; neuron and trainer have been checked not to be NULL. */
hillock_status hk_train(hillock_trainer *trainer, hillock_neuron *neuron, const hk_view *view);

/* hk_train was stopped to save a checkpoint, and is to go on with hk_train_on: as if it had not. */
bool hk_is_paused(const hillock_trainer *trainer);
hillock_status hk_train_on(hillock_trainer *trainer, hillock_neuron *neuron);

/* The settings with what they leave open chosen for these data. */
hk_settings hk_settings_for(const hk_settings *settings, const hk_mathematics *mathematics,
                            const hk_view *view);

/* The solver that auto stands for, and why in a few words. */
hillock_solver hk_choose_solver(const hk_settings *settings, const hk_mathematics *mathematics,
                                const hk_view *view, const char **why);

/* The settings of hillock_fit. */
hk_settings hk_fit_settings(hk_execution execution);

#endif
