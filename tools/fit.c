#include "fit.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "acting.h"
#include "checkpoint.h"
#include "defaults.h"
#include "fit_picture.h"
#include "help.h"
#include "hillock/hillock.h"
#include "interrupt.h"
#include "keep.h"
#include "library_words.h"
#include "progress.h"
#include "replaceable.h"
#include "report_json.h"
#include "roles.h"
#include "session.h"
#include "summary.h"

/* Said, because otherwise they would seem to have acted. */
static void note_idle_options(const struct session *session)
{
    for (size_t i = 0; i < OPTIONS_CAPACITY && hillock_option_at(i); i++) {
        const char *const needed = session_missing_for(session, i);
        if (needed && !session->arguments.quiet)
            (void)fprintf(stderr, "hillock: note: --%s acts only with %s\n",
                          hillock_option_name(hillock_option_at(i)), needed);
    }
}

/* What is to be done, once it is known that it can be. */
static void print_plan(void *payload)
{
    const struct session *const session = payload;
    note_idle_options(session);
    if (session->arguments.json)
        return;
    print_data(&session->arguments, &session->table, session->all, session->n_held_out,
               session->n_validating);
    print_neuron(&session->choice, session->neuron);
    print_settings(session->trainer, session->choice.loss, session->n_validating > 0);
    print_folds(&session->arguments.folds);
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
        blames = blames || (status == HILLOCK_ERROR_VALUE && may_be_refused &&
                            session_missing_for(session, i));
    }
    return blames;
}

/* For what the options say, or for what the table holds. */
static int refuse_training(struct session *session, hillock_status status)
{
    if (blames_options(session, status))
        return session_refuse(session, EXITS_USAGE, session->ended);
    if (status == HILLOCK_ERROR_MEMORY)
        return session_refuse(session, EXITS_DATA, session->ended);
    (void)fail(session->fault, "%s: %s", source_name(session->arguments.file), session->ended);
    return EXITS_DATA;
}

/* Before the training, which then has the best of the penalties. */
static hillock_status cross_validate(struct session *session)
{
    struct progress progress = {.is_wanted = !session->arguments.quiet,
                                .folds = &session->arguments.folds};
    int64_t seed = 0;
    hillock_status status = progress_attach(session->trainer, &progress);
    (void)hillock_trainer_get_integer(session->trainer, HILLOCK_SEED, &seed);
    if (!status)
        status = folds_run(&session->arguments.folds, session->trainer, session->neuron,
                           &session->table, session->training, (uint64_t)seed + 2);
    progress_clear(&progress);
    return status;
}

/* Up to its end, or to where it had come before. */
static int train_neuron(struct session *session, struct progress *progress, hillock_status *status)
{
    bool is_left;
    const int exits = checkpoint_begin(session, progress, &is_left, status);
    if (!exits && is_left)
        *status = progress_attach(session->trainer, progress);
    if (!exits && is_left && !*status)
        *status = hillock_train(session->trainer, session->neuron, session->training);
    return exits;
}

/* One that converged elsewhere than where the loss on the samples to stop by was least was stopped
 * early. A checkpoint is of the training as it began. */
static bool needed_no_stop(const struct session *session, hillock_status status)
{
    return status == HILLOCK_OK && session->n_validating > 0 && !session->arguments.checkpoint;
}

static int train_on_all(struct session *session, struct progress *progress, hillock_status *status)
{
    const size_t count = session->n_validating;
    const int exits = session_hand_back(session);
    if (exits)
        return exits;
    if (!session->arguments.quiet)
        (void)fprintf(stderr,
                      "hillock: note: --validate: training converged before the loss of the %zu "
                      "sample%s to stop by had risen, and was repeated with %s\n",
                      count, count == 1 ? "" : "s", count == 1 ? "it" : "them");
    return train_neuron(session, progress, status);
}

static int train(struct session *session, hillock_status *status)
{
    struct progress progress = {
        .begin = print_plan, .payload = session, .is_wanted = !session->arguments.quiet};
    int exits = EXITS_TRAINED;
    interrupt_catch();
    *status = cross_validate(session);
    const bool is_cut = *status == HILLOCK_CANCELLED;
    if (!*status)
        exits = train_neuron(session, &progress, status);
    if (!exits && !is_cut && needed_no_stop(session, *status))
        exits = train_on_all(session, &progress, status);
    if (!exits && *status >= HILLOCK_OK && *status != HILLOCK_DIVERGED && !is_cut)
        session->checkpoint_exits = checkpoint_end(session);
    interrupt_release();
    progress_clear(&progress);
    if (exits)
        return exits;
    if (is_cut)
        return session_refuse(session, EXITS_INTERRUPTED,
                              "interrupted in cross-validation: nothing was fitted");
    const char *const message = hillock_trainer_message(session->trainer);
    char named[RULE_CAPACITY];
    with_names(session->ended[0] ? session->ended
               : *message        ? message
                                 : hillock_status_text(*status),
               session->table.names, session->table.n_features, named, sizeof named);
    (void)snprintf(session->ended, sizeof session->ended, "%s", named);
    if (*status < HILLOCK_OK)
        return refuse_training(session, *status);
    if (!folds_have_best(&session->arguments.folds))
        return session_refuse(session, EXITS_DATA,
                              "--folds: no penalty has a finite loss on what was left out");
    progress_begin(&progress);
    return EXITS_TRAINED;
}

static int examine(struct session *session)
{
    const hillock_status status =
        coefficients_make(&session->coefficients, session->neuron, session->trainer,
                          session->training, &session->arguments.asked);
    struct coefficients *const c = &session->coefficients;
    char named[sizeof c->remark];
    with_names(c->remark, session->table.names, session->table.n_features, named, sizeof named);
    memcpy(c->remark, named, sizeof named);
    return status ? session_refuse(session, EXITS_DATA, hillock_status_text(status))
                  : EXITS_TRAINED;
}

/* Of so many features the covariance takes two thirds of a megabyte. */
enum { USUAL_FEATURES = 200 };

/* Where the covariance to be kept is from; NULL: none is. */
static const hillock_inference *kept_inference(const struct session *session)
{
    const struct coefficients *const c = &session->coefficients;
    const bool is_usual = c->is_sound && c->n_features <= USUAL_FEATURES;
    return session->arguments.covariance || is_usual ? c->inference : NULL;
}

static void print_trained(const struct session *session)
{
    const size_t n_training = hillock_dataset_n_samples(session->training);
    print_scores(session->neuron, session->training, session->held_out,
                 session->table.weights != NULL);
    print_weights(&session->coefficients, &session->table, n_training, session->arguments.top);
    print_deviances(&session->coefficients);
    if (session->arguments.check_gradient)
        print_gradient_check(session->neuron, session->training);
    if (session->saved_to)
        print_kept(session->saved_to, kept_inference(session) != NULL);
    if (session->arguments.checkpoint && !session->checkpoint_exits)
        print_checkpoint(session);
}

static int keep(struct session *session)
{
    const struct kept kept = {.neuron = session->neuron,
                              .trainer = session->trainer,
                              .training = session->training,
                              .table = &session->table,
                              .target = session->arguments.roles.target,
                              .offset = session->arguments.roles.offset,
                              .inference = kept_inference(session)};
    const char *const path = session->arguments.model;
    /* Asked again: the checkpoint may have been saved there, by another name. */
    if (path && !(replaceable_by("model", path, session->arguments.file, session->fault) &&
                  keep_model(&kept, path, session->fault)))
        return EXITS_DATA;
    session->saved_to = path;
    return EXITS_TRAINED;
}

static void print_object(const struct session *session, hillock_status status, bool is_trained)
{
    const struct fit_report report = {
        .status = status,
        .rule = session->ended,
        .trainer = session->trainer,
        .neuron = session->neuron,
        .training = session->training,
        .held_out = session->held_out,
        .n_validating = session->n_validating,
        .table = &session->table,
        .coefficients = is_trained ? &session->coefficients : NULL,
        .file = session->arguments.file,
        .target = session->arguments.roles.target,
        .weight = session->arguments.roles.weight,
        .offset = session->arguments.roles.offset,
        .folds = &session->arguments.folds,
        .checks_gradient = session->arguments.check_gradient,
        .model = session->saved_to,
        .checkpoint = session->checkpoint_exits ? NULL : session->arguments.checkpoint};
    print_json(&report);
}

/* Saves the model again, with the covariance that examining it has made. */
static int keep_covariance(struct session *session)
{
    if (!session->arguments.model)
        return EXITS_TRAINED;
    if (session->arguments.covariance && !session->coefficients.inference)
        (void)fprintf(stderr, "hillock: note: the model has no covariance: %s\n",
                      *session->coefficients.remark ? session->coefficients.remark
                                                    : "it needs the standard errors");
    return kept_inference(session) ? keep(session) : EXITS_TRAINED;
}

/* The neuron is saved first of all, and its results are printed also where that failed. */
static int conclude(struct session *session, hillock_status status)
{
    int kept = keep(session);
    const int examined = examine(session);
    if (examined)
        return examined;
    if (!kept)
        kept = keep_covariance(session);
    if (session->arguments.json)
        print_object(session, status, true);
    else
        print_trained(session);
    return kept ? kept : session->checkpoint_exits;
}

/* The last of all: where it fails, everything else is there. */
static int draw(const struct session *session, bool has_diverged)
{
    const bool done =
        !session->arguments.plot || fit_picture(session, has_diverged, session->fault);
    return done ? EXITS_TRAINED : EXITS_DATA;
}

static void print_course(const struct session *session)
{
    print_history(session->trainer);
    print_ending(session->trainer, session->ended);
    print_time(session->trainer);
}

/* What has not been done yet. */
static const char *divergence_advice(const hillock_trainer *trainer)
{
    int64_t standardizes = 0;
    double rate = 0;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_STANDARDIZE, &standardizes);
    (void)hillock_trainer_get_real(trainer, HILLOCK_LEARNING_RATE, &rate);
    if (!standardizes)
        return "training diverged: try --standardize or a smaller --learning-rate";
    return rate > 0 ? "training diverged: try a smaller --learning-rate, or none: it is chosen then"
                    : "training diverged: try --solver auto, or a smaller --learning-rate";
}

static int run(struct session *session)
{
    hillock_status status = HILLOCK_OK;
    int exits = session_prepare(session);
    if (!exits)
        exits = train(session, &status);
    if (exits)
        return exits;
    if (!session->arguments.json)
        print_course(session);
    else if (status == HILLOCK_DIVERGED)
        print_object(session, status, false);
    if (status == HILLOCK_DIVERGED && draw(session, true))
        return EXITS_DIVERGED;
    if (status == HILLOCK_DIVERGED)
        return session_refuse(session, EXITS_DIVERGED, divergence_advice(session->trainer));
    exits = conclude(session, status);
    if (!exits)
        exits = draw(session, false);
    if (!exits && status == HILLOCK_CANCELLED)
        return session_refuse(
            session, EXITS_INTERRUPTED,
            session->saved_to
                ? "interrupted: the results and the model are those of the weights "
                  "reached by then"
                : "interrupted: the results are those of the weights reached by then");
    return exits;
}

static void end(struct session *session)
{
    folds_free(&session->arguments.folds);
    coefficients_free(&session->coefficients);
    hillock_dataset_destroy(session->held_out);
    hillock_dataset_destroy(session->validating);
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
        exits = session_refuse(&session, EXITS_DATA, hillock_status_text(status));
    else if (!arguments_read(&session.arguments, session.trainer, count, words, fault))
        exits = EXITS_USAGE;
    else if (session.arguments.help)
        print_fit_options(stdout);
    else
        exits = run(&session);
    end(&session);
    return exits;
}
