/* Early stopping: a few noisy samples to train on, many to validate with, so that the validation
 * loss is least before J is. */
#include "solver/problem.h"

#include <string.h>

enum { M = 40, N = 8, VALIDATED = 300, MOST_POINTS = 4096 };

typedef struct pair {
    problem train;
    problem validation;
} pair;

static pair pair_create(void)
{
    const pair p = {problem_create(M, N, 5), problem_create(VALIDATED, N, 6)};
    make_classes(&p.train, 0.0, 1.0);
    make_classes(&p.validation, 0.0, 1.0);
    return p;
}

static void pair_destroy(pair *p)
{
    problem_destroy(&p->train);
    problem_destroy(&p->validation);
}

static const hillock_solver solvers[] = {
    HILLOCK_GD,      HILLOCK_SGD,   HILLOCK_MOMENTUM, HILLOCK_NESTEROV,     HILLOCK_ADAGRAD,
    HILLOCK_RMSPROP, HILLOCK_ADAM,  HILLOCK_ADAMW,    HILLOCK_AVERAGED_SGD, HILLOCK_SAGA,
    HILLOCK_AGD,     HILLOCK_LBFGS, HILLOCK_NEWTON};
enum { N_SOLVERS = sizeof solvers / sizeof solvers[0] };

typedef struct ended {
    hillock_status status;
    size_t length;
    size_t least; /* the evaluation with the least validation loss */
    double validation_J[MOST_POINTS];
} ended;

static ended train(hillock_trainer *trainer, hillock_neuron *neuron, const pair *p)
{
    static ended e;
    must(hillock_trainer_set_validation(trainer, p->validation.data));
    e = (ended){.status = hillock_train(trainer, neuron, p->train.data)};
    e.length = hillock_trainer_history_length(trainer);
    must(hillock_trainer_validation_history(trainer, MOST_POINTS, e.validation_J));
    for (size_t k = 1; k < e.length; k++)
        if (e.validation_J[k] < e.validation_J[e.least])
            e.least = k;
    return e;
}

static void every_solver_leaves_the_parameters_of_the_least_validation_loss(void **state)
{
    (void)state;
    pair p = pair_create();
    for (size_t k = 0; k < N_SOLVERS; k++)
        for (int standardize = 0; standardize < 2; standardize++) {
            double J;
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
            hillock_trainer *const trainer =
                trainer_of((setting[]){{HILLOCK_SOLVER, solvers[k]},
                                       {HILLOCK_STANDARDIZE, standardize},
                                       {HILLOCK_EPOCHS, 300},
                                       {HILLOCK_PATIENCE, 6},
                                       {HILLOCK_L2, 1e-3},
                                       {HILLOCK_TOLERANCE, 1e-10},
                                       {0, 0}});
            const ended e = train(trainer, neuron, &p);
            must(hillock_evaluate(neuron, p.validation.data, &J));
            assert_close(J, e.validation_J[e.least], 1e-15);
            assert_close(J, report_of(trainer, HILLOCK_REPORT_VALIDATION_J), 1e-15);
            assert_true(e.least > 0);
            assert_true(e.least + 6 >= e.length - 1);
            if (e.least + 6 == e.length - 1)
                assert_status(e.status, HILLOCK_EARLY_STOPPED);
            assert_true(e.validation_J[e.length - 1] > J || e.least == e.length - 1);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    pair_destroy(&p);
}

static void training_ends_after_as_many_evaluations_as_patience_says(void **state)
{
    (void)state;
    pair p = pair_create();
    for (int64_t patience = 1; patience <= 7; patience += 3) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer =
            trainer_of((setting[]){{HILLOCK_PATIENCE, (double)patience}, {0, 0}});
        const ended e = train(trainer, neuron, &p);
        assert_status(e.status, HILLOCK_EARLY_STOPPED);
        assert_int_equal(e.length - 1 - e.least, patience);
        assert_true(report_of(trainer, HILLOCK_REPORT_VALIDATION_EPOCH) == (double)e.least);
        assert_true(report_of(trainer, HILLOCK_REPORT_EPOCHS) == (double)(e.length - 1));
        assert_non_null(strstr(hillock_trainer_message(trainer), "the least validation loss"));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    pair_destroy(&p);
}

/* Without patience newton arrives; that is no place of convergence if the loss was less before. */
static void
converged_elsewhere_is_not_called_converged_and_reports_are_of_what_is_left(void **state)
{
    (void)state;
    pair p = pair_create();
    double J, slopes[N], J_now;
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer =
        trainer_of((setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_PATIENCE, 0}, {0, 0}});
    const ended e = train(trainer, neuron, &p);
    assert_status(e.status, HILLOCK_EARLY_STOPPED);
    assert_true(e.least < e.length - 1);
    must(hillock_gradient(neuron, p.train.data, &J_now, slopes, &J));
    assert_close(report_of(trainer, HILLOCK_REPORT_J), J_now, 1e-15);
    assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) > 1e-3);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    pair_destroy(&p);
}

static void trained_past_the_least_loss_the_start_stays_as_it_was(void **state)
{
    (void)state;
    pair p = pair_create();
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const ideal = trainer_of((setting[]){{HILLOCK_SOLVER, HILLOCK_LBFGS}, {0, 0}});
    must(hillock_train(ideal, neuron, p.validation.data));
    const parameters before = parameters_of(neuron);
    hillock_trainer *const trainer = trainer_of((setting[]){{0, 0}});
    const ended e = train(trainer, neuron, &p);
    const parameters after = parameters_of(neuron);
    assert_status(e.status, HILLOCK_EARLY_STOPPED);
    assert_int_equal(e.length, 11);
    assert_memory_equal(&before, &after, sizeof before);
    hillock_trainer_destroy(trainer);
    hillock_trainer_destroy(ideal);
    hillock_neuron_destroy(neuron);
    pair_destroy(&p);
}

/* gd: one trip through each at the start and each epoch, the return to the best, and the check. */
static void trips_through_the_validation_data_are_counted(void **state)
{
    (void)state;
    pair p = pair_create();
    double passes[2];
    for (int with = 0; with < 2; with++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer = trainer_of((setting[]){{HILLOCK_EPOCHS, 5}, {0, 0}});
        must(hillock_trainer_set_validation(trainer, with ? p.validation.data : NULL));
        assert_status(hillock_train(trainer, neuron, p.train.data), HILLOCK_STEP_LIMIT);
        passes[with] = report_of(trainer, HILLOCK_REPORT_PASSES);
        assert_true(isnan(report_of(trainer, HILLOCK_REPORT_VALIDATION_J)) == !with);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    assert_true(passes[1] == passes[0] + 6.0);
    pair_destroy(&p);
}

static void refused(const pair *p, const hillock_dataset *validation, hillock_status expected,
                    const char *words)
{
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((setting[]){{0, 0}});
    must(hillock_trainer_set_validation(trainer, validation));
    assert_status(hillock_train(trainer, neuron, p->train.data), expected);
    assert_non_null(strstr(hillock_trainer_message(trainer), "validation dataset"));
    assert_non_null(strstr(hillock_trainer_message(trainer), words));
    const parameters untouched = parameters_of(neuron), zero = {.b = 0.0};
    assert_memory_equal(&untouched, &zero, sizeof zero);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
}

static void validation_data_that_cannot_be_used_are_refused(void **state)
{
    (void)state;
    pair p = pair_create();
    problem narrow = problem_create(10, N - 1, 1);
    hillock_dataset *empty;
    must(hillock_dataset_create(&empty, 10, N));
    refused(&p, narrow.data, HILLOCK_ERROR_SIZE, "has 7 features, the neuron 8");
    refused(&p, empty, HILLOCK_ERROR_INCOMPLETE, "no features");
    p.validation.X[3 * N + 2] = NAN;
    refused(&p, p.validation.data, HILLOCK_ERROR_NOT_FINITE, "row 3, column 2");
    p.validation.X[3 * N + 2] = 0.0;
    p.validation.y[4] = -2.0;
    refused(&p, p.validation.data, HILLOCK_ERROR_TARGET, "row 4");
    assert_status(hillock_trainer_set_validation(NULL, p.validation.data), HILLOCK_ERROR_NULL);
    assert_status(hillock_trainer_validation_history(NULL, 0, NULL), HILLOCK_ERROR_NULL);
    hillock_dataset_destroy(empty);
    problem_destroy(&narrow);
    pair_destroy(&p);
}

/* Nothing is learnt from it: its loss means something all the same. */
static void a_validation_dataset_may_be_of_one_class(void **state)
{
    (void)state;
    pair p = pair_create();
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((setting[]){{HILLOCK_PATIENCE, 3}, {0, 0}});
    for (size_t j = 0; j < VALIDATED; j++)
        p.validation.y[j] = 1.0;
    must(hillock_trainer_set_validation(trainer, p.validation.data));
    assert_true(hillock_train(trainer, neuron, p.train.data) >= 0);
    double J;
    must(hillock_evaluate(neuron, p.validation.data, &J));
    assert_close(report_of(trainer, HILLOCK_REPORT_VALIDATION_J), J, 1e-12);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    pair_destroy(&p);
}

/* exp overflows wherever w is not 0: there is no least loss to speak of. */
static void a_validation_loss_that_is_never_finite_is_said_to_be(void **state)
{
    (void)state;
    const double X[] = {0, 1, 2, 3, 4, 5}, y[] = {1, 2, 3, 5, 9, 15};
    const double far[] = {1e300, 2e300, -1e300}, targets[] = {1, 2, 3}, w = 0.1;
    hillock_dataset *data[2];
    for (int k = 0; k < 2; k++) {
        must(hillock_dataset_create(&data[k], k ? 3 : 6, 1));
        must(hillock_dataset_set_features_f64(data[k], k ? far : X, HILLOCK_SAMPLE_MAJOR, 1));
        must(hillock_dataset_set_targets_f64(data[k], k ? targets : y));
    }
    for (int patience = 0; patience < 4; patience += 3) {
        hillock_neuron *const neuron = neuron_of(1, HILLOCK_EXP, HILLOCK_POISSON);
        hillock_trainer *const trainer = trainer_of(
            (setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_PATIENCE, patience}, {0, 0}});
        must(hillock_neuron_set_parameters(neuron, &w, 0.2));
        must(hillock_trainer_set_validation(trainer, data[1]));
        assert_status(hillock_train(trainer, neuron, data[0]),
                      patience ? HILLOCK_EARLY_STOPPED : HILLOCK_OK);
        assert_true(isnan(report_of(trainer, HILLOCK_REPORT_VALIDATION_J)));
        assert_true(isnan(report_of(trainer, HILLOCK_REPORT_VALIDATION_EPOCH)));
        assert_non_null(strstr(hillock_trainer_message(trainer), "finite nowhere"));
        assert_null(strstr(hillock_trainer_message(trainer), "least validation loss"));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    hillock_dataset_destroy(data[0]);
    hillock_dataset_destroy(data[1]);
}

static void the_trainer_keeps_what_the_dataset_said_and_not_the_dataset(void **state)
{
    (void)state;
    pair p = pair_create();
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    hillock_trainer *const trainer = trainer_of((setting[]){{HILLOCK_PATIENCE, 3}, {0, 0}});
    must(hillock_trainer_set_validation(trainer, p.validation.data));
    hillock_dataset_destroy(p.validation.data);
    p.validation.data = NULL;
    assert_status(hillock_train(trainer, neuron, p.train.data), HILLOCK_EARLY_STOPPED);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    pair_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_solver_leaves_the_parameters_of_the_least_validation_loss),
        cmocka_unit_test(training_ends_after_as_many_evaluations_as_patience_says),
        cmocka_unit_test(
            converged_elsewhere_is_not_called_converged_and_reports_are_of_what_is_left),
        cmocka_unit_test(trained_past_the_least_loss_the_start_stays_as_it_was),
        cmocka_unit_test(trips_through_the_validation_data_are_counted),
        cmocka_unit_test(validation_data_that_cannot_be_used_are_refused),
        cmocka_unit_test(a_validation_dataset_may_be_of_one_class),
        cmocka_unit_test(a_validation_loss_that_is_never_finite_is_said_to_be),
        cmocka_unit_test(the_trainer_keeps_what_the_dataset_said_and_not_the_dataset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
