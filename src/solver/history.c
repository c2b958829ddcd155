#include "solver/history.h"

void hk_history_clear(hk_history *history)
{
    history->evaluations = 0;
    history->interval = 1;
    history->length = 0;
    history->passing = false;
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

/* As if there had never been such a point: what was thinned for it is thinned for the next one. */
static void take_back(hk_history *history)
{
    history->length--;
    history->evaluations--;
    history->passing = false;
}

/* A last point that is not due by the interval stands only until the next one comes. */
void hk_history_record(hk_history *history, double epoch, double J, double gradient_norm,
                       double validation_J)
{
    if (history->passing)
        take_back(history);
    if (history->length > 0 &&
        history->points[history->length - 1].ordinal % history->interval != 0)
        history->length--;
    if (history->length == HK_HISTORY_CAPACITY)
        thin(history);
    history->points[history->length++] =
        (hk_history_point){history->evaluations++, epoch, J, gradient_norm, validation_J};
}

/* All points but the last are those that the interval says. */
static size_t ordinal_of(const hk_history *history, size_t i)
{
    return i + 1 < history->length ? i * history->interval : history->evaluations - 1;
}

/* Thinned as record does it, and not empty where its last point is to be replaced. */
static bool is_sound(const hk_history *history)
{
    const bool is_power = history->interval > 0 && !(history->interval & (history->interval - 1));
    return is_power && history->length <= history->evaluations &&
           (history->length > 0 || !history->passing);
}

void hk_history_visit(hk_history *history, hk_visitor *visitor)
{
    static const size_t MOST = (size_t)1 << 53;
    hk_visit_size(visitor, "evaluations", &history->evaluations, MOST);
    hk_visit_size(visitor, "interval", &history->interval, MOST);
    hk_visit_flag(visitor, "passing", &history->passing);
    hk_visit_size(visitor, "points", &history->length, HK_HISTORY_CAPACITY);
    visitor->failed = visitor->failed || !is_sound(history);
    for (size_t i = 0; !visitor->failed && i < history->length; i++) {
        hk_history_point *const point = &history->points[i];
        double values[] = {point->epoch, point->J, point->gradient_norm, point->validation_J};
        hk_visit_row(visitor, "point", 4, values);
        *point =
            (hk_history_point){ordinal_of(history, i), values[0], values[1], values[2], values[3]};
    }
}
