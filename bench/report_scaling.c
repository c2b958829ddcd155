#include "report_scaling.h"

#include "report_table.h"

#include <math.h>
#include <stdio.h>

const char *bench_ladder_name(bench_ladder ladder)
{
    static const char *const names[BENCH_LADDERS] = {"m, n = 64", "n, the same m n", "n, m = 4096",
                                                     "threads"};
    return names[ladder];
}

static const char *variable_of(bench_ladder ladder)
{
    return ladder == BENCH_AGAINST_M ? "m" : ladder == BENCH_AGAINST_THREADS ? "threads" : "n";
}

static void print_header(bench_ladder ladder)
{
    static const char *const format = "%-4s %9s %6s %6s %4s %9s %9s %9s %7s %7s %5s %8s %8s %6s\n";
    printf("\nOne gradient against %s\n", bench_ladder_name(ladder));
    printf(format, "", "", "", "X", "", "median", "minimum", "ns", "X", "ceiling", "%", "speed-up",
           "reading", "resi-");
    printf(format, "type", "m", "n", "MB", "thr", "us", "us", "a sample", "GB/s", "GB/s", "", "",
           "gains", "dual");
}

void bench_print_step(const bench_step *step, bool first_of_ladder)
{
    const bench_shape shape = step->shape;
    const double bytes = (double)bench_features_bytes(shape);
    if (first_of_ladder)
        print_header(step->ladder);
    printf("%-4s %9zu %6zu", bench_type_name(shape.type), shape.m, shape.n);
    bench_print_number(6, 1e-6 * bytes);
    printf(" %4zu", step->threads);
    bench_print_number(9, 1e6 * step->timing.median);
    bench_print_number(9, 1e6 * step->timing.minimum);
    bench_print_number(9, 1e9 * step->timing.median / (double)shape.m);
    bench_print_number(7, 1e-9 * bytes / step->timing.median);
    bench_print_number(7, 1e-9 * bytes / step->reading.minimum);
    printf(" %5.0f", 100.0 * step->reading.minimum / step->timing.median);
    bench_print_number(8, step->speed_up);
    bench_print_number(8, step->reading_gained);
    bench_print_number(6, step->residual);
    printf("%s\n", step->right ? "" : "  <- WRONG");
    fflush(stdout);
}

void bench_print_scaling(const bench_scaling *scaling)
{
    size_t checked = 0;
    size_t wrong = 0;
    printf("\nGrowth: the p of time ~ m^p or n^p, least squares of the logarithms of the fastest "
           "calls, X in memory (64 MB and more)\n");
    for (size_t k = 0; k < scaling->n_slopes; k++) {
        const bench_slope *const slope = &scaling->slopes[k];
        printf("%-4s against %-16s", bench_type_name(slope->type),
               bench_ladder_name(slope->ladder));
        if (isnan(slope->exponent))
            printf("  -  (fewer than three steps)\n");
        else
            printf(" %5.2f  from %s = %zu to %zu\n", slope->exponent, variable_of(slope->ladder),
                   slope->from, slope->to);
    }
    for (size_t k = 0; k < scaling->n_steps; k++) {
        checked += isnan(scaling->steps[k].residual) ? 0 : 1;
        wrong += !scaling->steps[k].right;
    }
    printf("\n%zu results, %zu of them checked against plain loops (those with a residual; the "
           "others are of more\nthan 2^24 elements), those on several threads also bit by bit "
           "against one thread: %zu wrong\n",
           scaling->n_steps, checked, wrong);
}

/* ---- points ---- */

/* The steps from `first` on that have its ladder, type and, where threads vary, shape. */
static size_t run_length(const bench_scaling *scaling, size_t first)
{
    const bench_step *const start = &scaling->steps[first];
    size_t k = first + 1;
    for (; k < scaling->n_steps; k++) {
        const bench_step *const step = &scaling->steps[k];
        if (step->ladder != start->ladder || step->shape.type != start->shape.type ||
            (start->ladder == BENCH_AGAINST_THREADS && step->shape.n != start->shape.n))
            break;
    }
    return k - first;
}

static double exponent_of(const bench_scaling *scaling, const bench_step *step)
{
    for (size_t k = 0; k < scaling->n_slopes; k++)
        if (scaling->slopes[k].ladder == step->ladder &&
            scaling->slopes[k].type == step->shape.type)
            return scaling->slopes[k].exponent;
    return NAN;
}

static void write_title(FILE *file, const bench_scaling *scaling, const bench_step *step)
{
    const char *const type = bench_type_name(step->shape.type);
    const double exponent = exponent_of(scaling, step);
    if (step->ladder == BENCH_AGAINST_THREADS)
        fprintf(file, "\"%s, n = %zu\"\n", type, step->shape.n);
    else if (isnan(exponent))
        fprintf(file, "\"%s\"\n", type);
    else
        fprintf(file, "\"%s: %s^{%.2f}\"\n", type, variable_of(step->ladder), exponent);
}

/* Two blocks: the library and reading. */
static void write_run(FILE *file, const bench_scaling *scaling, size_t first, size_t count)
{
    const bench_step *const steps = scaling->steps + first;
    const bool threads = steps->ladder == BENCH_AGAINST_THREADS;
    write_title(file, scaling, steps);
    for (size_t k = 0; k < count; k++)
        fprintf(file, "%zu %.9g\n", bench_step_position(&steps[k]),
                threads ? steps[k].speed_up : steps[k].timing.minimum);
    fprintf(file, "\n\n\"reading X once, %s\"\n", bench_type_name(steps->shape.type));
    for (size_t k = 0; k < count; k++)
        fprintf(file, "%zu %.9g\n", bench_step_position(&steps[k]),
                threads ? steps[k].reading_gained : steps[k].reading.minimum);
    fprintf(file, "\n\n");
}

bool bench_write_scaling_points(const char *path, const bench_scaling *scaling)
{
    FILE *const file = fopen(path, "w");
    if (!file)
        return false;
    for (size_t first = 0; first < scaling->n_steps; first += run_length(scaling, first))
        write_run(file, scaling, first, run_length(scaling, first));
    const bool written = !ferror(file);
    return fclose(file) == 0 && written;
}
