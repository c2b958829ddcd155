/* What `hillock fit` prints on the standard output, in the order in which it prints it. */
#ifndef TOOLS_SUMMARY_H
#define TOOLS_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>

#include "arguments.h"
#include "choice.h"
#include "coefficients.h"
#include "hillock/hillock.h"
#include "table.h"

/* The shape of the data and how they are divided. `all` has been checked. */
void print_data(const struct arguments *arguments, const struct table *table,
                const hillock_dataset *all, size_t n_held_out, size_t n_validating);

/* The neuron and why it is this one; the settings of the training. */
void print_neuron(const struct choice *choice, const hillock_neuron *neuron);
void print_settings(const hillock_trainer *trainer, hillock_loss loss, bool validates);

/* The losses of the cross-validation, the least one marked; nothing where there was none. */
void print_folds(const struct folds *folds);

/* How J and the gradient fell; why training ended, with which learning rate; how long it took. */
void print_history(const hillock_trainer *trainer);
void print_ending(const hillock_trainer *trainer, const char *rule);
void print_time(const hillock_trainer *trainer);

/* The scores that a loss has a meaning for: as they are printed, and as keys of --json. */
struct score_line {
    hillock_score_kind kind;
    const char *name, *key;
};
enum { N_SCORES = 3 };
const struct score_line *scores_of(hillock_loss loss);

/* Scores on the samples trained on and on those held out (NULL: none were); with weights they are
 * weighted means. */
void print_scores(hillock_neuron *neuron, const hillock_dataset *training,
                  const hillock_dataset *held_out, bool is_weighted);

/* The `top` features that matter most, over the first n_training samples, with their standard
 * errors where there are some; then the deviances, and what is to be said of the errors. */
void print_weights(const struct coefficients *coefficients, const struct table *table,
                   size_t n_training, size_t top);
void print_deviances(const struct coefficients *coefficients);

/* Where the model was saved, and how it is used. */
void print_kept(const char *path, bool has_covariance);

/* The exact gradient beside central differences. */
void print_gradient_check(hillock_neuron *neuron, const hillock_dataset *training);

#endif
