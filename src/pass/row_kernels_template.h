/* The row products, once per instruction set: row_kernels_<set>.c names the table HK_ROWS and
 * is compiled with that set's flags. Vectors are GCC's and Clang's plain C vector types; LANES
 * doubles in each. */
#include "pass/rows.h"

#include <string.h>

#if defined(__AVX512F__)
enum { LANES = 8 };
#elif defined(__AVX__)
enum { LANES = 4 };
#else
enum { LANES = 2 };
#endif

typedef double vector __attribute__((vector_size(LANES * sizeof(double))));
typedef float narrow __attribute__((vector_size(LANES * sizeof(float))));

static inline vector load_f64(const double *x)
{
    vector v;
    memcpy(&v, x, sizeof v);
    return v;
}

static inline vector load_f32(const float *x)
{
    narrow v;
    memcpy(&v, x, sizeof v);
    return __builtin_convertvector(v, vector);
}

static inline double add_lanes(vector v)
{
    double lane[LANES];
    memcpy(lane, &v, sizeof v);
    for (int width = LANES / 2; width > 0; width /= 2)
        for (int k = 0; k < width; k++)
            lane[k] += lane[k + width];
    return lane[0];
}

/* Four vectors are under way at once, to hide the latency of the additions. */
static double dot_f64(size_t n, const double *w, const double *x)
{
    vector s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    size_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        s0 += load_f64(w + i) * load_f64(x + i);
        s1 += load_f64(w + i + LANES) * load_f64(x + i + LANES);
        s2 += load_f64(w + i + 2 * LANES) * load_f64(x + i + 2 * LANES);
        s3 += load_f64(w + i + 3 * LANES) * load_f64(x + i + 3 * LANES);
    }
    for (; i + LANES <= n; i += LANES)
        s0 += load_f64(w + i) * load_f64(x + i);
    double sum = add_lanes((s0 + s1) + (s2 + s3));
    for (; i < n; i++)
        sum += w[i] * x[i];
    return sum;
}

static double dot_f32(size_t n, const double *w, const float *x)
{
    vector s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    size_t i = 0;
    for (; i + 4 * LANES <= n; i += 4 * LANES) {
        s0 += load_f64(w + i) * load_f32(x + i);
        s1 += load_f64(w + i + LANES) * load_f32(x + i + LANES);
        s2 += load_f64(w + i + 2 * LANES) * load_f32(x + i + 2 * LANES);
        s3 += load_f64(w + i + 3 * LANES) * load_f32(x + i + 3 * LANES);
    }
    for (; i + LANES <= n; i += LANES)
        s0 += load_f64(w + i) * load_f32(x + i);
    double sum = add_lanes((s0 + s1) + (s2 + s3));
    for (; i < n; i++)
        sum += w[i] * (double)x[i];
    return sum;
}

static void step(size_t n, double decay, double scale, const double *restrict x, double *restrict w)
{
    for (size_t i = 0; i < n; i++)
        w[i] = decay * w[i] + scale * x[i];
}

const hk_rows HK_ROWS = {dot_f64, dot_f32, step};
