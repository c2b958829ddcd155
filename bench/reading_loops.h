/* Loops that add up an array's 64-bit words (integers, so that the type does not matter): one of
 * them reads it as fast as anything can. */
#ifndef BENCH_READING_LOOPS_H
#define BENCH_READING_LOOPS_H

#include <stddef.h>
#include <stdint.h>

typedef struct bench_line {
    _Alignas(64) uint64_t words[8];
} bench_line; /* of a cache */

/* An order of reading, on an instruction set. */
typedef struct bench_reading_loop {
    uint64_t (*sum)(const bench_line *lines, size_t count, int order);
    int order;
} bench_reading_loop;

enum { BENCH_READING_ORDERS = 11, BENCH_MOST_READING_LOOPS = 3 * BENCH_READING_ORDERS };

/* The loops that this processor can run; returns how many. */
size_t bench_reading_loops(bench_reading_loop loops[BENCH_MOST_READING_LOOPS]);

#endif
