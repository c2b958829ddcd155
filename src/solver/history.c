#include "solver/history.h"

void hk_history_clear(hk_history *history)
{
    history->evaluations = 0;
    history->interval = 1;
    history->length = 0;
}

/* Keeps every second point and doubles the interval. */
static void thin(hk_history *history)
{
    size_t kept = 0;
    history->interval *= 2;
    for (size_t i = 0; i < history->length; i++)
        if (history->points[i].ordinal % history->interval == 0)
            history->points[kept++] = history->points[i];
    history->length = kept;
}

/* A last point that is not due by the interval stands only until the next one comes. */
void hk_history_record(hk_history *history, double epoch, double J, double gradient_norm,
                       double validation_J)
{
    if (history->length > 0 &&
        history->points[history->length - 1].ordinal % history->interval != 0)
        history->length--;
    if (history->length == HK_HISTORY_CAPACITY)
        thin(history);
    history->points[history->length++] =
        (hk_history_point){history->evaluations++, epoch, J, gradient_norm, validation_J};
}
