/* What a picture shows, apart from how it is drawn: by gnuplot into a file, or as text. */
#ifndef TOOLS_PICTURE_H
#define TOOLS_PICTURE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

enum { PANELS = 2, SERIES = 6, PICTURE_TEXT = 320 };

enum mark {
    MARK_LINE,
    MARK_DASHES,
    MARK_DOTS,
    MARK_CIRCLES,
    MARK_BAND,      /* between low and high, which are values of y */
    MARK_INTERVALS, /* a dot, and a line from low to high, which are values of x */
    MARK_UPRIGHT    /* the same of y */
};

/* Colours that those who do not tell red from green tell apart. */
enum shade { SHADE_BLUE, SHADE_ORANGE, SHADE_GREY };

/* count numbers each; those that are not finite are not drawn. */
struct series {
    const char *name; /* in the legend; NULL: not there */
    enum mark mark;
    enum shade shade;
    size_t count;
    const double *x, *y;
    const double *low, *high; /* NULL where the mark has none */
};

struct scale {
    const char *label;
    bool is_log;
    double low, high;         /* both 0: as the series need */
    double zero_at;           /* of a logarithmic one: where the tic of 0 stands; 0: nowhere */
    const char *const *names; /* of 0, 1, 2, ... from the top, for numbers; NULL: numbers */
    size_t n_names;
};

struct panel {
    const char *title; /* NULL: none */
    struct scale x, y;
    size_t n_series;
    struct series series[SERIES];
};

struct picture {
    char title[PICTURE_TEXT];
    char note[PICTURE_TEXT]; /* below the title; "": nothing */
    bool is_stacked;         /* one panel below the other, else beside it */
    size_t n_panels;
    struct panel panels[PANELS];
};

/* One more series of the panel; the rest of it is to be filled in. */
struct series *picture_add(struct panel *panel, const char *name, enum mark mark, enum shade shade);

/* The range of the axis that is given, or that holds all of the series, with some air. */
void picture_ranges(const struct panel *panel, struct scale *x, struct scale *y);

/* Into a file, or with "-" as text on the standard output. */
bool picture_draw(const struct picture *picture, const char *path, struct fault *fault);

/* The two ways. */
bool picture_gnuplot(const struct picture *picture, const char *path, struct fault *fault);
void picture_print(const struct picture *picture);

/* How wide a picture of text is to be: as the terminal, else 80 columns. */
size_t picture_columns(void);

#endif
