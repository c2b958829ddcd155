#include "limits.h"

#include "arithmetic.h"
#include "core/clock.h"
#include "core/memory.h"
#include "elementwise.h"

#include <math.h>
#include <string.h>

/* More than malloc keeps for the next time; NaN when it cannot be had. */
enum { NEW_BYTES = 1 << 26, NEW_TRIALS = 3 };

static double new_memory(void)
{
    double fastest = HUGE_VAL;
    for (size_t trial = 0; trial < NEW_TRIALS; trial++) {
        const double start = hk_seconds();
        char *const memory = hk_allocate(NEW_BYTES, 1);
        if (memory)
            memset(memory, (int)trial + 1, NEW_BYTES);
        fastest = fmin(fastest, memory && memory[trial] ? hk_seconds() - start : NAN);
        hk_free(memory);
    }
    return NEW_BYTES / fastest;
}

bench_limits bench_limits_measure(size_t cores, double seconds)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    bench_limits limits;
    for (size_t t = 0; t < 2; t++) {
        limits.multiply_adds_single[types[t]] = bench_multiply_adds(types[t], 1, seconds);
        limits.multiply_adds_all[types[t]] = fmax(limits.multiply_adds_single[types[t]],
                                                  bench_multiply_adds(types[t], cores, seconds));
    }
    limits.new_memory = new_memory();
    limits.elementwise = bench_elementwise_seconds((bench_effort){10.0 * seconds, 16});
    return limits;
}

bench_limit bench_limit_of(const bench_limits *limits, bench_shape shape, size_t threads,
                           double reading)
{
    const double *const rate =
        threads > 1 ? limits->multiply_adds_all : limits->multiply_adds_single;
    const double m = (double)shape.m;
    const double multiplying = 2.0 * m * (double)shape.n / rate[shape.type];
    const double elementwise = m * limits->elementwise / (double)threads;
    if (reading >= multiplying && reading >= elementwise)
        return (bench_limit){reading, "read"};
    return multiplying >= elementwise ? (bench_limit){multiplying, "fma"}
                                      : (bench_limit){elementwise, "elem"};
}
