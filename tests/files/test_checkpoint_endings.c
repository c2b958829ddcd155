/* How trainings end that went from process to process: with the status, the sentence and the
 * history of one that was never stopped. */
#include "files/checkpoints.h"

#include <stdio.h>

enum { M = 60, N = 3, CAPACITY = 1024 };

static plan plan_of(const problem *p, hillock_activation activation, hillock_loss loss,
                    const setting *settings)
{
    plan it = {.p = p, .activation = activation, .loss = loss};
    for (size_t k = 0; settings[k].key; k++)
        it.settings[k] = settings[k];
    return it;
}

static hillock_status train(process *it, const plan *of, char message[CAPACITY])
{
    const hillock_status status = hillock_train(it->trainer, it->neuron, of->p->data);
    snprintf(message, CAPACITY, "%s", hillock_trainer_message(it->trainer));
    return status;
}

/* `calls` processes of `share` epochs, which the last one but `more` of them does not need. */
static void compare(const plan *of, int share, int calls, hillock_status expected)
{
    char at_once[CAPACITY], moved[CAPACITY];
    process whole = process_of(of, HILLOCK_EPOCHS, share * calls, false);
    assert_status(train(&whole, of, at_once), expected);
    process it = process_of(of, HILLOCK_EPOCHS, share, true);
    hillock_status status = train(&it, of, moved);
    for (int call = 1; call < calls; call++) {
        move(&it, of, HILLOCK_EPOCHS, share);
        status = train(&it, of, moved);
    }
    const char *const ending = strstr(at_once, "stopped");
    if (!strstr(moved, ending ? ending : at_once))
        fail_msg("'%s', and at once '%s'", moved, at_once);
    assert_same_outcome(outcome_of(&it, status), outcome_of(&whole, expected), at_once);
    process_end(&it);
    process_end(&whole);
}

/* To where double can tell no more. */
static void stalled_trainings_stay(void **state)
{
    static const hillock_solver some[] = {HILLOCK_LBFGS, HILLOCK_NEWTON};
    (void)state;
    problem p = problem_create(M, N, 5);
    make_classes(&p, 0.0, 1.0);
    for (size_t k = 0; k < 2; k++)
        for (int share = 1; share < 4; share += 2) {
            const setting never[] = {
                {HILLOCK_SOLVER, some[k]}, {HILLOCK_L2, 0.01}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
            const plan it = plan_of(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, never);
            compare(&it, share, 90, HILLOCK_STALLED);
        }
    problem_destroy(&p);
}

/* Features that depend on others, named by newton and by least squares. */
static void dependent_features_are_named_again(void **state)
{
    static const hillock_solver some[] = {HILLOCK_NEWTON, HILLOCK_LEAST_SQUARES};
    (void)state;
    problem p = problem_create(M, N, 5), wide = problem_create(4, 8, 5);
    for (size_t j = 0; j < M; j++)
        p.X[j * N + 2] = p.X[j * N] + p.X[j * N + 1];
    for (size_t k = 0; k < 2; k++) {
        const setting settings[] = {{HILLOCK_SOLVER, some[k]}, {0, 0}};
        const plan it = plan_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings);
        compare(&it, 4, 12, HILLOCK_RANK_DEFICIENT);
    }
    const setting newton[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    const plan it = plan_of(&wide, HILLOCK_IDENTITY, HILLOCK_SQUARED, newton);
    compare(&it, 4, 12, HILLOCK_RANK_DEFICIENT); /* the weights of least norm */
    problem_destroy(&wide);
    problem_destroy(&p);
}

/* In the span of few samples they have other numbers there than among all. */
static void dependent_features_without_a_penalty_are_named_again(void **state)
{
    enum { SAMPLES = 6, FEATURES = 12, FREE = 10 };
    static const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 0.1}, {0, 0}};
    double factors[FEATURES];
    (void)state;
    problem p = problem_create(SAMPLES, FEATURES, 5);
    for (size_t i = 0; i < FEATURES; i++)
        factors[i] = i < FREE;
    for (size_t j = 0; j < SAMPLES; j++)
        p.X[j * FEATURES + FREE + 1] = p.X[j * FEATURES + FREE];
    plan it = plan_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings);
    it.factors = factors;
    compare(&it, 4, 12, HILLOCK_RANK_DEFICIENT);
    problem_destroy(&p);
}

/* Where J bends down on the way, and newton takes another curvature until it is far from there. */
static void newton_goes_on_where_J_bends_down(void **state)
{
    static const setting settings[] = {
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_TOLERANCE, 1e-9}, {0, 0}};
    static const hillock_activation some[] = {HILLOCK_TANH, HILLOCK_LOGISTIC, HILLOCK_SOFTSIGN,
                                              HILLOCK_SILU, HILLOCK_GELU,     HILLOCK_EXP};
    (void)state;
    for (uint64_t seed = 1; seed < 9; seed++)
        for (size_t k = 0; k < sizeof some / sizeof *some; k++) {
            problem p = problem_create(M, N, seed);
            for (size_t j = 0; j < M; j++) {
                p.y[j] = tanh(3.0 * p.y[j] - 4.0 + (j % 9 == 0 ? 3.0 : 0.0));
                p.X[j * N] += 2.0;
            }
            const plan it = plan_of(&p, some[k], HILLOCK_SQUARED, settings);
            outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 40);
            assert_same_outcome(in_processes(&it, HILLOCK_EPOCHS, 1, 40), whole, "bends down");
            problem_destroy(&p);
        }
}

/* As many refinements as nearly dependent features need, or more. */
static void refinements_go_on(void **state)
{
    static const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}};
    (void)state;
    for (double near = 1e-9; near > 1e-15; near /= 4.0) {
        problem p = problem_create(M, N, 9);
        for (size_t j = 0; j < M; j++)
            p.X[j * N + 1] = p.X[j * N] + near * p.X[j * N + 1];
        const plan it = plan_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings);
        outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 40);
        assert_same_outcome(in_processes(&it, HILLOCK_EPOCHS, 1, 40), whole, "refinements");
        problem_destroy(&p);
    }
}

/* More evaluations than the history holds: it is thinned as it would have been. */
static void long_histories_go_on(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    make_classes(&p, 0.0, 1.0);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD},
                                {HILLOCK_HORIZON, 20000},
                                {HILLOCK_TOLERANCE, 0},
                                {HILLOCK_L2, 0.1},
                                {0, 0}};
    const plan it = plan_of(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings);
    outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 12300);
    assert_true(whole->length > 3000);
    assert_same_outcome(in_processes(&it, HILLOCK_EPOCHS, 4100, 3), whole, "histories");
    problem_destroy(&p);
}

static int cancel(const hillock_trainer *trainer, void *payload)
{
    (void)payload;
    (void)trainer;
    return 1;
}

/* What the cosine is laid out for was chosen by the first call, from its epochs. */
static void the_horizon_goes_on(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    make_classes(&p, 0.0, 1.0);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_SGD},
                                {HILLOCK_SCHEDULE, HILLOCK_COSINE},
                                {HILLOCK_TOLERANCE, 0},
                                {0, 0}};
    plan it = plan_of(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings);
    outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 9);
    it.progress = cancel;
    process moved = process_of(&it, HILLOCK_EPOCHS, 9, true);
    assert_status(hillock_train(moved.trainer, moved.neuron, p.data), HILLOCK_CANCELLED);
    it.progress = NULL;
    move(&moved, &it, HILLOCK_EPOCHS, 8);
    const hillock_status status = hillock_train(moved.trainer, moved.neuron, p.data);
    assert_same_outcome(outcome_of(&moved, status), whole, "horizon");
    process_end(&moved);
    problem_destroy(&p);
}

/* J is beyond what the start says is divergence, in whichever process. */
static void divergence_is_seen(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_GD}, {HILLOCK_LEARNING_RATE, 1.2}, {0, 0}};
    const plan it = plan_of(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings);
    outcome *const whole = at_once(&it, HILLOCK_EPOCHS, 90);
    outcome *const moved = in_processes(&it, HILLOCK_EPOCHS, 1, 3);
    assert_status(whole->status, HILLOCK_DIVERGED);
    assert_status(moved->status, HILLOCK_STEP_LIMIT);
    process other = process_of(&it, HILLOCK_EPOCHS, 3, true);
    assert_status(hillock_train(other.trainer, other.neuron, p.data), HILLOCK_STEP_LIMIT);
    move(&other, &it, HILLOCK_EPOCHS, 87);
    assert_status(hillock_train(other.trainer, other.neuron, p.data), HILLOCK_DIVERGED);
    assert_true(report_of(other.trainer, HILLOCK_REPORT_EPOCHS) == whole->report[1]);
    process_end(&other);
    free(moved);
    free(whole);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stalled_trainings_stay),
        cmocka_unit_test(dependent_features_are_named_again),
        cmocka_unit_test(dependent_features_without_a_penalty_are_named_again),
        cmocka_unit_test(newton_goes_on_where_J_bends_down),
        cmocka_unit_test(refinements_go_on),
        cmocka_unit_test(long_histories_go_on),
        cmocka_unit_test(the_horizon_goes_on),
        cmocka_unit_test(divergence_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
