/* A subsample has one sample of each stretch, whole, and the same ones every time. */
#include "data/subsample.h"
#include "support/testing.h"

enum { M = 1000, N = 3, COUNT = 64 };

static float features[N][M]; /* feature-major */
static double targets[M], weights[M], offset[M];

static hk_view view_of(bool weighted)
{
    for (size_t j = 0; j < M; j++) {
        for (size_t i = 0; i < N; i++)
            features[i][j] = (float)(10 * j + i);
        targets[j] = (double)j;
        weights[j] = 1.0 + (double)(j % 2);
        offset[j] = -(double)j;
    }
    return (hk_view){.n_samples = M,
                     .n_features = N,
                     .X = features,
                     .type = HK_F32,
                     .layout = HILLOCK_FEATURE_MAJOR,
                     .stride = M,
                     .targets = {targets, HK_F64},
                     .weights = {weighted ? weights : NULL, HK_F64},
                     .offset = {weighted ? offset : NULL, HK_F64}};
}

static void each_stretch_gives_one_whole_sample(void **state)
{
    (void)state;
    for (int weighted = 0; weighted < 2; weighted++) {
        const hk_view view = view_of(weighted != 0);
        hk_subsample part;
        double total = 0.0;
        assert_true(hk_subsample_create(&part, &view, COUNT, 5, 0));
        assert_int_equal(part.view.n_samples, COUNT);
        for (size_t k = 0; k < COUNT; k++) {
            const double j = hk_column_value(&part.view.targets, k, -1.0);
            const size_t begin = k * (M / COUNT) + (k < M % COUNT ? k : M % COUNT);
            assert_true(j >= (double)begin && j < (double)(begin + M / COUNT + (k < M % COUNT)));
            for (size_t i = 0; i < N; i++)
                assert_true(hk_view_value(&part.view, k, i) == 10.0 * j + (double)i);
            assert_true(hk_column_value(&part.view.offset, k, 7.0) == (weighted ? -j : 7.0));
            total += hk_column_value(&part.view.weights, k, 1.0);
        }
        assert_true(part.total_weight == total);
        assert_int_equal(part.view.weights.values != NULL, weighted);
        hk_subsample_destroy(&part);
    }
}

static void the_same_seed_draws_the_same_samples_and_another_others(void **state)
{
    (void)state;
    const hk_view view = view_of(false);
    hk_subsample part[3];
    size_t same = 0;
    for (size_t k = 0; k < 3; k++)
        assert_true(hk_subsample_create(&part[k], &view, COUNT, k / 2, (int64_t)k + 1));
    for (size_t k = 0; k < COUNT; k++) {
        assert_true(part[0].columns[k] == part[1].columns[k]);
        same += part[0].columns[k] == part[2].columns[k];
    }
    assert_true(same < COUNT / 2);
    for (size_t k = 0; k < 3; k++)
        hk_subsample_destroy(&part[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stretch_gives_one_whole_sample),
        cmocka_unit_test(the_same_seed_draws_the_same_samples_and_another_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
