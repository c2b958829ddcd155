/* Strips of a panel in one loop (run_strips) against the same strips step by step: forward,
 * elementwise, backward, each of which has tests of its own. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "pass/products.h"
#include "support/random_numbers.h"
#include "support/samples.h"

enum { MOST_FEATURES = 65, MOST_SAMPLES = 192, MOST_PADDING = 3, MOST_STRIP = 64 };

static const struct {
    hillock_activation activation;
    hillock_loss loss;
    double most_y, least_z;
} pairs[] = {
    {HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 1.0, -1.0},
    {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY, 1.0, -1.0},
    {HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY, 1.0, -1.0},
    {HILLOCK_EXP, HILLOCK_POISSON, 5.0, -1.0},
    {HILLOCK_EXP, HILLOCK_GAMMA, 5.0, -1.0},
    {HILLOCK_RECIPROCAL, HILLOCK_GAMMA, 5.0, 1.0},
};

/* What both work on. z lies within 1 of 0, of 2 for pairs that need it above 0. */
typedef struct problem {
    hk_type type;
    size_t n, count, strip, stride;
    double X_f64[MOST_SAMPLES * (MOST_FEATURES + MOST_PADDING)];
    float X_f32[MOST_SAMPLES * (MOST_FEATURES + MOST_PADDING)];
    double w[MOST_FEATURES + 8]; /* packed */
    double b;
    double y[MOST_SAMPLES];
    double offset[MOST_SAMPLES];
    bool has_offset;
} problem;

/* What comes out. */
typedef struct outcome {
    double z[MOST_STRIP], slopes[MOST_STRIP], curvatures[MOST_STRIP];
    hk_loss_sums sums;
    double dJ_dw[MOST_FEATURES + 8];
} outcome;

static const void *row(const problem *p, size_t j)
{
    return p->type == HK_F64 ? (const void *)(p->X_f64 + j * p->stride)
                             : (const void *)(p->X_f32 + j * p->stride);
}

static void fill(problem *p, size_t pair, random_numbers *random, const hk_products *products)
{
    double w[MOST_FEATURES];
    for (size_t i = 0; i < p->n; i++)
        w[i] = random_uniform(random, -0.5, 0.5) / (double)p->n;
    hk_pack(products, p->n, w, p->w);
    p->b = pairs[pair].least_z > 0.0 ? 2.0 : 0.1;
    for (size_t k = 0; k < p->count * p->stride; k++) {
        p->X_f64[k] = (double)(float)random_uniform(random, -1.0, 1.0);
        p->X_f32[k] = (float)p->X_f64[k];
    }
    for (size_t j = 0; j < p->count; j++) {
        p->y[j] = random_uniform(random, 0.1, pairs[pair].most_y);
        p->offset[j] = random_uniform(random, -0.3, 0.3);
    }
}

static const hk_typed_products *typed(const hk_products *products, const problem *p)
{
    return p->type == HK_F64 ? &products->f64 : &products->f32;
}

static void step_by_step(const problem *p, size_t pair, int set, outcome *out)
{
    const hk_kernels *const kernels = hk_kernels_for((hk_instruction_set)set);
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const hk_shape shape = {.alpha = 0};
    for (size_t j = 0; j < p->count; j += p->strip) {
        hk_ahead nothing = {0};
        typed(products, p)
            ->forward_rows(p->n, p->strip, row(p, j), p->stride, &nothing, p->w, p->b, out->z);
        for (size_t k = 0; p->has_offset && k < p->strip; k++)
            out->z[k] += p->offset[j + k];
        assert_true(kernels->pair_sums(pairs[pair].activation, pairs[pair].loss, shape, p->strip,
                                       p->y + j, out->z, NULL, &nothing, out->slopes,
                                       out->curvatures, &out->sums));
        typed(products, p)
            ->backward_rows(p->n, p->strip, row(p, j), p->stride, &nothing, out->slopes,
                            out->dJ_dw);
    }
}

static bool in_one_loop(const problem *p, size_t pair, int set, outcome *out)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const size_t size = p->type == HK_F64 ? sizeof(double) : sizeof(float);
    const hk_strips strips = {
        .n = p->n,
        .count = p->count,
        .strip = p->strip,
        .X = row(p, 0),
        .stride = p->stride,
        .ahead = {NULL, p->strip / HK_STREAMS * p->stride * size, 1, 1, 1},
        .asking = p->count - p->strip,
        .w = p->w,
        .b = p->b,
        .y = p->y,
        .later_y = p->y,
        .offset = p->has_offset ? p->offset : NULL,
        .z = out->z,
        .dl_dz = out->slopes,
        .d2l_dz2 = out->curvatures,
        .sums = &out->sums,
        .dJ_dw = out->dJ_dw,
    };
    return typed(products, p)->run_strips(pairs[pair].activation, pairs[pair].loss, &strips);
}

/* Both round each number a few times; the numbers lie near 1. */
static void assert_near(size_t count, const double *got, const double *expected, double scale)
{
    for (size_t k = 0; k < count; k++)
        assert_within(got[k], expected[k], 64.0 * DBL_EPSILON * scale * (1.0 + fabs(expected[k])),
                      "number %zu", k);
}

static void compare(problem *p, size_t pair, int set)
{
    outcome loop = {.z = {0}}, steps = {.z = {0}};
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const double scale = (double)p->count;
    step_by_step(p, pair, set, &steps);
    assert_true(in_one_loop(p, pair, set, &loop));
    assert_near(p->strip, loop.z, steps.z, scale);
    assert_near(p->strip, loop.slopes, steps.slopes, scale);
    assert_near(p->strip, loop.curvatures, steps.curvatures, scale);
    assert_near(sizeof loop.sums / sizeof(double), (const double *)&loop.sums,
                (const double *)&steps.sums, scale);
    assert_near(hk_packed_length(products, p->n), loop.dJ_dw, steps.dJ_dw, scale);
}

static void one_loop_computes_what_the_steps_compute(void **state)
{
    (void)state;
    static const size_t lengths[] = {8, 9, 15, 16, 17, 30, 32, 64, 65};
    static problem p;
    random_numbers random = {20261124};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
        for (size_t pair = 0; pair < sizeof pairs / sizeof *pairs; pair++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
                for (int which = 0; which < 8; which++) {
                    p.type = which & 1 ? HK_F32 : HK_F64;
                    p.n = lengths[k];
                    p.strip = which & 2 ? 8 : MOST_STRIP;
                    p.count = which & 2 ? 24 : MOST_SAMPLES;
                    p.stride = p.n + (which & 4 ? MOST_PADDING : 0);
                    p.has_offset = (which & 4) != 0;
                    fill(&p, pair, &random, hk_products_for((hk_instruction_set)set));
                    compare(&p, pair, set);
                }
}

static void a_pair_that_is_not_fused_is_left_alone(void **state)
{
    (void)state;
    for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
        const hk_products *const products = hk_products_for((hk_instruction_set)set);
        const hk_strips untouched = {.n = 8};
        assert_false(products->f64.run_strips(HILLOCK_TANH, HILLOCK_SQUARED, &untouched));
        assert_false(products->f32.run_strips(HILLOCK_LOGISTIC, HILLOCK_SQUARED, &untouched));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_loop_computes_what_the_steps_compute),
        cmocka_unit_test(a_pair_that_is_not_fused_is_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
