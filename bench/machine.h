/* What the figures were measured on. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include "limits.h"

#include <stddef.h>

enum { BENCH_TEXT = 256 };

typedef struct bench_machine {
    char processor[BENCH_TEXT];
    char kernel[BENCH_TEXT]; /* of the operating system */
    char compiler[BENCH_TEXT];
    char blas[BENCH_TEXT];  /* with what it says about itself, where it is OpenBLAS */
    char pages[BENCH_TEXT]; /* transparent huge pages: always, madvise or never */
    size_t cores;
    size_t blas_threads;
    size_t cache_bytes[3]; /* of a core's first and second level, and the third; 0: unknown */
    double memory_bytes;
    double load;         /* processes that ran in the last minute, ours and others' */
    bench_limits limits; /* unknown (0) until they are measured */
    const char *hillock; /* version */
    const char *hillock_kernels;
} bench_machine;

bench_machine bench_machine_here(void);

#endif
