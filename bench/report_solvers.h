/* The races of race.h as tables. */
#ifndef BENCH_REPORT_SOLVERS_H
#define BENCH_REPORT_SOLVERS_H

#include "race.h"

void bench_print_solvers_legend(void);
void bench_print_race(const bench_race *race);

#endif
