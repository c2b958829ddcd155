/* Momentum, adagrad, rmsprop, adam and averages take the steps their definitions say, and get
 * there. */
#include "solver/problem.h"

#include <string.h>

enum { M = 45, N = 3, SIZE = N + 1, STEPS = 7 };

static const double RATE = 0.02, L2 = 0.3, MU = 0.8, BETA2 = 0.95, EPSILON = 1e-3;

static const hillock_solver rules[] = {HILLOCK_MOMENTUM,    HILLOCK_NESTEROV, HILLOCK_ADAGRAD,
                                       HILLOCK_RMSPROP,     HILLOCK_ADAM,     HILLOCK_ADAMW,
                                       HILLOCK_AVERAGED_SGD};

enum { N_RULES = sizeof rules / sizeof rules[0] };

typedef struct path {
    double p[STEPS + 1][SIZE]; /* parameters after each step, the bias last */
    double g[STEPS][SIZE];     /* the gradient each step went by            */
} path;

/* Squared loss on identity: the mean over a batch of the relative weight times dl/dz x, and l2 p if
 * it is coupled; the batches are as the samples lie. */
static void batch_gradient(const problem *p, const double *weights, size_t batch, size_t step,
                           double l2, const double *at, double *g)
{
    const size_t batches = (p->m + batch - 1) / batch, first = step % batches * batch;
    const size_t end = first + batch < p->m ? first + batch : p->m;
    double mean_weight = 0.0;
    for (size_t j = 0; j < p->m; j++)
        mean_weight += weights[j] / (double)p->m;
    for (size_t i = 0; i < SIZE; i++)
        g[i] = l2 * at[i];
    for (size_t j = first; j < end; j++) {
        double z = at[N];
        for (size_t i = 0; i < N; i++)
            z += at[i] * p->X[j * N + i];
        const double e = 2.0 * (z - p->y[j]) * weights[j] / mean_weight / (double)(end - first);
        for (size_t i = 0; i < SIZE; i++)
            g[i] += e * (i < N ? p->X[j * N + i] : 1.0);
    }
}

/* Sum over the steps up to k of beta^(k - s) g_s^power: means unrolled. */
static double past(const path *of, size_t k, size_t i, double beta, int power)
{
    double sum = 0.0;
    for (size_t s = 0; s <= k; s++)
        sum += pow(beta, (double)(k - s)) * pow(of->g[s][i], power);
    return sum;
}

/* From step k's gradient to the parameters after it, by sums over all steps so far. */
static double moved(const path *of, hillock_solver rule, size_t k, size_t i)
{
    const double p = of->p[k][i], g = of->g[k][i], t = (double)k + 1.0;
    const double shrunk = rule == HILLOCK_ADAMW ? (1.0 - RATE * L2) * p : p;
    switch (rule) {
    case HILLOCK_MOMENTUM:
        return p - RATE * g + (k > 0 ? MU * (p - of->p[k - 1][i]) : 0.0);
    case HILLOCK_NESTEROV:
        return p - RATE * g - RATE * MU * past(of, k, i, MU, 1);
    case HILLOCK_ADAGRAD:
        return p - RATE * g / (sqrt(past(of, k, i, 1.0, 2)) + EPSILON);
    case HILLOCK_RMSPROP:
        return p - RATE * g / (sqrt((1.0 - BETA2) * past(of, k, i, BETA2, 2)) + EPSILON);
    case HILLOCK_ADAM:
    case HILLOCK_ADAMW:
        return shrunk -
               RATE * (1.0 - MU) * past(of, k, i, MU, 1) / (1.0 - pow(MU, t)) /
                   (sqrt((1.0 - BETA2) * past(of, k, i, BETA2, 2) / (1.0 - pow(BETA2, t))) +
                    EPSILON);
    default:
        return p - RATE * g;
    }
}

static parameters simulate(const problem *p, const double *weights, hillock_solver rule,
                           size_t batch, size_t steps)
{
    path walked = {0};
    for (size_t k = 0; k < steps; k++) {
        batch_gradient(p, weights, batch, k, rule == HILLOCK_ADAMW ? 0.0 : L2, walked.p[k],
                       walked.g[k]);
        for (size_t i = 0; i < SIZE; i++)
            walked.p[k + 1][i] = moved(&walked, rule, k, i);
    }
    parameters at = {.b = walked.p[steps][N]};
    memcpy(at.w, walked.p[steps], N * sizeof *at.w);
    for (size_t i = 0; rule == HILLOCK_AVERAGED_SGD && i < SIZE; i++) {
        double *const mean = i < N ? &at.w[i] : &at.b;
        *mean = 0.0;
        for (size_t k = 1; k <= steps; k++)
            *mean += walked.p[k][i] / (double)steps;
    }
    return at;
}

static void whole_weights(double weights[M])
{
    for (size_t j = 0; j < M; j++)
        weights[j] = (double)(j % 4);
}

/* Seven steps of numbers of order 1, each rounded a few times. */
static void every_rule_takes_the_steps_of_its_definition(void **state)
{
    (void)state;
    static const size_t batches[] = {1, 7, 44, M};
    problem p = problem_create(M, N, 1);
    double weights[M];
    whole_weights(weights);
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (size_t r = 0; r < N_RULES; r++)
        for (size_t k = 0; k < 4; k++)
            for (size_t steps = 1; steps <= STEPS; steps++) {
                const setting settings[] = {{HILLOCK_SOLVER, rules[r]},
                                            {HILLOCK_SAMPLING, HILLOCK_IN_ORDER},
                                            {HILLOCK_BATCH_SIZE, (double)batches[k]},
                                            {HILLOCK_STEPS, (double)steps},
                                            {HILLOCK_LEARNING_RATE, RATE},
                                            {HILLOCK_TOLERANCE, 0},
                                            {HILLOCK_L2, L2},
                                            {HILLOCK_PENALIZE_BIAS, 1},
                                            {HILLOCK_MOMENTUM_FACTOR, MU},
                                            {HILLOCK_BETA2, BETA2},
                                            {HILLOCK_EPSILON, EPSILON},
                                            {HILLOCK_AVERAGE_FROM, 0},
                                            {0, 0}};
                const parameters found =
                    trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
                const parameters expected = simulate(&p, weights, rules[r], batches[k], steps);
                assert_near(&found, &expected, N, 1e-13);
            }
    problem_destroy(&p);
}

static void without_a_penalty_on_the_bias_or_with_a_held_one_only_w_is_penalized(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 2);
    for (size_t i = 0; i < M * N; i++)
        p.X[i] = 0.0; /* nothing but the penalty moves w, nothing but the targets b */
    for (size_t r = 0; r < N_RULES; r++) {
        parameters at = {{1.0, 1.0, 1.0}, 0.5};
        for (int fit = 0; fit <= 1; fit++) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            must(hillock_neuron_set_parameters(neuron, at.w, at.b));
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, rules[r]},
                                             {HILLOCK_STEPS, 5},
                                             {HILLOCK_L2, 10.0},
                                             {HILLOCK_FIT_BIAS, fit},
                                             {HILLOCK_AVERAGE_FROM, 0},
                                             {HILLOCK_LEARNING_RATE, 1e-3},
                                             {0, 0}});
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            const parameters now = parameters_of(neuron);
            assert_true(now.w[0] < 1.0 && now.w[0] > 0.5);
            assert_true(fit ? now.b > 0.5 : now.b == 0.5); /* the mean target is about 1 */
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    }
    problem_destroy(&p);
}

/* Trained from (w0, ..., b0); J with penalty that it ended with. */
static double J_from(const problem *p, const double *start, const setting *settings,
                     parameters *reached)
{
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of(settings);
    must(hillock_neuron_set_parameters(neuron, start, start[N]));
    assert_true(hillock_train(trainer, neuron, p->data) >= HILLOCK_OK);
    const double J = report_of(trainer, HILLOCK_REPORT_J);
    if (reached)
        *reached = parameters_of(neuron);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return J;
}

static const double starts[2][SIZE] = {{0, 0, 0, 0}, {2.0, -1.5, 1.0, -2.0}};

/* Full batches, and a rate that falls to 0 as some rules go on at its pace for ever. AdamW's decay
 * is not the penalty's slope, so there is none for it. */
static void every_rule_reaches_the_minimum_from_two_starts(void **state)
{
    (void)state;
    problem p = problem_create(200, N, 3);
    make_classes(&p, 0.0, 1.0);
    for (size_t r = 0; r < N_RULES; r++) {
        const bool chosen = rules[r] == HILLOCK_MOMENTUM || rules[r] == HILLOCK_NESTEROV ||
                            rules[r] == HILLOCK_AVERAGED_SGD || rules[r] == HILLOCK_ADAGRAD;
        const double l2 = rules[r] == HILLOCK_ADAMW ? 0.0 : 0.05;
        const setting settings[] = {{HILLOCK_SOLVER, rules[r]},
                                    {HILLOCK_BATCH_SIZE, 200},
                                    {HILLOCK_EPOCHS, 4000},
                                    {HILLOCK_TOLERANCE, 1e-9},
                                    {HILLOCK_SCHEDULE, chosen ? HILLOCK_CONSTANT : HILLOCK_COSINE},
                                    {HILLOCK_AVERAGE_FROM, 0.5},
                                    {HILLOCK_L2, l2},
                                    {0, 0}};
        const double least = J_from(
            &p, starts[0],
            (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, l2}, {0, 0}}, NULL);
        for (int s = 0; s < 2; s++)
            assert_close(J_from(&p, starts[s], settings, NULL), least, 1e-8 * least);
    }
    problem_destroy(&p);
}

/* Small batches and default rates come near it as well, if not to the last digit. */
static void default_rates_come_near_the_minimum_by_small_batches(void **state)
{
    (void)state;
    problem p = problem_create(1000, N, 4);
    make_classes(&p, 0.0, 1.0);
    const double least =
        J_from(&p, starts[0], (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}}, NULL);
    for (size_t r = 0; r < N_RULES; r++) {
        const setting settings[] = {{HILLOCK_SOLVER, rules[r]}, {HILLOCK_EPOCHS, 30}, {0, 0}};
        assert_close(J_from(&p, starts[1], settings, NULL), least, 1e-2 * least);
    }
    problem_destroy(&p);
}

/* Whatever the targets are measured in. */
static void default_rates_follow_the_size_of_the_targets(void **state)
{
    (void)state;
    static const double sizes[] = {1e-6, 1e-3, 100.0, 1e6};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        problem p = problem_create(1000, N, 4);
        for (size_t j = 0; j < p.m; j++)
            p.y[j] *= sizes[k];
        for (size_t r = 0; r < N_RULES; r++) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer = trainer_of(
                (const setting[]){{HILLOCK_SOLVER, rules[r]}, {HILLOCK_EPOCHS, 30}, {0, 0}});
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            const double J = report_of(trainer, HILLOCK_REPORT_J);
            assert_true(J < 1.1 * sizes[k] * sizes[k]); /* the noise has variance 1 */
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        problem_destroy(&p);
    }
}

/* Epochs in which an outlying row threw the parameters far off are not in the mean for ever. */
static void an_average_forgets_how_it_began(void **state)
{
    (void)state;
    problem p = problem_create(500, N, 8);
    static const double far[SIZE] = {50, -50, 50, 50};
    make_classes(&p, 0.0, 1.0);
    const double least =
        J_from(&p, starts[0], (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}}, NULL);
    const setting settings[] = {
        {HILLOCK_SOLVER, HILLOCK_AVERAGED_SGD}, {HILLOCK_EPOCHS, 400}, {0, 0}};
    assert_close(J_from(&p, far, settings, NULL), least, 1e-2 * least);
    problem_destroy(&p);
}

/* A decay of more than 2 a step would throw w back and forth, ever farther. */
static void adamw_shrinks_whatever_the_decay(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 9);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_ADAMW}, {HILLOCK_L2, 1e4}, {0, 0}});
    must(hillock_neuron_set_parameters(neuron, (const double[N]){1, 1, 1}, 0));
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    assert_true(report_of(trainer, HILLOCK_REPORT_J) < 10.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* A weight of k is k copies: of the same gradient up to rounding, so of the same steps. */
static void weights_are_copies_in_full_batches(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5), copies = problem_create(3 * M, N, 9);
    make_classes(&p, 0.0, 1.0);
    double weights[M];
    whole_weights(weights);
    size_t m = 0;
    for (size_t j = 0; j < M; j++)
        for (int k = 0; k < (int)weights[j]; k++, m++) {
            memcpy(copies.X + m * N, p.X + j * N, N * sizeof *p.X);
            copies.y[m] = p.y[j];
        }
    hillock_dataset_destroy(copies.data);
    must(hillock_dataset_create(&copies.data, m, N));
    must(hillock_dataset_set_features_f64(copies.data, copies.X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_targets_f64(copies.data, copies.y));
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (size_t r = 0; r < N_RULES; r++) {
        const setting settings[] = {{HILLOCK_SOLVER, rules[r]},
                                    {HILLOCK_BATCH_SIZE, 1000},
                                    {HILLOCK_EPOCHS, 20},
                                    {HILLOCK_LEARNING_RATE, 0.05},
                                    {HILLOCK_L2, 0.1},
                                    {HILLOCK_TOLERANCE, 0},
                                    {0, 0}};
        parameters one, other;
        J_from(&p, starts[1], settings, &one);
        J_from(&copies, starts[1], settings, &other);
        assert_near(&one, &other, N, 1e-12);
    }
    problem_destroy(&copies);
    problem_destroy(&p);
}

/* Before `average-from` the iterate, afterwards the mean of where sgd's steps have led since. */
static void averages_begin_with_the_epoch_that_is_set(void **state)
{
    (void)state;
    enum { BATCHES = 3, LAST = 4 * BATCHES };
    problem p = problem_create(M, N, 6);
    setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD}, {HILLOCK_BATCH_SIZE, M / BATCHES},
                          {HILLOCK_AVERAGE_FROM, 0.2},   {HILLOCK_STEPS, 1},
                          {HILLOCK_EPOCHS, 10},          {HILLOCK_LEARNING_RATE, 0.05},
                          {HILLOCK_TOLERANCE, 0},        {0, 0}};
    parameters sum = {0};
    for (int k = 1; k <= LAST; k++) {
        settings[3].value = k;
        settings[0].value = HILLOCK_SGD;
        parameters expected =
            trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
        const double averaged = k - 2 * BATCHES;
        for (size_t i = 0; averaged > 0 && i < N; i++)
            expected.w[i] = (sum.w[i] += expected.w[i]) / averaged;
        if (averaged > 0)
            expected.b = (sum.b += expected.b) / averaged;
        settings[0].value = HILLOCK_AVERAGED_SGD;
        const parameters found =
            trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
        assert_near(&found, &expected, N, 1e-13);
    }
    problem_destroy(&p);
}

/* J and gradient norm of the report belong to the parameters that are returned. */
static void what_is_reported_is_what_is_returned(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 7);
    for (size_t r = 0; r < N_RULES; r++)
        for (int every = 0; every <= 1; every++) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, rules[r]},
                                             {HILLOCK_EPOCHS, 5},
                                             {HILLOCK_EVALUATE_EVERY, every},
                                             {0, 0}});
            double J;
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            must(hillock_evaluate(neuron, p.data, &J));
            assert_close(report_of(trainer, HILLOCK_REPORT_J), J, 1e-13 * J);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    problem_destroy(&p);
}

static void threads_change_no_bit(void **state)
{
    (void)state;
    static const int threads[] = {1, 2, 4, 7};
    problem p = problem_create(5000, N, 8);
    make_classes(&p, 0.0, 1.0);
    for (size_t r = 0; r < N_RULES; r++) {
        parameters first = {0}, other = {0};
        for (int k = 0; k < 4; k++) {
            const setting settings[] = {{HILLOCK_SOLVER, rules[r]},
                                        {HILLOCK_EPOCHS, 3},
                                        {HILLOCK_THREADS, threads[k]},
                                        {0, 0}};
            J_from(&p, starts[1], settings, k == 0 ? &first : &other);
            if (k > 0)
                assert_memory_equal(&first, &other, sizeof first);
        }
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_takes_the_steps_of_its_definition),
        cmocka_unit_test(without_a_penalty_on_the_bias_or_with_a_held_one_only_w_is_penalized),
        cmocka_unit_test(every_rule_reaches_the_minimum_from_two_starts),
        cmocka_unit_test(default_rates_come_near_the_minimum_by_small_batches),
        cmocka_unit_test(default_rates_follow_the_size_of_the_targets),
        cmocka_unit_test(an_average_forgets_how_it_began),
        cmocka_unit_test(adamw_shrinks_whatever_the_decay),
        cmocka_unit_test(weights_are_copies_in_full_batches),
        cmocka_unit_test(averages_begin_with_the_epoch_that_is_set),
        cmocka_unit_test(what_is_reported_is_what_is_returned),
        cmocka_unit_test(threads_change_no_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
