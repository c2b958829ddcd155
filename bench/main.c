/* hillock_bench: measures, prints the tables, writes JSON and points. bench/run builds and calls
 * it. */
#include "arguments.h"
#include "blas_threads.h"
#include "contests.h"
#include "liblinear.h"
#include "measure.h"
#include "pairs.h"
#include "peer.h"
#include "report_json.h"
#include "report_points.h"
#include "report_scaling.h"
#include "report_solvers.h"
#include "report_table.h"
#include "solvers.h"
#include "table_files.h"

#include <stdio.h>
#include <stdlib.h>

/* 0: everything measured and right. 1: a wrong result, or something could not be done. 2: usage. */
enum { EXIT_WRONG = 1, EXIT_USAGE = 2 };

static bool measure_cases(bench_results *results, const bench_machine *machine,
                          const bench_arguments *arguments)
{
    results->n_cases = bench_cases(arguments->mode, arguments->groups, results->cases);
    if (results->n_cases > 0)
        bench_print_legend();
    for (size_t k = 0; k < results->n_cases; k++) {
        bench_case *const item = &results->cases[k];
        if (!bench_case_measure(item, machine, arguments->mode)) {
            fprintf(stderr, "hillock_bench: no memory for X of %zu x %zu\n", item->shape.m,
                    item->shape.n);
            return false;
        }
        const bool new_part = k == 0 || item[-1].group != item->group;
        bench_print_case(item, new_part);
    }
    bench_results_fit(results);
    if (results->n_growths > 0)
        bench_print_growths(results);
    return true;
}

static bool no_memory(void)
{
    fprintf(stderr, "hillock_bench: no memory\n");
    return false;
}

static bool measure_pairs(bench_results *results, bench_mode mode)
{
    if (!bench_pairs_measure(&results->contests[0], mode))
        return no_memory();
    results->n_contests = 1;
    bench_print_contest(&results->contests[0]);
    return true;
}

static void measure_elementwise(bench_results *results, bench_mode mode)
{
    results->has_elementwise = true;
    results->elementwise = bench_elementwise_measure(bench_effort_of(mode));
    bench_print_elementwise(&results->elementwise);
}

static bool measure_scaling(bench_results *results, const bench_machine *machine, bench_mode mode)
{
    if (!bench_scaling_measure(&results->scaling, machine, mode, bench_print_step))
        return no_memory();
    bench_print_scaling(&results->scaling);
    return true;
}

static bool measure_solvers(bench_results *results, const bench_machine *machine,
                            const bench_arguments *arguments)
{
    bench_print_solvers_legend();
    if (bench_solvers_measure(results->races, &results->n_races, machine->cores,
                              arguments->python.interpreter != NULL, arguments->mode,
                              bench_print_race))
        return true;
    fprintf(stderr, "hillock_bench: no memory, or no file %s\n", BENCH_BREAST_CANCER_FILE);
    return false;
}

static bool measure_reading(bench_results *results, const bench_machine *machine,
                            const bench_arguments *arguments)
{
    if (bench_table_files_measure(results->contests, &results->n_contests, machine->cores,
                                  arguments->python.interpreter != NULL, arguments->mode))
        return true;
    fprintf(stderr, "hillock_bench: no memory, or no room for a file of numbers\n");
    return false;
}

static bool measure_tables(bench_results *results, const bench_machine *machine,
                           const bench_arguments *arguments)
{
    if (!measure_cases(results, machine, arguments))
        return false;
    if (arguments->contests &&
        !bench_contests_measure(results->contests, &results->n_contests, machine->cores,
                                arguments->python.interpreter != NULL, arguments->mode))
        return no_memory();
    if (arguments->all)
        measure_elementwise(results, arguments->mode);
    return true;
}

static bool measure(bench_results *results, const bench_machine *machine,
                    const bench_arguments *arguments)
{
    switch (arguments->part) {
    case BENCH_PAIRS:
        return measure_pairs(results, arguments->mode);
    case BENCH_ELEMENTWISE:
        measure_elementwise(results, arguments->mode);
        return true;
    case BENCH_SCALING:
        return measure_scaling(results, machine, arguments->mode);
    case BENCH_SOLVERS:
        return measure_solvers(results, machine, arguments);
    case BENCH_READING:
        return measure_reading(results, machine, arguments);
    case BENCH_TABLES:
        break;
    }
    return measure_tables(results, machine, arguments);
}

static void introduce_peers(const bench_arguments *arguments)
{
    bench_peers_use(arguments->python, arguments->r);
    printf("peer       liblinear %s\n",
           bench_liblinear_installed()
               ? "C API"
               : "is missing (bench/run --peers --install; apt-get install liblinear-dev)");
}

static bool written(bool done, const char *path)
{
    if (!done)
        fprintf(stderr, "hillock_bench: cannot write %s\n", path);
    return done;
}

static bool write_files(const bench_results *results, const bench_machine *machine,
                        const bench_arguments *arguments)
{
    const char *const json = arguments->json;
    const char *const points = arguments->points;
    const bool json_done = !json || written(bench_write_json(json, machine, results), json);
    if (!points)
        return json_done;
    const bool points_done = arguments->part == BENCH_SCALING
                                 ? bench_write_scaling_points(points, &results->scaling)
                                 : bench_write_points(points, results);
    return written(points_done, points) && json_done;
}

int main(int count, char **words)
{
    static bench_results results;
    bench_arguments arguments;
    if (!bench_parse(&arguments, count, words)) {
        fprintf(stderr, "usage: hillock_bench [--quick | --full] [--cases NAME]... "
                        "[--elementwise | --pairs | --scaling | --solvers | --tables] "
                        "[--peers PYTHON SCRIPT] [--r RSCRIPT SCRIPT] "
                        "[--json FILE] [--points FILE]\n");
        return EXIT_USAGE;
    }
    const char *const kernels = getenv("OPENBLAS_CORETYPE"); /* bench/run --blas-kernels */
    if (kernels && !bench_blas_has_kernels(kernels)) {
        fprintf(stderr, "hillock_bench: BLAS has no kernels %s, it took others: %s\n", kernels,
                bench_blas_name());
        return EXIT_USAGE;
    }
    bench_machine machine = bench_machine_here();
    bench_print_machine(&machine);
    if (arguments.mode == BENCH_QUICK)
        printf("mode       --quick: a smoke test, whose figures mean little\n");
    machine.limits =
        bench_limits_measure(machine.cores, arguments.mode == BENCH_QUICK ? 1e-3 : 5e-3);
    bench_print_limits(&machine.limits);
    if (arguments.python.interpreter)
        introduce_peers(&arguments);
    if (!measure(&results, &machine, &arguments))
        return EXIT_WRONG;
    if (arguments.part != BENCH_SCALING)
        bench_print_verdict(&results);
    const bool right = bench_results_right(&results);
    return write_files(&results, &machine, &arguments) && right ? EXIT_SUCCESS : EXIT_WRONG;
}
