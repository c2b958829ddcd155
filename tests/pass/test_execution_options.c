/* HILLOCK_THREADS and HILLOCK_KERNEL, the two options that trainer and neuron both have. */
#include "support/testing.h"

#include <string.h>

#include "hillock/hillock.h"

static void assert_status(hillock_status status, hillock_status expected)
{
    assert_string_equal(hillock_status_name(status), hillock_status_name(expected));
}

/* A neuron or a trainer, whichever is not NULL. */
typedef struct handle {
    hillock_neuron *neuron;
    hillock_trainer *trainer;
} handle;

static hillock_status set(handle h, int key, int64_t value)
{
    return h.neuron ? hillock_neuron_set_integer(h.neuron, key, value)
                    : hillock_trainer_set_integer(h.trainer, key, value);
}

static hillock_status get(handle h, int key, int64_t *value)
{
    return h.neuron ? hillock_neuron_get_integer(h.neuron, key, value)
                    : hillock_trainer_get_integer(h.trainer, key, value);
}

static const char *message_of(handle h)
{
    return h.neuron ? hillock_neuron_message(h.neuron) : hillock_trainer_message(h.trainer);
}

static int64_t value_of(handle h, int key)
{
    int64_t value = -7;
    assert_status(get(h, key, &value), HILLOCK_OK);
    return value;
}

typedef void check_handle(handle h);

static void for_both(check_handle *check)
{
    handle neuron = {0}, trainer = {0};
    assert_status(hillock_neuron_create(&neuron.neuron, 2, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY),
                  HILLOCK_OK);
    assert_status(hillock_trainer_create(&trainer.trainer), HILLOCK_OK);
    check(neuron);
    check(trainer);
    hillock_neuron_destroy(neuron.neuron);
    hillock_trainer_destroy(trainer.trainer);
}

static const int64_t legal_threads[] = {0, 1, 2, 1023, 1024};
static const int64_t legal_kernels[] = {HILLOCK_KERNEL_BLAS, HILLOCK_KERNEL_FUSED,
                                        HILLOCK_KERNEL_AUTO};

static void check_legal(handle h)
{
    assert_true(value_of(h, HILLOCK_THREADS) == 0);
    assert_true(value_of(h, HILLOCK_KERNEL) == HILLOCK_KERNEL_AUTO);
    for (size_t k = 0; k < sizeof legal_threads / sizeof legal_threads[0]; k++)
        for (size_t c = 0; c < sizeof legal_kernels / sizeof legal_kernels[0]; c++) {
            assert_status(set(h, HILLOCK_THREADS, legal_threads[k]), HILLOCK_OK);
            assert_status(set(h, HILLOCK_KERNEL, legal_kernels[c]), HILLOCK_OK);
            assert_string_equal(message_of(h), "");
            assert_true(value_of(h, HILLOCK_THREADS) == legal_threads[k]);
            assert_true(value_of(h, HILLOCK_KERNEL) == legal_kernels[c]);
        }
}

static void legal_values_round_trip_from_the_defaults_on(void **state)
{
    (void)state;
    for_both(check_legal);
}

static void check_illegal(handle h)
{
    static const struct {
        int key;
        int64_t value;
        const char *said;
    } illegal[] = {
        {HILLOCK_THREADS, -1, "threads"},
        {HILLOCK_THREADS, 1025, "1024"},
        {HILLOCK_THREADS, INT64_MAX, "1024"},
        {HILLOCK_THREADS, INT64_MIN, "threads"},
        {HILLOCK_THREADS, (int64_t)1 << 32, "1024"},
        {HILLOCK_KERNEL, 0, "kernel"},
        {HILLOCK_KERNEL, 15, "kernel"},
        {HILLOCK_KERNEL, 40, "kernel"},
        {HILLOCK_KERNEL, -10, "kernel"},
        {HILLOCK_KERNEL, ((int64_t)1 << 32) + 20, "kernel"},
    };
    assert_status(set(h, HILLOCK_THREADS, 5), HILLOCK_OK);
    assert_status(set(h, HILLOCK_KERNEL, HILLOCK_KERNEL_BLAS), HILLOCK_OK);
    for (size_t k = 0; k < sizeof illegal / sizeof illegal[0]; k++) {
        assert_status(set(h, illegal[k].key, illegal[k].value), HILLOCK_ERROR_VALUE);
        assert_non_null(strstr(message_of(h), illegal[k].said));
        assert_true(value_of(h, HILLOCK_THREADS) == 5);
        assert_true(value_of(h, HILLOCK_KERNEL) == HILLOCK_KERNEL_BLAS);
    }
}

static void values_out_of_bounds_are_refused_and_leave_the_old_ones(void **state)
{
    (void)state;
    for_both(check_illegal);
}

static void table_gives_the_bounds_and_choices_of_the_header(void **state)
{
    static const char *const names[] = {"auto", "blas", "fused"};
    double lower = -1, upper = -1, initial = -1;
    (void)state;
    assert_status(hillock_option_bounds(HILLOCK_THREADS, &lower, &upper, &initial), HILLOCK_OK);
    assert_true(lower == 0.0 && upper == 1024.0 && initial == 0.0);
    assert_int_equal(hillock_option_kind(HILLOCK_THREADS), HILLOCK_TYPE_INTEGER);
    assert_int_equal(hillock_option_kind(HILLOCK_KERNEL), HILLOCK_TYPE_CHOICE);
    assert_int_equal(hillock_option_from_name("threads"), HILLOCK_THREADS);
    assert_int_equal(hillock_option_from_name("kernel"), HILLOCK_KERNEL);
    for (int k = 0; k < 3; k++) {
        int value = 0;
        assert_string_equal(hillock_option_choice(HILLOCK_KERNEL, (size_t)k, &value), names[k]);
        assert_int_equal(value, HILLOCK_KERNEL_AUTO + 10 * k);
    }
    assert_null(hillock_option_choice(HILLOCK_KERNEL, 3, NULL));
}

static void trainers_take_both_as_text_and_neither_as_a_real(void **state)
{
    handle h = {0};
    double real = 7.0;
    (void)state;
    assert_status(hillock_trainer_create(&h.trainer), HILLOCK_OK);
    assert_status(hillock_trainer_set_text(h.trainer, "threads", "12"), HILLOCK_OK);
    assert_status(hillock_trainer_set_text(h.trainer, "kernel", "fused"), HILLOCK_OK);
    assert_status(hillock_trainer_set_text(h.trainer, "threads", "1025"), HILLOCK_ERROR_VALUE);
    assert_status(hillock_trainer_set_text(h.trainer, "threads", "two"), HILLOCK_ERROR_VALUE);
    assert_status(hillock_trainer_set_text(h.trainer, "kernel", "20"), HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_trainer_message(h.trainer), "auto, blas, fused"));
    assert_status(hillock_trainer_set_real(h.trainer, HILLOCK_THREADS, 2.0), HILLOCK_ERROR_KEY);
    assert_status(hillock_trainer_get_real(h.trainer, HILLOCK_KERNEL, &real), HILLOCK_ERROR_KEY);
    assert_true(value_of(h, HILLOCK_THREADS) == 12 && real == 7.0);
    assert_true(value_of(h, HILLOCK_KERNEL) == HILLOCK_KERNEL_FUSED);
    hillock_trainer_destroy(h.trainer);
}

static void neurons_have_no_other_integer(void **state)
{
    static const int keys[] = {
        HILLOCK_SOLVER,    HILLOCK_EPOCHS, HILLOCK_SEED, HILLOCK_ALPHA, HILLOCK_L2, 0, -1,
        HILLOCK_KERNEL + 1};
    handle h = {0};
    int64_t value = -7;
    (void)state;
    assert_status(hillock_neuron_create(&h.neuron, 2, HILLOCK_ELU, HILLOCK_SQUARED), HILLOCK_OK);
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        assert_status(set(h, keys[k], 1), HILLOCK_ERROR_KEY);
        assert_true(strlen(message_of(h)) > 10);
        assert_status(get(h, keys[k], &value), HILLOCK_ERROR_KEY);
    }
    assert_status(hillock_neuron_set_real(h.neuron, HILLOCK_THREADS, 1.0), HILLOCK_ERROR_KEY);
    assert_status(hillock_neuron_get_integer(NULL, HILLOCK_THREADS, &value), HILLOCK_ERROR_NULL);
    assert_status(hillock_neuron_get_integer(h.neuron, HILLOCK_THREADS, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_neuron_set_integer(NULL, HILLOCK_THREADS, 1), HILLOCK_ERROR_NULL);
    assert_true(value == -7);
    hillock_neuron_destroy(h.neuron);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(legal_values_round_trip_from_the_defaults_on),
        cmocka_unit_test(values_out_of_bounds_are_refused_and_leave_the_old_ones),
        cmocka_unit_test(table_gives_the_bounds_and_choices_of_the_header),
        cmocka_unit_test(trainers_take_both_as_text_and_neither_as_a_real),
        cmocka_unit_test(neurons_have_no_other_integer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
