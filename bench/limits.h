/* What binds a gradient: X has to be read once, each element of it takes part in two multiply-adds
 * (one forward, one backward), and each sample goes through the elementwise mathematics. */
#ifndef BENCH_LIMITS_H
#define BENCH_LIMITS_H

#include "problem.h"

/* Of this machine. */
typedef struct bench_limits {
    double multiply_adds_single[2]; /* a second, by bench_type: one thread, and all of them */
    double multiply_adds_all[2];
    double elementwise; /* seconds a sample on one thread: logistic with cross-entropy, f64 */
    double new_memory;  /* bytes a second of pages fresh from the system, written for the first
                         * time: what large arrays cost that are made anew in each call */
} bench_limits;

/* The longest of the three times, and which it is: "read", "fma" or "elem". They are taken to
 * overlap perfectly; the elementwise part is the library's own, so for it the limit is an
 * estimate. */
typedef struct bench_limit {
    double seconds;
    const char *name;
} bench_limit;

/* Each trial takes `seconds`. */
bench_limits bench_limits_measure(size_t cores, double seconds);

/* reading: the seconds that the same threads need to read X. */
bench_limit bench_limit_of(const bench_limits *limits, bench_shape shape, size_t threads,
                           double reading);

#endif
