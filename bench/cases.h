/* Which problems are measured. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

#include "results.h"

/* quick: a smoke test of seconds. default: in cache, the ladder of m, X of 205 MB (f64), beyond the
 * caches. full: X of 819 MB. */
typedef enum bench_mode { BENCH_QUICK, BENCH_DEFAULT, BENCH_FULL } bench_mode;

/* Writes at most BENCH_MOST_CASES cases without results, in the order of the table; returns how
 * many. Only those of the groups g with chosen[g]. */
size_t bench_cases(bench_mode mode, const bool chosen[BENCH_GROUPS], bench_case *cases);

#endif
