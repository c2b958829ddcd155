/* The table of the largest weights. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "effects.h"
#include "shown.h"
#include "summary.h"

static int name_width(const struct effect *effects, size_t count)
{
    size_t width = 12;
    for (size_t i = 0; i < count; i++) {
        const size_t length = strlen(effects[i].name);
        width = length > width ? length : width;
    }
    return width < 40 ? (int)width : 40;
}

/* A number, or a dash where there is none. */
static void print_number(const char *format, int width, double value)
{
    if (isnan(value))
        (void)printf(" %*s", width, "-");
    else
        (void)printf(format, width, value);
}

static void print_name(const char *name, int width)
{
    (void)fputs("  ", stdout);
    print_shown(stdout, name, width);
}

static void print_with_error(const struct coefficients *c, size_t i)
{
    (void)printf(" %12.7g", c->estimate[i]);
    print_number(" %*.5g", 10, c->std_error[i]);
    print_number(" %*.4g", 8, c->statistic[i]);
    print_number(" %*.2g", 8, c->p_value[i]);
    print_number(" %*.5g", 11, c->lower[i]);
    print_number(" %*.5g", 11, c->upper[i]);
    (void)putchar('\n');
}

static void print_with_errors(const struct coefficients *c, const struct effect *effects,
                              size_t shown, int width)
{
    const char *const letter = c->is_t ? "t" : "z";
    char p_value[16];
    (void)snprintf(p_value, sizeof p_value, "P(>|%s|)", letter);
    (void)printf("  %-*s %12s %10s %8s %8s %11s %11s\n", width, "feature", "estimate", "std. error",
                 letter, p_value, "95 % from", "to");
    for (size_t k = 0; k < shown; k++) {
        print_name(effects[k].name, width);
        print_with_error(c, effects[k].column);
    }
    print_name("(bias)", width);
    print_with_error(c, c->n_features);
}

static void print_alone(const struct coefficients *c, const struct effect *effects, size_t shown,
                        int width)
{
    (void)printf("  %-*s  %15s  %12s\n", width, "feature", "weight", "change in z");
    for (size_t k = 0; k < shown; k++) {
        print_name(effects[k].name, width);
        (void)printf("  %15.9g  %+12.4g\n", c->estimate[effects[k].column], effects[k].change);
    }
    (void)printf("  %-*s  %15.9g\n", width, "(bias)", c->estimate[c->n_features]);
}

static void print_effects(const struct coefficients *c, const struct effect *effects, size_t top)
{
    const size_t shown = top < c->n_features ? top : c->n_features;
    const int width = name_width(effects, shown);
    (void)fputs(c->has_errors ? "\nlargest weights: first those that, times the deviation of their "
                                "feature, are largest\n"
                              : "\nlargest weights, by what z changes over a standard deviation of "
                                "the feature\n",
                stdout);
    if (c->has_errors)
        print_with_errors(c, effects, shown, width);
    else
        print_alone(c, effects, shown, width);
    if (shown < c->n_features)
        (void)printf("  and %zu more: --top %zu shows all\n", c->n_features - shown, c->n_features);
}

void print_weights(const struct coefficients *coefficients, const struct table *table,
                   size_t n_training, size_t top)
{
    struct effect *const effects = top > 0 ? effects_make(coefficients, table, n_training) : NULL;
    if (effects)
        print_effects(coefficients, effects, top);
    free(effects);
}
