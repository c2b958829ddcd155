#define _POSIX_C_SOURCE 200809L /* isatty, clock_gettime */

#include "progress.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "interrupt.h"
#include "terminal.h"

enum { BAR_WIDTH = 16, USUAL_WIDTH = 80, FIRST_LINE = 5 };

static double report(const hillock_trainer *trainer, hillock_report key)
{
    double value = 0;
    (void)hillock_trainer_report(trainer, key, &value);
    return value;
}

/* How much of what may be used up is used up: epochs, steps or seconds, whichever is furthest. At
 * most 1. */
static double share_done(const hillock_trainer *trainer, const struct progress *progress)
{
    int64_t steps = 0;
    double seconds = 0;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_STEPS, &steps);
    (void)hillock_trainer_get_real(trainer, HILLOCK_SECONDS, &seconds);
    const double epochs = report(trainer, HILLOCK_REPORT_EPOCH_LIMIT) - progress->before.epochs;
    double share =
        (report(trainer, HILLOCK_REPORT_EPOCHS) - progress->before.epochs) / fmax(epochs, 1);
    if (steps > 0)
        share = fmax(share, (report(trainer, HILLOCK_REPORT_STEPS) - progress->before.steps) /
                                (double)steps);
    if (seconds > 0)
        share = fmax(share, (report(trainer, HILLOCK_REPORT_SECONDS) - progress->before.seconds) /
                                seconds);
    return fmin(share, 1);
}

static double now(void)
{
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* What there is to say, in pieces that may be left out. */
struct said {
    char bar[2 * BAR_WIDTH + 4], where[64], speed[48], left[48];
};

/* It may converge before: the time left is a bound. */
static void say_left(char *text, size_t capacity, double seconds)
{
    if (seconds < 100)
        (void)snprintf(text, capacity, " <%.0f s left", ceil(seconds));
    else if (seconds < 6000)
        (void)snprintf(text, capacity, " <%.0f min left", ceil(seconds / 60));
    else if (seconds < 360000)
        (void)snprintf(text, capacity, " <%.0f h left", ceil(seconds / 3600));
    else
        *text = '\0';
}

static void say(struct said *said, const struct progress *progress, const hillock_trainer *trainer,
                double seconds)
{
    static const char full[] = "################", empty[] = "................";
    const struct folds *const folds = progress->folds;
    const double total = folds ? (double)(folds->count * folds->n_results) : 1;
    const double done = folds ? (double)folds->n_trained : 0;
    const double share = (done + share_done(trainer, progress)) / total;
    const int filled = (int)(share * BAR_WIDTH);
    int used = 0;
    (void)snprintf(said->bar, sizeof said->bar, "[%.*s%.*s] ", filled, full, BAR_WIDTH - filled,
                   empty);
    if (folds)
        used =
            snprintf(said->where, sizeof said->where, "training %.0f of %.0f, ", done + 1, total);
    (void)snprintf(said->where + used, sizeof said->where - (size_t)used, "epoch %.6g J %.5g",
                   report(trainer, HILLOCK_REPORT_EPOCHS), report(trainer, HILLOCK_REPORT_J));
    (void)snprintf(said->speed, sizeof said->speed, " %.3g samples/s",
                   report(trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND));
    say_left(said->left, sizeof said->left, share > 0 ? seconds * (1 - share) / share : INFINITY);
}

/* As much as fits into one line of the terminal, which may have another width than a moment ago: of
 * the pieces the bar counts least, then the speed, then the time left. */
static void draw(const struct said *said)
{
    const char *const pieces[][4] = {{said->bar, said->where, said->speed, said->left},
                                     {said->where, said->speed, said->left, ""},
                                     {said->where, said->left, "", ""},
                                     {said->where, "", "", ""}};
    const int columns = terminal_columns(STDERR_FILENO);
    const int room = (columns > 0 ? columns : USUAL_WIDTH) - 1;
    char line[256] = "";
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const int length = snprintf(line, sizeof line, "%s%s%s%s", pieces[i][0], pieces[i][1],
                                    pieces[i][2], pieces[i][3]);
        if (length <= room)
            break;
    }
    (void)fprintf(stderr, "\r%.*s\033[K", room, line);
    (void)fflush(stderr);
}

void progress_begin(struct progress *progress)
{
    if (progress->begin)
        progress->begin(progress->payload);
    progress->begin = NULL;
}

/* On a terminal ten times a second; elsewhere rather a log: after 5 seconds, 10, 20, ... */
static void show(struct progress *progress, const hillock_trainer *trainer)
{
    const double seconds = now() - progress->began_at;
    struct said said;
    if (seconds < progress->next_at)
        return;
    say(&said, progress, trainer, seconds);
    if (progress->on_terminal)
        draw(&said);
    else
        (void)fprintf(stderr, "hillock: %s%s%s\n", said.where, said.speed, said.left);
    progress->is_drawn = progress->on_terminal;
    progress->next_at = progress->on_terminal ? seconds + 0.1 : 2 * seconds;
}

static int on_progress(const hillock_trainer *trainer, void *payload)
{
    struct progress *const progress = payload;
    progress_begin(progress);
    if (was_interrupted())
        return 1;
    if (progress->is_wanted)
        show(progress, trainer);
    return 0;
}

void progress_go_on(struct progress *progress, const hillock_trainer *trainer)
{
    progress->before.epochs = report(trainer, HILLOCK_REPORT_EPOCHS);
    progress->before.steps = report(trainer, HILLOCK_REPORT_STEPS);
    progress->before.seconds = report(trainer, HILLOCK_REPORT_SECONDS);
}

hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress)
{
    progress->on_terminal = isatty(STDERR_FILENO);
    progress->began_at = now();
    progress->next_at = progress->on_terminal ? 0 : FIRST_LINE;
    return hillock_trainer_set_progress(trainer, on_progress, progress);
}

void progress_clear(struct progress *progress)
{
    if (progress->is_drawn)
        (void)fputs("\r\033[K", stderr);
    progress->is_drawn = false;
}
