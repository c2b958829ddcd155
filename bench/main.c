/* hillock_bench: measures, prints the tables, writes JSON and points. bench/run builds and calls
 * it. */
#include "measure.h"
#include "report_json.h"
#include "report_points.h"
#include "report_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0: everything measured and right. 1: a wrong result, or something could not be done. 2: usage. */
enum { EXIT_WRONG = 1, EXIT_USAGE = 2 };

typedef struct bench_arguments {
    bench_mode mode;
    bool only_elementwise;
    const char *json;   /* NULL: not written */
    const char *points; /* NULL: not written */
} bench_arguments;

static bool parse(bench_arguments *arguments, int count, char *const *words)
{
    *arguments = (bench_arguments){.mode = BENCH_DEFAULT};
    for (int k = 1; k < count; k++) {
        const bool has_value = k + 1 < count;
        if (strcmp(words[k], "--quick") == 0)
            arguments->mode = BENCH_QUICK;
        else if (strcmp(words[k], "--full") == 0)
            arguments->mode = BENCH_FULL;
        else if (strcmp(words[k], "--elementwise") == 0)
            arguments->only_elementwise = true;
        else if (strcmp(words[k], "--json") == 0 && has_value)
            arguments->json = words[++k];
        else if (strcmp(words[k], "--points") == 0 && has_value)
            arguments->points = words[++k];
        else
            return false;
    }
    return true;
}

static bool measure_cases(bench_results *results, const bench_machine *machine, bench_mode mode)
{
    results->n_cases = bench_cases(mode, results->cases);
    bench_print_legend();
    for (size_t k = 0; k < results->n_cases; k++) {
        bench_case *const item = &results->cases[k];
        if (!bench_case_measure(item, machine, mode)) {
            fprintf(stderr, "hillock_bench: no memory for X of %zu x %zu\n", item->shape.m,
                    item->shape.n);
            return false;
        }
        const bool new_part = k == 0 || item[-1].ladder != item->ladder;
        bench_print_case(item, new_part);
    }
    bench_results_fit(results);
    bench_print_growths(results);
    return true;
}

static bool elementwise_right(const bench_elementwise *table)
{
    for (size_t k = 0; k < BENCH_FUNCTIONS; k++)
        if (!bench_function_right(&table->functions[k]))
            return false;
    return true;
}

static bool written(bool done, const char *path)
{
    if (!done)
        fprintf(stderr, "hillock_bench: cannot write %s\n", path);
    return done;
}

int main(int count, char **words)
{
    static bench_results results;
    bench_arguments arguments;
    if (!parse(&arguments, count, words)) {
        fprintf(stderr, "usage: hillock_bench [--quick | --full] [--elementwise] [--json FILE] "
                        "[--points FILE]\n");
        return EXIT_USAGE;
    }
    const bench_machine machine = bench_machine_here();
    bench_print_machine(&machine);
    if (!arguments.only_elementwise && !measure_cases(&results, &machine, arguments.mode))
        return EXIT_WRONG;
    const bench_elementwise elementwise =
        bench_elementwise_measure(bench_effort_of(arguments.mode));
    bench_print_elementwise(&elementwise);
    if (!arguments.only_elementwise)
        bench_print_verdict(&results);
    bool right = bench_results_right(&results) && elementwise_right(&elementwise);
    if (arguments.json)
        right = written(bench_write_json(arguments.json, &machine, &results, &elementwise),
                        arguments.json) &&
                right;
    if (arguments.points)
        right = written(bench_write_points(arguments.points, &results), arguments.points) && right;
    return right ? EXIT_SUCCESS : EXIT_WRONG;
}
