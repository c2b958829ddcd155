/* A neuron keeps the workspace of one derivation for the next. Whatever the next one is, nothing of
 * the last one may be seen in it: a neuron that has been used answers like one that is new. */
#include "support/testing.h"

#include <hillock/hillock.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/random_numbers.h"

enum { MOST_FEATURES = 300, NEURONS = 40, DATASETS = 20 };

/* One dataset in memory of its own, exactly as large as it is. */
typedef struct sheet {
    size_t m, n, stride;
    bool narrow, by_feature, weighted;
    void *X;
    double *y, *weights;
    hillock_dataset *dataset;
} sheet;

static void *exactly(size_t bytes)
{
    void *const memory = malloc(bytes + (bytes == 0));
    assert_non_null(memory);
    return memory;
}

static size_t elements_of(const sheet *s)
{
    return (s->by_feature ? s->n : s->m) * s->stride;
}

static void fill(sheet *s, random_numbers *random)
{
    for (size_t i = 0; i < elements_of(s); i++) {
        const double x = random_uniform(random, -1.0, 1.0);
        if (s->narrow)
            ((float *)s->X)[i] = (float)x;
        else
            ((double *)s->X)[i] = x;
    }
    for (size_t j = 0; j < s->m; j++) {
        s->y[j] = (double)random_index(random, 2);
        s->weights[j] = j % 5 == 2 ? 0.0 : random_uniform(random, 0.1, 2.0);
    }
    if (random_index(random, 8) == 0)
        s->y[random_index(random, s->m)] = random_index(random, 2) ? NAN : 2.0;
}

static void hand_over(const sheet *s)
{
    const hillock_layout layout = s->by_feature ? HILLOCK_FEATURE_MAJOR : HILLOCK_SAMPLE_MAJOR;
    const hillock_status features =
        s->narrow ? hillock_dataset_set_features_f32(s->dataset, s->X, layout, s->stride)
                  : hillock_dataset_set_features_f64(s->dataset, s->X, layout, s->stride);
    assert_int_equal(features, HILLOCK_OK);
    assert_int_equal(hillock_dataset_set_targets_f64(s->dataset, s->y), HILLOCK_OK);
    if (s->weighted)
        assert_int_equal(hillock_dataset_set_weights_f64(s->dataset, s->weights), HILLOCK_OK);
}

static sheet sheet_random(size_t n, random_numbers *random)
{
    static const size_t heights[] = {1, 2, 7, 8, 9, 63, 64, 65, 500, 3000, 9000};
    sheet s = {.m = heights[random_index(random, 11)],
               .n = n,
               .narrow = random_index(random, 2),
               .by_feature = random_index(random, 2),
               .weighted = random_index(random, 2)};
    s.stride = (s.by_feature ? s.m : n) + 5 * random_index(random, 3) + (n == 0);
    s.X = exactly(elements_of(&s) * (s.narrow ? sizeof(float) : sizeof(double)));
    s.y = exactly(s.m * sizeof *s.y);
    s.weights = exactly(s.m * sizeof *s.weights);
    assert_int_equal(hillock_dataset_create(&s.dataset, s.m, n), HILLOCK_OK);
    fill(&s, random);
    hand_over(&s);
    return s;
}

static void sheet_destroy(sheet *s)
{
    hillock_dataset_destroy(s->dataset);
    free(s->X);
    free(s->y);
    free(s->weights);
}

static hillock_neuron *neuron_with(size_t n, const double *w)
{
    hillock_neuron *neuron = NULL;
    assert_int_equal(hillock_neuron_create(&neuron, n, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY),
                     HILLOCK_OK);
    assert_int_equal(hillock_neuron_set_parameters(neuron, w, 0.1), HILLOCK_OK);
    return neuron;
}

static hillock_status derive(hillock_neuron *neuron, const sheet *s, int threads, int kernel,
                             double *results)
{
    memset(results, 0x5a, (MOST_FEATURES + 2) * sizeof *results);
    assert_int_equal(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads), HILLOCK_OK);
    assert_int_equal(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, kernel), HILLOCK_OK);
    return hillock_gradient(neuron, s->dataset, results, results + 2, results + 1);
}

static void compare(hillock_neuron *used, const double *w, const sheet *s, random_numbers *random)
{
    static const int kernels[] = {HILLOCK_KERNEL_AUTO, HILLOCK_KERNEL_BLAS, HILLOCK_KERNEL_FUSED};
    static double got[MOST_FEATURES + 2], expected[MOST_FEATURES + 2];
    const int kernel = kernels[random_index(random, 3)];
    hillock_neuron *const fresh = neuron_with(s->n, w);
    const hillock_status status = derive(used, s, (int)random_index(random, 4), kernel, got);
    assert_int_equal(status, derive(fresh, s, 1, kernel, expected));
    assert_same_bits(MOST_FEATURES + 2, got, expected, "J, dJ/db, dJ/dw and what lies behind them");
    hillock_neuron_destroy(fresh);
}

static void a_used_neuron_answers_like_a_new_one(void **state)
{
    static const size_t widths[] = {0, 1, 3, 7, 8, 9, 17, 33, 100, MOST_FEATURES};
    random_numbers random = {1};
    (void)state;
    for (size_t k = 0; k < NEURONS; k++) {
        const size_t n = widths[k % 10];
        double w[MOST_FEATURES];
        for (size_t i = 0; i < MOST_FEATURES; i++)
            w[i] = random_uniform(&random, -1.0, 1.0);
        hillock_neuron *const used = neuron_with(n, w);
        for (size_t t = 0; t < DATASETS; t++) {
            sheet s = sheet_random(n, &random);
            compare(used, w, &s, &random);
            sheet_destroy(&s);
        }
        hillock_neuron_destroy(used);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_used_neuron_answers_like_a_new_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
