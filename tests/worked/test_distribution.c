/* The distributions of test statistics against closed forms, and against values from 40-digit
 * arithmetic (the regularized incomplete beta function, the complementary error function). */
#include "support/testing.h"

#include "core/distribution.h"

#include <math.h>

typedef struct tail {
    double degrees;
    double t;
    double outside;
} tail;

static const tail tails[] = {
    {0.5, 0.7, 0.68540066252076651965},      {0.5, 2, 0.44551489018313123119},
    {0.5, 6, 0.26130937746999884858},        {0.5, 25, 0.12826500250224996873},
    {3, 0.7, 0.53432699830476362893},        {3, 2, 0.13932596855884317685},
    {3, 6, 0.0092727148922846674041},        {3, 25, 0.00014033138995754858578},
    {7.5, 0.7, 0.50505562187385045657},      {7.5, 2, 0.08289699529816631269},
    {7.5, 6, 0.00041598240700546756157},     {7.5, 25, 1.6963706896295517943e-8},
    {30, 0.7, 0.48932044349967150667},       {30, 2, 0.054625044962983103921},
    {30, 6, 1.3942768767204742702e-6},       {30, 25, 1.2091822381287026378e-21},
    {237, 0.7, 0.48461384417543098892},      {237, 2, 0.04664156207061935766},
    {237, 6, 7.3316894445424451918e-9},      {237, 25, 2.1542843601435482032e-68},
    {999, 0.7, 0.48409027693416370667},      {999, 2, 0.045770616973757002592},
    {999, 6, 2.7562690689044144936e-9},      {999, 25, 1.5993842874891484936e-107},
    {101, 2, 0.04818521120739071509},        {200, 3, 3.0430471139059028034e-3},
    {420, 4.5, 8.8098475972518548724e-6},    {640, 3, 2.8047298981759211002e-3},
    {640, 5.5, 5.4948005596300160039e-8},    {850, 4, 6.8858180824749421859e-5},
    {850, 6.5, 1.3676596937093256283e-10},   {990, 5, 6.7784188393782837461e-7},
    {990, 7, 4.7153332361722367556e-12},     {1000, 0.7, 0.48409011399260233941},
    {1000, 2, 0.045770346493251640049},      {1000, 6, 2.7553691733774691126e-9},
    {1000, 25, 1.5203541383321279043e-107},  {1e5, 0.7, 0.48392893284732213369},
    {1e5, 2, 0.045502963457506463249},       {1e5, 6, 1.9799294556017625584e-9},
    {1e5, 25, 1.6217765552070640631e-137},   {1e8, 0.7, 0.48392730607455028892},
    {1e8, 2, 0.045500266595906752883},       {1e8, 6, 1.9731820343152870543e-9},
    {1e8, 25, 6.1193855225474785127e-138},   {HUGE_VAL, 0.001, 0.99920211557217787483},
    {HUGE_VAL, 0.7, 0.4839273044461460295},  {HUGE_VAL, 1.96, 0.049995790296440868273},
    {HUGE_VAL, 6, 1.9731752900753962814e-9}, {HUGE_VAL, 25, 6.1133934127651218328e-138},
};

static void tails_agree_to_thirteen_digits(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof tails / sizeof tails[0]; k++) {
        const double found = hk_outside(tails[k].degrees, -tails[k].t);
        assert_within(found, tails[k].outside, 1e-13 * tails[k].outside, "%g degrees, t = %g",
                      tails[k].degrees, tails[k].t);
    }
}

/* One degree: Cauchy, 1 - 2 atan(t) / pi; two: 1 - t / sqrt(2 + t^2). */
static void one_and_two_degrees_have_closed_forms(void **state)
{
    const double pi = 3.14159265358979323846;
    (void)state;
    for (double t = 0.01; t < 1e7; t *= 1.7) {
        const double one = 2.0 * atan(1.0 / t) / pi, root = sqrt(2.0 + t * t);
        const double two = 2.0 / (root * (root + t));
        assert_within(hk_outside(1.0, t), one, 1e-13 * one, "1 degree, t = %g", t);
        assert_within(hk_outside(2.0, t), two, 1e-13 * two, "2 degrees, t = %g", t);
    }
}

/* Of t whose square is no double, nothing but the leading term: t^-degrees. */
static void far_tails_go_on_beyond_the_root_of_double(void **state)
{
    const double pi = 3.14159265358979323846;
    (void)state;
    for (double t = 1e140; t < 1e307; t *= 1e10) {
        const double one = 2.0 / (pi * t), half = hk_outside(0.5, 1e140) * sqrt(1e140 / t);
        assert_within(hk_outside(1.0, t), one, 2e-13 * one, "1 degree, t = %g", t);
        assert_within(hk_outside(0.5, t), half, 2e-13 * half, "1/2 degree, t = %g", t);
    }
    assert_within(hk_outside(0.001, 1e307), 0.49113303667196981941, 1e-13, "1/1000 degree");
    assert_within(hk_outside(1.0, HUGE_VAL), 0.0, 0.0, "t infinite");
    assert_true(isinf(hk_outside_quantile(0.001, 0.05))); /* it is about 1e1304 */
}

/* Where squares of degrees or of t overflow, nothing is left outside. */
static void more_degrees_than_have_a_square_leave_nothing_far_out(void **state)
{
    (void)state;
    for (double degrees = 1e150; degrees < 1e307; degrees *= 1e12)
        for (double t = 50.0; t < 1e300; t *= 1e7)
            assert_within(hk_outside(degrees, t), 0.0, 0.0, "%g degrees, t = %g", degrees, t);
}

/* Where one method takes over from another nothing jumps; without end they are the normal's. */
static void many_degrees_are_nearly_normal(void **state)
{
    (void)state;
    const double before = hk_outside(nextafter(1000.0, 0.0), 3.0);
    assert_within(hk_outside(1000.0, 3.0), before, 1e-12 * before, "1000 degrees");
    const double inside = hk_outside(1e4, nextafter(sqrt(500.0), 0.0));
    assert_within(hk_outside(1e4, nextafter(sqrt(500.0), 30.0)), inside, 1e-12 * inside,
                  "t^2 = 500");
    const double normal = hk_outside(HUGE_VAL, 3.0);
    assert_within(hk_outside(1e16, 3.0), normal, 1e-13 * normal, "1e16 degrees");
}

static void quantiles_agree_and_invert_the_tails(void **state)
{
    static const tail published[] = {
        {5, 2.5705818356363155147, 0.05},       {9, 3.2498355415921262756, 0.01},
        {13, 2.1603686564627925015, 0.05},      {36, 3.5821497014563367566, 0.001},
        {237, 1.970024010403551006, 0.05},      {HUGE_VAL, 1.9599639845400542355, 0.05},
        {HUGE_VAL, 2.575829303548900761, 0.01}, {HUGE_VAL, 4.8916384756985903862, 1e-6},
    };
    (void)state;
    for (size_t k = 0; k < sizeof published / sizeof published[0]; k++)
        assert_within(hk_outside_quantile(published[k].degrees, published[k].outside),
                      published[k].t, 1e-14 * published[k].t, "%g degrees, %g outside",
                      published[k].degrees, published[k].outside);
    for (double degrees = 0.5; degrees < 1e9; degrees *= 3.0)
        for (double p = 0.99; p > 1e-15; p *= 0.3)
            assert_within(hk_outside(degrees, hk_outside_quantile(degrees, p)), p, 2e-12 * p,
                          "%g degrees, %g outside", degrees, p);
}

static void what_is_no_distribution_or_probability_is_nan(void **state)
{
    (void)state;
    assert_true(isnan(hk_outside(5.0, NAN)) && isnan(hk_outside(0.0, 1.0)));
    assert_true(isnan(hk_outside(NAN, 1.0)) && isnan(hk_outside_quantile(NAN, 0.5)));
    assert_true(isnan(hk_outside_quantile(5.0, 0.0)) && isnan(hk_outside_quantile(5.0, 1.0)));
    assert_within(hk_outside(5.0, HUGE_VAL), 0.0, 0.0, "t infinite");
    assert_within(hk_outside(5.0, 0.0), 1.0, 0.0, "t = 0");
}

static void gamma_function_agrees(void **state)
{
    static const double x[] = {0.1, 0.5, 2.5, 9.75, 33.0, 1000.5};
    static const double logarithms[] = {2.2527126517342059599,  0.57236494292470008707,
                                        0.28468287047291915963, 12.242204940050762559,
                                        81.557959456115037179,  5908.6741758486774887};
    static const double at[] = {0.5, 33.0, 1e8};
    static const double rests[] = {0.15342640972002734529, 0.002525175249756784364,
                                   8.3333333333333333e-10};
    (void)state;
    for (size_t k = 0; k < sizeof x / sizeof x[0]; k++)
        assert_within(hk_log_gamma(x[k]), logarithms[k], 2e-15 * (2.0 + fabs(logarithms[k])),
                      "log Gamma(%g)", x[k]);
    for (size_t k = 0; k < sizeof at / sizeof at[0]; k++)
        assert_within(hk_stirling_rest(at[k]), rests[k],
                      1e-14 * rests[k] + (at[k] < 10 ? 1e-15 : 0), "Stirling's rest at %g", at[k]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_agree_to_thirteen_digits),
        cmocka_unit_test(one_and_two_degrees_have_closed_forms),
        cmocka_unit_test(far_tails_go_on_beyond_the_root_of_double),
        cmocka_unit_test(more_degrees_than_have_a_square_leave_nothing_far_out),
        cmocka_unit_test(many_degrees_are_nearly_normal),
        cmocka_unit_test(quantiles_agree_and_invert_the_tails),
        cmocka_unit_test(what_is_no_distribution_or_probability_is_nan),
        cmocka_unit_test(gamma_function_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
