/* A pass and a prediction allocate nothing while they run, on one thread or on several. The linker
 * hands the library's calls to the functions below (tests/CMakeLists.txt); what OpenMP itself
 * allocates for its threads does not come by here. */
#include "support/testing.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "pass/pass.h"
#include "support/pairs.h"
#include "support/samples.h"

static atomic_long calls;
static atomic_long failing; /* the call, counted from 1, that gets no memory; 0: none */

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void __real_free(void *memory);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void __wrap_free(void *memory);

static bool refuses(void)
{
    const long call = atomic_fetch_add(&calls, 1) + 1;
    return call == atomic_load(&failing);
}

void *__wrap_malloc(size_t size)
{
    return refuses() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return refuses() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    atomic_fetch_add(&calls, 1);
    return __real_realloc(memory, size);
}

void __wrap_free(void *memory)
{
    __real_free(memory);
}

enum { M = 5000, N = 11, WIDE = 190 }; /* WIDE: the curvature exists once, not one a group */

static hk_view view_of(const samples *s)
{
    return (hk_view){.n_samples = s->m,
                     .n_features = s->n,
                     .X = s->X,
                     .type = HK_F64,
                     .layout = HILLOCK_SAMPLE_MAJOR,
                     .stride = s->n,
                     .targets = {s->y, HK_F64},
                     .weights = {s->weights, HK_F64}};
}

/* Two runs with the gradient, two without, two with the curvature. */
static long calls_of_runs(const hk_view *view, hk_execution execution)
{
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    const double w[WIDE] = {0.5, -0.5};
    double dJ_dw[WIDE];
    static double H[(WIDE + 1) * (WIDE + 1)];
    hk_pass *const pass = hk_pass_create(view, &mathematics, (double)view->n_samples, execution);
    assert_non_null(pass);
    assert_true(hk_pass_reserve_curvature(pass, NULL));
    atomic_store(&calls, 0);
    for (int run = 0; run < 6; run++)
        assert_true(hk_pass_run_curvature(pass, w, 0.25, run % 2 == 0 ? dJ_dw : NULL,
                                          run % 3 == 0 ? H : NULL)
                        .J > 0.0);
    const long counted = atomic_load(&calls);
    hk_pass_destroy(pass);
    return counted;
}

static void a_pass_allocates_nothing_while_it_runs(void **state)
{
    static const int64_t thread_counts[] = {1, 2, 5};
    (void)state;
    for (size_t n = N; n <= WIDE; n += WIDE - N) {
        samples s = samples_random(M, n, 1);
        for (size_t j = 0; j < M; j++)
            s.y[j] = s.y[j] > 0.0 ? 1.0 : 0.0;
        const hk_view view = view_of(&s);
        for (int64_t kernel = HILLOCK_KERNEL_BLAS; kernel <= HILLOCK_KERNEL_FUSED; kernel += 10)
            for (size_t k = 0; k < 3; k++)
                assert_int_equal(calls_of_runs(&view, (hk_execution){thread_counts[k], kernel}), 0);
        samples_destroy(&s);
    }
}

static void neither_does_one_whose_threads_share_features(void **state)
{
    enum { SHARED = 1 << 17, FEW = 10 };
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    (void)state;
    samples s = samples_random(FEW, SHARED, 1);
    const hk_view view = view_of(&s);
    double *const w = calloc(SHARED, sizeof *w), *const dJ_dw = calloc(SHARED, sizeof *dJ_dw);
    assert_true(w && dJ_dw);
    for (int64_t kernel = HILLOCK_KERNEL_BLAS; kernel <= HILLOCK_KERNEL_FUSED; kernel += 10)
        for (int64_t threads = 1; threads <= 3; threads++) {
            hk_pass *const pass =
                hk_pass_create(&view, &mathematics, FEW, (hk_execution){threads, kernel});
            assert_non_null(pass);
            atomic_store(&calls, 0);
            for (int run = 0; run < 4; run++)
                assert_true(hk_pass_run(pass, w, 0.25, run % 2 == 0 ? dJ_dw : NULL).J > 0.0);
            assert_int_equal(atomic_load(&calls), 0);
            hk_pass_destroy(pass);
        }
    free(w);
    free(dJ_dw);
    samples_destroy(&s);
}

/* Whichever of its allocations fails, the pass goes on without it, and may be asked again. */
static void a_curvature_without_memory_leaves_the_pass_as_it_was(void **state)
{
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    const double w[WIDE] = {0.5, -0.5};
    double dJ_dw[WIDE];
    (void)state;
    for (size_t n = N; n <= WIDE; n += WIDE - N) {
        samples s = samples_random(M, n, 3);
        const hk_view view = view_of(&s);
        hk_pass *const pass =
            hk_pass_create(&view, &mathematics, M, (hk_execution){2, HILLOCK_KERNEL_AUTO});
        const double J = hk_pass_run(pass, w, 0.25, dJ_dw).J;
        long failures = 0;
        for (bool reserved = false; !reserved; failures += !reserved) {
            atomic_store(&calls, 0);
            atomic_store(&failing, failures + 1);
            reserved = hk_pass_reserve_curvature(pass, NULL);
            atomic_store(&failing, 0);
            assert_true(hk_pass_run(pass, w, 0.25, dJ_dw).J == J);
        }
        assert_true(failures >= 5);
        hk_pass_destroy(pass);
        samples_destroy(&s);
    }
}

static void a_prediction_on_several_threads_allocates_nothing(void **state)
{
    static const double w[N] = {0.5, -0.5};
    static double a[M];
    (void)state;
    samples s = samples_random(M, N, 2);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, 0.25);
    for (int threads = 1; threads <= 5; threads++) {
        assert_int_equal(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads), HILLOCK_OK);
        atomic_store(&calls, 0);
        assert_int_equal(hillock_predict_f64(neuron, s.X, M, N, a), HILLOCK_OK);
        assert_int_equal(atomic_load(&calls), 0);
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

/* The neuron keeps the workspace of its last derivation. */
static void a_second_gradient_of_the_same_kind_allocates_nothing(void **state)
{
    static const double w[N] = {0.5, -0.5};
    double J, dJ_dw[N], dJ_db;
    (void)state;
    samples s = samples_random(M, N, 3);
    arranged data = arrange_plainly(&s, true, false);
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, N, w, 0.25);
    for (int threads = 1; threads <= 4; threads++) {
        assert_int_equal(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads), HILLOCK_OK);
        assert_int_equal(hillock_gradient(neuron, data.dataset, &J, dJ_dw, &dJ_db), HILLOCK_OK);
        atomic_store(&calls, 0);
        assert_int_equal(hillock_gradient(neuron, data.dataset, &J, dJ_dw, &dJ_db), HILLOCK_OK);
        assert_int_equal(hillock_evaluate(neuron, data.dataset, &J), HILLOCK_OK);
        assert_int_equal(atomic_load(&calls), 0);
    }
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
}

/* The counter counts: making a pass allocates. */
static void the_workspace_of_a_pass_is_counted(void **state)
{
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    (void)state;
    samples s = samples_random(M, N, 1);
    const hk_view view = view_of(&s);
    atomic_store(&calls, 0);
    hk_pass_destroy(hk_pass_create(&view, &mathematics, M, (hk_execution){4, HILLOCK_KERNEL_AUTO}));
    assert_true(atomic_load(&calls) >= 4);
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pass_allocates_nothing_while_it_runs),
        cmocka_unit_test(neither_does_one_whose_threads_share_features),
        cmocka_unit_test(a_curvature_without_memory_leaves_the_pass_as_it_was),
        cmocka_unit_test(a_prediction_on_several_threads_allocates_nothing),
        cmocka_unit_test(a_second_gradient_of_the_same_kind_allocates_nothing),
        cmocka_unit_test(the_workspace_of_a_pass_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
