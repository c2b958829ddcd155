/* Everything one training needs; all of it is freed in one place, by fit. */
#ifndef TOOLS_SESSION_H
#define TOOLS_SESSION_H

#include <stddef.h>

#include "arguments.h"
#include "choice.h"
#include "coefficients.h"
#include "hillock/hillock.h"
#include "table.h"

enum { RULE_CAPACITY = 1200 };

struct session {
    struct arguments arguments;
    struct table table;
    struct choice choice;
    hillock_trainer *trainer;
    hillock_neuron *neuron;
    hillock_dataset *all;      /* as the file has them: faults are found by line */
    hillock_dataset *training; /* views of the same rows, once the held-out ones stand at the end */
    hillock_dataset *held_out; /* NULL: none */
    hillock_dataset *validating; /* NULL: none */
    size_t n_validating;
    size_t n_held_out;
    struct coefficients coefficients;
    char ended[RULE_CAPACITY]; /* how the training did, in words */
    const char *saved_to;      /* NULL: no model was */
    int checkpoint_exits;      /* not 0: it could not be saved, and *fault says why */
    struct fault *fault;
};

/* Records the sentence and returns what the command then exits with. */
int session_refuse(struct session *session, int exits, const char *message);

/* Reads the table, makes the neuron and the datasets, or says what is wrong with them. */
int session_prepare(struct session *session);

/* Makes the samples to stop by samples to train on, and the neuron as it was before training. */
int session_hand_back(struct session *session);

/* What the option at position i of the library's table was given for, but needs; NULL: nothing. */
const char *session_missing_for(const struct session *session, size_t i);

#endif
