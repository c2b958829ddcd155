#define _DEFAULT_SOURCE /* madvise */
#include "problem.h"

#include "core/memory.h"
#include "core/random.h"

#include <math.h>
#include <stdint.h>
#include <sys/mman.h>

enum { SEED = 20240607, HUGE_PAGE = 1 << 21 };

static double uniform(hk_random *random)
{
    return (double)(hk_random_next(random) >> 11) * 0x1p-53;
}

static void draw(hk_random *random, bench_type type, void *array, size_t count, double deviation)
{
    const double half_width = deviation * sqrt(3.0);
    for (size_t k = 0; k < count; k++)
        bench_set(type, array, k, half_width * (2.0 * uniform(random) - 1.0));
}

size_t bench_features_bytes(bench_shape shape)
{
    return shape.m * shape.n * bench_type_size(shape.type);
}

/* Where the system gives them to whoever asks, as NumPy asks for its arrays. Before the pages are
 * touched; where there are none, X lies on small ones. */
static void ask_for_huge_pages(void *array, size_t bytes)
{
    const size_t before = HUGE_PAGE - (uintptr_t)array % HUGE_PAGE;
    if (array && bytes >= before + HUGE_PAGE)
        (void)madvise((char *)array + before, bytes - before, MADV_HUGEPAGE);
}

bool bench_problem_create(bench_problem *problem, bench_shape shape)
{
    const bench_type type = shape.type;
    *problem = (bench_problem){
        .shape = shape,
        .stride = shape.layout == HILLOCK_SAMPLE_MAJOR ? shape.n : shape.m,
        .b = 0.25,
    };
    problem->X = bench_array(type, shape.m * shape.n);
    ask_for_huge_pages(problem->X, bench_features_bytes(shape));
    problem->y = bench_array(type, shape.m);
    problem->w = bench_array(type, shape.n);
    problem->w_f64 = bench_array(BENCH_F64, shape.n);
    if (!problem->X || !problem->y || !problem->w || !problem->w_f64) {
        bench_problem_destroy(problem);
        return false;
    }
    hk_random random = hk_random_seed(SEED);
    draw(&random, type, problem->X, shape.m * shape.n, 1.0);
    draw(&random, type, problem->w, shape.n, 1.0 / sqrt((double)shape.n));
    for (size_t i = 0; i < shape.n; i++)
        problem->w_f64[i] = bench_get(type, problem->w, i);
    for (size_t j = 0; j < shape.m; j++)
        bench_set(type, problem->y, j, (double)(hk_random_next(&random) >> 63));
    return true;
}

void bench_problem_destroy(bench_problem *problem)
{
    hk_free(problem->X);
    hk_free(problem->y);
    hk_free(problem->w);
    hk_free(problem->w_f64);
    *problem = (bench_problem){0};
}
