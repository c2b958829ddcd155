/* Activations and losses at points whose values are known: by hand, or to 20 digits from
 * arbitrary-precision arithmetic (mpmath, 40 digits). */
#include "support/testing.h"

#include <float.h>
#include <math.h>

#include "neuron/mathematics.h"

typedef struct activation_row {
    hillock_activation activation;
    double z;
    double a;
    double slope; /* f'(z), NAN: not written down */
} activation_row;

static const activation_row activation_rows[] = {
    {HILLOCK_IDENTITY, -2.5, -2.5, 1},
    {HILLOCK_LOGISTIC, 0, 0.5, 0.25},
    {HILLOCK_LOGISTIC, 2, 0.88079707797788244406, NAN},
    {HILLOCK_LOGISTIC, -2, 0.11920292202211755594, NAN},
    {HILLOCK_LOGISTIC, 40, 1, NAN},
    {HILLOCK_TANH, 0, 0, 1},
    {HILLOCK_TANH, 0.5, 0.46211715726000975850, NAN},
    {HILLOCK_TANH, -1, -0.76159415595576488812, NAN},
    {HILLOCK_TANH, 3, 0.99505475368673045133, NAN},
    {HILLOCK_RELU, 3, 3, 1},
    {HILLOCK_RELU, -3, 0, 0},
    {HILLOCK_RELU, 0, 0, 0},
    {HILLOCK_LEAKY_RELU, 3, 3, 1},
    {HILLOCK_LEAKY_RELU, -3, -0.03, 0.01},
    {HILLOCK_ELU, 1.5, 1.5, 1},
    {HILLOCK_ELU, -1, -0.63212055882855767840, 0.36787944117144232160},
    {HILLOCK_ELU, -3, -0.95021293163213605702, NAN},
    {HILLOCK_SOFTPLUS, 0, 0.69314718055994530942, 0.5},
    {HILLOCK_SOFTPLUS, 1, 1.3132616875182228340, NAN},
    {HILLOCK_SOFTPLUS, -5, 0.0067153484891180686164, NAN},
    {HILLOCK_SOFTSIGN, 3, 0.75, 0.0625},
    {HILLOCK_SOFTSIGN, -1, -0.5, 0.25},
    {HILLOCK_SILU, 0, 0, 0.5},
    {HILLOCK_SILU, 1, 0.73105857863000487925, NAN},
    {HILLOCK_SILU, -1, -0.26894142136999512075, NAN},
    {HILLOCK_SILU, -4, -0.071944839848366232107, NAN},
    {HILLOCK_GELU, 0, 0, 0.5},
    {HILLOCK_GELU, 1, 0.84134474606854294859, NAN},
    {HILLOCK_GELU, -1, -0.15865525393145705141, NAN},
    {HILLOCK_GELU, -3, -0.0040496940948902835800, NAN},
    {HILLOCK_EXP, 0, 1, 1},
    {HILLOCK_EXP, 1, 2.7182818284590452354, 2.7182818284590452354},
    {HILLOCK_EXP, -2, 0.13533528323661269189, 0.13533528323661269189},
    {HILLOCK_NORMAL_CDF, 0, 0.5, 0.39894228040143267794},
    {HILLOCK_NORMAL_CDF, 1.96, 0.97500210485177956379, NAN},
    {HILLOCK_NORMAL_CDF, -3, 0.0013498980316300945267, NAN},
    {HILLOCK_CLOGLOG, 0, 0.63212055882855767840, 0.36787944117144232160},
    {HILLOCK_CLOGLOG, 1, 0.93401196415468746292, NAN},
    {HILLOCK_CLOGLOG, -5, 0.0067152979321585103971, NAN},
    {HILLOCK_RECIPROCAL, 4, 0.25, -0.0625},
    {HILLOCK_RECIPROCAL, -0.5, -2, -4},
    {HILLOCK_STEP, 0, 1, 0},
    {HILLOCK_STEP, 7, 1, 0},
    {HILLOCK_STEP, -1e-300, -1, 0},
};

static void activations_have_their_known_values_on_every_instruction_set(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof activation_rows / sizeof activation_rows[0]; k++) {
        const activation_row *const row = &activation_rows[k];
        hk_mathematics neuron = hk_mathematics_of(row->activation, HILLOCK_SQUARED);
        const char *const name = hillock_activation_name(row->activation);
        double a, f, df, d2f;
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            neuron.kernels = hk_kernels_for((hk_instruction_set)set);
            hk_activate(&neuron, 1, &row->z, &a);
            hk_differentiate_activation(&neuron, 1, &row->z, &f, &df, &d2f);
            assert_true(ulps_between(a, f) <= 4);
            if (ulps_between(a, row->a) > 4)
                fail_msg("%s(%g) = %.17g instead of %.17g", name, row->z, a, row->a);
            if (!isnan(row->slope) && ulps_between(df, row->slope) > 4)
                fail_msg("%s'(%g) = %.17g instead of %.17g", name, row->z, df, row->slope);
        }
    }
}

typedef struct loss_row {
    hillock_loss loss;
    double y;
    double a;
    double l;
    double dl;
    double d2l;
} loss_row;

static const loss_row loss_rows[] = {
    {HILLOCK_SQUARED, 1, 4, 9, 6, 2},
    {HILLOCK_SQUARED, 2, 1.5, 0.25, -1, 2},
    {HILLOCK_ABSOLUTE, 1, -2, 3, -1, 0},
    {HILLOCK_ABSOLUTE, 1, 1, 0, 0, 0},
    {HILLOCK_HUBER, 0, 0.5, 0.125, 0.5, 1},
    {HILLOCK_HUBER, 0, 1, 0.5, 1, 1},
    {HILLOCK_HUBER, 0, -3, 2.5, -1, 0},
    {HILLOCK_LOG_COSH, 1, 1.5, 0.12011450695827752463, 0.46211715726000975850,
     0.78644773296592741014},
    {HILLOCK_LOG_COSH, 0, 2, 1.3250027473578644309, 0.96402758007581688395,
     0.070650824853164475577},
    {HILLOCK_LOG_COSH, 0, 1000, 999.30685281944005469, 1, 0},
    {HILLOCK_QUANTILE, 3, 1, 1, -0.5, 0},
    {HILLOCK_QUANTILE, 1, 3, 1, 0.5, 0},
    {HILLOCK_QUANTILE, 1, 1, 0, 0, 0},
    {HILLOCK_CROSS_ENTROPY, 1, 0.25, 1.3862943611198906188, -4, 16},
    {HILLOCK_CROSS_ENTROPY, 0, 0.75, 1.3862943611198906188, 4, 16},
    {HILLOCK_CROSS_ENTROPY, 0.5, 0.5, 0.69314718055994530942, 0, 4},
    {HILLOCK_HINGE, 1, 0.25, 0.75, -1, 0},
    {HILLOCK_HINGE, -1, 0.25, 1.25, 1, 0},
    {HILLOCK_HINGE, -1, -1, 0, 0, 0},
    {HILLOCK_HINGE, 1, 3, 0, 0, 0},
    {HILLOCK_SQUARED_HINGE, 1, 0.25, 0.5625, -1.5, 2},
    {HILLOCK_SQUARED_HINGE, -1, 1, 4, 4, 2},
    {HILLOCK_SQUARED_HINGE, 1, 1.5, 0, 0, 0},
    {HILLOCK_PERCEPTRON, 1, -2, 2, -1, 0},
    {HILLOCK_PERCEPTRON, -1, 0.5, 0.5, 1, 0},
    {HILLOCK_PERCEPTRON, 1, 2, 0, 0, 0},
    {HILLOCK_POISSON, 3, 2, -0.079441541679835928251, -0.5, 0.75},
    {HILLOCK_POISSON, 0, 2, 2, 1, 0},
    {HILLOCK_GAMMA, 3, 2, 2.1931471805599453094, -0.25, 0.5},
    {HILLOCK_GAMMA, 1, 0.5, 1.3068528194400546906, -2, 12},
};

/* 8 eps of the sum of the terms: a logarithm within 2 ulp, a product, a sum that may cancel. */
static void losses_have_their_known_values_on_every_instruction_set(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof loss_rows / sizeof loss_rows[0]; k++) {
        const loss_row *const row = &loss_rows[k];
        hk_mathematics neuron = hk_mathematics_of(HILLOCK_IDENTITY, row->loss);
        const char *const name = hillock_loss_name(row->loss);
        const double bound = 8 * DBL_EPSILON;
        double l, dl, d2l;
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            neuron.kernels = hk_kernels_for((hk_instruction_set)set);
            hk_differentiate_loss(&neuron, 1, &row->y, &row->a, &l, &dl, &d2l);
            assert_within(l, row->l, bound * fmax(2, fabs(row->l)), "%s(%g, %g)", name, row->y,
                          row->a);
            assert_within(dl, row->dl, bound * fmax(1, fabs(row->dl)), "d%s(%g, %g)/da", name,
                          row->y, row->a);
            assert_within(d2l, row->d2l, bound * fmax(1, fabs(row->d2l)), "d2%s(%g, %g)/da2", name,
                          row->y, row->a);
        }
    }
}

/* log cosh r = r^2/2 - r^4/12 + r^6/45 - ..., where |r| + log(1 + e^-2|r|) - log 2 would cancel. */
static void log_cosh_of_a_small_difference_keeps_its_digits(void **state)
{
    (void)state;
    const double y = 0.0;
    for (double r = 0x1p-8; r > 1e-100; r *= 0x1p-9)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_kernels *const kernels = hk_kernels_for((hk_instruction_set)set);
            const double q = r * r,
                         expected = q * (0.5 - q * (1.0 / 12 - q * (1.0 / 45 - q * 17 / 2520)));
            double l, dl, d2l;
            kernels->loss(HILLOCK_LOG_COSH, (hk_shape){0}, 1, &y, &r, &l, &dl, &d2l);
            assert_within(l, expected, 8 * DBL_EPSILON * expected, "log cosh %g", r);
        }
}

/* alpha, delta and tau other than their defaults. */
static void shape_parameters_have_their_meaning(void **state)
{
    (void)state;
    hk_mathematics neuron = hk_mathematics_of(HILLOCK_ELU, HILLOCK_HUBER);
    const double z = -1, y = 0, near = 1.5, far = -4;
    double l, dl, d2l, f, df, d2f;
    neuron.shape = (hk_shape){.alpha = 2.0, .delta = 2.0, .tau = 0.9};
    hk_differentiate_activation(&neuron, 1, &z, &f, &df, &d2f);
    assert_within(f, -1.2642411176571153568, 4 * DBL_EPSILON, "elu, alpha 2");
    assert_within(df, 0.73575888234288464320, 4 * DBL_EPSILON, "elu', alpha 2");
    hk_differentiate_loss(&neuron, 1, &y, &near, &l, &dl, &d2l);
    assert_true(l == 1.125 && dl == 1.5 && d2l == 1);
    hk_differentiate_loss(&neuron, 1, &y, &far, &l, &dl, &d2l);
    assert_true(l == 6 && dl == -2 && d2l == 0);
    neuron.loss = HILLOCK_QUANTILE;
    hk_differentiate_loss(&neuron, 1, &y, &far, &l, &dl, &d2l);
    assert_true(l == 0.9 * 4 && dl == -0.9); /* a < y: tau (y - a) */
    hk_differentiate_loss(&neuron, 1, &y, &near, &l, &dl, &d2l);
    assert_within(l, 0.15, DBL_EPSILON, "quantile 0.9 above");
    neuron.activation = HILLOCK_LEAKY_RELU;
    hk_differentiate_activation(&neuron, 1, &z, &f, &df, &d2f);
    assert_true(f == -2 && df == 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(activations_have_their_known_values_on_every_instruction_set),
        cmocka_unit_test(losses_have_their_known_values_on_every_instruction_set),
        cmocka_unit_test(log_cosh_of_a_small_difference_keeps_its_digits),
        cmocka_unit_test(shape_parameters_have_their_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
