/* Standard errors in a model: what R predicts comes out of the file, and what is no covariance is
 * refused. */
#include "support/testing.h"

#include "hillock/hillock.h"
#include "files/damage.h"
#include "reference/data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { M = sizeof spector / sizeof *spector, MOST = 4, ROWS = 3, CAPACITY = 8192 };

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

/* A neuron trained on some columns of the table, and its statistics. */
typedef struct trained {
    double X[M * MOST];
    double y[M];
    size_t n;
    hillock_dataset *data;
    hillock_neuron *neuron;
    hillock_inference *inference;
} trained;

static void view(trained *t, size_t target, size_t n, const size_t *columns)
{
    t->n = n;
    for (size_t j = 0; j < M; j++) {
        t->y[j] = spector[j][target];
        for (size_t i = 0; i < n; i++)
            t->X[j * n + i] = spector[j][columns[i]];
    }
    must(hillock_dataset_create(&t->data, M, n));
    must(hillock_dataset_set_features_f64(t->data, t->X, HILLOCK_SAMPLE_MAJOR, n));
    must(hillock_dataset_set_targets_f64(t->data, t->y));
}

static void train(trained *t, hillock_activation activation, hillock_loss loss, size_t target,
                  size_t n, const size_t *columns, hillock_covariance_kind covariance,
                  hillock_bias_kind bias)
{
    hillock_trainer *trainer;
    view(t, target, n, columns);
    must(hillock_trainer_create(&trainer));
    must(hillock_trainer_set_integer(trainer, HILLOCK_SOLVER, HILLOCK_AUTO));
    must(hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, 1));
    must(hillock_trainer_set_integer(trainer, HILLOCK_FIT_BIAS, bias == HILLOCK_BIAS_FITTED));
    must(hillock_neuron_create(&t->neuron, n, activation, loss));
    assert_true(hillock_train(trainer, t->neuron, t->data) >= HILLOCK_OK);
    must(hillock_inference_create(&t->inference, t->neuron, t->data, HILLOCK_FREQUENCY_WEIGHTS,
                                  covariance, bias));
    hillock_trainer_destroy(trainer);
}

static void destroy(trained *t)
{
    hillock_inference_destroy(t->inference);
    hillock_neuron_destroy(t->neuron);
    hillock_dataset_destroy(t->data);
}

static hillock_model *model_of(const trained *t)
{
    hillock_model *model;
    must(hillock_model_create(&model, t->neuron));
    must(hillock_model_set_inference(model, t->inference));
    return model;
}

static size_t text_of(hillock_model *model, char text[CAPACITY])
{
    size_t length;
    must(hillock_model_write_memory(model, CAPACITY - 1, text, &length));
    text[length] = '\0';
    return length;
}

/* L is written with no negative diagonal: one covariance, one text. */
static void assert_diagonal_is_positive(const char *text, size_t p)
{
    const char *at = text;
    for (size_t i = 0; i < p; i++)
        for (size_t k = 0; k <= i; k++) {
            at = strstr(at + 1, "factor ");
            assert_non_null(at);
            assert_true(k < i || at[strlen("factor ")] != '-');
        }
    assert_null(strstr(at + 1, "factor "));
}

static hillock_model *read_again(hillock_model *model)
{
    char text[CAPACITY], again[CAPACITY];
    hillock_model *read = NULL;
    const size_t length = text_of(model, text);
    must(hillock_model_read_memory(&read, text, length, 0, NULL));
    assert_int_equal(text_of(read, again), length);
    assert_memory_equal(again, text, length);
    assert_diagonal_is_positive(text, hillock_neuron_n_features(hillock_model_neuron(read)) + 1);
    return read;
}

static void assert_near(const double *got, const double *expected, double relative,
                        const char *what)
{
    for (size_t j = 0; j < ROWS; j++)
        assert_within(got[j], expected[j], relative * fabs(expected[j]), "%s of row %zu", what, j);
}

/* R 4.3: g <- glm(y ~ GPA + TUCE + PSI, binomial), epsilon 1e-15; predict(g, new, type,
 * se.fit = TRUE) for "link" and "response", plogis(fit -+ qnorm(0.975) se.fit). */
static void logistic_regression_predicts_as_r_does(void **state)
{
    static const size_t columns[] = {1, 2, 3};
    static const double rows[ROWS][3] = {{3.2, 21.5, 1}, {2, 12, 0}, {4, 29, 1}};
    static const double z[] = {0.4467908189585454, -6.2272297325221322, 3.4213633547543214},
                        z_error[] = {0.683206533073390, 2.281931902489159, 1.467820299252125},
                        a[] = {0.609875952045826453, 0.001971022766170273, 0.968365562900066701},
                        a_error[] = {0.162553468787044381, 0.004488874583250945,
                                     0.044964765951589387},
                        from[] = {2.906417291973285e-01, 2.255042540439718e-05,
                                  6.328559223952813e-01},
                        to[] = {0.8564178455103987, 0.1474521791364896, 0.9981638350152889};
    trained t;
    double got[4][ROWS];
    (void)state;
    train(&t, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 3, columns, HILLOCK_COVARIANCE_MODEL,
          HILLOCK_BIAS_FITTED);
    hillock_model *const model = model_of(&t), *const read = read_again(model);
    must(hillock_inference_predict_f64(hillock_model_inference(read), rows[0], ROWS, 3, 0.95,
                                       got[0], got[1], NULL, NULL));
    assert_near(got[0], z, 1e-9, "z");
    assert_near(got[1], z_error, 1e-7, "its error");
    must(hillock_model_predict_f64(read, rows[0], ROWS, 3, NULL, 0.95, got[0], got[1], got[2],
                                   got[3]));
    assert_near(got[0], a, 1e-9, "a");
    assert_near(got[1], a_error, 1e-7, "its error");
    assert_near(got[2], from, 1e-7, "the lower bound");
    assert_near(got[3], to, 1e-7, "the upper bound");
    hillock_model_destroy(read);
    hillock_model_destroy(model);
    destroy(&t);
}

/* R 4.3: predict(lm(GPA ~ TUCE + PSI), new, se.fit = TRUE, interval = "confidence",
 * level = 0.9). */
static void least_squares_predicts_as_r_does(void **state)
{
    static const size_t columns[] = {2, 3};
    static const double rows[ROWS][2] = {{21.5, 1}, {12, 0}, {29, 1}};
    static const double a[] = {3.094820783645656, 2.658241226575809, 3.442422146507666},
                        error[] = {0.1204452355751156, 0.2231572977432244, 0.1802531997307240},
                        from[] = {2.890169028662783, 2.279068630812114, 3.136149063226052},
                        to[] = {3.299472538628529, 3.037413822339504, 3.748695229789280};
    trained t;
    double got[4][ROWS];
    float narrow[ROWS][2];
    (void)state;
    train(&t, HILLOCK_IDENTITY, HILLOCK_SQUARED, 1, 2, columns, HILLOCK_COVARIANCE_MODEL,
          HILLOCK_BIAS_FITTED);
    hillock_model *const model = model_of(&t), *const read = read_again(model);
    must(hillock_model_predict_f64(read, rows[0], ROWS, 2, NULL, 0.9, got[0], got[1], got[2],
                                   got[3]));
    assert_near(got[0], a, 1e-13, "a");
    assert_near(got[1], error, 1e-13, "its error");
    assert_near(got[2], from, 1e-13, "the lower bound");
    assert_near(got[3], to, 1e-13, "the upper bound");
    for (size_t k = 0; k < ROWS * 2; k++)
        narrow[k / 2][k % 2] = (float)rows[k / 2][k % 2];
    must(hillock_model_predict_f32(read, narrow[0], ROWS, 2, NULL, 0.9, NULL, NULL, got[0], NULL));
    assert_near(got[0], from, 1e-13, "the lower bound of float rows");
    hillock_model_destroy(read);
    hillock_model_destroy(model);
    destroy(&t);
}

/* What a model answers is what the inference it came from answers. */
static void compare(const trained *t, const hillock_model *model)
{
    const hillock_inference *const kept = hillock_model_inference(model);
    double wanted[2][(MOST + 1) * (MOST + 1)], got[2][(MOST + 1) * (MOST + 1)];
    const size_t p = t->n + 1;
    double value;
    must(hillock_inference_coefficients(t->inference, wanted[0], NULL, wanted[1]));
    must(hillock_inference_coefficients(kept, got[0], NULL, got[1]));
    for (size_t i = 0; i < p; i++) {
        assert_within(got[0][i], wanted[0][i], 1e-12 * fabs(wanted[0][i]), "error %zu", i);
        assert_within(got[1][i], wanted[1][i], 1e-10 * fabs(wanted[1][i]), "p %zu", i);
    }
    must(hillock_inference_covariance(t->inference, wanted[0]));
    must(hillock_inference_covariance(kept, got[0]));
    for (size_t i = 0; i < p * p; i++)
        assert_within(got[0][i], wanted[0][i],
                      1e-11 * sqrt(fabs(wanted[0][i / p * (p + 1)] * wanted[0][i % p * (p + 1)])),
                      "covariance %zu", i);
    must(hillock_inference_predict_f64(t->inference, t->X, 8, t->n, 0.8, NULL, NULL, wanted[0],
                                       wanted[1]));
    must(hillock_inference_predict_f64(kept, t->X, 8, t->n, 0.8, NULL, NULL, got[0], got[1]));
    for (size_t j = 0; j < 8; j++)
        for (size_t k = 0; k < 2; k++)
            assert_within(got[k][j], wanted[k][j], 1e-11 * fabs(wanted[k][j]) + 1e-11,
                          "bound of row %zu", j);
    assert_int_equal(hillock_inference_value(kept, HILLOCK_STATISTIC_DEVIANCE, &value),
                     HILLOCK_ERROR_INCOMPLETE);
}

/* Also where a column stands there twice, and the second is left out; where the bias is held. */
static void the_inference_comes_back(void **state)
{
    static const size_t columns[] = {1, 2, 3}, twice[] = {2, 1, 2};
    static const hillock_covariance_kind kinds[] = {HILLOCK_COVARIANCE_MODEL,
                                                    HILLOCK_COVARIANCE_SANDWICH};
    static const hillock_bias_kind biases[] = {HILLOCK_BIAS_FITTED, HILLOCK_BIAS_HELD};
    (void)state;
    for (size_t k = 0; k < 8; k++) {
        trained t;
        if (k < 4)
            train(&t, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 3, columns, kinds[k % 2],
                  biases[k / 2]);
        else
            train(&t, HILLOCK_IDENTITY, HILLOCK_SQUARED, 3, 3, twice, kinds[k % 2],
                  biases[k / 2 % 2]);
        hillock_model *const model = model_of(&t), *const read = read_again(model);
        compare(&t, model);
        compare(&t, read);
        hillock_model_destroy(read);
        hillock_model_destroy(model);
        destroy(&t);
    }
}

/* A model as version 2 has written it, to be read forever; docs/format.md. Var z = |L^T (x - c)|^2:
 * of x = 3, 0 it is (2 + 0.5)^2 + 3^2 = 15.25. */
static const char golden[] = "hillock model 2\n"
                             "activation silu\n"
                             "loss squared\n"
                             "features 2\n"
                             "bias -0x1p+0\n"
                             "weight 0x1p-1 \"x\"\n"
                             "weight 0x1p+1\n"
                             "covariance model fitted\n"
                             "degrees 0x1.4p+3\n"
                             "centre 0x1p+0\n"
                             "centre 0x1p+1 omitted\n"
                             "factor 0x1p+0\n"
                             "factor 0x0p+0\n"
                             "factor 0x0p+0\n"
                             "factor 0x1p-1\n"
                             "factor 0x0p+0\n"
                             "factor 0x1.8p+1\n"
                             "checksum 4720a10ea7879c2c\n";

/* The text with its checksum made right again. */
static size_t stamp(char *text)
{
    uint64_t checksum = UINT64_C(0xcbf29ce484222325);
    char *const last = strstr(text, "checksum ");
    for (const char *c = text; c < last; c++)
        checksum = (checksum ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return (size_t)(last - text) +
           (size_t)sprintf(last, "checksum %016llx\n", (unsigned long long)checksum);
}

static void version_2_is_read(void **state)
{
    static const double row[] = {3, 0};
    char again[CAPACITY];
    double z, error, lower, upper, covariance[9];
    hillock_model *read = NULL;
    (void)state;
    must(hillock_model_read_memory(&read, golden, strlen(golden), 0, NULL));
    const hillock_inference *const kept = hillock_model_inference(read);
    must(hillock_inference_predict_f64(kept, row, 1, 2, 0.95, &z, &error, &lower, &upper));
    assert_true(z == 0.5);
    assert_within(error, sqrt(15.25), 1e-15, "the error");
    assert_within(upper - z, 2.228138851986274 * error, 1e-12, "R's qt(0.975, 10)");
    must(hillock_inference_covariance(kept, covariance));
    assert_true(covariance[0] == 1.0 && covariance[2] == -0.5 && covariance[8] == 9.25);
    assert_true(isnan(covariance[1]) && isnan(covariance[4]) && isnan(covariance[5]));
    must(hillock_model_predict_f64(read, row, 1, 2, NULL, 0.95, NULL, &error, &lower, &upper));
    assert_within(lower, -0.27846454276107380, 1e-15, "the least value of silu");
    assert_int_equal(text_of(read, again), strlen(golden));
    assert_memory_equal(again, golden, strlen(golden));
    must(hillock_model_set_inference(read, NULL));
    assert_null(hillock_model_inference(read));
    (void)text_of(read, again);
    assert_memory_equal(again, "hillock model 1\n", 16);
    hillock_model_destroy(read);
}

/* It moves z and the bounds of z, whose width stays; NULL is 0. */
static void an_offset_is_added(void **state)
{
    static const double rows[][2] = {{3, 0}, {3, 0}, {-1, 2}}, offset[] = {0, -0.25, 1.5};
    char text[CAPACITY];
    double z[3], low[3], high[3], error[3], got[4][3], bare[3];
    hillock_model *read = NULL;
    (void)state;
    const char *const at = strstr(golden, "silu");
    sprintf(text, "%.*sexp%s", (int)(at - golden), golden, at + strlen("silu"));
    must(hillock_model_read_memory(&read, text, stamp(text), 0, NULL));
    must(hillock_inference_predict_f64(hillock_model_inference(read), rows[0], 3, 2, 0.9, z, error,
                                       low, high));
    must(hillock_model_predict_f64(read, rows[0], 3, 2, offset, 0.9, got[0], got[1], got[2],
                                   got[3]));
    for (size_t j = 0; j < 3; j++) {
        const double a = exp(z[j] + offset[j]), low_a = exp(low[j] + offset[j]),
                     high_a = exp(high[j] + offset[j]);
        assert_within(got[0][j], a, 1e-14 * a, "a");
        assert_within(got[1][j], a * error[j], 1e-14 * a * error[j], "its error");
        assert_within(got[2][j], low_a, 1e-14 * low_a, "the lower bound");
        assert_within(got[3][j], high_a, 1e-14 * high_a, "the upper bound");
    }
    must(hillock_model_predict_f64(read, rows[0], 3, 2, NULL, 0.9, bare, NULL, NULL, NULL));
    assert_true(bare[0] == got[0][0] && bare[0] == bare[1] && bare[1] != got[0][1]);
    hillock_model_destroy(read);
}

/* 1 / z falls, and has a pole where the interval of z has a 0 in it. */
static void bounds_are_those_of_a_falling_activation(void **state)
{
    static const double row[] = {3, 0};
    char text[CAPACITY];
    double a, z[2], lower, upper;
    hillock_model *read = NULL;
    (void)state;
    const char *const at = strstr(golden, "silu");
    sprintf(text, "%.*sreciprocal%s", (int)(at - golden), golden, at + strlen("silu"));
    must(hillock_model_read_memory(&read, text, stamp(text), 0, NULL));
    must(hillock_inference_predict_f64(hillock_model_inference(read), row, 1, 2, 0.01, NULL, NULL,
                                       &z[0], &z[1]));
    must(hillock_model_predict_f64(read, row, 1, 2, NULL, 0.01, &a, NULL, &lower, &upper));
    assert_true(z[0] > 0.4 && lower < a && a == 2.0 && a < upper);
    assert_within(lower, 1.0 / z[1], 1e-15, "the lower bound");
    assert_within(upper, 1.0 / z[0], 1e-15, "the upper bound");
    must(hillock_model_predict_f64(read, row, 1, 2, NULL, 0.9, NULL, NULL, &lower, &upper));
    assert_true(isnan(lower) && isnan(upper));
    hillock_model_destroy(read);
}

static void what_is_no_covariance_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } changes[] = {
        {"model 2", "model 1", "line 8: \"checksum\""},
        {"model 2", "model 3", "line 18: neither an offset nor a reference"},
        {"covariance model", "covariance robust", "line 8: \"covariance\", its kind"},
        {"model fitted", "model", "line 8: \"covariance\", its kind"},
        {"fitted", "free", "line 8: \"covariance\", its kind"},
        {"fitted", "held", "line 15: the covariance of what is not estimated is 0"},
        {"0x1.4p+3", "-0x1.4p+3", "line 9: degrees of freedom are above 0"},
        {"0x1.4p+3", "0x0p+0", "line 9: degrees of freedom are above 0"},
        {"centre 0x1p+0\n", "", "line 11: the centre"},
        {" omitted", " left-out", "line 11: the centre"},
        {"factor 0x0p+0\n", "", "line 14: the covariance of what is not estimated is 0"},
        {"factor 0x0p+0\n", "factor -0x0p+0\n", "line 13: the covariance of what is not"},
        {"factor 0x1.8p+1\n", "", "line 17: \"factor\" and its value"},
        {"factor 0x1.8p+1\n", "factor inf\n", "line 17: a finite hexadecimal number"},
        {"factor 0x1.8p+1\n", "factor 0x1.8p+1\nfactor 0x1p+0\n", "line 18: \"checksum\""},
        {"centre 0x1p+0\ncentre 0x1p+1 omitted\nfactor 0x1p+0\n",
         "centre 0x1p+1\ncentre 0x1p+1 omitted\nfactor 0x1p+1023\n", "no finite number"},
    };
    char changed[CAPACITY], message[400];
    (void)state;
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        hillock_model *read = NULL;
        const char *const at = strstr(golden, changes[k].from);
        assert_non_null(at);
        sprintf(changed, "%.*s%s%s", (int)(at - golden), golden, changes[k].to,
                at + strlen(changes[k].from));
        const hillock_status status =
            hillock_model_read_memory(&read, changed, stamp(changed), sizeof message, message);
        if (status != HILLOCK_ERROR_FORMAT || !strstr(message, changes[k].says))
            fail_msg("%s -> %s: %s, %s", changes[k].from, changes[k].to,
                     hillock_status_name(status), message);
        assert_null(read);
    }
}

static void damage_is_seen(void **state)
{
    char text[sizeof golden];
    (void)state;
    memcpy(text, golden, sizeof golden);
    assert_damage_is_seen(text, sizeof golden - 1);
}

static void misuse_is_refused(void **state)
{
    static const size_t columns[] = {1, 2, 3};
    static const double w[] = {1, 2, 3};
    double out[1] = {7};
    trained t;
    (void)state;
    train(&t, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 3, columns, HILLOCK_COVARIANCE_MODEL,
          HILLOCK_BIAS_FITTED);
    hillock_model *model;
    must(hillock_model_create(&model, t.neuron));
    assert_int_equal(hillock_model_set_inference(NULL, t.inference), HILLOCK_ERROR_NULL);
    assert_null(hillock_model_inference(NULL));
    assert_null(hillock_model_inference(model));
    assert_int_equal(hillock_model_predict_f64(NULL, w, 1, 3, NULL, 0.9, out, NULL, NULL, NULL),
                     HILLOCK_ERROR_NULL);
    assert_int_equal(hillock_model_predict_f64(model, w, 1, 3, NULL, 0.9, out, NULL, NULL, NULL),
                     HILLOCK_ERROR_INCOMPLETE);
    must(hillock_model_set_inference(model, t.inference));
    assert_int_equal(hillock_model_predict_f64(model, NULL, 1, 3, NULL, 0.9, out, NULL, NULL, NULL),
                     HILLOCK_ERROR_NULL);
    assert_int_equal(hillock_model_predict_f64(model, w, 1, 2, NULL, 0.9, out, NULL, NULL, NULL),
                     HILLOCK_ERROR_SIZE);
    assert_int_equal(hillock_model_predict_f64(model, w, 1, 3, NULL, 1.0, NULL, NULL, out, NULL),
                     HILLOCK_ERROR_VALUE);
    assert_true(out[0] == 7);
    hillock_model_destroy(model);
    must(hillock_neuron_set_parameters(t.neuron, w, 0));
    must(hillock_model_create(&model, t.neuron));
    assert_int_equal(hillock_model_set_inference(model, t.inference), HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_model_message(model), "other weights"));
    hillock_model_destroy(model);
    destroy(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(logistic_regression_predicts_as_r_does),
        cmocka_unit_test(least_squares_predicts_as_r_does),
        cmocka_unit_test(the_inference_comes_back),
        cmocka_unit_test(version_2_is_read),
        cmocka_unit_test(an_offset_is_added),
        cmocka_unit_test(bounds_are_those_of_a_falling_activation),
        cmocka_unit_test(what_is_no_covariance_is_refused),
        cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(misuse_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
