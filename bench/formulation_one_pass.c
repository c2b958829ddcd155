/* The library through its public interface: hillock_gradient, with whatever it allocates in each
 * call. */
#include "core/memory.h"
#include "formulation.h"

#include <stdint.h>

typedef struct one_pass {
    hillock_dataset *dataset;
    hillock_neuron *neuron;
} one_pass;

static void destroy(void *state)
{
    one_pass *const self = state;
    hillock_neuron_destroy(self->neuron);
    hillock_dataset_destroy(self->dataset);
    hk_free(self);
}

static hillock_status view(hillock_dataset *dataset, const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    const size_t stride = shape.layout == HILLOCK_SAMPLE_MAJOR ? shape.n : shape.m;
    hillock_status status;
    if (shape.type == BENCH_F64) {
        status = hillock_dataset_set_features_f64(dataset, problem->X, shape.layout, stride);
        return status ? status : hillock_dataset_set_targets_f64(dataset, problem->y);
    }
    status = hillock_dataset_set_features_f32(dataset, problem->X, shape.layout, stride);
    return status ? status : hillock_dataset_set_targets_f32(dataset, problem->y);
}

static void *create(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    one_pass *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    if (hillock_dataset_create(&self->dataset, shape.m, shape.n) || view(self->dataset, problem) ||
        hillock_neuron_create(&self->neuron, shape.n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY) ||
        hillock_neuron_set_parameters(self->neuron, problem->w_f64, problem->b)) {
        destroy(self);
        return NULL;
    }
    return self;
}

static bool compute(void *state, bench_gradient *gradient)
{
    one_pass *const self = state;
    return hillock_gradient(self->neuron, self->dataset, &gradient->J, gradient->dJ_dw,
                            &gradient->dJ_db) == HILLOCK_OK;
}

const bench_formulation bench_one_pass = {
    .name = "one pass",
    .description = "hillock_gradient: panel by panel, X is read once",
    .workers = BENCH_CALLER,
    .largest_m = SIZE_MAX,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};
