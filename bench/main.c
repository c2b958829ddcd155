/* hillock_bench: measures, prints the tables, writes JSON and points. bench/run builds and calls
 * it. */
#include "contests.h"
#include "liblinear.h"
#include "measure.h"
#include "pairs.h"
#include "peer.h"
#include "report_json.h"
#include "report_points.h"
#include "report_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0: everything measured and right. 1: a wrong result, or something could not be done. 2: usage. */
enum { EXIT_WRONG = 1, EXIT_USAGE = 2 };

/* What is measured: everything but the pairs, or one of these alone. */
typedef enum bench_part { BENCH_ALL, BENCH_ELEMENTWISE, BENCH_PAIRS, BENCH_CONTESTS } bench_part;

typedef struct bench_arguments {
    bench_mode mode;
    bench_part part;
    const char *python; /* NULL: without the peers */
    const char *script;
    const char *json;   /* NULL: not written */
    const char *points; /* NULL: not written */
} bench_arguments;

static bool parse_part(bench_arguments *arguments, const char *word)
{
    static const char *const parts[] = {"", "--elementwise", "--pairs", "--contests"};
    for (size_t k = 1; k < sizeof parts / sizeof *parts; k++)
        if (strcmp(word, parts[k]) == 0) {
            arguments->part = (bench_part)k;
            return true;
        }
    return false;
}

static bool parse(bench_arguments *arguments, int count, char *const *words)
{
    *arguments = (bench_arguments){.mode = BENCH_DEFAULT};
    for (int k = 1; k < count; k++) {
        const bool has_value = k + 1 < count;
        if (strcmp(words[k], "--quick") == 0)
            arguments->mode = BENCH_QUICK;
        else if (strcmp(words[k], "--full") == 0)
            arguments->mode = BENCH_FULL;
        else if (strcmp(words[k], "--json") == 0 && has_value)
            arguments->json = words[++k];
        else if (strcmp(words[k], "--points") == 0 && has_value)
            arguments->points = words[++k];
        else if (strcmp(words[k], "--peers") == 0 && k + 2 < count) {
            arguments->python = words[++k];
            arguments->script = words[++k];
        } else if (!parse_part(arguments, words[k]))
            return false;
    }
    return true;
}

static bool measure_cases(bench_results *results, const bench_machine *machine,
                          const bench_arguments *arguments)
{
    const bench_mode mode = arguments->mode;
    results->n_cases = bench_cases(mode, arguments->python != NULL, results->cases);
    bench_print_legend();
    for (size_t k = 0; k < results->n_cases; k++) {
        bench_case *const item = &results->cases[k];
        if (!bench_case_measure(item, machine, mode)) {
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

static bool measure_contests(bench_results *results, const bench_machine *machine,
                             const bench_arguments *arguments)
{
    if (arguments->part == BENCH_PAIRS) {
        if (!bench_pairs_measure(&results->contests[0], arguments->mode))
            return false;
        results->n_contests = 1;
        bench_print_contest(&results->contests[0]);
        return true;
    }
    return bench_contests_measure(results->contests, &results->n_contests, machine->cores,
                                  arguments->python != NULL, arguments->mode);
}

static bool measure(bench_results *results, const bench_machine *machine,
                    const bench_arguments *arguments)
{
    const bench_part part = arguments->part;
    if (part == BENCH_ALL && !measure_cases(results, machine, arguments))
        return false;
    if (part != BENCH_ELEMENTWISE && !measure_contests(results, machine, arguments)) {
        fprintf(stderr, "hillock_bench: no memory\n");
        return false;
    }
    if (part == BENCH_PAIRS || part == BENCH_CONTESTS)
        return true;
    results->has_elementwise = true;
    results->elementwise = bench_elementwise_measure(bench_effort_of(arguments->mode));
    bench_print_elementwise(&results->elementwise);
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
        fprintf(stderr,
                "usage: hillock_bench [--quick | --full] [--elementwise | --pairs | --contests] "
                "[--peers PYTHON SCRIPT] [--json FILE] [--points FILE]\n");
        return EXIT_USAGE;
    }
    const bench_machine machine = bench_machine_here();
    bench_print_machine(&machine);
    if (arguments.python) {
        bench_peers_use(arguments.python, arguments.script);
        printf("peer       liblinear %s\n",
               bench_liblinear_installed()
                   ? "C API"
                   : "is missing (bench/run --peers --install; apt-get install liblinear-dev)");
    }
    if (!measure(&results, &machine, &arguments))
        return EXIT_WRONG;
    bench_print_verdict(&results);
    bool right = bench_results_right(&results);
    if (arguments.json)
        right =
            written(bench_write_json(arguments.json, &machine, &results), arguments.json) && right;
    if (arguments.points)
        right = written(bench_write_points(arguments.points, &results), arguments.points) && right;
    return right ? EXIT_SUCCESS : EXIT_WRONG;
}
