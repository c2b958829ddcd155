/* The public checker refuses a user function whose derivative is wrong, and says which
 * derivative, where and by how much; right ones pass, and so do the library's own. */
#include "solver/problem.h"

#include <string.h>

/* What is wrong with the functions: the payload. */
typedef enum mistake { NONE, WRONG_DF, WRONG_D2F, WRONG_DL, WRONG_D2L, NAN_DF } mistake;

/* f = atan z, with f' and f'' off by a thousandth when asked. */
static void arctangent(size_t count, const double *z, double *f, double *df, double *d2f,
                       void *payload)
{
    const mistake wrong = *(const mistake *)payload;
    for (size_t j = 0; j < count; j++) {
        const double slope = 1.0 / (1.0 + z[j] * z[j]);
        if (f)
            f[j] = atan(z[j]);
        if (df)
            df[j] = wrong == NAN_DF ? NAN : slope * (wrong == WRONG_DF ? 1.001 : 1.0);
        if (d2f)
            d2f[j] = -2.0 * z[j] * slope * slope * (wrong == WRONG_D2F ? 1.001 : 1.0);
    }
}

/* l = (a - y)^4. */
static void fourth_power(size_t count, const double *y, const double *a, double *l, double *dl,
                         double *d2l, void *payload)
{
    const mistake wrong = *(const mistake *)payload;
    for (size_t j = 0; j < count; j++) {
        const double r = a[j] - y[j];
        if (l)
            l[j] = r * r * r * r;
        if (dl)
            dl[j] = 4.0 * r * r * r * (wrong == WRONG_DL ? -1.0 : 1.0);
        if (d2l)
            d2l[j] = 12.0 * r * r * (wrong == WRONG_D2L ? 0.5 : 1.0);
    }
}

static hillock_neuron *user_neuron(mistake *wrong, int has_second)
{
    hillock_neuron *const neuron = neuron_of(1, HILLOCK_USER_ACTIVATION, HILLOCK_USER_LOSS);
    must(hillock_neuron_set_user_activation(neuron, arctangent, has_second, wrong));
    must(hillock_neuron_set_user_loss(neuron, fourth_power, has_second, wrong));
    return neuron;
}

static const double z[] = {-1.5, 0.75, 2.0};
static const double y[] = {0.5, -1.0, 3.0};

static void wrong_derivatives_are_refused_by_name_and_point(void **state)
{
    (void)state;
    static const struct {
        mistake wrong;
        hillock_status status;
        const char *derivative;
    } cases[] = {{WRONG_DF, HILLOCK_ERROR_DERIVATIVE, "f'(z)"},
                 {WRONG_D2F, HILLOCK_ERROR_DERIVATIVE, "f''(z)"},
                 {WRONG_DL, HILLOCK_ERROR_DERIVATIVE, "dl/da"},
                 {WRONG_D2L, HILLOCK_ERROR_DERIVATIVE, "d2l/da2"},
                 {NAN_DF, HILLOCK_ERROR_NOT_FINITE, "f'(z)"}};
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        mistake wrong = cases[k].wrong;
        hillock_neuron *const neuron = user_neuron(&wrong, 1);
        assert_status(hillock_check_derivatives(neuron, 3, z, y), cases[k].status);
        const char *const message = hillock_neuron_message(neuron);
        assert_non_null(strstr(message, cases[k].derivative));
        assert_non_null(strstr(message, "y = 0.5")); /* the first point */
        hillock_neuron_destroy(neuron);
    }
}

/* f'(-1.5) = 1 / 3.25, a thousandth too large. */
static void the_message_gives_the_value_claimed_and_the_value_found(void **state)
{
    (void)state;
    mistake wrong = WRONG_DF;
    hillock_neuron *const neuron = user_neuron(&wrong, 1);
    assert_status(hillock_check_derivatives(neuron, 3, z, y), HILLOCK_ERROR_DERIVATIVE);
    const char *const message = hillock_neuron_message(neuron);
    assert_non_null(strstr(message, "-1.5"));
    assert_non_null(strstr(message, "0.308")); /* 0.3076923 * 1.001 = 0.308 */
    assert_non_null(strstr(message, "0.30769"));
    hillock_neuron_destroy(neuron);
}

static void right_derivatives_pass_with_and_without_second_ones(void **state)
{
    (void)state;
    for (int second = 0; second <= 1; second++) {
        mistake wrong = NONE;
        hillock_neuron *const neuron = user_neuron(&wrong, second);
        must(hillock_check_derivatives(neuron, 3, z, y));
        assert_string_equal(hillock_neuron_message(neuron), "");
        wrong = WRONG_D2F; /* a second derivative that is not given is not looked at */
        assert_status(hillock_check_derivatives(neuron, 3, z, y),
                      second ? HILLOCK_ERROR_DERIVATIVE : HILLOCK_OK);
        hillock_neuron_destroy(neuron);
    }
}

static void checking_no_points_is_refused(void **state)
{
    (void)state;
    mistake wrong = NONE;
    hillock_neuron *const neuron = user_neuron(&wrong, 1);
    assert_status(hillock_check_derivatives(neuron, 0, z, y), HILLOCK_ERROR_SIZE);
    hillock_neuron_destroy(neuron);
}

/* A wrong f' shows in the gradient of the whole, too: by a thousandth, where a right one has
 * 1e-6. */
static void check_gradient_measures_a_wrong_derivative(void **state)
{
    (void)state;
    problem p = problem_create(20, 1, 1);
    double error;
    mistake wrong = NONE;
    hillock_neuron *const neuron = user_neuron(&wrong, 1);
    must(hillock_neuron_set_parameters(neuron, (const double[]){0.5}, 0.25));
    must(hillock_check_gradient(neuron, p.data, &error));
    assert_true(error < 1e-6);
    wrong = WRONG_DF;
    must(hillock_check_gradient(neuron, p.data, &error));
    assert_close(error, 0.001, 1e-5);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_derivatives_are_refused_by_name_and_point),
        cmocka_unit_test(the_message_gives_the_value_claimed_and_the_value_found),
        cmocka_unit_test(right_derivatives_pass_with_and_without_second_ones),
        cmocka_unit_test(checking_no_points_is_refused),
        cmocka_unit_test(check_gradient_measures_a_wrong_derivative),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
