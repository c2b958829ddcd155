/* A picture by gnuplot: panels with their tics, their legends above them, where they cover
 * nothing. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "characters.h"
#include "picture.h"
#include "plot.h"
#include "tics.h"

/* In points of a screen. */
enum {
    LETTER = 8,  /* the width of one, a little more than the average */
    SAMPLE = 26, /* of a line in a legend */
    HEAD = 34,   /* the title of the picture */
    NOTE = 20,
    ABOVE = 54, /* a panel: its title and its legend */
    BELOW = 62, /* its tics and its label */
    RIGHT = 22,
    LABEL = 34, /* beside the tics of y */
    NAME = 30,  /* letters of a name at most */
    TALL = 190,
    ROW = 21
};

static const char *const colours[] = {"#0072b2", "#d55e00", "#777777"};
static const char *const pale[] = {"#c4dcec", "#f7d9c2", "#dddddd"};

/* Of a panel, in the units above, from the top left corner. */
struct box {
    double left, right, top, bottom;
};

struct drawing {
    struct plot *plot;
    double width, height;
};

/* The letters of the longest one. */
static size_t longest_of(const struct tics *tics)
{
    size_t most = 1;
    for (size_t i = 0; i < tics->count; i++)
        most = text_columns(tics->text[i]) > most ? text_columns(tics->text[i]) : most;
    return most;
}

/* Tics of x, as many as have room beside each other. */
static void make_x_tics(struct tics *tics, const struct scale *x, double width)
{
    int wanted = (int)fmax(3, width / 60);
    do
        tics_make(tics, x, wanted--, true);
    while (wanted > 1 && (double)(tics->count * (longest_of(tics) + 1) * LETTER) > width);
}

/* The letters of the longest tic of y. */
static size_t tic_columns(const struct panel *panel, const struct tics *tics)
{
    size_t most = longest_of(tics);
    for (size_t i = 0; i < panel->y.n_names; i++)
        most = text_columns(panel->y.names[i]) > most ? text_columns(panel->y.names[i]) : most;
    return most < NAME ? most : NAME;
}

/* Below a panel: less where it has no label. */
static double below(const struct panel *panel)
{
    return panel->x.label ? BELOW : BELOW - 30;
}

static double inner_height(const struct panel *panel, bool is_stacked)
{
    if (panel->y.names)
        return fmax(3, (double)panel->y.n_names) * ROW;
    return is_stacked ? TALL : 2 * TALL;
}

static void write_number(FILE *script, double number)
{
    if (isfinite(number))
        (void)fprintf(script, " %.15g", number); /* a range may begin at the tenth digit */
    else
        (void)fputs(" nan", script);
}

/* A block of data for each series: x, y, low, high. */
static void write_data(FILE *script, const struct panel *panel, size_t which)
{
    for (size_t i = 0; i < panel->n_series; i++) {
        const struct series *const s = &panel->series[i];
        (void)fprintf(script, "$data%zu%zu << END\n", which, i);
        for (size_t k = 0; k < s->count; k++) {
            write_number(script, s->x[k]);
            write_number(script, s->y ? s->y[k] : NAN);
            write_number(script, s->low ? s->low[k] : NAN);
            write_number(script, s->high ? s->high[k] : NAN);
            (void)fputc('\n', script);
        }
        (void)fputs("END\n", script);
    }
}

static void write_style(struct drawing *d, const struct series *s)
{
    const char *const colour = colours[s->shade];
    FILE *const script = d->plot->script;
    switch (s->mark) {
    case MARK_LINE:
        (void)fprintf(script, "using 1:2 with lines lw 1.8 lc rgb '%s'", colour);
        return;
    case MARK_DASHES:
        (void)fprintf(script, "using 1:2 with lines lw 1.2 dt (8,6) lc rgb '%s'", colour);
        return;
    case MARK_DOTS:
        (void)fprintf(script, "using 1:2 with points pt 7 ps %g lc rgb '%s'",
                      s->count > 300 ? 0.3 : 0.5, colour);
        return;
    case MARK_CIRCLES:
        (void)fprintf(script, "using 1:2 with points pt 6 ps %g lc rgb '%s'",
                      s->count > 300 ? 0.4
                      : s->count > 1 ? 0.7
                                     : 1.1,
                      colour);
        return;
    case MARK_BAND:
        (void)fprintf(script, "using 1:3:4 with filledcurves fill solid noborder fc rgb '%s'",
                      pale[s->shade]);
        return;
    case MARK_INTERVALS:
        (void)fprintf(script, "using 1:2:3:4 with xerrorbars pt 7 ps 0.6 lw 1.6 lc rgb '%s'",
                      colour);
        return;
    case MARK_UPRIGHT:
        (void)fprintf(script, "using 1:2:3:4 with yerrorbars pt 7 ps 0.6 lw 1.6 lc rgb '%s'",
                      colour);
        return;
    }
}

static void write_plot(struct drawing *d, const struct panel *panel, size_t which)
{
    FILE *const script = d->plot->script;
    (void)fputs("plot ", script);
    for (size_t i = 0; i < panel->n_series; i++) {
        (void)fprintf(script, "%s$data%zu%zu ", i > 0 ? ", \\\n  " : "", which, i);
        write_style(d, &panel->series[i]);
    }
    (void)fputc('\n', script);
}

/* room: for the label, in points. */
static void write_scale(struct drawing *d, char letter, const struct scale *scale,
                        const struct tics *tics, double room)
{
    FILE *const script = d->plot->script;
    char name[4 * NAME + 8], label[4 * PICTURE_TEXT];
    (void)fprintf(script, "%s logscale %c\nset %crange [%.17g:%.17g]\nset %ctics out (",
                  scale->is_log ? "set" : "unset", letter, letter,
                  scale->names ? scale->high : scale->low, scale->names ? scale->low : scale->high,
                  letter);
    for (size_t i = 0; i < tics->count && !scale->names; i++) {
        (void)fputs(i > 0 ? ", " : "", script);
        plot_text(d->plot, tics->text[i]);
        (void)fprintf(script, " %.17g", tics->at[i]);
    }
    for (size_t i = 0; scale->names && i < scale->n_names; i++) {
        (void)fputs(i > 0 ? ", " : "", script);
        name_fit(name, sizeof name, scale->names[i], NAME);
        plot_text(d->plot, name);
        (void)fprintf(script, " %zu", i);
    }
    (void)fprintf(script, ")\nset %clabel ", letter);
    text_fit(label, sizeof label, scale->label ? scale->label : "", (size_t)(room / LETTER));
    plot_text(d->plot, label);
    (void)fputc('\n', script);
}

static void write_label(struct drawing *d, const char *text, double x, double y, int size,
                        const char *colour)
{
    char fitting[4 * PICTURE_TEXT];
    text_fit(fitting, sizeof fitting, text,
             (size_t)fmax(4, (d->width - x) / (LETTER * size / 13.0)));
    (void)fputs("set label ", d->plot->script);
    plot_text(d->plot, fitting);
    (void)fprintf(d->plot->script, " at screen %.6f, screen %.6f left font ',%d' tc rgb '%s'\n",
                  x / d->width, 1 - y / d->height, size, colour);
}

/* A bar on the picture, flat or upright, half as long as it says to either side of x and y. */
static void write_bar(struct drawing *d, double x, double y, double wide, double tall,
                      const char *style)
{
    (void)fprintf(d->plot->script,
                  "set arrow from screen %.6f, screen %.6f to screen %.6f, screen %.6f nohead %s\n",
                  (x - wide / 2) / d->width, 1 - (y + tall / 2) / d->height,
                  (x + wide / 2) / d->width, 1 - (y - tall / 2) / d->height, style);
}

/* What a series looks like, at x of a legend. */
static void write_sample(struct drawing *d, const struct series *s, double x, double y)
{
    FILE *const script = d->plot->script;
    char style[96];
    const bool has_point = s->mark != MARK_LINE && s->mark != MARK_DASHES && s->mark != MARK_BAND;
    if (s->mark == MARK_BAND)
        (void)fprintf(script,
                      "set object rectangle from screen %.6f, screen %.6f to screen %.6f, screen "
                      "%.6f fc rgb '%s' fs solid noborder\n",
                      x / d->width, 1 - (y + 5) / d->height, (x + SAMPLE) / d->width,
                      1 - (y - 5) / d->height, pale[s->shade]);
    (void)snprintf(style, sizeof style, "lw %s%s lc rgb '%s'",
                   s->mark == MARK_DASHES ? "1.2 " : "1.8 ",
                   s->mark == MARK_DASHES ? "dt (8,6)" : "", colours[s->shade]);
    if (s->mark == MARK_LINE || s->mark == MARK_DASHES || s->mark == MARK_INTERVALS)
        write_bar(d, x + SAMPLE / 2.0, y, SAMPLE, 0, style);
    if (s->mark == MARK_UPRIGHT)
        write_bar(d, x + SAMPLE / 2.0, y, 0, 16, style);
    if (has_point)
        (void)fprintf(script,
                      "set label '' at screen %.6f, screen %.6f point pt %d ps 0.7 lc rgb '%s'\n",
                      (x + SAMPLE / 2.0) / d->width, 1 - y / d->height,
                      s->mark == MARK_CIRCLES ? 6 : 7, colours[s->shade]);
}

/* In one line above the panel, where it covers nothing. gnuplot's own would take two. */
static void write_legend(struct drawing *d, const struct panel *panel, struct box box)
{
    double x = box.left;
    for (size_t i = 0; i < panel->n_series; i++) {
        const struct series *const s = &panel->series[i];
        if (!s->name)
            continue;
        write_sample(d, s, x, box.top - 14);
        write_label(d, s->name, x + SAMPLE + 8, box.top - 14, 12, "#222222");
        x += SAMPLE + 8 + LETTER * (double)text_columns(s->name) + 14;
    }
}

static void write_panel(struct drawing *d, const struct panel *panel, size_t which, struct box box)
{
    FILE *const script = d->plot->script;
    struct scale x, y;
    struct tics x_tics, y_tics;
    picture_ranges(panel, &x, &y);
    make_x_tics(&x_tics, &x, box.right - box.left);
    tics_make(&y_tics, &y, (int)fmax(3, (box.bottom - box.top) / 36), true);
    (void)fprintf(script,
                  "set lmargin at screen %.6f\nset rmargin at screen %.6f\n"
                  "set tmargin at screen %.6f\nset bmargin at screen %.6f\n",
                  box.left / d->width, box.right / d->width, 1 - box.top / d->height,
                  1 - box.bottom / d->height);
    write_scale(d, 'x', &x, &x_tics, box.right - box.left);
    write_scale(d, 'y', &y, &y_tics, box.bottom - box.top + ABOVE);
    if (panel->title)
        write_label(d, panel->title, box.left, box.top - 34, 13, "#222222");
    write_legend(d, panel, box);
    write_plot(d, panel, which);
    (void)fputs("unset label\nunset arrow\nunset object\n", script);
}

/* The room to the left of a panel: its label and its tics. */
static double left_of(const struct panel *panel)
{
    struct scale x, y;
    struct tics tics;
    picture_ranges(panel, &x, &y);
    tics_make(&tics, &y, 6, true); /* about as wide as those there will be */
    return (panel->y.label && *panel->y.label ? LABEL : 0) + 14 +
           (LETTER + 1) * (double)tic_columns(panel, &tics);
}

static void write_panels(struct drawing *d, const struct picture *p, double top, double each)
{
    double left = 0;
    for (size_t i = 0; i < p->n_panels && p->is_stacked; i++)
        left = fmax(left, left_of(&p->panels[i]));
    for (size_t i = 0; i < p->n_panels; i++) {
        const struct panel *const panel = &p->panels[i];
        const double height = inner_height(panel, p->is_stacked);
        struct box box = {left, d->width - RIGHT, top + ABOVE, top + ABOVE + height};
        if (p->is_stacked)
            top += ABOVE + height + below(panel);
        else {
            box.left = (double)i * each + left_of(panel);
            box.right = (double)(i + 1) * each - RIGHT;
        }
        write_panel(d, panel, i, box);
    }
}

bool picture_gnuplot(const struct picture *picture, const char *path, struct fault *fault)
{
    const double each = picture->n_panels > 1 && !picture->is_stacked ? 500
                        : picture->is_stacked                         ? 840
                                                                      : 760;
    const double top = HEAD + (picture->note[0] ? NOTE : 0);
    double height = top;
    struct plot plot;
    for (size_t i = 0; i < picture->n_panels; i++) {
        const double panel = ABOVE + inner_height(&picture->panels[i], picture->is_stacked) + BELOW;
        height = picture->is_stacked ? height + panel : fmax(height, top + panel);
    }
    struct drawing d = {.plot = &plot,
                        .width = picture->is_stacked ? each : each * (double)picture->n_panels,
                        .height = height};
    if (!plot_begin(&plot, path, (int)d.width, (int)d.height, fault))
        return false;
    for (size_t i = 0; i < picture->n_panels; i++)
        write_data(plot.script, &picture->panels[i], i);
    (void)fputs("set multiplot\nunset key\nset border 3\nset grid lc rgb '#e4e4e4' lt 1 lw 0.6\n",
                plot.script);
    write_label(&d, picture->title, 14, 22, 15, "#111111");
    write_label(&d, picture->note, 14, 44, 12, "#555555");
    write_panels(&d, picture, top, each);
    (void)fputs("unset multiplot\n", plot.script);
    return plot_end(&plot, fault);
}
