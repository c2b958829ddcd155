/* Standardizing inside the library is standardizing a copy by hand, folded back. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "hillock/hillock.h"
#include "support/pairs.h"

enum { M = 200, N = 4, CONSTANT = 2, EPOCHS = 60 };

/* Features of different centres and spreads; number 2 is the same everywhere. */
static samples unscaled_samples(void)
{
    static const double centre[N] = {100.0, -3.0, 0.7, 0.01}, spread[N] = {20.0, 0.5, 0.0, 0.002};
    samples s = samples_random(M, N, 41);
    for (size_t j = 0; j < M; j++) {
        for (size_t i = 0; i < N; i++)
            s.X[j * N + i] = centre[i] + spread[i] * s.X[j * N + i];
        s.y[j] = s.y[j] > 0.3 ? 1.0 : 0.0;
    }
    return s;
}

typedef struct scaling {
    double mean[N], deviation[N];
} scaling;

/* Weighted mean and deviation in long double; those of the constant feature are its value and 1. */
static scaling scaling_of(const samples *s, bool weighted)
{
    scaling c;
    for (size_t i = 0; i < N; i++) {
        long double W = 0, sum = 0, square = 0;
        for (size_t j = 0; j < M; j++) {
            const double weight = weighted ? s->weights[j] : 1.0;
            W += weight;
            sum += (long double)weight * s->X[j * N + i];
        }
        for (size_t j = 0; j < M; j++) {
            const long double r = s->X[j * N + i] - sum / W;
            square += (weighted ? s->weights[j] : 1.0) * r * r;
        }
        c.mean[i] = i == CONSTANT ? s->X[i] : (double)(sum / W);
        c.deviation[i] = i == CONSTANT ? 1.0 : (double)sqrtl(square / W);
    }
    return c;
}

static samples scaled_copy(const samples *s, const scaling *c)
{
    size_t rows[M];
    for (size_t j = 0; j < M; j++)
        rows[j] = j;
    samples scaled = samples_pick(s, M, rows);
    for (size_t k = 0; k < M * N; k++)
        scaled.X[k] = (s->X[k] - c->mean[k % N]) / c->deviation[k % N];
    return scaled;
}

typedef struct setup {
    hillock_solver solver;
    bool weighted;
    bool penalize_bias;
    bool warm;
} setup;

typedef struct trained {
    double w[N], b, z[M], J[EPOCHS + 1];
    size_t length;
} trained;

static trained train(const samples *s, setup how, bool standardize, const double *w, double b)
{
    trained t;
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, b);
    arranged data = arrange_plainly(s, how.weighted, false);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_solver(trainer, how.solver);
    hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, standardize);
    hillock_trainer_set_integer(trainer, HILLOCK_PENALIZE_BIAS, how.penalize_bias);
    hillock_trainer_set_real(trainer, HILLOCK_L2, 0.02);
    hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, 0.3);
    hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, EPOCHS);
    assert_int_equal(hillock_train(trainer, neuron, data.dataset), HILLOCK_STEP_LIMIT);
    t.length = hillock_trainer_history_length(trainer);
    assert_int_equal(t.length, EPOCHS + 1);
    hillock_trainer_history(trainer, EPOCHS + 1, NULL, t.J, NULL);
    hillock_neuron_get_parameters(neuron, t.w, &t.b);
    hillock_predict_z_f64(neuron, s->X, M, N, t.z);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    return t;
}

/* Folding back costs eps mean / deviation: at most 20 here; 60 steps of a contraction: 1e-11. */
static void check_setup(setup how)
{
    samples s = unscaled_samples();
    const scaling c = scaling_of(&s, how.weighted);
    samples copy = scaled_copy(&s, &c);
    double raw_w[N] = {0}, scaled_w[N] = {0}, raw_b = 0.0, scaled_b = 0.0;
    for (size_t i = 0; how.warm && i < N; i++) {
        raw_w[i] = 0.5 / c.deviation[i];
        scaled_w[i] = 0.5;
        scaled_b += raw_w[i] * c.mean[i];
    }
    const trained inside = train(&s, how, true, raw_w, raw_b);
    const trained by_hand = train(&copy, how, false, scaled_w, scaled_b);
    for (size_t k = 0; k < inside.length; k++)
        assert_within(inside.J[k], by_hand.J[k], 1e-11 * (1 + by_hand.J[k]), "J after epoch %zu",
                      k);
    for (size_t j = 0; j < M; j++)
        assert_within(inside.z[j], by_hand.z[j], 1e-10, "z of sample %zu", j);
    double b = by_hand.b;
    for (size_t i = 0; i < N; i++) {
        const double w = by_hand.w[i] / c.deviation[i];
        assert_within(inside.w[i], w, 1e-10 * (1 + fabs(w)), "w_%zu", i);
        b -= w * c.mean[i];
    }
    assert_within(inside.b, b, 1e-10 * (1 + fabs(b)), "b");
    samples_destroy(&copy);
    samples_destroy(&s);
}

static void gd_standardized_equals_gd_on_a_standardized_copy(void **state)
{
    (void)state;
    check_setup((setup){HILLOCK_GD, false, false, false});
    check_setup((setup){HILLOCK_GD, true, false, false});
    check_setup((setup){HILLOCK_GD, true, true, true});
    check_setup((setup){HILLOCK_GD, false, false, true});
}

static void sgd_standardized_equals_sgd_on_a_standardized_copy(void **state)
{
    (void)state;
    check_setup((setup){HILLOCK_SGD, false, false, false});
    check_setup((setup){HILLOCK_SGD, true, false, true});
}

/* A constant feature only shifts z: without a penalty its weight stays what it was. */
static void constant_feature_keeps_its_weight_when_standardized(void **state)
{
    (void)state;
    const double w[N] = {0.0, 0.0, 3.5, 0.0};
    double trained_w[N];
    samples s = unscaled_samples();
    hillock_trainer *trainer;
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, 0.0);
    arranged data = arrange_plainly(&s, false, false);
    assert_int_equal(hillock_trainer_create(&trainer), HILLOCK_OK);
    hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, 1);
    assert_true(hillock_train(trainer, neuron, data.dataset) >= 0);
    hillock_neuron_get_parameters(neuron, trained_w, NULL);
    assert_true(trained_w[CONSTANT] == 3.5 && trained_w[0] != 0.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gd_standardized_equals_gd_on_a_standardized_copy),
        cmocka_unit_test(sgd_standardized_equals_sgd_on_a_standardized_copy),
        cmocka_unit_test(constant_feature_keeps_its_weight_when_standardized),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
