#define _POSIX_C_SOURCE 200809L /* stat */

#include "checkpoint.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

static const double SECONDS_BETWEEN = 60;

static double report(const hillock_trainer *trainer, hillock_report key)
{
    double value = 0;
    (void)hillock_trainer_report(trainer, key, &value);
    return value;
}

/* --epochs and --steps are of the whole; the most epochs are chosen where none are given. 0: no
 * limit. */
static int64_t whole_limit(const hillock_trainer *trainer, int key)
{
    int64_t limit = 0;
    (void)hillock_trainer_get_integer(trainer, key, &limit);
    return limit == 0 && key == HILLOCK_EPOCHS
               ? (int64_t)report(trainer, HILLOCK_REPORT_EPOCH_LIMIT)
               : limit;
}

static double done_of(const hillock_trainer *trainer, int key)
{
    return report(trainer, key == HILLOCK_EPOCHS ? HILLOCK_REPORT_EPOCHS : HILLOCK_REPORT_STEPS);
}

/* Takes what has been done off the limits. The option of which nothing is left; 0: none. */
static int limit(hillock_trainer *trainer)
{
    static const int keys[] = {HILLOCK_EPOCHS, HILLOCK_STEPS};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const int64_t whole = whole_limit(trainer, keys[i]);
        const int64_t left = whole - (int64_t)done_of(trainer, keys[i]);
        if (whole > 0 && (left <= 0 || hillock_trainer_set_integer(trainer, keys[i], left)))
            return keys[i];
    }
    return 0;
}

/* What ends by itself has arrived, however much is left; else the limit is how it ends now,
 * whatever had stopped it then. */
static void say_used_up(struct session *session, int key, hillock_status *status)
{
    const hillock_trainer *const trainer = session->trainer;
    if (*status != HILLOCK_STEP_LIMIT && *status != HILLOCK_DEADLINE &&
        *status != HILLOCK_CANCELLED)
        return;
    *status = HILLOCK_STEP_LIMIT;
    int64_t given = 0;
    (void)hillock_trainer_get_integer(trainer, key, &given);
    const char *const name = hillock_option_name(key);
    (void)snprintf(session->ended, sizeof session->ended,
                   "nothing was trained: the checkpoint has reached %.6g %s already, and the limit "
                   "(%s--%s, of the whole) is %" PRId64 "; J = %.8g, scaled gradient norm %.3g",
                   done_of(trainer, key), name, given > 0 ? "" : "chosen without ", name,
                   whole_limit(trainer, key), report(trainer, HILLOCK_REPORT_J),
                   report(trainer, HILLOCK_REPORT_GRADIENT_NORM));
}

static int resume(struct session *session, struct progress *progress, bool *is_left,
                  hillock_status *status)
{
    const char *const path = session->arguments.checkpoint;
    hillock_trainer *const trainer = session->trainer;
    struct stat entry;
    if (stat(path, &entry) != 0) {
        if (!session->arguments.quiet)
            (void)fprintf(stderr, "hillock: note: there is no %s yet: the training begins anew\n",
                          path);
        return EXITS_TRAINED;
    }
    const hillock_status loaded =
        hillock_trainer_load_checkpoint(trainer, session->neuron, session->training, path);
    if (loaded) {
        (void)fail(session->fault, "--resume: %s%s", hillock_trainer_message(trainer),
                   loaded == HILLOCK_ERROR_VALUE
                       ? "; give the table and the options it was made with, or begin another one: "
                         "--checkpoint, with another name"
                       : "");
        return EXITS_DATA;
    }
    progress_go_on(progress, trainer);
    progress_begin(progress);
    *status = (hillock_status)report(trainer, HILLOCK_REPORT_STATUS);
    if (!session->arguments.json)
        (void)printf("resumed    from %s, after %.6g epoch%s\n", path,
                     report(trainer, HILLOCK_REPORT_EPOCHS),
                     report(trainer, HILLOCK_REPORT_EPOCHS) == 1 ? "" : "s");
    /* Kept aside, as setting a limit silences the trainer. */
    (void)snprintf(session->ended, sizeof session->ended, "%s", hillock_trainer_message(trainer));
    const int used_up = limit(trainer);
    *is_left = used_up == 0;
    if (*is_left)
        session->ended[0] = '\0';
    else
        say_used_up(session, used_up, status);
    return EXITS_TRAINED;
}

int checkpoint_begin(struct session *session, struct progress *progress, bool *is_left,
                     hillock_status *status)
{
    const struct arguments *const arguments = &session->arguments;
    const double every = arguments->checkpoint_every;
    *is_left = true;
    if (!arguments->checkpoint)
        return EXITS_TRAINED;
    hillock_status set = hillock_trainer_set_integer(session->trainer, HILLOCK_KEEP_STATE, 1);
    if (!set)
        set = hillock_trainer_set_checkpoint(session->trainer, arguments->checkpoint,
                                             every > 0 ? every : SECONDS_BETWEEN);
    if (set)
        return session_refuse(session, EXITS_DATA, hillock_trainer_message(session->trainer));
    return arguments->resume ? resume(session, progress, is_left, status) : EXITS_TRAINED;
}

int checkpoint_end(struct session *session)
{
    const char *const path = session->arguments.checkpoint;
    const char *message;
    if (!path)
        return EXITS_TRAINED;
    if (!hillock_trainer_save_checkpoint(session->trainer, path))
        return EXITS_TRAINED;
    message = hillock_trainer_message(session->trainer);
    (void)fail(session->fault, "the checkpoint could not be saved: %s", message);
    return EXITS_DATA;
}

void print_checkpoint(const struct session *session)
{
    (void)printf("\ncheckpoint saved to %s; the same command with --resume goes on from it\n",
                 session->arguments.checkpoint);
}
