/* What the pass takes for granted of a plan, for every length of a row, and what
 * docs/performance.md says of each kind of processor: the linker puts the functions here in place
 * of those that ask which one this is. */
#include "support/testing.h"

#include "core/processor.h"
#include "pass/plan.h"
#include "pass/products.h"

enum { MOST_FEATURES = 1200 };

typedef struct kind {
    hk_instruction_set set;
    hk_following follows;
} kind;

static const kind zen_5 = {HK_AVX512, HK_FOLLOWS_NOTHING};
static const kind intel = {HK_AVX512, HK_FOLLOWS_ROWS};
static const kind zen_4 = {HK_AVX512, HK_FOLLOWS_COLUMNS};
static const kind without_avx512 = {HK_AVX2, HK_FOLLOWS_COLUMNS};
static const kind portable = {HK_PORTABLE, HK_FOLLOWS_COLUMNS};

static kind pretended;

hk_instruction_set __wrap_hk_processor(void);
hk_following __wrap_hk_processor_follows(void);

hk_instruction_set __wrap_hk_processor(void)
{
    return pretended.set;
}

hk_following __wrap_hk_processor_follows(void)
{
    return pretended.follows;
}

static hk_plan plan_of(hk_type type, hillock_layout layout, size_t m, size_t n, size_t stride)
{
    const hk_view view = {
        .type = type, .layout = layout, .n_samples = m, .n_features = n, .stride = stride};
    return hk_plan_for(&view, HILLOCK_KERNEL_FUSED);
}

/* Of X of 800 MB. */
static hk_plan plan_from_memory(kind processor, hk_type type, hillock_layout layout, size_t n)
{
    const size_t m = 800000000 / n / hk_type_size(type);
    pretended = processor;
    return plan_of(type, layout, m, n, layout == HILLOCK_SAMPLE_MAJOR ? n : m);
}

/* On each kind of processor, from a handful of samples to more than any cache has, with gaps
 * between them and without. */
static void each_plan(hk_type type, void (*check)(const hk_plan *plan, size_t n))
{
    static const kind *const kinds[] = {&zen_5, &intel, &zen_4, &without_avx512, &portable};
    static const size_t samples[] = {1, 8, 100, 5000, 100000, 10000000};
    for (size_t p = 0; p < sizeof kinds / sizeof *kinds; p++)
        for (size_t n = HK_NARROW_ROWS; n <= MOST_FEATURES; n++)
            for (size_t k = 0; k < sizeof samples / sizeof *samples; k++)
                for (size_t times = 1; times <= 3; times++) {
                    pretended = *kinds[p];
                    const hk_plan plan =
                        plan_of(type, HILLOCK_SAMPLE_MAJOR, samples[k], n, times * n);
                    check(&plan, n);
                }
}

static void panels_are_strips_and_strips_are_eights(const hk_plan *plan, size_t n)
{
    (void)n;
    assert_true(plan->strip_samples > 0);
    assert_int_equal(plan->strip_samples % HK_STREAMS, 0);
    assert_int_equal(plan->panel_samples % plan->strip_samples, 0);
}

/* Up to 256 features; of more, eight samples would be too much. */
static void a_widened_strip_has_room(const hk_plan *plan, size_t n)
{
    if (n <= HK_KEPT_LENGTH / HK_STREAMS)
        assert_true(plan->strip_samples * hk_whole_length(n) <= HK_KEPT_LENGTH);
}

static void panels_of_rows_are_whole_strips_of_eights(void **state)
{
    (void)state;
    each_plan(HK_F64, panels_are_strips_and_strips_are_eights);
    each_plan(HK_F32, panels_are_strips_and_strips_are_eights);
}

static void strips_of_float_can_be_kept_widened(void **state)
{
    (void)state;
    each_plan(HK_F32, a_widened_strip_has_room);
}

static bool has_long_streams(kind processor, hillock_layout layout, size_t n)
{
    return plan_from_memory(processor, HK_F64, layout, n).long_streams;
}

static void streams_are_as_long_as_the_processor_follows_them(void **state)
{
    (void)state;
    assert_false(has_long_streams(zen_5, HILLOCK_SAMPLE_MAJOR, 256));
    assert_true(has_long_streams(intel, HILLOCK_SAMPLE_MAJOR, 256));
    assert_true(has_long_streams(zen_4, HILLOCK_SAMPLE_MAJOR, 256));
    assert_true(has_long_streams(without_avx512, HILLOCK_SAMPLE_MAJOR, 256));
    assert_false(has_long_streams(zen_5, HILLOCK_FEATURE_MAJOR, 256));
    assert_true(has_long_streams(intel, HILLOCK_FEATURE_MAJOR, 256));
    assert_true(has_long_streams(intel, HILLOCK_FEATURE_MAJOR, 768));
    assert_false(has_long_streams(intel, HILLOCK_FEATURE_MAJOR, 769));
    assert_false(has_long_streams(intel, HILLOCK_FEATURE_MAJOR, 7));
    assert_true(has_long_streams(zen_4, HILLOCK_FEATURE_MAJOR, 256));
    assert_true(has_long_streams(without_avx512, HILLOCK_FEATURE_MAJOR, 256));
    assert_true(has_long_streams(zen_5, HILLOCK_FEATURE_MAJOR, 32));
    assert_true(has_long_streams(intel, HILLOCK_FEATURE_MAJOR, 32));
}

static bool is_asked_for_nearer(kind processor, hk_type type, size_t n)
{
    return plan_from_memory(processor, type, HILLOCK_SAMPLE_MAJOR, n).asks_nearer;
}

static bool is_asked_for_within(kind processor, hk_type type, size_t n)
{
    return plan_from_memory(processor, type, HILLOCK_SAMPLE_MAJOR, n).asks_within;
}

/* All of a row's lines in L1 before backward, as that asks for the ones after them. */
static bool is_asked_for_twice(kind processor, hk_type type, size_t n)
{
    const hk_plan plan = plan_from_memory(processor, type, HILLOCK_SAMPLE_MAJOR, n);
    const hk_columns_ahead ahead = plan.strips_ahead;
    const size_t lines = (n * hk_type_size(type) + HK_CACHE_LINE - 1) / HK_CACHE_LINE;
    assert_true(!plan.asks_twice ||
                (ahead.forward + ahead.between == lines && ahead.backward == 0));
    return plan.asks_twice;
}

static void rows_are_asked_for_where_the_caches_have_room(void **state)
{
    (void)state;
    assert_false(is_asked_for_nearer(zen_5, HK_F32, 32));
    assert_true(is_asked_for_nearer(intel, HK_F32, 32));
    assert_false(is_asked_for_nearer(intel, HK_F32, 2048));
    assert_false(is_asked_for_nearer(intel, HK_F64, 32));
    assert_false(is_asked_for_nearer(zen_4, HK_F64, 32));
    assert_true(is_asked_for_nearer(zen_4, HK_F64, 2048));
    assert_false(is_asked_for_nearer(without_avx512, HK_F64, 2048));
    assert_true(is_asked_for_twice(intel, HK_F64, 32) && is_asked_for_twice(intel, HK_F64, 384));
    assert_false(is_asked_for_twice(intel, HK_F64, 8) || is_asked_for_twice(intel, HK_F64, 385));
    assert_false(is_asked_for_twice(intel, HK_F32, 32) || is_asked_for_twice(zen_4, HK_F64, 32));
    pretended = intel; /* X in the last cache, or with gaps */
    assert_true(plan_of(HK_F64, HILLOCK_SAMPLE_MAJOR, 6000, 1024, 1024).asks_within);
    assert_false(plan_of(HK_F32, HILLOCK_SAMPLE_MAJOR, 32768, 1024, 1024).asks_within);
    assert_true(plan_of(HK_F32, HILLOCK_SAMPLE_MAJOR, 32769, 1024, 1024).asks_within);
    assert_false(plan_of(HK_F64, HILLOCK_SAMPLE_MAJOR, 400000, 32, 32).asks_twice);
    assert_true(plan_of(HK_F64, HILLOCK_SAMPLE_MAJOR, 4000000, 30, 32).asks_twice);
    assert_false(plan_of(HK_F64, HILLOCK_SAMPLE_MAJOR, 4000000, 32, 64).asks_twice);
    assert_true(is_asked_for_within(intel, HK_F64, 385));
    assert_false(is_asked_for_within(intel, HK_F64, 384));
    assert_true(is_asked_for_within(intel, HK_F32, 512));
    assert_false(is_asked_for_within(intel, HK_F32, 511));
    assert_false(is_asked_for_within(zen_5, HK_F64, 2048));
    assert_false(is_asked_for_within(zen_4, HK_F64, 2048));
}

/* Intel: in the L2 cache beside the next ones, all of which are asked for, and of more than 64
 * features again, shortly before they are needed. */
static void runs_are_wide_where_the_next_ones_are_asked_for(void **state)
{
    static const size_t lengths[] = {8, 64, 65, 256, 512, 768};
    (void)state;
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
        for (hk_type type = HK_F64; type <= HK_F32; type++) {
            const size_t n = lengths[k];
            const hk_plan plan = plan_from_memory(intel, type, HILLOCK_FEATURE_MAJOR, n);
            const size_t run = plan.panel_samples * hk_type_size(type);
            assert_true(n <= 256 ? run == 1 << 10 : run >= 1 << 9 && run * n <= 3 << 17);
            assert_true(plan.wide_runs && plan.asks_nearer);
            assert_true(plan.later_lines * HK_CACHE_LINE >= run);
            assert_int_equal(plan.later_features, n > 64 ? 16 : 0);
        }
    pretended = intel; /* X in the last cache, and perhaps there */
    assert_true(plan_of(HK_F64, HILLOCK_FEATURE_MAJOR, 12000, 512, 12000).wide_runs);
    assert_true(plan_of(HK_F64, HILLOCK_FEATURE_MAJOR, 48000, 256, 48000).wide_runs);
    assert_false(plan_of(HK_F64, HILLOCK_FEATURE_MAJOR, 48000, 257, 48000).wide_runs);
    assert_int_equal(plan_of(HK_F64, HILLOCK_FEATURE_MAJOR, 12000, 512, 12000).later_features, 0);
    assert_false(plan_of(HK_F64, HILLOCK_FEATURE_MAJOR, 3000, 2048, 3000).asks_nearer);
    assert_false(plan_from_memory(zen_5, HK_F64, HILLOCK_FEATURE_MAJOR, 32).wide_runs);
    assert_false(plan_from_memory(zen_4, HK_F64, HILLOCK_FEATURE_MAJOR, 256).wide_runs);
    assert_int_equal(plan_from_memory(zen_4, HK_F64, HILLOCK_FEATURE_MAJOR, 256).later_lines, 0);
}

/* Intel, more columns: sixteen further are asked for, and where the L2 cache has room some of each
 * feature's next run. */
static void columns_are_asked_for_where_the_caches_have_room(void **state)
{
    (void)state;
    for (hk_type type = HK_F64; type <= HK_F32; type++) {
        const hk_plan some = plan_from_memory(intel, type, HILLOCK_FEATURE_MAJOR, 1024);
        const hk_plan many = plan_from_memory(intel, type, HILLOCK_FEATURE_MAJOR, 2048);
        assert_int_equal(some.strip_samples * hk_type_size(type), 1 << 9);
        assert_int_equal(many.strip_samples * hk_type_size(type), 1 << 9);
        assert_true(some.asks_nearer && many.asks_nearer);
        assert_int_equal(some.later_features, 16);
        assert_int_equal(many.later_features, 16);
        assert_int_equal(some.later_lines, 4);
        assert_int_equal(many.later_lines, 0);
    }
    assert_false(plan_from_memory(zen_5, HK_F64, HILLOCK_FEATURE_MAJOR, 1024).asks_nearer);
    assert_false(plan_from_memory(without_avx512, HK_F64, HILLOCK_FEATURE_MAJOR, 1024).asks_nearer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_of_rows_are_whole_strips_of_eights),
        cmocka_unit_test(strips_of_float_can_be_kept_widened),
        cmocka_unit_test(streams_are_as_long_as_the_processor_follows_them),
        cmocka_unit_test(rows_are_asked_for_where_the_caches_have_room),
        cmocka_unit_test(runs_are_wide_where_the_next_ones_are_asked_for),
        cmocka_unit_test(columns_are_asked_for_where_the_caches_have_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
