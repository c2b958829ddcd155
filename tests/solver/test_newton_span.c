/* Newton's method with more features than samples: it works on as many numbers as there are
 * samples, and comes to the same minimum as on all of the weights. */
#include "solver/problem.h"

#include <float.h>
#include <string.h>

enum { M = 30, N = 70, MORE = 60 }; /* MORE samples of weight 0 make them as many as the features */

typedef struct wide {
    double X[(M + MORE) * N];
    double y[M + MORE];
    double weights[M + MORE];
    double offset[M + MORE];
} wide;

typedef struct answer {
    double w[N];
    double b;
    double J;
    double passes;
} answer;

/* Features of very different sizes and means, one constant, two that depend on each other. */
static wide *wide_of(hillock_loss loss, uint64_t seed)
{
    wide *const p = calloc(1, sizeof *p);
    hk_random random = hk_random_seed(seed);
    for (size_t j = 0; j < M + MORE; j++) {
        double score = 0.3 * normal(&random);
        for (size_t i = 0; i < N; i++) {
            const double x = normal(&random);
            score += x / (double)(i + 1);
            p->X[j * N + i] = ldexp(x + 3.0 * (double)(i % 3), (int)(i % 5) - 2);
        }
        p->X[j * N + 7] = 2.0;
        p->X[j * N + 9] = p->X[j * N + 8];
        p->offset[j] = 0.1 * normal(&random);
        p->weights[j] = j % 7 == 3 ? 0.0 : 1.0 + (double)(j % 3);
        p->y[j] = loss == HILLOCK_CROSS_ENTROPY ? (score > 0.0)
                  : loss == HILLOCK_POISSON     ? floor(exp(0.5 * score) + 0.5)
                                                : score;
        if (j >= M)
            p->weights[j] = 0.0;
    }
    return p;
}

typedef struct form {
    hillock_layout layout;
    bool narrow; /* float */
    int64_t threads;
} form;

static hillock_dataset *dataset_of(const wide *p, size_t m, form as)
{
    static float copy[(M + MORE) * N];
    static double turned[(M + MORE) * N];
    hillock_dataset *data;
    must(hillock_dataset_create(&data, m, N));
    for (size_t j = 0; j < m; j++)
        for (size_t i = 0; i < N; i++) {
            const size_t at = as.layout == HILLOCK_SAMPLE_MAJOR ? j * N + i : i * m + j;
            turned[at] = p->X[j * N + i];
            copy[at] = (float)p->X[j * N + i];
        }
    const size_t stride = as.layout == HILLOCK_SAMPLE_MAJOR ? N : m;
    must(as.narrow ? hillock_dataset_set_features_f32(data, copy, as.layout, stride)
                   : hillock_dataset_set_features_f64(data, turned, as.layout, stride));
    must(hillock_dataset_set_targets_f64(data, p->y));
    must(hillock_dataset_set_weights_f64(data, p->weights));
    must(hillock_dataset_set_offset_f64(data, p->offset));
    return data;
}

static answer solve(const wide *p, size_t m, form as, hillock_activation activation,
                    hillock_loss loss, const setting *settings, const double *factors,
                    const answer *start, hillock_status expected)
{
    answer found;
    hillock_neuron *const neuron = neuron_of(N, activation, loss);
    hillock_trainer *const trainer = trainer_of(settings);
    hillock_dataset *const data = dataset_of(p, m, as);
    must(hillock_trainer_set_integer(trainer, HILLOCK_THREADS, as.threads));
    must(hillock_trainer_set_penalty_factors(trainer, N, factors));
    if (start)
        must(hillock_neuron_set_parameters(neuron, start->w, start->b));
    const hillock_status status = hillock_train(trainer, neuron, data);
    if (status != expected)
        fail_msg("%s", hillock_trainer_message(trainer));
    must(hillock_neuron_get_parameters(neuron, found.w, &found.b));
    found.J = report_of(trainer, HILLOCK_REPORT_J);
    found.passes = report_of(trainer, HILLOCK_REPORT_PASSES);
    hillock_dataset_destroy(data);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return found;
}

static const form plain = {HILLOCK_SAMPLE_MAJOR, false, 1};

static double distance(const answer *left, const answer *right)
{
    double largest = fabs(left->b - right->b) / (1.0 + fabs(left->b));
    for (size_t i = 0; i < N; i++)
        largest = fmax(largest, fabs(left->w[i] - right->w[i]));
    return largest;
}

static const struct {
    hillock_activation activation;
    hillock_loss loss;
} pairs[] = {{HILLOCK_IDENTITY, HILLOCK_SQUARED},
             {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY},
             {HILLOCK_EXP, HILLOCK_POISSON},
             {HILLOCK_TANH, HILLOCK_SQUARED},
             {HILLOCK_IDENTITY, HILLOCK_HUBER}};

/* All ways a penalty may act: raw or scaled, with factors (0 and large ones too), on the bias. */
static void the_span_has_the_minimum_of_all_weights(void **state)
{
    (void)state;
    double factors[N];
    for (size_t i = 0; i < N; i++)
        factors[i] = i % 20 == 4 ? 0.0 : i % 20 == 5 ? 1e6 : 0.5 + (double)(i % 3);
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++)
        for (int how = 0; how < 32; how++) {
            const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                        {HILLOCK_L2, 0.02},
                                        {HILLOCK_STANDARDIZE, how & 1},
                                        {HILLOCK_PENALIZE_RAW, how >> 1 & 1},
                                        {HILLOCK_PENALIZE_BIAS, how >> 2 & 1},
                                        {HILLOCK_FIT_BIAS, !(how >> 3 & 1)},
                                        {0, 0}};
            const double *const given = how & 16 ? factors : NULL;
            wide *const p = wide_of(pairs[k].loss, 50 + k);
            const answer one = solve(p, M, plain, pairs[k].activation, pairs[k].loss, settings,
                                     given, NULL, HILLOCK_OK);
            const answer all = solve(p, M + MORE, plain, pairs[k].activation, pairs[k].loss,
                                     settings, given, NULL, HILLOCK_OK);
            if (!(fabs(one.J - all.J) <= 1e-12 * fabs(all.J)) || !(distance(&one, &all) < 1e-9))
                fail_msg("pair %zu, case %d: J %.17g and %.17g, parameters %.3g apart", k, how,
                         one.J, all.J, distance(&one, &all));
            free(p);
        }
}

static void lbfgs_comes_to_the_same_minimum_as_the_span(void **state)
{
    (void)state;
    static const setting newton[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 0.5}, {0, 0}};
    static const setting lbfgs[] = {
        {HILLOCK_SOLVER, HILLOCK_LBFGS}, {HILLOCK_L2, 0.5}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
    for (size_t k = 0; k < sizeof pairs / sizeof *pairs; k++) {
        wide *const p = wide_of(pairs[k].loss, 60 + k);
        const answer one =
            solve(p, M, plain, pairs[k].activation, pairs[k].loss, newton, NULL, NULL, HILLOCK_OK);
        const answer two = solve(p, M, plain, pairs[k].activation, pairs[k].loss, lbfgs, NULL, &one,
                                 HILLOCK_STALLED);
        const answer far = solve(p, M, plain, pairs[k].activation, pairs[k].loss, lbfgs, NULL, NULL,
                                 HILLOCK_STALLED);
        assert_close(two.J, one.J, 1e-12 * one.J);
        assert_close(far.J, one.J, 1e-12 * one.J);
        free(p);
    }
}

/* Also from other weights, in other layouts and types; threads change no bit. */
static void forms_and_starts_lead_to_one_minimum(void **state)
{
    (void)state;
    static const setting settings[] = {
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 0.02}, {0, 0}};
    wide *const p = wide_of(HILLOCK_CROSS_ENTROPY, 70);
    for (size_t k = 0; k < (size_t)M * N; k++)
        p->X[k] = (float)p->X[k];
    answer start = {.b = 0.3};
    for (size_t i = 0; i < N; i++)
        start.w[i] = 0.05 * (double)(i % 5) - 0.1;
    const answer one = solve(p, M, plain, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, NULL,
                             NULL, HILLOCK_OK);
    for (int k = 0; k < 8; k++) {
        form as = {k & 1 ? HILLOCK_FEATURE_MAJOR : HILLOCK_SAMPLE_MAJOR, (k >> 1 & 1) != 0, 1};
        const answer two = solve(p, M, as, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, NULL,
                                 k & 4 ? &start : NULL, HILLOCK_OK);
        as.threads = 3;
        const answer bits = solve(p, M, as, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, NULL,
                                  k & 4 ? &start : NULL, HILLOCK_OK);
        assert_true(distance(&one, &two) < 1e-12);
        assert_close(two.J, one.J, 1e-13);
        assert_memory_equal(&two, &bits, sizeof two);
    }
    free(p);
}

/* Two samples, y = 5 +- 1 at x = +-(1, 2, 2): w = c (1, 2, 2) with c = 2 / (18 + l2), b = 5. */
static void small_answers_are_exact(void **state)
{
    (void)state;
    static const double X[] = {1, 2, 2, -1, -2, -2}, y[] = {6, 4};
    hillock_dataset *data;
    must(hillock_dataset_create(&data, 2, 3));
    must(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 3));
    must(hillock_dataset_set_targets_f64(data, y));
    static const double l2s[] = {2.0, 1e-3, 1e4, 0.0};
    for (size_t k = 0; k < 4; k++)
        for (int warm = 0; warm < 2; warm++) {
            double w[3], b;
            hillock_neuron *const neuron = neuron_of(3, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer = trainer_of(
                (const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, l2s[k]}, {0, 0}});
            if (warm)
                must(hillock_neuron_set_parameters(neuron, (const double[]){3, -1, 2}, 1));
            assert_status(hillock_train(trainer, neuron, data),
                          l2s[k] > 0.0 ? HILLOCK_OK : HILLOCK_RANK_DEFICIENT);
            if (l2s[k] == 0.0)
                assert_non_null(strstr(hillock_trainer_message(trainer),
                                       "3 features and the samples tell 1 weights apart"));
            must(hillock_neuron_get_parameters(neuron, w, &b));
            const double c = 2.0 / (18.0 + l2s[k]);
            assert_close(b, 5.0, 1e-14);
            for (size_t i = 0; i < 3; i++)
                assert_close(w[i], c * X[i], 4.0 * DBL_EPSILON * c * X[i]);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    hillock_dataset_destroy(data);
}

/* Without a penalty: what a small one tends to, in the weights that it would see. */
static void without_a_penalty_the_norm_is_least(void **state)
{
    (void)state;
    for (int how = 0; how < 3; how++) {
        const setting none[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                {HILLOCK_STANDARDIZE, how & 1},
                                {HILLOCK_FIT_BIAS, !(how >> 1 & 1)},
                                {0, 0}};
        const setting small[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                 {HILLOCK_STANDARDIZE, how & 1},
                                 {HILLOCK_FIT_BIAS, !(how >> 1 & 1)},
                                 {HILLOCK_L2, 1e-6},
                                 {0, 0}};
        wide *const p = wide_of(HILLOCK_SQUARED, 80);
        const answer least = solve(p, M, plain, HILLOCK_IDENTITY, HILLOCK_SQUARED, none, NULL, NULL,
                                   HILLOCK_RANK_DEFICIENT);
        const answer limit =
            solve(p, M, plain, HILLOCK_IDENTITY, HILLOCK_SQUARED, small, NULL, NULL, HILLOCK_OK);
        assert_true(least.J < 1e-24);
        assert_true(distance(&least, &limit) < 1e-4);
        free(p);
    }
}

/* As many features as the classes are apart in them. */
static void separated_classes_are_told_in_the_span(void **state)
{
    (void)state;
    static const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    wide *const p = wide_of(HILLOCK_CROSS_ENTROPY, 90);
    (void)solve(p, M, plain, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, NULL, NULL,
                HILLOCK_SEPARATED);
    free(p);
}

/* More features than counts reach any z: where a count is 0, J falls forever. z of the others
 * changes as well on the way, which as a whole is no proof; and what was reached is kept, in slices
 * as at once. */
static void counts_of_zero_recede_in_the_span(void **state)
{
    (void)state;
    static const setting settings[] = {
        {HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_KEEP_STATE, 1}, {0, 0}};
    for (uint64_t seed = 0; seed < 10; seed++) {
        wide *const p = wide_of(HILLOCK_POISSON, seed);
        hillock_dataset *const data = dataset_of(p, M, plain);
        answer found[2];
        for (int sliced = 0; sliced <= 1; sliced++) {
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_EXP, HILLOCK_POISSON);
            hillock_trainer *const trainer = trainer_of(settings);
            if (sliced)
                must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 2));
            hillock_status status = HILLOCK_OK;
            for (int call = 0; call < (sliced ? 30 : 1); call++)
                status = hillock_train(trainer, neuron, data);
            assert_status(status, HILLOCK_QUASI_SEPARATED);
            must(hillock_neuron_get_parameters(neuron, found[sliced].w, &found[sliced].b));
            assert_true(report_of(trainer, HILLOCK_REPORT_J) <
                        report_of(trainer, HILLOCK_REPORT_START_J));
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        assert_true(distance(&found[0], &found[1]) == 0.0);
        hillock_dataset_destroy(data);
        free(p);
    }
}

/* One feature whose size, or penalty, leaves nothing of the others in the span's triangle. */
static void one_feature_beyond_all_others_spoils_nothing(void **state)
{
    (void)state;
    enum { FEW = 40, MANY = 300, CASES = 5 };
    static const double sizes[CASES] = {1e4, 1e8, 1e12, 1.0, 1.0};
    static const double factors[CASES] = {1.0, 1.0, 1.0, 1e-8, 1e-20};
    for (int k = 0; k < 2 * CASES; k++) {
        const bool penalized = k < CASES;
        problem p = problem_create(FEW, MANY, 5);
        double each[MANY], J[2];
        make_classes(&p, 0.0, 1.0);
        for (size_t i = 0; i < MANY; i++)
            each[i] = i == 0 ? factors[k % CASES] : 1.0;
        for (size_t j = 0; j < FEW; j++)
            p.X[j * MANY] *= sizes[k % CASES];
        for (int newton = 0; newton <= 1; newton++) {
            hillock_neuron *const neuron = neuron_of(MANY, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
            hillock_trainer *const trainer = trainer_of(
                (const setting[]){{HILLOCK_SOLVER, newton ? HILLOCK_NEWTON : HILLOCK_LBFGS},
                                  {HILLOCK_L2, penalized},
                                  {HILLOCK_TOLERANCE, 1e-9},
                                  {0, 0}});
            must(hillock_trainer_set_penalty_factors(trainer, MANY, each));
            assert_status(hillock_train(trainer, neuron, p.data),
                          penalized ? HILLOCK_OK : HILLOCK_SEPARATED);
            J[newton] = report_of(trainer, HILLOCK_REPORT_J);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
        if (penalized)
            assert_close(J[1], J[0], 1e-11 * J[0]);
        else
            assert_true(J[1] < 0.1);
        problem_destroy(&p);
    }
}

/* Steps past the tolerance are steps as well. */
static void no_step_is_taken_beyond_the_limit(void **state)
{
    (void)state;
    const size_t shapes[2][2] = {{60, 8}, {20, 40}};
    for (int k = 0; k < 2; k++)
        for (int steps = 1; steps <= 12; steps++) {
            problem p = problem_create(shapes[k][0], shapes[k][1], 6);
            hillock_neuron *const neuron =
                neuron_of(shapes[k][1], HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, HILLOCK_NEWTON},
                                             {HILLOCK_L2, 0.1},
                                             {HILLOCK_STEPS, steps},
                                             {0, 0}});
            make_classes(&p, 0.0, 1.0);
            (void)hillock_train(trainer, neuron, p.data);
            assert_true(report_of(trainer, HILLOCK_REPORT_STEPS) <= steps);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
            problem_destroy(&p);
        }
}

static void fit_takes_the_span_of_few_samples(void **state)
{
    enum { FEW = 20, MANY = 600 };
    (void)state;
    problem p = problem_create(FEW, MANY, 3);
    hillock_neuron *const neuron = neuron_of(MANY, HILLOCK_EXP, HILLOCK_GAMMA);
    for (size_t j = 0; j < FEW; j++)
        p.y[j] = exp(p.y[j]);
    assert_status(hillock_fit(neuron, p.data), HILLOCK_RANK_DEFICIENT);
    assert_non_null(strstr(hillock_neuron_message(neuron), "what the samples span"));
    assert_non_null(strstr(hillock_neuron_message(neuron), "tell 19 weights apart"));
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_span_has_the_minimum_of_all_weights),
        cmocka_unit_test(lbfgs_comes_to_the_same_minimum_as_the_span),
        cmocka_unit_test(forms_and_starts_lead_to_one_minimum),
        cmocka_unit_test(small_answers_are_exact),
        cmocka_unit_test(without_a_penalty_the_norm_is_least),
        cmocka_unit_test(separated_classes_are_told_in_the_span),
        cmocka_unit_test(counts_of_zero_recede_in_the_span),
        cmocka_unit_test(one_feature_beyond_all_others_spoils_nothing),
        cmocka_unit_test(no_step_is_taken_beyond_the_limit),
        cmocka_unit_test(fit_takes_the_span_of_few_samples),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
