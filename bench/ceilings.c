#include "ceilings.h"

#include "core/clock.h"
#include "core/memory.h"
#include "reading_loops.h"

#include <math.h>

/* A timed trip reads at least this many bytes with each thread, so that starting the threads is
 * little beside it: small arrays are read several times. Not more: a trip that is too short for
 * another program to get in between is what shows the machine. */
static const double BYTES_A_TRIP = 16e6;

/* The loops are tried in turn, this many times: the fastest trip of each counts, for whatever
 * else the machine does can only make one slower. From the second time on, only those within
 * a few tenths of the fastest are tried again. */
enum { TRIALS = 5 };
static const double NEAR_ENOUGH = 1.3;

typedef struct part {
    const bench_line *lines;
    uint64_t sum; /* kept, so that the reading cannot be optimised away */
} part;

struct bench_reading {
    bench_reading_loop loop;
    double bytes; /* of one round */
    size_t lines; /* of a part */
    size_t threads;
    part *parts;
};

static void read_part(const bench_reading *reading, bench_reading_loop loop, size_t k,
                      size_t rounds)
{
    part *const self = &reading->parts[k];
    for (size_t round = 0; round < rounds; round++)
        self->sum += loop.sum(self->lines, reading->lines, loop.order);
}

/* Reads the array `rounds` times; returns the seconds of all of them. */
static double trip(const bench_reading *reading, bench_reading_loop loop, size_t rounds)
{
    const int threads = (int)reading->threads;
    const double start = hk_seconds();
    if (threads == 1)
        read_part(reading, loop, 0, rounds);
    else {
#pragma omp parallel for num_threads(threads) schedule(static, 1)
        for (int k = 0; k < threads; k++)
            read_part(reading, loop, (size_t)k, rounds);
    }
    return hk_seconds() - start;
}

static size_t rounds_of_trip(const bench_reading *reading)
{
    return (size_t)(BYTES_A_TRIP * (double)reading->threads / reading->bytes) + 1;
}

static void choose_loop(bench_reading *reading)
{
    bench_reading_loop loops[BENCH_MOST_READING_LOOPS];
    double seconds[BENCH_MOST_READING_LOOPS];
    const size_t count = bench_reading_loops(loops);
    const size_t rounds = rounds_of_trip(reading);
    size_t best = 0;
    trip(reading, loops[0], rounds); /* pages and threads are there from now on */
    for (size_t k = 0; k < count; k++)
        seconds[k] = HUGE_VAL;
    for (size_t trial = 0; trial < TRIALS; trial++)
        for (size_t k = 0; k < count; k++) {
            if (trial > 0 && seconds[k] > NEAR_ENOUGH * seconds[best])
                continue;
            seconds[k] = fmin(seconds[k], trip(reading, loops[k], rounds));
            if (seconds[k] < seconds[best])
                best = k;
        }
    reading->loop = loops[best];
}

bench_reading *bench_reading_create(const void *array, size_t bytes, size_t threads)
{
    const size_t lines = bytes / sizeof(bench_line) / threads; /* at most a few are left out */
    bench_reading *const reading = hk_allocate(1, sizeof *reading);
    if (!reading)
        return NULL;
    reading->threads = threads;
    reading->lines = lines;
    reading->bytes = (double)(lines * threads * sizeof(bench_line));
    reading->parts = hk_allocate(threads, sizeof *reading->parts);
    if (!reading->parts || lines == 0) {
        bench_reading_destroy(reading);
        return NULL;
    }
    for (size_t k = 0; k < threads; k++)
        reading->parts[k].lines = (const bench_line *)array + k * lines;
    choose_loop(reading);
    return reading;
}

void bench_reading_destroy(bench_reading *reading)
{
    if (reading)
        hk_free(reading->parts);
    hk_free(reading);
}

double bench_reading_seconds(void *reading, size_t calls)
{
    const bench_reading *const self = reading;
    const size_t rounds = hk_max_size(calls, rounds_of_trip(self));
    return trip(self, self->loop, rounds) * (double)calls / (double)rounds;
}
