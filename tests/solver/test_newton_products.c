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
    static double d[2][M];
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
            hk_pass_curvatures(pass, w, b, d[threads / 2]);
            got[threads / 2][N] = hk_pass_apply(pass, v, v[N], d[threads / 2], got[threads / 2]);
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
        assert_same_bits(M, d[0], d[1], "d");
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

/* z = v . x_j + b in plain loops, and the sum of what it is made of. */
static double plain_z(const samples *s, size_t j, const double *v, double *size)
{
    double z = v[s->n];
    *size = fabs(z);
    for (size_t i = 0; i < s->n; i++) {
        z += v[i] * s->X[j * s->n + i];
        *size += fabs(v[i] * s->X[j * s->n + i]);
    }
    return z;
}

static void compare_product(const samples *s, const double *v, const double *d, arrangement how)
{
    const size_t m = s->m, n = s->n;
    double *const z = calloc(m, sizeof *z), *const got = calloc(n + 1, sizeof *got);
    double *const want = calloc(n + 1, sizeof *want), *const sizes = calloc(n + 1, sizeof *sizes);
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_TANH, HILLOCK_SQUARED);
    arranged data = arrange(s, how);
    hk_pass *const pass =
        hk_pass_create(&data.dataset->view, &mathematics, (double)m, (hk_execution){0});
    assert_non_null(pass);
    hk_pass_forward(pass, v, v[n], z);
    got[n] = hk_pass_apply(pass, v, v[n], d, got);
    for (size_t j = 0; j < m; j++) {
        double size;
        const double z_j = plain_z(s, j, v, &size);
        assert_within(z[j], z_j, 1e-15 * size, "%zu features, z of sample %zu", n, j);
        for (size_t i = 0; d[j] != 0.0 && i <= n; i++) {
            const double x = i < n ? s->X[j * n + i] : 1.0;
            want[i] += d[j] * z_j * x;
            sizes[i] += fabs(d[j] * z_j * x);
        }
    }
    for (size_t i = 0; i <= n; i++)
        assert_within(got[i], want[i], 1e-14 * sizes[i], "%zu features, X d z, row %zu", n, i);
    hk_pass_destroy(pass);
    arranged_destroy(&data);
    free(z);
    free(got);
    free(want);
    free(sizes);
}

/* Some d are negative, every fifth is 0: so is that of sample 5, whose z is infinite. */
static void products_are_those_of_plain_loops(void **state)
{
    static const size_t shapes[][2] = {{9, 1}, {513, 2}, {70000, 32}, {9000, 300}, {8, 140000}};
    (void)state;
    for (size_t c = 0; c < sizeof shapes / sizeof shapes[0]; c++) {
        const size_t m = shapes[c][0], n = shapes[c][1];
        double *const v = calloc(n + 1, sizeof *v), *const d = calloc(m, sizeof *d);
        samples s = samples_random(m, n, 7 + n);
        for (size_t j = 0; j < m; j++) {
            d[j] = j % 5 == 0 ? 0.0 : (double)(j % 7) - 2.0;
            s.X[j * n] = j == 5 ? 0x1p120 : 0.0;
        }
        for (size_t i = 0; i <= n; i++)
            v[i] = i == 0 ? 0x1p1000 : (double)(i % 4) - 1.25;
        samples_round_to_float(&s);
        for (size_t k = 0; k < ARRANGEMENTS; k++)
            if (!arrangement_at(k).weighted && !arrangement_at(k).with_offset)
                compare_product(&s, v, d, arrangement_at(k));
        samples_destroy(&s);
        free(v);
        free(d);
    }
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
        cmocka_unit_test(products_are_those_of_plain_loops),
        cmocka_unit_test(products_lead_to_the_minimum_of_the_curvature),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
