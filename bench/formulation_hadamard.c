/* dJ/dz = dJ/da (Hadamard) f'(z): gemv, elementwise, gemv, dot with ones. The elementwise part
 * is the library's own kernel (f and l fused), so that only the formulation differs from one
 * pass. */
#include "core/memory.h"
#include "core/sum.h"
#include "formulation.h"
#include "neuron/mathematics.h"
#include "products.h"

#include <stdint.h>

typedef struct hadamard {
    const bench_problem *problem;
    hk_mathematics mathematics;
    void *z, *dJ_dz, *ones, *dJ_dw;
} hadamard;

static void destroy(void *state)
{
    hadamard *const self = state;
    hk_free(self->z);
    hk_free(self->dJ_dz);
    hk_free(self->ones);
    hk_free(self->dJ_dw);
    hk_free(self);
}

static void *create(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    hadamard *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->problem = problem;
    self->mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    self->z = bench_array(shape.type, shape.m);
    self->dJ_dz = bench_array(shape.type, shape.m);
    self->ones = bench_array(shape.type, shape.m);
    self->dJ_dw = bench_array(shape.type, shape.n);
    if (!self->z || !self->dJ_dz || !self->ones || !self->dJ_dw) {
        destroy(self);
        return NULL;
    }
    bench_fill(shape.type, self->ones, shape.m, 1.0);
    return self;
}

/* dJ/dz = (a - y) / m for every sample; returns J. */
static double elementwise(hadamard *self)
{
    const bench_problem *const problem = self->problem;
    const bench_type type = problem->shape.type;
    const size_t m = problem->shape.m;
    double z_room[BENCH_BLOCK], y_room[BENCH_BLOCK];
    double l[BENCH_BLOCK], dl[BENCH_BLOCK], second[BENCH_BLOCK];
    double total = 0.0;
    for (size_t j = 0; j < m; j += BENCH_BLOCK) {
        const size_t count = hk_min_size(BENCH_BLOCK, m - j);
        const double *const z = bench_widen(type, self->z, j, count, z_room);
        const double *const y = bench_widen(type, problem->y, j, count, y_room);
        hk_differentiate(&self->mathematics, count, y, z, l, dl, second);
        bench_store_scaled(type, self->dJ_dz, j, count, 1.0 / (double)m, dl);
        total += hk_sum(count, l);
    }
    return total / (double)m;
}

static bool compute(void *state, bench_gradient *gradient)
{
    hadamard *const self = state;
    const bench_shape shape = self->problem->shape;
    bench_forward(self->problem, self->z);
    gradient->J = elementwise(self);
    gradient->dJ_db = bench_backward(self->problem, self->dJ_dz, self->ones, self->dJ_dw);
    for (size_t i = 0; i < shape.n; i++)
        gradient->dJ_dw[i] = bench_get(shape.type, self->dJ_dw, i);
    return true;
}

const bench_formulation bench_hadamard = {
    .name = "Hadamard",
    .description = "gemv, elementwise, gemv, dot with ones: X is read twice",
    .workers = BENCH_BLAS_ALL,
    .largest_m = SIZE_MAX,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};

const bench_formulation bench_hadamard_one_thread = {
    .name = "Hadamard 1",
    .description = "the same",
    .workers = BENCH_BLAS_ONE,
    .largest_m = SIZE_MAX,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};
