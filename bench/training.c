#include "training.h"

#include "core/memory.h"
#include "training_data.h"

#include <math.h>

/* How X looks, and the targets that belong to it. */
typedef struct plan {
    bench_training training; /* without a problem */
    bench_data_kind kind;
    size_t m[2]; /* samples and features of the smoke test, and of the other modes */
    size_t n[2];
} plan;

static const plan plans[BENCH_TRAININGS] = {
    {{.title = "logistic",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .hillock = "newton lbfgs gd",
      .scikit_learn = "lbfgs newton-cholesky newton-cg sag",
      .r = "glm.fit",
      .liblinear = true},
     BENCH_INDEPENDENT,
     {5000, 200000},
     {20, 100}},
    {{.title = "logistic",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .hillock = "newton lbfgs",
      .scikit_learn = "lbfgs newton-cholesky newton-cg",
      .r = "glm.fit",
      .liblinear = true},
     BENCH_INDEPENDENT,
     {10000, 1000000},
     {5, 20}},
    {{.title = "logistic",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .hillock = "newton lbfgs",
      .scikit_learn = "lbfgs newton-cholesky newton-cg",
      .r = "glm.fit",
      .liblinear = true},
     BENCH_INDEPENDENT,
     {4000, 20000},
     {80, 1000}},
    {{.title = "logistic, features on scales 1e-3 ... 1e3",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .hillock = "newton lbfgs",
      .scikit_learn = "lbfgs newton-cholesky newton-cg",
      .r = "glm.fit",
      .liblinear = true},
     BENCH_ILL_CONDITIONED,
     {5000, 100000},
     {10, 50}},
    {{.title = "ridge",
      .activation = HILLOCK_IDENTITY,
      .loss = HILLOCK_SQUARED,
      .l2 = 0.01,
      .hillock = "newton lbfgs least-squares",
      .scikit_learn = "cholesky svd lsqr"},
     BENCH_BREAST_CANCER,
     {569, 569},
     {30, 30}},
    {{.title = "ridge logistic",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .l2 = 0.01,
      .hillock = "newton lbfgs",
      .scikit_learn = "lbfgs newton-cholesky newton-cg liblinear",
      .liblinear = true},
     BENCH_BREAST_CANCER,
     {569, 569},
     {30, 30}},
    {{.title = "Poisson with l2",
      .activation = HILLOCK_EXP,
      .loss = HILLOCK_POISSON,
      .l2 = 0.001,
      .hillock = "newton lbfgs",
      .scikit_learn = "lbfgs newton-cholesky"},
     BENCH_COUNTS,
     {5000, 200000},
     {10, 50}},
    {{.title = "logistic with l1",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .l1 = 0.005,
      .hillock = "newton lbfgs",
      .scikit_learn = "liblinear saga",
      .r = "glmnet",
      .liblinear = true},
     BENCH_SPARSE,
     {2000, 20000},
     {20, 200}},
    {{.title = "logistic with l1",
      .activation = HILLOCK_LOGISTIC,
      .loss = HILLOCK_CROSS_ENTROPY,
      .l1 = 0.02,
      .hillock = "newton lbfgs",
      .scikit_learn = "liblinear saga",
      .r = "glmnet",
      .liblinear = true},
     BENCH_SPARSE,
     {400, 2000},
     {100, 1000}},
};

bool bench_training_create(bench_training *training, size_t index, bench_mode mode)
{
    const plan *const chosen = &plans[index];
    const size_t size = mode != BENCH_QUICK;
    const bench_shape shape = {chosen->m[size], chosen->n[size], BENCH_F64, HILLOCK_SAMPLE_MAJOR};
    *training = chosen->training;
    return bench_data_create(&training->problem, shape, chosen->kind);
}

void bench_training_destroy(bench_training *training)
{
    bench_problem_destroy(&training->problem);
}

/* The loss of one sample in its stable form: of z, never of a. */
static long double loss_of(hillock_loss loss, long double z, long double y)
{
    if (loss == HILLOCK_SQUARED)
        return (y - z) * (y - z);
    if (loss == HILLOCK_POISSON)
        return expl(z) - y * z;
    return log1pl(expl(-fabsl(z))) + fmaxl(z, 0.0L) - y * z;
}

double bench_training_J(const bench_training *training, const double *w_and_b)
{
    const size_t m = training->problem.shape.m, n = training->problem.shape.n;
    const double *const y = training->problem.y;
    long double sum = 0.0L, absolute = 0.0L, square = 0.0L;
    for (size_t j = 0; j < m; j++) {
        const double *const x = (const double *)training->problem.X + j * n;
        long double z = w_and_b[n];
        for (size_t i = 0; i < n; i++)
            z += (long double)w_and_b[i] * x[i];
        sum += loss_of(training->loss, z, y[j]);
    }
    for (size_t i = 0; i < n; i++) {
        absolute += fabsl(w_and_b[i]);
        square += (long double)w_and_b[i] * w_and_b[i];
    }
    return (double)(sum / (long double)m + training->l1 * absolute + 0.5L * training->l2 * square);
}
