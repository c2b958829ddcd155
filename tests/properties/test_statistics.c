/* Mean, deviation and constancy of features against long double, also where a sum of squares would
 * have no digit left; sums that do not lose what they are given. */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "core/sum.h"
#include "data/statistics.h"
#include "hillock/hillock.h"
#include "support/samples.h"

static hk_view view_of(const samples *s, const arranged *data, arrangement how)
{
    const bool sample_major = how.layout == HILLOCK_SAMPLE_MAJOR;
    return (hk_view){.n_samples = s->m,
                     .n_features = s->n,
                     .X = data->X,
                     .type = how.type,
                     .layout = how.layout,
                     .stride = (sample_major ? s->n : s->m) + how.padding,
                     .weights = {how.weighted ? data->columns[1] : NULL, how.type}};
}

/* Feature i of s against the two-pass formulas in long double. A mean of numbers of size c has the
 * rounding of a sum of 1024 in doubles, 16 eps c in practice; the deviation adds its square. */
static void check_feature(const samples *s, const hk_statistics *found, bool weighted, size_t i)
{
    long double W = 0, sum = 0, square = 0;
    double lowest = HUGE_VAL, highest = -HUGE_VAL;
    for (size_t j = 0; j < s->m; j++) {
        const double weight = weighted ? s->weights[j] : 1.0, x = s->X[j * s->n + i];
        W += weight;
        sum += (long double)weight * x;
        lowest = weight > 0.0 ? fmin(lowest, x) : lowest;
        highest = weight > 0.0 ? fmax(highest, x) : highest;
    }
    for (size_t j = 0; j < s->m; j++) {
        const long double r = s->X[j * s->n + i] - sum / W;
        square += (weighted ? s->weights[j] : 1.0) * r * r;
    }
    const double mean = (double)(sum / W), deviation = (double)sqrtl(square / W);
    const double size = fmax(fabs(lowest), fabs(highest)), bound = 16 * DBL_EPSILON * size;
    assert_within(found->mean[i], mean, bound, "mean of feature %zu", i);
    assert_within(found->deviation[i], deviation, bound, "deviation of feature %zu", i);
    assert_within(found->total_weight, (double)W, 16 * DBL_EPSILON * (double)W, "total weight");
    assert_within(found->lowest[i], lowest, 0.0, "lowest of feature %zu", i);
    assert_within(found->highest[i], highest, 0.0, "highest of feature %zu", i);
    assert_int_equal(hk_feature_is_constant(found, i), lowest == highest);
    assert_within(hk_feature_rms(found, i), hypot(mean, deviation), 2 * bound, "rms");
}

static void check_samples(const samples *s)
{
    for (size_t k = 0; k < 8; k++) {
        const arrangement how = arrangement_at(k);
        arranged data = arrange(s, how);
        const hk_view view = view_of(s, &data, how);
        hk_statistics found;
        assert_true(hk_statistics_create(&found, s->n));
        assert_true(hk_statistics_collect(&found, &view, 0, NULL));
        for (size_t i = 0; i < s->n; i++)
            check_feature(s, &found, how.weighted, i);
        hk_statistics_destroy(&found);
        arranged_destroy(&data);
    }
}

/* The panels of samples are 2048 long at most and, of rows, 16384 elements large at most. */
static void statistics_equal_long_double_for_every_arrangement_and_panel_border(void **state)
{
    static const size_t shapes[][2] = {{1, 1},    {2, 3},     {2047, 2},  {2048, 2},
                                       {2049, 2}, {70001, 3}, {300, 100}, {3, 16385}};
    (void)state;
    for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++) {
        samples s = samples_random(shapes[k][0], shapes[k][1], 50 + k);
        for (size_t j = 0; j < s.m; j++)
            s.X[j * s.n] = 0.1; /* constant, and no multiple of a power of two */
        samples_round_to_float(&s);
        check_samples(&s);
        samples_destroy(&s);
    }
}

static void statistics_have_the_same_bits_on_any_number_of_threads(void **state)
{
    (void)state;
    enum { M = 9001, N = 13 };
    samples s = samples_random(M, N, 51);
    samples_round_to_float(&s);
    for (size_t k = 0; k < 8; k++) {
        const arrangement how = arrangement_at(k);
        arranged data = arrange(&s, how);
        const hk_view view = view_of(&s, &data, how);
        hk_statistics alone, shared;
        assert_true(hk_statistics_create(&alone, N) && hk_statistics_create(&shared, N));
        assert_true(hk_statistics_collect(&alone, &view, 1, NULL));
        for (int64_t threads = 2; threads <= 7; threads++) {
            assert_true(hk_statistics_collect(&shared, &view, threads, NULL));
            assert_memory_equal(shared.mean, alone.mean, N * sizeof(double));
            assert_memory_equal(shared.deviation, alone.deviation, N * sizeof(double));
            assert_memory_equal(shared.lowest, alone.lowest, N * sizeof(double));
            assert_memory_equal(shared.highest, alone.highest, N * sizeof(double));
        }
        hk_statistics_destroy(&alone);
        hk_statistics_destroy(&shared);
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

/* Mean 1e9 and spread 1: x^2 has an ulp of 128, and sum x^2 - m mean^2 nothing to say. The samples
 * are halves, so that the true deviation is known to all digits: of -1/2 and +1/2 it is 1/2. */
static void deviation_of_1_at_a_mean_of_1e9_keeps_its_digits(void **state)
{
    (void)state;
    enum { M = 10000 };
    samples s = samples_create(M, 1);
    for (size_t j = 0; j < M; j++)
        s.X[j] = 1e9 + (j % 2 == 0 ? -0.5 : 0.5);
    arranged data = arrange_plainly(&s, false, false);
    const hk_view view = view_of(&s, &data, (arrangement){.layout = HILLOCK_SAMPLE_MAJOR});
    hk_statistics found;
    assert_true(hk_statistics_create(&found, 1));
    assert_true(hk_statistics_collect(&found, &view, 0, NULL));
    assert_within(found.mean[0], 1e9, 16 * DBL_EPSILON * 1e9, "mean");
    assert_within(found.deviation[0], 0.5, 1e-12, "deviation");
    hk_statistics_destroy(&found);
    arranged_destroy(&data);
    samples_destroy(&s);
}

/* The first of a group's panels stands at 1e9 and has next to no weight: it must not be what the
 * others are measured from. 2048 samples to a panel, 32 groups. */
static void deviation_keeps_its_digits_where_a_group_begins_far_away_without_weight(void **state)
{
    (void)state;
    enum { M = 2048 * 32 * 4 };
    samples s = samples_create(M, 1);
    for (size_t j = 0; j < M; j++) {
        const bool away = j < 2048;
        s.X[j] = (away ? 1e9 : 0.0) + (j % 2 == 0 ? -0.5 : 0.5);
        s.weights[j] = away ? 1e-200 : 1.0;
    }
    for (int k = 0; k < 2; k++) {
        const arrangement how = {.layout = k == 0 ? HILLOCK_SAMPLE_MAJOR : HILLOCK_FEATURE_MAJOR,
                                 .weighted = true};
        arranged data = arrange(&s, how);
        const hk_view view = view_of(&s, &data, how);
        hk_statistics found;
        assert_true(hk_statistics_create(&found, 1));
        assert_true(hk_statistics_collect(&found, &view, 0, NULL));
        assert_within(found.mean[0], 0.0, 1e-15, "mean");
        assert_within(found.deviation[0], 0.5, 1e-15, "deviation");
        hk_statistics_destroy(&found);
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

/* What a constant is off its own rounded mean has no square below 0. */
static void deviation_of_any_constant_is_next_to_0(void **state)
{
    (void)state;
    enum { M = 20000, N = 200 };
    samples s = samples_random(M, N, 61);
    for (size_t j = N; j < (size_t)M * N; j++)
        s.X[j] = s.X[j % N];
    for (size_t j = 0; j < M; j++)
        s.weights[j] = 0.1 + (double)(j % 7) / 7.0;
    arranged data = arrange_plainly(&s, true, false);
    const arrangement how = {.layout = HILLOCK_SAMPLE_MAJOR, .weighted = true};
    const hk_view view = view_of(&s, &data, how);
    hk_statistics found;
    assert_true(hk_statistics_create(&found, N));
    assert_true(hk_statistics_collect(&found, &view, 0, NULL));
    for (size_t i = 0; i < N; i++)
        assert_within(found.deviation[i], 0.0, 16 * DBL_EPSILON, "deviation of feature %zu", i);
    hk_statistics_destroy(&found);
    arranged_destroy(&data);
    samples_destroy(&s);
}

static void constant_features_are_listed_and_a_sample_of_weight_0_does_not_hide_one(void **state)
{
    (void)state;
    samples s = samples_random(50, 5, 60);
    size_t which[5] = {9, 9, 9, 9, 9};
    for (size_t j = 0; j < s.m; j++) {
        s.y[j] = j % 2 == 0;
        s.X[j * 5 + 1] = 0.1;
        s.X[j * 5 + 4] = j == 4 ? 7.0 : -3.0; /* weight 4 is 0 */
    }
    arranged data = arrange_plainly(&s, true, false);
    assert_int_equal(hillock_dataset_check(data.dataset, HILLOCK_CROSS_ENTROPY), HILLOCK_OK);
    assert_int_equal(hillock_dataset_constant_features(data.dataset, 5, which), 2);
    assert_true(which[0] == 1 && which[1] == 4 && which[2] == 9);
    assert_int_equal(hillock_dataset_zero_weights(data.dataset), 10);
    hillock_dataset_set_weights_f64(data.dataset, NULL);
    assert_int_equal(hillock_dataset_check(data.dataset, HILLOCK_CROSS_ENTROPY), HILLOCK_OK);
    assert_int_equal(hillock_dataset_constant_features(data.dataset, 0, NULL), 1);
    arranged_destroy(&data);
    samples_destroy(&s);
}

/* ---- sums ---- */

static void compensated_sum_keeps_what_a_large_term_would_swallow(void **state)
{
    (void)state;
    hk_compensated total = {0};
    hk_compensated_add(&total, 1.0);
    hk_compensated_add(&total, 1e100);
    hk_compensated_add(&total, 1.0);
    hk_compensated_add(&total, -1e100);
    assert_true(hk_compensated_value(&total) == 2.0);
    hk_compensated_add(&total, HUGE_VAL);
    hk_compensated_add(&total, 1.0);
    assert_true(hk_compensated_value(&total) == HUGE_VAL);
}

static void sums_and_dot_products_of_every_length_are_exact_for_whole_numbers(void **state)
{
    (void)state;
    double x[100], y[100], sum = 0.0, dot = 0.0;
    for (size_t count = 0; count <= 100; count++) {
        assert_true(hk_sum(count, x) == sum);
        assert_true(hk_dot(count, x, y) == dot);
        if (count == 100)
            break;
        x[count] = (double)(count * 37 % 101) - 50.0;
        y[count] = (double)(count * 53 % 97) - 40.0;
        sum += x[count];
        dot += x[count] * y[count];
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statistics_equal_long_double_for_every_arrangement_and_panel_border),
        cmocka_unit_test(statistics_have_the_same_bits_on_any_number_of_threads),
        cmocka_unit_test(deviation_of_1_at_a_mean_of_1e9_keeps_its_digits),
        cmocka_unit_test(deviation_keeps_its_digits_where_a_group_begins_far_away_without_weight),
        cmocka_unit_test(deviation_of_any_constant_is_next_to_0),
        cmocka_unit_test(constant_features_are_listed_and_a_sample_of_weight_0_does_not_hide_one),
        cmocka_unit_test(compensated_sum_keeps_what_a_large_term_would_swallow),
        cmocka_unit_test(sums_and_dot_products_of_every_length_are_exact_for_whole_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
