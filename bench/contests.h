/* Which contests are held: stochastic steps and predictions. */
#ifndef BENCH_CONTESTS_H
#define BENCH_CONTESTS_H

#include "cases.h"
#include "contest.h"

/* Measures and prints them; *count of at most BENCH_MOST_CONTESTS. false when memory is short. */
bool bench_contests_measure(bench_contest *contests, size_t *count, size_t cores, bool peers,
                            bench_mode mode);

#endif
