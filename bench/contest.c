#include "contest.h"

#include "report_table.h"

#include <math.h>
#include <stdio.h>

bench_entry *bench_contest_enter(bench_contest *contest, const char *name)
{
    bench_entry *const entry = &contest->entries[contest->count++];
    *entry = (bench_entry){.right = false, .check = NAN};
    snprintf(entry->name, sizeof entry->name, "%s", name);
    return entry;
}

bool bench_contest_measure(bench_contest *contest, const bench_job *jobs, bool with_reading,
                           bench_effort effort)
{
    bench_timing timings[BENCH_MOST_ENTRIES + 1];
    contest->ceiling = NAN;
    if (!bench_measure_in_turn(jobs, contest->count + with_reading, effort, timings))
        return false;
    for (size_t k = 0; k < contest->count; k++)
        contest->entries[k].timing = timings[k];
    if (with_reading)
        contest->ceiling = contest->bytes / timings[contest->count].median;
    return true;
}

bool bench_contest_right(const bench_contest *contest)
{
    for (size_t k = 0; k < contest->count; k++)
        if (!contest->entries[k].right)
            return false;
    return true;
}

static void print_title(const bench_contest *contest)
{
    const bench_shape shape = contest->shape;
    printf("\n%s, for each %s: %s, m = %zu, n = %zu, X %.1f MB", contest->title, contest->item,
           bench_type_name(shape.type), shape.m, shape.n,
           1e-6 * (double)bench_features_bytes(shape));
    if (contest->batch > 0)
        printf(", batch %zu", contest->batch);
    printf("\n%-32s %9s %9s %9s %6s %6s %8s\n", "", "median", "minimum", "million", "X", "% of",
           "times");
    printf("%-32s %9s %9s %9s %6s %6s %8s  %s\n", "", "ns", "ns", "a second", "GB/s", "ceil.",
           "as long", contest->checked);
}

void bench_print_contest(const bench_contest *contest)
{
    const double first = contest->entries[0].timing.median;
    print_title(contest);
    for (size_t k = 0; k < contest->count; k++) {
        const bench_entry *const entry = &contest->entries[k];
        const double median = entry->timing.median;
        printf("%-32s", entry->name);
        bench_print_number(9, 1e9 * median / contest->items);
        bench_print_number(9, 1e9 * entry->timing.minimum / contest->items);
        bench_print_number(9, 1e-6 * contest->items / median);
        bench_print_number(6, 1e-9 * contest->bytes / median);
        bench_print_number(6, 100.0 * contest->bytes / median / contest->ceiling);
        bench_print_number(8, median / first);
        printf("  %.3g%s\n", entry->check, entry->right ? "" : "  <- WRONG");
    }
    fflush(stdout);
}
