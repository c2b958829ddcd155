#include "arithmetic.h"

#include "core/clock.h"

#include <math.h>

/* Twelve sums: units of latency four that start two or three a cycle are never idle, and a
 * processor with sixteen registers has room for them. */
enum { SUMS = 12, ARRAY_BYTES = 16 * SUMS * 64, TRIALS = 16, MOST_LOOPS = 3 };

/* Reads the array `rounds` times; the result has no meaning. */
typedef double loop(const void *array, size_t rounds);

/* sum += factor array, of vectors as wide as the registers: a wider one would travel through
 * memory, with GCC 12. */
#define DEFINE_LOOP(NAME, TARGET, SCALAR, BYTES)                                                   \
    typedef SCALAR NAME##_vector __attribute__((vector_size(BYTES)));                              \
    TARGET static double NAME(const void *array, size_t rounds)                                    \
    {                                                                                              \
        const NAME##_vector *const x = array;                                                      \
        const NAME##_vector factor = (NAME##_vector){0} + (SCALAR)0.5;                             \
        NAME##_vector sum[SUMS] = {{0}};                                                           \
        for (size_t round = 0; round < rounds; round++)                                            \
            for (size_t k = 0; k < ARRAY_BYTES / (BYTES); k += SUMS)                               \
                for (size_t u = 0; u < SUMS; u++)                                                  \
                    sum[u] += factor * x[k + u];                                                   \
        for (size_t u = 1; u < SUMS; u++)                                                          \
            sum[0] += sum[u];                                                                      \
        return (double)sum[0][0];                                                                  \
    }

DEFINE_LOOP(f64_portable, , double, 16)
DEFINE_LOOP(f32_portable, , float, 16)
#ifdef __x86_64__
DEFINE_LOOP(f64_avx2, __attribute__((target("avx2,fma"))), double, 32)
DEFINE_LOOP(f32_avx2, __attribute__((target("avx2,fma"))), float, 32)
DEFINE_LOOP(f64_avx512, __attribute__((target("avx512f"))), double, 64)
DEFINE_LOOP(f32_avx512, __attribute__((target("avx512f"))), float, 64)
#endif

static size_t available_loops(bench_type type, loop *loops[MOST_LOOPS])
{
    size_t count = 0;
    loops[count++] = type == BENCH_F64 ? f64_portable : f32_portable;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        loops[count++] = type == BENCH_F64 ? f64_avx2 : f32_avx2;
    if (__builtin_cpu_supports("avx512f"))
        loops[count++] = type == BENCH_F64 ? f64_avx512 : f32_avx512;
#endif
    return count;
}

/* Ones, in the first cache of every core: nobody writes to it while the loops run. */
static _Alignas(64) unsigned char array[ARRAY_BYTES];

/* The seconds of `rounds` rounds on each thread, from the first start to the last end. */
static double seconds_of(loop *run, int threads, size_t rounds)
{
    double sink = 0.0; /* so that the sums cannot be optimised away */
    double began = HUGE_VAL;
    double ended = 0.0;
#pragma omp parallel num_threads(threads) reduction(+ : sink) reduction(min : began)               \
    reduction(max : ended)
    {
        sink += run(array, 1);
#pragma omp barrier
        began = hk_seconds();
        sink += run(array, rounds);
        ended = hk_seconds();
    }
    return ended - began + (sink < 0.0 ? 1.0 : 0.0);
}

double bench_multiply_adds(bench_type type, size_t threads, double seconds)
{
    loop *loops[MOST_LOOPS];
    const size_t count = available_loops(type, loops);
    const double numbers = (double)threads * ARRAY_BYTES / (double)bench_type_size(type);
    double fastest = 0.0;
    bench_fill(type, array, ARRAY_BYTES / bench_type_size(type), 1.0);
    for (size_t k = 0; k < count; k++) {
        size_t rounds = 1;
        while (seconds_of(loops[k], 1, rounds) < seconds)
            rounds *= 2;
        for (size_t trial = 0; trial < TRIALS; trial++)
            fastest = fmax(fastest,
                           numbers * (double)rounds / seconds_of(loops[k], (int)threads, rounds));
    }
    return fastest;
}
