/* From the table to what is trained and what it is trained on. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acting.h"
#include "library_words.h"
#include "plot.h"
#include "replaceable.h"
#include "session.h"
#include "split.h"
#include "whole_file.h"

int session_refuse(struct session *session, int exits, const char *message)
{
    (void)fail(session->fault, "%s", message);
    return exits;
}

static int view(struct session *session, hillock_dataset **dataset, size_t first, size_t count)
{
    const struct table *const table = &session->table;
    const size_t n = table->n_features;
    hillock_status status = hillock_dataset_create(dataset, count, n);
    if (!status)
        status = hillock_dataset_set_features_f64(*dataset, table->features + first * n,
                                                  HILLOCK_SAMPLE_MAJOR, n);
    if (!status)
        status = hillock_dataset_set_targets_f64(*dataset, table->targets + first);
    if (!status && table->weights)
        status = hillock_dataset_set_weights_f64(*dataset, table->weights + first);
    if (!status && table->offsets)
        status = hillock_dataset_set_offset_f64(*dataset, table->offsets + first);
    return status ? session_refuse(session, EXITS_DATA, hillock_status_text(status))
                  : EXITS_TRAINED;
}

static int set_shapes(struct session *session)
{
    for (size_t i = 0; i < session->arguments.n_shapes; i++) {
        const struct shape *const shape = &session->arguments.shapes[i];
        if (hillock_neuron_set_real(session->neuron, shape->key, shape->value)) {
            (void)fail(session->fault, "--%s: %s", hillock_option_name(shape->key),
                       hillock_neuron_message(session->neuron));
            return EXITS_USAGE;
        }
    }
    return EXITS_TRAINED;
}

/* A bias that is held is none: 0, also where a neuron of this activation begins with 1. */
static hillock_status hold_bias(const struct session *session)
{
    int64_t has_bias = 1;
    (void)hillock_trainer_get_integer(session->trainer, HILLOCK_FIT_BIAS, &has_bias);
    if (has_bias)
        return HILLOCK_OK;
    double *const w = calloc(session->table.n_features, sizeof *w);
    const hillock_status status =
        w ? hillock_neuron_set_parameters(session->neuron, w, 0) : HILLOCK_ERROR_MEMORY;
    free(w);
    return status;
}

static int code_classes(struct session *session)
{
    struct choice *const choice = &session->choice;
    if (session->table.classes[0] && choice->loss == HILLOCK_CROSS_ENTROPY && choice->reason &&
        !session->arguments.loss)
        choice->reason = "the target has two classes";
    return table_code(&session->table, choice->loss)
               ? EXITS_TRAINED
               : session_refuse(session, EXITS_DATA, hillock_status_text(HILLOCK_ERROR_MEMORY));
}

static int make_neuron(struct session *session)
{
    const struct choice *const choice = &session->choice;
    hillock_neuron_destroy(session->neuron);
    session->neuron = NULL;
    hillock_status status = hillock_neuron_create(&session->neuron, session->table.n_features,
                                                  choice->activation, choice->loss);
    if (!status)
        status = hold_bias(session);
    return status ? session_refuse(session, EXITS_DATA, hillock_status_text(status))
                  : set_shapes(session);
}

/* Two classes coded by other numbers are taken for amounts, which is seldom what is meant: least of
 * all where the activation is a probability. */
static void note_coding(const struct session *session, const struct target_values *values)
{
    const hillock_activation given = session->arguments.activation;
    const bool is_guess =
        !session->arguments.loss && (!given || go_together(given, HILLOCK_CROSS_ENTROPY));
    if (is_guess && !session->arguments.quiet && values->n_distinct == 2 &&
        session->choice.loss == HILLOCK_SQUARED)
        (void)fprintf(
            stderr,
            "hillock: note: %s has only the values %g and %g; if they stand for two classes, "
            "--positive %g says which one is 1\n",
            session->arguments.roles.target, values->low, values->high, values->high);
}

const char *session_missing_for(const struct session *session, size_t i)
{
    const int key = hillock_option_at(i);
    if (!session->arguments.given[i])
        return NULL;
    if (key == HILLOCK_PATIENCE)
        return session->arguments.validate > 0 ? NULL : "--validate";
    return option_needs(session->trainer, session->choice.loss, key);
}

/* Checked as the file has them, before samples are held out: so a fault has a line. */
static int check_data(struct session *session)
{
    const hillock_status status = hillock_dataset_check(session->all, session->choice.loss);
    if (!status)
        return EXITS_TRAINED;
    const char *const file = source_name(session->arguments.file);
    char message[512];
    without_row(hillock_dataset_message(session->all), message, sizeof message);
    const bool is_coding = strstr(message, ", to have ") != NULL;
    const char *const hint =
        is_coding ? ", or let --positive say which class is the upper one" : "";
    const struct roles *const roles = &session->arguments.roles;
    size_t row = 0, column = 0;
    const char *const place = status == HILLOCK_ERROR_WEIGHT ? roles->weight : roles->target;
    if (hillock_dataset_fault(session->all, &row, &column, NULL))
        (void)fail(session->fault, "%s, column %s: %s%s", file, place, message, hint);
    else
        (void)fail(session->fault, "%s, line %zu, column %s: %s%s", file, session->table.lines[row],
                   column == SIZE_MAX ? place : session->table.names[column], message, hint);
    return EXITS_DATA;
}

/* Both are there, and the draw may have left one class to train on. */
static bool leaves_both_classes(const struct session *session, size_t n_training)
{
    const struct table *const table = &session->table;
    const hillock_loss loss = session->choice.loss;
    if (classes_are_both(table, n_training, loss, 1))
        return true;
    return fail(session->fault,
                "the %zu sample%s to train on are all of one class: the other is among those %s; "
                "%s, or another --seed",
                n_training, n_training == 1 ? "" : "s",
                session->n_held_out > 0 ? "held out" : "to stop by",
                session->n_held_out > 0 ? "--test-fraction 0" : "no --validate");
}

static int divide(struct session *session)
{
    int64_t seed = 0;
    (void)hillock_trainer_get_integer(session->trainer, HILLOCK_SEED, &seed);
    session->n_held_out = split_off(&session->table, session->table.n_samples,
                                    session->arguments.test_fraction, (uint64_t)seed);
    const size_t n_rest = session->table.n_samples - session->n_held_out;
    session->n_validating = split_off(&session->table, n_rest, session->arguments.validate,
                                      (uint64_t)seed + 1); /* drawn by themselves */
    const size_t n_training = n_rest - session->n_validating;
    if (!leaves_both_classes(session, n_training))
        return EXITS_DATA;
    if (!folds_are_possible(&session->arguments.folds, &session->table, n_training,
                            session->choice.loss, session->fault))
        return EXITS_USAGE;
    int exits = view(session, &session->training, 0, n_training);
    if (!exits && session->n_held_out > 0)
        exits = view(session, &session->held_out, n_rest, session->n_held_out);
    if (!exits && session->n_validating > 0)
        exits = view(session, &session->validating, n_training, session->n_validating);
    if (!exits && session->validating &&
        hillock_trainer_set_validation(session->trainer, session->validating))
        exits = session_refuse(session, EXITS_DATA, hillock_trainer_message(session->trainer));
    return exits;
}

int session_hand_back(struct session *session)
{
    const size_t n_training = hillock_dataset_n_samples(session->training) + session->n_validating;
    (void)hillock_trainer_set_validation(session->trainer, NULL);
    hillock_dataset_destroy(session->validating);
    hillock_dataset_destroy(session->training);
    session->validating = session->training = NULL;
    session->n_validating = 0;
    const int exits = view(session, &session->training, 0, n_training);
    return exits ? exits : make_neuron(session);
}

/* path: NULL where the option is not given. */
static bool may_write(const struct session *session, const char *option, const char *kind,
                      const char *path)
{
    return !path || (whole_file_is_possible(option, path, session->fault) &&
                     replaceable_by(kind, path, session->arguments.file, session->fault));
}

int session_prepare(struct session *session)
{
    const struct arguments *const arguments = &session->arguments;
    if (!may_write(session, "--model", "model", arguments->model) ||
        !may_write(session, "--checkpoint", "checkpoint", arguments->checkpoint))
        return EXITS_DATA;
    if (arguments->plot && !plot_is_possible(arguments->plot, arguments->file, session->fault))
        return EXITS_DATA;
    if (!table_read(&session->table, arguments->file, &arguments->roles, NULL, session->fault))
        return EXITS_DATA;
    if (arguments->picture == PICTURE_FIT && session->table.n_features > 1) {
        (void)fail(session->fault,
                   "--picture fit: the curve of one feature can be drawn, and there are %zu; "
                   "--features NAME leaves one, and --picture weights shows all",
                   session->table.n_features);
        return EXITS_USAGE;
    }
    const struct target_values values =
        target_values(session->table.n_samples, session->table.targets);
    session->choice = choose_neuron(arguments->activation, arguments->loss, &values);
    int exits = code_classes(session);
    if (!exits)
        exits = make_neuron(session);
    if (!exits)
        exits = view(session, &session->all, 0, session->table.n_samples);
    if (!exits)
        exits = check_data(session);
    if (!exits)
        exits = divide(session);
    if (exits)
        return exits;
    if (!arguments->quiet)
        note_dropped(session->table.n_dropped, arguments->file);
    note_coding(session, &values);
    return EXITS_TRAINED;
}
