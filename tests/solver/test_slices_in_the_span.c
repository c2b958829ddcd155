/* Newton's method in the span of few samples, where the last step in it may already be converged in
 * all features: wherever a call is cut, the next ones end at the same bits as one call. */
#include "solver/problem.h"

#include <string.h>

enum { M = 700, N = 1000, LEAST_STEPS = 4, MOST_STEPS = 8 }; /* about the last ones */

/* Stops the training where a progress call says that it has come so far. */
static int stop(const hillock_trainer *trainer, void *payload)
{
    const int *const steps = payload;
    return report_of(trainer, HILLOCK_REPORT_STEPS) >= *steps;
}

typedef struct outcome {
    double w[N];
    double b;
    double steps;
    hillock_status first; /* how the first call ended, and the last one */
    hillock_status last;
} outcome;

typedef enum cut { NOWHERE, BY_STEPS, BY_EPOCHS, BY_PROGRESS } cut;

static void uncut(hillock_trainer *trainer)
{
    must(hillock_trainer_set_integer(trainer, HILLOCK_STEPS, 0));
    must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 100));
    must(hillock_trainer_set_progress(trainer, NULL, NULL));
}

/* A call that is cut after `steps`, then others that are not. */
static outcome train(const problem *p, double tolerance, cut by, int steps)
{
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                                                  {HILLOCK_KEEP_STATE, 1},
                                                                  {HILLOCK_L2, 0.01},
                                                                  {HILLOCK_TOLERANCE, tolerance},
                                                                  {0, 0}});
    outcome o;
    uncut(trainer);
    if (by == BY_STEPS)
        must(hillock_trainer_set_integer(trainer, HILLOCK_STEPS, steps));
    if (by == BY_EPOCHS)
        must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, steps));
    if (by == BY_PROGRESS)
        must(hillock_trainer_set_progress(trainer, stop, &steps));
    o.first = o.last = hillock_train(trainer, neuron, p->data);
    uncut(trainer);
    for (int k = 0; k < 3 && o.last != HILLOCK_OK; k++)
        o.last = hillock_train(trainer, neuron, p->data);
    o.steps = report_of(trainer, HILLOCK_REPORT_STEPS);
    must(hillock_neuron_get_parameters(neuron, o.w, &o.b));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return o;
}

static void wherever_a_call_is_cut_the_next_ones_end_alike(void **state)
{
    static const double tolerances[] = {1e-8, 1e-9};
    problem p = problem_create(M, N, 5);
    (void)state;
    make_classes(&p, 0.0, 1.0);
    for (size_t k = 0; k < 2; k++) {
        const outcome whole = train(&p, tolerances[k], NOWHERE, 0);
        assert_int_equal(whole.first, HILLOCK_OK);
        for (cut by = BY_STEPS; by <= BY_PROGRESS; by++)
            for (int steps = LEAST_STEPS; steps <= MOST_STEPS; steps++) {
                const outcome slices = train(&p, tolerances[k], by, steps);
                assert_int_equal(slices.last, HILLOCK_OK);
                assert_true(slices.steps == whole.steps);
                assert_memory_equal(slices.w, whole.w, sizeof whole.w);
                assert_true(slices.b == whole.b);
            }
    }
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wherever_a_call_is_cut_the_next_ones_end_alike)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
