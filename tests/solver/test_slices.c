/* Training in slices: calls of k epochs or steps by a trainer that keeps its state are, to the bit,
 * one call of as many together; and what is not the same training begins anew. */
#include "solver/problem.h"

#include <stdio.h>
#include <string.h>

enum { M = 203, N = 5, SLICES = 4, MOST_SETTINGS = 12 };

typedef struct choice {
    hillock_solver solver;
    int epochs; /* of a slice: as many slices do not yet converge */
} choice;

static const choice solvers[] = {
    {HILLOCK_GD, 3},       {HILLOCK_AGD, 3},          {HILLOCK_SGD, 2},     {HILLOCK_MOMENTUM, 2},
    {HILLOCK_NESTEROV, 2}, {HILLOCK_ADAGRAD, 2},      {HILLOCK_RMSPROP, 2}, {HILLOCK_ADAM, 2},
    {HILLOCK_ADAMW, 2},    {HILLOCK_AVERAGED_SGD, 2}, {HILLOCK_SAGA, 2},    {HILLOCK_LBFGS, 2},
    {HILLOCK_NEWTON, 1},   {HILLOCK_LEAST_SQUARES, 1}};
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
    double epochs, steps, J, gradient_norm, rate;
    size_t length;
    char message[1024];
} outcome;

static outcome outcome_of(const hillock_trainer *trainer, const hillock_neuron *neuron,
                          hillock_status status)
{
    outcome o = {.at = parameters_of(neuron),
                 .status = status,
                 .epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS),
                 .steps = report_of(trainer, HILLOCK_REPORT_STEPS),
                 .J = report_of(trainer, HILLOCK_REPORT_J),
                 .gradient_norm = report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM),
                 .rate = report_of(trainer, HILLOCK_REPORT_LEARNING_RATE),
                 .length = hillock_trainer_history_length(trainer)};
    snprintf(o.message, sizeof o.message, "%s", hillock_trainer_message(trainer));
    return o;
}

static hillock_neuron *neuron_for(double solver, size_t n)
{
    return solver == HILLOCK_LEAST_SQUARES ? neuron_of(n, HILLOCK_IDENTITY, HILLOCK_SQUARED)
                                           : neuron_of(n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
}

/* `calls` calls with limits of `share` each; the settings are the same. */
static outcome train(const problem *p, const setting *settings, int key, double share, int calls)
{
    hillock_neuron *const neuron = neuron_for(settings[0].value, p->n);
    hillock_trainer *const trainer = trainer_of(settings);
    hillock_status status = HILLOCK_OK;
    must(hillock_trainer_set_integer(trainer, key, (int64_t)share));
    must(hillock_trainer_set_integer(trainer, HILLOCK_KEEP_STATE, calls > 1));
    for (int call = 0; call < calls; call++) {
        status = hillock_train(trainer, neuron, p->data);
        assert_true(status >= HILLOCK_OK);
        if (report_of(trainer, HILLOCK_REPORT_WENT_ON) != (call > 0))
            fail_msg("call %d: %s", call, hillock_trainer_message(trainer));
        assert_true((strstr(hillock_trainer_message(trainer), "going on") != NULL) == (call > 0));
    }
    const outcome o = outcome_of(trainer, neuron, status);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return o;
}

static void assert_same(const outcome *slices, const outcome *whole, hillock_solver solver)
{
    if (slices->at.b != whole->at.b)
        fail_msg("solver %d: b is %.17g in slices, %.17g at once", (int)solver, slices->at.b,
                 whole->at.b);
    assert_memory_equal(&slices->at, &whole->at, sizeof whole->at);
    assert_status(slices->status, whole->status);
    assert_true(slices->epochs == whole->epochs && slices->steps == whole->steps);
    assert_true(slices->J == whole->J && slices->gradient_norm == whole->gradient_norm);
    assert_true(slices->rate == whole->rate);
    if (whole->status != HILLOCK_STEP_LIMIT && !strstr(slices->message, whole->message))
        fail_msg("in slices: %s; at once: %s", slices->message, whole->message);
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
    if (p->m > p->n && chosen->solver != HILLOCK_LEAST_SQUARES) /* else only the end is evaluated */
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

/* To where double can tell no more. */
static void stalled_trainings_stay(void **state)
{
    static const choice some[] = {
        {HILLOCK_LBFGS, 1}, {HILLOCK_LBFGS, 3}, {HILLOCK_NEWTON, 1}, {HILLOCK_NEWTON, 2}};
    static const setting never[] = {{HILLOCK_L2, 0.01}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
    (void)state;
    problem p = classes(M, N);
    for (size_t k = 0; k < sizeof some / sizeof some[0]; k++) {
        setting settings[MOST_SETTINGS];
        extend(settings, some[k].solver, never);
        const outcome slices = train(&p, settings, HILLOCK_EPOCHS, some[k].epochs, 100);
        const outcome whole = train(&p, settings, HILLOCK_EPOCHS, 100 * some[k].epochs, 1);
        assert_status(whole.status, HILLOCK_STALLED);
        assert_same(&slices, &whole, some[k].solver);
    }
    problem_destroy(&p);
}

/* Newton's method on a tenth of the samples first, in the span of a few, and with l1. */
static void newton_and_lbfgs_go_on_in_all_their_forms(void **state)
{
    static const choice forms[] = {{HILLOCK_NEWTON, 1}, {HILLOCK_NEWTON, 2}, {HILLOCK_LBFGS, 1}};
    static const struct {
        size_t m, n;
        setting further[4];
    } cases[] = {{20000, 3, {{HILLOCK_TOLERANCE, 1e-12}, {0, 0}}},
                 {6, 8, {{HILLOCK_L2, 1e-3}, {HILLOCK_TOLERANCE, 1e-12}, {0, 0}}},
                 {203, 5, {{HILLOCK_L1, 0.02}, {HILLOCK_STANDARDIZE, 1}, {0, 0}}},
                 {203, 5, {{HILLOCK_TOLERANCE, 1e-12}, {0, 0}}}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        problem p = classes(cases[c].m, cases[c].n);
        for (size_t k = 0; k < 3; k++)
            compare_epochs(&p, &forms[k], cases[c].further);
        problem_destroy(&p);
    }
}

/* Whichever step the tolerance is reached in, a limit of steps that falls on it cuts nothing: of
 * few samples and of many, with l1, in the span. */
static void newton_goes_beyond_the_tolerance_in_the_slice_that_reaches_it(void **state)
{
    enum { MOST_SHARE = 8, CALLS = 20 };
    static const struct {
        size_t m, n;
        setting further[2];
    } cases[] = {{203, 5, {{0, 0}}},
                 {18400, 120, {{0, 0}}}, /* an H of them is not cheap */
                 {203, 5, {{HILLOCK_L1, 0.02}, {0, 0}}},
                 {60, 100, {{HILLOCK_L2, 1e-3}, {0, 0}}}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof cases[0]; c++) {
        setting settings[MOST_SETTINGS];
        problem p = classes(cases[c].m, cases[c].n);
        extend(settings, HILLOCK_NEWTON, cases[c].further);
        const outcome whole = train(&p, settings, HILLOCK_STEPS, 0, 1);
        assert_status(whole.status, HILLOCK_OK);
        for (int share = 1; share <= MOST_SHARE; share++) {
            const outcome slices = train(&p, settings, HILLOCK_STEPS, share, CALLS);
            assert_same(&slices, &whole, HILLOCK_NEWTON);
        }
        problem_destroy(&p);
    }
}

/* Refinements, as many as nearly dependent features need; one feature depends on another. */
static void least_squares_goes_on(void **state)
{
    static const choice one = {HILLOCK_LEAST_SQUARES, 1};
    static const setting none[] = {{0, 0}};
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}};
    (void)state;
    problem p = problem_create(M, N, 9);
    for (size_t j = 0; j < M; j++) {
        p.X[j * N + 1] = p.X[j * N] + 1e-9 * p.X[j * N + 1];
        p.X[j * N + 4] = p.X[j * N + 3];
    }
    compare_epochs(&p, &one, none);
    const outcome slices = train(&p, settings, HILLOCK_EPOCHS, 1, 9);
    const outcome whole = train(&p, settings, HILLOCK_EPOCHS, 9, 1);
    assert_same(&slices, &whole, HILLOCK_LEAST_SQUARES);
    assert_status(whole.status, HILLOCK_RANK_DEFICIENT);
    assert_true(whole.epochs >= 3.0 && whole.epochs < 9.0);
    problem_destroy(&p);
}

/* Classes that a plane parts: every call says so, and goes on as if it had not. */
static void separated_classes_go_on(void **state)
{
    enum { EPOCHS = 30 };
    static const setting raw[] = {
        {HILLOCK_TOLERANCE, 0}, {HILLOCK_HORIZON, SLICES * EPOCHS}, {0, 0}};
    (void)state;
    problem p = problem_create(M, N, 8);
    for (size_t j = 0; j < M; j++)
        p.y[j] = p.X[j * N] > 0.3 ? 1.0 : 0.0;
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const choice many = {solvers[k].solver, EPOCHS};
        compare_epochs(&p, &many, raw);
    }
    for (int calls = 1; calls < 16; calls++) {
        setting settings[MOST_SETTINGS];
        extend(settings, HILLOCK_NEWTON, raw);
        const outcome slices = train(&p, settings, HILLOCK_EPOCHS, 1, calls);
        const outcome whole = train(&p, settings, HILLOCK_EPOCHS, calls, 1);
        assert_true(calls < 15 || whole.status == HILLOCK_SEPARATED);
        assert_same(&slices, &whole, HILLOCK_NEWTON);
    }
    problem_destroy(&p);
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
    problem p = classes(M, N);
    for (size_t k = 0; k < N_SOLVERS; k++) {
        const setting settings[] = {{HILLOCK_SOLVER, solvers[k].solver},
                                    {HILLOCK_STANDARDIZE, 1},
                                    {HILLOCK_KEEP_STATE, 1},
                                    {HILLOCK_HORIZON, 5},
                                    {HILLOCK_L2, 0.01},
                                    {HILLOCK_TOLERANCE, 1e-9},
                                    {0, 0}};
        hillock_neuron *const neuron = neuron_for(solvers[k].solver, N);
        hillock_trainer *const trainer = trainer_of(settings);
        hillock_status status = HILLOCK_CANCELLED;
        must(hillock_trainer_set_progress(trainer, cancel, NULL));
        for (int epoch = 0; epoch < 5; epoch++)
            status = hillock_train(trainer, neuron, p.data);
        const outcome whole = train(&p, settings, HILLOCK_EPOCHS, 5, 1);
        outcome slices = outcome_of(trainer, neuron, status);
        if (status == HILLOCK_CANCELLED)
            slices.status = HILLOCK_STEP_LIMIT;
        assert_same(&slices, &whole, solvers[k].solver);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* The parameters of the least validation loss are what each call leaves, not where the next one
 * begins. */
static void early_stopping_goes_on(void **state)
{
    (void)state;
    problem few = classes(40, N), many = classes(300, N);
    for (size_t k = 0; k < N_SOLVERS; k++) {
        outcome ended[2];
        for (int sliced = 0; sliced < 2; sliced++) {
            hillock_neuron *const neuron = neuron_for(solvers[k].solver, N);
            hillock_trainer *const trainer =
                trainer_of((setting[]){{HILLOCK_SOLVER, solvers[k].solver},
                                       {HILLOCK_STANDARDIZE, 1},
                                       {HILLOCK_EPOCHS, sliced ? 4 : 120},
                                       {HILLOCK_EVALUATE_EVERY, 2},
                                       {HILLOCK_HORIZON, 120},
                                       {HILLOCK_PATIENCE, 6},
                                       {HILLOCK_L2, 1e-3},
                                       {HILLOCK_TOLERANCE, 1e-10},
                                       {HILLOCK_KEEP_STATE, sliced},
                                       {0, 0}});
            hillock_status status = HILLOCK_OK;
            must(hillock_trainer_set_validation(trainer, many.data));
            for (int call = 0; call < (sliced ? 30 : 1); call++)
                status = hillock_train(trainer, neuron, few.data);
            ended[sliced] = outcome_of(trainer, neuron, status);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        assert_same(&ended[1], &ended[0], solvers[k].solver);
        assert_true(ended[1].length == ended[0].length);
    }
    problem_destroy(&many);
    problem_destroy(&few);
}

static void a_smaller_tolerance_goes_on_from_convergence(void **state)
{
    static const hillock_solver some[] = {HILLOCK_GD, HILLOCK_AGD, HILLOCK_SAGA, HILLOCK_LBFGS,
                                          HILLOCK_NEWTON};
    (void)state;
    problem p = classes(M, N), wide = classes(6, 8);
    for (size_t k = 0; k < 6; k++) {
        const problem *const q = k < 5 ? &p : &wide;
        hillock_neuron *const neuron = neuron_of(q->n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer =
            trainer_of((setting[]){{HILLOCK_SOLVER, some[k < 5 ? k : 4]},
                                   {HILLOCK_KEEP_STATE, 1},
                                   {HILLOCK_L2, 0.01},
                                   {HILLOCK_STANDARDIZE, 1},
                                   {HILLOCK_TOLERANCE, 1e-2},
                                   {0, 0}});
        assert_status(hillock_train(trainer, neuron, q->data), HILLOCK_OK);
        const double epochs = report_of(trainer, HILLOCK_REPORT_EPOCHS);
        assert_status(hillock_train(trainer, neuron, q->data), HILLOCK_OK);
        assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) == epochs);
        must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-8));
        assert_status(hillock_train(trainer, neuron, q->data), HILLOCK_OK);
        assert_true(report_of(trainer, HILLOCK_REPORT_WENT_ON) == 1.0);
        assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) <= 1e-8);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&wide);
    problem_destroy(&p);
}

/* Which features depend on others newton asks of X alone: the next step is by the curvature all the
 * same, as that of a training that begins here. */
static void a_step_after_dependent_features_were_named_is_newtons(void **state)
{
    enum { MANY = 18400, WIDE = 120 }; /* else it would go beyond the tolerance to the very end */
    const setting first[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                             {HILLOCK_KEEP_STATE, 1},
                             {HILLOCK_TOLERANCE, 0.1},
                             {0, 0}};
    const setting anew[] = {
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_STEPS, 1}, {HILLOCK_TOLERANCE, 1e-12}, {0, 0}};
    (void)state;
    problem p = classes(MANY, WIDE);
    for (size_t j = 0; j < MANY; j++)
        p.X[j * WIDE + 4] = p.X[j * WIDE] + p.X[j * WIDE + 1];
    hillock_neuron *const neuron = neuron_for(HILLOCK_NEWTON, WIDE);
    hillock_neuron *const other = neuron_for(HILLOCK_NEWTON, WIDE);
    hillock_trainer *const kept = trainer_of(first), *const new = trainer_of(anew);
    assert_status(hillock_train(kept, neuron, p.data), HILLOCK_RANK_DEFICIENT);
    const parameters reached = parameters_of(neuron);
    const double steps = report_of(kept, HILLOCK_REPORT_STEPS);
    assert_true(report_of(kept, HILLOCK_REPORT_GRADIENT_NORM) > 1e-12);
    must(hillock_neuron_set_parameters(other, reached.w, reached.b));
    must(hillock_trainer_set_integer(kept, HILLOCK_STEPS, 1));
    must(hillock_trainer_set_real(kept, HILLOCK_TOLERANCE, 1e-12));
    assert_true(hillock_train(kept, neuron, p.data) > 0);
    assert_true(hillock_train(new, other, p.data) > 0);
    assert_true(report_of(kept, HILLOCK_REPORT_WENT_ON) == 1.0);
    assert_true(report_of(kept, HILLOCK_REPORT_STEPS) == steps + 1.0);
    assert_close(report_of(kept, HILLOCK_REPORT_J), report_of(new, HILLOCK_REPORT_J), 1e-12);
    hillock_trainer_destroy(kept);
    hillock_trainer_destroy(new);
    hillock_neuron_destroy(neuron);
    hillock_neuron_destroy(other);
    problem_destroy(&p);
}

/* It knows its answer outside the coordinates it works in, and must go on inside them. */
static void least_squares_goes_on_from_its_answer(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 12);
    for (size_t j = 0; j < M; j++)
        p.X[j * N] = 100.0 * p.X[j * N] + 1000.0;
    hillock_neuron *const neuron = neuron_for(HILLOCK_LEAST_SQUARES, N);
    hillock_trainer *const trainer = trainer_of(
        (setting[]){{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_KEEP_STATE, 1}, {0, 0}});
    must(hillock_train(trainer, neuron, p.data));
    const outcome before = outcome_of(trainer, neuron, HILLOCK_STALLED);
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-30));
    const hillock_status status = hillock_train(trainer, neuron, p.data);
    outcome after = outcome_of(trainer, neuron, status);
    assert_true(report_of(trainer, HILLOCK_REPORT_WENT_ON) == 1.0);
    snprintf(after.message, sizeof after.message, "%s", before.message);
    assert_same(&after, &before, HILLOCK_LEAST_SQUARES);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* What a call finds that is to go on from another one. */
typedef struct world {
    problem p, other;
    hillock_neuron *neuron;
    hillock_trainer *trainer;
    double ones[M];
} world;

static void change_nothing(world *it)
{
    (void)it;
}

static void change_limits(world *it)
{
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_EPOCHS, 7));
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_STEPS, 3));
    must(hillock_trainer_set_real(it->trainer, HILLOCK_SECONDS, 1000));
    must(hillock_trainer_set_real(it->trainer, HILLOCK_TOLERANCE, 1e-9));
}

static void change_neuron_for_one_like_it(world *it)
{
    const parameters at = parameters_of(it->neuron);
    hillock_neuron_destroy(it->neuron);
    it->neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_neuron_set_parameters(it->neuron, at.w, at.b));
}

static void change_parameters(world *it)
{
    parameters at = parameters_of(it->neuron);
    at.w[3] = nextafter(at.w[3], 10.0);
    must(hillock_neuron_set_parameters(it->neuron, at.w, at.b));
}

static void change_bias(world *it)
{
    const parameters at = parameters_of(it->neuron);
    must(hillock_neuron_set_parameters(it->neuron, at.w, at.b + 1.0));
}

static void change_mathematics(world *it)
{
    const parameters at = parameters_of(it->neuron);
    hillock_neuron_destroy(it->neuron);
    it->neuron = neuron_of(N, HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY);
    must(hillock_neuron_set_parameters(it->neuron, at.w, at.b));
}

static void change_features(world *it)
{
    must(hillock_dataset_set_features_f64(it->p.data, it->other.X, HILLOCK_SAMPLE_MAJOR, N));
}

static void change_targets(world *it)
{
    must(hillock_dataset_set_targets_f64(it->p.data, it->other.y));
}

static void change_weights(world *it)
{
    must(hillock_dataset_set_weights_f64(it->p.data, it->ones));
}

static void change_offset(world *it)
{
    must(hillock_dataset_set_offset_f64(it->p.data, it->ones));
}

static void change_rate(world *it)
{
    must(hillock_trainer_set_real(it->trainer, HILLOCK_LEARNING_RATE, 0.01));
}

static void change_solver(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_LBFGS));
}

static void change_threads(world *it)
{
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_THREADS, 3));
}

static void change_penalty_factors(world *it)
{
    must(hillock_trainer_set_penalty_factors(it->trainer, N, it->ones));
}

static void change_validation(world *it)
{
    must(hillock_trainer_set_validation(it->trainer, it->other.data));
}

static void fail_once(world *it)
{
    hillock_neuron *const narrow = neuron_of(N - 1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_train(it->trainer, narrow, it->p.data), HILLOCK_ERROR_SIZE);
    hillock_neuron_destroy(narrow);
}

static void fail_without_a_neuron(world *it)
{
    assert_status(hillock_train(it->trainer, NULL, it->p.data), HILLOCK_ERROR_NULL);
}

static void refuse_an_option(world *it)
{
    assert_status(hillock_trainer_set_real(it->trainer, HILLOCK_L2, -1), HILLOCK_ERROR_VALUE);
}

static void keep_no_state(world *it)
{
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_KEEP_STATE, 0));
}

static void only_the_same_training_goes_on(void **state)
{
    static const struct {
        void (*change)(world *it);
        bool goes_on;
        const char *why; /* that the message says; NULL: nothing */
    } changes[] = {{change_nothing, true, "going on"},
                   {change_limits, true, NULL},
                   {change_neuron_for_one_like_it, true, NULL},
                   {change_parameters, false, "anew, as the parameters have"},
                   {change_bias, false, NULL},
                   {change_mathematics, false, "anew, as the neuron"},
                   {change_features, false, "anew, as the dataset"},
                   {change_targets, false, NULL},
                   {change_weights, false, NULL},
                   {change_offset, false, NULL},
                   {change_rate, false, "anew, as an option has been set since"},
                   {change_solver, false, NULL},
                   {change_threads, false, NULL},
                   {change_penalty_factors, false, NULL},
                   {change_validation, false, NULL},
                   {fail_once, false, NULL},
                   {fail_without_a_neuron, false, NULL},
                   {refuse_an_option, true, NULL},
                   {keep_no_state, false, NULL}};
    (void)state;
    for (size_t k = 0; k < sizeof changes / sizeof changes[0]; k++) {
        world it = {.p = classes(M, N), .other = classes(M, N)};
        for (size_t j = 0; j < M; j++)
            it.ones[j] = 1.0;
        it.neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        it.trainer = trainer_of((setting[]){{HILLOCK_KEEP_STATE, 1}, {HILLOCK_EPOCHS, 2}, {0, 0}});
        assert_status(hillock_train(it.trainer, it.neuron, it.p.data), HILLOCK_STEP_LIMIT);
        assert_true(report_of(it.trainer, HILLOCK_REPORT_WENT_ON) == 0.0);
        changes[k].change(&it);
        assert_true(hillock_train(it.trainer, it.neuron, it.p.data) >= HILLOCK_OK);
        const bool told =
            !changes[k].why || strstr(hillock_trainer_message(it.trainer), changes[k].why);
        if (!told || report_of(it.trainer, HILLOCK_REPORT_WENT_ON) != changes[k].goes_on)
            fail_msg("change %zu: %s", k, hillock_trainer_message(it.trainer));
        hillock_trainer_destroy(it.trainer);
        hillock_neuron_destroy(it.neuron);
        problem_destroy(&it.other);
        problem_destroy(&it.p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_of_epochs_are_one_training),
        cmocka_unit_test(slices_of_steps_are_one_training),
        cmocka_unit_test(what_has_ended_stays),
        cmocka_unit_test(stalled_trainings_stay),
        cmocka_unit_test(newton_and_lbfgs_go_on_in_all_their_forms),
        cmocka_unit_test(newton_goes_beyond_the_tolerance_in_the_slice_that_reaches_it),
        cmocka_unit_test(least_squares_goes_on),
        cmocka_unit_test(separated_classes_go_on),
        cmocka_unit_test(cancelled_trainings_go_on),
        cmocka_unit_test(early_stopping_goes_on),
        cmocka_unit_test(a_smaller_tolerance_goes_on_from_convergence),
        cmocka_unit_test(a_step_after_dependent_features_were_named_is_newtons),
        cmocka_unit_test(least_squares_goes_on_from_its_answer),
        cmocka_unit_test(only_the_same_training_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
