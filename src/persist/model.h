/* The handle behind hillock_model: a neuron and what belongs to it. */
#ifndef HK_PERSIST_MODEL_H
#define HK_PERSIST_MODEL_H

#include "core/message.h"
#include "model/inference.h"
#include "persist/sink.h"

#include <stdbool.h>

/* How the neuron was trained, as far as a file keeps it: nothing in it depends on the machine's
 * speed. */
typedef struct hk_training_summary {
    bool is_known;
    hillock_solver solver;
    hillock_status status;
    size_t n_samples;
    double J;
    double gradient_norm;
    double epochs;
} hk_training_summary;

struct hillock_model {
    hillock_neuron *neuron;       /* owned, as is all the rest */
    char **names;                 /* n_features; any of them NULL: without a name */
    char **references;            /* n_features; NULL: the feature is none of a text, or old */
    char *target;                 /* or NULL                                      */
    char *offset;                 /* its name, or ""; NULL: trained without one   */
    char *classes[2];             /* both or none                                 */
    double *mean;                 /* n_features; NULL: not known                  */
    double *deviation;            /* n_features; NULL where mean is               */
    hillock_inference *inference; /* without the values of the data; NULL: there is none */
    hk_training_summary summary;
    hk_message message;
};

/* A model of n_features with no names; NULL when memory could not be had. The pair must make
 * sense. */
hillock_model *hk_model_create(size_t n_features, hillock_activation activation, hillock_loss loss);
void hk_model_destroy(hillock_model *model);

/* *place becomes a copy of `length` characters of text (NULL: nothing). false: memory, and *place
 * is as it was. */
bool hk_model_copy_text(char **place, const char *text, size_t length);

/* Memory for mean and deviation, where there is none yet. false: for neither. */
bool hk_model_reserve_spread(hillock_model *model);

/* A solver's name and the other way round; false: there is none of that name. */
const char *hk_solver_name(hillock_solver solver);
bool hk_solver_named(const char *name, hillock_solver *solver);

/* The shape parameters that this activation and loss have, at most two: their keys, and how
 * many. */
size_t hk_model_shapes(const hk_mathematics *mathematics, int keys[2]);

/* The least version of the format that can say it. */
unsigned hk_model_version(const hillock_model *model);

/* The text of docs/format.md. false: the sink failed. */
bool hk_model_write(const hillock_model *model, hk_sink *sink);

/* The model that exactly these bytes describe, or an error with a sentence that names the line.
 * Errors: FORMAT, MEMORY. */
hillock_status hk_model_read(hillock_model **model, const char *text, size_t length,
                             hk_message *message);

#endif
