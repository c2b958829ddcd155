/* The textbook's first form: dJ/dz = dJ/da diag(f'(z)) with the m x m matrix built in memory, anew
 * in each gradient (the matrix that torch.diagflat returns in a training step), or kept from one to
 * the next, which is kinder to it than the textbook is. */
#include "core/memory.h"
#include "core/sum.h"
#include "formulation.h"
#include "neuron/mathematics.h"
#include "products.h"

#include <string.h>

typedef struct diagflat {
    const bench_problem *problem;
    hk_mathematics mathematics;
    void *z, *df_dz, *dJ_da, *dJ_dz, *ones, *dJ_dw;
    void *jacobian; /* da/dz: m x m; NULL where it is not kept */
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

/* All but the matrix; NULL when memory is short. */
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
    if (!self->z || !self->df_dz || !self->dJ_da || !self->dJ_dz || !self->ones || !self->dJ_dw) {
        destroy(self);
        return NULL;
    }
    bench_fill(shape.type, self->ones, shape.m, 1.0);
    return self;
}

static void *create_kept(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    diagflat *const self = create(problem);
    if (!self)
        return NULL;
    self->jacobian = bench_array(shape.type, shape.m * shape.m);
    if (self->jacobian)
        return self;
    destroy(self);
    return NULL;
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

/* dJ/dz, with an m x m matrix whose zeros are written. (Pages that the system hands out zeroed may
 * all be the same one of zeros, and the product would find it in the first cache.) */
static void apply_chain_rule(diagflat *self, void *jacobian)
{
    const bench_shape shape = self->problem->shape;
    memset(jacobian, 0, shape.m * shape.m * bench_type_size(shape.type));
    for (size_t j = 0; j < shape.m; j++)
        bench_set(shape.type, jacobian, j * shape.m + j, bench_get(shape.type, self->df_dz, j));
    bench_row_times_matrix(shape.type, shape.m, self->dJ_da, jacobian, self->dJ_dz);
}

static void backward(diagflat *self, bench_gradient *gradient)
{
    const bench_shape shape = self->problem->shape;
    gradient->dJ_db = bench_backward(self->problem, self->dJ_dz, self->ones, self->dJ_dw);
    for (size_t i = 0; i < shape.n; i++)
        gradient->dJ_dw[i] = bench_get(shape.type, self->dJ_dw, i);
}

static bool compute(void *state, bench_gradient *gradient)
{
    diagflat *const self = state;
    const bench_shape shape = self->problem->shape;
    bench_forward(self->problem, self->z);
    gradient->J = factors(self);
    void *const jacobian = bench_array(shape.type, shape.m * shape.m);
    if (!jacobian)
        return false;
    apply_chain_rule(self, jacobian);
    hk_free(jacobian);
    backward(self, gradient);
    return true;
}

static bool compute_kept(void *state, bench_gradient *gradient)
{
    diagflat *const self = state;
    bench_forward(self->problem, self->z);
    gradient->J = factors(self);
    apply_chain_rule(self, self->jacobian);
    backward(self, gradient);
    return true;
}

const bench_formulation bench_diagflat = {
    .name = "diagflat",
    .description =
        "the m x m Jacobian diag(f'(z)) allocated, zeroed, multiplied and freed each time",
    .workers = BENCH_BLAS_ALL,
    .largest_m = 8192,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};

const bench_formulation bench_diagflat_kept = {
    .name = "diag. kept",
    .description = "its memory kept, and zeroed each time",
    .workers = BENCH_BLAS_ALL,
    .largest_m = 8192,
    .create = create_kept,
    .gradient = compute_kept,
    .destroy = destroy,
};
