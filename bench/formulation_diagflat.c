/* The textbook's first form: dJ/dz = dJ/da diag(f'(z)) with the m x m matrix built in memory.
 * Its matrix and vectors are made once, which is kinder to it than the textbook is. */
#include "core/memory.h"
#include "core/sum.h"
#include "formulation.h"
#include "neuron/mathematics.h"
#include "products.h"

#include <stdint.h>
#include <string.h>

typedef struct diagflat {
    const bench_problem *problem;
    hk_mathematics mathematics;
    void *z, *df_dz, *dJ_da, *dJ_dz, *ones, *dJ_dw;
    void *jacobian; /* da/dz: m x m */
} diagflat;

static void destroy(void *state)
{
    diagflat *const self = state;
    void *const arrays[] = {self->z,    self->df_dz, self->dJ_da,   self->dJ_dz,
                            self->ones, self->dJ_dw, self->jacobian};
    for (size_t k = 0; k < sizeof arrays / sizeof *arrays; k++)
        hk_free(arrays[k]);
    hk_free(self);
}

static void *create(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    diagflat *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->problem = problem;
    self->mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    self->z = bench_array(shape.type, shape.m);
    self->df_dz = bench_array(shape.type, shape.m);
    self->dJ_da = bench_array(shape.type, shape.m);
    self->dJ_dz = bench_array(shape.type, shape.m);
    self->ones = bench_array(shape.type, shape.m);
    self->dJ_dw = bench_array(shape.type, shape.n);
    self->jacobian = bench_array(shape.type, shape.m * shape.m);
    if (!self->z || !self->df_dz || !self->dJ_da || !self->dJ_dz || !self->ones || !self->dJ_dw ||
        !self->jacobian) {
        destroy(self);
        return NULL;
    }
    bench_fill(shape.type, self->ones, shape.m, 1.0);
    return self;
}

/* f'(z) and dJ/da for every sample; returns J. */
static double factors(diagflat *self)
{
    const bench_problem *const problem = self->problem;
    const bench_type type = problem->shape.type;
    const size_t m = problem->shape.m;
    double z_room[BENCH_BLOCK], y_room[BENCH_BLOCK];
    double f[BENCH_BLOCK], df[BENCH_BLOCK], l[BENCH_BLOCK], dl[BENCH_BLOCK], second[BENCH_BLOCK];
    double total = 0.0;
    for (size_t j = 0; j < m; j += BENCH_BLOCK) {
        const size_t count = hk_min_size(BENCH_BLOCK, m - j);
        const double *const z = bench_widen(type, self->z, j, count, z_room);
        const double *const y = bench_widen(type, problem->y, j, count, y_room);
        hk_differentiate_activation(&self->mathematics, count, z, f, df, second);
        hk_differentiate_loss(&self->mathematics, count, y, f, l, dl, second);
        bench_store_scaled(type, self->df_dz, j, count, 1.0, df);
        bench_store_scaled(type, self->dJ_da, j, count, 1.0 / (double)m, dl);
        total += hk_sum(count, l);
    }
    return total / (double)m;
}

static void build_diagonal_matrix(bench_type type, size_t m, const void *diagonal, void *matrix)
{
    memset(matrix, 0, m * m * bench_type_size(type));
    for (size_t j = 0; j < m; j++)
        bench_set(type, matrix, j * m + j, bench_get(type, diagonal, j));
}

static bool compute(void *state, bench_gradient *gradient)
{
    diagflat *const self = state;
    const bench_shape shape = self->problem->shape;
    bench_forward(self->problem, self->z);
    gradient->J = factors(self);
    build_diagonal_matrix(shape.type, shape.m, self->df_dz, self->jacobian);
    bench_row_times_matrix(shape.type, shape.m, self->dJ_da, self->jacobian, self->dJ_dz);
    gradient->dJ_db = bench_backward(self->problem, self->dJ_dz, self->ones, self->dJ_dw);
    for (size_t i = 0; i < shape.n; i++)
        gradient->dJ_dw[i] = bench_get(shape.type, self->dJ_dw, i);
    return true;
}

const bench_formulation bench_diagflat = {
    .name = "diagflat",
    .description = "the m x m Jacobian diag(f'(z)) built in memory, gemv with it",
    .workers = BENCH_BLAS_ALL,
    .largest_m = 8192,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};
