/* The three formulations of the gradient, diagflat, Hadamard and one pass, against each other. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "core/blas.h"
#include "hillock/hillock.h"
#include "support/pairs.h"

enum { M = 90, N = 7 };

/* dJ/dw = dJ/dz X^T, then dJ/db as number N. */
static void contract(const samples *s, const double *dJ_dz, double *gradient)
{
    double sum = 0.0;
    for (size_t i = 0; i < N; i++)
        gradient[i] = 0.0;
    hk_gemv_f64(HK_TRANSPOSED, M, N, s->X, N, dJ_dz, gradient);
    for (size_t j = 0; j < M; j++)
        sum += dJ_dz[j];
    gradient[N] = sum;
}

/* The textbook's: build the m x m matrix diag(f'(z)) and multiply. */
static void diagflat(const samples *s, const double *dJ_da, const double *df_dz, double *gradient)
{
    double *const jacobian = calloc(M * M, sizeof *jacobian);
    double dJ_dz[M] = {0};
    assert_non_null(jacobian);
    for (size_t j = 0; j < M; j++)
        jacobian[j * M + j] = df_dz[j];
    hk_gemv_f64(HK_TRANSPOSED, M, M, jacobian, M, dJ_da, dJ_dz);
    contract(s, dJ_dz, gradient);
    free(jacobian);
}

static void hadamard(const samples *s, const double *dJ_da, const double *df_dz, double *gradient)
{
    double dJ_dz[M];
    for (size_t j = 0; j < M; j++)
        dJ_dz[j] = dJ_da[j] * df_dz[j];
    contract(s, dJ_dz, gradient);
}

/* 16 eps of the sum of |terms|: M roundings that partly cancel, and factors of 4 ulp; terms of
 * dl/da are bounded by 1 + |dl/da|. */
static void check_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[N], b, dJ_da[M], df_dz[M], one_pass[N + 1], product[N + 1], textbook[N + 1];
    (void)payload;
    if (activation == HILLOCK_STEP)
        return; /* no f' */
    samples s = samples_for_pair(activation, loss, M, N, 3, w, &b);
    hillock_neuron *const neuron = neuron_at(activation, loss, N, w, b);
    arranged data = arrange_plainly(&s, true, true);
    assert_int_equal(hillock_factors(neuron, data.dataset, NULL, NULL, dJ_da, df_dz, NULL), 0);
    assert_int_equal(hillock_gradient(neuron, data.dataset, NULL, one_pass, &one_pass[N]), 0);
    hadamard(&s, dJ_da, df_dz, product);
    diagflat(&s, dJ_da, df_dz, textbook);
    assert_same_bits(N + 1, textbook, product, "diagflat and Hadamard");
    for (size_t i = 0; i <= N; i++) {
        double terms = 0.0;
        for (size_t j = 0; j < M; j++)
            terms +=
                (1.0 / M + fabs(dJ_da[j])) * fabs(df_dz[j]) * (i < N ? fabs(s.X[j * N + i]) : 1.0);
        assert_within(one_pass[i], product[i], 16 * DBL_EPSILON * terms, "parameter %zu of %s", i,
                      pair_name(activation, loss));
    }
    arranged_destroy(&data);
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

static void three_formulations_of_the_gradient_agree_for_every_pair(void **state)
{
    (void)state;
    for_each_pair(check_pair, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_formulations_of_the_gradient_agree_for_every_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
