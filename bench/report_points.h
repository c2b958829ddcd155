/* Time against m for gnuplot (time_against_m.gp). */
#ifndef BENCH_REPORT_POINTS_H
#define BENCH_REPORT_POINTS_H

#include "results.h"

/* Writes `path`: for f64, then for f32 a block for each formulation and one for reading X once.
 * A block is a title in quotes, lines of m and seconds, two empty lines. false when it could not
 * be written whole. */
bool bench_write_points(const char *path, const bench_results *results);

#endif
