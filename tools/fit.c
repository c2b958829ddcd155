#include "fit.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "acting.h"
#include "arguments.h"
#include "choice.h"
#include "coefficients.h"
#include "defaults.h"
#include "help.h"
#include "hillock/hillock.h"
#include "interrupt.h"
#include "keep.h"
#include "progress.h"
#include "report_json.h"
#include "split.h"
#include "summary.h"
#include "table.h"

/* Everything one training needs; all of it is freed in one place. */
struct session {
    struct arguments arguments;
    struct table table;
    struct choice choice;
    hillock_trainer *trainer;
    hillock_neuron *neuron;
    hillock_dataset *all;      /* as the file has them: faults are found by line */
    hillock_dataset *training; /* views of the same rows, once the held-out ones stand at the end */
    hillock_dataset *held_out; /* NULL: none */
    size_t n_held_out;
    struct coefficients coefficients;
    const char *saved_to; /* NULL: no model was */
    struct fault *fault;
};

static int refuse(struct session *session, int exits, const char *message)
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
    return status ? refuse(session, EXITS_DATA, hillock_status_text(status)) : EXITS_TRAINED;
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

static int make_neuron(struct session *session, const struct target_values *values)
{
    struct choice *const choice = &session->choice;
    *choice = choose_neuron(session->arguments.activation, session->arguments.loss, values);
    const hillock_status status = hillock_neuron_create(&session->neuron, session->table.n_features,
                                                        choice->activation, choice->loss);
    return status ? refuse(session, EXITS_DATA, hillock_status_text(status)) : set_shapes(session);
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
            "recode them as 0 and 1\n",
            session->arguments.target, values->low, values->high);
}

/* What the option at position i of the library's table was given for, but needs; NULL: nothing. */
static const char *missing_for(const struct session *session, size_t i)
{
    return session->arguments.given[i]
               ? option_needs(session->trainer, session->choice.loss, hillock_option_at(i))
               : NULL;
}

/* Said, because otherwise they would seem to have acted. */
static void note_idle_options(const struct session *session)
{
    for (size_t i = 0; i < OPTIONS_CAPACITY && hillock_option_at(i); i++) {
        const char *const needed = missing_for(session, i);
        if (needed && !session->arguments.quiet)
            (void)fprintf(stderr, "hillock: note: --%s acts only with %s\n",
                          hillock_option_name(hillock_option_at(i)), needed);
    }
}

/* Checked as the file has them, before samples are held out: so a fault has a line. */
static int check_data(struct session *session)
{
    if (!hillock_dataset_check(session->all, session->choice.loss))
        return EXITS_TRAINED;
    const char *const file =
        strcmp(session->arguments.file, "-") == 0 ? "standard input" : session->arguments.file;
    const char *const message = hillock_dataset_message(session->all);
    size_t row = 0, column = 0;
    if (hillock_dataset_fault(session->all, &row, &column, NULL))
        (void)fail(session->fault, "%s, column %s: %s", file, session->arguments.target, message);
    else
        (void)fail(session->fault, "%s, line %zu, column %s: %s", file, session->table.lines[row],
                   column == SIZE_MAX ? session->arguments.target : session->table.names[column],
                   message);
    return EXITS_DATA;
}

static int divide(struct session *session)
{
    int64_t seed = 0;
    (void)hillock_trainer_get_integer(session->trainer, HILLOCK_SEED, &seed);
    session->n_held_out =
        split_off(&session->table, session->arguments.test_fraction, (uint64_t)seed);
    const size_t n_training = session->table.n_samples - session->n_held_out;
    const int exits = view(session, &session->training, 0, n_training);
    if (exits || session->n_held_out == 0)
        return exits;
    return view(session, &session->held_out, n_training, session->n_held_out);
}

static int prepare(struct session *session)
{
    const struct arguments *const arguments = &session->arguments;
    if (arguments->model && !keep_is_possible(arguments->model, session->fault))
        return EXITS_DATA;
    if (!table_read(&session->table, arguments->file, arguments->target, session->fault))
        return EXITS_DATA;
    const struct target_values values =
        target_values(session->table.n_samples, session->table.targets);
    int exits = make_neuron(session, &values);
    if (!exits)
        exits = view(session, &session->all, 0, session->table.n_samples);
    if (!exits)
        exits = check_data(session);
    if (!exits)
        exits = divide(session);
    if (exits)
        return exits;
    note_coding(session, &values);
    return EXITS_TRAINED;
}

/* What is to be done, once it is known that it can be. */
static void print_plan(void *payload)
{
    const struct session *const session = payload;
    note_idle_options(session);
    if (session->arguments.json)
        return;
    print_data(&session->arguments, &session->table, session->all, session->n_held_out);
    print_neuron(&session->choice, session->neuron);
    print_settings(session->trainer, session->choice.loss);
    (void)fflush(stdout);
}

/* Whether it was an option that could not be done, and no number of the table. */
static bool blames_options(const struct session *session, hillock_status status)
{
    bool blames = status == HILLOCK_ERROR_PAIR;
    for (size_t i = 0; i < OPTIONS_CAPACITY && hillock_option_at(i); i++) {
        const int key = hillock_option_at(i);
        const bool may_be_refused =
            key == HILLOCK_L1 || key == HILLOCK_PENALIZE_RAW || key == HILLOCK_CLASS_WEIGHTS;
        blames =
            blames || (status == HILLOCK_ERROR_VALUE && may_be_refused && missing_for(session, i));
    }
    return blames;
}

static int train(struct session *session, hillock_status *status)
{
    struct progress progress = {
        .begin = print_plan, .payload = session, .draws = !session->arguments.quiet};
    if (progress_attach(session->trainer, &progress))
        return refuse(session, EXITS_DATA, hillock_trainer_message(session->trainer));
    interrupt_catch();
    *status = hillock_train(session->trainer, session->neuron, session->training);
    interrupt_release();
    progress_clear(&progress);
    if (*status < HILLOCK_OK)
        return refuse(session, blames_options(session, *status) ? EXITS_USAGE : EXITS_DATA,
                      hillock_trainer_message(session->trainer));
    progress_begin(&progress);
    return EXITS_TRAINED;
}

static int examine(struct session *session)
{
    const hillock_status status =
        coefficients_make(&session->coefficients, session->neuron, session->trainer,
                          session->training, &session->arguments.asked);
    return status ? refuse(session, EXITS_DATA, hillock_status_text(status)) : EXITS_TRAINED;
}

static void print_trained(const struct session *session)
{
    const size_t n_training = session->table.n_samples - session->n_held_out;
    print_scores(session->neuron, session->training, session->held_out);
    print_weights(&session->coefficients, &session->table, n_training, session->arguments.top);
    print_deviances(&session->coefficients);
    if (session->arguments.check_gradient)
        print_gradient_check(session->neuron, session->training);
    if (session->saved_to)
        print_kept(session->saved_to);
}

static int keep(struct session *session)
{
    const struct kept kept = {.neuron = session->neuron,
                              .trainer = session->trainer,
                              .training = session->training,
                              .table = &session->table,
                              .target = session->arguments.target};
    const char *const path = session->arguments.model;
    if (path && !keep_model(&kept, path, session->fault))
        return EXITS_DATA;
    session->saved_to = path;
    return EXITS_TRAINED;
}

static void print_object(const struct session *session, bool is_trained)
{
    const struct fit_report report = {.trainer = session->trainer,
                                      .neuron = session->neuron,
                                      .training = session->training,
                                      .held_out = session->held_out,
                                      .table = &session->table,
                                      .coefficients = is_trained ? &session->coefficients : NULL,
                                      .target = session->arguments.target,
                                      .checks_gradient = session->arguments.check_gradient,
                                      .model = session->saved_to};
    print_json(&report);
}

/* The neuron is saved first of all, and its results are printed also where that failed. */
static int conclude(struct session *session)
{
    const int kept = keep(session);
    const int examined = examine(session);
    if (examined)
        return examined;
    if (session->arguments.json)
        print_object(session, true);
    else
        print_trained(session);
    return kept;
}

static void print_course(const struct session *session, hillock_status status)
{
    print_history(session->trainer);
    print_ending(session->trainer, status);
    print_time(session->trainer);
}

static int run(struct session *session)
{
    hillock_status status = HILLOCK_OK;
    int exits = prepare(session);
    if (!exits)
        exits = train(session, &status);
    if (exits)
        return exits;
    if (!session->arguments.json)
        print_course(session, status);
    else if (status == HILLOCK_DIVERGED)
        print_object(session, false);
    if (status == HILLOCK_DIVERGED)
        return refuse(session, EXITS_DIVERGED,
                      "training diverged: try --standardize or a smaller --learning-rate");
    exits = conclude(session);
    if (!exits && status == HILLOCK_CANCELLED)
        return refuse(session, EXITS_INTERRUPTED,
                      session->saved_to
                          ? "interrupted: the results and the model are those of the weights "
                            "reached by then"
                          : "interrupted: the results are those of the weights reached by then");
    return exits;
}

static void end(struct session *session)
{
    coefficients_free(&session->coefficients);
    hillock_dataset_destroy(session->held_out);
    hillock_dataset_destroy(session->training);
    hillock_dataset_destroy(session->all);
    hillock_neuron_destroy(session->neuron);
    hillock_trainer_destroy(session->trainer);
    table_free(&session->table);
}

int fit(int count, char **words, struct fault *fault)
{
    struct session session = {.fault = fault};
    int exits = EXITS_TRAINED;
    hillock_status status = hillock_trainer_create(&session.trainer);
    if (!status)
        status = set_defaults(session.trainer);
    if (status)
        exits = refuse(&session, EXITS_DATA, hillock_status_text(status));
    else if (!arguments_read(&session.arguments, session.trainer, count, words, fault))
        exits = EXITS_USAGE;
    else if (session.arguments.help)
        print_help(stdout);
    else
        exits = run(&session);
    end(&session);
    return exits;
}
