#include "reading_loops.h"

/* Registers that add up: eight hide an addition's latency and leave room on every processor. */
enum { SUMS = 8 };

/* Rows that are read side by side: as many as the fused kernel has (pass/products.h). */
enum { STREAMS = 8 };

/* Lines ahead: far enough for a cache, and for memory. */
enum { NEAR = 16, FAR = 256 };

/* Lines of a row: 4 and 16 KiB. */
enum { SHORT_ROW = 64, LONG_ROW = 256 };

/* The cache that a line is asked into beforehand. */
typedef enum hint { NO_HINT, FIRST_LEVEL, SECOND_LEVEL, NOT_TO_STAY } hint;

#define INLINED static inline __attribute__((always_inline))

/* Past the end of the array as well: the processor ignores what it may not touch. */
INLINED void ask_for(const bench_line *at, hint into)
{
    if (into == FIRST_LEVEL)
        __builtin_prefetch(at, 0, 3);
    else if (into == SECOND_LEVEL)
        __builtin_prefetch(at, 0, 2);
    else if (into == NOT_TO_STAY)
        __builtin_prefetch(at, 0, 0);
}

#define SET portable
#define TARGET
#define BYTES 16
#include "reading_loops_template.h"

#ifdef __x86_64__
#define SET avx2
#define TARGET __attribute__((target("avx2")))
#define BYTES 32
#include "reading_loops_template.h"

#define SET avx512
#define TARGET __attribute__((target("avx512f")))
#define BYTES 64
#include "reading_loops_template.h"
#endif

size_t bench_reading_loops(bench_reading_loop loops[BENCH_MOST_READING_LOOPS])
{
    size_t count = 0;
    for (int order = 0; order < BENCH_READING_ORDERS; order++) {
        loops[count++] = (bench_reading_loop){portable, order};
#ifdef __x86_64__
        if (__builtin_cpu_supports("avx2"))
            loops[count++] = (bench_reading_loop){avx2, order};
        if (__builtin_cpu_supports("avx512f"))
            loops[count++] = (bench_reading_loop){avx512, order};
#endif
    }
    return count;
}
