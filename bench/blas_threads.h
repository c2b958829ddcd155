/* BLAS's own threads. They are a setting of the whole process, which the library never touches;
 * this program may, to show Hadamard on one thread as well. */
#ifndef BENCH_BLAS_THREADS_H
#define BENCH_BLAS_THREADS_H

#include <stdbool.h>
#include <stddef.h>

const char *bench_blas_name(void); /* what OpenBLAS says about itself */

/* Whether it says that it uses these kernels: of a name that it does not know it takes others. */
bool bench_blas_has_kernels(const char *wanted);

bool bench_blas_can_limit(void); /* false with another BLAS than OpenBLAS */
size_t bench_blas_threads(size_t cores);
void bench_blas_limit(size_t threads);

#endif
