/* What the result should be, by independent code: plain loops in long double, no BLAS, no
 * kernels. */
#ifndef BENCH_REFERENCE_H
#define BENCH_REFERENCE_H

#include "problem.h"

#include <stdbool.h>

typedef struct bench_reference bench_reference;

/* NULL when memory is short. */
bench_reference *bench_reference_create(const bench_problem *problem);
void bench_reference_destroy(bench_reference *reference);

/* The largest of |result - reference| / (eps S) over dJ/dw_i, dJ/db and J, where eps is the
 * type's and S is how far rounding once in each term of the derivation can move that number:
 *     z_j = sum_k w_k x_kj + b              |z|_j = sum_k |w_k x_kj| + |b|
 *     dJ/dw_i = (1/m) sum_j e_j x_ij        S = (1/m) sum_j |x_ij| (|e_j| + a_j (1 - a_j) |z|_j)
 *     dJ/db   = (1/m) sum_j e_j             the same with x = 1
 *     J       = (1/m) sum_j l_j             S = (1/m) sum_j (l_j + |e_j| |z|_j)
 * with e_j = a_j - y_j. A NaN anywhere gives infinity. */
double bench_residual(const bench_reference *reference, const bench_gradient *result);

/* A result is right when its residual is at most 2 + sqrt(m) c: 2 for the elementwise part and
 * the row's products, the rest for the sum over m samples. The library's sums are of panels in
 * several lanes, c = 1/50. Others may add one term after another, whose rounding errors of
 * eps/2 times a partial sum that grows to the whole have the standard deviation sqrt(m)/6: c =
 * 1/3 is twice it. That takes the errors to be random. Where such a sum is so long that m eps is
 * no longer small, as for ten million floats, terms are rounded to the spacing of numbers nearly
 * their own size, all to the same side: then others may be wrong by m eps/8. */
double bench_residual_bound(bench_shape shape, bool of_the_library);

#endif
