/* A table and a neuron to look at: what `explain` and `surface` begin with. */
#ifndef TOOLS_STUDY_H
#define TOOLS_STUDY_H

#include <stdbool.h>

#include "choice.h"
#include "fault.h"
#include "hillock/hillock.h"
#include "table.h"

enum { SHAPES = 8 };

struct study {
    const char *file;              /* "-": the standard input */
    const char *target;            /* NULL: as the model says */
    const char *model_path;        /* NULL: the neuron is made for the table */
    hillock_activation activation; /* 0: chosen from the targets */
    hillock_loss loss;             /* 0: chosen from the targets */
    struct roles roles;            /* of the columns, and how the table is read */
    size_t n_shapes;
    struct {
        int key; /* HILLOCK_ALPHA, _DELTA or _TAU */
        double value;
    } shapes[SHAPES];
    struct table table; /* of a model: its features alone, in its order */
    struct choice choice;
    hillock_model *model;   /* NULL: none; the target may be a name of its */
    hillock_neuron *neuron; /* with the parameters of the model, or as it was created */
};

/* Takes an option that is not every study's: how many words were used, 0 after a refusal. */
typedef int (*take_option)(void *payload, int count, char **words, struct fault *fault);

/* Reads a command line: the file, --target, --activation, --loss, --model, --alpha and the like go
 * to the study, all others to take. --name=value comes there as two words. */
bool study_read(struct study *study, int count, char **words, take_option take, void *payload,
                struct fault *fault);

/* The value behind words[0]; NULL, refused, where there is none. */
const char *study_value(int count, char **words, struct fault *fault);

/* A whole number from low to high behind words[0]. */
bool study_count(int count, char **words, size_t low, size_t high, size_t *value,
                 struct fault *fault);

/* Reads the table, makes the neuron and checks that the one goes with the other: targets of one
 * class only are allowed. `command` is that of the message when words are missing. Returns what the
 * command exits with; end it in either case. */
int study_begin(struct study *study, const char *command, struct fault *fault);
void study_end(struct study *study);

/* A view of `count` samples from `first` on; NULL: no memory. */
hillock_dataset *study_view(const struct study *study, size_t first, size_t count,
                            struct fault *fault);

/* The feature of this name. When there is none, *fault lists them and says who asked. */
bool study_find(const struct study *study, const char *asked_by, const char *name, size_t *column,
                struct fault *fault);

#endif
