#include "picture.h"

#include <math.h>
#include <string.h>

struct series *picture_add(struct panel *panel, const char *name, enum mark mark, enum shade shade)
{
    struct series *const series = &panel->series[panel->n_series++];
    *series = (struct series){.name = name, .mark = mark, .shade = shade};
    return series;
}

/* Beyond these a range, or its ends with some air, may be no numbers. */
static const double MOST = 1e300, LEAST = 1e-300;

/* Widens the range to hold the numbers that can be drawn. */
static void hold(struct scale *scale, size_t count, const double *numbers)
{
    for (size_t i = 0; numbers && i < count; i++) {
        if (!(fabs(numbers[i]) <= MOST) || (scale->is_log && numbers[i] < LEAST))
            continue;
        scale->low = fmin(scale->low, numbers[i]);
        scale->high = fmax(scale->high, numbers[i]);
    }
}

/* Some air at both ends, and so much that its ends and tics are different numbers; a range also
 * where there is one number or none. */
static void air(struct scale *scale)
{
    if (!(scale->low <= scale->high)) {
        scale->low = scale->is_log ? 0.1 : 0;
        scale->high = 1;
    }
    if (scale->is_log) {
        const double decades = log10(scale->high) - log10(scale->low);
        const double factor = fmin(fmax(pow(10, 0.04 * decades), 1.02), 1e6);
        scale->low /= factor;
        scale->high *= factor;
    } else {
        const double range = scale->high - scale->low;
        const double size = fmax(fabs(scale->low), fabs(scale->high));
        const double more = range > LEAST ? fmax(0.04 * range, 1e-14 * size) : fmax(size / 10, 0.1);
        scale->low -= more;
        scale->high += more;
    }
}

void picture_ranges(const struct panel *panel, struct scale *x, struct scale *y)
{
    *x = panel->x;
    *y = panel->y;
    const bool open_x = x->low == x->high, open_y = y->low == y->high && !y->names;
    if (open_x)
        x->low = INFINITY, x->high = -INFINITY;
    if (open_y)
        y->low = INFINITY, y->high = -INFINITY;
    for (size_t i = 0; i < panel->n_series; i++) {
        const struct series *const s = &panel->series[i];
        struct scale *const bounded = s->mark == MARK_INTERVALS ? x : y;
        hold(x, open_x ? s->count : 0, s->x);
        hold(y, open_y ? s->count : 0, s->y);
        hold(bounded, (bounded == x ? open_x : open_y) ? s->count : 0, s->low);
        hold(bounded, (bounded == x ? open_x : open_y) ? s->count : 0, s->high);
    }
    if (open_x)
        air(x);
    if (open_y)
        air(y);
    if (y->names)
        y->low = -0.6, y->high = (double)y->n_names - 0.4;
}

bool picture_draw(const struct picture *picture, const char *path, struct fault *fault)
{
    if (strcmp(path, "-") != 0)
        return picture_gnuplot(picture, path, fault);
    picture_print(picture);
    return true;
}
