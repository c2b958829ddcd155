/* Standard errors, deviances and dispersions of published problems: at the published coefficients,
 * rounded to double, and where training with nothing set ends by itself, with features as they are
 * and scaled. */
#include "solver/problem.h"

#include "reference/standard_errors.h"

#include <string.h>

enum { MOST_SAMPLES = 320, N_ANSWERS = sizeof answers / sizeof answers[0] };

/* The table as a dataset: targets successes / trials with weights trials where it is grouped. */
typedef struct sample_table {
    double X[MOST_SAMPLES * MOST_COEFFICIENTS];
    double y[MOST_SAMPLES];
    double weights[MOST_SAMPLES];
    int exponent[MOST_COEFFICIENTS]; /* feature i is scaled by 2^exponent[i] */
    size_t n;
    hillock_dataset *data;
} sample_table;

/* mixture 0: as they are; else each times 2^-20, 1 or 2^20 by lot. */
static void choose_scales(sample_table *t, uint64_t mixture)
{
    hk_random random = hk_random_seed(mixture);
    for (size_t i = 0; i < t->n; i++)
        t->exponent[i] = mixture ? 20 * ((int)(hk_random_next(&random) >> 40) % 3 - 1) : 0;
}

static void view_table(sample_table *t, const published *answer, uint64_t mixture)
{
    const size_t first = answer->grouped ? 2 : 1;
    t->n = answer->powers > 1 ? answer->powers : answer->columns - first;
    assert_true(answer->m <= MOST_SAMPLES);
    choose_scales(t, mixture);
    must(hillock_dataset_create(&t->data, answer->m, t->n));
    for (size_t j = 0; j < answer->m; j++) {
        const double *const row = answer->table + j * answer->columns;
        double power = 1.0;
        t->weights[j] = answer->grouped ? row[1] : 1.0;
        t->y[j] = row[0] / t->weights[j];
        for (size_t i = 0; i < t->n; i++) {
            power *= row[first];
            t->X[j * t->n + i] = ldexp(answer->powers > 1 ? power : row[first + i], t->exponent[i]);
        }
    }
    must(hillock_dataset_set_features_f64(t->data, t->X, HILLOCK_SAMPLE_MAJOR, t->n));
    must(hillock_dataset_set_targets_f64(t->data, t->y));
    must(hillock_dataset_set_weights_f64(t->data, t->weights));
}

/* 16 for the same double; a NaN has none. */
static double digits(double found, double exact)
{
    const double error = fabs(exact == 0.0 ? found : (found - exact) / exact);
    if (isnan(error))
        return 0.0;
    return error > 0.0 ? fmin(-log10(error), 16.0) : 16.0;
}

static double value_of(const hillock_inference *inference, hillock_statistic key)
{
    double value;
    must(hillock_inference_value(inference, key, &value));
    return value;
}

/* The settings of hillock_fit but for a bias that is held. */
static void train(hillock_neuron *neuron, const published *answer, const sample_table *t)
{
    hillock_trainer *const trainer = trainer_of((const setting[]){
        {HILLOCK_SOLVER, HILLOCK_AUTO}, {HILLOCK_FIT_BIAS, !answer->through_zero}, {0, 0}});
    must(hillock_train(trainer, neuron, t->data));
    hillock_trainer_destroy(trainer);
}

static void take_published(hillock_neuron *neuron, const published *answer, const sample_table *t)
{
    double w[MOST_COEFFICIENTS];
    for (size_t i = 0; i < t->n; i++)
        w[i] = ldexp(answer->coefficients[i + 1], -t->exponent[i]);
    must(hillock_neuron_set_parameters(neuron, w, answer->coefficients[0]));
}

/* The fewest digits of each kind. */
typedef struct reached {
    double coefficients;
    double errors;
    double deviance;
    double others;
} reached;

static double fewest(const published *answer, const sample_table *t, const double *weights,
                     double bias, bool errors)
{
    const double *const exact = errors ? answer->errors : answer->coefficients;
    double least = answer->through_zero ? 16.0 : digits(bias, exact[0]);
    for (size_t i = 0; i < t->n; i++)
        least = fmin(least, digits(ldexp(weights[i], t->exponent[i]), exact[i + 1]));
    return least;
}

static reached compare(const published *answer, const sample_table *t, const double *w, double b,
                       const hillock_inference *inference)
{
    double errors[MOST_COEFFICIENTS];
    must(hillock_inference_coefficients(inference, errors, NULL, NULL));
    assert_true(isnan(errors[t->n]) == answer->through_zero);
    reached r = {.coefficients = fewest(answer, t, w, b, false),
                 .errors = fewest(answer, t, errors, errors[t->n], true),
                 .deviance =
                     digits(value_of(inference, HILLOCK_STATISTIC_DEVIANCE), answer->deviance)};
    r.others = fmin(digits(value_of(inference, HILLOCK_STATISTIC_PEARSON_CHI2), answer->pearson),
                    digits(value_of(inference, HILLOCK_STATISTIC_DISPERSION), answer->dispersion));
    if (!isnan(answer->null_deviance))
        r.others = fmin(r.others, digits(value_of(inference, HILLOCK_STATISTIC_NULL_DEVIANCE),
                                         answer->null_deviance));
    return r;
}

static hillock_inference *inference_of(const published *answer, hillock_neuron *neuron,
                                       const sample_table *t, hillock_weights_kind weights)
{
    hillock_inference *inference;
    must(hillock_inference_create(&inference, neuron, t->data, weights, HILLOCK_COVARIANCE_MODEL,
                                  answer->through_zero ? HILLOCK_BIAS_HELD : HILLOCK_BIAS_FITTED));
    return inference;
}

static reached reach(const published *answer, bool trained, uint64_t mixture)
{
    static sample_table t;
    double w[MOST_COEFFICIENTS], b;
    view_table(&t, answer, mixture);
    hillock_neuron *const neuron = neuron_of(t.n, answer->activation, answer->loss);
    if (trained)
        train(neuron, answer, &t);
    else
        take_published(neuron, answer, &t);
    must(hillock_neuron_get_parameters(neuron, w, &b));
    hillock_inference *const inference =
        inference_of(answer, neuron, &t, HILLOCK_FREQUENCY_WEIGHTS);
    hillock_neuron_destroy(neuron); /* it keeps neither */
    hillock_dataset_destroy(t.data);
    const reached r = compare(answer, &t, w, b, inference);
    hillock_inference_destroy(inference);
    return r;
}

/* Filip's ten powers are rounded to double: the exact answer for what they then are has 7.9 digits
 * of the coefficients, 8.6 of the standard errors and 8.2 of the deviance. star98 is badly
 * conditioned. */
static bool is_enough(const published *answer, const reached *r)
{
    const bool rounded = answer->powers > 2, hard = strcmp(answer->name, "star98") == 0;
    return r->coefficients >= (rounded ? 7.8
                               : hard  ? 12.0
                                       : 13.0) &&
           r->errors >= (rounded ? 7.7 : 12.0) && r->deviance >= (rounded ? 8.1 : 12.0) &&
           r->others >= (rounded ? 8.1 : 12.0);
}

static void must_reach(const published *answer, bool trained, uint64_t mixture)
{
    const reached r = reach(answer, trained, mixture);
    if (!is_enough(answer, &r))
        fail_msg("%s, mixture %d: coefficients %.1f digits, standard errors %.1f, deviance %.1f, "
                 "others %.1f",
                 answer->name, (int)mixture, r.coefficients, r.errors, r.deviance, r.others);
}

static void twelve_digits_at_the_published_coefficients(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_ANSWERS; k++)
        must_reach(&answers[k], false, 0);
}

static void twelve_digits_where_training_ends(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_ANSWERS; k++)
        must_reach(&answers[k], true, 0);
}

static void twelve_digits_with_features_scaled_in_any_mixture(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_ANSWERS; k++)
        for (uint64_t mixture = 1; mixture <= 3; mixture++)
            must_reach(&answers[k], true, mixture);
}

static const published *answer_named(const char *name)
{
    size_t k = 0;
    while (k < N_ANSWERS && strcmp(answers[k].name, name) != 0)
        k++;
    assert_true(k < N_ANSWERS);
    return &answers[k];
}

static hillock_inference *trained_inference(const char *name)
{
    static sample_table t;
    const published *const answer = answer_named(name);
    view_table(&t, answer, 0);
    hillock_neuron *const neuron = neuron_of(t.n, answer->activation, answer->loss);
    train(neuron, answer, &t);
    hillock_inference *const inference =
        inference_of(answer, neuron, &t, HILLOCK_PRECISION_WEIGHTS);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(t.data);
    return inference;
}

/* R2 and residual standard deviation as NIST certifies them. */
static void certified_summaries_are_reached(void **state)
{
    static const struct {
        const char *name;
        double sd, r2;
    } summaries[] = {{"Norris", 0.8847963961443725308985475, 0.9999937458837117250555396},
                     {"Longley", 304.8540735619648021381522, 0.9954790045772956009001299},
                     {"NoInt1", 3.567530340063378812459273, 0.9993654922986627750194318},
                     {"NoInt2", 0.369274472937998198202722, 0.9933481152993348115299335}};
    (void)state;
    for (size_t i = 0; i < sizeof summaries / sizeof summaries[0]; i++) {
        hillock_inference *const inference = trained_inference(summaries[i].name);
        const double sd = value_of(inference, HILLOCK_STATISTIC_RESIDUAL_SD);
        const double r2 = value_of(inference, HILLOCK_STATISTIC_R2);
        assert_true(digits(sd, summaries[i].sd) >= 12.0);
        assert_true(digits(r2, summaries[i].r2) >= 14.0);
        hillock_inference_destroy(inference);
    }
}

/* Stata's; AIC by its definition, with four parameters and no dispersion. */
static void published_log_likelihood_is_reached(void **state)
{
    const double expected = -12.8896334653335;
    hillock_inference *const inference = trained_inference("spector_f32");
    (void)state;
    assert_close(value_of(inference, HILLOCK_STATISTIC_LOG_LIKELIHOOD), expected, 5e-14);
    assert_close(value_of(inference, HILLOCK_STATISTIC_AIC), 8.0 - 2.0 * expected, 1e-13);
    hillock_inference_destroy(inference);
}

/* Far out, where every step is short beside the standard errors, the gradient norm tells. */
static void separated_classes_are_not_at_a_minimum(void **state)
{
    hillock_dataset *data;
    hillock_inference *inference;
    double y[150], X[150][4], w[4], b;
    (void)state;
    for (size_t j = 0; j < 150; j++) {
        y[j] = sep_complete_iris_setosa[j][0];
        memcpy(X[j], sep_complete_iris_setosa[j] + 1, sizeof X[j]);
    }
    must(hillock_dataset_create(&data, 150, 4));
    must(hillock_dataset_set_features_f64(data, X[0], HILLOCK_SAMPLE_MAJOR, 4));
    must(hillock_dataset_set_targets_f64(data, y));
    hillock_neuron *const neuron = neuron_of(4, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_fit(neuron, data), HILLOCK_SEPARATED);
    must(hillock_neuron_get_parameters(neuron, w, &b));
    for (int i = 0; i < 4; i++)
        w[i] *= 8.0;
    must(hillock_neuron_set_parameters(neuron, w, 8.0 * b));
    assert_status(hillock_inference_create(&inference, neuron, data, HILLOCK_FREQUENCY_WEIGHTS,
                                           HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED),
                  HILLOCK_NOT_AT_MINIMUM);
    assert_non_null(strstr(hillock_neuron_message(neuron), "scaled gradient norm"));
    assert_true(value_of(inference, HILLOCK_STATISTIC_STEP) < 1e-2);
    assert_true(value_of(inference, HILLOCK_STATISTIC_GRADIENT_NORM) > 1e-3);
    hillock_inference_destroy(inference);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twelve_digits_at_the_published_coefficients),
        cmocka_unit_test(twelve_digits_where_training_ends),
        cmocka_unit_test(twelve_digits_with_features_scaled_in_any_mixture),
        cmocka_unit_test(certified_summaries_are_reached),
        cmocka_unit_test(published_log_likelihood_is_reached),
        cmocka_unit_test(separated_classes_are_not_at_a_minimum),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
