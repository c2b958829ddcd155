/* Predictions: one row after another, a call each, and all rows in one call. */
#ifndef BENCH_PREDICT_H
#define BENCH_PREDICT_H

#include "cases.h"
#include "contest.h"

/* Peers take part when `peers` and installed. false when memory is short. */
bool bench_predict_row_measure(bench_contest *contest, bench_type type, bool peers,
                               bench_mode mode);
bool bench_predict_rows_measure(bench_contest *contest, bench_shape shape, size_t cores,
                                bench_mode mode);

#endif
