#define _POSIX_C_SOURCE 200809L /* isatty */

#include "progress.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

enum { BAR_WIDTH = 16 };

static double report(const hillock_trainer *trainer, hillock_report key)
{
    double value = 0;
    (void)hillock_trainer_report(trainer, key, &value);
    return value;
}

/* How much of what may be used up is used up: epochs, steps or seconds, whichever is furthest. At
 * most 1; NAN where nothing is limited but by the number of epochs that the library chooses. */
static double share_done(const hillock_trainer *trainer)
{
    int64_t epochs = 0, steps = 0;
    double seconds = 0, share = NAN;
    (void)hillock_trainer_get_integer(trainer, HILLOCK_EPOCHS, &epochs);
    (void)hillock_trainer_get_integer(trainer, HILLOCK_STEPS, &steps);
    (void)hillock_trainer_get_real(trainer, HILLOCK_SECONDS, &seconds);
    if (epochs > 0)
        share = report(trainer, HILLOCK_REPORT_EPOCHS) / (double)epochs;
    if (steps > 0) /* fmax takes the number beside NAN */
        share = fmax(share, report(trainer, HILLOCK_REPORT_STEPS) / (double)steps);
    if (seconds > 0)
        share = fmax(share, report(trainer, HILLOCK_REPORT_SECONDS) / seconds);
    return share > 1 ? 1 : share;
}

static void draw_state(const hillock_trainer *trainer)
{
    (void)fprintf(stderr, "epoch %-7.6g J %-10.5g %8.3g samples/s",
                  report(trainer, HILLOCK_REPORT_EPOCHS), report(trainer, HILLOCK_REPORT_J),
                  report(trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND));
}

static void draw(const hillock_trainer *trainer, double seconds)
{
    static const char full[] = "################", empty[] = "................";
    const double share = share_done(trainer);
    if (isnan(share)) {
        (void)fputc('\r', stderr);
        draw_state(trainer);
        (void)fprintf(stderr, "  gradient norm %-8.2g %4.0f s",
                      report(trainer, HILLOCK_REPORT_GRADIENT_NORM), seconds);
    } else {
        const int filled = (int)(share * BAR_WIDTH);
        const double left = share > 0 ? fmin(seconds * (1 - share) / share, 999999) : 0;
        (void)fprintf(stderr, "\r[%.*s%.*s] ", filled, full, BAR_WIDTH - filled, empty);
        draw_state(trainer);
        (void)fprintf(stderr, " %6.0f s left", left);
    }
    (void)fflush(stderr);
}

static int on_progress(const hillock_trainer *trainer, void *payload)
{
    struct progress *const progress = payload;
    const double seconds = report(trainer, HILLOCK_REPORT_SECONDS);
    if (progress->is_drawn && seconds < progress->drawn_at + 0.1)
        return 0;
    draw(trainer, seconds);
    progress->is_drawn = true;
    progress->drawn_at = seconds;
    return 0;
}

hillock_status progress_attach(hillock_trainer *trainer, struct progress *progress)
{
    *progress = (struct progress){0};
    return isatty(STDERR_FILENO) ? hillock_trainer_set_progress(trainer, on_progress, progress)
                                 : HILLOCK_OK;
}

void progress_clear(struct progress *progress)
{
    if (progress->is_drawn)
        (void)fputs("\r\033[K", stderr);
    progress->is_drawn = false;
}
