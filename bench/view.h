/* The library's view of a problem's data. */
#ifndef BENCH_VIEW_H
#define BENCH_VIEW_H

#include "problem.h"

/* NULL when memory is short. Destroyed with hillock_dataset_destroy. */
hillock_dataset *bench_view(const bench_problem *problem);

#endif
