/* The products that diagflat and Hadamard share, each one call of BLAS with its own threads. */
#ifndef BENCH_PRODUCTS_H
#define BENCH_PRODUCTS_H

#include "problem.h"

/* z = wX + b: m numbers. */
void bench_forward(const bench_problem *problem, void *z);

/* u = v M: v and u have m numbers, M is m x m, row-major. */
void bench_row_times_matrix(bench_type type, size_t m, const void *v, const void *M, void *u);

/* dJ/dw = dJ/dz X^T (n numbers of the problem's type), and returns dJ/db = dJ/dz 1. ones: m
 * ones. */
double bench_backward(const bench_problem *problem, const void *dJ_dz, const void *ones,
                      void *dJ_dw);

#endif
