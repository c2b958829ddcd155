#include "predict.h"

#include "ceilings.h"
#include "core/memory.h"
#include "measure.h"
#include "liblinear.h"
#include "peer.h"

#include <math.h>

/* Rows that a peer hands back to be checked. */
enum { CHECKED = 1000, ROW_FEATURES = 30, ROWS = 1024, MOST_JOBS = 4 };

/* Units of rounding, as for the gradient: 2, and a few ulp of the exponential. */
static const double BOUND = 6.0;

typedef struct prediction {
    const bench_problem *problem;
    hillock_neuron *neuron;
    void *a;
    bool done;
} prediction;

static bool prepare(prediction *self, const bench_problem *problem)
{
    self->problem = problem;
    self->done = true;
    self->a = bench_array(problem->shape.type, problem->shape.m);
    return self->a &&
           !hillock_neuron_create(&self->neuron, problem->shape.n, HILLOCK_LOGISTIC,
                                  HILLOCK_CROSS_ENTROPY) &&
           !hillock_neuron_set_parameters(self->neuron, problem->w_f64, problem->b);
}

static void release(prediction *self)
{
    hillock_neuron_destroy(self->neuron);
    hk_free(self->a);
}

static void one_row_each(void *payload)
{
    prediction *const self = payload;
    const bench_shape shape = self->problem->shape;
    int failed = 0;
    if (shape.type == BENCH_F64)
        for (size_t j = 0; j < shape.m; j++)
            failed |= hillock_predict_row_f64(self->neuron,
                                              (const double *)self->problem->X + j * shape.n,
                                              (double *)self->a + j);
    else
        for (size_t j = 0; j < shape.m; j++)
            failed |= hillock_predict_row_f32(
                self->neuron, (const float *)self->problem->X + j * shape.n, (float *)self->a + j);
    self->done = self->done && !failed;
}

static void all_rows(void *payload)
{
    prediction *const self = payload;
    const bench_shape shape = self->problem->shape;
    const hillock_status status =
        shape.type == BENCH_F64
            ? hillock_predict_f64(self->neuron, self->problem->X, shape.m, shape.n, self->a)
            : hillock_predict_f32(self->neuron, self->problem->X, shape.m, shape.n, self->a);
    self->done = self->done && !status;
}

static double seconds_one_row_each(void *self, size_t calls)
{
    return bench_clock(one_row_each, self, calls);
}

static double seconds_all_rows(void *self, size_t calls)
{
    return bench_clock(all_rows, self, calls);
}

/* |a - reference| in units of how far rounding once in each term can move it. */
static double residual_of(const bench_problem *problem, size_t j, double a)
{
    const bench_shape shape = problem->shape;
    long double z = problem->b;
    long double z_scale = fabs(problem->b);
    for (size_t i = 0; i < shape.n; i++) {
        const long double term = (long double)problem->w_f64[i] *
                                 (long double)bench_get(shape.type, problem->X, j * shape.n + i);
        z += term;
        z_scale += fabsl(term);
    }
    const long double expected = 1.0L / (1.0L + expl(-z));
    const long double scale = expected + expected * (1.0L - expected) * z_scale;
    return (double)(fabsl((long double)a - expected) / (bench_epsilon(shape.type) * scale));
}

typedef double (*get_a)(const void *from, size_t row);

static void check(bench_entry *entry, const bench_problem *problem, size_t rows, bool done,
                  get_a get, const void *from)
{
    double largest = done ? 0.0 : HUGE_VAL;
    for (size_t j = 0; done && j < rows; j++) {
        const double residual = residual_of(problem, j, get(from, j));
        largest = isnan(residual) ? HUGE_VAL : fmax(largest, residual);
    }
    entry->check = largest;
    entry->right = largest <= BOUND;
}

static double get_own(const void *from, size_t row)
{
    const prediction *const self = from;
    return bench_get(self->problem->shape.type, self->a, row);
}

static double get_liblinear(const void *from, size_t row)
{
    return bench_liblinear_a(from, row);
}

static double get_peer(const void *from, size_t row)
{
    return ((const double *)from)[row];
}

static void check_peer(bench_entry *entry, const bench_problem *problem, bench_peer *peer)
{
    double a[CHECKED];
    const size_t rows = hk_min_size(CHECKED, problem->shape.m);
    const bool done = bench_peer_result(peer, rows, a);
    check(entry, problem, rows, done, get_peer, a);
}

static bench_contest contest_of(const char *title, bench_shape shape)
{
    return (bench_contest){.title = title,
                           .item = "row",
                           .checked = "residual (at most 6)",
                           .shape = shape,
                           .items = (double)shape.m,
                           .bytes = (double)bench_features_bytes(shape)};
}

/* Those beside hillock_predict_row; NULL where they are not there. */
typedef struct rivals {
    bench_liblinear *linear;
    bench_peer *numpy;        /* a row times w                            */
    bench_peer *batch_of_one; /* w times a column: X of a single sample   */
} rivals;

static bool hold_rows_one_by_one(bench_contest *contest, prediction *self, const rivals *others,
                                 bench_mode mode)
{
    bench_job jobs[MOST_JOBS];
    jobs[contest->count] = (bench_job){seconds_one_row_each, self};
    bench_entry *const own = bench_contest_enter(contest, "hillock_predict_row");
    jobs[contest->count] = (bench_job){bench_liblinear_seconds, others->linear};
    bench_entry *const other =
        others->linear ? bench_contest_enter(contest, "liblinear predict_probability") : NULL;
    jobs[contest->count] = (bench_job){bench_peer_seconds, others->numpy};
    bench_entry *const row = others->numpy ? bench_contest_enter(contest, "NumPy, x @ w") : NULL;
    jobs[contest->count] = (bench_job){bench_peer_seconds, others->batch_of_one};
    bench_entry *const column =
        others->batch_of_one ? bench_contest_enter(contest, "NumPy, a batch of one") : NULL;
    if (!bench_contest_measure(contest, jobs, false, bench_effort_of(mode)))
        return false;
    check(own, self->problem, contest->shape.m, self->done, get_own, self);
    if (other)
        check(other, self->problem, contest->shape.m, true, get_liblinear, others->linear);
    if (row)
        check_peer(row, self->problem, others->numpy);
    if (column)
        check_peer(column, self->problem, others->batch_of_one);
    return true;
}

static bench_peer *start_numpy(const char *task, const bench_problem *problem)
{
    return bench_peer_installed(BENCH_NUMPY) ? bench_peer_start(BENCH_NUMPY, task, problem) : NULL;
}

bool bench_predict_row_measure(bench_contest *contest, bench_type type, bool peers, bench_mode mode)
{
    const bench_shape shape = {ROWS, ROW_FEATURES, type, HILLOCK_SAMPLE_MAJOR};
    bench_problem problem;
    prediction self = {0};
    *contest = contest_of("Prediction, a call for each row", shape);
    if (!bench_problem_create(&problem, shape))
        return false;
    const rivals others = {
        .linear = peers && type == BENCH_F64 ? bench_liblinear_create(&problem) : NULL,
        .numpy = start_numpy("row", &problem),
        .batch_of_one = start_numpy("batch of one", &problem),
    };
    const bool held =
        prepare(&self, &problem) && hold_rows_one_by_one(contest, &self, &others, mode);
    bench_peer_stop(others.batch_of_one);
    bench_peer_stop(others.numpy);
    bench_liblinear_destroy(others.linear);
    release(&self);
    bench_problem_destroy(&problem);
    return held;
}

static bool hold_all_rows(bench_contest *contest, prediction *self, bench_reading *reading,
                          bench_peer *numpy, bench_mode mode)
{
    bench_job jobs[MOST_JOBS];
    jobs[contest->count] = (bench_job){seconds_all_rows, self};
    bench_entry *const own = bench_contest_enter(contest, "hillock_predict");
    jobs[contest->count] = (bench_job){bench_peer_seconds, numpy};
    bench_entry *const python = numpy ? bench_contest_enter(contest, "NumPy") : NULL;
    jobs[contest->count] = (bench_job){bench_reading_seconds, reading};
    if (!bench_contest_measure(contest, jobs, true, bench_effort_of(mode)))
        return false;
    check(own, self->problem, contest->shape.m, self->done, get_own, self);
    if (python)
        check_peer(python, self->problem, numpy);
    return true;
}

bool bench_predict_rows_measure(bench_contest *contest, bench_shape shape, size_t cores,
                                bench_mode mode)
{
    bench_problem problem;
    prediction self = {0};
    *contest = contest_of("Prediction, all rows in one call", shape);
    if (!bench_problem_create(&problem, shape))
        return false;
    bench_peer *const numpy = start_numpy("rows", &problem);
    bench_reading *const reading =
        bench_reading_create(problem.X, bench_features_bytes(shape), cores);
    const bool held =
        reading && prepare(&self, &problem) && hold_all_rows(contest, &self, reading, numpy, mode);
    bench_reading_destroy(reading);
    bench_peer_stop(numpy);
    release(&self);
    bench_problem_destroy(&problem);
    return held;
}
