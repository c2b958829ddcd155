/* What one run found out: a row for each formulation on each problem. */
#ifndef BENCH_RESULTS_H
#define BENCH_RESULTS_H

#include "contest.h"
#include "elementwise.h"
#include "formulation.h"
#include "limits.h"
#include "race.h"
#include "scaling.h"

enum { BENCH_FORMULATIONS = 9, BENCH_MOST_CASES = 64, BENCH_LADDER_STEPS = 16 };

/* diagflat and Hadamard, which speed-ups are against, with their variants; one pass, on one thread,
 * through BLAS; the peers. */
enum { BENCH_ROW_DIAGFLAT, BENCH_ROW_DIAGFLAT_KEPT, BENCH_ROW_HADAMARD };
extern const bench_formulation *const bench_formulations[BENCH_FORMULATIONS];

/* What fits a cache, the ladder's step of BENCH_TEXTBOOK_SAMPLES alone, what fits no cache, many
 * samples of few features, and the ladder: the steps that the growth with m is fitted on. */
enum { BENCH_TEXTBOOK_SAMPLES = 4096 };
typedef enum bench_group {
    BENCH_IN_CACHE,
    BENCH_TEXTBOOK,
    BENCH_LARGE,
    BENCH_FEW,
    BENCH_LADDER,
    BENCH_GROUPS
} bench_group;

typedef struct bench_row {
    const bench_formulation *formulation;
    bool measured; /* false: not asked for at this m; then nothing below holds */
    bool right;    /* the gradient was computed and its residual is within the bound */
    size_t threads;
    bench_timing timing;
    bench_limit limit; /* with as many threads */
    /* Seconds that as many threads compute when X waits in the L2 cache; NaN: not fused. */
    double arithmetic;
    size_t bytes;    /* heap beside X and y */
    double residual; /* reference.h */
} bench_row;

typedef struct bench_case {
    bench_shape shape;
    bench_group group;
    double ceiling_single; /* bytes a second: one thread, and all of them (or one, if faster) */
    double ceiling_all;
    bench_row rows[BENCH_FORMULATIONS]; /* in the order of bench_formulations */
} bench_case;

/* How time and memory grow with m over the ladder: the p of m^p. */
typedef struct bench_growth {
    bench_type type;
    const bench_formulation *formulation;
    size_t n;
    size_t steps;
    size_t m[BENCH_LADDER_STEPS];
    double seconds[BENCH_LADDER_STEPS]; /* minima: least disturbed by others  */
    double reading[BENCH_LADDER_STEPS]; /* of X once, on one thread, ceilings.h */
    double time_exponent;
    double memory_exponent;
} bench_growth;

typedef struct bench_results {
    size_t n_cases;
    bench_case cases[BENCH_MOST_CASES];
    size_t n_growths;
    bench_growth growths[2 * BENCH_FORMULATIONS];
    size_t n_contests;
    bench_contest contests[BENCH_MOST_CONTESTS];
    size_t n_races;
    bench_race races[BENCH_TRAININGS];
    bench_scaling scaling; /* n_steps is 0 where it was not measured */
    bool has_elementwise;
    bench_elementwise elementwise;
} bench_results;

/* Bytes of X a second, X counted once: what a formulation that reads it once could reach at best
 * is the ceiling. */
double bench_row_bandwidth(const bench_case *item, const bench_row *row);
double bench_row_ceiling(const bench_case *item, const bench_row *row); /* with as many threads */

/* Heap beside X and y; NaN of a peer, whose process is not seen into. */
double bench_row_memory(const bench_row *row);

/* How near a row is to its limit. */
double bench_row_percent_of_limit(const bench_row *row);

/* Time of the other formulation / time of this row; NaN when the other was not measured. */
double bench_speed_up(const bench_case *item, const bench_row *row, size_t other);

/* Fits the growths from the ladder's rows. */
void bench_results_fit(bench_results *results);

bool bench_results_right(const bench_results *results); /* nothing is wrong */

#endif
