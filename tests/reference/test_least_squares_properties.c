/* What least squares promises of any data: the order and layout of the features, offsets and
 * targets shifted alike, penalties against normal equations in long double, and scales of weights
 * and penalties that lie far apart. */
#include "solver/problem.h"

#include <string.h>

enum { M = 60, N = 4 };

static const setting plain[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}};

static parameters solved(const problem *p, const setting *settings)
{
    return trained(p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
}

static void features_in_another_order_have_the_same_weights(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 1), turned = problem_create(M, N, 1);
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < N; i++)
            turned.X[j * N + i] = p.X[j * N + (i + 1) % N];
    const parameters one = solved(&p, plain), two = solved(&turned, plain);
    for (size_t i = 0; i < N; i++)
        assert_close(two.w[i], one.w[(i + 1) % N], 1e-15);
    assert_close(two.b, one.b, 1e-15);
    problem_destroy(&p);
    problem_destroy(&turned);
}

static void a_shift_of_the_targets_moves_the_bias_only(void **state)
{
    (void)state;
    double shift[M];
    problem p = problem_create(M, N, 2);
    parameters one = solved(&p, plain);
    for (size_t j = 0; j < M; j++) {
        p.y[j] += 8.0;
        shift[j] = 8.0;
    }
    const parameters shifted = solved(&p, plain);
    must(hillock_dataset_set_offset_f64(p.data, shift));
    const parameters back = solved(&p, plain);
    assert_near(&one, &back, N, 1e-14);
    one.b += 8.0;
    assert_near(&one, &shifted, N, 1e-14);
    problem_destroy(&p);
}

/* Features that float holds exactly: type and layout change nothing but the order of sums. */
static void type_and_layout_change_nothing(void **state)
{
    (void)state;
    float rows[M * N];
    double columns[M * N];
    problem p = problem_create(M, N, 3);
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < N; i++) {
            rows[j * N + i] = (float)p.X[j * N + i];
            p.X[j * N + i] = columns[i * M + j] = (double)rows[j * N + i];
        }
    const parameters one = solved(&p, plain);
    must(hillock_dataset_set_features_f32(p.data, rows, HILLOCK_SAMPLE_MAJOR, N));
    const parameters narrow = solved(&p, plain);
    must(hillock_dataset_set_features_f64(p.data, columns, HILLOCK_FEATURE_MAJOR, M));
    const parameters turned = solved(&p, plain);
    assert_near(&one, &narrow, N, 1e-15);
    assert_near(&one, &turned, N, 1e-15);
    problem_destroy(&p);
}

/* Enough work that threads are started where they are allowed. */
static void threads_change_no_bit(void **state)
{
    (void)state;
    problem p = problem_create(40000, 8, 4);
    const parameters one = solved(
        &p,
        (const setting[]){{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_THREADS, 1}, {0, 0}});
    for (int threads = 2; threads < 6; threads++) {
        const setting settings[] = {
            {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_THREADS, threads}, {0, 0}};
        const parameters now = solved(&p, settings);
        assert_memory_equal(&one, &now, sizeof one);
    }
    problem_destroy(&p);
}

/* Gauss's elimination, largest pivot first, of A x = d; A is (N + 1) x (N + 2), d its last
 * column. */
static void eliminate(long double A[N + 1][N + 2])
{
    for (size_t k = 0; k <= N; k++) {
        size_t pivot = k;
        for (size_t i = k; i <= N; i++)
            if (fabsl(A[i][k]) > fabsl(A[pivot][k]))
                pivot = i;
        for (size_t c = 0; c < N + 2; c++) {
            const long double other = A[k][c];
            A[k][c] = A[pivot][c];
            A[pivot][c] = other;
        }
        for (size_t i = 0; i <= N; i++) {
            const long double factor = A[i][k] / A[k][k];
            for (size_t c = k; i != k && c < N + 2; c++)
                A[i][c] -= factor * A[k][c];
        }
    }
}

/* (X X^T + W l2/2 D) w = X y over raw parameters, the bias last: D holds the squares of the
 * deviations where the penalty sees standardized weights. Standardized, the bias that the penalty
 * sees is b + w mean. */
static parameters by_normal_equations(const problem *p, double l2, bool standardized, bool bias)
{
    long double A[N + 1][N + 2] = {{0}}, mean[N + 1] = {0};
    parameters found = {0};
    for (size_t j = 0; j < M; j++) {
        long double x[N + 2];
        for (size_t i = 0; i < N; i++)
            x[i] = p->X[j * N + i];
        x[N] = 1.0L;
        x[N + 1] = p->y[j];
        for (size_t i = 0; i <= N; i++)
            for (size_t c = 0; c < N + 2; c++)
                A[i][c] += x[i] * x[c];
    }
    for (size_t i = 0; i <= N; i++)
        mean[i] = A[i][N] / M;
    const long double half = 0.5L * M * (long double)l2;
    for (size_t i = 0; i < N; i++)
        A[i][i] += half * (standardized ? A[i][i] / M - mean[i] * mean[i] : 1.0L);
    for (size_t i = 0; bias && i <= N; i++)
        for (size_t c = 0; c <= N; c++)
            if (standardized || (i == N && c == N))
                A[i][c] += half * mean[i] * mean[c];
    eliminate(A);
    for (size_t i = 0; i < N; i++)
        found.w[i] = (double)(A[i][N + 1] / A[i][i]);
    found.b = (double)(A[N][N + 1] / A[N][N]);
    return found;
}

static void ridge_solves_the_normal_equations(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    for (size_t j = 0; j < M; j++) {
        p.X[j * N] += 3.0;
        p.X[j * N + 1] *= 5.0;
    }
    for (int k = 0; k < 4; k++) {
        const bool standardized = k % 2 == 1, bias = k > 1;
        const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES},
                                    {HILLOCK_L2, 0.7},
                                    {HILLOCK_STANDARDIZE, standardized},
                                    {HILLOCK_PENALIZE_BIAS, bias},
                                    {0, 0}};
        const parameters found = solved(&p, settings);
        const parameters exact = by_normal_equations(&p, 0.7, standardized, bias);
        assert_near(&found, &exact, N, 1e-14);
    }
    problem_destroy(&p);
}

/* J is a mean: weights all alike change nothing, however small or large, and a constant feature
 * stays at 0 among them. */
static void the_size_of_the_weights_does_not_matter(void **state)
{
    (void)state;
    double weights[M];
    problem p = problem_create(M, N, 6);
    for (size_t j = 0; j < M; j++)
        p.X[j * N + 1] = 7.0;
    for (int held = 0; held < 2; held++) {
        const setting settings[] = {
            {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_FIT_BIAS, !held}, {0, 0}};
        must(hillock_dataset_set_weights_f64(p.data, NULL));
        const parameters plainly = solved(&p, settings);
        assert_true(held || plainly.w[1] == 0.0);
        for (int power = -200; power <= 200; power += 50) {
            for (size_t j = 0; j < M; j++)
                weights[j] = ldexp(1.0, power);
            must(hillock_dataset_set_weights_f64(p.data, weights));
            const parameters now = solved(&p, settings);
            assert_near(&now, &plainly, N, 1e-15);
            assert_true(held || now.w[1] == 0.0);
        }
    }
    problem_destroy(&p);
}

/* Neither the bits of b nor, without a spread, those of a weight are touched. */
static void what_is_held_keeps_its_bits(void **state)
{
    (void)state;
    static const setting held[] = {
        {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_FIT_BIAS, 0}, {0, 0}};
    static const parameters start = {{1.0, 2.0, 3.0, 4.0}, 0.1};
    problem p = problem_create(M, N, 9);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of(held);
    for (size_t j = 0; j < M; j++)
        p.X[j * N + 3] = 0.0;
    must(hillock_neuron_set_parameters(neuron, start.w, start.b));
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
    const parameters at = parameters_of(neuron);
    assert_true(at.b == start.b);
    assert_true(at.w[3] == start.w[3]);
    for (size_t i = 0; i < N; i++) {
        long double slope = 0;
        for (size_t j = 0; j < M; j++) {
            long double r = at.b - (long double)p.y[j];
            for (size_t k = 0; k < N; k++)
                r += (long double)at.w[k] * p.X[j * N + k];
            slope += r * p.X[j * N + i];
        }
        assert_close((double)slope / M, 0.0, 1e-15);
    }
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* A weight that is penalized out of sight, by a factor or by the unit of its feature, leaves the
 * others what they are without the feature. */
static void one_heavy_penalty_leaves_the_others(void **state)
{
    (void)state;
    static const setting ridge[] = {
        {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_L2, 1.0}, {0, 0}};
    problem p = problem_create(M, N, 7);
    double without[M * N], tiny[M * N];
    for (size_t k = 0; k < (size_t)M * N; k++) {
        without[k] = k % N == 1 ? 0.0 : p.X[k];
        tiny[k] = k % N == 1 ? 1e-17 * p.X[k] : p.X[k];
    }
    must(hillock_dataset_set_features_f64(p.data, tiny, HILLOCK_SAMPLE_MAJOR, N));
    const parameters by_unit = solved(&p, ridge);
    must(hillock_dataset_set_features_f64(p.data, without, HILLOCK_SAMPLE_MAJOR, N));
    const parameters left = solved(&p, ridge);
    must(hillock_dataset_set_features_f64(p.data, p.X, HILLOCK_SAMPLE_MAJOR, N));
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of(ridge);
    must(hillock_trainer_set_penalty_factors(trainer, N, (const double[]){1.0, 1e36, 1.0, 1.0}));
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
    const parameters by_factor = parameters_of(neuron);
    assert_near(&by_unit, &left, N, 1e-15);
    assert_near(&by_factor, &left, N, 1e-15);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* More features than samples: as many are dropped as are too many, and every sample is met. */
static void more_features_than_samples_meet_every_sample(void **state)
{
    (void)state;
    enum { FEW = 3, MANY = 6 };
    problem p = problem_create(FEW, MANY, 8);
    const parameters at =
        trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, plain, HILLOCK_RANK_DEFICIENT);
    size_t zeros = 0;
    for (size_t i = 0; i < MANY; i++)
        zeros += at.w[i] == 0.0;
    assert_int_equal(zeros, MANY + 1 - FEW);
    for (size_t j = 0; j < FEW; j++) {
        double z = at.b;
        for (size_t i = 0; i < MANY; i++)
            z += at.w[i] * p.X[j * MANY + i];
        assert_close(z, p.y[j], 1e-14);
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_in_another_order_have_the_same_weights),
        cmocka_unit_test(a_shift_of_the_targets_moves_the_bias_only),
        cmocka_unit_test(type_and_layout_change_nothing),
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(ridge_solves_the_normal_equations),
        cmocka_unit_test(the_size_of_the_weights_does_not_matter),
        cmocka_unit_test(what_is_held_keeps_its_bits),
        cmocka_unit_test(one_heavy_penalty_leaves_the_others),
        cmocka_unit_test(more_features_than_samples_meet_every_sample),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
