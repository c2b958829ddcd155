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

typedef struct reading {
    loop *run;
    size_t ahead;
    size_t rounds;
    atomic_size_t ready;
    atomic_int gate;
} reading;

typedef struct part {
    reading *trip;
    const line *lines;
    size_t count;
    double began;
    double ended;
    uint64_t sum; /* kept, so that the reading cannot be optimised away */
    pthread_t thread;
} part;

static void *read_part(void *payload)
{
    part *const self = payload;
    reading *const trip = self->trip;
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
static double seconds_of_trip(reading *trip, part *parts, size_t threads)
{
    size_t started = 0;
    atomic_init(&trip->ready, 0);
    atomic_init(&trip->gate, WAIT);
    while (started < threads &&
           pthread_create(&parts[started].thread, NULL, read_part, &parts[started]) == 0)
        started++;
    while (atomic_load(&trip->ready) < started)
        sched_yield();
    atomic_store(&trip->gate, started == threads ? GO : LEAVE);
    double began = HUGE_VAL;
    double ended = 0.0;
    for (size_t k = 0; k < started; k++) {
        pthread_join(parts[k].thread, NULL);
        began = fmin(began, parts[k].began);
        ended = fmax(ended, parts[k].ended);
    }
    return started == threads ? ended - began : HUGE_VAL;
}

static double fastest_trip(reading *trip, part *parts, size_t threads, double seconds)
{
    const double start = hk_seconds();
    double fastest = HUGE_VAL;
    do
        fastest = fmin(fastest, seconds_of_trip(trip, parts, threads));
    while (hk_seconds() - start < seconds);
    return fastest;
}

double bench_read_ceiling(const void *array, size_t bytes, size_t threads, double seconds)
{
    const size_t lines =
        bytes / sizeof(line) / threads; /* of each thread; at most a few are left out */
    const double read = (double)(lines * threads * sizeof(line));
    part *const parts = hk_allocate(threads, sizeof *parts);
    if (!parts || lines == 0) {
        hk_free(parts);
        return 0.0;
    }
    loop *loops[MOST_LOOPS];
    const size_t n_loops = available_loops(loops);
    reading trip = {.rounds = (size_t)(BYTES_A_TRIP * (double)threads / read) + 1};
    for (size_t k = 0; k < threads; k++) {
        parts[k].trip = &trip;
        parts[k].lines = (const line *)array + k * lines;
        parts[k].count = lines;
    }
    double fastest = HUGE_VAL;
    for (size_t k = 0; k < 2 * n_loops; k++) {
        trip.run = loops[k / 2];
        trip.ahead = k % 2 ? LINES_AHEAD : 0;
        fastest = fmin(fastest, fastest_trip(&trip, parts, threads, seconds));
    }
    hk_free(parts);
    return read * (double)trip.rounds / fastest;
}
