/* The same gradient by NumPy and by PyTorch's autograd (bench/peers.py). */
#include "core/memory.h"
#include "formulation.h"
#include "peer.h"

#include <stdint.h>
#include <string.h>

typedef struct other {
    bench_peer *process;
    size_t n;
    double *result; /* J, dJ/db, dJ/dw */
} other;

static void destroy(void *state)
{
    other *const self = state;
    bench_peer_stop(self->process);
    hk_free(self->result);
    hk_free(self);
}

static other *make(bench_peer_name name, const bench_problem *problem)
{
    other *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->n = problem->shape.n;
    self->result = bench_array(BENCH_F64, self->n + 2);
    self->process = bench_peer_start(name, "gradient", problem);
    if (self->result && self->process)
        return self;
    destroy(self);
    return NULL;
}

static void *create_numpy(const bench_problem *problem)
{
    return make(BENCH_NUMPY, problem);
}

static void *create_pytorch(const bench_problem *problem)
{
    return make(BENCH_PYTORCH, problem);
}

static bool compute(void *state, bench_gradient *gradient)
{
    other *const self = state;
    if (!bench_peer_result(self->process, self->n + 2, self->result))
        return false;
    gradient->J = self->result[0];
    gradient->dJ_db = self->result[1];
    memcpy(gradient->dJ_dw, self->result + 2, self->n * sizeof *gradient->dJ_dw);
    return true;
}

static double seconds(void *state, size_t calls)
{
    const other *const self = state;
    return bench_peer_seconds(self->process, calls);
}

const bench_formulation bench_numpy = {
    .name = "NumPy",
    .description = "X @ w, elementwise, dJ_dz @ X",
    .workers = BENCH_PEER,
    .largest_m = SIZE_MAX,
    .create = create_numpy,
    .gradient = compute,
    .seconds = seconds,
    .destroy = destroy,
};

const bench_formulation bench_pytorch = {
    .name = "PyTorch",
    .description = "Linear(n, 1), BCEWithLogitsLoss, backward, SGD step (all cores, if faster)",
    .workers = BENCH_PEER,
    .largest_m = SIZE_MAX,
    .create = create_pytorch,
    .gradient = compute,
    .seconds = seconds,
    .destroy = destroy,
};
