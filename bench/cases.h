/* Which problems are measured. */
#ifndef BENCH_CASES_H
#define BENCH_CASES_H

#include "mode.h"
#include "results.h"

/* Writes at most BENCH_MOST_CASES cases without results, in the order of the table; returns how
 * many. Only those of the groups g with chosen[g]. */
size_t bench_cases(bench_mode mode, const bool chosen[BENCH_GROUPS], bench_case *cases);

#endif
