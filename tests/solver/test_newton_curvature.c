/* What stands in for the Hessian where J bends down, and what keeps Newton's steps in the domain of
 * the inverse link. */
#include "solver/problem.h"

#include <string.h>

#include "data/dataset.h"
#include "neuron/expected_curvature.h"
#include "pass/pass.h"
#include "support/pairs.h"
#include "support/testing.h"

enum { M = 200, N = 4 };

/* H at (w, b) of M samples as that dataset has them; the curvature is linear in y for every
 * likelihood here, so its expectation is that at y = a. */
static void curvature_of(const arranged *data, const hk_mathematics *mathematics,
                         hk_curvature_kind kind, const double *w, double b, double *H)
{
    const hk_view *const view = &data->dataset->view;
    double total = 0.0;
    for (size_t j = 0; j < M; j++)
        total += hk_column_value(&view->weights, j, 1.0);
    hk_pass *const pass = hk_pass_create(view, mathematics, total, (hk_execution){.threads = 2});
    assert_non_null(pass);
    assert_true(hk_pass_reserve_curvature(pass, NULL));
    hk_pass_choose_curvature(pass, kind);
    (void)hk_pass_run_curvature(pass, w, b, NULL, H);
    hk_pass_destroy(pass);
}

static void compare_expectation(hillock_activation activation, hillock_loss loss, void *payload)
{
    enum { SIZE = (N + 1) * (N + 1) };
    size_t *const seen = payload;
    double w[N], b, expected[SIZE], at_mean[SIZE];
    if (!hk_has_likelihood(loss))
        return;
    samples s = samples_for_pair(activation, loss, M, N, 5, w, &b);
    const hk_mathematics mathematics = hk_mathematics_of(activation, loss);
    arranged data = arrange_plainly(&s, true, true);
    curvature_of(&data, &mathematics, HK_EXPECTED, w, b, expected);
    for (size_t j = 0; j < M; j++) {
        double z = b + s.offset[j];
        for (size_t i = 0; i < N; i++)
            z += w[i] * s.X[j * N + i];
        hk_activate(&mathematics, 1, &z, &s.y[j]);
    }
    arranged_destroy(&data);
    data = arrange_plainly(&s, true, true);
    curvature_of(&data, &mathematics, HK_OBSERVED, w, b, at_mean);
    for (size_t k = 0; k < SIZE; k++)
        if (!(fabs(expected[k] - at_mean[k]) <= 1e-10 * (1.0 + at_mean[SIZE - 1])))
            fail_msg("%s: %.17g and %.17g", pair_name(activation, loss), expected[k], at_mean[k]);
    arranged_destroy(&data);
    samples_destroy(&s);
    ++*seen;
}

static void the_expected_curvature_is_that_of_targets_as_expected(void **state)
{
    (void)state;
    size_t seen = 0;
    (void)for_each_pair(compare_expectation, &seen);
    assert_true(seen > 20);
}

/* Every d2l/dz2 is negative at the start: were they only set to 0, there would be no step. */
static void newton_begins_where_every_sample_bends_down(void **state)
{
    (void)state;
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
        double b;
    } cases[] = {{HILLOCK_IDENTITY, HILLOCK_GAMMA, 200.0},
                 {HILLOCK_RECIPROCAL, HILLOCK_POISSON, 1.0},
                 {HILLOCK_SOFTPLUS, HILLOCK_GAMMA, 200.0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        problem p = problem_create(M, N, 30 + k);
        for (size_t j = 0; j < M; j++)
            p.y[j] = floor(30.0 + 2.0 * p.y[j]);
        hillock_neuron *const neuron = neuron_of(N, cases[k].activation, cases[k].loss);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}});
        must(hillock_neuron_set_parameters(neuron, (const double[N]){0}, cases[k].b));
        must(hillock_train(trainer, neuron, p.data));
        const parameters one = parameters_of(neuron);
        assert_true(report_of(trainer, HILLOCK_REPORT_STEPS) <= 25);
        must(hillock_trainer_set_solver(trainer, HILLOCK_LBFGS));
        must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-10));
        must(hillock_neuron_set_parameters(neuron, one.w, 1.01 * one.b));
        must(hillock_train(trainer, neuron, p.data));
        const parameters two = parameters_of(neuron);
        assert_near(&one, &two, N, 1e-7 * fabs(one.b));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
        problem_destroy(&p);
    }
}

/* From z = 1 the full step goes to 1 (2 - mean y), outside the domain z > 0 for a mean above 2: it
 * is halved until J is finite and falls. Small means are doubled up to instead. */
static void inverse_link_comes_to_any_mean_and_stays_in_its_domain(void **state)
{
    (void)state;
    static const double means[] = {1e-6, 1e-3, 60.0, 1e4, 1e8};
    for (size_t k = 0; k < sizeof means / sizeof *means; k++) {
        problem p = problem_create(M, N, 40 + k);
        for (size_t j = 0; j < M; j++)
            p.y[j] = means[k] * (1.0 + 0.05 * p.y[j]);
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_RECIPROCAL, HILLOCK_GAMMA);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}});
        must(hillock_train(trainer, neuron, p.data));
        const parameters at = parameters_of(neuron);
        long double dJ_db = 0, size = 0;
        for (size_t j = 0; j < M; j++) {
            long double z = at.b;
            for (size_t i = 0; i < N; i++)
                z += (long double)at.w[i] * p.X[j * N + i];
            assert_true(z > 0);
            dJ_db += p.y[j] - 1 / z;
            size += p.y[j];
        }
        assert_true(fabsl(dJ_db) <= 1e-13L * size);
        assert_true(report_of(trainer, HILLOCK_REPORT_STEPS) <= 60);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
        problem_destroy(&p);
    }
}

/* Residuals of exp with gamma are relative to y: that they are small beside those of the start,
 * which are y itself, says nothing. */
static void exp_with_gamma_takes_targets_of_any_size(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS};
    parameters small[2];
    for (int large = 0; large <= 1; large++)
        for (int k = 0; k < 2; k++) {
            problem p = problem_create(200, 3, 8);
            for (size_t j = 0; j < p.m; j++)
                p.y[j] = exp(0.5 * p.y[j]) * (large ? 1e14 : 1.0);
            hillock_neuron *const neuron = neuron_of(3, HILLOCK_EXP, HILLOCK_GAMMA);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solvers[k]}, {0, 0}});
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
            const parameters at = parameters_of(neuron);
            for (int i = 0; large && i < 3; i++)
                assert_close(at.w[i], small[k].w[i], 1e-5);
            small[k] = at;
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            problem_destroy(&p);
        }
}

/* One sample far out gives its feature the spread that the gradient norm divides by, which is then
 * within the tolerance long before J is least: what it says is the least J of the others. */
static void a_sample_far_out_hides_no_slope(void **state)
{
    enum { SAMPLES = 200 };
    static const double far_out[] = {1e6, 1e7, 1e8, 1e9};
    (void)state;
    problem p = problem_create(SAMPLES, 1, 61);
    make_classes(&p, 0.0, 1.0);
    double weights[SAMPLES] = {0.0}, least;
    for (size_t j = 1; j < SAMPLES; j++)
        weights[j] = 1.0;
    p.y[0] = 1.0; /* on the side where the others have it too: its loss vanishes */
    for (size_t k = 0; k <= 4; k++) {
        p.X[0] = k > 0 ? far_out[k - 1] : 0.0;
        must(hillock_dataset_set_weights_f64(p.data, k > 0 ? NULL : weights));
        hillock_neuron *const neuron = neuron_of(1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
        const double J = report_of(trainer, HILLOCK_REPORT_J);
        assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) <= 1e-6);
        if (k == 0)
            least = J * (SAMPLES - 1) / SAMPLES;
        else
            assert_close(J, least, 1e-9);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* Far from the targets log-cosh and Huber are straight, and the curvature is 0 or nearly so. */
static void newton_arrives_from_where_all_losses_are_straight(void **state)
{
    static const hillock_loss losses[] = {HILLOCK_LOG_COSH, HILLOCK_HUBER};
    static const double far_out[] = {30.0, 310.0}, l2[] = {0.0, 1.0};
    (void)state;
    for (size_t c = 0; c < 8; c++) {
        const hillock_loss loss = losses[c % 2];
        problem p = problem_create(M, 2, 71);
        double J[2];
        for (size_t j = 0; j < M; j++)
            p.y[j] = far_out[c / 4] + 5.0 * p.y[j];
        for (int k = 0; k < 2; k++) {
            hillock_neuron *const neuron = neuron_of(2, HILLOCK_IDENTITY, loss);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, k ? HILLOCK_NEWTON : HILLOCK_LBFGS},
                                             {HILLOCK_STANDARDIZE, 1},
                                             {HILLOCK_L2, l2[c / 2 % 2]},
                                             {0, 0}});
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_OK);
            J[k] = report_of(trainer, HILLOCK_REPORT_J);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        assert_close(J[0], J[1], 1e-9 * J[0]);
        problem_destroy(&p);
    }
}

/* The bias is 1 in every sample, so its curvature is the mean of theirs. */
static void curvatures_that_are_the_same_everywhere_are_known(void **state)
{
    enum { SIZE = (N + 1) * (N + 1) };
    static const hk_curvature_kind kinds[] = {HK_OBSERVED, HK_NEVER_NEGATIVE, HK_EXPECTED};
    double w[N], b, H[SIZE];
    (void)state;
    samples s = samples_for_pair(HILLOCK_IDENTITY, HILLOCK_SQUARED, M, N, 5, w, &b);
    const hk_mathematics squared = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    const hk_mathematics huber = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_HUBER);
    arranged data = arrange_plainly(&s, true, true);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        curvature_of(&data, &squared, kinds[k], w, b, H);
        assert_within(H[SIZE - 1], 2.0, 1e-14, "squared, kind %d", (int)kinds[k]);
    }
    curvature_of(&data, &squared, HK_EQUAL, w, b, H);
    assert_within(H[SIZE - 1], 1.0, 1e-14, "squared, all equal");
    curvature_of(&data, &huber, HK_EQUAL, w, b, H);
    assert_within(H[SIZE - 1], 1.0, 1e-14, "huber, all equal");
    arranged_destroy(&data);
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curvatures_that_are_the_same_everywhere_are_known),
        cmocka_unit_test(the_expected_curvature_is_that_of_targets_as_expected),
        cmocka_unit_test(newton_begins_where_every_sample_bends_down),
        cmocka_unit_test(exp_with_gamma_takes_targets_of_any_size),
        cmocka_unit_test(inverse_link_comes_to_any_mean_and_stays_in_its_domain),
        cmocka_unit_test(a_sample_far_out_hides_no_slope),
        cmocka_unit_test(newton_arrives_from_where_all_losses_are_straight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
