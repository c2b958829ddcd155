#include "measure.h"

#include "allocations.h"
#include "blas_threads.h"
#include "ceilings.h"
#include "core/memory.h"
#include "pass/pass.h"
#include "peer.h"
#include "reference.h"

#include <math.h>
#include <string.h>

enum {
    MOST_JOBS = BENCH_FORMULATIONS + 3,
    PART_BYTES = 1 << 18, /* of X: they stay in the L2 cache, ...                               */
    LEAST_ROWS = 8,       /* ... as do so many samples of rows at least, or so much of each      */
    LEAST_RUN = 1 << 9    /* column: a whole strip, of 2048 features no more than half of 2 MiB */
};

/* What the engine calls: gradients of one formulation. */
typedef struct gradient_call {
    bench_row *row;
    void *state;
    size_t blas_threads;
    bench_gradient gradient;
    bool done; /* false as soon as one call failed */
} gradient_call;

static void run(void *payload)
{
    gradient_call *const self = payload;
    self->done = self->row->formulation->gradient(self->state, &self->gradient) && self->done;
}

static double seconds(void *payload, size_t calls)
{
    gradient_call *const self = payload;
    if (self->row->formulation->seconds)
        return self->row->formulation->seconds(self->state, calls);
    bench_blas_limit(self->blas_threads);
    return bench_clock(run, self, calls);
}

/* The first samples of a problem, over and over on one thread: what the gradient costs when nothing
 * has to be read from further away. */
typedef struct cached_part {
    bench_problem problem;
    void *state;
    bench_gradient gradient;
    bool done;
} cached_part;

static void run_part(void *payload)
{
    cached_part *const self = payload;
    self->done = bench_one_pass.gradient(self->state, &self->gradient) && self->done;
}

static double part_seconds(void *payload, size_t calls)
{
    return bench_clock(run_part, payload, calls);
}

static cached_part begin_part(const bench_problem *problem)
{
    cached_part part = {.problem = *problem};
    const size_t size = bench_type_size(problem->shape.type), row = problem->shape.n * size;
    const size_t least =
        problem->shape.layout == HILLOCK_SAMPLE_MAJOR ? LEAST_ROWS : LEAST_RUN / size;
    const size_t fitting = hk_max_size(PART_BYTES / row, least);
    part.problem.shape.m = hk_min_size(fitting, problem->shape.m);
    part.state = bench_one_pass_create(&part.problem, 1);
    part.gradient.dJ_dw = bench_array(BENCH_F64, problem->shape.n);
    part.done = part.state && part.gradient.dJ_dw;
    return part;
}

static void end_part(cached_part *part)
{
    if (part->state)
        bench_one_pass.destroy(part->state);
    hk_free(part->gradient.dJ_dw);
}

bench_effort bench_effort_of(bench_mode mode)
{
    return mode == BENCH_QUICK ? (bench_effort){0.02, 4} : (bench_effort){0.4, 12};
}

/* The library's rule. */
size_t bench_library_threads(bench_shape shape)
{
    const hk_view view = {.n_samples = shape.m,
                          .n_features = shape.n,
                          .type = shape.type == BENCH_F64 ? HK_F64 : HK_F32,
                          .layout = shape.layout,
                          .stride = shape.layout == HILLOCK_SAMPLE_MAJOR ? shape.n : shape.m};
    return (size_t)hk_pass_threads(&view, (hk_execution){0, HILLOCK_KERNEL_AUTO});
}

static size_t threads_of(bench_workers workers, const bench_machine *machine, bench_shape shape)
{
    switch (workers) {
    case BENCH_BLAS_ALL:
    case BENCH_PEER:
        return machine->blas_threads;
    case BENCH_LIBRARY_AUTO:
        return bench_library_threads(shape);
    case BENCH_BLAS_ONE:
    case BENCH_LIBRARY_ONE:
        break;
    }
    return 1;
}

/* The m x m matrix is built where it can be, but not beside every other problem. */
static bool in_textbook(const bench_case *item)
{
    return item->group == BENCH_LADDER || item->group == BENCH_TEXTBOOK;
}

static bool asked_for(const bench_formulation *formulation, const bench_case *item)
{
    if (formulation == &bench_numpy || formulation == &bench_pytorch)
        return item->group != BENCH_LADDER &&
               bench_peer_installed(formulation == &bench_numpy ? BENCH_NUMPY : BENCH_PYTORCH);
    if (formulation == &bench_diagflat && !in_textbook(item))
        return false;
    if (formulation == &bench_diagflat_kept &&
        !(in_textbook(item) && item->shape.m == BENCH_TEXTBOOK_SAMPLES))
        return false;
    return item->shape.m <= formulation->largest_m &&
           (formulation->workers != BENCH_BLAS_ONE || bench_blas_can_limit());
}

/* Makes the state, with the peak of the heap over that and one gradient. */
static void begin(gradient_call *call, const bench_problem *problem, const bench_machine *machine)
{
    const bench_formulation *const formulation = call->row->formulation;
    call->done = true;
    call->blas_threads = formulation->workers == BENCH_BLAS_ONE ? 1 : machine->blas_threads;
    call->gradient.dJ_dw = bench_array(BENCH_F64, problem->shape.n);
    const size_t before = bench_heap_begin();
    call->state = call->gradient.dJ_dw ? formulation->create(problem) : NULL;
    if (call->state)
        run(call);
    call->row->bytes = bench_heap_peak() - before;
}

/* The result that is checked is the last one timed. */
static void end(gradient_call *call, const bench_reference *reference, bench_shape shape)
{
    bench_row *const row = call->row;
    if (call->state && row->formulation->seconds)
        run(call);
    row->measured = true;
    row->residual =
        call->state && call->done ? bench_residual(reference, &call->gradient) : HUGE_VAL;
    row->right = row->residual <= bench_residual_bound(shape, bench_is_library(row->formulation));
    if (call->state)
        row->formulation->destroy(call->state);
    hk_free(call->gradient.dJ_dw);
}

static bool is_fused(const bench_formulation *formulation)
{
    return formulation == &bench_one_pass || formulation == &bench_one_pass_one_thread;
}

/* The readings first, then the cached part, then every formulation that could be begun. */
static bool measure(bench_case *item, bench_reading *const *readings, cached_part *part,
                    gradient_call *calls, size_t n_calls, const bench_machine *machine,
                    bench_effort effort)
{
    const double bytes = (double)bench_features_bytes(item->shape);
    bench_job jobs[MOST_JOBS];
    bench_timing timings[MOST_JOBS];
    size_t count = 0;
    for (; count < 2; count++)
        jobs[count] = (bench_job){bench_reading_seconds, readings[count]};
    jobs[count++] = (bench_job){part_seconds, part};
    for (size_t k = 0; k < n_calls; k++)
        if (calls[k].state)
            jobs[count++] = (bench_job){seconds, &calls[k]};
    if (!bench_measure_in_turn(jobs, count, effort, timings))
        return false;
    item->ceiling_single = bytes / timings[0].median;
    item->ceiling_all = bytes / fmin(timings[0].median, timings[1].median);
    const double sample = timings[2].median / (double)part->problem.shape.m;
    for (size_t k = 0, next = 3; k < n_calls; k++) {
        bench_row *const row = calls[k].row;
        if (calls[k].state)
            row->timing = timings[next++];
        row->limit = bench_limit_of(&machine->limits, item->shape, row->threads,
                                    bytes / bench_row_ceiling(item, row));
        row->arithmetic = is_fused(row->formulation)
                              ? sample * (double)item->shape.m / (double)row->threads
                              : NAN;
    }
    return true;
}

static bool measure_formulations(bench_case *item, const bench_problem *problem,
                                 const bench_reference *reference, bench_reading *const *readings,
                                 const bench_machine *machine, bench_effort effort)
{
    gradient_call calls[BENCH_FORMULATIONS];
    size_t count = 0;
    memset(calls, 0, sizeof calls);
    for (size_t f = 0; f < BENCH_FORMULATIONS; f++) {
        bench_row *const row = &item->rows[f];
        row->formulation = bench_formulations[f];
        row->threads = threads_of(row->formulation->workers, machine, item->shape);
        if (!asked_for(row->formulation, item))
            continue;
        calls[count].row = row;
        begin(&calls[count++], problem, machine);
    }
    cached_part part = begin_part(problem);
    const bool measured =
        part.done && measure(item, readings, &part, calls, count, machine, effort) && part.done;
    end_part(&part);
    for (size_t k = 0; k < count; k++)
        end(&calls[k], reference, item->shape);
    bench_blas_limit(machine->blas_threads);
    return measured;
}

bool bench_case_measure(bench_case *item, const bench_machine *machine, bench_mode mode)
{
    const size_t bytes = bench_features_bytes(item->shape);
    bench_problem problem;
    if (!bench_problem_create(&problem, item->shape))
        return false;
    bench_reference *const reference = bench_reference_create(&problem);
    bench_reading *const readings[] = {
        bench_reading_create(problem.X, bytes, 1),
        bench_reading_create(problem.X, bytes, machine->cores),
    };
    const bool measured =
        reference && readings[0] && readings[1] &&
        measure_formulations(item, &problem, reference, readings, machine, bench_effort_of(mode));
    bench_reading_destroy(readings[0]);
    bench_reading_destroy(readings[1]);
    bench_reference_destroy(reference);
    bench_problem_destroy(&problem);
    return measured;
}
