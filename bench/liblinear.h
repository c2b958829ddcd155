/* liblinear's predict_probability through its C API, where the library was there at build time. */
#ifndef BENCH_LIBLINEAR_H
#define BENCH_LIBLINEAR_H

#include "problem.h"

bool bench_liblinear_installed(void);

/* All rows of the problem in liblinear's format, made beforehand; NULL when memory is short or
 * liblinear is missing. */
typedef struct bench_liblinear bench_liblinear;
bench_liblinear *bench_liblinear_create(const bench_problem *problem);
void bench_liblinear_destroy(bench_liblinear *self);

/* A call is one row after another through the model; a is of the last call. */
double bench_liblinear_seconds(void *self, size_t calls);
double bench_liblinear_a(const bench_liblinear *self, size_t row);

#endif
