/* The option table and the names, and every way to set an option wrongly. */
#include "faults/fixture.h"

#include <float.h>
#include <stdio.h>

static void table_has_unique_spaced_keys_names_help_and_defaults_within_bounds(void **state)
{
    (void)state;
    int previous = 0;
    size_t count = 0;
    for (; hillock_option_at(count) != 0; count++) {
        const int key = hillock_option_at(count);
        double lower, upper, initial;
        assert_true(key >= previous + 10); /* ascending, so unique; room for what belongs between */
        previous = key;
        assert_int_equal(hillock_option_from_name(hillock_option_name(key)), key);
        assert_null(strpbrk(hillock_option_name(key), " _ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
        assert_true(strlen(hillock_option_help(key)) > 10);
        assert_int_equal(hillock_option_of_neuron(key), key >= HILLOCK_ALPHA && key <= HILLOCK_TAU);
        must(hillock_option_bounds(key, &lower, &upper, &initial));
        assert_true(lower <= initial && initial <= upper && lower < upper);
    }
    assert_int_equal(count, 32);
    assert_int_equal(hillock_option_at(SIZE_MAX), 0);
}

static void trainer_begins_with_the_defaults_of_the_header(void **state)
{
    (void)state;
    static const setting defaults[] = {{HILLOCK_SOLVER, HILLOCK_GD},
                                       {HILLOCK_LEARNING_RATE, 0},
                                       {HILLOCK_SCHEDULE, HILLOCK_CONSTANT},
                                       {HILLOCK_DECAY, 0.5},
                                       {HILLOCK_PERIOD, 10},
                                       {HILLOCK_BATCH_SIZE, 32},
                                       {HILLOCK_SAMPLING, HILLOCK_SHUFFLED},
                                       {HILLOCK_SEED, 0},
                                       {HILLOCK_EPOCHS, 0},
                                       {HILLOCK_STEPS, 0},
                                       {HILLOCK_SECONDS, 0},
                                       {HILLOCK_TOLERANCE, 1e-6},
                                       {HILLOCK_L2, 0},
                                       {HILLOCK_PENALIZE_BIAS, 0},
                                       {HILLOCK_STANDARDIZE, 0},
                                       {HILLOCK_EVALUATE_EVERY, 1},
                                       {HILLOCK_THREADS, 0},
                                       {HILLOCK_KERNEL, HILLOCK_KERNEL_AUTO},
                                       {HILLOCK_ALPHA, 0}, /* these three are the neuron's */
                                       {HILLOCK_DELTA, 0},
                                       {HILLOCK_TAU, 0},
                                       {HILLOCK_MOMENTUM_FACTOR, 0.9},
                                       {HILLOCK_BETA2, 0.999},
                                       {HILLOCK_EPSILON, 1e-8},
                                       {HILLOCK_AVERAGE_FROM, 0.5}};
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    double settings[MOST_OPTIONS];
    settings_of(trainer, settings);
    for (size_t k = 0; k < sizeof defaults / sizeof defaults[0]; k++) {
        assert_int_equal(hillock_option_at(k), defaults[k].key);
        assert_true(settings[k] == defaults[k].value);
    }
    hillock_trainer_destroy(trainer);
}

static void choices_round_trip_and_end(void **state)
{
    (void)state;
    static const struct {
        int key;
        size_t count;
    } choices[] = {{HILLOCK_SOLVER, 15}, {HILLOCK_SCHEDULE, 6}, {HILLOCK_SAMPLING, 3}};
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    for (size_t k = 0; k < 3; k++) {
        int value = -7;
        for (size_t c = 0; c < choices[k].count; c++) {
            int64_t set;
            const char *const name = hillock_option_choice(choices[k].key, c, &value);
            must(hillock_trainer_set_text(trainer, hillock_option_name(choices[k].key), name));
            must(hillock_trainer_get_integer(trainer, choices[k].key, &set));
            assert_int_equal(set, value);
        }
        value = -7;
        assert_null(hillock_option_choice(choices[k].key, choices[k].count, &value));
        assert_null(hillock_option_choice(choices[k].key, choices[k].count + 1, &value));
        assert_null(hillock_option_choice(choices[k].key, choices[k].count + 2, &value));
        assert_null(hillock_option_choice(choices[k].key, SIZE_MAX, &value));
        assert_int_equal(value, -7);
    }
    assert_null(hillock_option_choice(HILLOCK_L2, 0, NULL));
    assert_null(hillock_option_choice(1234, 0, NULL));
    hillock_trainer_destroy(trainer);
}

static void every_value_is_had_back_as_it_was_set_by_number_or_text(void **state)
{
    (void)state;
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    for (size_t k = 0; hillock_option_at(k) != 0; k++) {
        const int key = hillock_option_at(k);
        double bounds[2], real;
        int64_t integer;
        char text[400];
        must(hillock_option_bounds(key, &bounds[0], &bounds[1], NULL));
        for (int end = 0; end < 2 && !hillock_option_of_neuron(key); end++)
            if (hillock_option_kind(key) == HILLOCK_TYPE_REAL) {
                must(hillock_trainer_set_real(trainer, key, bounds[end]));
                snprintf(text, sizeof text, "%.17g", bounds[end]);
                must(hillock_trainer_set_text(trainer, hillock_option_name(key), text));
                must(hillock_trainer_get_real(trainer, key, &real));
                assert_true(real == bounds[end]);
            } else {
                must(hillock_trainer_set_integer(trainer, key, (int64_t)bounds[end]));
                must(hillock_trainer_get_integer(trainer, key, &integer));
                assert_true(integer == (int64_t)bounds[end]);
            }
    }
    hillock_trainer_destroy(trainer);
}

static void expect_real_refused(hillock_trainer *trainer, int key)
{
    double lower, upper;
    must(hillock_option_bounds(key, &lower, &upper, NULL));
    const double bad[] = {nextafter(lower, -HUGE_VAL), -HUGE_VAL, NAN, HUGE_VAL,
                          upper < DBL_MAX ? nextafter(upper, HUGE_VAL) : HUGE_VAL};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        assert_status(hillock_trainer_set_real(trainer, key, bad[k]), HILLOCK_ERROR_VALUE);
        assert_says(hillock_trainer_message(trainer),
                    (const char *const[]){hillock_option_name(key), "bounds", NULL});
    }
    assert_status(hillock_trainer_set_integer(trainer, key, 1), HILLOCK_ERROR_KEY);
    int64_t integer = 7;
    assert_status(hillock_trainer_get_integer(trainer, key, &integer), HILLOCK_ERROR_KEY);
    assert_true(integer == 7);
}

static void expect_integer_refused(hillock_trainer *trainer, int key)
{
    double lower, upper, real = 7.0;
    must(hillock_option_bounds(key, &lower, &upper, NULL));
    const int64_t bad[] = {(int64_t)lower - 1, INT64_MIN, (int64_t)upper + 1, INT64_MAX};
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        assert_status(hillock_trainer_set_integer(trainer, key, bad[k]), HILLOCK_ERROR_VALUE);
        assert_non_null(strstr(hillock_trainer_message(trainer), hillock_option_name(key)));
    }
    assert_status(hillock_trainer_set_real(trainer, key, 1.0), HILLOCK_ERROR_KEY);
    assert_status(hillock_trainer_get_real(trainer, key, &real), HILLOCK_ERROR_KEY);
    assert_true(real == 7.0);
}

/* Around the bounds of the table itself, whatever they are. */
static void values_out_of_bounds_and_of_another_type_are_refused(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    for (size_t k = 0; hillock_option_at(k) != 0; k++) {
        const int key = hillock_option_at(k);
        if (hillock_option_of_neuron(key)) {
            assert_status(hillock_trainer_set_real(f.trainer, key, 0.5), HILLOCK_ERROR_KEY);
            assert_status(hillock_trainer_set_text(f.trainer, hillock_option_name(key), "0.5"),
                          HILLOCK_ERROR_KEY);
        } else if (hillock_option_kind(key) == HILLOCK_TYPE_REAL) {
            expect_real_refused(f.trainer, key);
        } else {
            expect_integer_refused(f.trainer, key);
        }
        assert_unchanged(&f, &before);
    }
    for (int value = 11; value < 20; value++) /* between two constants */
        assert_status(hillock_trainer_set_solver(f.trainer, (hillock_solver)value),
                      HILLOCK_ERROR_VALUE);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void junk_text_is_refused_by_every_option(void **state)
{
    (void)state;
    static const char *const junk[] = {"",
                                       " ",
                                       "x",
                                       "1x",
                                       "1 2",
                                       "--1",
                                       "nan",
                                       "inf",
                                       "-inf",
                                       "1e999",
                                       "0.1.2",
                                       "1,5",
                                       "gd sgd",
                                       "GD",
                                       "0x",
                                       "\n",
                                       "%s%n",
                                       "-1",
                                       "99999999999999999999",
                                       "-99999999999999999999",
                                       "maybe",
                                       "constan",
                                       "shuffled "};
    static char endless[2000];
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    memset(endless, 'a', sizeof endless - 1);
    for (size_t k = 0; hillock_option_at(k) != 0; k++) {
        const char *const name = hillock_option_name(hillock_option_at(k));
        const bool of_neuron = hillock_option_of_neuron(hillock_option_at(k));
        const hillock_status expected = of_neuron ? HILLOCK_ERROR_KEY : HILLOCK_ERROR_VALUE;
        const bool large = hillock_option_kind(hillock_option_at(k)) == HILLOCK_TYPE_REAL;
        for (size_t v = 0; v < sizeof junk / sizeof junk[0]; v++) {
            if (large && !strcmp(junk[v], "99999999999999999999"))
                continue; /* a real number like others, where the option has no upper bound */
            if (hillock_trainer_set_text(f.trainer, name, junk[v]) != expected)
                fail_msg("%s takes '%s'", name, junk[v]);
            assert_non_null(strstr(hillock_trainer_message(f.trainer), name));
        }
        assert_status(hillock_trainer_set_text(f.trainer, name, endless), expected);
        assert_unchanged(&f, &before);
    }
    fixture_destroy(&f);
}

/* 0 means "chosen" or "none" for several options: a number too small to be one must not become
 * 0. */
static void text_that_underflows_is_not_taken_for_zero(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    assert_status(hillock_trainer_set_text(f.trainer, "learning-rate", "1e-400"),
                  HILLOCK_ERROR_VALUE);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void unknown_keys_and_names_are_refused(void **state)
{
    (void)state;
    fixture f = fixture_create();
    const snapshot before = snapshot_of(&f);
    static const int keys[] = {0, -1, 1, 11, 19, 165, 199, 1000, INT32_MAX, INT32_MIN};
    static const char *const names[] = {"", "L2", "l2 ", "learning_rate", "learning", "user", "%s"};
    double real = 7.0;
    int64_t integer = 7;
    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        assert_status(hillock_trainer_set_real(f.trainer, keys[k], 1), HILLOCK_ERROR_KEY);
        assert_status(hillock_trainer_set_integer(f.trainer, keys[k], 1), HILLOCK_ERROR_KEY);
        assert_status(hillock_trainer_get_real(f.trainer, keys[k], &real), HILLOCK_ERROR_KEY);
        assert_status(hillock_trainer_get_integer(f.trainer, keys[k], &integer), HILLOCK_ERROR_KEY);
        assert_status(hillock_option_bounds(keys[k], &real, &real, &real), HILLOCK_ERROR_KEY);
        assert_null(hillock_option_name(keys[k]));
        assert_null(hillock_option_help(keys[k]));
        assert_int_equal(hillock_option_kind(keys[k]), 0);
        assert_int_equal(hillock_option_of_neuron(keys[k]), 0);
    }
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        assert_status(hillock_trainer_set_text(f.trainer, names[k], "1"), HILLOCK_ERROR_KEY);
        assert_int_equal(hillock_option_from_name(names[k]), 0);
    }
    assert_true(real == 7.0 && integer == 7);
    assert_unchanged(&f, &before);
    fixture_destroy(&f);
}

static void reports_and_scores_refuse_unknown_keys(void **state)
{
    (void)state;
    fixture f = fixture_create();
    double value = 7.0;
    assert_status(hillock_trainer_report(f.trainer, HILLOCK_REPORT_J, &value),
                  HILLOCK_ERROR_INCOMPLETE);
    assert_status(hillock_train(f.trainer, f.neuron, f.p.data), HILLOCK_STEP_LIMIT);
    for (int key = -5; key <= 105; key++)
        if (key <= 0 || key % 10 != 0)
            assert_status(hillock_trainer_report(f.trainer, (hillock_report)key, &value),
                          HILLOCK_ERROR_KEY);
    for (int key = -5; key <= 65; key++)
        if (key <= 0 || key > 50 || key % 10 != 0)
            assert_status(hillock_score(f.neuron, f.p.data, (hillock_score_kind)key, &value),
                          HILLOCK_ERROR_KEY);
    assert_true(value == 7.0);
    fixture_destroy(&f);
}

/* Which call takes the option, where this one does not. */
static void a_neuron_names_the_call_that_takes_the_option(void **state)
{
    (void)state;
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_LEAKY_RELU, HILLOCK_HUBER);
    const struct {
        int key;
        bool real;
        const char *words[3];
    } calls[] = {
        {HILLOCK_ALPHA, false, {"alpha is a real number", "hillock_neuron_set_real", NULL}},
        {HILLOCK_THREADS, true, {"threads is an integer", "hillock_neuron_set_integer", NULL}},
        {HILLOCK_TAU, true, {"leaky-relu and huber has no tau", NULL}},
        {HILLOCK_TAU, false, {"leaky-relu and huber has no tau", NULL}},
        {HILLOCK_L2, true, {"l2 belongs to the trainer", "hillock_trainer_set_real", NULL}},
        {HILLOCK_SEED, true, {"seed belongs to the trainer", "hillock_trainer_set_integer", NULL}},
    };
    for (size_t k = 0; k < sizeof calls / sizeof calls[0]; k++) {
        assert_status(calls[k].real ? hillock_neuron_set_real(neuron, calls[k].key, 1.0)
                                    : hillock_neuron_set_integer(neuron, calls[k].key, 1),
                      HILLOCK_ERROR_KEY);
        assert_says(hillock_neuron_message(neuron), calls[k].words);
    }
    assert_status(hillock_neuron_set_real(neuron, HILLOCK_DELTA, 1e-310), HILLOCK_ERROR_VALUE);
    assert_says(hillock_neuron_message(neuron),
                (const char *const[]){"at least 2.22507e-308, the smallest normal number", NULL});
    hillock_neuron_destroy(neuron);
}

static void bounds_are_told_where_they_are_crossed(void **state)
{
    (void)state;
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    assert_status(hillock_trainer_set_real(trainer, HILLOCK_LEARNING_RATE, HUGE_VAL),
                  HILLOCK_ERROR_VALUE);
    assert_says(hillock_trainer_message(trainer),
                (const char *const[]){"at least 0 and finite", NULL});
    assert_status(hillock_trainer_set_text(trainer, "epochs", "99999999999999999999"),
                  HILLOCK_ERROR_VALUE);
    assert_says(hillock_trainer_message(trainer),
                (const char *const[]){"epochs = 99999999999999999999 is out of bounds",
                                      "at most 9007199254740992", NULL});
    assert_status(hillock_trainer_set_text(trainer, "epochs", "1.5"), HILLOCK_ERROR_VALUE);
    assert_says(hillock_trainer_message(trainer),
                (const char *const[]){"not a whole number", NULL});
    hillock_trainer_destroy(trainer);
}

static void a_name_spelled_otherwise_is_recognised(void **state)
{
    (void)state;
    static const char *const spelled[][3] = {{"learning_rate", "did you mean 'learning-rate'?"},
                                             {"L2", "did you mean 'l2'?"},
                                             {"Fit_Bias", "did you mean 'fit-bias'?"},
                                             {"lambda", "'lambda'; hillock_option_at lists"},
                                             {"l", "'l'; hillock_option_at lists"},
                                             {"l22", "'l22'; hillock_option_at lists"}};
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    for (size_t k = 0; k < sizeof spelled / sizeof spelled[0]; k++) {
        assert_status(hillock_trainer_set_text(trainer, spelled[k][0], "1"), HILLOCK_ERROR_KEY);
        assert_says(hillock_trainer_message(trainer), spelled[k]);
    }
    hillock_trainer_destroy(trainer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_has_unique_spaced_keys_names_help_and_defaults_within_bounds),
        cmocka_unit_test(trainer_begins_with_the_defaults_of_the_header),
        cmocka_unit_test(choices_round_trip_and_end),
        cmocka_unit_test(every_value_is_had_back_as_it_was_set_by_number_or_text),
        cmocka_unit_test(values_out_of_bounds_and_of_another_type_are_refused),
        cmocka_unit_test(junk_text_is_refused_by_every_option),
        cmocka_unit_test(text_that_underflows_is_not_taken_for_zero),
        cmocka_unit_test(unknown_keys_and_names_are_refused),
        cmocka_unit_test(a_neuron_names_the_call_that_takes_the_option),
        cmocka_unit_test(bounds_are_told_where_they_are_crossed),
        cmocka_unit_test(a_name_spelled_otherwise_is_recognised),
        cmocka_unit_test(reports_and_scores_refuse_unknown_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
