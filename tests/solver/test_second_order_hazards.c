/* What second-order solvers say is checked from the raw data in long double: every pair through
 * auto, dependent features, one sample, no feature, penalties of 0 and beyond reason. */
#include "solver/problem.h"

#include <stdio.h>
#include <string.h>

#include "support/pairs.h"
#include "support/reference.h"

/* The largest cosine of residuals and centred feature, and of the bias, with the ridge's slope;
 * factors NULL: 1. An exact fit, 1e-12 of the residuals at z = offset, counts as 0 without a
 * penalty. */
static double norm_from(hillock_activation activation, hillock_loss loss, const samples *s,
                        const double *w, double b, double l2, const double *factors)
{
    long double dw[16] = {0}, square[16] = {0}, sum[16] = {0}, db = 0, e2 = 0, W = 0, at_0 = 0;
    for (size_t j = 0; j < s->m; j++) {
        long double z = (long double)b + s->offset[j];
        for (size_t i = 0; i < s->n; i++)
            z += (long double)w[i] * s->X[j * s->n + i];
        if (s->weights[j] == 0.0)
            continue;
        const long double weight = s->weights[j];
        const long double e = reference_pair(activation, loss, s->y[j], z).df;
        for (size_t i = 0; i < s->n; i++) {
            dw[i] += weight * e * s->X[j * s->n + i];
            sum[i] += weight * s->X[j * s->n + i];
            square[i] += weight * s->X[j * s->n + i] * s->X[j * s->n + i];
        }
        db += weight * e;
        e2 += weight * e * e;
        if (loss == HILLOCK_SQUARED && activation == HILLOCK_IDENTITY) {
            const long double e0 = reference_pair(activation, loss, s->y[j], s->offset[j]).df;
            at_0 += weight * e0 * e0;
        }
        W += weight;
    }
    bool penalized = false;
    for (size_t i = 0; i < s->n; i++)
        penalized |= l2 * (factors ? factors[i] : 1.0) > 0.0;
    const long double least = 1e-12L * sqrtl(at_0 / W);
    const long double rms = fmaxl(sqrtl(e2 / W), least);
    if (rms <= least && !penalized)
        return 0.0;
    const long double rounding = 1e-3L * least; /* of a residual in double, a few times */
    long double largest = fmaxl(fabsl(db / W) - rounding, 0.0L) / rms;
    for (size_t i = 0; i < s->n; i++) {
        const long double mean = sum[i] / W;
        const long double slope =
            dw[i] / W - mean * db / W + (long double)l2 * (factors ? factors[i] : 1.0) * w[i];
        const long double spread = square[i] / W - mean * mean; /* of a constant feature: none */
        const long double size = sqrtl(spread > 1e-16L * square[i] / W ? spread : square[i] / W);
        if (size > 0)
            largest = fmaxl(largest, (fabsl(slope) - rounding * size) / (rms * size));
    }
    return (double)largest;
}

static void train_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    enum { M = 60, N = 3 };
    static const hillock_solver solvers[] = {HILLOCK_AUTO, HILLOCK_NEWTON, HILLOCK_LBFGS};
    size_t *const converged = payload;
    double w[N], b;
    samples s = samples_for_pair(activation, loss, M, N, 11, w, &b);
    for (size_t k = 0; k < 3; k++)
        for (int far = 0; far < 2; far++) {
            const double l2 = 0.01;
            arranged data = arrange_plainly(&s, true, true);
            hillock_neuron *const neuron =
                far ? neuron_at(activation, loss, N, w, b) : neuron_of(N, activation, loss);
            hillock_trainer *const trainer = trainer_of((const setting[]){
                {HILLOCK_SOLVER, solvers[k]}, {HILLOCK_L2, l2}, {HILLOCK_EPOCHS, 300}, {0, 0}});
            const hillock_status status = hillock_train(trainer, neuron, data.dataset);
            if (status == HILLOCK_OK && activation != HILLOCK_STEP) {
                must(hillock_neuron_get_parameters(neuron, w, &b));
                const double norm = norm_from(activation, loss, &s, w, b, l2, NULL);
                if (!(norm <= 1.1e-6))
                    fail_msg("%s, solver %d: %g: %s", pair_name(activation, loss), solvers[k], norm,
                             hillock_trainer_message(trainer));
                ++*converged;
            } else if (status < 0 && status != HILLOCK_ERROR_NOT_FINITE)
                fail_msg("%s, solver %d: %s", pair_name(activation, loss), solvers[k],
                         hillock_trainer_message(trainer));
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            arranged_destroy(&data);
        }
    samples_destroy(&s);
}

static void no_pair_claims_more_than_the_raw_data_show(void **state)
{
    (void)state;
    size_t converged = 0;
    const size_t count = for_each_pair(train_pair, &converged);
    assert_true(converged > 3 * count);
}

/* Feature 2 = feature 0 + 2 feature 1, feature 4 = -feature 3, in units of their own. */
static void dependent_features_are_dropped_as_documented(void **state)
{
    enum { M = 40, N = 5, SHORT = 4 };
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LEAST_SQUARES};
    for (size_t k = 0; k < 2; k++)
        for (int wide = 0; wide < 2; wide++) {
            problem p = problem_create(M, N, 31);
            for (size_t j = 0; j < M; j++) {
                double *const x = p.X + j * N;
                x[2] = 1e3 * (x[0] + 2.0 * x[1]);
                x[4] = -x[3] / 64.0;
            }
            hillock_dataset *data;
            must(hillock_dataset_create(&data, wide ? SHORT : M, N));
            must(hillock_dataset_set_features_f64(data, p.X, HILLOCK_SAMPLE_MAJOR, N));
            must(hillock_dataset_set_targets_f64(data, p.y));
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solvers[k]}, {0, 0}});
            assert_status(hillock_train(trainer, neuron, data), HILLOCK_RANK_DEFICIENT);
            const parameters at = parameters_of(neuron);
            size_t zeros = 0;
            for (size_t i = 0; i < N; i++) {
                char name[8];
                sprintf(name, " %zu", i);
                zeros += at.w[i] == 0.0;
                if (at.w[i] == 0.0)
                    assert_non_null(strstr(hillock_trainer_message(trainer), name));
            }
            const bool least_norm = wide && solvers[k] == HILLOCK_NEWTON;
            assert_int_equal(zeros, least_norm ? 0 : 2);
            assert_int_equal(strstr(hillock_trainer_message(trainer), "least norm") != NULL,
                             least_norm);
            if (least_norm) { /* 0 along what the samples do not see: (x_3, x_4) is (64, 1) there */
                assert_close(64.0 * -at.w[4], at.w[3], 1e-12 * fabs(at.w[3]));
                assert_true(report_of(trainer, HILLOCK_REPORT_J) < 1e-24);
            }
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            hillock_dataset_destroy(data);
            problem_destroy(&p);
        }
}

/* By whatever way and parts newton came, and for a start that has weight on them: features named
 * have the weight 0, J is what it was, and the statistics omit the same ones. */
static void newton_hands_dependent_weights_over(void **state)
{
    enum { M = 3000, N = 5 };
    (void)state;
    static const hillock_activation activations[] = {HILLOCK_LOGISTIC, HILLOCK_EXP, HILLOCK_EXP};
    static const hillock_loss losses[] = {HILLOCK_CROSS_ENTROPY, HILLOCK_POISSON, HILLOCK_GAMMA};
    static const double start[N] = {0.1, -0.2, 1e-4, 0.3, 0.4};
    for (size_t k = 0; k < 6; k++) {
        problem p = problem_create(M, N, 37 + k);
        for (size_t j = 0; j < M; j++) {
            double *const x = p.X + j * N;
            x[2] = 1e3 * (x[0] + 2.0 * x[1]) + 5.0;
            x[4] = -x[3] / 64.0;
            p.y[j] = k % 3 == 0 ? p.y[j] > 1.0 : floor(fabs(p.y[j])) + 1.0;
        }
        hillock_neuron *const neuron = neuron_of(N, activations[k % 3], losses[k % 3]);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}});
        if (k >= 3)
            must(hillock_neuron_set_parameters(neuron, start, 0.5));
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_RANK_DEFICIENT);
        assert_true(report_of(trainer, HILLOCK_REPORT_GRADIENT_NORM) <= 1e-6);
        const parameters at = parameters_of(neuron);
        hillock_inference *inference;
        double errors[N + 1];
        must(hillock_inference_create(&inference, neuron, p.data, HILLOCK_FREQUENCY_WEIGHTS,
                                      HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED));
        must(hillock_inference_coefficients(inference, errors, NULL, NULL));
        size_t zeros = 0;
        for (size_t i = 0; i < N; i++) {
            zeros += at.w[i] == 0.0;
            assert_int_equal(at.w[i] == 0.0, isnan(errors[i]) != 0);
        }
        assert_int_equal(zeros, 2);
        hillock_inference_destroy(inference);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
        problem_destroy(&p);
    }
}

/* One sample, no feature, more features than samples, factors of 0 and 1e300, heavy l2: whatever is
 * said, no false OK, and nothing that is not finite. */
static void edges_are_answered(void **state)
{
    (void)state;
    static const hillock_solver solvers[] = {HILLOCK_NEWTON, HILLOCK_LBFGS, HILLOCK_LEAST_SQUARES};
    static const double factors[][4] = {
        {0, 0, 0, 0}, {0, 1e300, 1, 1e-300}, {1e12, 0, 1, 0}, {1, 1, 1, 1}};
    static const double l2s[] = {0.0, 1e-300, 0.1, 1e150};
    for (size_t k = 0; k < 3 * 3 * 4 * 4 * 5; k++) {
        const size_t m = (const size_t[]){1, 2, 6}[k % 3], n = k / 3 % 3 * 2;
        const double *const factor = factors[k / 9 % 4];
        const double l2 = l2s[k / 36 % 4];
        const hillock_solver solver = solvers[k / 144 % 3];
        samples s = samples_random(m, n, 70 + k);
        for (size_t j = 0; j < m; j++)
            s.weights[j] = 1.0;
        arranged data = arrange_plainly(&s, false, false);
        memset(s.offset, 0, m * sizeof *s.offset);
        hillock_neuron *const neuron = neuron_of(n, HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_trainer *const trainer =
            trainer_of((const setting[]){{HILLOCK_SOLVER, solver}, {HILLOCK_L2, l2}, {0, 0}});
        must(hillock_trainer_set_penalty_factors(trainer, n, factor));
        const hillock_status status = hillock_train(trainer, neuron, data.dataset);
        const parameters at = parameters_of(neuron);
        for (size_t i = 0; i < n; i++)
            assert_true(isfinite(at.w[i]));
        assert_true(isfinite(at.b));
        if (status == HILLOCK_OK || status == HILLOCK_RANK_DEFICIENT) {
            const double norm =
                norm_from(HILLOCK_IDENTITY, HILLOCK_SQUARED, &s, at.w, at.b, l2, factor);
            if (!(norm <= 1.1e-6))
                fail_msg("case %zu: m = %zu, n = %zu, norm %g: %s", k, m, n, norm,
                         hillock_trainer_message(trainer));
        } else if (l2 * 1e300 > 1e308 && factor[1] == 1e300 && n > 0)
            assert_status(status, HILLOCK_ERROR_VALUE);
        else if (status < 0)
            fail_msg("case %zu: %s", k, hillock_trainer_message(trainer));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
        arranged_destroy(&data);
        samples_destroy(&s);
    }
}

/* e^z - y by hand, with and without second derivatives, in every form of newton and in lbfgs. */
static void user_exp(size_t count, const double *z, double *f, double *df, double *d2f,
                     void *payload)
{
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        const double a = exp(z[j]);
        if (f)
            f[j] = a;
        if (df)
            df[j] = a;
        if (d2f)
            d2f[j] = a;
    }
}

static void user_functions_come_to_what_built_in_ones_do(void **state)
{
    enum { N = 5 };
    (void)state;
    for (size_t k = 0; k < 8; k++) {
        const size_t m = k & 1 ? 4 : 90; /* fewer than features: in the span */
        const bool lbfgs = k & 2, second = k & 4;
        double w[2][N], b[2];
        problem p = problem_create(m, N, 90);
        for (size_t j = 0; j < m; j++)
            p.y[j] = floor(exp(0.4 * p.y[j]) + 0.5);
        for (int user = 0; user < 2; user++) {
            hillock_neuron *const neuron =
                neuron_of(N, user ? HILLOCK_USER_ACTIVATION : HILLOCK_EXP, HILLOCK_POISSON);
            hillock_trainer *const trainer = trainer_of(
                (const setting[]){{HILLOCK_SOLVER, lbfgs ? HILLOCK_LBFGS : HILLOCK_NEWTON},
                                  {HILLOCK_L2, 0.1},
                                  {HILLOCK_TOLERANCE, 1e-8},
                                  {0, 0}});
            if (user)
                must(hillock_neuron_set_user_activation(neuron, user_exp, second, NULL));
            const bool refused = user && !lbfgs && !second;
            assert_status(hillock_train(trainer, neuron, p.data),
                          refused ? HILLOCK_ERROR_PAIR : HILLOCK_OK);
            must(hillock_neuron_get_parameters(neuron, w[user], &b[user]));
            for (size_t i = 0; !refused && user && i < N; i++)
                assert_close(w[1][i], w[0][i], 1e-6);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        problem_destroy(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_pair_claims_more_than_the_raw_data_show),
        cmocka_unit_test(dependent_features_are_dropped_as_documented),
        cmocka_unit_test(newton_hands_dependent_weights_over),
        cmocka_unit_test(edges_are_answered),
        cmocka_unit_test(user_functions_come_to_what_built_in_ones_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
