/* Trainings that go on in another process are, to the bit, trainings that were never stopped: every
 * solver, stopped at several places. */
#include "files/checkpoints.h"

#include <stdio.h>

enum { M = 203, N = 5, SLICES = 4 };

typedef struct choice {
    hillock_solver solver;
    int epochs; /* of a process */
} choice;

static const choice solvers[] = {
    {HILLOCK_GD, 3},       {HILLOCK_AGD, 3},          {HILLOCK_SGD, 2},     {HILLOCK_MOMENTUM, 2},
    {HILLOCK_NESTEROV, 2}, {HILLOCK_ADAGRAD, 2},      {HILLOCK_RMSPROP, 2}, {HILLOCK_ADAM, 2},
    {HILLOCK_ADAMW, 2},    {HILLOCK_AVERAGED_SGD, 2}, {HILLOCK_SAGA, 2},    {HILLOCK_LBFGS, 2},
    {HILLOCK_NEWTON, 1},   {HILLOCK_LEAST_SQUARES, 1}};
enum { N_SOLVERS = sizeof solvers / sizeof solvers[0] };

static problem classes(size_t m, size_t n, uint64_t seed)
{
    problem p = problem_create(m, n, seed);
    make_classes(&p, 0.0, 1.0);
    for (size_t j = 0; j < m; j++) /* so that scaling changes something */
        p.X[j * n] = 3.0 * p.X[j * n] + 7.0;
    return p;
}

static plan plan_of(const problem *p, hillock_solver solver, const setting *further)
{
    plan it = {.p = p, .activation = HILLOCK_LOGISTIC, .loss = HILLOCK_CROSS_ENTROPY};
    size_t k = 0;
    it.settings[k++] = (setting){HILLOCK_SOLVER, solver};
    while (further->key)
        it.settings[k++] = *further++;
    if (solver == HILLOCK_LEAST_SQUARES) {
        it.activation = HILLOCK_IDENTITY;
        it.loss = HILLOCK_SQUARED;
    }
    return it;
}

static void compare(const plan *it, int key, int64_t share, int calls)
{
    char what[80];
    snprintf(what, sizeof what, "solver %g, %s %lld", it->settings[0].value,
             hillock_option_name(key), (long long)share);
    outcome *const moved = in_processes(it, key, share, calls);
    assert_same_outcome(moved, at_once(it, key, share * calls), what);
}

static void epochs_go_on(void **state)
{
    (void)state;
    problem p = classes(M, N, 5);
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (int standardize = 0; standardize < 2; standardize++) {
            const setting plain[] = {{HILLOCK_L2, 0.01},
                                     {HILLOCK_STANDARDIZE, standardize},
                                     {HILLOCK_TOLERANCE, 1e-9},
                                     {HILLOCK_HORIZON, SLICES * solvers[k].epochs},
                                     {0, 0}};
            const setting scheduled[] = {{HILLOCK_STANDARDIZE, standardize},
                                         {HILLOCK_SCHEDULE, HILLOCK_COSINE},
                                         {HILLOCK_BATCH_SIZE, 1},
                                         {HILLOCK_SAMPLING, HILLOCK_WITH_REPLACEMENT},
                                         {HILLOCK_HORIZON, SLICES * solvers[k].epochs},
                                         {0, 0}};
            const plan first = plan_of(&p, solvers[k].solver, plain);
            const plan second = plan_of(&p, solvers[k].solver, scheduled);
            compare(&first, HILLOCK_EPOCHS, solvers[k].epochs, SLICES);
            compare(&second, HILLOCK_EPOCHS, solvers[k].epochs, SLICES);
        }
    problem_destroy(&p);
}

/* Inside epochs: 203 samples are 203, 29 or 7 steps. */
static void steps_go_on(void **state)
{
    static const int batches[] = {1, 7, 32};
    (void)state;
    problem p = classes(M, N, 5);
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (size_t b = 0; b < 3; b++)
            for (int share = 1; share <= 99; share += 14) {
                const setting further[] = {{HILLOCK_STANDARDIZE, b == 1},
                                           {HILLOCK_BATCH_SIZE, batches[b]},
                                           {HILLOCK_EVALUATE_EVERY, 3},
                                           {HILLOCK_EPOCHS, 1000},
                                           {HILLOCK_SEED, share},
                                           {HILLOCK_L2, 0.01},
                                           {0, 0}};
                const plan it = plan_of(&p, solvers[k].solver, further);
                outcome *const whole = at_once(&it, HILLOCK_STEPS, SLICES * share);
                outcome *const moved = in_processes(&it, HILLOCK_STEPS, share, SLICES);
                if (whole->status == HILLOCK_STEP_LIMIT) {
                    assert_same_outcome(moved, whole, "steps");
                } else {
                    free(moved);
                    free(whole);
                }
            }
    problem_destroy(&p);
}

/* Until long after it has ended by itself; every call but the last one is stopped amid an epoch,
 * and what it finds there is no look at the validation data. */
static void early_stopping_goes_on(void **state)
{
    (void)state;
    problem few = classes(40, N, 5), many = classes(300, N, 6);
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (int share = 3; share <= 5; share += 2) {
            const setting further[] = {{HILLOCK_STANDARDIZE, 1},
                                       {HILLOCK_EVALUATE_EVERY, 2},
                                       {HILLOCK_HORIZON, 120},
                                       {HILLOCK_PATIENCE, 6},
                                       {HILLOCK_L2, 1e-3},
                                       {HILLOCK_TOLERANCE, 1e-10},
                                       {0, 0}};
            plan it = plan_of(&few, solvers[k].solver, further);
            it.validation = &many;
            compare(&it, HILLOCK_EPOCHS, share, 30);
            compare(&it, HILLOCK_STEPS, share - 2, 60); /* patience and steps end together */
        }
    problem_destroy(&few);
    problem_destroy(&many);
}

/* Newton's method on a tenth of the samples first, in the span of a few, and with l1. */
static void newton_and_lbfgs_go_on_in_all_their_forms(void **state)
{
    static const struct {
        size_t m, n;
        setting further[4];
    } cases[] = {{20000, 3, {{HILLOCK_TOLERANCE, 1e-12}, {0, 0}}},
                 {6, 8, {{HILLOCK_L2, 1e-3}, {HILLOCK_TOLERANCE, 1e-12}, {0, 0}}},
                 {203, 5, {{HILLOCK_L1, 0.02}, {HILLOCK_STANDARDIZE, 1}, {0, 0}}},
                 {203, 5, {{HILLOCK_TOLERANCE, 1e-12}, {0, 0}}}};
    static const hillock_solver forms[] = {HILLOCK_NEWTON, HILLOCK_LBFGS, HILLOCK_AUTO};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        problem p = classes(cases[c].m, cases[c].n, 5);
        for (size_t k = 0; k < 3; k++) {
            const plan it = plan_of(&p, forms[k], cases[c].further);
            compare(&it, HILLOCK_EPOCHS, 1, 12);
            compare(&it, HILLOCK_EPOCHS, 3, SLICES);
        }
        problem_destroy(&p);
    }
}

/* More features and samples than a curvature is affordable for. */
static void newton_goes_on_by_products(void **state)
{
    static const setting further[] = {{HILLOCK_L2, 1e-2}, {HILLOCK_TOLERANCE, 1e-9}, {0, 0}};
    (void)state;
    problem p = classes(2150, 2050, 7);
    plan it = plan_of(&p, HILLOCK_NEWTON, further);
    compare(&it, HILLOCK_EPOCHS, 2, 3);
    it.activation = HILLOCK_IDENTITY;
    it.loss = HILLOCK_SQUARED;
    compare(&it, HILLOCK_EPOCHS, 1, 3);
    problem_destroy(&p);
}

/* Nearly dependent features and one that depends on another. */
static void least_squares_goes_on(void **state)
{
    static const setting none[] = {{0, 0}};
    (void)state;
    problem p = problem_create(M, N, 9);
    for (size_t j = 0; j < M; j++) {
        p.X[j * N + 1] = p.X[j * N] + 1e-9 * p.X[j * N + 1];
        p.X[j * N + 4] = p.X[j * N + 3];
    }
    const plan it = plan_of(&p, HILLOCK_LEAST_SQUARES, none);
    compare(&it, HILLOCK_EPOCHS, 1, 9);
    problem_destroy(&p);
}

/* A plane parts the classes; newton ends with a proof of it, and stays there. */
static void separated_classes_go_on(void **state)
{
    static const setting raw[] = {{HILLOCK_TOLERANCE, 0}, {HILLOCK_HORIZON, 40}, {0, 0}};
    (void)state;
    problem p = problem_create(M, N, 8);
    for (size_t j = 0; j < M; j++)
        p.y[j] = p.X[j * N] > 0.3 ? 1.0 : 0.0;
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const plan it = plan_of(&p, solvers[k].solver, raw);
        compare(&it, HILLOCK_EPOCHS, 1, 20);
        compare(&it, HILLOCK_EPOCHS, 10, SLICES);
    }
    problem_destroy(&p);
}

/* Weights, an offset, balanced classes, penalty factors; floats; the other layout. */
static void other_data_go_on(void **state)
{
    (void)state;
    double weights[M], offset[M];
    static const double factors[N] = {1, 0.5, 0, 2, 1};
    static float X[M * N];
    for (int layout = 0; layout < 2; layout++)
        for (size_t k = 0; k < N_SOLVERS; k++) {
            problem p = classes(M, N, 5);
            const bool plain = solvers[k].solver == HILLOCK_LEAST_SQUARES;
            const setting further[] = {{HILLOCK_L2, 0.01},
                                       {HILLOCK_TOLERANCE, 1e-9},
                                       {HILLOCK_HORIZON, SLICES * solvers[k].epochs},
                                       {HILLOCK_CLASS_WEIGHTS, plain ? HILLOCK_CLASSES_AS_GIVEN
                                                                     : HILLOCK_CLASSES_BALANCED},
                                       {0, 0}};
            for (size_t j = 0; j < M; j++) {
                weights[j] = (double)(j % 3);
                offset[j] = 0.01 * (double)(j % 7);
                for (size_t i = 0; i < N; i++)
                    X[layout ? i * M + j : j * N + i] = (float)p.X[j * N + i];
            }
            must(hillock_dataset_set_features_f32(
                p.data, X, layout ? HILLOCK_FEATURE_MAJOR : HILLOCK_SAMPLE_MAJOR, layout ? M : N));
            must(hillock_dataset_set_weights_f64(p.data, weights));
            must(hillock_dataset_set_offset_f64(p.data, offset));
            plan it = plan_of(&p, solvers[k].solver, further);
            const bool penal = solvers[k].solver >= HILLOCK_AGD || solvers[k].solver == HILLOCK_GD;
            it.factors = penal ? factors : NULL;
            compare(&it, HILLOCK_EPOCHS, solvers[k].epochs, SLICES);
            problem_destroy(&p);
        }
}

/* Newton's method stalls where all is straight, and auto hands over to lbfgs. */
static void a_change_of_solver_goes_on(void **state)
{
    static const setting further[] = {{HILLOCK_TOLERANCE, 1e-12}, {0, 0}};
    (void)state;
    bool changed = false;
    for (uint64_t seed = 1; seed < 4; seed++) {
        problem p = problem_create(60, 3, seed);
        plan it = plan_of(&p, HILLOCK_AUTO, further);
        it.activation = HILLOCK_IDENTITY;
        it.loss = HILLOCK_HUBER;
        for (size_t j = 0; j < p.m; j++)
            p.y[j] *= 1e3;
        outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 60);
        changed = changed || whole->report[7] == HILLOCK_LBFGS;
        assert_same_outcome(in_processes(&it, HILLOCK_EPOCHS, 3, 20), whole, "auto");
        problem_destroy(&p);
    }
    assert_true(changed);
}

static int cancel(const hillock_trainer *trainer, void *payload)
{
    (void)payload;
    (void)trainer;
    return 1;
}

/* By the callback, after each epoch and sometimes within one. */
static void cancelled_trainings_go_on(void **state)
{
    (void)state;
    problem p = classes(M, N, 5);
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const setting further[] = {{HILLOCK_STANDARDIZE, 1},
                                   {HILLOCK_HORIZON, 9},
                                   {HILLOCK_L2, 0.01},
                                   {HILLOCK_TOLERANCE, 1e-9},
                                   {0, 0}};
        plan it = plan_of(&p, solvers[k].solver, further);
        outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 9);
        it.progress = cancel;
        outcome *const moved = in_processes(&it, HILLOCK_EPOCHS, 100, 9);
        if (moved->status == HILLOCK_CANCELLED) {
            moved->status = whole->status;
            moved->report[0] = whole->report[0];
        }
        assert_same_outcome(moved, whole, "cancelled");
    }
    problem_destroy(&p);
}

/* Each process has no time but for one step; newton's be it on a part of the samples. */
static void trainings_without_time_go_on(void **state)
{
    static const setting further[] = {{HILLOCK_TOLERANCE, 1e-9}, {HILLOCK_L2, 1e-3},
                                      {HILLOCK_SECONDS, 1e-9},   {HILLOCK_EPOCHS, 1000},
                                      {HILLOCK_HORIZON, 1000},   {0, 0}};
    static const hillock_solver some[] = {HILLOCK_GD,     HILLOCK_AGD,  HILLOCK_LBFGS,
                                          HILLOCK_NEWTON, HILLOCK_AUTO, HILLOCK_LEAST_SQUARES};
    (void)state;
    problem many = classes(200000, 3, 5), wide = classes(6, 8, 5);
    for (size_t k = 0; k < sizeof some / sizeof *some; k++)
        for (int w = 0; w < 2; w++) {
            plan it = plan_of(w ? &wide : &many, some[k], further);
            outcome *const moved = in_processes(&it, 0, 0, 60);
            for (size_t i = 0; it.settings[i].key; i++)
                if (it.settings[i].key == HILLOCK_SECONDS)
                    it.settings[i].value = 0;
            outcome *whole;
            if (moved->status == HILLOCK_DEADLINE) { /* as far as it has come */
                whole = at_once(&it, HILLOCK_STEPS, (int64_t)moved->report[2]);
                moved->status = whole->status;
                moved->report[0] = whole->report[0];
            } else
                whole = at_once(&it, 0, 0);
            assert_same_outcome(moved, whole, "no time");
        }
    problem_destroy(&many);
    problem_destroy(&wide);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epochs_go_on),
        cmocka_unit_test(steps_go_on),
        cmocka_unit_test(early_stopping_goes_on),
        cmocka_unit_test(newton_and_lbfgs_go_on_in_all_their_forms),
        cmocka_unit_test(newton_goes_on_by_products),
        cmocka_unit_test(least_squares_goes_on),
        cmocka_unit_test(separated_classes_go_on),
        cmocka_unit_test(other_data_go_on),
        cmocka_unit_test(a_change_of_solver_goes_on),
        cmocka_unit_test(cancelled_trainings_go_on),
        cmocka_unit_test(trainings_without_time_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
