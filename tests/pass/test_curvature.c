/* The curvature H = X D X^T, the bias a feature that is always 1, against long double loops,
 * differences of the gradient and cases that are exact; for every instruction set, number of
 * threads, layout and type. */
#define _POSIX_C_SOURCE 200809L /* alarm, fork, waitpid */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "data/dataset.h"
#include "pass/curvature.h"
#include "pass/pass.h"
#include "support/pairs.h"
#include "support/reference.h"

static double *numbers(size_t count)
{
    double *const x = malloc(count * sizeof *x + 1);
    assert_non_null(x);
    for (size_t i = 0; i < count; i++)
        x[i] = NAN;
    return x;
}

static double feature_of(const samples *s, size_t j, size_t i)
{
    return i == s->n ? 1.0 : s->X[j * s->n + i];
}

/* H, and the same sum over absolute values where d counts as |d| + spread: what a rounding of d in
 * units of spread may do. */
typedef struct expectation {
    double *H;
    double *scale;
} expectation;

static void expectation_destroy(expectation *e)
{
    free(e->H);
    free(e->scale);
}

/* d: weight d2l/dz2, 0 where the weight is, and such a sample is not looked at. */
static void expect_entry(const samples *s, const long double *d, double spread, long double W,
                         size_t i, size_t k, expectation *e)
{
    long double sum = 0, scale = 0;
    for (size_t j = 0; j < s->m; j++) {
        if (d[j] == 0)
            continue;
        const long double xx = (long double)feature_of(s, j, i) * feature_of(s, j, k);
        sum += d[j] * xx;
        scale += (fabsl(d[j]) + spread) * fabsl(xx);
    }
    e->H[i * (s->n + 1) + k] = e->H[k * (s->n + 1) + i] = (double)(sum / W);
    e->scale[i * (s->n + 1) + k] = e->scale[k * (s->n + 1) + i] = (double)(scale / W);
}

static expectation expect(const samples *s, const long double *d, double spread, long double W)
{
    const size_t rows = s->n + 1;
    expectation e = {numbers(rows * rows), numbers(rows * rows)};
    for (size_t i = 0; i < rows; i++)
        for (size_t k = i; k < rows; k++)
            expect_entry(s, d, spread, W, i, k, &e);
    return e;
}

static void assert_is_expected(size_t rows, const double *H, const expectation *e, double relative,
                               const char *what)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t k = 0; k < rows; k++) {
            const size_t at = i * rows + k;
            assert_within(H[at], e->H[at], relative * e->scale[at], "%s: H[%zu][%zu] of %zu rows",
                          what, i, k, rows);
            assert_same_bits(1, &H[at], &H[k * rows + i], "the mirror image");
        }
}

/* A kernel of one instruction set, panel by panel, as a pass drives it. */

typedef struct panels {
    samples s;
    double *d;      /* d2l/dz2 */
    long double *D; /* weight d2l/dz2, 0 where the weight is */
} panels;

/* d of both signs, some of them 0; where the weight is 0, d and a feature are not even numbers.
 * The reference sees 0 there. */
static panels panels_create(size_t m, size_t n)
{
    panels p = {samples_random(m, n, m + 1000 * n), numbers(m), malloc(m * sizeof *p.D + 1)};
    random_numbers random = {m << 20 | n};
    assert_non_null(p.D);
    samples_round_to_float(&p.s);
    for (size_t j = 0; j < m; j++) {
        p.d[j] = j % 7 == 3 ? 0.0 : random_uniform(&random, -1.0, 1.0);
        p.D[j] = (long double)p.s.weights[j] * p.d[j];
        if (p.s.weights[j] != 0.0)
            continue;
        p.d[j] = j % 2 ? NAN : HUGE_VAL;
        if (n > 0)
            p.s.X[j * n + j % n] = j % 3 ? HUGE_VAL : NAN;
    }
    return p;
}

static void panels_destroy(panels *p)
{
    samples_destroy(&p->s);
    free(p->d);
    free(p->D);
}

static void drive(hk_curvature *c, const hk_plan *plan, const panels *p)
{
    hk_curvature_clear(c, 0);
    size_t batch = 0;
    for (size_t first = 0, k = 1; first < p->s.m; first += plan->panel_samples, k++) {
        const hk_panel panel = {.first = first,
                                .count = plan->panel_samples < p->s.m - first ? plan->panel_samples
                                                                              : p->s.m - first,
                                .weights = p->s.weights + first,
                                .d2l_dz2 = p->d + first};
        hk_curvature_take(c, batch, 0, &panel);
        if (!c->shared || k % c->batch_panels != 0 || ++batch < c->n_batches)
            continue;
        for (size_t tile = 0; tile < c->n_tiles; tile++)
            hk_curvature_add_tile(c, tile);
        hk_curvature_empty(c);
        batch = 0;
    }
    for (size_t tile = 0; c->shared && tile < c->n_tiles; tile++)
        hk_curvature_add_tile(c, tile);
    if (!c->shared)
        hk_curvature_flush(c, 0, 0);
}

/* m + 6 roundings: of d, d x, the products' sums, of the division. */
static void check_panels(const panels *p, const expectation *e, arrangement how,
                         size_t samples_each, int set)
{
    const hk_plan plan = {
        .panel_samples = samples_each, .n_panels = p->s.m / samples_each + 1, .n_groups = 3};
    const size_t rows = p->s.n + 1;
    arranged data = arrange(&p->s, how);
    hk_curvature *const c = hk_curvature_create(
        &data.dataset->view, &plan, hk_curvature_kernel_for((hk_instruction_set)set), 1, NULL);
    assert_non_null(c);
    double *const H = numbers(rows * rows);
    for (int trip = 0; trip < 2; trip++) { /* the second finds what the first has left behind */
        drive(c, &plan, p);
        hk_curvature_unpack(c, 4.0, H);
        hk_curvature_empty(c);
        assert_is_expected(rows, H, e, (double)(p->s.m + 6) * DBL_EPSILON / 2,
                           hk_instruction_set_name((hk_instruction_set)set));
    }
    free(H);
    hk_curvature_destroy(c);
    arranged_destroy(&data);
}

static void every_instruction_set_adds_X_D_XT_without_samples_of_weight_0(void **state)
{
    static const size_t shapes[][3] = {
        {1, 0, 8},     {300, 0, 64},  {1, 1, 8},     {129, 1, 512}, {40, 2, 8},     {127, 3, 24},
        {300, 7, 512}, {300, 8, 40},  {257, 9, 128}, {513, 17, 96}, {200, 31, 64},  {200, 48, 200},
        {99, 100, 8},  {60, 179, 16}, {60, 180, 16}, {500, 183, 8}, {200, 200, 200}};
    (void)state;
    for (size_t c = 0; c < sizeof shapes / sizeof shapes[0]; c++) {
        panels p = panels_create(shapes[c][0], shapes[c][1]);
        expectation e = expect(&p.s, p.D, 0.0, 4.0L);
        for (size_t k = 0; k < 4; k++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
                check_panels(&p, &e, arrangement_at(k), shapes[c][2], set);
        expectation_destroy(&e);
        panels_destroy(&p);
    }
}

/* A pass over a dataset. */

static double total_weight(const samples *s, bool weighted)
{
    long double W = 0;
    for (size_t j = 0; j < s->m; j++)
        W += weighted ? s->weights[j] : 1;
    return (double)W;
}

static hk_pass *pass_over(const arranged *data, const hk_mathematics *mathematics, double W,
                          hk_execution execution)
{
    hk_pass *const pass = hk_pass_create(&data->dataset->view, mathematics, W, execution);
    assert_non_null(pass);
    assert_true(hk_pass_reserve_curvature(pass, NULL));
    return pass;
}

/* Logistic activation with squared loss: not convex, d of both signs. */
static samples problem(size_t m, size_t n, double *w)
{
    samples s = samples_random(m, n, m + 77 * n);
    for (size_t i = 0; i < n; i++)
        w[i] = (double)(float)((i % 2 == 0 ? 1.0 : -1.0) / (double)(i + 1));
    samples_round_to_float(&s);
    return s;
}

static const double bias = 0.25;

static expectation expect_of_pass(const samples *s, const double *w, arrangement how)
{
    long double *const d = malloc(s->m * sizeof *d);
    assert_non_null(d);
    for (size_t j = 0; j < s->m; j++) {
        long double z = bias + (how.with_offset ? s->offset[j] : 0.0);
        for (size_t i = 0; i < s->n; i++)
            z += (long double)w[i] * s->X[j * s->n + i];
        d[j] = (how.weighted ? s->weights[j] : 1) *
               reference_pair(HILLOCK_LOGISTIC, HILLOCK_SQUARED, s->y[j], z).d2f;
    }
    const expectation e = expect(s, d, 1.0, total_weight(s, how.weighted));
    free(d);
    return e;
}

static void check_kernel(const samples *s, const double *w, const expectation *e, arrangement how,
                         hillock_kernel kernel)
{
    const size_t rows = s->n + 1;
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_SQUARED);
    arranged data = arrange(s, how);
    hk_pass *const pass =
        pass_over(&data, &mathematics, total_weight(s, how.weighted), (hk_execution){2, kernel});
    double *const H = numbers(rows * rows);
    hk_pass_run_curvature(pass, w, bias, NULL, H);
    assert_is_expected(rows, H, e, (double)(s->m + s->n + 50) * hk_pass_epsilon(pass),
                       kernel == HILLOCK_KERNEL_BLAS ? "blas" : "fused");
    free(H);
    hk_pass_destroy(pass);
    arranged_destroy(&data);
}

/* The arrangements begin ... end - 1, which differ in type and layout alone. */
static void check_pass(const samples *s, const double *w, size_t begin, size_t end)
{
    expectation e = expect_of_pass(s, w, arrangement_at(begin));
    for (size_t k = begin; k < end; k++) {
        check_kernel(s, w, &e, arrangement_at(k), HILLOCK_KERNEL_FUSED);
        check_kernel(s, w, &e, arrangement_at(k), HILLOCK_KERNEL_BLAS);
    }
    expectation_destroy(&e);
}

static void a_pass_gives_the_curvature_in_every_arrangement(void **state)
{
    static const size_t shapes[][2] = {{5, 0},    {1, 1},    {1, 5},    {2, 3},
                                       {600, 1},  {1500, 2}, {700, 10}, {513, 15},
                                       {300, 47}, {150, 99}, {40, 200}};
    (void)state;
    for (size_t c = 0; c < sizeof shapes / sizeof shapes[0]; c++) {
        double *const w = numbers(shapes[c][1]);
        samples s = problem(shapes[c][0], shapes[c][1], w);
        for (size_t k = 0; k < ARRANGEMENTS; k += 4)
            check_pass(&s, w, k, k + 4);
        samples_destroy(&s);
        free(w);
    }
}

/* From one group to more than are filled at a time, H shared (n >= 180) and not. */
static const size_t many_groups[][2] = {{7, 0},     {513, 1},   {2000, 30}, {40000, 5},
                                        {5000, 60}, {600, 179}, {600, 180}, {3000, 190},
                                        {70, 1000}, {7000, 181}};
enum { N_MANY = sizeof many_groups / sizeof many_groups[0] };

/* Groups of several panels, and more of them than are filled at a time. */
static void no_group_and_no_panel_is_left_out_of_the_curvature(void **state)
{
    static const size_t shapes[][2] = {{40000, 5}, {7000, 181}};
    (void)state;
    for (size_t c = 0; c < 2; c++) {
        double *const w = numbers(shapes[c][1]);
        samples s = problem(shapes[c][0], shapes[c][1], w);
        check_pass(&s, w, 4, 5);
        samples_destroy(&s);
        free(w);
    }
}

/* What a pass answers with, H included, as one row of numbers. */
enum { SUMS = 4 };

static size_t answer_length(const samples *s)
{
    return SUMS + s->n + (s->n + 1) * (s->n + 1);
}

static void answer(hk_pass *pass, const samples *s, const double *w, bool curvature, double *out)
{
    const hk_sums sums = curvature
                             ? hk_pass_run_curvature(pass, w, bias, out + SUMS, out + SUMS + s->n)
                             : hk_pass_run(pass, w, bias, out + SUMS);
    const double first[SUMS] = {sums.J, sums.dJ_db, sums.residual_rms, sums.curvature_max};
    memcpy(out, first, sizeof first);
}

static void compare_threads(const samples *s, const double *w, arrangement how,
                            hillock_kernel kernel)
{
    static const int64_t threads[] = {1, 1, 2, 3, 4, 7, 16, 0};
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_SQUARED);
    const size_t length = answer_length(s);
    double *const alone = numbers(length), *const shared = numbers(length);
    arranged data = arrange(s, how);
    for (size_t k = 0; k < sizeof threads / sizeof threads[0]; k++) {
        hk_pass *const pass = pass_over(&data, &mathematics, total_weight(s, how.weighted),
                                        (hk_execution){threads[k], kernel});
        answer(pass, s, w, true, k == 0 ? alone : shared);
        if (k > 0)
            assert_int_equal(memcmp(shared, alone, length * sizeof *alone), 0);
        hk_pass_destroy(pass);
    }
    arranged_destroy(&data);
    free(alone);
    free(shared);
}

static void the_curvature_has_the_same_bits_for_any_number_of_threads(void **state)
{
    (void)state;
    for (size_t c = 0; c < N_MANY; c++) {
        double *const w = numbers(many_groups[c][1]);
        samples s = problem(many_groups[c][0], many_groups[c][1], w);
        compare_threads(&s, w, arrangement_at(0), HILLOCK_KERNEL_FUSED);
        compare_threads(&s, w, arrangement_at(7), HILLOCK_KERNEL_FUSED);
        compare_threads(&s, w, arrangement_at(5), HILLOCK_KERNEL_BLAS);
        samples_destroy(&s);
        free(w);
    }
}

/* A fused pair without weights goes through a loop of its own unless H is wanted: it may add in
 * another order. */
static void check_other_results(hillock_loss loss, bool weighted)
{
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, loss);
    for (size_t c = 0; c < N_MANY; c++) {
        double *const w = numbers(many_groups[c][1]);
        samples s = problem(many_groups[c][0], many_groups[c][1], w);
        double *const with = numbers(answer_length(&s)), *const without =
                                                             numbers(answer_length(&s));
        arranged data = arrange_plainly(&s, weighted, true);
        const double W = total_weight(&s, weighted);
        for (int64_t threads = 1; threads <= 3; threads += 2) {
            hk_pass *const pass = hk_pass_create(&data.dataset->view, &mathematics, W,
                                                 (hk_execution){threads, HILLOCK_KERNEL_AUTO});
            answer(pass, &s, w, false, without);
            assert_true(hk_pass_reserve_curvature(pass, NULL) &&
                        hk_pass_reserve_curvature(pass, NULL));
            for (int repeat = 0; repeat < 2; repeat++) {
                answer(pass, &s, w, true, with);
                for (size_t k = 0; k < SUMS + s.n; k++)
                    assert_within(with[k], without[k], 1e-13 * (1.0 + fabs(without[k])),
                                  "J, sums, dJ/dw, number %zu", k);
                answer(pass, &s, w, false, with);
                assert_same_bits(SUMS + s.n, with, without, "J, sums, dJ/dw without H");
            }
            hk_pass_destroy(pass);
        }
        arranged_destroy(&data);
        samples_destroy(&s);
        free(with);
        free(without);
        free(w);
    }
}

static void asking_for_the_curvature_changes_nothing_else(void **state)
{
    (void)state;
    check_other_results(HILLOCK_SQUARED, true);
    check_other_results(HILLOCK_CROSS_ENTROPY, true);
    check_other_results(HILLOCK_CROSS_ENTROPY, false);
}

/* H with samples of weight 0 that hold anything, and H without those samples' contents. */
static void a_sample_of_weight_0_is_not_in_the_curvature_whatever_it_holds(void **state)
{
    static const size_t lengths[] = {1, 11, 60, 185};
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_SQUARED);
    (void)state;
    for (size_t c = 0; c < 4; c++) {
        enum { M = 700 };
        const size_t n = lengths[c], rows = n + 1;
        double *const w = numbers(n), *const H = numbers(2 * rows * rows);
        samples s = problem(M, n, w);
        for (int bad = 0; bad < 2; bad++) {
            arranged data = arrange_plainly(&s, true, false);
            hk_pass *const pass = pass_over(&data, &mathematics, total_weight(&s, true),
                                            (hk_execution){2, HILLOCK_KERNEL_AUTO});
            hk_pass_run_curvature(pass, w, bias, NULL, H + (bad ? rows * rows : 0));
            hk_pass_destroy(pass);
            arranged_destroy(&data);
            for (size_t j = 4; j < M; j += 5) /* the ones of weight 0 */
                s.X[j * n + j % n] = j % 2 ? NAN : -HUGE_VAL;
        }
        assert_same_bits(rows * rows, H + rows * rows, H, "H");
        for (size_t k = 0; k < rows * rows; k++)
            assert_true(isfinite(H[k]));
        free(w);
        free(H);
        samples_destroy(&s);
    }
}

/* Sample j is the unit vector j, l = (y - z)^2: H = 2 diag(weight) / W, and the bias's row is its
 * diagonal. Every number is exact. */
static void unit_vectors_make_the_curvature_diagonal_beside_the_bias(void **state)
{
    static const size_t lengths[] = {1, 8, 13, 64, 200};
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    (void)state;
    for (size_t c = 0; c < 5; c++) {
        const size_t n = lengths[c], rows = n + 1;
        double *const w = numbers(n), *const H = numbers(rows * rows);
        samples s = samples_create(n, n);
        double W = 0.0;
        for (size_t j = 0; j < n; j++) {
            s.X[j * n + j] = 1.0;
            s.weights[j] = (double)(j % 4);
            w[j] = 0.5;
            W += s.weights[j];
        }
        W += W == 0.0; /* n = 1 */
        arranged data = arrange_plainly(&s, true, false);
        hk_pass *const pass =
            pass_over(&data, &mathematics, W, (hk_execution){2, HILLOCK_KERNEL_AUTO});
        hk_pass_run_curvature(pass, w, bias, NULL, H);
        double total = 0.0;
        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < n; k++)
                assert_true(H[i * rows + k] == (i == k ? 2.0 * s.weights[i] / W : 0.0));
            assert_true(H[i * rows + n] == 2.0 * s.weights[i] / W);
            assert_true(H[n * rows + i] == 2.0 * s.weights[i] / W);
            total += 2.0 * s.weights[i];
        }
        assert_true(H[n * rows + n] == total / W);
        hk_pass_destroy(pass);
        arranged_destroy(&data);
        samples_destroy(&s);
        free(w);
        free(H);
    }
}

enum { PAIR_M = 60, PAIR_N = 5, PAIR_ROWS = PAIR_N + 1 };

/* The gradient, the bias's last, at w, b moved by h along parameter k. */
static void gradient_at(hk_pass *pass, const double *w, double b, size_t k, double h, double *out)
{
    double moved[PAIR_N];
    memcpy(moved, w, sizeof moved);
    if (k < PAIR_N)
        moved[k] += h;
    out[PAIR_N] = hk_pass_run(pass, moved, k == PAIR_N ? b + h : b, out).dJ_db;
}

/* Central differences with an error of h^2 times a third derivative, which grows with the loss. */
static void check_differences(hillock_activation activation, hillock_loss loss, void *payload)
{
    const double h = 1e-5;
    double w[PAIR_N], b, H[PAIR_ROWS * PAIR_ROWS], up[PAIR_ROWS], down[PAIR_ROWS];
    size_t *const curved = payload;
    samples s = samples_for_pair(activation, loss, PAIR_M, PAIR_N, 5, w, &b);
    const hk_mathematics mathematics = hk_mathematics_of(activation, loss);
    arranged data = arrange_plainly(&s, true, true);
    hk_pass *const pass = pass_over(&data, &mathematics, total_weight(&s, true),
                                    (hk_execution){1, HILLOCK_KERNEL_AUTO});
    const hk_sums sums = hk_pass_run_curvature(pass, w, b, up, H);
    *curved += sums.curvature_max > 0.0;
    for (size_t k = 0; k < PAIR_ROWS; k++) {
        gradient_at(pass, w, b, k, h, up);
        gradient_at(pass, w, b, k, -h, down);
        for (size_t i = 0; i < PAIR_ROWS; i++)
            assert_within(H[k * PAIR_ROWS + i], (up[i] - down[i]) / (2.0 * h),
                          1e-7 * (1.0 + sums.curvature_max + sums.residual_rms), "%s: H[%zu][%zu]",
                          pair_name(activation, loss), k, i);
    }
    hk_pass_destroy(pass);
    arranged_destroy(&data);
    samples_destroy(&s);
}

static void the_curvature_of_every_pair_is_the_difference_of_gradients(void **state)
{
    size_t curved = 0;
    (void)state;
    assert_true(for_each_pair(check_differences, &curved) > 40);
    assert_true(curved > 30);
}

/* A child has no threads but the one it was forked by. */
static void a_forked_child_comes_to_the_same_curvature(void **state)
{
    static const size_t lengths[] = {20, 190};
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_SQUARED);
    (void)state;
    for (size_t c = 0; c < 2; c++) {
        double *const w = numbers(lengths[c]);
        samples s = problem(4000, lengths[c], w);
        double *const parent = numbers(answer_length(&s)), *const child =
                                                               numbers(answer_length(&s));
        arranged data = arrange_plainly(&s, false, false);
        hk_pass *const pass =
            pass_over(&data, &mathematics, 4000.0, (hk_execution){3, HILLOCK_KERNEL_AUTO});
        answer(pass, &s, w, true, parent);
        const pid_t id = fork();
        if (id == 0) {
            alarm(20);
            answer(pass, &s, w, true, child);
            _exit(memcmp(child, parent, answer_length(&s) * sizeof *child) != 0);
        }
        int status = -1;
        assert_true(id > 0 && waitpid(id, &status, 0) == id);
        assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        hk_pass_destroy(pass);
        arranged_destroy(&data);
        samples_destroy(&s);
        free(parent);
        free(child);
        free(w);
    }
}

static void a_curvature_too_large_for_any_memory_is_refused(void **state)
{
    static const size_t lengths[] = {(size_t)1 << 31, (size_t)1 << 32, SIZE_MAX / 2,
                                     SIZE_MAX - 8,    SIZE_MAX - 1,    SIZE_MAX};
    const hk_plan plan = {.panel_samples = 8, .n_panels = 1, .n_groups = 1};
    (void)state;
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_view view = {.n_samples = 1, .n_features = lengths[k]};
            assert_null(hk_curvature_create(
                &view, &plan, hk_curvature_kernel_for((hk_instruction_set)set), 1, NULL));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_instruction_set_adds_X_D_XT_without_samples_of_weight_0),
        cmocka_unit_test(a_pass_gives_the_curvature_in_every_arrangement),
        cmocka_unit_test(no_group_and_no_panel_is_left_out_of_the_curvature),
        cmocka_unit_test(the_curvature_has_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(asking_for_the_curvature_changes_nothing_else),
        cmocka_unit_test(a_sample_of_weight_0_is_not_in_the_curvature_whatever_it_holds),
        cmocka_unit_test(unit_vectors_make_the_curvature_diagonal_beside_the_bias),
        cmocka_unit_test(the_curvature_of_every_pair_is_the_difference_of_gradients),
        cmocka_unit_test(a_forked_child_comes_to_the_same_curvature),
        cmocka_unit_test(a_curvature_too_large_for_any_memory_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
