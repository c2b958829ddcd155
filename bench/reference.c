#include "reference.h"

#include "core/memory.h"

#include <float.h>
#include <math.h>

/* A number and the S of reference.h that belongs to it. */
typedef struct number {
    long double value;
    long double scale;
} number;

struct bench_reference {
    size_t n;
    double epsilon;
    number J;
    number dJ_db;
    number dJ_dw[];
};

static void add(number *total, long double value, long double scale)
{
    total->value += value;
    total->scale += scale;
}

static void divide(number *total, size_t m)
{
    total->value /= (long double)m;
    total->scale /= (long double)m;
}

static void add_sample(bench_reference *reference, const bench_problem *problem, size_t j)
{
    const bench_shape shape = problem->shape;
    const bool by_sample = shape.layout == HILLOCK_SAMPLE_MAJOR;
    const size_t first = by_sample ? j * shape.n : j;
    const size_t step = by_sample ? 1 : shape.m;
    long double z = problem->b;
    long double z_scale = fabs(problem->b);
    for (size_t i = 0; i < shape.n; i++) {
        const long double term =
            (long double)problem->w_f64[i] * bench_get(shape.type, problem->X, first + i * step);
        z += term;
        z_scale += fabsl(term);
    }
    const long double y = bench_get(shape.type, problem->y, j);
    const long double a = 1.0L / (1.0L + expl(-z));
    const long double l = log1pl(expl(-fabsl(z))) + fmaxl(z, 0.0L) - y * z;
    const long double e = a - y;
    const long double moved = fabsl(e) + a * (1.0L - a) * z_scale;
    add(&reference->J, l, l + fabsl(e) * z_scale);
    add(&reference->dJ_db, e, moved);
    for (size_t i = 0; i < shape.n; i++) {
        const long double x = bench_get(shape.type, problem->X, first + i * step);
        add(&reference->dJ_dw[i], e * x, moved * fabsl(x));
    }
}

bench_reference *bench_reference_create(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    bench_reference *const reference =
        hk_allocate(1, sizeof *reference + shape.n * sizeof *reference->dJ_dw);
    if (!reference)
        return NULL;
    reference->n = shape.n;
    reference->epsilon = bench_epsilon(shape.type);
    for (size_t j = 0; j < shape.m; j++)
        add_sample(reference, problem, j);
    divide(&reference->J, shape.m);
    divide(&reference->dJ_db, shape.m);
    for (size_t i = 0; i < shape.n; i++)
        divide(&reference->dJ_dw[i], shape.m);
    return reference;
}

void bench_reference_destroy(bench_reference *reference)
{
    hk_free(reference);
}

static double residual_of(const bench_reference *reference, number expected, double result)
{
    const double residual =
        (double)(fabsl(result - expected.value) / (reference->epsilon * expected.scale));
    return isnan(residual) ? HUGE_VAL : residual;
}

double bench_residual_bound(bench_shape shape, bool of_the_library)
{
    const double m = (double)shape.m, root = sqrt(m);
    if (of_the_library)
        return 2.0 + root / 50.0;
    const bool biased = shape.type == BENCH_F32 && m * FLT_EPSILON > 0.1;
    return 2.0 + root / 3.0 + (biased ? m / 8.0 : 0.0);
}

double bench_residual(const bench_reference *reference, const bench_gradient *result)
{
    double largest = fmax(residual_of(reference, reference->J, result->J),
                          residual_of(reference, reference->dJ_db, result->dJ_db));
    for (size_t i = 0; i < reference->n; i++)
        largest = fmax(largest, residual_of(reference, reference->dJ_dw[i], result->dJ_dw[i]));
    return largest;
}
