/* What holds for every solver, by table: the same bits for any number of threads, the same optimum
 * from several starts, a gradient there that is 0 by sums in long double over the raw data, weights
 * that count as copies, and answers that follow the data when these are moved or scaled. */
#include "solver/problem.h"

#include <string.h>

enum { M = 600, N = 5 };

static const double L2 = 0.05;

static const struct {
    hillock_solver solver;
    double most; /* of J above the least one, relative; 0: noise keeps it from the optimum */
} solvers[] = {{HILLOCK_GD, 1e-8},     {HILLOCK_SGD, 0},     {HILLOCK_MOMENTUM, 0},
               {HILLOCK_NESTEROV, 0},  {HILLOCK_ADAGRAD, 0}, {HILLOCK_RMSPROP, 0},
               {HILLOCK_ADAM, 0},      {HILLOCK_ADAMW, 0},   {HILLOCK_AVERAGED_SGD, 0},
               {HILLOCK_SAGA, 1e-8},   {HILLOCK_AGD, 1e-8},  {HILLOCK_LBFGS, 1e-8},
               {HILLOCK_NEWTON, 1e-12}};
enum { N_SOLVERS = sizeof solvers / sizeof solvers[0] };

static problem classes(void)
{
    problem p = problem_create(M, N, 3);
    make_classes(&p, 0.0, 1.0);
    return p;
}

static parameters train_from(const problem *p, const parameters *start, size_t k, int threads)
{
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((setting[]){
        {HILLOCK_SOLVER, solvers[k].solver}, {HILLOCK_L2, L2}, {HILLOCK_THREADS, threads}, {0, 0}});
    if (solvers[k].most == 0.0)
        must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 3));
    else
        must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-7));
    must(hillock_neuron_set_parameters(neuron, start->w, start->b));
    const hillock_status status = hillock_train(trainer, neuron, p->data);
    assert_status(status, solvers[k].most > 0.0 ? HILLOCK_OK : HILLOCK_STEP_LIMIT);
    const parameters reached = parameters_of(neuron);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return reached;
}

static void threads_change_no_bit(void **state)
{
    static const int counts[] = {2, 3, 7, 16};
    const parameters zero = {.b = 0.0};
    (void)state;
    problem p = classes();
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const parameters alone = train_from(&p, &zero, k, 1);
        for (size_t c = 0; c < 4; c++) {
            const parameters shared = train_from(&p, &zero, k, counts[c]);
            assert_memory_equal(&shared, &alone, sizeof alone);
        }
    }
    problem_destroy(&p);
}

/* J with its penalty, and the largest |dJ|, from the raw data. */
static long double long_J(const problem *p, const parameters *at, long double *slope)
{
    long double J = 0.0L, g[N + 1] = {0.0L};
    for (size_t j = 0; j < M; j++) {
        long double z = at->b;
        for (size_t i = 0; i < N; i++)
            z += (long double)at->w[i] * p->X[j * N + i];
        J += log1pl(expl(-fabsl(z))) + (z > 0.0L ? z : 0.0L) - p->y[j] * z;
        const long double e = 1.0L / (1.0L + expl(-z)) - p->y[j];
        for (size_t i = 0; i < N; i++)
            g[i] += e * p->X[j * N + i] / M;
        g[N] += e / M;
    }
    J /= M;
    *slope = fabsl(g[N]);
    for (size_t i = 0; i < N; i++) {
        J += 0.5L * L2 * at->w[i] * at->w[i];
        *slope = fmaxl(*slope, fabsl(g[i] + (long double)L2 * at->w[i]));
    }
    return J;
}

static void all_reach_one_optimum_from_any_start(void **state)
{
    static const parameters starts[] = {
        {.b = 0.0}, {{1, -2, 3, 0.5, -1}, 2.0}, {{-4, 4, 0, 2, -3}, -5.0}};
    long double slope, least_slope;
    (void)state;
    problem p = classes();
    const parameters best = train_from(&p, &starts[0], N_SOLVERS - 1, 1);
    const long double least = long_J(&p, &best, &least_slope);
    assert_true(least_slope < 1e-14L);
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (size_t s = 0; s < 3 && solvers[k].most > 0.0; s++) {
            const parameters reached = train_from(&p, &starts[s], k, 1);
            assert_close((double)(long_J(&p, &reached, &slope) / least), 1.0, solvers[k].most);
            assert_true(slope < 1e-6L);
        }
    problem_destroy(&p);
}

/* To what rounding leaves of a few epochs, or of an optimum at a tolerance of 1e-7. */
static void permuting_the_features_permutes_the_weights(void **state)
{
    const parameters zero = {.b = 0.0};
    (void)state;
    problem p = classes(), turned = classes();
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < N; i++)
            turned.X[j * N + (i + 2) % N] = p.X[j * N + i];
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const parameters plain = train_from(&p, &zero, k, 1);
        const parameters other = train_from(&turned, &zero, k, 1);
        const double most = solvers[k].most > 0.0 ? 1e-5 : 1e-12;
        for (size_t i = 0; i < N; i++)
            assert_close(other.w[(i + 2) % N], plain.w[i], most);
        assert_close(other.b, plain.b, most);
    }
    problem_destroy(&turned);
    problem_destroy(&p);
}

/* The solvers above, and one that is for this loss alone. */
enum { N_LINEAR = N_SOLVERS + 1 };

static hillock_solver linear_solver(size_t k)
{
    return k < N_SOLVERS ? solvers[k].solver : HILLOCK_LEAST_SQUARES;
}

/* Where noise keeps a solver from the optimum its batches are all samples, and its rate is given:
 * what it does in a few steps depends on the data as J does. */
static parameters train_whole(const problem *p, hillock_loss loss, hillock_solver solver,
                              bool exact, double start_b)
{
    const bool linear = loss == HILLOCK_SQUARED;
    hillock_neuron *const neuron = neuron_of(N, linear ? HILLOCK_IDENTITY : HILLOCK_LOGISTIC, loss);
    hillock_trainer *const trainer = trainer_of((setting[]){{HILLOCK_SOLVER, solver},
                                                            {HILLOCK_L2, L2},
                                                            {HILLOCK_STANDARDIZE, 1},
                                                            {HILLOCK_TOLERANCE, exact ? 1e-7 : 0},
                                                            {0, 0}});
    if (!exact) {
        must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 20));
        must(hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 10 * M));
        must(hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 0.02));
    }
    must(hillock_neuron_set_parameters(neuron, (const double[N]){0}, start_b));
    assert_status(hillock_train(trainer, neuron, p->data), exact ? HILLOCK_OK : HILLOCK_STEP_LIMIT);
    const parameters reached = parameters_of(neuron);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return reached;
}

static bool is_exact(size_t k)
{
    return k >= N_SOLVERS || solvers[k].most > 0.0;
}

/* The samples of p, number j so many times. */
static problem copies_of(const problem *p, const double *times)
{
    size_t m = 0, next = 0;
    for (size_t j = 0; j < M; j++)
        m += (size_t)times[j];
    problem copies = problem_create(m, N, 1);
    for (size_t j = 0; j < M; j++)
        for (size_t k = 0; k < (size_t)times[j]; k++, next++) {
            memcpy(copies.X + next * N, p->X + j * N, N * sizeof *p->X);
            copies.y[next] = p->y[j];
        }
    return copies;
}

static void a_weight_counts_as_copies(void **state)
{
    (void)state;
    double times[M];
    for (size_t j = 0; j < M; j++)
        times[j] = (double)(j % 4);
    for (int linear = 0; linear < 2; linear++) {
        const hillock_loss loss = linear ? HILLOCK_SQUARED : HILLOCK_CROSS_ENTROPY;
        problem p = linear ? problem_create(M, N, 3) : classes();
        problem copies = copies_of(&p, times);
        must(hillock_dataset_set_weights_f64(p.data, times));
        for (size_t k = 0; k < (linear ? N_LINEAR : N_SOLVERS); k++) {
            const bool exact = is_exact(k);
            const parameters weighted = train_whole(&p, loss, linear_solver(k), exact, 0.0);
            const parameters copied = train_whole(&copies, loss, linear_solver(k), exact, 0.0);
            assert_near(&weighted, &copied, N, exact ? 1e-5 : 1e-11);
        }
        problem_destroy(&copies);
        problem_destroy(&p);
    }
}

/* Not powers of 2, so that rounding has its part. */
static void scaled_features_have_scaled_weights(void **state)
{
    static const double scales[N] = {1e3, 0.7, 1e-4, -30, 5};
    (void)state;
    for (int linear = 0; linear < 2; linear++) {
        const hillock_loss loss = linear ? HILLOCK_SQUARED : HILLOCK_CROSS_ENTROPY;
        problem p = linear ? problem_create(M, N, 3) : classes();
        problem scaled = linear ? problem_create(M, N, 3) : classes();
        for (size_t j = 0; j < M; j++)
            for (size_t i = 0; i < N; i++)
                scaled.X[j * N + i] *= scales[i];
        for (size_t k = 0; k < (linear ? N_LINEAR : N_SOLVERS); k++) {
            const bool exact = is_exact(k);
            const parameters plain = train_whole(&p, loss, linear_solver(k), exact, 0.0);
            parameters other = train_whole(&scaled, loss, linear_solver(k), exact, 0.0);
            for (size_t i = 0; i < N; i++)
                other.w[i] *= scales[i];
            assert_near(&other, &plain, N, exact ? 1e-5 : 1e-11);
        }
        problem_destroy(&scaled);
        problem_destroy(&p);
    }
}

/* The start moves along, for the sake of solvers that do not arrive. */
static void shifted_targets_shift_the_bias(void **state)
{
    static const double SHIFT = 100.0;
    (void)state;
    problem p = problem_create(M, N, 3), shifted = problem_create(M, N, 3);
    for (size_t j = 0; j < M; j++)
        shifted.y[j] += SHIFT;
    for (size_t k = 0; k < N_LINEAR; k++) {
        const bool exact = is_exact(k);
        const parameters plain = train_whole(&p, HILLOCK_SQUARED, linear_solver(k), exact, 0.0);
        parameters other = train_whole(&shifted, HILLOCK_SQUARED, linear_solver(k), exact, SHIFT);
        other.b -= SHIFT;
        assert_near(&other, &plain, N, exact ? 1e-5 : 1e-11);
    }
    problem_destroy(&shifted);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(permuting_the_features_permutes_the_weights),
        cmocka_unit_test(a_weight_counts_as_copies),
        cmocka_unit_test(scaled_features_have_scaled_weights),
        cmocka_unit_test(shifted_targets_shift_the_bias),
        cmocka_unit_test(all_reach_one_optimum_from_any_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
