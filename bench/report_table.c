#include "report_table.h"

#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void bench_print_number(int width, double value)
{
    if (isnan(value))
        printf(" %*s", width, "-");
    else
        printf(" %*.*f", width, value < 9.995 ? 2 : value < 999.95 ? 1 : 0, value);
}

/* Only what is wrong needs the exponent. */
static void print_residual(double residual)
{
    printf(residual < 100.0 ? " %5.2f" : " %5.0e", residual);
}

/* OpenBLAS takes its Prescott kernels where it does not know the processor. */
static bool blas_is_behind(const bench_machine *machine)
{
    return strstr(machine->blas, "Prescott") && strcmp(machine->hillock_kernels, "portable") != 0;
}

void bench_print_machine(const bench_machine *machine)
{
    printf("hillock %s, kernels %s\n", machine->hillock, machine->hillock_kernels);
    printf("processor  %s, %zu cores; caches of three levels:", machine->processor, machine->cores);
    for (size_t level = 0; level < 3; level++)
        if (machine->cache_bytes[level] > 0)
            printf(" %zu KiB;", machine->cache_bytes[level] / 1024);
        else
            printf(" unknown;");
    printf(" memory %.1f GiB\n", machine->memory_bytes / 0x1p30);
    printf("system     %s, huge pages %s, load %.1f at the start; %s\n", machine->kernel,
           machine->pages, machine->load, machine->compiler);
    printf("BLAS       %s, %zu threads\n", machine->blas, machine->blas_threads);
    if (blas_is_behind(machine))
        printf("           whose kernels are for processors without AVX, which flatters all beside "
               "them:\n           bench/run --blas-kernels %s takes others\n",
               strcmp(machine->hillock_kernels, "avx512") == 0 ? "SkylakeX" : "Haswell");
}

void bench_print_limits(const bench_limits *limits)
{
    printf(
        "limits     multiply-adds a second: f64 %.1f G on one thread, %.1f G on all; f32 %.1f G, "
        "%.1f G;\n           logistic with cross-entropy: %.2f ns a sample on one thread; new "
        "memory is "
        "written at %.2f GB/s\n",
        1e-9 * limits->multiply_adds_single[BENCH_F64], 1e-9 * limits->multiply_adds_all[BENCH_F64],
        1e-9 * limits->multiply_adds_single[BENCH_F32], 1e-9 * limits->multiply_adds_all[BENCH_F32],
        1e9 * limits->elementwise, 1e-9 * limits->new_memory);
}

void bench_print_legend(void)
{
    static const char *const workers[] = {"BLAS on all cores", "BLAS on one thread",
                                          "as many threads as the work is worth", "one thread",
                                          "with --peers"};
    printf("\nJ and its gradient for logistic activation, cross-entropy loss and a bias:\n");
    for (size_t f = 0; f < BENCH_FORMULATIONS; f++)
        printf("  %-10s %s; %s\n", bench_formulations[f]->name, bench_formulations[f]->description,
               workers[bench_formulations[f]->workers]);
    printf(
        "X, GB/s: X counted once, by the median. Ceiling: the sum of the same array with as "
        "many threads, by\n"
        "the median; %%: of it. Limit: the percentage of the fastest gradient that is possible "
        "on as "
        "many "
        "threads, and what binds it:\n"
        "reading X once at the ceiling (read), two multiply-adds for each element of X (fma), "
        "or logistic with\n"
        "cross-entropy for each sample (elem), the longest of the three. Comp.: the time that "
        "as many\n"
        "threads need for the same work when X waits in the L2 cache (its first samples, over and "
        "over, on one\n"
        "thread; calls included), in percent of this row's. Memory: peak\n"
        "of the heap beside X and y. "
        "Residual: |error| in units of eps times the sum of |terms|, at most 2 + sqrt(m)/50 "
        "(of others sqrt(m)/3:\n"
        "bench/reference.h). diagflat is measured in the cases textbook and ladder, up to m = "
        "%zu; its "
        "kept form at m = %d.\n",
        bench_diagflat.largest_m, BENCH_TEXTBOOK_SAMPLES);
}

static void print_header(void)
{
    static const char *const format =
        "%-4s %-7s %8s %4s %5s %-10s %3s %7s %7s %7s %7s %7s %5s %5s %4s %9s %5s %5s\n";
    printf("\n");
    printf(format, "", "", "", "", "X", "formu-", "thr", "median", "minimum", "against", "against",
           "memory", "X", "ceil.", "", "limit", "comp.", "resi-");
    printf(format, "type", "layout", "m", "n", "MB", "lation", "", "us", "us", "diagfl.", "Hadam.",
           "KB", "GB/s", "GB/s", "%", "%", "%", "dual");
    for (int column = 0; column < 126; column++)
        putchar('-');
    putchar('\n');
}

static void print_shape(const bench_shape shape)
{
    printf("%-4s %-7s %8zu %4zu", bench_type_name(shape.type),
           shape.layout == HILLOCK_SAMPLE_MAJOR ? "sample" : "feature", shape.m, shape.n);
    bench_print_number(5, 1e-6 * (double)bench_features_bytes(shape));
}

static void print_row(const bench_case *item, const bench_row *row)
{
    const double ceiling = bench_row_ceiling(item, row);
    const double bandwidth = bench_row_bandwidth(item, row);
    printf(" %-10s %3zu", row->formulation->name, row->threads);
    bench_print_number(7, 1e6 * row->timing.median);
    bench_print_number(7, 1e6 * row->timing.minimum);
    bench_print_number(7, bench_speed_up(item, row, BENCH_ROW_DIAGFLAT));
    bench_print_number(7, bench_speed_up(item, row, BENCH_ROW_HADAMARD));
    bench_print_number(7, 1e-3 * bench_row_memory(row));
    bench_print_number(5, 1e-9 * bandwidth);
    bench_print_number(5, 1e-9 * ceiling);
    printf(" %4.0f %4.0f %-4s", 100.0 * bandwidth / ceiling, bench_row_percent_of_limit(row),
           row->limit.name);
    if (isnan(row->arithmetic))
        printf(" %5s", "-");
    else
        printf(" %5.0f", 100.0 * row->arithmetic / row->timing.median);
    print_residual(row->residual);
    printf("%s\n", row->right ? "" : "  <- WRONG");
}

void bench_print_case(const bench_case *item, bool new_part)
{
    if (new_part)
        print_header();
    bool first = true;
    for (size_t f = 0; f < BENCH_FORMULATIONS; f++) {
        if (!item->rows[f].measured)
            continue;
        if (first)
            print_shape(item->shape);
        else
            printf("%32s", "");
        print_row(item, &item->rows[f]);
        first = false;
    }
    putchar('\n');
    fflush(stdout);
}

void bench_print_growths(const bench_results *results)
{
    printf("\nGrowth with m: the p of m^p, least squares of the logarithms of m and minimum time "
           "or memory\n");
    printf("%-4s %-11s %5s %21s %8s %8s\n", "type", "formulation", "n", "m", "time", "memory");
    for (size_t k = 0; k < results->n_growths; k++) {
        const bench_growth *const growth = &results->growths[k];
        printf("%-4s %-11s %5zu %8zu ... %8zu %8.2f %8.2f\n", bench_type_name(growth->type),
               growth->formulation->name, growth->n, growth->m[0], growth->m[growth->steps - 1],
               growth->time_exponent, growth->memory_exponent);
    }
}

void bench_print_elementwise(const bench_elementwise *table)
{
    printf("\nElementwise, f64, in cache, one thread: nanoseconds an element (median)\n");
    printf("%-37s %-11s %7s", "function", "libm", "libm");
    for (size_t set = 0; set < table->n_sets; set++)
        printf(" %9s", hk_instruction_set_name((hk_instruction_set)set));
    printf(" %9s %11s\n", "faster", "difference");
    for (size_t k = 0; k < BENCH_FUNCTIONS; k++) {
        const bench_function *const row = &table->functions[k];
        printf("%-37s %-11s", row->name, row->scalar);
        bench_print_number(7, row->libm_ns);
        for (size_t set = 0; set < table->n_sets; set++)
            bench_print_number(9, row->ns[set]);
        bench_print_number(9, row->libm_ns / row->ns[table->n_sets - 1]);
        printf(" %11.1e%s\n", row->largest_difference,
               bench_function_right(row) ? "" : "  <- WRONG");
    }
}

void bench_print_verdict(const bench_results *results)
{
    size_t rows = 0;
    size_t wrong = 0;
    for (size_t k = 0; k < results->n_cases; k++)
        for (size_t f = 0; f < BENCH_FORMULATIONS; f++) {
            const bench_row *const row = &results->cases[k].rows[f];
            rows += row->measured;
            wrong += row->measured && !row->right;
        }
    for (size_t k = 0; k < results->n_contests; k++)
        for (size_t e = 0; e < results->contests[k].count; e++, rows++)
            wrong += !results->contests[k].entries[e].right;
    for (size_t k = 0; k < results->n_races; k++, rows++)
        wrong += !bench_race_right(&results->races[k]);
    printf("\n%zu results checked: %zu wrong\n", rows, wrong);
}
