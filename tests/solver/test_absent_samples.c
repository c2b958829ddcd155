/* A sample of weight 0 has no target and no offset: whatever stands there, no check looks at it and
 * no bit of a training, a derivation or a statistic changes. */
#include "problem.h"

#include "hillock/hillock.h"

#include <string.h>

enum { M = 61, N = 3 };

/* Every fourth sample is absent, the first and the last among them. */
typedef struct arrays {
    double X[M * N], y[M], weights[M], offset[M];
} arrays;

static const struct {
    hillock_activation activation;
    hillock_loss loss;
} pairs[] = {{HILLOCK_IDENTITY, HILLOCK_SQUARED},
             {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY},
             {HILLOCK_EXP, HILLOCK_POISSON},
             {HILLOCK_RECIPROCAL, HILLOCK_GAMMA},
             {HILLOCK_IDENTITY, HILLOCK_HUBER},
             {HILLOCK_IDENTITY, HILLOCK_HINGE},
             {HILLOCK_IDENTITY, HILLOCK_SQUARED_HINGE},
             {HILLOCK_RELU, HILLOCK_SQUARED}};
enum { PAIRS = sizeof pairs / sizeof pairs[0] };

static double target(hillock_loss loss, double z)
{
    switch (loss) {
    case HILLOCK_CROSS_ENTROPY:
        return z > 0.0;
    case HILLOCK_HINGE:
    case HILLOCK_SQUARED_HINGE:
        return z > 0.0 ? 1.0 : -1.0;
    case HILLOCK_POISSON:
        return floor(exp(0.5 * z) + 0.5);
    case HILLOCK_GAMMA:
        return 1.0 + fabs(z);
    default:
        return z;
    }
}

static arrays *arrays_create(hillock_loss loss)
{
    arrays *const a = calloc(1, sizeof *a);
    hk_random random = hk_random_seed(8);
    for (size_t j = 0; j < M; j++) {
        double z = 1.5 * normal(&random);
        for (size_t i = 0; i < N; i++) {
            a->X[j * N + i] = normal(&random);
            z += a->X[j * N + i] / (double)(i + 1);
        }
        a->y[j] = target(loss, z);
        a->weights[j] = j % 4 == 0 ? 0.0 : 1.0 + uniform(&random);
        a->offset[j] = 0.1 * uniform(&random);
    }
    return a;
}

static void spoil(arrays *a, double y, double offset)
{
    for (size_t j = 0; j < M; j += 4) {
        a->y[j] = y;
        a->offset[j] = offset;
    }
}

static hillock_dataset *view(const arrays *a, bool with_offset)
{
    hillock_dataset *data;
    must(hillock_dataset_create(&data, M, N));
    must(hillock_dataset_set_features_f64(data, a->X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_targets_f64(data, a->y));
    must(hillock_dataset_set_weights_f64(data, a->weights));
    must(hillock_dataset_set_offset_f64(data, with_offset ? a->offset : NULL));
    return data;
}

/* All that is known of a neuron and the data. */
typedef struct found {
    int status[4];
    double number[128];
    size_t count;
} found;

static void note(found *f, double value)
{
    assert_true(f->count < sizeof f->number / sizeof f->number[0]);
    f->number[f->count++] = value;
}

static void note_inference(found *f, hillock_neuron *neuron, hillock_dataset *data,
                           hillock_covariance_kind covariance)
{
    hillock_inference *inference = NULL;
    double errors[N + 1];
    f->status[covariance / 10] = hillock_inference_create(
        &inference, neuron, data, HILLOCK_FREQUENCY_WEIGHTS, covariance, HILLOCK_BIAS_FITTED);
    if (!inference)
        return;
    must(hillock_inference_coefficients(inference, errors, NULL, NULL));
    for (size_t i = 0; i <= N; i++)
        note(f, errors[i]);
    for (int key = HILLOCK_STATISTIC_DEVIANCE; key <= HILLOCK_STATISTIC_STEP; key += 10) {
        double value = 0.0;
        if (hillock_inference_value(inference, (hillock_statistic)key, &value) == HILLOCK_OK)
            note(f, value);
    }
    hillock_inference_destroy(inference);
}

static void note_derivation(found *f, hillock_neuron *neuron, hillock_dataset *data)
{
    static const hillock_score_kind kinds[] = {HILLOCK_SCORE_J, HILLOCK_SCORE_ACCURACY,
                                               HILLOCK_SCORE_AUC, HILLOCK_SCORE_RMSE,
                                               HILLOCK_SCORE_R2};
    double J, dJ_dw[N], dJ_db, dJ_da[M], dJ_dz[M];
    must(hillock_evaluate(neuron, data, &J));
    note(f, J);
    must(hillock_gradient(neuron, data, &J, dJ_dw, &dJ_db));
    note(f, dJ_db);
    for (size_t i = 0; i < N; i++)
        note(f, dJ_dw[i]);
    must(hillock_factors(neuron, data, NULL, NULL, dJ_da, NULL, dJ_dz));
    for (size_t j = 0; j < M; j += 4)
        assert_true(dJ_da[j] == 0.0 && dJ_dz[j] == 0.0);
    must(hillock_check_gradient(neuron, data, &J));
    note(f, J);
    for (int k = 0; k < 5; k++) {
        double score = 0.0;
        if (hillock_score(neuron, data, kinds[k], &score) == HILLOCK_OK)
            note(f, score);
    }
}

static const hillock_solver solvers[] = {
    HILLOCK_AUTO,    HILLOCK_GD,      HILLOCK_SGD,   HILLOCK_MOMENTUM, HILLOCK_NESTEROV,
    HILLOCK_ADAGRAD, HILLOCK_RMSPROP, HILLOCK_ADAM,  HILLOCK_ADAMW,    HILLOCK_AVERAGED_SGD,
    HILLOCK_SAGA,    HILLOCK_AGD,     HILLOCK_LBFGS, HILLOCK_NEWTON,   HILLOCK_LEAST_SQUARES};
enum { SOLVERS = sizeof solvers / sizeof solvers[0] };

/* The training's own data are what it is validated with, too. */
static found find(size_t pair, const arrays *a, bool with_offset, hillock_solver solver,
                  int options)
{
    static const setting limits[] = {
        {HILLOCK_L2, 1e-3}, {HILLOCK_STANDARDIZE, 1}, {HILLOCK_EPOCHS, 60}, {0, 0}};
    found f = {.count = 0};
    hillock_dataset *const data = view(a, with_offset);
    hillock_neuron *const neuron = neuron_of(N, pairs[pair].activation, pairs[pair].loss);
    hillock_trainer *const trainer = trainer_of(options & 1 ? limits : limits + 2);
    must(hillock_trainer_set_solver(trainer, solver));
    if (options & 2)
        must(hillock_trainer_set_validation(trainer, data));
    if (options & 2 && target(pairs[pair].loss, 9.0) == 1.0)
        must(hillock_trainer_set_integer(trainer, HILLOCK_CLASS_WEIGHTS, HILLOCK_CLASSES_BALANCED));
    must(hillock_dataset_check(data, pairs[pair].loss));
    f.status[0] = hillock_train(trainer, neuron, data);
    assert_true(f.status[0] >= 0);
    const parameters reached = parameters_of(neuron);
    for (size_t i = 0; i < N; i++)
        note(&f, reached.w[i]);
    note(&f, reached.b);
    note(&f, report_of(trainer, HILLOCK_REPORT_J));
    note_derivation(&f, neuron, data);
    note_inference(&f, neuron, data, HILLOCK_COVARIANCE_MODEL);
    note_inference(&f, neuron, data, HILLOCK_COVARIANCE_SANDWICH);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return f;
}

static void assert_same(const found *got, const found *expected, size_t pair, hillock_solver solver)
{
    bool same = got->count == expected->count &&
                memcmp(got->status, expected->status, sizeof got->status) == 0;
    size_t k = 0;
    while (same && k < got->count &&
           (got->number[k] == expected->number[k] ||
            (isnan(got->number[k]) && isnan(expected->number[k]))))
        k++;
    if (!same || k < got->count)
        fail_msg("pair %zu, solver %d: number %zu is %.17g, %.17g without what is absent; statuses "
                 "%d, %d",
                 pair, (int)solver, k, got->number[k], expected->number[k], got->status[0],
                 expected->status[0]);
}

static void nothing_depends_on_targets_and_offsets_of_weight_0(void **state)
{
    static const double targets[] = {NAN, 7.0, -1e300, HUGE_VAL};
    static const double offsets[] = {NAN, 1e300, HUGE_VAL, -HUGE_VAL};
    (void)state;
    for (size_t pair = 0; pair < PAIRS; pair++)
        for (size_t s = 0; s < SOLVERS; s++)
            for (int options = 0; options < 4; options++) {
                if (solvers[s] == HILLOCK_LEAST_SQUARES && pair != 0)
                    continue;
                arrays *const a = arrays_create(pairs[pair].loss);
                const bool with_offset = options % 2 == 0;
                const found expected = find(pair, a, with_offset, solvers[s], options);
                for (int k = 0; k < 4; k++) {
                    spoil(a, targets[k], offsets[k]);
                    const found got = find(pair, a, with_offset, solvers[s], options);
                    assert_same(&got, &expected, pair, solvers[s]);
                }
                free(a);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_depends_on_targets_and_offsets_of_weight_0),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
