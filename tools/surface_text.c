/* A landscape of characters: the higher J, the darker; the minimum and the path on it. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "picture.h"
#include "plot_surface.h"

enum { ROWS = 22, MARGIN = 11 };

static const char ramp[] = " .:-=+*#%@"; /* from the lowest J to the highest */

struct field {
    size_t columns;
    char *cells; /* ROWS x columns, the highest y first */
};

/* The number of the cell along an axis; count: outside. */
static size_t cell_of(const struct axis *axis, double value, size_t count)
{
    const double share = (value - axis->low) / (axis->high - axis->low);
    return share >= 0 && share <= 1 ? (size_t)fmin(share * (double)count, (double)count - 1)
                                    : count;
}

static void mark(struct field *field, const struct landscape *l, double x, double y, char letter)
{
    const size_t column = cell_of(&l->x, x, field->columns), row = cell_of(&l->y, y, ROWS);
    if (column < field->columns && row < ROWS)
        field->cells[(ROWS - 1 - row) * field->columns + column] = letter;
}

/* The grid's number nearest to the middle of a cell. */
static size_t nearest(size_t cell, size_t count, size_t grid)
{
    return (size_t)lround(((double)cell + 0.5) / (double)count * (double)(grid - 1));
}

/* Roots of heights are evenly spaced, as the lines of the picture by gnuplot are. */
static void paint(struct field *field, const struct surface_picture *p,
                  const struct surface_heights *heights)
{
    const double steps = (double)(sizeof ramp - 1);
    for (size_t row = 0; row < ROWS; row++)
        for (size_t column = 0; column < field->columns; column++) {
            const double J = p->J[nearest(ROWS - 1 - row, ROWS, p->grid) * p->grid +
                                  nearest(column, field->columns, p->grid)];
            const double root = sqrt(fmax(0, J - heights->low) / heights->range);
            field->cells[row * field->columns + column] =
                isnan(J) ? '?' : ramp[(size_t)fmin(steps - 1, root * steps)];
        }
    for (size_t k = 0; k < p->descent->count; k++)
        mark(field, p->landscape, p->descent->x[k], p->descent->y[k], 'o');
    if (p->descent->count > 0)
        mark(field, p->landscape, p->descent->x[0], p->descent->y[0], 'S');
    mark(field, p->landscape, p->landscape->x.best, p->landscape->y.best, 'M');
}

static void print_rows(const struct field *field, const struct landscape *l)
{
    for (size_t row = 0; row < ROWS; row++) {
        const bool has_number = row == 0 || row == ROWS / 2 || row == ROWS - 1;
        const double y = l->y.high - (l->y.high - l->y.low) * (double)row /
                                         (ROWS - 1); /* of its middle, about */
        if (has_number)
            (void)printf("%*.4g", MARGIN - 2, y);
        else
            (void)printf("%*s", MARGIN - 2, "");
        (void)printf(" |%.*s|\n", (int)field->columns, field->cells + row * field->columns);
    }
    (void)printf("%*s %-*.4g%*.4g\n", MARGIN - 1, "", (int)field->columns / 2, l->x.low,
                 (int)(field->columns - field->columns / 2), l->x.high);
}

bool surface_print(const struct surface_picture *p, struct fault *fault)
{
    const struct surface_heights heights = surface_heights_of(p);
    struct field field = {.columns = picture_columns() - MARGIN - 2};
    field.cells = grown_array(NULL, ROWS, field.columns, 1);
    if (!field.cells)
        return fail(fault, "no memory for a picture of text");
    paint(&field, p, &heights);
    (void)printf("%s\n\nupward: %s\n", p->title, p->y_label);
    print_rows(&field, p->landscape);
    (void)printf("to the right: %s\n", p->x_label);
    (void)printf("M minimum, J %.6g", p->landscape->least);
    if (p->descent->count > 0)
        (void)printf("   S start   o %s", p->solver);
    (void)printf("\nJ from %.4g (blank) to %.4g (%c)\n", heights.low, heights.low + heights.range,
                 ramp[sizeof ramp - 2]);
    free(field.cells);
    return true;
}
