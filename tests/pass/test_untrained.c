/* J, its gradient and the rest at w = 0, summed beside the features' statistics, are what a trip of
 * its own gives; the statistics do not change, and threads change no bit. */
#include "support/testing.h"

#include <math.h>
#include <string.h>

#include "data/dataset.h"
#include "neuron/catalogue.h"
#include "pass/untrained.h"
#include "support/pairs.h"

enum { MOST_FEATURES = 16390, MANY = 4000 };

typedef struct known {
    hk_sums sums;
    double dJ_dw[MOST_FEATURES];
    double deviation[MOST_FEATURES];
} known;

/* On that many threads. */
static void know(const hk_view *view, const hk_mathematics *mathematics, double b, int64_t threads,
                 known *k)
{
    const size_t n = view->n_features;
    hk_statistics statistics;
    hk_untrained untrained;
    memset(k, 0, sizeof *k);
    assert_true(hk_statistics_create(&statistics, n));
    assert_true(hk_untrained_create(&untrained, view, mathematics, n, b));
    const hk_side_sum gradient = hk_untrained_side_sum(&untrained);
    assert_true(hk_statistics_collect(&statistics, view, threads, &gradient));
    k->sums = hk_untrained_sums(&untrained, statistics.total_weight);
    memcpy(k->dJ_dw, untrained.dJ_dw, n * sizeof *k->dJ_dw);
    memcpy(k->deviation, statistics.deviation, n * sizeof *k->deviation);
    hk_untrained_destroy(&untrained);
    hk_statistics_destroy(&statistics);
}

/* A trip at (0, b), and the statistics alone. */
static void take_trip(const hk_view *view, const hk_mathematics *mathematics, double b, known *k)
{
    const size_t n = view->n_features;
    static const double zeros[MOST_FEATURES];
    hk_statistics statistics;
    memset(k, 0, sizeof *k);
    assert_true(hk_statistics_create(&statistics, n));
    assert_true(hk_statistics_collect(&statistics, view, 1, NULL));
    hk_pass *const pass =
        hk_pass_create(view, mathematics, statistics.total_weight, (hk_execution){1, 0});
    assert_non_null(pass);
    k->sums = hk_pass_run(pass, zeros, b, k->dJ_dw);
    memcpy(k->deviation, statistics.deviation, n * sizeof *k->deviation);
    hk_pass_destroy(pass);
    hk_statistics_destroy(&statistics);
}

/* Means of thousands of numbers near 1 in eight sums each: 1e-14 is 50 eps. */
static void check(const hk_view *view, const hk_mathematics *mathematics, double b)
{
    static known alone, trip;
    const double rounding = 1e-14;
    take_trip(view, mathematics, b, &trip);
    know(view, mathematics, b, 1, &alone);
    assert_within(alone.sums.J, trip.sums.J, rounding * fabs(trip.sums.J), "J");
    assert_within(alone.sums.dJ_db, trip.sums.dJ_db, rounding, "dJ/db");
    assert_within(alone.sums.residual_rms, trip.sums.residual_rms, rounding, "rms(e)");
    assert_within(alone.sums.curvature_max, trip.sums.curvature_max, 0.0, "curvature");
    for (size_t i = 0; i < view->n_features; i++)
        assert_within(alone.dJ_dw[i], trip.dJ_dw[i], rounding, "dJ/dw_%zu", i);
    assert_memory_equal(alone.deviation, trip.deviation, sizeof alone.deviation);
}

static void check_threads(const hk_view *view, const hk_mathematics *mathematics)
{
    static known alone, shared;
    know(view, mathematics, 0.0, 1, &alone);
    for (int64_t threads = 2; threads <= 5; threads += 3) {
        know(view, mathematics, 0.0, threads, &shared);
        assert_memory_equal(&shared.sums.J, &alone.sums.J, 4 * sizeof(double));
        assert_memory_equal(shared.dJ_dw, alone.dJ_dw, sizeof shared.dJ_dw);
        assert_memory_equal(shared.deviation, alone.deviation, sizeof shared.deviation);
    }
}

static void check_arrangements(const samples *s, const hk_mathematics *mathematics)
{
    const double b = hk_initial_bias(mathematics->activation, mathematics->loss);
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        arranged data = arrange(s, arrangement_at(k));
        check(&data.dataset->view, mathematics, b);
        if (s->m > MANY || s->n > MANY)
            check_threads(&data.dataset->view, mathematics);
        arranged_destroy(&data);
    }
}

static void check_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    enum { M = 1500, N = 11 };
    (void)payload;
    double w[N], b;
    samples s = samples_for_pair(activation, loss, M, N, 5, w, &b);
    const hk_mathematics mathematics = hk_mathematics_of(activation, loss);
    check_arrangements(&s, &mathematics);
    samples_destroy(&s);
}

static void untrained_neuron_of_every_pair_is_known_from_the_trip_of_the_statistics(void **state)
{
    (void)state;
    assert_true(for_each_pair(check_pair, NULL) > 50);
}

static void untrained_neuron_is_known_at_every_border_of_panels_and_features(void **state)
{
    static const size_t shapes[][2] = {{1, 1},     {7, 0},     {2049, 2}, {70001, 1},
                                       {300, 100}, {3, 16385}, {40, 7},   {5000, 17}};
    (void)state;
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_TANH, HILLOCK_SQUARED);
    for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++) {
        samples s = samples_random(shapes[k][0], shapes[k][1], 70 + k);
        samples_round_to_float(&s);
        s.weights[0] = 1.0;
        check_arrangements(&s, &mathematics);
        samples_destroy(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(untrained_neuron_of_every_pair_is_known_from_the_trip_of_the_statistics),
        cmocka_unit_test(untrained_neuron_is_known_at_every_border_of_panels_and_features),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
