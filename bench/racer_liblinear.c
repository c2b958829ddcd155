#define _DEFAULT_SOURCE /* fork, kill */
#include "racer.h"

#include <math.h>
#include <stdio.h>

#ifdef BENCH_LIBLINEAR

#include "core/clock.h"
#include "core/memory.h"

#include <linear.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

/* liblinear penalizes the bias. With l2 it is the weight b / LARGE of a feature that is always
 * LARGE, so that next to nothing of the penalty is left; with l1 the best bias is 0
 * (training_data.h). No penalty at all is one that J does not feel. */
static const double LARGE = 1000.0, NO_PENALTY = 1e-13;

typedef struct fitter {
    const bench_training *training;
    struct problem problem;
    struct feature_node *nodes;
    struct parameter parameter;
    double *w_and_b;
    bool late;
} fitter;

static void quiet(const char *text)
{
    (void)text;
}

static double bias_of(const bench_training *training)
{
    return training->l2 > 0.0 ? LARGE : 1.0;
}

static bool fill(fitter *self)
{
    const bench_problem *const from = &self->training->problem;
    const size_t m = from->shape.m, n = from->shape.n;
    self->nodes = hk_allocate(m * (n + 2), sizeof *self->nodes);
    self->problem.x = hk_allocate(m, sizeof *self->problem.x);
    self->problem.y = bench_array(BENCH_F64, m);
    self->w_and_b = bench_array(BENCH_F64, n + 1);
    if (!self->nodes || !self->problem.x || !self->problem.y || !self->w_and_b)
        return false;
    for (size_t j = 0; j < m; j++) {
        struct feature_node *const row = self->nodes + j * (n + 2);
        for (size_t i = 0; i < n; i++)
            row[i] = (struct feature_node){(int)i + 1, ((const double *)from->X)[j * n + i]};
        row[n] = (struct feature_node){(int)n + 1, bias_of(self->training)};
        row[n + 1] = (struct feature_node){-1, 0.0};
        self->problem.x[j] = row;
        self->problem.y[j] = ((const double *)from->y)[j] > 0.5 ? 1.0 : -1.0;
    }
    self->problem.l = (int)m;
    self->problem.n = (int)n + 1;
    self->problem.bias = bias_of(self->training);
    return true;
}

/* J times C m: a sum of losses with C before it, beside a penalty without a factor. */
static void set(fitter *self)
{
    const bench_training *const training = self->training;
    const double penalty = training->l1 > 0.0 ? training->l1 : fmax(training->l2, NO_PENALTY);
    self->parameter = (struct parameter){
        .solver_type = training->l1 > 0.0 ? L1R_LR : L2R_LR,
        .C = 1.0 / (penalty * (double)training->problem.shape.m),
    };
}

static bool send(int to, const void *bytes, size_t count)
{
    return write(to, bytes, count) == (ssize_t)count;
}

/* In a process of its own, which can be ended: seconds, then the parameters. */
static void train_and_send(const fitter *self, size_t fits, int to)
{
    const size_t n = self->training->problem.shape.n;
    struct model *model = NULL;
    set_print_string_function(quiet);
    const double start = hk_seconds();
    for (size_t fit = 0; fit < fits; fit++)
        model = train(&self->problem, &self->parameter);
    const double seconds = hk_seconds() - start;
    model->w[n] *= bias_of(self->training);
    send(to, &seconds, sizeof seconds);
    send(to, model->w, (n + 1) * sizeof *model->w);
    _exit(EXIT_SUCCESS);
}

static bool receive(int from, void *bytes, size_t count)
{
    for (size_t found = 0; found < count;) {
        const ssize_t more = read(from, (char *)bytes + found, count - found);
        if (more <= 0)
            return false;
        found += (size_t)more;
    }
    return true;
}

static double seconds(void *payload, size_t fits)
{
    fitter *const self = payload;
    const size_t n = self->training->problem.shape.n;
    int ends[2];
    double time = HUGE_VAL;
    if (pipe(ends))
        return HUGE_VAL;
    fflush(NULL);
    const pid_t process = fork();
    if (process == 0)
        train_and_send(self, fits, ends[1]);
    close(ends[1]);
    struct pollfd answer = {.fd = ends[0], .events = POLLIN};
    self->late = process > 0 && poll(&answer, 1, (int)(1e3 * BENCH_FIT_LIMIT)) == 0;
    if (self->late)
        kill(process, SIGKILL);
    if (self->late || !receive(ends[0], &time, sizeof time) ||
        !receive(ends[0], self->w_and_b, (n + 1) * sizeof *self->w_and_b))
        time = HUGE_VAL;
    close(ends[0]);
    if (process > 0)
        waitpid(process, NULL, 0);
    return time;
}

static bool parameters(void *payload, double *w_and_b)
{
    const fitter *const self = payload;
    for (size_t i = 0; i <= self->training->problem.shape.n; i++)
        w_and_b[i] = self->w_and_b[i];
    return true;
}

static void destroy(void *payload)
{
    fitter *const self = payload;
    hk_free(self->nodes);
    hk_free(self->problem.x);
    hk_free(self->problem.y);
    hk_free(self->w_and_b);
    hk_free(self);
}

/* From loose to tight until J is reached. A tolerance that makes it late is one too tight: the last
 * one that ended is kept. */
static bool tune(fitter *self, double goal)
{
    double kept = 0.0;
    for (double eps = 1e-2; eps > 1e-13; eps *= 1e-2) {
        self->parameter.eps = eps;
        if (!isfinite(seconds(self, 1)))
            break;
        kept = eps;
        if (bench_training_J(self->training, self->w_and_b) <= goal + BENCH_ENOUGH * fabs(goal))
            break;
    }
    self->parameter.eps = kept;
    return kept > 0.0;
}

bench_racer bench_racer_liblinear(const bench_training *training, double goal)
{
    bench_racer racer = {.seconds = seconds, .parameters = parameters, .destroy = destroy};
    snprintf(racer.name, sizeof racer.name, "liblinear %s",
             training->l1 > 0.0 ? "L1R_LR" : "L2R_LR");
    fitter *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return racer;
    self->training = training;
    set(self);
    if (fill(self) && tune(self, goal)) {
        racer.self = self;
        return racer;
    }
    racer.late = self->late;
    destroy(self);
    return racer;
}

#else

bench_racer bench_racer_liblinear(const bench_training *training, double goal)
{
    (void)training;
    (void)goal;
    bench_racer racer = {.self = NULL};
    snprintf(racer.name, sizeof racer.name, "liblinear");
    return racer;
}

#endif
