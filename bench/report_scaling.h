/* The ladders of scaling.h: the table, and the points of the pictures. */
#ifndef BENCH_REPORT_SCALING_H
#define BENCH_REPORT_SCALING_H

#include "scaling.h"

const char *bench_ladder_name(bench_ladder ladder);

/* With first_of_ladder there is a header above it. */
void bench_print_step(const bench_step *step, bool first_of_ladder);

/* The exponents, and how much was checked. */
void bench_print_scaling(const bench_scaling *scaling);

/* Writes `path` for scaling.gp: blocks of a title in quotes and lines of two numbers, two empty
 * lines after each. For each ladder of sizes four blocks of m or n and seconds: f64, reading f64,
 * f32, reading f32. Then two blocks of threads and speed-up for each type and n: the library,
 * reading. false when it could not be written whole. */
bool bench_write_scaling_points(const char *path, const bench_scaling *scaling);

#endif
