/* How many threads a piece of work is given. */
#ifndef HK_CORE_THREADS_H
#define HK_CORE_THREADS_H

#include <stddef.h>

/* `wanted` threads, or for 0 as many as OpenMP offers where `work` elements are worth it. One
 * inside a parallel region of the caller's, and in a process that was forked after the library
 * was loaded: the OpenMP runtime does not survive a fork. */
int hk_threads(int wanted, size_t work);

#endif
