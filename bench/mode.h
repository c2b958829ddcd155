/* How much is measured. */
#ifndef BENCH_MODE_H
#define BENCH_MODE_H

/* quick: a smoke test of seconds. default: in cache, the ladder of m, X of 205 MB (f64), beyond the
 * caches. full: X of 819 MB. */
typedef enum bench_mode { BENCH_QUICK, BENCH_DEFAULT, BENCH_FULL } bench_mode;

#endif
