/* How a training ends: limits, deadline, tolerance, divergence, cancelling, separation, exact
 * fits. */
#define _POSIX_C_SOURCE 200809L /* pthread_self under -std=c11 */
#include "solver/problem.h"

#include <pthread.h>
#include <string.h>

#include "model/trainer.h"

enum { M = 40, N = 3 };

typedef struct ending {
    hillock_status status;
    parameters reached;
    double epochs;
    double steps;
    double norm;
    double J;
} ending;

static ending end_of(const problem *p, hillock_activation activation, hillock_loss loss,
                     const setting *settings, hillock_progress progress, void *payload)
{
    hillock_neuron *const neuron = neuron_of(p->n, activation, loss);
    hillock_trainer *const trainer = trainer_of(settings);
    must(hillock_trainer_set_progress(trainer, progress, payload));
    ending end = {.status = hillock_train(trainer, neuron, p->data)};
    end.reached = parameters_of(neuron);
    end.epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS);
    end.steps = report_of(trainer, HILLOCK_REPORT_STEPS);
    end.norm = report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM);
    end.J = report_of(trainer, HILLOCK_REPORT_J);
    assert_true(report_of(trainer, HILLOCK_REPORT_STATUS) == (double)end.status);
    assert_true(strlen(hillock_trainer_message(trainer)) > 20);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return end;
}

static ending least_squares(const problem *p, const setting *settings)
{
    return end_of(p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, NULL, NULL);
}

static void epoch_limit_is_kept_by_both_solvers(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 1);
    const ending gd =
        least_squares(&p, (const setting[]){{HILLOCK_EPOCHS, 7}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    assert_status(gd.status, HILLOCK_STEP_LIMIT);
    assert_true(gd.epochs == 7.0 && gd.steps == 7.0);
    const ending sgd = least_squares(&p, (const setting[]){{HILLOCK_SOLVER, HILLOCK_SGD},
                                                           {HILLOCK_EPOCHS, 7},
                                                           {HILLOCK_BATCH_SIZE, 16},
                                                           {HILLOCK_TOLERANCE, 0},
                                                           {0, 0}});
    assert_status(sgd.status, HILLOCK_STEP_LIMIT);
    assert_true(sgd.epochs == 7.0 && sgd.steps == 21.0); /* 16 + 16 + 8 samples an epoch */
    problem_destroy(&p);
}

/* In the middle of an epoch as well; epochs then has the fraction done. */
static void step_limit_is_kept_exactly(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 2);
    const ending gd =
        least_squares(&p, (const setting[]){{HILLOCK_STEPS, 5}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    assert_status(gd.status, HILLOCK_STEP_LIMIT);
    assert_true(gd.steps == 5.0);
    for (int steps = 1; steps <= 7; steps++) {
        const ending sgd = least_squares(&p, (const setting[]){{HILLOCK_SOLVER, HILLOCK_SGD},
                                                               {HILLOCK_BATCH_SIZE, 16},
                                                               {HILLOCK_STEPS, steps},
                                                               {HILLOCK_TOLERANCE, 0},
                                                               {0, 0}});
        const double samples = steps / 3 * 40 + steps % 3 * 16;
        assert_status(sgd.status, HILLOCK_STEP_LIMIT);
        assert_true(sgd.steps == (double)steps);
        assert_close(sgd.epochs, samples / 40.0, 1e-14);
    }
    problem_destroy(&p);
}

static void deadline_ends_what_would_go_on_for_years(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 3);
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
        const ending end = least_squares(&p, (const setting[]){{HILLOCK_SOLVER, solver},
                                                               {HILLOCK_EPOCHS, 1e15},
                                                               {HILLOCK_SECONDS, 0.01},
                                                               {HILLOCK_TOLERANCE, 0},
                                                               {0, 0}});
        assert_status(end.status, HILLOCK_DEADLINE);
        assert_true(end.steps >= 1.0);
    }
    problem_destroy(&p);
}

/* The first evaluation at or below it ends the training, and none before. */
static void tolerance_ends_at_the_first_evaluation_below_it(void **state)
{
    (void)state;
    static const double tolerances[] = {1.0, 1e-2, 1e-5, 1e-9};
    static double norms[4096];
    problem p = problem_create(M, N, 4);
    for (size_t k = 0; k < sizeof tolerances / sizeof tolerances[0]; k++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_trainer *const trainer = trainer_of(
            (const setting[]){{HILLOCK_EPOCHS, 4000}, {HILLOCK_TOLERANCE, tolerances[k]}, {0, 0}});
        must(hillock_train(trainer, neuron, p.data));
        const size_t length = hillock_trainer_history_length(trainer);
        must(hillock_trainer_history(trainer, 4096, NULL, NULL, norms));
        for (size_t e = 0; e + 1 < length; e++)
            assert_true(norms[e] > tolerances[k]);
        assert_true(norms[length - 1] <= tolerances[k]);
        assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) == norms[length - 1]);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* The norm from its definition, in long double: slopes of the centred features, and of the bias. */
static long double defined_norm(const problem *p, const parameters *at, long double *J)
{
    long double mean[N] = {0}, slope[N + 1] = {0}, square[N] = {0}, e_square = 0, norm;
    for (size_t j = 0; j < p->m; j++)
        for (size_t i = 0; i < N; i++)
            mean[i] += (long double)p->X[j * N + i] / (long double)p->m;
    *J = 0;
    for (size_t j = 0; j < p->m; j++) {
        long double z = at->b;
        for (size_t i = 0; i < N; i++)
            z += (long double)at->w[i] * p->X[j * N + i];
        const long double e = 2 * (z - p->y[j]);
        *J += e * e / 4 / (long double)p->m;
        e_square += e * e;
        slope[N] += e;
        for (size_t i = 0; i < N; i++) {
            const long double x = p->X[j * N + i] - mean[i];
            slope[i] += e * x;
            square[i] += x * x;
        }
    }
    norm = fabsl(slope[N]) / sqrtl(e_square * (long double)p->m);
    for (size_t i = 0; i < N; i++)
        norm = fmaxl(norm, fabsl(slope[i]) / sqrtl(e_square * square[i]));
    return norm;
}

static void reported_gradient_norm_is_the_one_defined(void **state)
{
    (void)state;
    for (int shifted = 0; shifted < 2; shifted++) {
        problem p = problem_create(M, N, 5);
        for (size_t j = 0; j < M; j++) {
            p.X[j * N] *= 1000.0;
            p.X[j * N + 1] += shifted ? 1000.0 : 0.0;
        }
        const ending end = least_squares(&p, (const setting[]){{HILLOCK_STEPS, 3},
                                                               {HILLOCK_LEARNING_RATE, 1e-9},
                                                               {HILLOCK_TOLERANCE, 0},
                                                               {0, 0}});
        long double J;
        const long double norm = defined_norm(&p, &end.reached, &J);
        assert_close(end.norm, (double)norm, shifted ? 1e-12 : 1e-14);
        assert_close(end.J, (double)J, 1e-14 * (double)J);
        problem_destroy(&p);
    }
}

/* A bias almost makes up for a feature that is far from 0: their gradients vanish together, long
 * before J is least. */
static void a_feature_far_from_0_hides_no_slope(void **state)
{
    static const hillock_solver solvers[] = {HILLOCK_GD, HILLOCK_AGD, HILLOCK_SAGA, HILLOCK_NEWTON};
    (void)state;
    problem p = problem_create(200, 1, 27), far = problem_create(200, 1, 27);
    make_classes(&p, 0.0, 1.0);
    make_classes(&far, 0.0, 1.0);
    for (size_t j = 0; j < 200; j++)
        far.X[j] += 1e7;
    const ending least =
        end_of(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY,
               (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}}, NULL, NULL);
    assert_status(least.status, HILLOCK_OK);
    for (size_t k = 0; k < 4; k++) {
        const ending end =
            end_of(&far, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY,
                   (const setting[]){{HILLOCK_SOLVER, solvers[k]}, {HILLOCK_EPOCHS, 50}, {0, 0}},
                   NULL, NULL);
        if (solvers[k] == HILLOCK_NEWTON || end.status == HILLOCK_OK) {
            assert_status(end.status, HILLOCK_OK);
            assert_close(end.J, least.J, 1e-8);
        } else
            assert_true(end.norm > 0.1);
    }
    problem_destroy(&p);
    problem_destroy(&far);
}

static void divergence_is_seen_and_leaves_the_parameters(void **state)
{
    (void)state;
    static const parameters before = {{0.5, -0.25, 0.125}, 2.0};
    problem p = problem_create(M, N, 6);
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD)
        for (int every = 0; every <= 1; every++) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            must(hillock_neuron_set_parameters(neuron, before.w, before.b));
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solver},
                                             {HILLOCK_LEARNING_RATE, 30.0},
                                             {HILLOCK_EVALUATE_EVERY, every},
                                             {0, 0}});
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_DIVERGED);
            assert_non_null(strstr(hillock_trainer_message(trainer), "learning rate"));
            const parameters after = parameters_of(neuron);
            assert_memory_equal(&before, &after, sizeof before);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    problem_destroy(&p);
}

/* What the callback sees: whether it runs on the thread that trains, and that epochs count up. */
typedef struct watch {
    pthread_t thread;
    int calls;
    int cancel_at; /* 0: never */
} watch;

static int look(const hillock_trainer *trainer, void *payload)
{
    watch *const seen = payload;
    seen->calls++;
    assert_true(pthread_equal(seen->thread, pthread_self()));
    assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) == (double)seen->calls);
    assert_true(report_of(trainer, HILLOCK_REPORT_J) > 0.0);
    assert_true(report_of(trainer, HILLOCK_REPORT_LEARNING_RATE) > 0.0);
    assert_true(report_of(trainer, HILLOCK_REPORT_SECONDS) >= 0.0);
    assert_int_equal(hillock_trainer_history_length(trainer), seen->calls + 1);
    return seen->calls == seen->cancel_at;
}

static void progress_is_called_after_each_epoch_and_can_cancel(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 7);
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
        const setting settings[] = {
            {HILLOCK_SOLVER, solver}, {HILLOCK_EPOCHS, 9}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
        watch seen = {.thread = pthread_self()};
        ending end = end_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, look, &seen);
        assert_status(end.status, HILLOCK_STEP_LIMIT);
        assert_int_equal(seen.calls, 9);
        seen = (watch){.thread = pthread_self(), .cancel_at = 4};
        end = end_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, look, &seen);
        assert_status(end.status, HILLOCK_CANCELLED);
        assert_int_equal(seen.calls, 4);
        assert_true(end.epochs == 4.0);
        assert_true(end.reached.b != 0.0); /* it keeps what it has reached */
    }
    problem_destroy(&p);
}

/* The targets of the problem without its noise: a hyperplane parts them. */
static void separate(const problem *p, double lower)
{
    for (size_t j = 0; j < p->m; j++)
        p->y[j] = p->X[j * N] - 0.5 * p->X[j * N + 1] > 0.2 ? 1.0 : lower;
}

/* A tolerance that any gradient meets ends the training at its start: on a plane that parts them,
 * or at w = 0, from where Newton's steps lead to one. */
static void separation_outranks_a_tolerance_that_is_met(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 8);
    separate(&p, 0.0);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_TOLERANCE, 1}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_SEPARATED);
    must(hillock_neuron_set_parameters(neuron, (const double[]){10.0, -5.0, 0.0}, -2.0));
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_SEPARATED);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

static void separated_classes_are_told_from_convergence(void **state)
{
    (void)state;
    static const hillock_activation probabilities[] = {HILLOCK_LOGISTIC, HILLOCK_NORMAL_CDF,
                                                       HILLOCK_CLOGLOG};
    problem p = problem_create(M, N, 8);
    separate(&p, 0.0);
    for (int k = 0; k < 3; k++) {
        setting settings[] = {{HILLOCK_EPOCHS, 20000}, {HILLOCK_L2, 0}, {0, 0}};
        ending end = end_of(&p, probabilities[k], HILLOCK_CROSS_ENTROPY, settings, NULL, NULL);
        assert_status(end.status, HILLOCK_SEPARATED);
        settings[1].value = 1e-3;
        end = end_of(&p, probabilities[k], HILLOCK_CROSS_ENTROPY, settings, NULL, NULL);
        assert_status(end.status, HILLOCK_OK);
    }
    problem_destroy(&p);
}

/* With a tolerance that no gradient reaches only the rule for vanishing residuals can end it. */
static void an_exact_fit_counts_as_converged(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 9);
    for (size_t j = 0; j < M; j++)
        p.y[j] = 2.0 + p.X[j * N] - 3.0 * p.X[j * N + 2];
    const ending end = least_squares(
        &p, (const setting[]){{HILLOCK_EPOCHS, 100000}, {HILLOCK_TOLERANCE, 1e-300}, {0, 0}});
    assert_status(end.status, HILLOCK_OK);
    assert_true(end.norm == 0.0);
    assert_close(end.reached.w[2], -3.0, 1e-11); /* rms(e) below 1e-12 of 2 |y| */
    problem_destroy(&p);
}

static void perceptron_rule_parts_separable_classes(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 10);
    separate(&p, -1.0);
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
        const ending end = end_of(&p, HILLOCK_STEP, HILLOCK_PERCEPTRON,
                                  (const setting[]){{HILLOCK_SOLVER, solver},
                                                    {HILLOCK_BATCH_SIZE, 1},
                                                    {HILLOCK_LEARNING_RATE, 1.0},
                                                    {HILLOCK_EPOCHS, 10000},
                                                    {0, 0}},
                                  NULL, NULL);
        assert_status(end.status, HILLOCK_OK);
        assert_true(end.J == 0.0);
        for (size_t j = 0; j < M; j++) {
            double z = end.reached.b;
            for (size_t i = 0; i < N; i++)
                z += end.reached.w[i] * p.X[j * N + i];
            assert_true(z * p.y[j] > 0.0);
        }
    }
    problem_destroy(&p);
}

/* 0 chooses the epochs: all 10000 (sgd: 1000) on data this small, where nothing ends them. */
static void epochs_of_0_are_chosen_by_the_work(void **state)
{
    static const struct {
        size_t m, n;
        int64_t gd, sgd;
    } cases[] = {{40, 3, 10000, 1000},           {10000, 99, 10000, 1000},
                 {100000, 99, 1000, 100},        {1000000, 49, 200, 20},
                 {1000000, 99, 100, 10},         {(size_t)1 << 40, 1000, 100, 10},
                 {(size_t)1 << 20, 0, 9536, 953}};
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const hk_view view = {.n_samples = cases[k].m, .n_features = cases[k].n};
        hk_settings settings = hk_settings_default();
        assert_int_equal(hk_settings_for(&settings, &mathematics, &view).epochs, cases[k].gd);
        settings.solver = HILLOCK_SGD;
        assert_int_equal(hk_settings_for(&settings, &mathematics, &view).epochs, cases[k].sgd);
        settings.epochs = 7;
        assert_int_equal(hk_settings_for(&settings, &mathematics, &view).epochs, 7);
    }
    problem p = problem_create(M, N, 12);
    for (size_t j = 0; j < M; j++)
        p.X[j * N] *= 1e4; /* so the rate is short, and the way along the others long */
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
        const ending end = least_squares(&p, (const setting[]){{HILLOCK_SOLVER, solver}, {0, 0}});
        assert_status(end.status, HILLOCK_STEP_LIMIT);
        assert_true(end.epochs == (solver == HILLOCK_GD ? 10000.0 : 1000.0));
    }
    problem_destroy(&p);
}

/* A rate a little too long, ended by the limit before divergence is plain: what is worse than twice
 * the untrained neuron is not kept, what is better is. Started near the optimum. */
static void ending_worse_than_untrained_leaves_the_parameters(void **state)
{
    static const parameters before = {{1.0, -0.5, 1.0 / 3.0}, 1.0};
    int left = 0, kept = 0;
    (void)state;
    problem p = problem_create(M, N, 11);
    double untrained = 0.0;
    for (size_t j = 0; j < M; j++)
        untrained += p.y[j] * p.y[j] / M;
    for (int epochs = 1; epochs <= 16; epochs++)
        for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            must(hillock_neuron_set_parameters(neuron, before.w, before.b));
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solver},
                                             {HILLOCK_BATCH_SIZE, M},
                                             {HILLOCK_LEARNING_RATE, 0.9},
                                             {HILLOCK_EPOCHS, epochs},
                                             {HILLOCK_TOLERANCE, 0},
                                             {0, 0}});
            const hillock_status status = hillock_train(trainer, neuron, p.data);
            const bool worse = report_of(trainer, HILLOCK_REPORT_J) > 2.0 * untrained;
            assert_status(status, worse ? HILLOCK_DIVERGED : HILLOCK_STEP_LIMIT);
            assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) == (double)epochs);
            assert_true(!strstr(hillock_trainer_message(trainer), "learning rate") == !worse);
            const parameters after = parameters_of(neuron);
            assert_true((memcmp(&before, &after, sizeof before) == 0) == worse);
            left += worse;
            kept += !worse && report_of(trainer, HILLOCK_REPORT_J) >
                                  2.0 * report_of(trainer, HILLOCK_REPORT_START_J);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    assert_true(left >= 4 && kept >= 4);
    problem_destroy(&p);
}

/* Counts of about 1000 have a J far below 0, and the untrained neuron, whose offset is right, is
 * nearly the best there is. */
static void ending_worse_than_a_negative_J_leaves_the_parameters(void **state)
{
    static const double rates[] = {2.0, 0.5, 0.05, 0.01, 0.003, 1e-4};
    double offset[M];
    int left = 0, kept = 0;
    (void)state;
    problem p = problem_create(M, N, 12);
    double least = 0.0, untrained = 0.0;
    for (size_t j = 0; j < M; j++) {
        offset[j] = log(1000.0);
        p.y[j] = floor(1000.0 + 30.0 * p.y[j]);
        least += (p.y[j] - p.y[j] * log(p.y[j])) / M;
        untrained += (1000.0 - p.y[j] * offset[j]) / M;
    }
    must(hillock_dataset_set_offset_f64(p.data, offset));
    for (size_t k = 0; k < sizeof rates / sizeof rates[0]; k++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_EXP, HILLOCK_POISSON);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_ADAM},
                                         {HILLOCK_BATCH_SIZE, 4},
                                         {HILLOCK_LEARNING_RATE, rates[k]},
                                         {HILLOCK_EPOCHS, 1},
                                         {0, 0}});
        const hillock_status status = hillock_train(trainer, neuron, p.data);
        const double J = report_of(trainer, HILLOCK_REPORT_J);
        const bool worse = J - least > 2.0 * (untrained - least);
        assert_status(status, worse ? HILLOCK_DIVERGED : HILLOCK_STEP_LIMIT);
        left += worse;
        kept += !worse;
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    assert_true(untrained < 0.0 && left >= 2 && kept >= 1);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(epoch_limit_is_kept_by_both_solvers),
        cmocka_unit_test(step_limit_is_kept_exactly),
        cmocka_unit_test(deadline_ends_what_would_go_on_for_years),
        cmocka_unit_test(tolerance_ends_at_the_first_evaluation_below_it),
        cmocka_unit_test(reported_gradient_norm_is_the_one_defined),
        cmocka_unit_test(a_feature_far_from_0_hides_no_slope),
        cmocka_unit_test(divergence_is_seen_and_leaves_the_parameters),
        cmocka_unit_test(ending_worse_than_untrained_leaves_the_parameters),
        cmocka_unit_test(ending_worse_than_a_negative_J_leaves_the_parameters),
        cmocka_unit_test(epochs_of_0_are_chosen_by_the_work),
        cmocka_unit_test(progress_is_called_after_each_epoch_and_can_cancel),
        cmocka_unit_test(separated_classes_are_told_from_convergence),
        cmocka_unit_test(separation_outranks_a_tolerance_that_is_met),
        cmocka_unit_test(an_exact_fit_counts_as_converged),
        cmocka_unit_test(perceptron_rule_parts_separable_classes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
