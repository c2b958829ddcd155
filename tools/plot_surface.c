#include "plot_surface.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "characters.h"
#include "plot.h"

enum { LINES = 14 };

static void write_data(const struct surface_picture *p, FILE *script)
{
    const struct landscape *const l = p->landscape;
    (void)fputs("$cells << END\n", script);
    for (size_t k = 0; k < p->grid; k++) {
        for (size_t i = 0; i < p->grid; i++)
            (void)fprintf(script, "%.15g %.15g %.15g\n", axis_at(&l->x, i, p->grid),
                          axis_at(&l->y, k, p->grid), p->J[k * p->grid + i]);
        (void)fputc('\n', script);
    }
    (void)fputs("END\n$path << END\n", script);
    for (size_t k = 0; k < p->descent->count; k++)
        (void)fprintf(script, "%.15g %.15g\n", p->descent->x[k], p->descent->y[k]);
    (void)fprintf(script, "END\n$minimum << END\n%.15g %.15g\nEND\n", l->x.best, l->y.best);
}

/* Those that are NaN are left white. */
struct surface_heights surface_heights_of(const struct surface_picture *p)
{
    double low = p->landscape->least, high = low;
    for (size_t i = 0; i < p->grid * p->grid; i++) {
        low = p->J[i] < low ? p->J[i] : low;
        high = p->J[i] > high ? p->J[i] : high;
    }
    return (struct surface_heights){low, high > low ? high - low : 1};
}

/* Heights whose roots are evenly spaced, so that the lines of a round bowl are, too. */
static void write_lines(const struct surface_picture *p, FILE *script)
{
    const struct surface_heights heights = surface_heights_of(p);
    const double low = heights.low, range = heights.range;
    (void)fprintf(script, "low = %.17g\nset cbrange [low:%.17g]\n", low, low + range);
    (void)fputs("set contour base\nunset surface\nset cntrparam cubicspline points 8\n"
                "set cntrparam levels discrete ",
                script);
    for (int i = 1; i < LINES; i++)
        (void)fprintf(script, "%s%.17g", i > 1 ? "," : "", low + range * pow((double)i / LINES, 2));
    (void)fputs("\nset table $lines\nsplot $cells using 1:2:3\nunset table\nunset contour\n",
                script);
}

/* Tics of the colours as the lines are spaced, from the minimum up, at numbers of as few digits as
 * tell them apart. */
static void write_tics(const struct surface_picture *p, FILE *script)
{
    enum { TICS = 5 };
    const struct surface_heights heights = surface_heights_of(p);
    const double low = heights.low, range = heights.range;
    const double size = fmax(fabs(low), fabs(low + range));
    const int digits = 3 + (int)fmax(0, floor(log10(size / range)));
    (void)fputs("set cbtics (", script);
    for (int i = 0; i <= TICS; i++) {
        char text[32];
        const double height = low + range * pow((double)i / TICS, 2);
        (void)snprintf(text, sizeof text, "%.*g", digits, height);
        const double rounded = strtod(text, NULL); /* 4.43e+04 is rather 44300 */
        (void)fprintf(script, "%s'%.10g' %.17g", i > 0 ? ", " : "", rounded,
                      fmin(fmax(rounded, low), low + range));
    }
    (void)fputs(")\n", script);
}

static void write_frame(const struct surface_picture *p, struct plot *plot)
{
    const struct axis *const x = &p->landscape->x, *const y = &p->landscape->y;
    char title[512];
    text_fit(title, sizeof title, p->title, 88); /* as much as is beside the margin */
    (void)fputs("set label ", plot->script);
    plot_text(plot, title);
    (void)fputs(" at screen 0.02, screen 0.965 left font ',15' tc rgb '#111111'", plot->script);
    (void)fputs("\nset xlabel ", plot->script);
    plot_text(plot, p->x_label);
    (void)fputs("\nset ylabel ", plot->script);
    plot_text(plot, p->y_label);
    (void)fputs(" offset 0.5,0", plot->script);
    (void)fprintf(plot->script, "\nset xrange [%.17g:%.17g]\nset yrange [%.17g:%.17g]\n", x->low,
                  x->high, y->low, y->high);
    write_tics(p, plot->script);
    (void)fputs("set colorbox user origin 0.855, 0.11 size 0.028, 0.77\n"
                "set label 'J' at screen 0.869, screen 0.905 center\n"
                "set nonlinear cb via sqrt(abs(z - low)) inverse z**2 + low\n"
                "set palette defined (0 '#fdfdf5', 0.35 '#c9e0d6', 0.7 '#7fb0bd', 1 '#41759b')\n"
                "set key at screen 0.125, screen 0.915 left center horizontal maxrows 1 width -2 "
                "reverse Left samplen 2\n"
                "set lmargin at screen 0.125\nset rmargin at screen 0.83\n"
                "set bmargin at screen 0.11\nset tmargin at screen 0.88\n"
                "set tics out\n",
                plot->script);
}

static void write_curves(const struct surface_picture *p, struct plot *plot)
{
    (void)fputs("plot $cells using 1:2:3 with image notitle, \\\n"
                "  $lines using 1:2 with lines lc rgb '#5c6b73' lw 0.6 notitle, \\\n",
                plot->script);
    if (p->descent->count > 0) {
        (void)fputs("  $path using 1:2 with linespoints lc rgb '#d55e00' lw 1.6 pt 7 ps 0.45 "
                    "title ",
                    plot->script);
        plot_text(plot, p->solver);
        (void)fputs(", \\\n  $path every ::0::0 using 1:2 with points lc rgb '#d55e00' pt 6 ps 1.3 "
                    "lw 1.6 title 'start', \\\n",
                    plot->script);
    }
    (void)fputs("  $minimum using 1:2 with points lc rgb '#111111' pt 1 ps 1.6 lw 2 title "
                "'minimum'\n",
                plot->script);
}

bool plot_surface(const struct surface_picture *picture, const char *path, struct fault *fault)
{
    struct plot plot;
    if (strcmp(path, "-") == 0)
        return surface_print(picture, fault);
    if (!plot_begin(&plot, path, 800, 700, fault))
        return false;
    write_data(picture, plot.script);
    write_lines(picture, plot.script);
    write_frame(picture, &plot);
    write_curves(picture, &plot);
    return plot_end(&plot, fault);
}
