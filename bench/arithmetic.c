#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include "arithmetic.h"

#include <math.h>
#include <time.h>

/* Twelve sums: units of latency four that start two or three a cycle are never idle, and a
 * processor with sixteen registers has room for them. */
enum { SUMS = 12, ARRAY_BYTES = 16 * SUMS * 64, TRIALS = 8, FIRST_ROUNDS = 256, MOST_LOOPS = 3 };

/* Reads the array `rounds` times; the result has no meaning. */
typedef double loop(const void *array, size_t rounds);

/* As wide as the registers: a wider one would travel through memory, with GCC 12. */
typedef double f64_of_2 __attribute__((vector_size(16)));
typedef float f32_of_4 __attribute__((vector_size(16)));

/* sum += factor array */
#define DEFINE_LOOP(NAME, TARGET, VECTOR)                                                          \
    TARGET static double NAME(const void *array, size_t rounds)                                    \
    {                                                                                              \
        const VECTOR *const x = array;                                                             \
        const VECTOR factor = x[0];                                                                \
        VECTOR sum[SUMS] = {{0}};                                                                  \
        for (size_t round = 0; round < rounds; round++)                                            \
            for (size_t k = 0; k < ARRAY_BYTES / sizeof(VECTOR); k += SUMS)                        \
                for (size_t u = 0; u < SUMS; u++)                                                  \
                    sum[u] += factor * x[k + u];                                                   \
        for (size_t u = 1; u < SUMS; u++)                                                          \
            sum[0] += sum[u];                                                                      \
        return (double)sum[0][0];                                                                  \
    }

DEFINE_LOOP(f64_portable, , f64_of_2)
DEFINE_LOOP(f32_portable, , f32_of_4)
#ifdef __x86_64__
typedef double f64_of_4 __attribute__((vector_size(32)));
typedef float f32_of_8 __attribute__((vector_size(32)));
typedef double f64_of_8 __attribute__((vector_size(64)));
typedef float f32_of_16 __attribute__((vector_size(64)));
DEFINE_LOOP(f64_avx2, __attribute__((target("avx2,fma"))), f64_of_4)
DEFINE_LOOP(f32_avx2, __attribute__((target("avx2,fma"))), f32_of_8)
DEFINE_LOOP(f64_avx512, __attribute__((target("avx512f"))), f64_of_8)
DEFINE_LOOP(f32_avx512, __attribute__((target("avx512f"))), f32_of_16)
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

/* What the thread itself was given: other programs on its core do not count. */
static double seconds_of_thread(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Rounds a second, of all threads together. */
static double rate_of(loop *run, int threads, size_t rounds)
{
    double rate = 0.0;
    double sink = 0.0; /* so that the sums cannot be optimised away */
#pragma omp parallel num_threads(threads) reduction(+ : rate, sink)
    {
        sink += run(array, 1);
#pragma omp barrier
        const double start = seconds_of_thread();
        sink += run(array, rounds);
        rate += (double)rounds / (seconds_of_thread() - start);
    }
    return sink > 0.0 ? rate : 0.0;
}

static double fastest_rate(loop *run, int threads, double seconds)
{
    double fastest = 0.0;
    const size_t rounds = (size_t)(seconds * rate_of(run, 1, FIRST_ROUNDS)) + 1;
    for (size_t trial = 0; trial < TRIALS; trial++)
        fastest = fmax(fastest, rate_of(run, threads, rounds));
    return fastest;
}

double bench_multiply_adds(bench_type type, size_t threads, double seconds)
{
    loop *loops[MOST_LOOPS];
    const size_t count = available_loops(type, loops);
    const size_t numbers = ARRAY_BYTES / bench_type_size(type);
    double fastest = 0.0;
    bench_fill(type, array, numbers, 1.0);
    for (size_t k = 0; k < count; k++)
        fastest = fmax(fastest, fastest_rate(loops[k], (int)threads, seconds));
    return fastest * (double)numbers;
}
