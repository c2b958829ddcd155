#include "liblinear.h"

#ifdef BENCH_LIBLINEAR

#include "core/memory.h"
#include "engine.h"

#include <linear.h>

struct bench_liblinear {
    size_t m;
    size_t nodes_of_row; /* the features, 1 for the bias, and the end */
    struct feature_node *nodes;
    double *w; /* n + 1, the last one is the bias */
    double *a;
    int labels[2];
    struct model model;
};

bool bench_liblinear_installed(void)
{
    return true;
}

static void fill(bench_liblinear *self, const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    const int end = (int)shape.n + 1;
    for (size_t j = 0; j < shape.m; j++) {
        struct feature_node *const row = self->nodes + j * self->nodes_of_row;
        for (size_t i = 0; i < shape.n; i++)
            row[i] = (struct feature_node){(int)i + 1,
                                           bench_get(shape.type, problem->X, j * shape.n + i)};
        row[shape.n] = (struct feature_node){end, 1.0};
        row[shape.n + 1] = (struct feature_node){-1, 0.0};
    }
    for (size_t i = 0; i < shape.n; i++)
        self->w[i] = problem->w_f64[i];
    self->w[shape.n] = problem->b;
    self->labels[0] = 1;
    self->model = (struct model){.param = {.solver_type = L2R_LR},
                                 .nr_class = 2,
                                 .nr_feature = (int)shape.n,
                                 .w = self->w,
                                 .label = self->labels,
                                 .bias = 1.0};
}

bench_liblinear *bench_liblinear_create(const bench_problem *problem)
{
    bench_liblinear *const self = hk_allocate(1, sizeof *self);
    if (!self)
        return NULL;
    self->m = problem->shape.m;
    self->nodes_of_row = problem->shape.n + 2;
    self->nodes = hk_allocate(self->m * self->nodes_of_row, sizeof *self->nodes);
    self->w = bench_array(BENCH_F64, problem->shape.n + 1);
    self->a = bench_array(BENCH_F64, self->m);
    if (self->nodes && self->w && self->a) {
        fill(self, problem);
        return self;
    }
    bench_liblinear_destroy(self);
    return NULL;
}

void bench_liblinear_destroy(bench_liblinear *self)
{
    if (!self)
        return;
    hk_free(self->nodes);
    hk_free(self->w);
    hk_free(self->a);
    hk_free(self);
}

static void predict_all(void *payload)
{
    bench_liblinear *const self = payload;
    double probabilities[2];
    for (size_t j = 0; j < self->m; j++) {
        predict_probability(&self->model, self->nodes + j * self->nodes_of_row, probabilities);
        self->a[j] = probabilities[0];
    }
}

double bench_liblinear_seconds(void *self, size_t calls)
{
    return bench_clock(predict_all, self, calls);
}

double bench_liblinear_a(const bench_liblinear *self, size_t row)
{
    return self->a[row];
}

#else

bool bench_liblinear_installed(void)
{
    return false;
}

bench_liblinear *bench_liblinear_create(const bench_problem *problem)
{
    (void)problem;
    return NULL;
}

void bench_liblinear_destroy(bench_liblinear *self)
{
    (void)self;
}

double bench_liblinear_seconds(void *self, size_t calls)
{
    (void)self;
    return (double)calls;
}

double bench_liblinear_a(const bench_liblinear *self, size_t row)
{
    (void)self;
    return (double)row;
}

#endif
