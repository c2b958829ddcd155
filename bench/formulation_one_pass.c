/* The library through its public interface: hillock_gradient; the neuron keeps its workspace. */
#include "core/memory.h"
#include "formulation.h"
#include "view.h"

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

static one_pass *make(const bench_problem *problem, int64_t threads, hillock_kernel kernel)
{
    one_pass *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->dataset = bench_view(problem);
    if (!self->dataset ||
        hillock_neuron_create(&self->neuron, problem->shape.n, HILLOCK_LOGISTIC,
                              HILLOCK_CROSS_ENTROPY) ||
        hillock_neuron_set_parameters(self->neuron, problem->w_f64, problem->b) ||
        hillock_neuron_set_integer(self->neuron, HILLOCK_THREADS, threads) ||
        hillock_neuron_set_integer(self->neuron, HILLOCK_KERNEL, kernel)) {
        destroy(self);
        return NULL;
    }
    return self;
}

static void *create(const bench_problem *problem)
{
    return make(problem, 0, HILLOCK_KERNEL_AUTO);
}

static void *create_one_thread(const bench_problem *problem)
{
    return make(problem, 1, HILLOCK_KERNEL_AUTO);
}

static void *create_blas(const bench_problem *problem)
{
    return make(problem, 0, HILLOCK_KERNEL_BLAS);
}

void *bench_one_pass_create(const bench_problem *problem, size_t threads)
{
    return make(problem, (int64_t)threads, HILLOCK_KERNEL_AUTO);
}

static bool compute(void *state, bench_gradient *gradient)
{
    one_pass *const self = state;
    return hillock_gradient(self->neuron, self->dataset, &gradient->J, gradient->dJ_dw,
                            &gradient->dJ_db) == HILLOCK_OK;
}

const bench_formulation bench_one_pass = {
    .name = "one pass",
    .description = "hillock_gradient: strip by strip, X is read once",
    .workers = BENCH_LIBRARY_AUTO,
    .largest_m = SIZE_MAX,
    .create = create,
    .gradient = compute,
    .destroy = destroy,
};

const bench_formulation bench_one_pass_one_thread = {
    .name = "one pass 1",
    .description = "the same",
    .workers = BENCH_LIBRARY_ONE,
    .largest_m = SIZE_MAX,
    .create = create_one_thread,
    .gradient = compute,
    .destroy = destroy,
};

const bench_formulation bench_one_pass_blas = {
    .name = "one p BLAS",
    .description = "the same with the kernel that calls BLAS",
    .workers = BENCH_LIBRARY_AUTO,
    .largest_m = SIZE_MAX,
    .create = create_blas,
    .gradient = compute,
    .destroy = destroy,
};
