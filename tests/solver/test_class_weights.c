/* Balanced class weights: both classes weigh the same in total, by weights that the caller might
 * have given as well. */
#include "solver/problem.h"

#include <string.h>

enum { M = 120, N = 3, UPPER = 30 };

/* Thirty samples of 120 of the upper class. */
static problem uneven(double lower, double upper)
{
    problem p = problem_create(M, N, 11);
    for (size_t j = 0; j < M; j++)
        p.y[j] = j % 4 == 0 ? upper : lower;
    return p;
}

/* W / (2 W_c) of 90 and 30 samples. */
static void as_scikit_learn_would(const problem *p, double *weights)
{
    for (size_t j = 0; j < M; j++)
        weights[j] = p->y[j] == 1.0 ? 120.0 / (2 * 30) : 120.0 / (2 * 90);
}

static const hillock_solver solvers[] = {HILLOCK_GD,  HILLOCK_SGD,   HILLOCK_ADAM,  HILLOCK_SAGA,
                                         HILLOCK_AGD, HILLOCK_LBFGS, HILLOCK_NEWTON};
enum { N_SOLVERS = sizeof solvers / sizeof solvers[0] };

static void balanced_trains_as_with_those_weights_given(void **state)
{
    static const hillock_loss losses[] = {HILLOCK_CROSS_ENTROPY, HILLOCK_SQUARED_HINGE};
    (void)state;
    for (size_t l = 0; l < 2; l++) {
        const bool unit = losses[l] == HILLOCK_CROSS_ENTROPY;
        const hillock_activation activation = unit ? HILLOCK_LOGISTIC : HILLOCK_IDENTITY;
        problem p = uneven(unit ? 0.0 : -1.0, 1.0);
        double weights[M];
        as_scikit_learn_would(&p, weights);
        for (size_t k = 0; k < N_SOLVERS; k++) {
            setting settings[] = {{HILLOCK_SOLVER, solvers[k]},
                                  {HILLOCK_EPOCHS, 3},
                                  {HILLOCK_TOLERANCE, 0},
                                  {HILLOCK_L2, 0.01},
                                  {HILLOCK_CLASS_WEIGHTS, HILLOCK_CLASSES_BALANCED},
                                  {0, 0}};
            must(hillock_dataset_set_weights_f64(p.data, NULL));
            const parameters balanced =
                trained(&p, activation, losses[l], settings, HILLOCK_STEP_LIMIT);
            settings[4].value = HILLOCK_CLASSES_AS_GIVEN;
            must(hillock_dataset_set_weights_f64(p.data, weights));
            const parameters given =
                trained(&p, activation, losses[l], settings, HILLOCK_STEP_LIMIT);
            assert_near(&balanced, &given, N, 1e-14);
        }
        problem_destroy(&p);
    }
}

/* The mean of log(1 + e^-z), or e^z, by these weights. */
static double J_of(const problem *p, const parameters *at, const double *weights)
{
    double sum = 0.0, total = 0.0;
    for (size_t j = 0; j < M; j++) {
        double z = at->b;
        for (size_t i = 0; i < N; i++)
            z += at->w[i] * p->X[j * N + i];
        sum += weights[j] * log1p(exp(p->y[j] == 1.0 ? -z : z));
        total += weights[j];
    }
    return sum / total;
}

static void given_weights_are_multiplied_and_j_is_the_weighted_one(void **state)
{
    (void)state;
    problem p = uneven(0.0, 1.0);
    double weights[M], before[M], balanced[M], sums[2] = {0.0, 0.0}, J;
    for (size_t j = 0; j < M; j++) {
        before[j] = weights[j] = (double)(j % 7);
        if (p.y[j] == 1.0) /* easier to tell than the others, or any weights give about that J */
            p.X[j * N] = 1.5 + 0.1 * p.X[j * N];
        sums[p.y[j] == 1.0] += weights[j];
    }
    for (size_t j = 0; j < M; j++)
        balanced[j] = weights[j] / sums[p.y[j] == 1.0];
    must(hillock_dataset_set_weights_f64(p.data, weights));
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer =
        trainer_of((setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON},
                               {HILLOCK_CLASS_WEIGHTS, HILLOCK_CLASSES_BALANCED},
                               {0, 0}});
    must(hillock_train(trainer, neuron, p.data));
    const parameters reached = parameters_of(neuron);
    assert_close(report_of(trainer, HILLOCK_REPORT_J), J_of(&p, &reached, balanced), 1e-14);
    must(hillock_evaluate(neuron, p.data, &J)); /* the dataset's own */
    assert_close(J, J_of(&p, &reached, weights), 1e-14);
    assert_true(fabs(J - report_of(trainer, HILLOCK_REPORT_J)) > 0.01);
    assert_memory_equal(weights, before, sizeof weights);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* A class may weigh so little that the quotient of the two is no double. */
static void classes_of_any_weight_are_balanced(void **state)
{
    static const double scales[][2] = {{1e-300, 1e10}, {1e-320, 1.0}, {1.0, 1e148}};
    (void)state;
    problem p = uneven(0.0, 1.0);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                {HILLOCK_CLASS_WEIGHTS, HILLOCK_CLASSES_BALANCED},
                                {0, 0}};
    const parameters plain =
        trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_OK);
    for (size_t k = 0; k < sizeof scales / sizeof scales[0]; k++) {
        double weights[M];
        for (size_t j = 0; j < M; j++)
            weights[j] = scales[k][p.y[j] == 1.0];
        must(hillock_dataset_set_weights_f64(p.data, weights));
        const parameters weighted =
            trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_OK);
        assert_near(&weighted, &plain, N, 1e-12);
    }
    problem_destroy(&p);
}

static void refused(const problem *p, hillock_activation activation, hillock_loss loss,
                    hillock_status expected, const char *words)
{
    hillock_neuron *const neuron = neuron_of(N, activation, loss);
    hillock_trainer *const trainer = trainer_of((setting[]){{0, 0}});
    must(hillock_trainer_set_text(trainer, "class-weights", "balanced"));
    assert_status(hillock_train(trainer, neuron, p->data), expected);
    assert_non_null(strstr(hillock_trainer_message(trainer), words));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
}

static void what_cannot_be_balanced_is_refused_with_the_reason(void **state)
{
    (void)state;
    double weights[M];
    problem p = uneven(0.0, 1.0);
    refused(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, HILLOCK_ERROR_VALUE, "squared has no classes");
    refused(&p, HILLOCK_IDENTITY, HILLOCK_HINGE, HILLOCK_ERROR_TARGET, "use 2 y - 1");
    p.y[7] = 0.25;
    refused(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_TARGET, "row 7 is 0.25");
    p.y[7] = NAN;
    refused(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_NOT_FINITE, "row 7");
    p.y[7] = 0.0;
    for (size_t j = 0; j < M; j++)
        weights[j] = p.y[j];
    must(hillock_dataset_set_weights_f64(p.data, weights));
    refused(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_ONE_CLASS, "the target 0");
    for (size_t j = 0; j < M; j++)
        weights[j] = 1.0 - p.y[j];
    refused(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_ONE_CLASS, "the target 1");
    weights[3] = -1.0;
    refused(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, HILLOCK_ERROR_WEIGHT, "row 3 is -1");
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(balanced_trains_as_with_those_weights_given),
        cmocka_unit_test(given_weights_are_multiplied_and_j_is_the_weighted_one),
        cmocka_unit_test(classes_of_any_weight_are_balanced),
        cmocka_unit_test(what_cannot_be_balanced_is_refused_with_the_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
