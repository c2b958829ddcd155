/* The fused kernel against BLAS: the same J and gradient for every layout, type and shape, within
 * what rounding explains. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/pairs.h"
#include "support/samples.h"

enum { PANEL = 512 }; /* the most samples that either kernel sums without a break */

/* J, dJ/db and the n numbers of dJ/dw. */
typedef struct gradient {
    double J, db;
    double *dw;
} gradient;

static gradient gradient_create(size_t n)
{
    gradient g = {.dw = calloc(n, sizeof *g.dw)};
    assert_non_null(g.dw);
    return g;
}

/* |z| < 4 and probabilities for targets, so that |l| <= |z| + 1, |dl/dz| <= 1, d2l/dz2 <= 1/4. */
static samples classes_random(size_t m, size_t n, double *w, double *b)
{
    samples s = samples_random(m, n, 17 * m + n);
    random_numbers random = {m << 40 | n};
    for (size_t j = 0; j < m; j++)
        s.y[j] = (double)random_index(&random, 5) / 4.0;
    if (m < 6)
        s.weights[0] = 1.0;
    for (size_t i = 0; i < n; i++)
        w[i] = random_uniform(&random, -1.0, 1.0) / sqrt((double)n);
    *b = 0.25;
    samples_round_to_float(&s);
    return s;
}

/* What one sample's rounding may do: `slip` to its z by n + 4 roundings of each kernel, a quarter
 * of that to dl/dz, and 4 ulp twice by the elementwise functions. */
static double slip_of(const samples *s, size_t j, const double *w, double b, double epsilon)
{
    double reach = fabs(b) + fabs(s->offset[j]) + 1.0;
    for (size_t i = 0; i < s->n; i++)
        reach += fabs(w[i] * s->X[j * s->n + i]);
    return (double)(s->n + 4) * epsilon * reach;
}

/* dJ/dw is summed over a panel with `epsilon`, from panel to panel in double. */
static void bound(const samples *s, arrangement how, const double *w, double b, double epsilon,
                  gradient *g)
{
    const double m = (double)s->m, run = s->m < PANEL ? m : PANEL;
    const double sums = (run + 16) * epsilon + (m + 16) * DBL_EPSILON;
    double W = 0.0;
    g->J = g->db = 0.0;
    memset(g->dw, 0, s->n * sizeof *g->dw);
    for (size_t j = 0; j < s->m; j++)
        W += how.weighted ? s->weights[j] : 1.0;
    for (size_t j = 0; j < s->m; j++) {
        const double share = (how.weighted ? s->weights[j] : 1.0) / W;
        const double slip = slip_of(s, j, w, b, epsilon);
        const double of_slope = slip / 4 + 8 * DBL_EPSILON;
        g->J += share * (slip + 8 * DBL_EPSILON * 5.0);
        g->db += share * (of_slope + (m + 16) * DBL_EPSILON);
        for (size_t i = 0; i < s->n; i++)
            g->dw[i] += share * fabs(s->X[j * s->n + i]) * (of_slope + sums);
    }
}

static void differentiate(hillock_neuron *neuron, const hillock_dataset *data,
                          hillock_kernel kernel, gradient *g)
{
    assert_int_equal(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, kernel), HILLOCK_OK);
    assert_int_equal(hillock_gradient(neuron, data, &g->J, g->dw, &g->db), HILLOCK_OK);
}

static void check(const samples *s, arrangement how, const double *w, double b)
{
    gradient blas = gradient_create(s->n), fused = gradient_create(s->n);
    gradient bounds = gradient_create(s->n);
    arranged data = arrange(s, how);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, s->n, w, b);
    differentiate(neuron, data.dataset, HILLOCK_KERNEL_BLAS, &blas);
    differentiate(neuron, data.dataset, HILLOCK_KERNEL_FUSED, &fused);
    bound(s, how, w, b, how.type == HK_F32 ? FLT_EPSILON : DBL_EPSILON, &bounds);
    assert_within(fused.J, blas.J, bounds.J, "J, %zu x %zu", s->m, s->n);
    assert_within(fused.db, blas.db, bounds.db, "dJ/db, %zu x %zu", s->m, s->n);
    for (size_t i = 0; i < s->n; i++)
        assert_within(fused.dw[i], blas.dw[i], bounds.dw[i], "dJ/dw_%zu, %zu x %zu", i, s->m, s->n);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    free(blas.dw);
    free(fused.dw);
    free(bounds.dw);
}

/* Large shapes with all columns or none. */
static void check_shape(size_t m, size_t n)
{
    double *const w = calloc(n, sizeof *w), b;
    assert_non_null(w);
    samples s = classes_random(m, n, w, &b);
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k);
        if (m * n < 100000 || how.weighted == how.with_offset)
            check(&s, how, w, b);
    }
    samples_destroy(&s);
    free(w);
}

static void fused_and_blas_give_the_same_gradient_within_rounding(void **state)
{
    static const size_t ms[] = {1, 7, 8, 9, 513, 5000};
    static const size_t ns[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 31, 1000, 20000};
    enum { N_MS = sizeof ms / sizeof ms[0], N_NS = sizeof ns / sizeof ns[0], MOST = 1000000 };
    (void)state;
    for (size_t k = 0; k < N_NS; k++)
        for (size_t c = 0; c < N_MS; c++)
            if (ms[c] * ns[k] < MOST)
                check_shape(ms[c], ns[k]);
    check_shape(5000, 1000); /* many panels, and X larger than the last cache */
    check_shape(110001, 40); /* likewise, in long runs of columns */
}

/* The last bits are the kernels' own, most visibly where BLAS multiplies float. */
static void kernel_option_chooses_what_multiplies(void **state)
{
    double w[31], b;
    (void)state;
    samples s = classes_random(513, 31, w, &b);
    arranged data = arrange(&s, (arrangement){.type = HK_F32, .layout = HILLOCK_SAMPLE_MAJOR});
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, 31, w, b);
    gradient blas = gradient_create(31), fused = gradient_create(31);
    differentiate(neuron, data.dataset, HILLOCK_KERNEL_BLAS, &blas);
    differentiate(neuron, data.dataset, HILLOCK_KERNEL_FUSED, &fused);
    assert_true(fabs(blas.J - fused.J) > 4 * DBL_EPSILON);
    differentiate(neuron, data.dataset, HILLOCK_KERNEL_AUTO, &blas); /* no weaker than double */
    assert_within(blas.J, fused.J, 64 * DBL_EPSILON, "J, chosen");
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
    free(blas.dw);
    free(fused.dw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fused_and_blas_give_the_same_gradient_within_rounding),
        cmocka_unit_test(kernel_option_chooses_what_multiplies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
