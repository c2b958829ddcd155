#include "scaling.h"

#include "ceilings.h"
#include "core/memory.h"
#include "formulation.h"
#include "growth.h"
#include "measure.h"
#include "reference.h"

#include <math.h>
#include <string.h>

enum { FEATURES = 64, SAMPLES = 4096, FEW_FEATURES = 32, MOST_THREADS = 16 };

/* The exponents of two that a ladder climbs between, by bench_mode; the elements of X where they
 * stay the same, and up to which a result is checked: plain loops in long double take long. */
typedef struct heights {
    size_t least_m, most_m, elements, most_n, least_n_of_samples, most_n_of_samples;
} heights;

static const heights heights_of[] = {
    {8, 14, 18, 12, 5, 8},
    {8, 20, 24, 14, 5, 14},
    {8, 22, 24, 14, 5, 16},
};

enum { CHECKED_ELEMENTS = 1 << 24 };

/* Less than this may lie in a cache. */
static const double IN_MEMORY = 64e6;

typedef void show_step(const bench_step *step, bool first_of_ladder);

/* One gradient of the library on some threads, and the reading of the same X on as many. */
typedef struct climb {
    bench_step *step;
    void *state;
    bench_reading *reading;
    bench_gradient gradient;
    bool done;
} climb;

static void run(void *payload)
{
    climb *const self = payload;
    self->done = bench_one_pass.gradient(self->state, &self->gradient) && self->done;
}

static double seconds(void *self, size_t calls)
{
    return bench_clock(run, self, calls);
}

static bool prepare(climb *self, const bench_problem *problem, bench_step *step)
{
    const bench_shape shape = problem->shape;
    self->step = step;
    self->done = true;
    self->state = bench_one_pass_create(problem, step->threads);
    self->reading = bench_reading_create(problem->X, bench_features_bytes(shape), step->threads);
    self->gradient.dJ_dw = bench_array(BENCH_F64, shape.n);
    return self->state && self->reading && self->gradient.dJ_dw;
}

static void release(climb *self)
{
    if (self->state)
        bench_one_pass.destroy(self->state);
    bench_reading_destroy(self->reading);
    hk_free(self->gradient.dJ_dw);
}

/* Where there is a reference, against it; and threads change no bit. */
static void check(climb *self, const climb *first, const bench_reference *reference)
{
    bench_step *const step = self->step;
    const size_t n = step->shape.n;
    const bool same = self->gradient.J == first->gradient.J &&
                      self->gradient.dJ_db == first->gradient.dJ_db &&
                      memcmp(self->gradient.dJ_dw, first->gradient.dJ_dw, n * sizeof(double)) == 0;
    step->residual = reference ? bench_residual(reference, &self->gradient) : NAN;
    step->right = self->done && same &&
                  !(reference && step->residual > bench_residual_bound(step->shape, true));
}

static bool time_all(climb *climbs, size_t count, bench_mode mode)
{
    const bench_effort effort =
        mode == BENCH_QUICK ? bench_effort_of(mode) : (bench_effort){0.1, 8};
    bench_job jobs[2 * MOST_THREADS];
    bench_timing timings[2 * MOST_THREADS];
    for (size_t k = 0; k < count; k++) {
        jobs[2 * k] = (bench_job){seconds, &climbs[k]};
        jobs[2 * k + 1] = (bench_job){bench_reading_seconds, climbs[k].reading};
    }
    if (!bench_measure_in_turn(jobs, 2 * count, effort, timings))
        return false;
    for (size_t k = 0; k < count; k++) {
        climbs[k].step->timing = timings[2 * k];
        climbs[k].step->reading = timings[2 * k + 1];
    }
    return true;
}

static bool small_enough(bench_shape shape)
{
    return shape.m * shape.n <= CHECKED_ELEMENTS;
}

/* The steps are of one shape, with different threads. */
static bool measure_steps(bench_step *steps, size_t count, const bench_problem *problem,
                          bench_mode mode)
{
    climb climbs[MOST_THREADS] = {0};
    bench_reference *const reference =
        small_enough(problem->shape) ? bench_reference_create(problem) : NULL;
    bool measured = reference || !small_enough(problem->shape);
    for (size_t k = 0; k < count; k++)
        measured = measured && prepare(&climbs[k], problem, &steps[k]);
    measured = measured && time_all(climbs, count, mode);
    for (size_t k = 0; measured && k < count; k++)
        check(&climbs[k], &climbs[0], reference);
    for (size_t k = 0; k < count; k++)
        release(&climbs[k]);
    bench_reference_destroy(reference);
    return measured;
}

/* ---- the ladders ---- */

typedef struct tour {
    bench_scaling *scaling;
    bench_mode mode;
    show_step *show;
} tour;

/* A step for each number of threads. */
static bool visit(const tour *self, bench_ladder ladder, bench_shape shape, size_t count,
                  const size_t *threads)
{
    bench_scaling *const scaling = self->scaling;
    bench_step *const steps = scaling->steps + scaling->n_steps;
    bench_problem problem;
    if (scaling->n_steps + count > BENCH_MOST_STEPS)
        return true;
    if (!bench_problem_create(&problem, shape))
        return false;
    for (size_t k = 0; k < count; k++)
        steps[k] = (bench_step){.ladder = ladder,
                                .shape = shape,
                                .threads = threads[k],
                                .speed_up = NAN,
                                .reading_gained = NAN};
    const bool measured = measure_steps(steps, count, &problem, self->mode);
    bench_problem_destroy(&problem);
    for (size_t k = 0; measured && k < count; k++, scaling->n_steps++) {
        if (ladder == BENCH_AGAINST_THREADS) {
            steps[k].speed_up = steps[0].timing.minimum / steps[k].timing.minimum;
            steps[k].reading_gained = steps[0].reading.minimum / steps[k].reading.minimum;
        }
        self->show(&steps[k], scaling->n_steps == 0 || steps[k - 1].ladder != ladder);
    }
    return measured;
}

static bool climb_shape(const tour *self, bench_ladder ladder, size_t m, size_t n, bench_type type)
{
    const bench_shape shape = {m, n, type, HILLOCK_SAMPLE_MAJOR};
    const size_t threads = bench_library_threads(shape);
    return visit(self, ladder, shape, 1, &threads);
}

static bool climb_sizes(const tour *self, bench_ladder ladder, bench_type type)
{
    const heights *const to = &heights_of[self->mode];
    bool measured = true;
    if (ladder == BENCH_AGAINST_M)
        for (size_t e = to->least_m; measured && e <= to->most_m; e++)
            measured = climb_shape(self, ladder, (size_t)1 << e, FEATURES, type);
    else if (ladder == BENCH_AGAINST_N_SAME_SIZE)
        for (size_t e = 0; measured && e <= to->most_n; e += 2)
            measured =
                climb_shape(self, ladder, (size_t)1 << (to->elements - e), (size_t)1 << e, type);
    else
        for (size_t e = to->least_n_of_samples; measured && e <= to->most_n_of_samples; e++)
            measured = climb_shape(self, ladder, SAMPLES, (size_t)1 << e, type);
    return measured;
}

/* 1, 2, 4, ... below the cores, the cores, and twice as many; returns how many. */
static size_t choose_threads(size_t cores, size_t threads[MOST_THREADS])
{
    size_t count = 0;
    for (size_t k = 1; k < cores && count < MOST_THREADS - 2; k *= 2)
        threads[count++] = k;
    threads[count++] = cores;
    threads[count++] = 2 * cores;
    return count;
}

static bool climb_threads(const tour *self, bench_type type, size_t cores)
{
    static const size_t n[] = {32, 256};
    const size_t elements = (size_t)1 << heights_of[self->mode].elements;
    size_t threads[MOST_THREADS];
    const size_t count = choose_threads(cores, threads);
    for (size_t k = 0; k < sizeof n / sizeof *n; k++) {
        const bench_shape shape = {elements / n[k], n[k], type, HILLOCK_SAMPLE_MAJOR};
        if (!visit(self, BENCH_AGAINST_THREADS, shape, count, threads))
            return false;
    }
    return true;
}

/* ---- the exponents ---- */

size_t bench_step_position(const bench_step *step)
{
    if (step->ladder == BENCH_AGAINST_THREADS)
        return step->threads;
    return step->ladder == BENCH_AGAINST_M ? step->shape.m : step->shape.n;
}

static bool in_fit(const bench_step *step, bench_ladder ladder, bench_type type)
{
    return step->ladder == ladder && step->shape.type == type &&
           (double)bench_features_bytes(step->shape) >= IN_MEMORY &&
           (ladder != BENCH_AGAINST_N_SAME_SIZE || step->shape.n >= FEW_FEATURES);
}

static bench_slope slope_of(const bench_scaling *scaling, bench_ladder ladder, bench_type type)
{
    double position[BENCH_MOST_STEPS];
    double time[BENCH_MOST_STEPS];
    bench_slope slope = {.ladder = ladder, .type = type};
    for (size_t k = 0; k < scaling->n_steps; k++) {
        const bench_step *const step = &scaling->steps[k];
        if (!in_fit(step, ladder, type))
            continue;
        slope.to = bench_step_position(step);
        if (slope.steps == 0)
            slope.from = slope.to;
        position[slope.steps] = (double)slope.to;
        time[slope.steps++] = step->timing.minimum;
    }
    slope.exponent = slope.steps > 2 ? bench_exponent(slope.steps, position, time) : NAN;
    return slope;
}

bool bench_scaling_measure(bench_scaling *scaling, const bench_machine *machine, bench_mode mode,
                           show_step *show)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    const tour self = {scaling, mode, show};
    *scaling = (bench_scaling){0};
    for (bench_ladder ladder = 0; ladder < BENCH_AGAINST_THREADS; ladder++)
        for (size_t t = 0; t < 2; t++) {
            if (!climb_sizes(&self, ladder, types[t]))
                return false;
            scaling->slopes[scaling->n_slopes++] = slope_of(scaling, ladder, types[t]);
        }
    return climb_threads(&self, BENCH_F64, machine->cores) &&
           climb_threads(&self, BENCH_F32, machine->cores);
}

bool bench_scaling_right(const bench_scaling *scaling)
{
    for (size_t k = 0; k < scaling->n_steps; k++)
        if (!scaling->steps[k].right)
            return false;
    return true;
}
