/* lbfgs with l1: the minimum that newton finds by coordinate descent, from gradients alone. */
#include "solver/problem.h"

typedef struct found {
    hillock_status status;
    double J;
    double passes;
} found;

static found train(const problem *p, hillock_activation activation, hillock_loss loss,
                   hillock_solver solver, double l1)
{
    hillock_neuron *const neuron = neuron_of(p->n, activation, loss);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, solver}, {HILLOCK_L1, l1}, {0, 0}});
    const hillock_status status = hillock_train(trainer, neuron, p->data);
    const found at = {status, report_of(trainer, HILLOCK_REPORT_J),
                      report_of(trainer, HILLOCK_REPORT_PASSES)};
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return at;
}

/* How many trips lbfgs took. */
static double agree(const problem *p, hillock_activation activation, hillock_loss loss, double l1)
{
    const found newton = train(p, activation, loss, HILLOCK_NEWTON, l1);
    const found lbfgs = train(p, activation, loss, HILLOCK_LBFGS, l1);
    assert_status(newton.status, HILLOCK_OK);
    assert_status(lbfgs.status, HILLOCK_OK);
    assert_close(lbfgs.J, newton.J, 1e-8 * newton.J);
    return lbfgs.passes;
}

/* l1 is of very different size beside each scaled feature, and they are many more than samples. */
static void features_of_any_size_do_not_jam_it(void **state)
{
    static const struct {
        size_t m, n;
        double spread;
    } shapes[] = {{3, 40, 2.0}, {3, 40, 0.0}, {20, 100, 2.0}, {50, 300, 0.0}};
    (void)state;
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        problem p = problem_create(shapes[k].m, shapes[k].n, 1 + k);
        hk_random random = hk_random_seed(9);
        for (size_t i = 0; i < p.n; i++) {
            const double size = exp(shapes[k].spread * normal(&random));
            for (size_t j = 0; j < p.m; j++)
                p.X[j * p.n + i] *= size;
        }
        (void)agree(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.3);
        (void)agree(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.005);
        problem_destroy(&p);
    }
}

/* Each like the one before, by 0.95: most weights leave 0 and come back on the way. */
static void correlated_features_take_a_few_hundred_trips(void **state)
{
    (void)state;
    problem p = problem_create(400, 60, 5);
    for (size_t j = 0; j < p.m; j++)
        for (size_t i = 1; i < p.n; i++)
            p.X[j * p.n + i] = 0.95 * p.X[j * p.n + i - 1] + 0.312 * p.X[j * p.n + i];
    assert_true(agree(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.01) < 300.0);
    make_classes(&p, 0.0, 1.0);
    assert_true(agree(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0.01) < 150.0);
    problem_destroy(&p);
}

/* A first step that leaves the domain of 1/z: J is infinite there, which is not lower. */
static void an_infinite_J_is_no_decrease(void **state)
{
    (void)state;
    problem p = problem_create(300, 5, 3);
    for (size_t j = 0; j < p.m; j++)
        p.y[j] = 60.0 * exp(0.1 * p.y[j]);
    (void)agree(&p, HILLOCK_RECIPROCAL, HILLOCK_GAMMA, 0.01);
    problem_destroy(&p);
}

/* A mean of 0 of a count of 0 is at the end of the domain, where newton stalls: lbfgs goes on from
 * there, and can lose nothing. */
static void auto_keeps_what_newton_has_reached(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        problem p = problem_create(300, 5, seed);
        for (size_t j = 0; j < p.m; j++)
            p.y[j] = floor(fmax(3.0 + p.y[j], 0.0));
        const found newton = train(&p, HILLOCK_IDENTITY, HILLOCK_POISSON, HILLOCK_NEWTON, 0.01);
        const found chosen = train(&p, HILLOCK_IDENTITY, HILLOCK_POISSON, HILLOCK_AUTO, 0.01);
        assert_true(chosen.status == newton.status || newton.status == HILLOCK_STALLED);
        assert_true(chosen.status != HILLOCK_DIVERGED);
        assert_true(chosen.J <= newton.J + 1e-12);
        problem_destroy(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(features_of_any_size_do_not_jam_it),
        cmocka_unit_test(correlated_features_take_a_few_hundred_trips),
        cmocka_unit_test(an_infinite_J_is_no_decrease),
        cmocka_unit_test(auto_keeps_what_newton_has_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
