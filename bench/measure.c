#include "measure.h"

#include "allocations.h"
#include "blas_threads.h"
#include "ceilings.h"
#include "core/memory.h"
#include "reference.h"

#include <math.h>

/* What the engine calls: one gradient. */
typedef struct gradient_call {
    const bench_formulation *formulation;
    void *state;
    bench_gradient gradient;
    bool done; /* false as soon as one call failed */
} gradient_call;

static void run(void *payload)
{
    gradient_call *const self = payload;
    self->done = self->formulation->gradient(self->state, &self->gradient) && self->done;
}

bench_effort bench_effort_of(bench_mode mode)
{
    return mode == BENCH_QUICK ? (bench_effort){0.02, 3} : (bench_effort){0.4, 7};
}

static double ceiling_seconds_of(bench_mode mode)
{
    return mode == BENCH_QUICK ? 2e-3 : 25e-3;
}

static size_t threads_of(const bench_formulation *formulation, const bench_machine *machine)
{
    return formulation->workers == BENCH_BLAS_ALL ? machine->blas_threads : 1;
}

static bool asked_for(const bench_formulation *formulation, size_t m)
{
    return m <= formulation->largest_m &&
           (formulation->workers != BENCH_BLAS_ONE || bench_blas_can_limit());
}

/* Memory first: the peak of the heap over making the state and one gradient. Then time. The
 * result that is checked is the last one timed. */
static void measure_row(bench_row *row, const bench_problem *problem,
                        const bench_reference *reference, bench_effort effort)
{
    gradient_call call = {.formulation = row->formulation, .done = true};
    call.gradient.dJ_dw = bench_array(BENCH_F64, problem->shape.n);
    const size_t before = bench_heap_begin();
    call.state = call.gradient.dJ_dw ? row->formulation->create(problem) : NULL;
    row->measured = true;
    row->residual = HUGE_VAL;
    if (call.state) {
        run(&call);
        row->bytes = bench_heap_peak() - before;
        row->timing = bench_measure(run, &call, effort);
        if (call.done)
            row->residual = bench_residual(reference, &call.gradient);
        row->formulation->destroy(call.state);
    }
    row->right = row->residual <= bench_residual_bound(problem->shape.m);
    hk_free(call.gradient.dJ_dw);
}

bool bench_case_measure(bench_case *item, const bench_machine *machine, bench_mode mode)
{
    const size_t bytes = bench_features_bytes(item->shape);
    bench_problem problem;
    if (!bench_problem_create(&problem, item->shape))
        return false;
    bench_reference *const reference = bench_reference_create(&problem);
    if (!reference) {
        bench_problem_destroy(&problem);
        return false;
    }
    item->ceiling_single = bench_read_ceiling(problem.X, bytes, 1, ceiling_seconds_of(mode));
    item->ceiling_all =
        bench_read_ceiling(problem.X, bytes, machine->cores, ceiling_seconds_of(mode));
    for (size_t f = 0; f < BENCH_FORMULATIONS; f++) {
        bench_row *const row = &item->rows[f];
        row->formulation = bench_formulations[f];
        row->threads = threads_of(row->formulation, machine);
        if (!asked_for(row->formulation, item->shape.m))
            continue;
        if (row->formulation->workers == BENCH_BLAS_ONE)
            bench_blas_limit(1);
        measure_row(row, &problem, reference, bench_effort_of(mode));
        if (row->formulation->workers == BENCH_BLAS_ONE)
            bench_blas_limit(machine->blas_threads);
    }
    bench_reference_destroy(reference);
    bench_problem_destroy(&problem);
    return true;
}
