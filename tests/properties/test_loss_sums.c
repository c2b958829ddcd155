/* What losses and slopes add up to, on every instruction set. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "neuron/kernels.h"
#include "support/random_numbers.h"

enum { LONGEST = 512 };

/* A panel's columns, and the sums of what counts in them with the sums of |terms|. */
typedef struct columns {
    double weights[LONGEST], l[LONGEST], dl_dz[LONGEST], d2l_dz2[LONGEST];
    long double loss, residual, square, curvature;
    long double loss_terms, residual_terms;
} columns;

/* Every fifth sample has no weight, and there nothing is a number. */
static void fill(columns *c, size_t count, bool weighted)
{
    random_numbers random = {(uint64_t)count << 8};
    *c = (columns){.loss = 0};
    for (size_t j = 0; j < count; j++) {
        const bool absent = weighted && j % 5 == 2;
        const double weight = weighted ? random_uniform(&random, 0.1, 3.0) : 1.0;
        c->weights[j] = absent ? 0.0 : weight;
        c->l[j] = absent ? HUGE_VAL : random_uniform(&random, -1.0, 2.0);
        c->dl_dz[j] = absent ? -NAN : random_uniform(&random, -1.0, 1.0);
        c->d2l_dz2[j] = absent ? NAN : random_uniform(&random, -1.0, 0.5);
        if (absent)
            continue;
        c->loss += (long double)weight * c->l[j];
        c->loss_terms += fabsl((long double)weight * c->l[j]);
        c->residual += (long double)weight * c->dl_dz[j];
        c->residual_terms += fabsl((long double)weight * c->dl_dz[j]);
        c->square += (long double)weight * c->dl_dz[j] * c->dl_dz[j];
        c->curvature = fmaxl(c->curvature, fabsl((long double)c->d2l_dz2[j]));
    }
}

typedef struct totals {
    double loss, residual, residual_square, curvature_max;
} totals;

static totals totals_of(const hk_loss_sums *sums)
{
    return (totals){hk_lane_sum(sums->loss), hk_lane_sum(sums->residual),
                    hk_lane_sum(sums->residual_square), hk_curvature_max(sums)};
}

static totals add(int set, size_t count, const double *weights, const double *l, double *dl_dz,
                  const double *d2l)
{
    hk_loss_sums sums = {.loss = {0}};
    hk_kernels_for((hk_instruction_set)set)->add(count, weights, l, dl_dz, d2l, &sums);
    return totals_of(&sums);
}

/* Exactly `count` numbers, so that nothing behind them is read or written unseen. */
static double *copy_of(const double *x, size_t count)
{
    double *const copy = malloc(count * sizeof *x + (count == 0));
    assert_non_null(copy);
    memcpy(copy, x, count * sizeof *x);
    return copy;
}

static void assert_weighed(size_t count, const double *weights, const double *before,
                           const double *after)
{
    for (size_t j = 0; j < count; j++)
        assert_true(after[j] == (weights[j] == 0.0 ? 0.0 : weights[j] * before[j]));
}

/* count + 1 roundings of a weighted sum, four more of the squares, at u = eps / 2 each. */
static void check_sums(const columns *c, size_t count, bool weighted, int set)
{
    double *const weights = copy_of(c->weights, count), *const l = copy_of(c->l, count);
    double *const dl_dz = copy_of(c->dl_dz, count), *const d2l = copy_of(c->d2l_dz2, count);
    const double relative = (double)(count + 5) * DBL_EPSILON / 2;
    const totals got = add(set, count, weighted ? weights : NULL, l, dl_dz, d2l);
    assert_within(got.loss, (double)c->loss, relative * (double)c->loss_terms, "loss of %zu",
                  count);
    assert_within(got.residual, (double)c->residual, relative * (double)c->residual_terms,
                  "residual of %zu", count);
    assert_within(got.residual_square, (double)c->square, relative * (double)c->square,
                  "squares of %zu", count);
    assert_true(got.curvature_max == (double)c->curvature);
    assert_weighed(count, c->weights, c->dl_dz, dl_dz);
    free(weights);
    free(l);
    free(dl_dz);
    free(d2l);
}

static void panel_sums_of_every_length_leave_out_samples_without_weight(void **state)
{
    static columns c;
    (void)state;
    for (size_t count = 0; count <= LONGEST; count += count < 80 ? 1 : 108)
        for (int weighted = 0; weighted <= 1; weighted++) {
            fill(&c, count, weighted);
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
                check_sums(&c, count, weighted, set);
        }
}

static void a_curvature_that_is_no_number_counts_as_infinite(void **state)
{
    static const double bad[] = {NAN, -NAN, HUGE_VAL, -HUGE_VAL};
    double l[20] = {0}, dl_dz[20] = {0};
    (void)state;
    for (size_t at = 0; at < 20; at++)
        for (size_t k = 0; k < 4; k++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
                double curvature[20] = {1.0, -3.0};
                curvature[at] = bad[k];
                const totals got = add(set, 20, NULL, l, dl_dz, curvature);
                assert_true(got.curvature_max == HUGE_VAL);
            }
}

static void a_slope_or_loss_that_is_no_number_is_not_lost(void **state)
{
    (void)state;
    for (size_t at = 0; at < 20; at++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            double l[20] = {0}, dl_dz[20] = {0}, d2l[20] = {0}, weights[20];
            for (size_t j = 0; j < 20; j++)
                weights[j] = 2.0;
            l[at] = HUGE_VAL;
            dl_dz[at] = NAN;
            const totals plain = add(set, 20, NULL, l, dl_dz, d2l);
            assert_true(plain.loss == HUGE_VAL && isnan(plain.residual));
            assert_true(isnan(plain.residual_square));
            const totals weighed = add(set, 20, weights, l, dl_dz, d2l);
            assert_true(weighed.loss == HUGE_VAL && isnan(weighed.residual));
            assert_true(isnan(weighed.residual_square));
        }
}

/* The pairs that have a form of their own. */
static const struct {
    hillock_activation activation;
    hillock_loss loss;
    double least_y, most_y, least_z, most_z;
} fused[] = {
    {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 0, 1, -40, 40},
    {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, 0, 1, -9, 9},
    {HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY, 0, 1, -9, 3},
    {HILLOCK_EXP, HILLOCK_POISSON, 0, 9, -3, 3},
    {HILLOCK_EXP, HILLOCK_GAMMA, 0.1, 9, -3, 3},
    {HILLOCK_RECIPROCAL, HILLOCK_GAMMA, 0.1, 9, 0.1, 3},
};

static void assert_same_totals(totals got, totals expected, size_t count)
{
    const double relative = 64.0 * DBL_EPSILON * (double)(count + 1);
    assert_within(got.loss, expected.loss, relative * (fabs(expected.loss) + 40.0), "loss");
    assert_within(got.residual, expected.residual, relative * 20.0, "residual");
    assert_within(got.residual_square, expected.residual_square,
                  relative * expected.residual_square, "squares");
    assert_within(got.curvature_max, expected.curvature_max, relative * expected.curvature_max,
                  "curvature");
}

/* One pair's own loop against the same pair computed first and added up then. */
static void check_fused(size_t k, size_t count, bool weighted, int set)
{
    const hk_kernels *const kernels = hk_kernels_for((hk_instruction_set)set);
    const hk_shape shape = {.alpha = 0};
    random_numbers random = {k << 16 | count};
    double y[LONGEST], z[LONGEST], weights[LONGEST], l[LONGEST], dl[LONGEST], d2l[LONGEST];
    double *const slopes = copy_of(y, count), *const curvatures = copy_of(y, count);
    hk_loss_sums sums = {.loss = {0}};
    hk_ahead ahead = {.next = (const char *)y, .gap = HK_CACHE_LINE, .between = count % 3};
    for (size_t j = 0; j < count; j++) {
        y[j] = random_uniform(&random, fused[k].least_y, fused[k].most_y);
        z[j] = random_uniform(&random, fused[k].least_z, fused[k].most_z);
        weights[j] = j % 5 == 2 ? 0.0 : random_uniform(&random, 0.1, 3.0);
    }
    double *const given = weighted ? copy_of(weights, count) : NULL;
    double *const y_only = copy_of(y, count), *const z_only = copy_of(z, count);
    assert_true(kernels->pair_sums(fused[k].activation, fused[k].loss, shape, count, y_only, z_only,
                                   given, &ahead, slopes, curvatures, &sums));
    assert_true(kernels->pair(fused[k].activation, fused[k].loss, shape, count, y, z, l, dl, d2l));
    assert_same_totals(totals_of(&sums), add(set, count, given, l, dl, d2l), count);
    for (size_t j = 0; j < count; j++)
        assert_within(slopes[j], dl[j], 16.0 * DBL_EPSILON * (fabs(dl[j]) + 1.0), "slope %zu", j);
    for (size_t j = 0; j < count; j++)
        assert_within(curvatures[j], d2l[j], 16.0 * DBL_EPSILON * (fabs(d2l[j]) + 1.0), "%zu", j);
    free(slopes);
    free(curvatures);
    free(given);
    free(y_only);
    free(z_only);
}

static void a_fused_pair_adds_up_what_it_computes_one_by_one(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof fused / sizeof *fused; k++)
        for (size_t count = 0; count <= 40; count++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
                check_fused(k, count, false, set);
                check_fused(k, count, true, set);
            }
}

static void a_number_outside_a_range_is_found_wherever_it_stands(void **state)
{
    static const double bad[] = {-0.5, 1.5, NAN, HUGE_VAL};
    (void)state;
    for (size_t count = 1; count <= 40; count++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_kernels *const kernels = hk_kernels_for((hk_instruction_set)set);
            double y[40] = {0};
            assert_false(kernels->outside((hk_interval){0.0, 1.0, 0.0, false}, count, y));
            assert_true(kernels->outside((hk_interval){-1.0, 1.0, 1.0, false}, count, y));
            assert_true(kernels->outside((hk_interval){0.0, 1.0, 0.0, true}, count, y));
            assert_false(kernels->outside((hk_interval){0.0, 1.0, 0.0, false}, 0, y));
            for (size_t k = 0; k < 4; k++) {
                y[count - 1] = bad[k];
                assert_true(kernels->outside((hk_interval){0.0, 1.0, 0.0, false}, count, y));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(panel_sums_of_every_length_leave_out_samples_without_weight),
        cmocka_unit_test(a_curvature_that_is_no_number_counts_as_infinite),
        cmocka_unit_test(a_slope_or_loss_that_is_no_number_is_not_lost),
        cmocka_unit_test(a_fused_pair_adds_up_what_it_computes_one_by_one),
        cmocka_unit_test(a_number_outside_a_range_is_found_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
