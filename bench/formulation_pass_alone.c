/* The engine behind hillock_gradient, without the checks and allocations of the public call: its
 * workspace is made once, as a training makes it. */
#include "core/memory.h"
#include "data/view.h"
#include "formulation.h"
#include "pass/pass.h"

#include <stdint.h>

typedef struct pass_alone {
    const bench_problem *problem;
    hk_view view;
    hk_mathematics mathematics;
    hk_pass *pass;
} pass_alone;

static void destroy(void *state)
{
    pass_alone *const self = state;
    hk_pass_destroy(self->pass);
    hk_free(self);
}

static void *create(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    const hk_type type = shape.type == BENCH_F64 ? HK_F64 : HK_F32;
    pass_alone *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->problem = problem;
    self->view = (hk_view){
        .n_samples = shape.m,
        .n_features = shape.n,
        .X = problem->X,
        .type = type,
        .layout = shape.layout,
        .stride = shape.layout == HILLOCK_SAMPLE_MAJOR ? shape.n : shape.m,
        .targets = {problem->y, type},
    };
    self->mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    self->pass = hk_pass_create(&self->view, &self->mathematics, (double)shape.m,
                                (hk_execution){0, HILLOCK_KERNEL_AUTO});
    if (!self->pass) {
        destroy(self);
        return NULL;
    }
    return self;
}

static bool compute(void *state, bench_gradient *gradient)
{
    const pass_alone *const self = state;
    const hk_sums sums =
        hk_pass_run(self->pass, self->problem->w_f64, self->problem->b, gradient->dJ_dw);
    gradient->J = sums.J;
    gradient->dJ_db = sums.dJ_db;
    return true;
}

const bench_formulation bench_pass_alone = {
    .name = "pass alone",
    .description = "the engine inside hillock_gradient, its workspace made once",
    .workers = BENCH_CALLER,
    .largest_m = SIZE_MAX,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};
