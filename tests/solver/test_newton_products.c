/* Newton's method without H: products H v in one trip, and the same minimum as with it. */
#include "solver/problem.h"

#include <string.h>

#include "data/dataset.h"
#include "pass/pass.h"
#include "support/pairs.h"
#include "support/testing.h"

enum { M = 700, N = 11 };

/* H v of the pass's H, and by hk_pass_apply; for every type, layout and number of threads. */
static void a_product_is_that_of_the_curvature(void **state)
{
    (void)state;
    double w[N], b, v[N + 1], H[(N + 1) * (N + 1)], got[2][N + 1];
    static double d[M], z[M];
    samples s = samples_for_pair(HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, M, N, 3, w, &b);
    samples_round_to_float(&s);
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY);
    double total = 0.0;
    for (size_t j = 0; j < M; j++)
        total += s.weights[j];
    for (size_t i = 0; i <= N; i++)
        v[i] = (double)(i % 4) - 1.5;
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k);
        arranged data = arrange(&s, how);
        const double W = how.weighted ? total : (double)M;
        for (int threads = 1; threads <= 3; threads += 2) {
            hk_pass *const pass = hk_pass_create(&data.dataset->view, &mathematics, W,
                                                 (hk_execution){.threads = threads});
            assert_non_null(pass);
            assert_true(hk_pass_reserve_curvature(pass, NULL));
            (void)hk_pass_run_curvature(pass, w, b, NULL, H);
            hk_pass_curvatures(pass, w, b, d);
            got[threads / 2][N] = hk_pass_apply(pass, v, v[N], d, z, got[threads / 2]);
            for (size_t i = 0; i <= N; i++) {
                double Hv = 0.0;
                for (size_t l = 0; l <= N; l++)
                    Hv += H[i * (N + 1) + l] * v[l];
                assert_within(got[threads / 2][i], Hv, 1e-13, "H v, arrangement %zu, row %zu", k,
                              i);
            }
            hk_pass_destroy(pass);
        }
        assert_same_bits(N + 1, got[0], got[1], "H v");
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

/* As many features as H is not made for: all but N of them are 0 and free of the penalty. */
enum { FEW = 60, MANY = 2001 };

static double minimum_of(hillock_activation activation, hillock_loss loss, int how, double start,
                         bool many, parameters *reached)
{
    const size_t n = many ? MANY : 7;
    problem p = problem_create(FEW, 7, 21);
    double *const X = calloc((size_t)FEW * n, sizeof *X);
    double *const w = calloc(n, sizeof *w), *const factors = calloc(n, sizeof *factors);
    for (size_t j = 0; j < FEW; j++) {
        for (size_t i = 0; i < 7; i++)
            X[j * n + i] = ldexp(p.X[j * 7 + i] + (double)(i % 3), (int)i - 3);
        p.y[j] = loss == HILLOCK_CROSS_ENTROPY ? p.y[j] > 1.0
                 : loss == HILLOCK_GAMMA       ? exp(p.y[j])
                                               : tanh(p.y[j]);
    }
    for (size_t i = 0; i < 7; i++)
        factors[i] = 1.0 + (double)(i % 2);
    hillock_dataset *data;
    hillock_neuron *const neuron = neuron_of(n, activation, loss);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                     {HILLOCK_L2, 0.03},
                                     {HILLOCK_STANDARDIZE, how & 1},
                                     {HILLOCK_PENALIZE_BIAS, how >> 1 & 1},
                                     {HILLOCK_FIT_BIAS, !(how >> 2 & 1)},
                                     {0, 0}});
    must(hillock_trainer_set_penalty_factors(trainer, n, factors));
    must(hillock_dataset_create(&data, FEW, n));
    must(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, n));
    must(hillock_dataset_set_targets_f64(data, p.y));
    must(hillock_neuron_set_parameters(neuron, w, start));
    if (hillock_train(trainer, neuron, data) != HILLOCK_OK)
        fail_msg("%s", hillock_trainer_message(trainer));
    must(hillock_neuron_get_parameters(neuron, w, &reached->b));
    memcpy(reached->w, w, 7 * sizeof *w);
    const double J = report_of(trainer, HILLOCK_REPORT_J);
    assert_int_equal(many, isnan(report_of(trainer, HILLOCK_REPORT_CONDITION)));
    hillock_dataset_destroy(data);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
    free(X);
    free(w);
    free(factors);
    return J;
}

static void products_lead_to_the_minimum_of_the_curvature(void **state)
{
    (void)state;
    static const struct {
        hillock_activation activation;
        hillock_loss loss;
        double start;
    } cases[] = {{HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0.0},
                 {HILLOCK_TANH, HILLOCK_SQUARED, 2.0},
                 {HILLOCK_IDENTITY, HILLOCK_SQUARED, 0.0},
                 {HILLOCK_EXP, HILLOCK_GAMMA, 4.0},
                 {HILLOCK_IDENTITY, HILLOCK_HUBER, 0.0}};
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++)
        for (int how = 0; how < 8; how++) {
            parameters one, two;
            const double J =
                minimum_of(cases[k].activation, cases[k].loss, how, cases[k].start, true, &one);
            const double all =
                minimum_of(cases[k].activation, cases[k].loss, how, cases[k].start, false, &two);
            assert_close(J, all, 1e-12 * fabs(all));
            assert_near(&one, &two, 7, 1e-6);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_product_is_that_of_the_curvature),
        cmocka_unit_test(products_lead_to_the_minimum_of_the_curvature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
