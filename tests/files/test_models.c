/* Models as texts: the bits come back, and what is no model is refused with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/random.h"
#include "hillock/hillock.h"
#include "persist/hex_number.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { N = 3, CAPACITY = 4096 };

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static hillock_model *model_of(hillock_activation activation, hillock_loss loss)
{
    static const double w[N] = {0.1, -DBL_MIN / 4, 1e300};
    hillock_neuron *neuron;
    hillock_model *model;
    must(hillock_neuron_create(&neuron, N, activation, loss));
    must(hillock_neuron_set_parameters(neuron, w, -1.0 / 3.0));
    must(hillock_model_create(&model, neuron));
    hillock_neuron_destroy(neuron);
    return model;
}

static void name_all(hillock_model *model)
{
    static const double mean[N] = {1.5, -2, 0}, deviation[N] = {1, 0, 3e-9};
    must(hillock_model_set_feature_name(model, 0, "mean radius"));
    must(hillock_model_set_feature_name(model, 2, "a \"quoted\\ one\"\n\x01 \xc3\xa9"));
    must(hillock_model_set_target_name(model, "malignant"));
    must(hillock_model_set_class_names(model, "benign", ""));
    must(hillock_model_set_spread(model, mean, deviation));
}

static size_t text_of(hillock_model *model, char text[CAPACITY])
{
    size_t length;
    must(hillock_model_write_memory(model, CAPACITY, text, &length));
    return length;
}

static void a_model_comes_back_bit_for_bit(void **state)
{
    (void)state;
    char text[CAPACITY], again[CAPACITY];
    for (int named = 0; named < 2; named++)
        for (size_t k = 0; hillock_activation_at(k); k++)
            for (size_t q = 0; hillock_loss_at(q); q++) {
                const hillock_activation activation = (hillock_activation)hillock_activation_at(k);
                const hillock_loss loss = (hillock_loss)hillock_loss_at(q);
                if (activation == HILLOCK_USER_ACTIVATION || loss == HILLOCK_USER_LOSS ||
                    hillock_pair_check(activation, loss, 0, NULL) != HILLOCK_OK)
                    continue;
                hillock_model *const model = model_of(activation, loss), *read = NULL;
                if (named)
                    name_all(model);
                const size_t length = text_of(model, text);
                must(hillock_model_read_memory(&read, text, length, 0, NULL));
                assert_int_equal(text_of(read, again), length);
                assert_memory_equal(text, again, length);
                double w[2][N], b[2];
                must(hillock_neuron_get_parameters(hillock_model_neuron(model), w[0], &b[0]));
                must(hillock_neuron_get_parameters(hillock_model_neuron(read), w[1], &b[1]));
                assert_memory_equal(w[0], w[1], sizeof w[0]);
                assert_memory_equal(&b[0], &b[1], sizeof b[0]);
                assert_int_equal(hillock_neuron_activation(hillock_model_neuron(read)), activation);
                if (named) {
                    assert_string_equal(hillock_model_feature_name(read, 2),
                                        "a \"quoted\\ one\"\n\x01 \xc3\xa9");
                    assert_null(hillock_model_feature_name(read, 1));
                    assert_string_equal(hillock_model_class_name(read, 1), "");
                }
                hillock_model_destroy(read);
                hillock_model_destroy(model);
            }
}

/* Whatever byte is changed, and wherever it is cut, it is an error and nothing comes out. */
static void damage_is_seen(void **state)
{
    (void)state;
    char text[CAPACITY], message[200];
    hillock_model *const model = model_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    name_all(model);
    const size_t length = text_of(model, text);
    hillock_model *const untouched = model;
    for (size_t i = 0; i < length; i++) {
        hillock_model *read = untouched;
        assert_int_equal(hillock_model_read_memory(&read, text, i, sizeof message, message),
                         HILLOCK_ERROR_FORMAT);
        assert_memory_equal(message, "line ", 5);
        assert_ptr_equal(read, untouched);
        for (int bit = 0; bit < 8; bit++) {
            text[i] = (char)(text[i] ^ (1 << bit));
            assert_int_equal(hillock_model_read_memory(&read, text, length, 0, NULL),
                             HILLOCK_ERROR_FORMAT);
            text[i] = (char)(text[i] ^ (1 << bit));
        }
    }
    hillock_model_destroy(model);
}

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

/* A right checksum makes nothing else right. */
static void what_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } changes[] = {
        {"hillock model 1", "hillock model 2", "fewer lines left than the covariance"},
        {"hillock model 1", "hillock model 3", "line 12: neither an offset nor a reference"},
        {"hillock model 1", "hillock model 4", "version 1 to 3"},
        {"hillock model 1", "hillock checkpoint 1", "line 1: this is the checkpoint of a training"},
        {"hillock model 1", "hillock modal 1", "line 1: this is no hillock model"},
        {"logistic", "logistik", "line 3: this version knows no such activation"},
        {"cross-entropy", "poisson", "make no sense"},
        {"activation", "aktivation", "line 2: \"activation\""},
        {"features 3", "features 4", "line"},
        {"features 3", "features 99999999999999999999", "whole number"},
        {"features 3", "features 18446744073709551615", "fewer lines left"},
        {"features 3", "features 1152921504606846976", "fewer lines left"},
        {"features 3", "features 03", "whole number"},
        {"features 3", "features -3", "whole number"},
        {"features 3", "features 2", "checksum"},
        {"bias -0x1.5", "bias -0x2.5", "hexadecimal"},
        {"bias -0x1.5", "bias 0x1p+1024 ", "line"},
        {"bias -0x1.5555555555555p-2", "bias 0x1p+1024", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias inf", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias 0x1p0", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias 0x0.8p+0", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias -0x1.55555555555555p-2", "hexadecimal"},
        {"\"mean radius\"", "mean radius", "line"},
        {"\"mean radius\"", "\"mean radius", "no line of a model"},
        {"\\x01", "\\x00", "character 0"},
        {"\\x01", "\\y01", "backslash"},
        {"weight 0x1.999999999999ap-4 0x1.8p+0 0x1p+0", "weight 0x1.999999999999ap-4",
         "either all"},
        {"target \"malignant\"", "target \"a\"\ntarget \"b\"", "line 5: \"features\""},
        {"class \"benign\"\n", "", "line 6: \"class\""},
        {"class \"benign\"\n", "class \"\"\n", "line 6: both classes"},
        {"bias -0x1.5555555555555p-2", "bias 0x1.80p+0", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias 0x1p+0001", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias 0x1p-00", "hexadecimal"},
        {"bias -0x1.5555555555555p-2", "bias 0x0p-0", "hexadecimal"},
        {"malignant", "\\x6dalignant", "line 4: a quote"},
        {"malignant", "\x7f", "line 4: a quote"},
    };
    char text[CAPACITY], changed[CAPACITY], message[400];
    (void)state;
    hillock_model *const model = model_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    name_all(model);
    const size_t length = text_of(model, text);
    text[length] = '\0';
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        hillock_model *read = NULL;
        const char *const at = strstr(text, changes[k].from);
        assert_non_null(at);
        sprintf(changed, "%.*s%s%s", (int)(at - text), text, changes[k].to,
                at + strlen(changes[k].from));
        const hillock_status status =
            hillock_model_read_memory(&read, changed, stamp(changed), sizeof message, message);
        if (status != HILLOCK_ERROR_FORMAT || !strstr(message, changes[k].says))
            fail_msg("%s -> %s: %s, %s", changes[k].from, changes[k].to,
                     hillock_status_name(status), message);
        assert_null(read);
    }
    hillock_model_destroy(model);
}

static void every_double_is_written_exactly(void **state)
{
    (void)state;
    hk_random random = hk_random_seed(3);
    static const double special[] = {0.0,     -0.0, DBL_MIN, DBL_MIN / 2, 0x1p-1074, -0x1p-1074,
                                     DBL_MAX, 1.0,  0.1,     -1e-300,     0x1.8p+1};
    for (size_t k = 0; k < 200000; k++) {
        uint64_t bits = hk_random_next(&random);
        double x, read = 0.0;
        memcpy(&x, &bits, sizeof x);
        if (k < sizeof special / sizeof *special)
            x = special[k];
        if (!isfinite(x))
            continue;
        char text[HK_HEX_CAPACITY];
        const size_t length = hk_hex_write(x, text);
        assert_int_equal(strlen(text), length);
        assert_true(hk_hex_read(text, length, &read));
        assert_memory_equal(&read, &x, sizeof x);
        read = strtod(text, NULL); /* C's own reader agrees */
        assert_memory_equal(&read, &x, sizeof x);
    }
}

static size_t give_a_few(char *bytes, size_t capacity, void *payload)
{
    const char **const left = payload;
    const size_t count = strlen(*left) < 7 ? strlen(*left) : 7;
    memcpy(bytes, *left, count < capacity ? count : capacity);
    *left += count;
    return count;
}

static size_t fail_to_read(char *bytes, size_t capacity, void *payload)
{
    (void)bytes;
    (void)capacity;
    (void)payload;
    return SIZE_MAX;
}

/* A device without an end. */
static size_t give_without_end(char *bytes, size_t capacity, void *payload)
{
    memset(bytes, 0, capacity);
    return ++*(int *)payload < 8 ? capacity : SIZE_MAX;
}

static int refuse_to_write(const char *bytes, size_t count, void *payload)
{
    (void)bytes;
    (void)count;
    return --*(int *)payload < 0;
}

static void callbacks_and_their_failures(void **state)
{
    (void)state;
    char text[CAPACITY], message[200];
    hillock_model *const model = model_of(HILLOCK_EXP, HILLOCK_POISSON), *read = NULL;
    const size_t length = text_of(model, text);
    const char *left = text;
    int times = 0;
    text[length] = '\0';
    must(hillock_model_read(&read, give_a_few, (void *)&left, 0, NULL));
    hillock_model_destroy(read);
    read = NULL;
    assert_int_equal(hillock_model_read(&read, fail_to_read, NULL, sizeof message, message),
                     HILLOCK_ERROR_FILE);
    assert_string_equal(message, "the function that reads has failed");
    assert_int_equal(hillock_model_read(&read, give_without_end, &times, sizeof message, message),
                     HILLOCK_ERROR_FORMAT);
    assert_int_equal(times, 1);
    assert_null(read);
    times = 0;
    assert_int_equal(hillock_model_write(model, refuse_to_write, &times), HILLOCK_ERROR_FILE);
    size_t needed = 0;
    assert_int_equal(hillock_model_write_memory(model, length - 1, text, &needed),
                     HILLOCK_ERROR_SIZE);
    assert_int_equal(needed, length);
    hillock_model_destroy(model);
}

static void classes_have_different_names(void **state)
{
    (void)state;
    hillock_model *const model = model_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_model_set_class_names(model, "no", "yes"));
    assert_int_equal(hillock_model_set_class_names(model, "a", "a"), HILLOCK_ERROR_VALUE);
    assert_string_equal(hillock_model_class_name(model, 1), "yes");
    must(hillock_model_set_class_names(model, NULL, NULL));
    hillock_model_destroy(model);
}

/* A model as version 1 has written it, to be read forever; docs/format.md. */
static void version_1_is_read(void **state)
{
    static const char text[] = "hillock model 1\n"
                               "activation elu\n"
                               "loss huber\n"
                               "alpha 0x1p-1\n"
                               "delta 0x1.8p+0\n"
                               "target \"price, \\x22new\\x22\"\n"
                               "solver newton\n"
                               "status HILLOCK_OK\n"
                               "samples 569\n"
                               "J 0x1.8p-4\n"
                               "gradient-norm 0x1.4p-52\n"
                               "epochs 0x1.2p+3\n"
                               "features 2\n"
                               "bias -0x1.5555555555555p-2\n"
                               "weight 0x1.999999999999ap-4 0x1.8p+0 0x1p+0 \"mean radius\"\n"
                               "weight -0x0.0000000000001p-1022 0x1p+1 0x1p-1\n"
                               "checksum d315175476c83080\n";
    char again[CAPACITY];
    double w[2], b, value;
    hillock_model *read = NULL;
    (void)state;
    must(hillock_model_read_memory(&read, text, strlen(text), 0, NULL));
    must(hillock_neuron_get_parameters(hillock_model_neuron(read), w, &b));
    assert_true(w[0] == 0.1 && w[1] == -0x1p-1074 && b == -1.0 / 3.0);
    must(hillock_neuron_get_real(hillock_model_neuron(read), HILLOCK_DELTA, &value));
    assert_true(value == 1.5);
    must(hillock_model_report(read, HILLOCK_REPORT_SOLVER, &value));
    assert_true(value == HILLOCK_NEWTON && hillock_model_n_samples(read) == 569);
    assert_string_equal(hillock_model_target_name(read), "price, \"new\"");
    assert_int_equal(text_of(read, again), strlen(text));
    assert_memory_equal(again, text, strlen(text));
    hillock_model_destroy(read);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_model_comes_back_bit_for_bit),
        cmocka_unit_test(version_1_is_read),
        cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(every_double_is_written_exactly),
        cmocka_unit_test(callbacks_and_their_failures),
        cmocka_unit_test(classes_have_different_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
