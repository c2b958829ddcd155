/* What the pass takes for granted of a plan, for every length of a row. */
#include "support/testing.h"

#include "pass/plan.h"
#include "pass/products.h"

enum { MOST_FEATURES = 1200 };

static hk_plan plan_of(hk_type type, size_t m, size_t n, size_t stride)
{
    const hk_view view = {.type = type,
                          .layout = HILLOCK_SAMPLE_MAJOR,
                          .n_samples = m,
                          .n_features = n,
                          .stride = stride};
    return hk_plan_for(&view, HILLOCK_KERNEL_FUSED);
}

/* From a handful of samples to more than any cache has, with gaps between them and without. */
static void each_plan(hk_type type, void (*check)(const hk_plan *plan, hk_type type, size_t n))
{
    static const size_t samples[] = {1, 8, 100, 5000, 100000, 10000000};
    for (size_t n = HK_NARROW_ROWS; n <= MOST_FEATURES; n++)
        for (size_t k = 0; k < sizeof samples / sizeof *samples; k++)
            for (size_t times = 1; times <= 3; times++) {
                const hk_plan plan = plan_of(type, samples[k], n, times * n);
                check(&plan, type, n);
            }
}

static void panels_are_strips_and_strips_are_eights(const hk_plan *plan, hk_type type, size_t n)
{
    (void)type;
    (void)n;
    assert_true(plan->strip_samples > 0);
    assert_int_equal(plan->strip_samples % HK_STREAMS, 0);
    assert_int_equal(plan->panel_samples % plan->strip_samples, 0);
}

/* Up to 256 features; of more, eight samples would be too much. */
static void a_widened_strip_has_room(const hk_plan *plan, hk_type type, size_t n)
{
    const size_t length = plan->strip_samples * hk_whole_length(n);
    if (type == HK_F32 && n <= HK_KEPT_LENGTH / HK_STREAMS)
        assert_true(length <= HK_KEPT_LENGTH);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panels_of_rows_are_whole_strips_of_eights),
        cmocka_unit_test(strips_of_float_can_be_kept_widened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
