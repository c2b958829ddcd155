#include "report_solvers.h"

#include "report_table.h"

#include <math.h>
#include <stdio.h>

void bench_print_solvers_legend(void)
{
    printf(
        "\nTime to the optimum, from w = 0, b = 0, one fit: f64, sample-major. Times: against the "
        "first row, the\nlibrary's own choice. Readings: how often X could have been read in that "
        "time on all cores. Passes:\ntrips through X, where they are known. Excess: (J - best) / "
        "|best|, J by plain loops in long double\nfrom the parameters handed back, best the "
        "smallest J of the table; above %.0e the row is short.\nThe others, and the row `loose`, "
        "have the loosest of a few tolerances with which they are not short,\nwhere there is one; "
        "the library's other rows have its default. liblinear penalizes its bias: with l2 a\n"
        "thousandth of it, with l1 (where the best bias is 0) in vain; where there is no penalty "
        "it has an l2\nof 1e-13.\n",
        BENCH_ENOUGH);
}

static void print_title(const bench_race *race)
{
    printf("\n%s: m = %zu, n = %zu, X %.1f MB", race->title, race->shape.m, race->shape.n,
           1e-6 * (double)bench_features_bytes(race->shape));
    if (race->l1 > 0.0)
        printf(", l1 = %g", race->l1);
    if (race->l2 > 0.0)
        printf(", l2 = %g", race->l2);
    printf("; best J %.12g; X is read in %.3g ms\n", race->best, 1e3 * race->reading);
    printf("%-30s %9s %9s %8s %9s %7s %9s\n", "", "median ms", "fastest", "times", "readings",
           "passes", "excess");
}

static void print_absent(const bench_finish *row)
{
    if (row->late)
        printf("%-30s > %.0f s a fit: given up\n", row->name, BENCH_FIT_LIMIT);
    else
        printf("%-30s failed, or this version does not have it\n", row->name);
}

void bench_print_race(const bench_race *race)
{
    print_title(race);
    for (size_t k = 0; k < race->count; k++) {
        const bench_finish *const row = &race->finishes[k];
        if (!row->ended) {
            print_absent(row);
            continue;
        }
        printf("%-30s", row->name);
        bench_print_number(9, 1e3 * row->timing.median);
        bench_print_number(9, 1e3 * row->timing.minimum);
        bench_print_number(8, row->timing.median / race->finishes[0].timing.median);
        bench_print_number(9, row->timing.median / race->reading);
        bench_print_number(7, row->passes);
        printf(" %9.1e%s\n", row->excess, row->is_short ? "  short" : "");
    }
    if (!bench_race_right(race))
        printf("hillock auto has not reached the optimum  <- WRONG\n");
    fflush(stdout);
}
