#include "training_data.h"

#include "core/memory.h"
#include "core/random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEED = 19250301, LINE = 4096, SPARSITY = 10 };

static const double CORRELATION = 0.2, DECADES = 3.0, BIAS = 0.25;

static double uniform(hk_random *random)
{
    return ((double)(hk_random_next(random) >> 11) + 0.5) * 0x1p-53;
}

/* Box and Muller 1958, one of the two. */
static double normal(hk_random *random)
{
    const double radius = sqrt(-2.0 * log(uniform(random)));
    return radius * cos(6.283185307179586 * uniform(random));
}

/* Knuth's: as many factors as it takes to fall below exp(-mean). */
static double poisson(hk_random *random, double mean)
{
    const double end = exp(-mean);
    double count = 0.0;
    for (double product = uniform(random); product > end; product *= uniform(random))
        count++;
    return count;
}

static double scale_of(bench_data_kind kind, size_t i, size_t n)
{
    if (kind != BENCH_ILL_CONDITIONED || n < 2)
        return 1.0;
    return pow(10.0, DECADES * (2.0 * (double)i / (double)(n - 1) - 1.0));
}

/* z has variance near 1, for counts 1/4. */
static void draw_weights(bench_problem *problem, bench_data_kind kind, hk_random *random)
{
    const size_t n = problem->shape.n;
    const double active = kind == BENCH_SPARSE ? fmax((double)n / SPARSITY, 1.0) : (double)n;
    const double deviation = (kind == BENCH_COUNTS ? 0.5 : 1.0) / sqrt(active);
    problem->b = kind == BENCH_SPARSE ? 0.0 : BIAS;
    for (size_t i = 0; i < n; i++) {
        const bool is_active = kind != BENCH_SPARSE || i % SPARSITY == 0;
        const double weight = deviation * normal(random);
        problem->w_f64[i] = is_active ? weight / scale_of(kind, i, n) : 0.0;
        ((double *)problem->w)[i] = problem->w_f64[i];
    }
}

/* One row: a part common to all features makes their correlation. Returns z. */
static double draw_row(double *x, const bench_problem *problem, const double *scales,
                       double correlation, hk_random *random)
{
    const double own = sqrt(1.0 - correlation);
    const double common = correlation > 0.0 ? sqrt(correlation) * normal(random) : 0.0;
    double z = problem->b;
    for (size_t i = 0; i < problem->shape.n; i++) {
        x[i] = scales[i] * (own * normal(random) + common);
        z += problem->w_f64[i] * x[i];
    }
    return z;
}

static double mirror(double *x, const double *row, size_t n, double y)
{
    for (size_t i = 0; i < n; i++)
        x[i] = -row[i];
    return 1.0 - y;
}

static bool draw(bench_problem *problem, bench_data_kind kind)
{
    const bench_shape shape = problem->shape;
    const double correlation = kind == BENCH_ILL_CONDITIONED ? CORRELATION : 0.0;
    double *const y = problem->y;
    double *const scales = bench_array(BENCH_F64, shape.n);
    hk_random random = hk_random_seed(SEED);
    if (!scales)
        return false;
    for (size_t i = 0; i < shape.n; i++)
        scales[i] = scale_of(kind, i, shape.n);
    draw_weights(problem, kind, &random);
    for (size_t j = 0; j < shape.m; j++) {
        double *const x = (double *)problem->X + j * shape.n;
        if (kind == BENCH_SPARSE && j % 2 == 1) {
            y[j] = mirror(x, x - shape.n, shape.n, y[j - 1]);
            continue;
        }
        const double z = draw_row(x, problem, scales, correlation, &random);
        y[j] = kind == BENCH_COUNTS ? poisson(&random, exp(z))
                                    : uniform(&random) < 1.0 / (1.0 + exp(-z));
    }
    hk_free(scales);
    return true;
}

/* A header, then a line for each sample: its features, and the target last. */
static bool read_table(bench_problem *problem, FILE *file)
{
    char line[LINE];
    if (!fgets(line, sizeof line, file))
        return false;
    for (size_t j = 0; j < problem->shape.m; j++) {
        double *const x = (double *)problem->X + j * problem->shape.n;
        if (!fgets(line, sizeof line, file))
            return false;
        char *rest = line;
        for (size_t i = 0; i < problem->shape.n; i++, rest += *rest == ',')
            x[i] = strtod(rest, &rest);
        ((double *)problem->y)[j] = strtod(rest, &rest);
    }
    return true;
}

static void standardize(double *X, size_t m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        double mean = 0.0, square = 0.0;
        for (size_t j = 0; j < m; j++)
            mean += X[j * n + i] / (double)m;
        for (size_t j = 0; j < m; j++)
            square += pow(X[j * n + i] - mean, 2.0) / (double)m;
        for (size_t j = 0; j < m; j++)
            X[j * n + i] = (X[j * n + i] - mean) / sqrt(square);
    }
}

static bool read_file(bench_problem *problem)
{
    FILE *const file = fopen(BENCH_BREAST_CANCER_FILE, "r");
    if (!file)
        return false;
    const bool is_read = read_table(problem, file);
    fclose(file);
    standardize(problem->X, problem->shape.m, problem->shape.n);
    return is_read;
}

bool bench_data_create(bench_problem *problem, bench_shape shape, bench_data_kind kind)
{
    if (!bench_problem_create(problem, shape))
        return false;
    if (kind == BENCH_BREAST_CANCER ? read_file(problem) : draw(problem, kind))
        return true;
    bench_problem_destroy(problem);
    return false;
}
