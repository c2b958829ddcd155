/* newton and lbfgs: the same minimum from any start, for every smooth pair, penalty, type and
 * layout; optimality seen from the raw data; what they say where there is no minimum. */
#include "solver/problem.h"

#include <string.h>

enum { M = 300, N = 6 };

typedef struct pair {
    hillock_activation activation;
    hillock_loss loss;
} pair;

static const pair smooth[] = {
    {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY},
    {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY},
    {HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY},
    {HILLOCK_EXP, HILLOCK_POISSON},
    {HILLOCK_EXP, HILLOCK_GAMMA},
    {HILLOCK_IDENTITY, HILLOCK_SQUARED},
    {HILLOCK_IDENTITY, HILLOCK_LOG_COSH},
    {HILLOCK_IDENTITY, HILLOCK_HUBER},
    {HILLOCK_IDENTITY, HILLOCK_SQUARED_HINGE},
    {HILLOCK_TANH, HILLOCK_SQUARED_HINGE},
    {HILLOCK_SOFTPLUS, HILLOCK_POISSON},
};

enum { PAIRS = sizeof smooth / sizeof *smooth };

/* Targets that the loss takes, which follow the features with noise. */
static problem problem_for(pair of, uint64_t seed)
{
    problem p = problem_create(M, N, seed);
    for (size_t j = 0; j < M; j++)
        switch (of.loss) {
        case HILLOCK_CROSS_ENTROPY:
            p.y[j] = p.y[j] > 1.0;
            break;
        case HILLOCK_SQUARED_HINGE:
            p.y[j] = p.y[j] > 1.0 ? 1.0 : -1.0;
            break;
        case HILLOCK_POISSON:
            p.y[j] = floor(exp(0.3 * p.y[j]) + 0.5);
            break;
        case HILLOCK_GAMMA:
            p.y[j] = exp(0.3 * p.y[j]);
            break;
        default:
            break;
        }
    return p;
}

static parameters reached_from(const problem *p, pair of, const setting *settings,
                               const parameters *start, double *J)
{
    hillock_neuron *const neuron = neuron_of(p->n, of.activation, of.loss);
    hillock_trainer *const trainer = trainer_of(settings);
    if (start)
        must(hillock_neuron_set_parameters(neuron, start->w, start->b));
    if (hillock_train(trainer, neuron, p->data) != HILLOCK_OK)
        fail_msg("%s with %s: %s", hillock_activation_name(of.activation),
                 hillock_loss_name(of.loss), hillock_trainer_message(trainer));
    const parameters reached = parameters_of(neuron);
    *J = report_of(trainer, HILLOCK_REPORT_J);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return reached;
}

static void newton_and_lbfgs_reach_one_minimum_from_two_starts(void **state)
{
    (void)state;
    static const parameters far = {{0.5, 0.5, -0.5, 0.5, -0.5, 0.5, 0, 0}, 0.7};
    for (size_t k = 0; k < PAIRS; k++) {
        double J[4];
        const setting newton[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 1e-3}, {0, 0}};
        const setting lbfgs[] = {{HILLOCK_SOLVER, HILLOCK_LBFGS},
                                 {HILLOCK_L2, 1e-3},
                                 {HILLOCK_TOLERANCE, 1e-10},
                                 {0, 0}};
        problem p = problem_for(smooth[k], 100 + k);
        const parameters one = reached_from(&p, smooth[k], newton, NULL, &J[0]);
        const parameters two = reached_from(&p, smooth[k], newton, &far, &J[1]);
        const parameters three = reached_from(&p, smooth[k], lbfgs, NULL, &J[2]);
        const parameters four = reached_from(&p, smooth[k], lbfgs, &far, &J[3]);
        for (size_t i = 1; i < 4; i++)
            assert_close(J[i], J[0], 1e-12 * fabs(J[0]));
        assert_near(&two, &one, N, 1e-12);
        assert_near(&three, &one, N, 1e-8);
        assert_near(&four, &one, N, 1e-8);
        problem_destroy(&p);
    }
}

/* dJ/dw_i and dJ/db of logistic with cross-entropy in long double, from the raw data. */
static void long_gradient(const problem *p, const parameters *at, long double *dJ_dw,
                          long double *dJ_db)
{
    memset(dJ_dw, 0, p->n * sizeof *dJ_dw);
    *dJ_db = 0;
    for (size_t j = 0; j < p->m; j++) {
        long double z = at->b;
        for (size_t i = 0; i < p->n; i++)
            z += (long double)at->w[i] * p->X[j * p->n + i];
        const long double e = (1.0L / (1.0L + expl(-z)) - p->y[j]) / (long double)p->m;
        for (size_t i = 0; i < p->n; i++)
            dJ_dw[i] += e * p->X[j * p->n + i];
        *dJ_db += e;
    }
}

static void a_lasso_is_optimal_as_the_raw_data_see_it(void **state)
{
    (void)state;
    static const double L1 = 0.05, L2 = 0.01;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    const pair logistic = smooth[0];
    problem p = problem_for(logistic, 7);
    for (size_t k = 0; k < 2; k++) {
        const setting settings[] = {{HILLOCK_SOLVER, solvers[k]},
                                    {HILLOCK_L1, L1},
                                    {HILLOCK_L2, L2},
                                    {HILLOCK_TOLERANCE, 1e-9},
                                    {0, 0}};
        double J;
        long double dJ_dw[N], dJ_db;
        size_t zeros = 0;
        const parameters at = reached_from(&p, logistic, settings, NULL, &J);
        long_gradient(&p, &at, dJ_dw, &dJ_db);
        assert_close((double)dJ_db, 0.0, 1e-8);
        for (size_t i = 0; i < N; i++) {
            const double slope = (double)dJ_dw[i] + L2 * at.w[i];
            zeros += at.w[i] == 0.0;
            if (at.w[i] == 0.0)
                assert_true(fabs(slope) <= L1 + 1e-8);
            else
                assert_close(slope, -copysign(L1, at.w[i]), 1e-8);
        }
        assert_true(zeros > 0 && zeros < N);
    }
    problem_destroy(&p);
}

/* Standardized, the penalty sees w_i sd_i; with penalize-raw, or without standardize, w_i. */
static void penalty_acts_on_scaled_or_raw_weights_as_chosen(void **state)
{
    (void)state;
    problem p = problem_for(smooth[0], 8);
    for (size_t j = 0; j < M; j++)
        p.X[j * N] = 100.0 + 20.0 * p.X[j * N];
    for (int bias = 0; bias < 2; bias++) {
        double J;
        setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 0.1},
                              {HILLOCK_PENALIZE_BIAS, bias},    {HILLOCK_STANDARDIZE, 0},
                              {HILLOCK_PENALIZE_RAW, 0},        {0, 0}};
        const parameters plain = reached_from(&p, smooth[0], settings, NULL, &J);
        settings[3].value = settings[4].value = 1;
        const parameters raw = reached_from(&p, smooth[0], settings, NULL, &J);
        settings[4].value = 0;
        const parameters scaled = reached_from(&p, smooth[0], settings, NULL, &J);
        assert_near(&raw, &plain, N, 1e-12);
        assert_true(fabs(scaled.w[0] - plain.w[0]) > 1e-3);
        long double dJ_dw[N], dJ_db;
        long_gradient(&p, &plain, dJ_dw, &dJ_db);
        assert_close((double)dJ_dw[0], -0.1 * plain.w[0], 1e-12);
        assert_close((double)dJ_db, bias ? -0.1 * plain.b : 0.0, 1e-13);
    }
    problem_destroy(&p);
}

/* A factor of 0 frees a weight; as the raw data see it. */
static void penalty_factors_act_weight_by_weight(void **state)
{
    (void)state;
    static const double factors[N] = {0, 1, 2, 0.5, 1, 3}, negative[N] = {0, 1, -2, 0.5, 1, 3};
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS, HILLOCK_GD};
    problem p = problem_for(smooth[0], 19);
    for (size_t k = 0; k < 3; k++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer = trainer_of((const setting[]){
            {HILLOCK_SOLVER, solvers[k]}, {HILLOCK_L2, 0.1}, {HILLOCK_TOLERANCE, 1e-10}, {0, 0}});
        must(hillock_trainer_set_penalty_factors(trainer, N, factors));
        assert_status(hillock_trainer_set_penalty_factors(trainer, N, negative),
                      HILLOCK_ERROR_VALUE);
        must(hillock_train(trainer, neuron, p.data));
        const parameters at = parameters_of(neuron);
        long double dJ_dw[N], dJ_db;
        long_gradient(&p, &at, dJ_dw, &dJ_db);
        for (size_t i = 0; i < N; i++)
            assert_close((double)dJ_dw[i], -0.1 * factors[i] * at.w[i], 1e-9);
        must(hillock_trainer_set_solver(trainer, HILLOCK_SGD));
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_ERROR_VALUE);
        must(hillock_trainer_set_solver(trainer, solvers[k]));
        must(hillock_trainer_set_penalty_factors(trainer, N - 1, factors));
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_ERROR_SIZE);
        must(hillock_trainer_set_penalty_factors(trainer, 0, NULL));
        must(hillock_train(trainer, neuron, p.data));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

static void weight_k_counts_as_k_copies(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    double weights[M];
    problem p = problem_for(smooth[0], 9);
    problem copies = problem_for(smooth[0], 9);
    size_t count = 0;
    copies.X = realloc(copies.X, (size_t)M * 4 * N * sizeof(double));
    copies.y = realloc(copies.y, (size_t)M * 4 * sizeof(double));
    for (size_t j = 0; j < M; j++) {
        weights[j] = (double)(j % 4);
        for (size_t k = 0; k < j % 4; k++, count++) {
            memcpy(copies.X + count * N, p.X + j * N, N * sizeof(double));
            copies.y[count] = p.y[j];
        }
    }
    hillock_dataset_destroy(copies.data);
    must(hillock_dataset_create(&copies.data, count, N));
    must(hillock_dataset_set_features_f64(copies.data, copies.X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_targets_f64(copies.data, copies.y));
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (size_t k = 0; k < 2; k++) {
        double J[2];
        const setting settings[] = {
            {HILLOCK_SOLVER, solvers[k]}, {HILLOCK_TOLERANCE, 1e-10}, {0, 0}};
        const parameters one = reached_from(&p, smooth[0], settings, NULL, &J[0]);
        const parameters two = reached_from(&copies, smooth[0], settings, NULL, &J[1]);
        assert_near(&one, &two, N, k == 0 ? 1e-13 : 1e-9);
        assert_close(J[0], J[1], 1e-14);
    }
    problem_destroy(&p);
    problem_destroy(&copies);
}

static void threads_change_no_bit(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 3, 4, 7, 16};
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    problem p = problem_for(smooth[0], 10);
    for (size_t k = 0; k < 4; k++) {
        parameters first = {0};
        for (size_t t = 0; t < 6; t++) {
            double J;
            const setting settings[] = {{HILLOCK_SOLVER, solvers[k % 2]},
                                        {HILLOCK_L1, k < 2 ? 0.0 : 0.02},
                                        {HILLOCK_THREADS, threads[t]},
                                        {0, 0}};
            const parameters now = reached_from(&p, smooth[0], settings, NULL, &J);
            if (t == 0)
                first = now;
            assert_memory_equal(&now, &first, sizeof now);
        }
    }
    problem_destroy(&p);
}

/* In the other layout and in float (the data rounded to it first), with an offset: the same. */
static void layouts_types_and_offsets_are_taken(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    problem p = problem_for(smooth[0], 11);
    float rows[M * N], offset[M];
    double columns[M * N], offset_f64[M];
    for (size_t j = 0; j < M; j++) {
        offset[j] = (float)(j % 5) * 0.1F;
        offset_f64[j] = (double)offset[j];
        for (size_t i = 0; i < N; i++) {
            rows[j * N + i] = (float)p.X[j * N + i];
            columns[i * M + j] = (double)rows[j * N + i];
        }
    }
    for (size_t k = 0; k < 2; k++) {
        double J;
        const setting settings[] = {
            {HILLOCK_SOLVER, solvers[k]}, {HILLOCK_TOLERANCE, 1e-10}, {0, 0}};
        must(hillock_dataset_set_features_f32(p.data, rows, HILLOCK_SAMPLE_MAJOR, N));
        must(hillock_dataset_set_offset_f32(p.data, offset));
        const parameters one = reached_from(&p, smooth[0], settings, NULL, &J);
        must(hillock_dataset_set_features_f64(p.data, columns, HILLOCK_FEATURE_MAJOR, M));
        must(hillock_dataset_set_offset_f64(p.data, offset_f64));
        const parameters two = reached_from(&p, smooth[0], settings, NULL, &J);
        assert_near(&one, &two, N, k == 0 ? 1e-13 : 1e-9);
    }
    problem_destroy(&p);
}

/* A reciprocal neuron begins at z = 1 and must come to 1/60 without leaving z > 0. */
static void reciprocal_with_gamma_stays_in_its_domain(void **state)
{
    (void)state;
    const pair of = {HILLOCK_RECIPROCAL, HILLOCK_GAMMA};
    problem p = problem_create(M, N, 12);
    double J[2];
    for (size_t j = 0; j < M; j++)
        p.y[j] = 60.0 + 5.0 * p.y[j];
    const setting newton[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    const setting lbfgs[] = {{HILLOCK_SOLVER, HILLOCK_LBFGS}, {HILLOCK_TOLERANCE, 1e-10}, {0, 0}};
    const parameters one = reached_from(&p, of, newton, NULL, &J[0]);
    const parameters two = reached_from(&p, of, lbfgs, NULL, &J[1]);
    assert_near(&one, &two, N, 1e-9);
    problem_destroy(&p);
}

/* Bent down far from the minimum: what never bends down takes the curvature's place there. */
static void newton_descends_where_the_loss_is_not_convex(void **state)
{
    (void)state;
    static const parameters far = {{3, -3, 3, -3, 3, -3, 0, 0}, 2};
    const pair of = {HILLOCK_TANH, HILLOCK_SQUARED};
    problem p = problem_create(M, N, 13);
    for (size_t j = 0; j < M; j++)
        p.y[j] = tanh(0.4 * p.y[j]);
    double J[2];
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    const parameters one = reached_from(&p, of, settings, NULL, &J[0]);
    const parameters two = reached_from(&p, of, settings, &far, &J[1]);
    assert_near(&one, &two, N, 1e-10);
    problem_destroy(&p);
}

/* x = 1 ... M, classes apart, or with one pair of opposite targets on the border. */
static hillock_status end_of(hillock_solver solver, hillock_loss loss, bool border)
{
    enum { COUNT = 20 };
    problem p = problem_create(COUNT, 1, 1);
    for (size_t j = 0; j < COUNT; j++) {
        p.X[j] = (double)(j < COUNT / 2 ? j : j - 1);
        p.y[j] = j >= COUNT / 2;
        if (loss == HILLOCK_POISSON) { /* counts only where x = 0 */
            p.X[j] = j >= COUNT / 2;
            p.y[j] = j >= COUNT / 2 ? 0.0 : (double)(j % 3 + 1);
        }
    }
    if (!border && loss == HILLOCK_CROSS_ENTROPY)
        p.X[COUNT / 2 - 1] -= 0.5;
    hillock_neuron *const neuron =
        neuron_of(1, loss == HILLOCK_POISSON ? HILLOCK_EXP : HILLOCK_LOGISTIC, loss);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, solver}, {0, 0}});
    const hillock_status status = hillock_train(trainer, neuron, p.data);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
    return status;
}

static void separation_is_told_from_convergence(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS, HILLOCK_AUTO};
    for (size_t k = 0; k < 3; k++) {
        assert_status(end_of(solvers[k], HILLOCK_CROSS_ENTROPY, false), HILLOCK_SEPARATED);
        assert_status(end_of(solvers[k], HILLOCK_CROSS_ENTROPY, true), HILLOCK_QUASI_SEPARATED);
        assert_status(end_of(solvers[k], HILLOCK_POISSON, false), HILLOCK_QUASI_SEPARATED);
    }
}

/* x = -1 and +1, classes apart but for the last two of many samples: a search for a plane that
 * ends early must not end before them. */
static void two_samples_at_the_end_keep_classes_from_being_separated(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    problem p = problem_create(MANY, 1, 17);
    for (size_t j = 0; j < MANY; j++) {
        p.X[j] = j % 2 == 0 ? -1.0 : 1.0;
        p.y[j] = j + 2 < MANY ? j % 2 == 1 : j % 2 == 0;
    }
    for (size_t k = 0; k < 2; k++) {
        hillock_neuron *const neuron = neuron_of(1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, solvers[k]}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* Enough samples that newton begins on a part of them, and there on a part of that; sorted, which
 * must not mislead it. */
static void a_beginning_on_a_part_ends_at_the_minimum_of_all(void **state)
{
    (void)state;
    enum { MANY = 100000 };
    problem p = problem_create(MANY, N, 16);
    static double weights[MANY];
    make_classes(&p, 0, 1);
    for (size_t j = 0; j < MANY; j++)
        weights[j] = j % 7 == 0 ? 0.0 : 1.0 + (double)(j % 3);
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (int sorted = 0; sorted < 2; sorted++) {
        double J[4];
        for (size_t j = 0; sorted && j < MANY; j++)
            p.y[j] = j >= MANY / 2 || p.y[j] > 0.0;
        const setting newton[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_THREADS, 1}, {0, 0}};
        const setting threads[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_THREADS, 3}, {0, 0}};
        const setting lbfgs[] = {
            {HILLOCK_SOLVER, HILLOCK_LBFGS}, {HILLOCK_TOLERANCE, 1e-11}, {0, 0}};
        const parameters one = reached_from(&p, smooth[0], newton, NULL, &J[0]);
        const parameters two = reached_from(&p, smooth[0], threads, NULL, &J[1]);
        const parameters three = reached_from(&p, smooth[0], lbfgs, NULL, &J[2]);
        assert_memory_equal(&one, &two, sizeof one);
        assert_near(&three, &one, N, 1e-9);
        assert_close(J[2], J[0], 1e-13);
    }
    problem_destroy(&p);
}

/* Every solver leaves b where it was, and all reach the same weights. */
static void a_bias_that_is_held_stays(void **state)
{
    (void)state;
    static const parameters start = {{0}, 0.25};
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS, HILLOCK_GD};
    problem p = problem_for(smooth[0], 17);
    parameters first = {0};
    for (size_t j = 0; j < M; j++)
        p.X[j * N] += 2.0;
    for (size_t k = 0; k < 6; k++) {
        double J;
        const setting settings[] = {{HILLOCK_SOLVER, solvers[k / 2]},
                                    {HILLOCK_STANDARDIZE, (double)(k % 2)},
                                    {HILLOCK_FIT_BIAS, 0},
                                    {HILLOCK_TOLERANCE, 1e-9},
                                    {0, 0}};
        const parameters now = reached_from(&p, smooth[0], settings, &start, &J);
        assert_true(now.b == 0.25);
        if (k == 0)
            first = now;
        assert_near(&now, &first, N, 1e-7);
    }
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    for (int batch = 1; batch < 3; batch++) {
        hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_SGD},
                                                                      {HILLOCK_FIT_BIAS, 0},
                                                                      {HILLOCK_EPOCHS, 3},
                                                                      {HILLOCK_BATCH_SIZE, batch},
                                                                      {0, 0}});
        must(hillock_neuron_set_parameters(neuron, start.w, start.b));
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
        assert_true(parameters_of(neuron).b == 0.25);
        hillock_trainer_destroy(trainer);
    }
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

static void what_a_solver_cannot_do_is_refused(void **state)
{
    (void)state;
    problem p = problem_for(smooth[0], 14);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_L1, 0.1}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_trainer_message(trainer), "use newton or lbfgs"));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* A ridge on raw weights bends J along some of them a million million times as much as along
 * others, in the features' scale. */
static void lbfgs_takes_a_ridge_on_features_of_any_size(void **state)
{
    (void)state;
    enum { FEATURES = 40 };
    problem p = problem_create(M, FEATURES, 19);
    double J[2];
    make_classes(&p, 0.0, 1.0);
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < FEATURES; i++)
            p.X[j * FEATURES + i] *= pow(10.0, (double)(i % 7) - 3.0);
    for (int newton = 0; newton <= 1; newton++) {
        hillock_neuron *const neuron = neuron_of(FEATURES, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer = trainer_of((const setting[]){
            {HILLOCK_SOLVER, newton ? HILLOCK_NEWTON : HILLOCK_LBFGS}, {HILLOCK_L2, 0.01}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
        assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) < 100.0);
        J[newton] = report_of(trainer, HILLOCK_REPORT_J);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    assert_close(J[0], J[1], 1e-8 * J[1]);
    problem_destroy(&p);
}

/* Nothing is left to gain long before the limit of 10000 epochs. */
static void tolerance_0_ends_where_double_does(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    problem p = problem_for(smooth[0], 18);
    for (size_t k = 0; k < 2; k++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer = trainer_of(
            (const setting[]){{HILLOCK_SOLVER, solvers[k]}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STALLED);
        assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) < 1e-13);
        assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) < 200.0);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* Training again from where no step lowers J would do nothing. */
static void a_stall_says_what_may_come_nearer(void **state)
{
    (void)state;
    problem p = problem_create(60, N, 4);
    for (int kinked = 0; kinked <= 1; kinked++) {
        hillock_neuron *const neuron =
            neuron_of(N, HILLOCK_IDENTITY, kinked ? HILLOCK_ABSOLUTE : HILLOCK_SQUARED);
        hillock_trainer *const trainer = trainer_of(
            (const setting[]){{HILLOCK_SOLVER, HILLOCK_LBFGS}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STALLED);
        assert_non_null(strstr(hillock_trainer_message(trainer),
                               kinked ? "a loss with a kink" : "rounding hides what is left"));
        assert_null(strstr(hillock_trainer_message(trainer), "training again"));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

static void fit_says_what_it_chose(void **state)
{
    (void)state;
    problem p = problem_for(smooth[0], 15);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_fit(neuron, p.data));
    assert_non_null(strstr(hillock_neuron_message(neuron), "Newton's method"));
    assert_non_null(strstr(hillock_neuron_message(neuron), "converged"));
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_AUTO}, {0, 0}});
    must(hillock_neuron_set_parameters(neuron, (const double[N]){0}, 0));
    must(hillock_train(trainer, neuron, p.data));
    assert_int_equal((int)report_of(trainer, HILLOCK_REPORT_SOLVER), HILLOCK_NEWTON);
    assert_true(report_of(trainer, HILLOCK_REPORT_DECREMENT) < 1e-14);
    const double condition = report_of(trainer, HILLOCK_REPORT_CONDITION);
    assert_true(condition > 1.0 && condition < 20.0); /* independent features */
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(newton_and_lbfgs_reach_one_minimum_from_two_starts),
        cmocka_unit_test(a_lasso_is_optimal_as_the_raw_data_see_it),
        cmocka_unit_test(penalty_acts_on_scaled_or_raw_weights_as_chosen),
        cmocka_unit_test(penalty_factors_act_weight_by_weight),
        cmocka_unit_test(weight_k_counts_as_k_copies),
        cmocka_unit_test(threads_change_no_bit),
        cmocka_unit_test(layouts_types_and_offsets_are_taken),
        cmocka_unit_test(reciprocal_with_gamma_stays_in_its_domain),
        cmocka_unit_test(newton_descends_where_the_loss_is_not_convex),
        cmocka_unit_test(separation_is_told_from_convergence),
        cmocka_unit_test(two_samples_at_the_end_keep_classes_from_being_separated),
        cmocka_unit_test(a_beginning_on_a_part_ends_at_the_minimum_of_all),
        cmocka_unit_test(a_bias_that_is_held_stays),
        cmocka_unit_test(what_a_solver_cannot_do_is_refused),
        cmocka_unit_test(lbfgs_takes_a_ridge_on_features_of_any_size),
        cmocka_unit_test(tolerance_0_ends_where_double_does),
        cmocka_unit_test(a_stall_says_what_may_come_nearer),
        cmocka_unit_test(fit_says_what_it_chose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
