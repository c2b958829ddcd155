#define _POSIX_C_SOURCE 200809L /* isatty */

#include "progress.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "interrupt.h"

enum { BAR_WIDTH = 16 };

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
    const double epochs = report(trainer, HILLOCK_REPORT_EPOCH_LIMIT);
    double share = report(trainer, HILLOCK_REPORT_EPOCHS) / epochs;
    if (steps > 0)
        share = fmax(share, (report(trainer, HILLOCK_REPORT_STEPS) - progress->steps_before) /
                                (double)steps);
    if (seconds > 0)
        share = fmax(share, (report(trainer, HILLOCK_REPORT_SECONDS) - progress->seconds_before) /
                                seconds);
    return fmin(share, 1);
}

/* It may converge before: the time left is a bound. */
static void draw(const hillock_trainer *trainer, const struct progress *progress, double seconds)
{
    static const char full[] = "################", empty[] = "................";
    const double share = share_done(trainer, progress);
    const int filled = (int)(share * BAR_WIDTH);
    const double left = share > 0 ? fmin(seconds * (1 - share) / share, 99999) : 0;
    (void)fprintf(stderr, "\r[%.*s%.*s] epoch %-7.6g J %-10.5g %8.3g samples/s <%5.0f s left",
                  filled, full, BAR_WIDTH - filled, empty, report(trainer, HILLOCK_REPORT_EPOCHS),
                  report(trainer, HILLOCK_REPORT_J),
                  report(trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND), left);
    (void)fflush(stderr);
}

void progress_begin(struct progress *progress)
{
    if (progress->begin)
        progress->begin(progress->payload);
    progress->begin = NULL;
}

static int on_progress(const hillock_trainer *trainer, void *payload)
{
    struct progress *const progress = payload;
    const double seconds = report(trainer, HILLOCK_REPORT_SECONDS);
    progress_begin(progress);
    if (was_interrupted())
        return 1;
    if (!progress->draws || (progress->is_drawn && seconds < progress->drawn_at + 0.1))
        return 0;
    draw(trainer, progress, seconds);
    progress->is_drawn = true;
    progress->drawn_at = seconds;
    return 0;
}

hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress)
{
    progress->draws = progress->draws && isatty(STDERR_FILENO);
    progress->steps_before = report(trainer, HILLOCK_REPORT_STEPS);
    progress->seconds_before = report(trainer, HILLOCK_REPORT_SECONDS);
    return hillock_trainer_set_progress(trainer, on_progress, progress);
}

void progress_clear(struct progress *progress)
{
    if (progress->is_drawn)
        (void)fputs("\r\033[K", stderr);
    progress->is_drawn = false;
}
