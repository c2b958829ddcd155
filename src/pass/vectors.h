/* Vectors of LANES doubles, of the width of the instruction set that the including file is
 * compiled for: GCC's and Clang's plain C vector types, and a loading that widens float, where
 * GCC 12 splits what the processor does in one instruction. */
#ifndef HK_PASS_VECTORS_H
#define HK_PASS_VECTORS_H

#include <stddef.h>
#include <string.h>

#if defined(__AVX512F__)
#include <immintrin.h>
enum { LANES = 8 };
#elif defined(__AVX__)
#include <immintrin.h>
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif

typedef double vector __attribute__((vector_size(LANES * sizeof(double))));

typedef long long lanes __attribute__((vector_size(LANES * sizeof(long long))));

#if defined(__AVX512F__)
static const lanes LANE = {0, 1, 2, 3, 4, 5, 6, 7};
#elif defined(__AVX__)
static const lanes LANE = {0, 1, 2, 3};
#else
static const lanes LANE = {0, 1};
#endif

/* x with all but its last `count` lanes 0, even where they are infinite. */
static inline vector last_lanes(vector x, size_t count)
{
    const lanes own = LANE >= (long long)(LANES - count);
    return (vector)((lanes)x & own);
}

/* x in every lane. x + 0 would be an addition, as it makes a 0 of -0. */
static inline vector splat(double x)
{
    return x - (vector){0};
}

/* The last `count` lanes of x in the first ones, the others 0. */
static inline vector last_lanes_first(vector x, size_t count)
{
    const lanes from = LANE + (long long)(LANES - count);
#if defined(__AVX512F__)
    const __mmask8 kept = (__mmask8)((1U << count) - 1U);
    return (vector)_mm512_maskz_permutexvar_pd(kept, (__m512i)from, (__m512d)x);
#elif defined(__AVX2__)
    const lanes halves = (from << 1) | (from << 33) | 1LL << 32; /* of a double: 2 k, 2 k + 1 */
    const __m256 moved = _mm256_permutevar8x32_ps((__m256)x, (__m256i)halves);
    return (vector)((lanes)moved & (from < (long long)LANES));
#else
    vector first = {0};
    for (size_t k = 0; k < count; k++)
        first[k] = x[from[k]];
    return first;
#endif
}

static inline vector load_f64(const double *x)
{
    vector v;
    memcpy(&v, x, sizeof v);
    return v;
}

static inline void store_f64(double *x, vector v)
{
    memcpy(x, &v, sizeof v);
}

static inline vector load_f32(const float *x)
{
#if defined(__AVX512F__)
    return (vector)_mm512_cvtps_pd(_mm256_loadu_ps(x));
#elif defined(__AVX__)
    return (vector)_mm256_cvtps_pd(_mm_loadu_ps(x));
#else
    return (vector){(double)x[0], (double)x[1]};
#endif
}

/* The first `count` < LANES numbers, the other lanes 0: nothing behind them is read. */
static inline vector load_first_f64(const double *x, size_t count)
{
#if defined(__AVX512F__)
    return (vector)_mm512_maskz_loadu_pd((__mmask8)((1U << count) - 1U), x);
#elif defined(__AVX__)
    return (vector)_mm256_maskload_pd(x, (__m256i)(LANE < (long long)count));
#else
    return (vector){count > 0 ? x[0] : 0.0, 0.0};
#endif
}

static inline vector load_first_f32(const float *x, size_t count)
{
#if defined(__AVX512F__)
    return (vector)_mm512_cvtps_pd(_mm256_maskz_loadu_ps((__mmask8)((1U << count) - 1U), x));
#else
    vector v = {0};
    for (size_t k = 0; k < count; k++)
        v[k] = (double)x[k];
    return v;
#endif
}

/* The sums over the lanes of LANES vectors, as one vector: neighbours added pairwise, log2
 * LANES times. */
static inline vector sum_lanes_of_each(const vector *s)
{
#if defined(__AVX512F__)
    vector pair[4], quad[2];
    for (int k = 0; k < 4; k++)
        pair[k] = __builtin_shufflevector(s[2 * k], s[2 * k + 1], 0, 8, 2, 10, 4, 12, 6, 14) +
                  __builtin_shufflevector(s[2 * k], s[2 * k + 1], 1, 9, 3, 11, 5, 13, 7, 15);
    for (int k = 0; k < 2; k++)
        quad[k] = __builtin_shufflevector(pair[2 * k], pair[2 * k + 1], 0, 1, 8, 9, 4, 5, 12, 13) +
                  __builtin_shufflevector(pair[2 * k], pair[2 * k + 1], 2, 3, 10, 11, 6, 7, 14, 15);
    return __builtin_shufflevector(quad[0], quad[1], 0, 1, 2, 3, 8, 9, 10, 11) +
           __builtin_shufflevector(quad[0], quad[1], 4, 5, 6, 7, 12, 13, 14, 15);
#elif defined(__AVX__)
    const vector low = __builtin_shufflevector(s[0], s[1], 0, 4, 2, 6) +
                       __builtin_shufflevector(s[0], s[1], 1, 5, 3, 7);
    const vector high = __builtin_shufflevector(s[2], s[3], 0, 4, 2, 6) +
                        __builtin_shufflevector(s[2], s[3], 1, 5, 3, 7);
    return __builtin_shufflevector(low, high, 0, 1, 4, 5) +
           __builtin_shufflevector(low, high, 2, 3, 6, 7);
#else
    return __builtin_shufflevector(s[0], s[1], 0, 2) + __builtin_shufflevector(s[0], s[1], 1, 3);
#endif
}

/* One vector's sum in the same order, so that a row alone and a row among eight have the same
 * bits. */
static inline double sum_lanes(vector v)
{
#if defined(__AVX512F__)
    v += __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
    v += __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
    v += __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
#elif defined(__AVX__)
    v += __builtin_shufflevector(v, v, 1, 0, 3, 2);
    v += __builtin_shufflevector(v, v, 2, 3, 0, 1);
#else
    v += __builtin_shufflevector(v, v, 1, 0);
#endif
    return v[0];
}

#endif
