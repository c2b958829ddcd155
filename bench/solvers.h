/* The time to the optimum: which races are held. */
#ifndef BENCH_SOLVERS_H
#define BENCH_SOLVERS_H

#include "race.h"

/* One race for each training; each is handed to `print` as soon as it is over. false when memory is
 * short or the data cannot be read. */
bool bench_solvers_measure(bench_race races[BENCH_TRAININGS], size_t *count, size_t cores,
                           bool peers, bench_mode mode, void print(const bench_race *race));

#endif
