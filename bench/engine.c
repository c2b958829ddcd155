#include "engine.h"

#include "core/clock.h"

#include <stdlib.h>

enum { MOST_REPEATS = 4096 };

/* Between two looks at the clock at least this many seconds: a thousand times its resolution. */
static const double SHORTEST_REPEAT = 30e-6;

/* Before measuring: pages are mapped, caches filled, BLAS's threads awake. */
static const double WARM_UP = 5e-3;

static double time_of_calls(bench_work *work, void *payload, size_t calls)
{
    const double start = hk_seconds();
    for (size_t call = 0; call < calls; call++)
        work(payload);
    return hk_seconds() - start;
}

static void warm_up(bench_work *work, void *payload)
{
    const double start = hk_seconds();
    do
        work(payload);
    while (hk_seconds() - start < WARM_UP);
}

static size_t calls_for_one_repeat(bench_work *work, void *payload)
{
    size_t calls = 1;
    while (time_of_calls(work, payload, calls) < SHORTEST_REPEAT)
        calls *= 2;
    return calls;
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static double median_of_sorted(const double *values, size_t count)
{
    const size_t middle = count / 2;
    return count % 2 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

bench_timing bench_measure(bench_work *work, void *payload, bench_effort effort)
{
    double seconds[MOST_REPEATS];
    warm_up(work, payload);
    const size_t calls = calls_for_one_repeat(work, payload);
    const double start = hk_seconds();
    size_t repeats = 0;
    while (repeats < MOST_REPEATS && (repeats == 0 || repeats < effort.least_repeats ||
                                      hk_seconds() - start < effort.seconds))
        seconds[repeats++] = time_of_calls(work, payload, calls) / (double)calls;
    qsort(seconds, repeats, sizeof *seconds, ascending);
    return (bench_timing){median_of_sorted(seconds, repeats), seconds[0], repeats, calls};
}
