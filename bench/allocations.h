/* Counts the heap of this process: malloc and its family are replaced in the executable, so what
 * the library and BLAS allocate is counted like our own. (OpenBLAS's buffers are mapped once at
 * start, not counted.) */
#ifndef BENCH_ALLOCATIONS_H
#define BENCH_ALLOCATIONS_H

#include <stddef.h>

/* Bytes in use now; the peak is counted from here. */
size_t bench_heap_begin(void);

/* The most bytes in use at any time since bench_heap_begin. */
size_t bench_heap_peak(void);

#endif
