/* Names of constants, the version, and which activation goes with which loss. */
#include "solver/problem.h"

#include <stdio.h>
#include <string.h>

enum { N_ACTIVATIONS = 16, N_LOSSES = 12 };

static void activations_and_losses_round_trip_through_their_names(void **state)
{
    (void)state;
    int previous = 0;
    for (size_t k = 0; k < N_ACTIVATIONS; k++) {
        hillock_activation found = (hillock_activation)0;
        const int activation = hillock_activation_at(k);
        assert_true(activation > previous);
        previous = activation;
        must(hillock_activation_from_name(hillock_activation_name((hillock_activation)activation),
                                          &found));
        assert_int_equal(found, activation);
    }
    previous = 0;
    for (size_t k = 0; k < N_LOSSES; k++) {
        hillock_loss found = (hillock_loss)0;
        const int loss = hillock_loss_at(k);
        assert_true(loss > previous);
        previous = loss;
        must(hillock_loss_from_name(hillock_loss_name((hillock_loss)loss), &found));
        assert_int_equal(found, loss);
    }
    assert_int_equal(hillock_activation_at(N_ACTIVATIONS), 0);
    assert_int_equal(hillock_loss_at(N_LOSSES), 0);
    assert_int_equal(hillock_activation_at(SIZE_MAX), 0);
    assert_int_equal(hillock_loss_at(SIZE_MAX), 0);
}

static void unknown_names_and_constants_are_refused(void **state)
{
    (void)state;
    static const char *const names[] = {"", "Logistic", "logistic ", "logist", "sigmoid"};
    hillock_activation activation = HILLOCK_TANH;
    hillock_loss loss = HILLOCK_HUBER;
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        assert_status(hillock_activation_from_name(names[k], &activation), HILLOCK_ERROR_KEY);
        assert_status(hillock_loss_from_name(names[k], &loss), HILLOCK_ERROR_KEY);
    }
    assert_true(activation == HILLOCK_TANH && loss == HILLOCK_HUBER);
    assert_null(hillock_activation_name((hillock_activation)0));
    assert_null(hillock_activation_name((hillock_activation)15));
    assert_null(hillock_loss_name((hillock_loss)0));
    assert_null(hillock_loss_name((hillock_loss)15));
    char message[200];
    assert_status(
        hillock_pair_check((hillock_activation)15, HILLOCK_SQUARED, sizeof message, message),
        HILLOCK_ERROR_KEY);
    assert_non_null(strstr(message, "activation 15"));
    assert_status(hillock_pair_check(HILLOCK_TANH, (hillock_loss)15, sizeof message, message),
                  HILLOCK_ERROR_KEY);
    assert_non_null(strstr(message, "loss 15"));
    hillock_neuron *neuron = NULL;
    assert_status(hillock_neuron_create(&neuron, 1, (hillock_activation)15, HILLOCK_SQUARED),
                  HILLOCK_ERROR_KEY);
    assert_status(hillock_neuron_create(&neuron, 1, HILLOCK_TANH, (hillock_loss)15),
                  HILLOCK_ERROR_KEY);
    assert_null(neuron);
}

static void every_status_has_its_own_name_and_text(void **state)
{
    (void)state;
    static const struct {
        hillock_status status;
        const char *name;
    } all[] = {{HILLOCK_OK, "HILLOCK_OK"},
               {HILLOCK_STEP_LIMIT, "HILLOCK_STEP_LIMIT"},
               {HILLOCK_DEADLINE, "HILLOCK_DEADLINE"},
               {HILLOCK_CANCELLED, "HILLOCK_CANCELLED"},
               {HILLOCK_DIVERGED, "HILLOCK_DIVERGED"},
               {HILLOCK_SEPARATED, "HILLOCK_SEPARATED"},
               {HILLOCK_ERROR_NULL, "HILLOCK_ERROR_NULL"},
               {HILLOCK_ERROR_SIZE, "HILLOCK_ERROR_SIZE"},
               {HILLOCK_ERROR_VALUE, "HILLOCK_ERROR_VALUE"},
               {HILLOCK_ERROR_KEY, "HILLOCK_ERROR_KEY"},
               {HILLOCK_ERROR_PAIR, "HILLOCK_ERROR_PAIR"},
               {HILLOCK_ERROR_INCOMPLETE, "HILLOCK_ERROR_INCOMPLETE"},
               {HILLOCK_ERROR_NOT_FINITE, "HILLOCK_ERROR_NOT_FINITE"},
               {HILLOCK_ERROR_TARGET, "HILLOCK_ERROR_TARGET"},
               {HILLOCK_ERROR_ONE_CLASS, "HILLOCK_ERROR_ONE_CLASS"},
               {HILLOCK_ERROR_WEIGHT, "HILLOCK_ERROR_WEIGHT"},
               {HILLOCK_ERROR_DERIVATIVE, "HILLOCK_ERROR_DERIVATIVE"},
               {HILLOCK_ERROR_SCORE, "HILLOCK_ERROR_SCORE"},
               {HILLOCK_ERROR_MEMORY, "HILLOCK_ERROR_MEMORY"}};
    enum { COUNT = sizeof all / sizeof all[0] };
    for (size_t k = 0; k < COUNT; k++) {
        assert_string_equal(hillock_status_name(all[k].status), all[k].name);
        assert_true(strlen(hillock_status_text(all[k].status)) >= 4);
        for (size_t other = 0; other < k; other++)
            assert_string_not_equal(hillock_status_text(all[k].status),
                                    hillock_status_text(all[other].status));
    }
    assert_non_null(hillock_status_name((hillock_status)12345));
    assert_non_null(hillock_status_text((hillock_status)-5));
}

static void version_is_that_of_the_header(void **state)
{
    (void)state;
    char version[32];
    snprintf(version, sizeof version, "%d.%d.%d", HILLOCK_VERSION_MAJOR, HILLOCK_VERSION_MINOR,
             HILLOCK_VERSION_PATCH);
    assert_string_equal(hillock_version(), version);
    const char *const kernels = hillock_kernels();
    assert_true(!strcmp(kernels, "portable") || !strcmp(kernels, "avx2") ||
                !strcmp(kernels, "avx512"));
    assert_true(strlen(hillock_blas()) > 0);
    assert_true(hillock_most_threads() >= 1);
}

/* Losses in the order of the enumeration: squared absolute huber log-cosh quantile,
 * cross-entropy, hinge squared-hinge perceptron, poisson gamma, user. +: makes sense. */
static const struct {
    hillock_activation activation;
    const char *losses;
} table[N_ACTIVATIONS] = {
    {HILLOCK_IDENTITY, "+++++-++++++"},   {HILLOCK_LOGISTIC, "++++++-----+"},
    {HILLOCK_TANH, "+++++-+++--+"},       {HILLOCK_RELU, "+++++------+"},
    {HILLOCK_LEAKY_RELU, "+++++-+++--+"}, {HILLOCK_ELU, "+++++------+"},
    {HILLOCK_SOFTPLUS, "+++++----+++"},   {HILLOCK_SOFTSIGN, "+++++-+++--+"},
    {HILLOCK_SILU, "+++++------+"},       {HILLOCK_GELU, "+++++------+"},
    {HILLOCK_EXP, "+++++----+++"},        {HILLOCK_NORMAL_CDF, "++++++-----+"},
    {HILLOCK_CLOGLOG, "++++++-----+"},    {HILLOCK_RECIPROCAL, "+++++----+++"},
    {HILLOCK_STEP, "--------+---"},       {HILLOCK_USER_ACTIVATION, "++++++++++++"}};

static void check_pair(hillock_activation activation, hillock_loss loss, bool legal)
{
    char message[300] = "before", cut[8];
    hillock_neuron *neuron = NULL;
    const hillock_status expected = legal ? HILLOCK_OK : HILLOCK_ERROR_PAIR;
    assert_status(hillock_pair_check(activation, loss, sizeof message, message), expected);
    assert_status(hillock_neuron_create(&neuron, 1, activation, loss), expected);
    hillock_neuron_destroy(neuron);
    if (legal) {
        assert_string_equal(message, "");
        return;
    }
    assert_null(neuron);
    assert_non_null(strstr(message, hillock_activation_name(activation)));
    assert_non_null(strstr(message, hillock_loss_name(loss)));
    assert_non_null(strstr(message, ": ")); /* and what to use instead */
    hillock_pair_check(activation, loss, sizeof cut, cut);
    assert_int_equal(strlen(cut), sizeof cut - 1);
    assert_memory_equal(cut, message, sizeof cut - 1);
    cut[0] = 'x';
    hillock_pair_check(activation, loss, 0, cut);
    assert_int_equal(cut[0], 'x');
}

static void the_pairs_that_make_sense_are_those_of_the_table(void **state)
{
    (void)state;
    for (size_t f = 0; f < N_ACTIVATIONS; f++) {
        assert_int_equal(hillock_activation_at(f), table[f].activation);
        for (size_t l = 0; l < N_LOSSES; l++)
            check_pair(table[f].activation, (hillock_loss)hillock_loss_at(l),
                       table[f].losses[l] == '+');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_and_losses_round_trip_through_their_names),
        cmocka_unit_test(unknown_names_and_constants_are_refused),
        cmocka_unit_test(every_status_has_its_own_name_and_text),
        cmocka_unit_test(version_is_that_of_the_header),
        cmocka_unit_test(the_pairs_that_make_sense_are_those_of_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
