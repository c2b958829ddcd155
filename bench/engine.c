#define _POSIX_C_SOURCE 200809L /* nanosleep */
#include "engine.h"

#include "core/clock.h"
#include "core/memory.h"

#include <stdlib.h>
#include <time.h>

enum { TURNS = 4, MOST_IN_TURN = 256, MOST_REPEATS = TURNS * MOST_IN_TURN };

/* Between two looks at the clock at least this many seconds: a thousand times its resolution. */
static const double SHORTEST_REPEAT = 30e-6;

/* Before each turn: pages are mapped, caches filled, threads awake. */
static const double WARM_UP = 5e-3;

/* OpenBLAS's threads look for more work on the other cores for 26 ms after a product. */
static const struct timespec UNTIL_OTHERS_SLEEP = {.tv_nsec = 40000000};

typedef struct record {
    size_t calls; /* of a repeat; 0 before the first turn */
    size_t repeats;
    double seconds[MOST_REPEATS]; /* a call */
} record;

double bench_clock(bench_work *work, void *payload, size_t calls)
{
    const double start = hk_seconds();
    for (size_t call = 0; call < calls; call++)
        work(payload);
    return hk_seconds() - start;
}

static void warm_up(const bench_job *job)
{
    const double start = hk_seconds();
    do
        job->seconds(job->payload, 1);
    while (hk_seconds() - start < WARM_UP);
}

static size_t calls_for_one_repeat(const bench_job *job)
{
    size_t calls = 1;
    while (job->seconds(job->payload, calls) < SHORTEST_REPEAT)
        calls *= 2;
    return calls;
}

static void take_turn(const bench_job *job, record *kept, double seconds, size_t least_repeats)
{
    warm_up(job);
    if (kept->calls == 0)
        kept->calls = calls_for_one_repeat(job);
    const double start = hk_seconds();
    size_t repeats = 0;
    do {
        kept->seconds[kept->repeats++] =
            job->seconds(job->payload, kept->calls) / (double)kept->calls;
        repeats++;
    } while (repeats < MOST_IN_TURN && (repeats < least_repeats || hk_seconds() - start < seconds));
}

static int ascending(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;
    return (a > b) - (a < b);
}

static bench_timing timing_of(record *kept)
{
    const double *const seconds = kept->seconds;
    const size_t middle = kept->repeats / 2;
    qsort(kept->seconds, kept->repeats, sizeof *kept->seconds, ascending);
    const double median =
        kept->repeats % 2 ? seconds[middle] : 0.5 * (seconds[middle - 1] + seconds[middle]);
    return (bench_timing){median, seconds[0], kept->repeats, kept->calls};
}

bool bench_measure_in_turn(const bench_job *jobs, size_t count, bench_effort effort,
                           bench_timing *timings)
{
    record *const records = hk_allocate(count, sizeof *records);
    if (!records)
        return false;
    for (size_t turn = 0; turn < TURNS; turn++)
        for (size_t k = 0; k < count; k++) {
            if (count > 1)
                nanosleep(&UNTIL_OTHERS_SLEEP, NULL);
            take_turn(&jobs[k], &records[k], effort.seconds / TURNS,
                      (effort.least_repeats + TURNS - 1) / TURNS);
        }
    for (size_t k = 0; k < count; k++)
        timings[k] = timing_of(&records[k]);
    hk_free(records);
    return true;
}

typedef struct clocked {
    bench_work *work;
    void *payload;
} clocked;

static double seconds_of_work(void *payload, size_t calls)
{
    const clocked *const self = payload;
    return bench_clock(self->work, self->payload, calls);
}

bench_timing bench_measure(bench_work *work, void *payload, bench_effort effort)
{
    bench_timing timing = {0};
    clocked self = {work, payload};
    const bench_job job = {seconds_of_work, &self};
    bench_measure_in_turn(&job, 1, effort, &timing);
    return timing;
}
