#include "limits.h"

#include "arithmetic.h"
#include "elementwise.h"

#include <math.h>

bench_limits bench_limits_measure(size_t cores, double seconds)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    bench_limits limits;
    for (size_t t = 0; t < 2; t++) {
        limits.multiply_adds_single[types[t]] = bench_multiply_adds(types[t], 1, seconds);
        limits.multiply_adds_all[types[t]] = fmax(limits.multiply_adds_single[types[t]],
                                                  bench_multiply_adds(types[t], cores, seconds));
    }
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
