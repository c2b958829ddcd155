#include "ceilings.h"

#include "core/clock.h"
#include "core/memory.h"

#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdint.h>

/* One vector a cache line wide; the compiler splits it where registers are narrower. */
typedef uint64_t line __attribute__((vector_size(64)));

enum { LANES = 8, MOST_LINES = 8, MOST_LOOPS = 3, LINES_AHEAD = 16 };

/* A timed trip reads at least this many bytes with each thread: small arrays are read several
 * times. */
static const double BYTES_A_TRIP = 64e6;

/* ---- the loops ---- */

typedef uint64_t loop(const line *lines, size_t count, size_t ahead);

/* `at_once` lines have a sum of their own each: as many as fit into the registers. */
static inline __attribute__((always_inline)) uint64_t add_up(const line *lines, size_t count,
                                                             size_t at_once, size_t ahead)
{
    line sum[MOST_LINES] = {{0}};
    size_t k = 0;
    for (; k + at_once <= count; k += at_once)
        for (size_t u = 0; u < at_once; u++) {
            if (ahead > 0)
                __builtin_prefetch(lines + k + u + ahead);
            sum[u] += lines[k + u];
        }
    for (; k < count; k++)
        sum[0] += lines[k];
    uint64_t total = 0;
    for (size_t u = 0; u < at_once; u++)
        for (size_t lane = 0; lane < LANES; lane++)
            total += sum[u][lane];
    return total;
}

static uint64_t add_up_portable(const line *lines, size_t count, size_t ahead)
{
    return ahead > 0 ? add_up(lines, count, 2, ahead) : add_up(lines, count, 2, 0);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static uint64_t add_up_avx2(const line *lines, size_t count,
                                                            size_t ahead)
{
    return ahead > 0 ? add_up(lines, count, 4, ahead) : add_up(lines, count, 4, 0);
}

__attribute__((target("avx512f,prefer-vector-width=512"))) static uint64_t
add_up_avx512(const line *lines, size_t count, size_t ahead)
{
    return ahead > 0 ? add_up(lines, count, 8, ahead) : add_up(lines, count, 8, 0);
}
#endif

/* The loops this processor can run; returns how many. */
static size_t available_loops(loop *loops[MOST_LOOPS])
{
    size_t count = 0;
    loops[count++] = add_up_portable;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2"))
        loops[count++] = add_up_avx2;
    if (__builtin_cpu_supports("avx512f"))
        loops[count++] = add_up_avx512;
#endif
    return count;
}

/* ---- a trip: every thread reads its part, all starting together ---- */

enum { WAIT, GO, LEAVE };

typedef struct part part;

struct bench_reading {
    loop *run;
    size_t ahead;
    size_t rounds; /* times that the array is read in a trip */
    double bytes;  /* of one round */
    size_t threads;
    part *parts;
    atomic_size_t ready;
    atomic_int gate;
};

struct part {
    bench_reading *trip;
    const line *lines;
    size_t count;
    double began;
    double ended;
    uint64_t sum; /* kept, so that the reading cannot be optimised away */
    pthread_t thread;
};

static void *read_part(void *payload)
{
    part *const self = payload;
    bench_reading *const trip = self->trip;
    int gate;
    atomic_fetch_add(&trip->ready, 1);
    while ((gate = atomic_load(&trip->gate)) == WAIT)
        sched_yield();
    self->began = hk_seconds();
    for (size_t round = 0; gate == GO && round < trip->rounds; round++)
        self->sum += trip->run(self->lines, self->count, trip->ahead);
    self->ended = hk_seconds();
    return NULL;
}

/* From the first start to the last end; HUGE_VAL when a thread could not be had. */
static double seconds_of_trip(bench_reading *trip)
{
    size_t started = 0;
    part *const parts = trip->parts;
    atomic_store(&trip->ready, 0);
    atomic_store(&trip->gate, WAIT);
    while (started < trip->threads &&
           pthread_create(&parts[started].thread, NULL, read_part, &parts[started]) == 0)
        started++;
    while (atomic_load(&trip->ready) < started)
        sched_yield();
    atomic_store(&trip->gate, started == trip->threads ? GO : LEAVE);
    double began = HUGE_VAL;
    double ended = 0.0;
    for (size_t k = 0; k < started; k++) {
        pthread_join(parts[k].thread, NULL);
        began = fmin(began, parts[k].began);
        ended = fmax(ended, parts[k].ended);
    }
    return started == trip->threads ? ended - began : HUGE_VAL;
}

static double fastest_trip(bench_reading *trip, double seconds)
{
    const double start = hk_seconds();
    double fastest = HUGE_VAL;
    do
        fastest = fmin(fastest, seconds_of_trip(trip));
    while (hk_seconds() - start < seconds);
    return fastest;
}

static size_t rounds_of_trip(const bench_reading *reading)
{
    return (size_t)(BYTES_A_TRIP * (double)reading->threads / reading->bytes) + 1;
}

static bool choose_loop(bench_reading *reading, double seconds)
{
    loop *loops[MOST_LOOPS];
    const size_t n_loops = available_loops(loops);
    double fastest = HUGE_VAL;
    size_t best = 0;
    reading->rounds = rounds_of_trip(reading);
    for (size_t k = 0; k < 2 * n_loops; k++) {
        reading->run = loops[k / 2];
        reading->ahead = k % 2 ? LINES_AHEAD : 0;
        const double trip = fastest_trip(reading, seconds);
        if (trip < fastest)
            best = k;
        fastest = fmin(fastest, trip);
    }
    reading->run = loops[best / 2];
    reading->ahead = best % 2 ? LINES_AHEAD : 0;
    return fastest < HUGE_VAL;
}

bench_reading *bench_reading_create(const void *array, size_t bytes, size_t threads, double seconds)
{
    const size_t lines = bytes / sizeof(line) / threads; /* at most a few are left out */
    bench_reading *const reading = hk_allocate(1, sizeof *reading);
    if (!reading)
        return NULL;
    reading->threads = threads;
    reading->bytes = (double)(lines * threads * sizeof(line));
    reading->parts = hk_allocate(threads, sizeof *reading->parts);
    for (size_t k = 0; reading->parts && k < threads; k++)
        reading->parts[k] =
            (part){.trip = reading, .lines = (const line *)array + k * lines, .count = lines};
    if (reading->parts && lines > 0 && choose_loop(reading, seconds))
        return reading;
    bench_reading_destroy(reading);
    return NULL;
}

void bench_reading_destroy(bench_reading *reading)
{
    if (reading)
        hk_free(reading->parts);
    hk_free(reading);
}

double bench_reading_seconds(void *reading, size_t calls)
{
    bench_reading *const self = reading;
    self->rounds = hk_max_size(calls, rounds_of_trip(self));
    return seconds_of_trip(self) * (double)calls / (double)self->rounds;
}
