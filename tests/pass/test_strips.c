/* Strips of a panel in one loop (run_strips) against the same strips step by step: forward,
 * elementwise, backward, each of which has tests of its own. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pass/products.h"
#include "support/random_numbers.h"
#include "support/samples.h"

enum { MOST_FEATURES = 161, MOST_SAMPLES = 192, MOST_PADDING = 3, MOST_STRIP = 64 };

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
    {HILLOCK_IDENTITY, HILLOCK_SQUARED, 5.0, -1.0},
    {HILLOCK_TANH, HILLOCK_LOG_COSH, 5.0, -1.0}, /* not fused */
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
    double offset[MOST_SAMPLES], weights[MOST_SAMPLES];
    bool has_offset, has_weights;
    hk_mathematics mathematics;
} problem;

/* How a strip is taken: float kept widened or not, and which lines are asked for, which changes no
 * number; and whether J alone is wanted. */
typedef struct manner {
    bool keeps, asks_within, asks_twice, nearer, alone;
} manner;

/* What comes out: of the last strip by the loop, of all samples by the steps. */
typedef struct outcome {
    double z[MOST_SAMPLES], slopes[MOST_SAMPLES], curvatures[MOST_SAMPLES];
    hk_loss_sums sums;
    double dJ_dw[MOST_FEATURES + 8];
} outcome;

static const void *row(const problem *p, size_t j)
{
    return p->type == HK_F64 ? (const void *)(p->X_f64 + j * p->stride)
                             : (const void *)(p->X_f32 + j * p->stride);
}

static void fill(problem *p, size_t pair, random_numbers *random, int set)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    p->mathematics = hk_mathematics_of(pairs[pair].activation, pairs[pair].loss);
    p->mathematics.kernels = hk_kernels_for((hk_instruction_set)set);
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
        p->weights[j] = j % 5 == 0 ? 0.0 : random_uniform(random, 0.5, 2.0);
    }
}

static const hk_typed_products *typed(const hk_products *products, const problem *p)
{
    return p->type == HK_F64 ? &products->f64 : &products->f32;
}

static void step_by_step(const problem *p, int set, outcome *out)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    for (size_t j = 0; j < p->count; j += p->strip) {
        hk_ahead nothing = {0};
        typed(products, p)
            ->forward_rows(p->n, p->strip, row(p, j), p->stride, &nothing, p->w, p->b, out->z + j);
        for (size_t k = j; p->has_offset && k < j + p->strip; k++)
            out->z[k] += p->offset[k];
        hk_differentiate_sums(&p->mathematics, p->strip, p->y + j, out->z + j,
                              p->has_weights ? p->weights + j : NULL, &nothing, out->slopes + j,
                              out->curvatures + j, &out->sums);
        typed(products, p)
            ->backward_rows(p->n, p->strip, row(p, j), p->stride, &nothing, out->slopes + j,
                            out->dJ_dw);
    }
}

/* Adjacent samples, streams through a strip, streams through all. */
enum { ADJACENT, SHORT_STREAMS, LONG_STREAMS, N_ORDERS };

static hk_taking taking_of(const problem *p, int order)
{
    const size_t run = p->strip / HK_STREAMS;
    if (order == ADJACENT)
        return (hk_taking){1, HK_STREAMS, p->strip};
    return order == SHORT_STREAMS ? (hk_taking){run, 1, p->strip}
                                  : (hk_taking){p->count / HK_STREAMS, 1, run};
}

/* Which sample is taken as number k. */
static size_t taken(const problem *p, hk_taking taking, size_t k)
{
    const size_t within = k % p->strip;
    return k / p->strip * taking.advance + within / HK_STREAMS * taking.step +
           within % HK_STREAMS * taking.apart;
}

/* Room for what forward keeps; what was not written is no number, and nothing lies behind it. */
static double *make_room(const problem *p)
{
    const size_t length = p->strip * hk_whole_length(p->n);
    double *const room = aligned_alloc(HK_CACHE_LINE, (length + 8) * sizeof *room);
    assert_non_null(room);
    for (size_t k = 0; k < length + 8; k++)
        room[k] = NAN;
    return room;
}

static void drop_room(const problem *p, double *room)
{
    for (size_t k = 0; room && k < 8; k++)
        assert_true(isnan(room[p->strip * hk_whole_length(p->n) + k]));
    free(room);
}

static void in_one_loop(const problem *p, int set, hk_taking taking, manner how, outcome *out)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    double *const room = how.keeps ? make_room(p) : NULL;
    const size_t size = p->type == HK_F64 ? sizeof(double) : sizeof(float);
    double taken[3][MOST_STRIP];
    const hk_strips strips = {
        .n = p->n,
        .count = p->count,
        .strip = p->strip,
        .X = row(p, 0),
        .stride = p->stride,
        .taking = taking,
        .ahead = {.gap = taking.apart * p->stride * size,
                  .forward = 1,
                  .between = 1,
                  .backward = 1,
                  .nearer = how.nearer},
        .asks_within = how.asks_within,
        .asks_twice = how.asks_twice,
        .asking = p->count - p->strip,
        .w = p->w,
        .b = p->b,
        .mathematics = &p->mathematics,
        .y = p->y,
        .later_y = p->y,
        .weights = p->has_weights ? p->weights : NULL,
        .offset = p->has_offset ? p->offset : NULL,
        .taken_y = taken[0],
        .taken_weights = taken[1],
        .taken_offset = taken[2],
        .z = out->z,
        .dl_dz = out->slopes,
        .d2l_dz2 = out->curvatures,
        .kept = room,
        .sums = &out->sums,
        .dJ_dw = how.alone ? NULL : out->dJ_dw,
    };
    typed(products, p)->run_strips(&strips);
    drop_room(p, room);
}

/* Both round each number a few times; the numbers lie near 1. */
static void assert_near(double got, double expected, double scale)
{
    assert_within(got, expected, 64.0 * DBL_EPSILON * scale * (1.0 + fabs(expected)), "a number");
}

/* Lane by lane they add other samples. */
static void assert_same_sums(const hk_loss_sums *got, const hk_loss_sums *expected, double scale)
{
    assert_near(hk_lane_sum(got->loss), hk_lane_sum(expected->loss), scale);
    assert_near(hk_lane_sum(got->residual), hk_lane_sum(expected->residual), scale);
    assert_near(hk_lane_sum(got->residual_square), hk_lane_sum(expected->residual_square), scale);
    assert_near(hk_curvature_max(got), hk_curvature_max(expected), scale);
}

/* J alone is the same sums, to the bit. */
static void compare_alone(const problem *p, int set, hk_taking taking, manner how,
                          const hk_loss_sums *expected)
{
    outcome alone = {.z = {0}};
    how.keeps = false;
    how.alone = true;
    in_one_loop(p, set, taking, how, &alone);
    assert_memory_equal(&alone.sums, expected, sizeof alone.sums);
}

static void compare(const problem *p, int set, int order, manner how)
{
    outcome loop = {.z = {0}}, steps = {.z = {0}};
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const hk_taking taking = taking_of(p, order);
    const double scale = (double)p->count;
    step_by_step(p, set, &steps);
    in_one_loop(p, set, taking, how, &loop);
    for (size_t k = 0; k < p->strip; k++) {
        const size_t j = taken(p, taking, p->count - p->strip + k);
        assert_near(loop.z[k], steps.z[j], scale);
        assert_near(loop.slopes[k], steps.slopes[j], scale);
        assert_near(loop.curvatures[k], steps.curvatures[j], scale);
    }
    assert_same_sums(&loop.sums, &steps.sums, scale);
    compare_alone(p, set, taking, how, &loop.sums);
    double got[MOST_FEATURES], expected[MOST_FEATURES];
    hk_unpack(products, p->n, loop.dJ_dw, got);
    hk_unpack(products, p->n, steps.dJ_dw, expected);
    for (size_t i = 0; i < p->n; i++)
        assert_near(got[i], expected[i], scale);
}

static void one_loop_computes_what_the_steps_compute(void **state)
{
    (void)state;
    static const size_t lengths[] = {3, 4, 7, 8, 9, 15, 16, 17, 30, 32, 64, 65, 161};
    static const manner manners[] = {{.keeps = false},
                                     {.keeps = true, .asks_twice = true, .nearer = true},
                                     {.keeps = true, .asks_within = true, .nearer = true}};
    static problem p;
    random_numbers random = {20261124};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++)
        for (size_t pair = 0; pair < sizeof pairs / sizeof *pairs; pair++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
                for (int which = 0; which < 16; which++) {
                    p.type = which & 1 ? HK_F32 : HK_F64;
                    p.n = lengths[k];
                    p.strip = which & 2 ? 8 : MOST_STRIP;
                    p.count = which & 2 ? 24 : MOST_SAMPLES;
                    p.stride = p.n + (which & 4 ? MOST_PADDING : 0);
                    p.has_offset = (which & 4) != 0;
                    p.has_weights = (which & 8) != 0;
                    fill(&p, pair, &random, set);
                    const size_t first = (k + pair + (size_t)which) % 3;
                    for (int order = ADJACENT; order < N_ORDERS; order++)
                        compare(&p, set, order, manners[(first + (size_t)order) % 3]);
                }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_loop_computes_what_the_steps_compute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
