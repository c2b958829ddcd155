/* Sequences that programs rely on: learning rates, random numbers, shuffles. */
#include "support/testing.h"

#include <float.h>
#include <string.h>

#include "core/random.h"
#include "data/order.h"
#include "solver/schedule.h"

/* r = 0.8, d = 0.5, p = 2, E = 6, epochs 0 to 5; roots to 20 digits. */
static const struct {
    hillock_schedule schedule;
    double rate[6];
} schedules[] = {
    {HILLOCK_CONSTANT, {0.8, 0.8, 0.8, 0.8, 0.8, 0.8}},
    {HILLOCK_STEPWISE, {0.8, 0.8, 0.4, 0.4, 0.2, 0.2}},
    {HILLOCK_EXPONENTIAL,
     {0.8, 0.56568542494923801952, 0.4, 0.28284271247461900976, 0.2, 0.14142135623730950488}},
    {HILLOCK_INVERSE_TIME,
     {0.8, 0.64, 0.53333333333333333333, 0.45714285714285714286, 0.4, 0.35555555555555555556}},
    {HILLOCK_INVERSE_SQRT,
     {0.8, 0.71554175279993270904, 0.65319726474218086120, 0.60474315681476355140,
      0.56568542494923801952, 0.53333333333333333333}},
    {HILLOCK_COSINE, {0.8, 0.74641016151377545871, 0.6, 0.4, 0.2, 0.053589838486224541294}},
};

static void schedules_follow_their_formulas(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof schedules / sizeof schedules[0]; k++) {
        hk_settings settings = hk_settings_default();
        settings.schedule = schedules[k].schedule;
        settings.decay = 0.5;
        settings.period = 2.0;
        settings.horizon = 6;
        for (int64_t e = 0; e < 6; e++)
            assert_within(hk_scheduled_rate(&settings, 0.8, e), schedules[k].rate[e],
                          4 * DBL_EPSILON, "schedule %d in epoch %d", (int)schedules[k].schedule,
                          (int)e);
    }
}

/* Published: xoshiro256** from the state 1 2 3 4 begins 11520, 0, 1509978240, ... */
static void generator_is_xoshiro256_starstar(void **state)
{
    (void)state;
    static const uint64_t expected[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240),
                                        UINT64_C(1216172134540287360)};
    hk_random random = {{1, 2, 3, 4}};
    for (size_t k = 0; k < 5; k++)
        assert_true(hk_random_next(&random) == expected[k]);
}

/* State and first outputs of three seeds, from a second implementation (Python's integers); the
 * first state of seed 0 is splitmix64's published first output. */
static const struct {
    uint64_t seed;
    uint64_t state[4];
    uint64_t outputs[4];
} seeds[] = {
    {0,
     {UINT64_C(0xe220a8397b1dcdaf), UINT64_C(0x6e789e6aa1b965f4), UINT64_C(0x06c45d188009454f),
      UINT64_C(0xf88bb8a8724c81ec)},
     {UINT64_C(0x99ec5f36cb75f2b4), UINT64_C(0xbf6e1f784956452a), UINT64_C(0x1a5f849d4933e6e0),
      UINT64_C(0x6aa594f1262d2d2c)}},
    {42,
     {UINT64_C(0xbdd732262feb6e95), UINT64_C(0x28efe333b266f103), UINT64_C(0x47526757130f9f52),
      UINT64_C(0x581ce1ff0e4ae394)},
     {UINT64_C(0x15780b2e0c2ec716), UINT64_C(0x6104d9866d113a7e), UINT64_C(0xae17533239e499a1),
      UINT64_C(0xecb8ad4703b360a1)}},
    {UINT64_MAX,
     {UINT64_C(0xe4d971771b652c20), UINT64_C(0xe99ff867dbf682c9), UINT64_C(0x382ff84cb27281e9),
      UINT64_C(0x6d1db36ccba982d2)},
     {UINT64_C(0x8f5520d52a7ead08), UINT64_C(0xc476a018caa1802d), UINT64_C(0x81de31c0d260469e),
      UINT64_C(0xbf658d7e065f3c2f)}},
};

static void seeds_give_the_known_states_and_outputs(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof seeds / sizeof seeds[0]; k++) {
        hk_random random = hk_random_seed(seeds[k].seed);
        assert_memory_equal(random.state, seeds[k].state, sizeof random.state);
        for (size_t i = 0; i < 4; i++)
            assert_true(hk_random_next(&random) == seeds[k].outputs[i]);
    }
}

static void bounded_numbers_of_seed_42_are_the_known_ones(void **state)
{
    (void)state;
    static const size_t expected[] = {6, 1, 1, 4, 8, 2, 7, 1, 5, 6, 2, 5, 4, 7, 9, 7};
    hk_random random = hk_random_seed(42);
    for (size_t k = 0; k < 16; k++)
        assert_int_equal(hk_random_below(&random, 10), expected[k]);
    assert_int_equal(hk_random_below(&random, 1), 0);
}

static void expect_epoch(hk_order *order, const size_t *expected)
{
    hk_order_begin(order);
    for (size_t k = 0; k < order->n_samples; k++)
        assert_int_equal(hk_order_at(order, k), expected[k]);
}

/* Two epochs of 12 samples, seed 7, from the same second implementation. */
static void shuffles_of_seed_7_are_the_known_ones(void **state)
{
    (void)state;
    static const size_t first[] = {11, 9, 3, 7, 5, 4, 1, 8, 0, 6, 2, 10};
    static const size_t second[] = {1, 9, 0, 3, 5, 4, 10, 7, 11, 6, 2, 8};
    hk_order order;
    assert_true(hk_order_create(&order, 12, HILLOCK_SHUFFLED, 7));
    expect_epoch(&order, first);
    expect_epoch(&order, second);
    hk_order_destroy(&order);
}

static void draws_with_replacement_and_in_order_are_the_known_ones(void **state)
{
    (void)state;
    static const size_t drawn[] = {10, 2, 6, 0, 8, 9, 4, 0, 3, 7, 8, 1};
    static const size_t lined[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    hk_order order;
    assert_true(hk_order_create(&order, 12, HILLOCK_WITH_REPLACEMENT, 7));
    expect_epoch(&order, drawn);
    hk_order_destroy(&order);
    assert_true(hk_order_create(&order, 12, HILLOCK_IN_ORDER, 7));
    expect_epoch(&order, lined);
    expect_epoch(&order, lined);
    hk_order_destroy(&order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schedules_follow_their_formulas),
        cmocka_unit_test(generator_is_xoshiro256_starstar),
        cmocka_unit_test(seeds_give_the_known_states_and_outputs),
        cmocka_unit_test(bounded_numbers_of_seed_42_are_the_known_ones),
        cmocka_unit_test(shuffles_of_seed_7_are_the_known_ones),
        cmocka_unit_test(draws_with_replacement_and_in_order_are_the_known_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
