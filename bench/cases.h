/* Which problems are measured. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

#include "results.h"

/* quick: a smoke test of seconds. default: in cache, the ladder of m, arrays of 50 to 200 MB.
 * full: also arrays of 0.8 to 1 GB. */
typedef enum bench_mode { BENCH_QUICK, BENCH_DEFAULT, BENCH_FULL } bench_mode;

/* Writes at most BENCH_MOST_CASES cases without results, in the order of the table; returns how
 * many. */
size_t bench_cases(bench_mode mode, bench_case *cases);

#endif
