/* How J and the scaled gradient norm fell: about three lines a decade of epochs. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "summary.h"

enum { BAR_WIDTH = 30 };

struct history {
    size_t length;
    const double *epoch, *J, *gradient_norm;
    double lowest, highest; /* of J */
};

/* After 1, 2, 5, 10, 20, 50, ... comes the next of the row. */
static double next_milestone(double milestone)
{
    const double leading = milestone / pow(10, floor(log10(milestone) + 1e-9));
    return leading > 1.5 && leading < 3 ? milestone * 2.5 : milestone * 2;
}

/* As long as the part of the way from the lowest J to the highest that is still to go. */
static int bar_length(const struct history *history, double J)
{
    const double range = history->highest - history->lowest;
    const bool is_drawable = range > 0 && isfinite(range) && isfinite(J);
    return is_drawable ? (int)lround(BAR_WIDTH * (J - history->lowest) / range) : 0;
}

static void print_point(const struct history *history, size_t i)
{
    static const char bar[] = "##############################"; /* BAR_WIDTH of them */
    const int length = bar_length(history, history->J[i]);
    (void)printf("  %10g  %14.8g  %13.4g%s%.*s\n", history->epoch[i], history->J[i],
                 history->gradient_norm[i], length > 0 ? "  " : "", length, bar);
}

static void print_points(const struct history *history)
{
    double milestone = 1;
    (void)printf("\n  %10s  %14s  %13s\n", "epoch", "J", "gradient norm");
    for (size_t i = 0; i < history->length; i++) {
        /* Of several in one epoch (a solver's last look at where it is) the last one stands. */
        const bool comes_again =
            i > 0 && i + 1 < history->length && history->epoch[i + 1] == history->epoch[i];
        const bool is_reached = i > 0 && !comes_again && history->epoch[i] >= milestone;
        if (i == 0 || is_reached || i + 1 == history->length)
            print_point(history, i);
        while (i > 0 && !comes_again && milestone <= history->epoch[i])
            milestone = next_milestone(milestone);
    }
    (void)putchar('\n');
}

/* As many points as numbers holds a third of: epochs, then J, then gradient norms. */
static struct history history_of(size_t length, const double *numbers)
{
    struct history history = {.length = length,
                              .epoch = numbers,
                              .J = numbers + length,
                              .gradient_norm = numbers + 2 * length,
                              .lowest = INFINITY,
                              .highest = -INFINITY};
    for (size_t i = 0; i < length; i++) {
        history.lowest = fmin(history.lowest, history.J[i]);
        history.highest = fmax(history.highest, history.J[i]);
    }
    return history;
}

void print_history(const hillock_trainer *trainer)
{
    const size_t length = hillock_trainer_history_length(trainer);
    double *const numbers = length > 0 ? calloc(length, 3 * sizeof *numbers) : NULL;
    if (numbers && hillock_trainer_history(trainer, length, numbers, numbers + length,
                                           numbers + 2 * length) == HILLOCK_OK) {
        const struct history history = history_of(length, numbers);
        print_points(&history);
    }
    free(numbers);
}
