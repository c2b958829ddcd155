/* A picture as text: each panel a frame of characters as wide as the terminal. */
#define _POSIX_C_SOURCE 200809L /* STDOUT_FILENO */

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "characters.h"
#include "growth.h"
#include "picture.h"
#include "terminal.h"
#include "tics.h"

enum { USUAL = 80, NARROWEST = 40, WIDEST = 160, ROWS = 16, NAME = 24 };

struct canvas {
    size_t columns, rows; /* of the frame's inside */
    size_t left;          /* columns beside it */
    char *cells;          /* rows x columns, the top row first */
    struct scale x, y;
};

size_t picture_columns(void)
{
    const int columns = terminal_columns(STDOUT_FILENO);
    return columns <= 0          ? USUAL
           : columns < NARROWEST ? NARROWEST
           : columns > WIDEST    ? WIDEST
                                 : (size_t)columns;
}

/* From 0 at the low end of the scale to 1 at its high one. */
static double share_of(const struct scale *scale, double value)
{
    if (scale->is_log)
        return (log(value) - log(scale->low)) / (log(scale->high) - log(scale->low));
    return (value - scale->low) / (scale->high - scale->low);
}

/* The column or row of a share; -1: outside. */
static int place_of(double share, size_t count)
{
    return share >= 0 && share <= 1 ? (int)fmin(share * (double)count, (double)count - 1) : -1;
}

static int column_of(const struct canvas *c, double x)
{
    return place_of(share_of(&c->x, x), c->columns);
}

/* Names count from the top. */
static int row_of(const struct canvas *c, double y)
{
    const double share = share_of(&c->y, y);
    return place_of(c->y.names ? share : 1 - share, c->rows);
}

static void put(struct canvas *c, int row, int column, char mark)
{
    if (row >= 0 && column >= 0)
        c->cells[(size_t)row * c->columns + (size_t)column] = mark;
}

/* From one place to the next, a mark in each column, or row, on the way. */
static void put_line(struct canvas *c, const double *x, const double *y, size_t k, char mark)
{
    const double from = share_of(&c->x, x[k]), to = share_of(&c->x, x[k + 1]);
    const double low = share_of(&c->y, y[k]), high = share_of(&c->y, y[k + 1]);
    const double steps =
        fmax(fabs(to - from) * (double)c->columns, fabs(high - low) * (double)c->rows);
    if (!(steps <= 4 * (double)(c->columns + c->rows))) /* not finite, or far outside */
        return;
    const int last = (int)ceil(steps) + 1;
    for (int i = 0; i <= last; i++) {
        const double share = (double)i / last;
        put(c, place_of(1 - (low + share * (high - low)), c->rows),
            place_of(from + share * (to - from), c->columns), mark);
    }
}

/* From low to high, as far as the frame goes. */
static void put_upright(struct canvas *c, const struct series *s, size_t k)
{
    const int column = column_of(c, s->x[k]);
    const int top = row_of(c, fmin(s->high[k], c->y.high)),
              end = row_of(c, fmax(s->low[k], c->y.low));
    for (int row = top; top >= 0 && row <= end; row++)
        put(c, row, column, ':');
}

static void put_interval(struct canvas *c, const struct series *s, size_t k)
{
    const int row = row_of(c, s->y[k]);
    const int from = column_of(c, s->low[k]), to = column_of(c, s->high[k]);
    for (int column = from; from >= 0 && column <= to; column++)
        put(c, row, column, column == from || column == to ? '|' : '-');
}

/* What a series is drawn with; the first of its kind otherwise than the second. */
static char mark_of(const struct series *s)
{
    switch (s->mark) {
    case MARK_LINE:
        return s->shade == SHADE_BLUE ? '*' : s->shade == SHADE_ORANGE ? '+' : '|';
    case MARK_DASHES:
        return '-';
    case MARK_DOTS:
        return '.';
    case MARK_CIRCLES:
        return 'o';
    case MARK_BAND:
        return ':';
    case MARK_INTERVALS:
    case MARK_UPRIGHT:
        return s->shade == SHADE_BLUE ? '#' : 'o';
    }
    return '*';
}

static void put_series(struct canvas *c, const struct series *s)
{
    for (size_t k = 0; k < s->count; k++) {
        const bool is_line = s->mark == MARK_LINE || s->mark == MARK_DASHES;
        if (s->mark == MARK_BAND || s->mark == MARK_UPRIGHT)
            put_upright(c, s, k);
        if (s->mark == MARK_INTERVALS)
            put_interval(c, s, k);
        if (is_line && k + 1 < s->count)
            put_line(c, s->x, s->y, k, mark_of(s));
        else if (!is_line && s->mark != MARK_BAND)
            put(c, row_of(c, s->y[k]), column_of(c, s->x[k]), mark_of(s));
    }
}

static void print_padded(const char *text, size_t columns, bool to_the_right)
{
    char fitting[4 * NAME + 8];
    name_fit(fitting, sizeof fitting, text, columns);
    const int gap = (int)(columns - text_columns(fitting));
    (void)printf("%*s%s%*s", to_the_right ? gap : 0, "", fitting, to_the_right ? 0 : gap, "");
}

static const char *tic_of_row(const struct canvas *c, const struct tics *tics, size_t row)
{
    if (c->y.names)
        return c->y.names[row];
    for (size_t i = 0; i < tics->count; i++)
        if (row_of(c, tics->at[i]) == (int)row)
            return tics->text[i];
    return "";
}

/* The numbers below the frame, those that would touch the one before left out. */
static void print_x_tics(const struct canvas *c, const struct tics *tics)
{
    char line[WIDEST + 2];
    size_t end = 0, last = 0;
    memset(line, ' ', sizeof line);
    for (size_t i = 0; i < tics->count; i++) {
        const size_t length = strlen(tics->text[i]);
        const int column = column_of(c, tics->at[i]);
        const size_t middle = column < 0 ? c->columns : (size_t)column;
        const size_t start = middle > length / 2 ? middle - length / 2 : 0;
        if (column < 0 || start + length > c->columns + 1 || (end > 0 && start < end + 2))
            continue;
        memcpy(line + start, tics->text[i], length);
        last = end = start + length;
    }
    (void)printf("%*s  %.*s\n", (int)c->left, "", (int)last, line);
}

static void print_cells(const struct canvas *c)
{
    struct tics x, y;
    tics_make(&x, &c->x, (int)(c->columns / 12), false);
    tics_make(&y, &c->y, (int)(c->rows / 3), false);
    for (size_t row = 0; row < c->rows; row++) {
        const char *const cells = c->cells + row * c->columns;
        size_t used = c->columns;
        while (used > 0 && cells[used - 1] == ' ')
            used--;
        print_padded(tic_of_row(c, &y, row), c->left, true);
        (void)printf(" |%.*s\n", (int)used, cells);
    }
    (void)printf("%*s +", (int)c->left, "");
    for (size_t column = 0; column < c->columns; column++) {
        bool is_tic = false;
        for (size_t i = 0; i < x.count; i++)
            is_tic = is_tic || column_of(c, x.at[i]) == (int)column;
        (void)putchar(is_tic ? '+' : '-');
    }
    (void)putchar('\n');
    print_x_tics(c, &x);
}

static void print_legend(const struct panel *panel, size_t left, size_t columns)
{
    size_t used = left;
    bool is_empty = true;
    for (size_t i = 0; i < panel->n_series; i++)
        is_empty = is_empty && !panel->series[i].name;
    if (is_empty)
        return;
    (void)printf("%*s", (int)used, "");
    for (size_t i = 0; i < panel->n_series; i++) {
        const struct series *const s = &panel->series[i];
        const size_t wide = s->name ? text_columns(s->name) + 4 : 0;
        if (!s->name)
            continue;
        if (used > left && used + wide > columns) {
            (void)printf("\n%*s", (int)left, "");
            used = left;
        }
        (void)printf("  %c %s", mark_of(s), s->name);
        used += wide;
    }
    (void)putchar('\n');
}

static size_t left_of(const struct canvas *c)
{
    struct tics tics;
    size_t most = 1;
    tics_make(&tics, &c->y, (int)(c->rows / 3), false);
    for (size_t i = 0; i < (c->y.names ? c->y.n_names : tics.count); i++) {
        const size_t columns = text_columns(c->y.names ? c->y.names[i] : tics.text[i]);
        most = columns > most ? columns : most;
    }
    return most < NAME ? most : NAME;
}

/* As much of it as there are columns for, so that it ends at `end` where it is shorter. */
static void print_line(const char *text, size_t end, size_t columns)
{
    char fitting[4 * PICTURE_TEXT];
    text_fit(fitting, sizeof fitting, text, columns);
    const size_t used = text_columns(fitting);
    (void)printf("%*s%s\n", (int)(end > used ? end - used : 0), "", fitting);
}

static void print_panel(const struct panel *panel, size_t columns)
{
    struct canvas c = {.rows = panel->y.names ? panel->y.n_names : ROWS};
    picture_ranges(panel, &c.x, &c.y);
    if (panel->y.names) /* a row each */
        c.y.low = -0.5, c.y.high = (double)c.rows - 0.5;
    c.left = left_of(&c);
    c.columns = columns - c.left - 3;
    c.cells = grown_array(NULL, c.rows, c.columns, 1);
    if (!c.cells)
        return;
    memset(c.cells, ' ', c.rows * c.columns);
    for (size_t i = 0; i < panel->n_series; i++)
        put_series(&c, &panel->series[i]);
    (void)putchar('\n');
    if (panel->title)
        print_line(panel->title, 0, columns);
    if (panel->y.label)
        print_line(panel->y.label, c.left, columns);
    print_cells(&c);
    if (panel->x.label)
        print_line(panel->x.label, columns - 1, columns - 1); /* below its end */
    print_legend(panel, c.left, columns);
    free(c.cells);
}

void picture_print(const struct picture *picture)
{
    const size_t columns = picture_columns();
    (void)putchar('\n');
    print_line(picture->title, 0, columns);
    if (picture->note[0])
        print_line(picture->note, 0, columns);
    for (size_t i = 0; i < picture->n_panels; i++)
        print_panel(&picture->panels[i], columns);
}
