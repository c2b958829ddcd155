#define _POSIX_C_SOURCE 200809L /* stat */

#include "checkpoint.h"

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

/* Takes what has been done off a limit, which --epochs and --steps mean of the whole; `whole` is
 * one that was chosen, where none is given. false: nothing is left of it. */
static bool take_off(hillock_trainer *trainer, int key, double whole, double done)
{
    int64_t limit = 0;
    (void)hillock_trainer_get_integer(trainer, key, &limit);
    const int64_t all = limit > 0 ? limit : (int64_t)whole;
    const int64_t left = all - (int64_t)done;
    return all == 0 || (left > 0 && !hillock_trainer_set_integer(trainer, key, left));
}

static bool limit(hillock_trainer *trainer)
{
    const double epochs = report(trainer, HILLOCK_REPORT_EPOCHS);
    const double most = report(trainer, HILLOCK_REPORT_EPOCH_LIMIT);
    const double steps = report(trainer, HILLOCK_REPORT_STEPS);
    return take_off(trainer, HILLOCK_EPOCHS, most, epochs) &&
           take_off(trainer, HILLOCK_STEPS, 0, steps);
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
    if (hillock_trainer_load_checkpoint(trainer, session->neuron, session->training, path)) {
        (void)fail(session->fault, "--resume: %s", hillock_trainer_message(trainer));
        return EXITS_DATA;
    }
    progress_go_on(progress, trainer);
    progress_begin(progress);
    *status = (hillock_status)report(trainer, HILLOCK_REPORT_STATUS);
    if (!session->arguments.json)
        (void)printf("resumed    from %s, after %.6g epochs\n", path,
                     report(trainer, HILLOCK_REPORT_EPOCHS));
    *is_left = limit(trainer);
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
