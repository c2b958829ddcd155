#define _POSIX_C_SOURCE 200809L /* strncasecmp */
#include "blas_threads.h"

#include <string.h>
#include <strings.h>

/* OpenBLAS's own functions; absent (NULL) with another BLAS. */
extern char *openblas_get_config(void) __attribute__((weak));
extern int openblas_get_num_threads(void) __attribute__((weak));
extern void openblas_set_num_threads(int threads) __attribute__((weak));

const char *bench_blas_name(void)
{
    return openblas_get_config ? openblas_get_config() : "CBLAS, not OpenBLAS";
}

bool bench_blas_has_kernels(const char *wanted)
{
    const char *word = bench_blas_name();
    const size_t length = strlen(wanted);
    for (; word; word = strchr(word, ' ')) {
        word += strspn(word, " ");
        if (strcspn(word, " ") == length && strncasecmp(word, wanted, length) == 0)
            return true;
    }
    return false;
}

bool bench_blas_can_limit(void)
{
    return openblas_get_num_threads && openblas_set_num_threads;
}

size_t bench_blas_threads(size_t cores)
{
    return openblas_get_num_threads ? (size_t)openblas_get_num_threads() : cores;
}

void bench_blas_limit(size_t threads)
{
    if (openblas_set_num_threads)
        openblas_set_num_threads((int)threads);
}
