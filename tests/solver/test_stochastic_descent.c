/* Stochastic descent takes the steps its definition says, on the samples its order says. */
#include "solver/problem.h"

#include "data/order.h"

#include <string.h>

enum { M = 45, N = 3 };

/* The definition, literally: for each batch of consecutive samples the mean of weight_j / (W/m)
 * times dl/dz_j x_j, and l2 w, at the parameters before the step. Squared loss on identity. */
static parameters simulate(const problem *p, const double *weights, size_t batch, int epochs,
                           double rate, double l2, bool penalize_bias)
{
    parameters at = {0};
    double mean_weight = 0.0;
    for (size_t j = 0; j < p->m; j++)
        mean_weight += (weights ? weights[j] : 1.0) / (double)p->m;
    for (size_t draw = 0; draw < p->m * (size_t)epochs;) {
        const size_t first = draw % p->m;
        const size_t count = batch < p->m - first ? batch : p->m - first;
        double step[N + 1] = {0};
        for (size_t j = first; j < first + count; j++) {
            double z = at.b;
            for (size_t i = 0; i < N; i++)
                z += at.w[i] * p->X[j * N + i];
            const double share = (weights ? weights[j] : 1.0) / mean_weight / (double)count;
            for (size_t i = 0; i < N; i++)
                step[i] += share * 2.0 * (z - p->y[j]) * p->X[j * N + i];
            step[N] += share * 2.0 * (z - p->y[j]);
        }
        for (size_t i = 0; i < N; i++)
            at.w[i] -= rate * (step[i] + l2 * at.w[i]);
        at.b -= rate * (step[N] + (penalize_bias ? l2 * at.b : 0.0));
        draw += count;
    }
    return at;
}

static parameters in_order(const problem *p, size_t batch, int epochs, double rate, double l2,
                           bool penalize_bias)
{
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD},
                                {HILLOCK_SAMPLING, HILLOCK_IN_ORDER},
                                {HILLOCK_BATCH_SIZE, (double)batch},
                                {HILLOCK_EPOCHS, epochs},
                                {HILLOCK_LEARNING_RATE, rate},
                                {HILLOCK_TOLERANCE, 0},
                                {HILLOCK_L2, l2},
                                {HILLOCK_PENALIZE_BIAS, penalize_bias},
                                {0, 0}};
    return trained(p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
}

/* Each of at most 45 x 5 steps rounds a few times and contracts the errors of those before it. */
static void every_batch_size_takes_the_steps_of_the_definition(void **state)
{
    (void)state;
    static const size_t batches[] = {1, 2, 7, 44, 45, 46, 1000000};
    problem p = problem_create(M, N, 1);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = (double)(j % 4);
    for (int weighted = 0; weighted <= 1; weighted++) {
        must(hillock_dataset_set_weights_f64(p.data, weighted ? weights : NULL));
        for (size_t k = 0; k < sizeof batches / sizeof batches[0]; k++)
            for (int bias = 0; bias <= 1; bias++) {
                const parameters found = in_order(&p, batches[k], 5, 0.02, 0.3, bias);
                const parameters expected =
                    simulate(&p, weighted ? weights : NULL, batches[k], 5, 0.02, 0.3, bias);
                assert_near(&found, &expected, N, 1e-13);
            }
    }
    problem_destroy(&p);
}

static void a_batch_of_all_samples_is_gradient_descent(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 2);
    make_classes(&p, 0.0, 1.0);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = 0.5 + (double)(j % 3);
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (int standardize = 0; standardize <= 1; standardize++) {
        setting settings[] = {{HILLOCK_SOLVER, HILLOCK_GD},
                              {HILLOCK_BATCH_SIZE, M},
                              {HILLOCK_EPOCHS, 30},
                              {HILLOCK_LEARNING_RATE, 0.5},
                              {HILLOCK_TOLERANCE, 0},
                              {HILLOCK_L2, 0.1},
                              {HILLOCK_PENALIZE_BIAS, 1},
                              {HILLOCK_STANDARDIZE, standardize},
                              {0, 0}};
        const parameters gd =
            trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_STEP_LIMIT);
        settings[0].value = HILLOCK_SGD;
        const parameters sgd =
            trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_STEP_LIMIT);
        assert_near(&sgd, &gd, N, 1e-13); /* sums of 45 terms in another order, 30 times */
    }
    problem_destroy(&p);
}

static parameters shuffled(const problem *p, hillock_sampling sampling, int seed)
{
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD},
                                {HILLOCK_SAMPLING, sampling},
                                {HILLOCK_SEED, seed},
                                {HILLOCK_BATCH_SIZE, 4},
                                {HILLOCK_EPOCHS, 3},
                                {HILLOCK_TOLERANCE, 0},
                                {0, 0}};
    return trained(p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
}

static void the_same_seed_gives_the_same_bits_and_another_one_others(void **state)
{
    (void)state;
    static const hillock_sampling samplings[] = {HILLOCK_SHUFFLED, HILLOCK_WITH_REPLACEMENT};
    problem p = problem_create(M, N, 3);
    for (int k = 0; k < 2; k++) {
        const parameters first = shuffled(&p, samplings[k], 7);
        const parameters again = shuffled(&p, samplings[k], 7);
        const parameters other = shuffled(&p, samplings[k], 8);
        assert_memory_equal(&first, &again, sizeof first);
        assert_memory_not_equal(&first, &other, sizeof first);
    }
    problem_destroy(&p);
}

/* The samples an epoch takes, seen from inside: the targets are the samples' numbers, and the
 * user's loss writes down those it is asked for. */
typedef struct diary {
    size_t length;
    double y[4 * M];
} diary;

static void write_down(size_t count, const double *y, const double *a, double *l, double *dl,
                       double *d2l, void *payload)
{
    diary *const seen = payload;
    (void)d2l;
    for (size_t j = 0; j < count; j++) {
        assert_true(seen->length < 4 * M);
        seen->y[seen->length++] = y[j];
        if (l)
            l[j] = (a[j] - y[j]) * (a[j] - y[j]);
        if (dl)
            dl[j] = 2.0 * (a[j] - y[j]);
    }
}

/* The start and the end are evaluated over all samples; between them lie the two epochs. */
static diary two_epochs(hillock_sampling sampling, int batch)
{
    problem p = problem_create(M, N, 4);
    for (size_t j = 0; j < M; j++)
        p.y[j] = (double)j;
    diary seen = {0};
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_USER_LOSS);
    must(hillock_neuron_set_user_loss(neuron, write_down, 0, &seen));
    hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_SGD},
                                                                  {HILLOCK_SAMPLING, sampling},
                                                                  {HILLOCK_BATCH_SIZE, batch},
                                                                  {HILLOCK_EPOCHS, 2},
                                                                  {HILLOCK_LEARNING_RATE, 1e-6},
                                                                  {HILLOCK_EVALUATE_EVERY, 0},
                                                                  {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    assert_int_equal(seen.length, 4 * M);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
    return seen;
}

static void count_visits(const double *y, int visits[M])
{
    memset(visits, 0, M * sizeof *visits);
    for (size_t j = 0; j < M; j++)
        visits[(size_t)y[j]]++;
}

static void shuffling_visits_every_sample_once_an_epoch_in_a_new_order(void **state)
{
    (void)state;
    static const int batches[] = {1, 7, M};
    int visits[M];
    for (int k = 0; k < 3; k++) {
        const diary seen = two_epochs(HILLOCK_SHUFFLED, batches[k]);
        for (int epoch = 1; epoch <= 2; epoch++) {
            count_visits(seen.y + epoch * M, visits);
            for (int j = 0; j < M; j++)
                assert_int_equal(visits[j], 1);
        }
        assert_memory_not_equal(seen.y + M, seen.y + 2 * M, M * sizeof(double));
        assert_memory_not_equal(seen.y + M, seen.y, M * sizeof(double)); /* nor as they lie */
    }
}

static void in_order_visits_the_samples_as_they_lie(void **state)
{
    (void)state;
    const diary seen = two_epochs(HILLOCK_IN_ORDER, 7);
    for (int k = 0; k < 4 * M; k++)
        assert_true(seen.y[k] == (double)(k % M));
}

/* 45 samples drawn 45 times: all of them once has probability 45!/45^45 < 1e-18. */
static void drawing_with_replacement_repeats_samples(void **state)
{
    (void)state;
    int visits[M], absent = 0;
    const diary seen = two_epochs(HILLOCK_WITH_REPLACEMENT, 7);
    count_visits(seen.y + M, visits);
    for (int j = 0; j < M; j++)
        absent += visits[j] == 0;
    assert_true(absent > 0);
}

/* Chi-square of 100 cells: 99 degrees of freedom, standard deviation 14; five of them either
 * way. */
static void drawing_with_replacement_is_uniform(void **state)
{
    (void)state;
    enum { CELLS = 100, DRAWS = 100000 };
    hk_order order;
    assert_true(hk_order_create(&order, CELLS, HILLOCK_WITH_REPLACEMENT, 5));
    double counts[CELLS] = {0}, chi_square = 0.0;
    for (size_t k = 0; k < DRAWS; k++) {
        if (k % CELLS == 0)
            hk_order_begin(&order);
        counts[hk_order_at(&order, k % CELLS)] += 1.0;
    }
    for (int c = 0; c < CELLS; c++)
        chi_square += (counts[c] - DRAWS / CELLS) * (counts[c] - DRAWS / CELLS) / (DRAWS / CELLS);
    assert_true(chi_square > 29.0 && chi_square < 169.0);
    hk_order_destroy(&order);
}

/* Each shuffle moves the samples of the epoch before by one of 6 permutations: 5 degrees of
 * freedom, beyond 30 with probability 1.5e-5. */
static void every_shuffle_takes_all_permutations_alike(void **state)
{
    (void)state;
    enum { DRAWS = 60000, LENGTH = 3 };
    hk_order order;
    assert_true(hk_order_create(&order, LENGTH, HILLOCK_SHUFFLED, 6));
    double counts[LENGTH * LENGTH] = {0}, chi_square = 0.0;
    size_t place[LENGTH] = {0, 1, 2}; /* of each sample in the epoch before */
    for (int k = 0; k < DRAWS; k++) {
        hk_order_begin(&order);
        counts[LENGTH * place[hk_order_at(&order, 0)] + place[hk_order_at(&order, 1)]] += 1.0;
        for (size_t position = 0; position < LENGTH; position++)
            place[hk_order_at(&order, position)] = position;
    }
    for (size_t c = 0; c < LENGTH * LENGTH; c++) {
        const double expected = c % (LENGTH + 1) == 0 ? 0.0 : DRAWS / 6.0; /* not the same twice */
        const double difference = counts[c] - expected;
        chi_square += difference * difference / fmax(expected, 1e-9);
    }
    assert_true(chi_square < 30.0);
    hk_order_destroy(&order);
}

/* One step on sample j of the weighted data, averaged over all j: its expectation when j is
 * drawn. */
static parameters expected_step(const problem *p, const double *weights, double rate)
{
    parameters mean = {0};
    double X[2 * M * N], y[2 * M], twice[2 * M];
    for (size_t j = 0; j < 2 * M; j++) {
        memcpy(X + j * N, p->X + j % M * N, N * sizeof *X);
        y[j] = p->y[j % M];
        twice[j] = weights[j % M];
    }
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD}, {HILLOCK_SAMPLING, HILLOCK_IN_ORDER},
                                {HILLOCK_BATCH_SIZE, 1},       {HILLOCK_STEPS, 1},
                                {HILLOCK_LEARNING_RATE, rate}, {0, 0}};
    for (size_t j = 0; j < M; j++) {
        must(hillock_dataset_set_features_f64(p->data, X + j * N, HILLOCK_SAMPLE_MAJOR, N));
        must(hillock_dataset_set_targets_f64(p->data, y + j));
        must(hillock_dataset_set_weights_f64(p->data, twice + j));
        const parameters step =
            trained(p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
        for (size_t i = 0; i < N; i++)
            mean.w[i] += step.w[i] / M;
        mean.b += step.b / M;
    }
    return mean;
}

/* A full-batch step on a dataset in which sample j lies weight_j times. */
static parameters step_on_copies(const problem *p, const double *weights, double rate)
{
    problem copies = problem_create(3 * M, N, 9);
    size_t m = 0;
    for (size_t j = 0; j < M; j++)
        for (int k = 0; k < (int)weights[j]; k++, m++) {
            memcpy(copies.X + m * N, p->X + j * N, N * sizeof *copies.X);
            copies.y[m] = p->y[j];
        }
    hillock_dataset_destroy(copies.data);
    must(hillock_dataset_create(&copies.data, m, N));
    must(hillock_dataset_set_features_f64(copies.data, copies.X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_targets_f64(copies.data, copies.y));
    const setting settings[] = {{HILLOCK_LEARNING_RATE, rate}, {HILLOCK_STEPS, 1}, {0, 0}};
    const parameters step =
        trained(&copies, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_STEP_LIMIT);
    problem_destroy(&copies);
    return step;
}

static void a_step_on_a_weighted_sample_is_in_expectation_one_on_its_copies(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 10);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = (double)(j % 4);
    const parameters copies = step_on_copies(&p, weights, 0.01);
    const parameters mean = expected_step(&p, weights, 0.01);
    assert_near(&mean, &copies, N, 1e-15); /* steps are about 0.02: 50 roundings of that */
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_batch_size_takes_the_steps_of_the_definition),
        cmocka_unit_test(a_batch_of_all_samples_is_gradient_descent),
        cmocka_unit_test(the_same_seed_gives_the_same_bits_and_another_one_others),
        cmocka_unit_test(shuffling_visits_every_sample_once_an_epoch_in_a_new_order),
        cmocka_unit_test(in_order_visits_the_samples_as_they_lie),
        cmocka_unit_test(drawing_with_replacement_repeats_samples),
        cmocka_unit_test(drawing_with_replacement_is_uniform),
        cmocka_unit_test(every_shuffle_takes_all_permutations_alike),
        cmocka_unit_test(a_step_on_a_weighted_sample_is_in_expectation_one_on_its_copies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
