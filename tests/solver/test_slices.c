/* Training in slices: calls of k epochs or steps by a trainer that keeps its state are, to the bit,
 * one call of as many together; and what is not the same training begins anew. */
#include "solver/problem.h"

#include <string.h>

enum { M = 203, N = 5, SLICES = 4, MOST_SETTINGS = 12 };

typedef struct choice {
    hillock_solver solver;
    int epochs; /* of a slice: as many slices do not yet converge */
} choice;

static const choice solvers[] = {
    {HILLOCK_GD, 3},      {HILLOCK_AGD, 3},      {HILLOCK_SGD, 2},   {HILLOCK_MOMENTUM, 2},
    {HILLOCK_NESTEROV, 2}, {HILLOCK_ADAGRAD, 2}, {HILLOCK_RMSPROP, 2}, {HILLOCK_ADAM, 2},
    {HILLOCK_ADAMW, 2},   {HILLOCK_AVERAGED_SGD, 2}, {HILLOCK_SAGA, 2}, {HILLOCK_LBFGS, 2},
    {HILLOCK_NEWTON, 1}};
enum { N_SOLVERS = sizeof solvers / sizeof solvers[0] };

static problem classes(size_t m, size_t n)
{
    problem p = problem_create(m, n, 5);
    make_classes(&p, 0.0, 1.0);
    for (size_t j = 0; j < m; j++) /* so that scaling changes something */
        p.X[j * n] = 3.0 * p.X[j * n] + 7.0;
    return p;
}

/* What a training has come to. */
typedef struct outcome {
    parameters at;
    hillock_status status;
    double epochs, steps, J, gradient_norm, rate, went_on;
    size_t length;
} outcome;

/* `calls` calls with limits of `share` each; the settings are the same. */
static outcome train(const problem *p, const setting *settings, int key, double share, int calls)
{
    hillock_neuron *const neuron = neuron_of(p->n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of(settings);
    outcome o = {.status = HILLOCK_OK};
    must(hillock_trainer_set_integer(trainer, key, (int64_t)share));
    must(hillock_trainer_set_integer(trainer, HILLOCK_KEEP_STATE, calls > 1));
    for (int call = 0; call < calls; call++) {
        o.status = hillock_train(trainer, neuron, p->data);
        assert_true(o.status >= HILLOCK_OK);
        if (report_of(trainer, HILLOCK_REPORT_WENT_ON) != (call > 0))
            fail_msg("call %d: %s", call, hillock_trainer_message(trainer));
        assert_true((strstr(hillock_trainer_message(trainer), "going on") != NULL) == (call > 0));
    }
    o.at = parameters_of(neuron);
    o.epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS);
    o.steps = report_of(trainer, HILLOCK_REPORT_STEPS);
    o.J = report_of(trainer, HILLOCK_REPORT_J);
    o.gradient_norm = report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM);
    o.rate = report_of(trainer, HILLOCK_REPORT_LEARNING_RATE);
    o.length = hillock_trainer_history_length(trainer);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return o;
}

static void assert_same(const outcome *slices, const outcome *whole, hillock_solver solver)
{
    if (memcmp(&slices->at, &whole->at, sizeof whole->at) != 0)
        fail_msg("solver %d: b is %.17g in slices, %.17g at once", (int)solver, slices->at.b,
                 whole->at.b);
    assert_status(slices->status, whole->status);
    assert_true(slices->epochs == whole->epochs && slices->steps == whole->steps);
    assert_true(slices->J == whole->J && slices->gradient_norm == whole->gradient_norm);
    assert_true(slices->rate == whole->rate);
}

/* The settings with those of one more choice before them. */
static void extend(setting *settings, hillock_solver solver, const setting *further)
{
    size_t k = 0;
    settings[k++] = (setting){HILLOCK_SOLVER, solver};
    while (further->key != 0)
        settings[k++] = *further++;
    settings[k] = (setting){0, 0};
}

static void compare_epochs(const problem *p, const choice *chosen, const setting *further)
{
    setting settings[MOST_SETTINGS];
    extend(settings, chosen->solver, further);
    const outcome slices = train(p, settings, HILLOCK_EPOCHS, chosen->epochs, SLICES);
    const outcome whole = train(p, settings, HILLOCK_EPOCHS, SLICES * chosen->epochs, 1);
    assert_same(&slices, &whole, chosen->solver);
    assert_true(slices.length == whole.length);
}

static void slices_of_epochs_are_one_training(void **state)
{
    (void)state;
    problem p = classes(M, N);
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (int standardize = 0; standardize < 2; standardize++) {
            const setting plain[] = {{HILLOCK_L2, 0.01},
                                     {HILLOCK_STANDARDIZE, standardize},
                                     {HILLOCK_HORIZON, SLICES * solvers[k].epochs},
                                     {HILLOCK_TOLERANCE, 1e-9},
                                     {0, 0}};
            const setting scheduled[] = {{HILLOCK_STANDARDIZE, standardize},
                                         {HILLOCK_HORIZON, SLICES * solvers[k].epochs},
                                         {HILLOCK_SCHEDULE, HILLOCK_COSINE},
                                         {HILLOCK_BATCH_SIZE, 1},
                                         {0, 0}};
            compare_epochs(&p, &solvers[k], plain);
            compare_epochs(&p, &solvers[k], scheduled);
        }
    problem_destroy(&p);
}

/* Of stochastic solvers they end inside epochs: 203 samples are 203, 29 or 7 steps. */
static void slices_of_steps_are_one_training(void **state)
{
    static const int batches[] = {1, 7, 32};
    (void)state;
    problem p = classes(M, N);
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
                setting settings[MOST_SETTINGS];
                extend(settings, solvers[k].solver, further);
                const outcome slices = train(&p, settings, HILLOCK_STEPS, share, SLICES);
                const outcome whole = train(&p, settings, HILLOCK_STEPS, SLICES * share, 1);
                if (whole.status == HILLOCK_STEP_LIMIT)
                    assert_same(&slices, &whole, solvers[k].solver);
            }
    problem_destroy(&p);
}

/* One call after another, far beyond where the training converges, or finds that it cannot. */
static void what_has_ended_stays(void **state)
{
    static const choice some[] = {{HILLOCK_GD, 500},  {HILLOCK_AGD, 100},  {HILLOCK_SAGA, 50},
                                  {HILLOCK_LBFGS, 5}, {HILLOCK_NEWTON, 2}, {HILLOCK_AUTO, 2}};
    static const setting ridge[] = {{HILLOCK_L2, 0.01}, {HILLOCK_STANDARDIZE, 1}, {0, 0}};
    (void)state;
    problem p = classes(M, N);
    for (size_t k = 0; k < sizeof some / sizeof some[0]; k++) {
        setting settings[MOST_SETTINGS];
        extend(settings, some[k].solver, ridge);
        const outcome slices = train(&p, settings, HILLOCK_EPOCHS, some[k].epochs, 12);
        const outcome whole = train(&p, settings, HILLOCK_EPOCHS, 12 * some[k].epochs, 1);
        assert_status(whole.status, HILLOCK_OK);
        assert_same(&slices, &whole, some[k].solver);
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_of_epochs_are_one_training),
        cmocka_unit_test(slices_of_steps_are_one_training),
        cmocka_unit_test(what_has_ended_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
