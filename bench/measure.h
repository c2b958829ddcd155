/* The measuring of one case: ceilings, and each formulation's memory, time and residual. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include "cases.h"
#include "machine.h"

bench_effort bench_effort_of(bench_mode mode);

/* The threads that the library shares a gradient among, by itself. */
size_t bench_library_threads(bench_shape shape);

/* Fills in the results. false when memory is short for the data themselves; then no row is
 * measured. */
bool bench_case_measure(bench_case *item, const bench_machine *machine, bench_mode mode);

#endif
