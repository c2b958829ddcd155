/* So many features that threads share them, block by block, and there is one gradient: the numbers
 * are right around the borders of blocks, and the bits those of one thread. */
#define _POSIX_C_SOURCE 200809L /* alarm, fork, waitpid */
#include "support/testing.h"

#include <dirent.h>
#include <float.h>
#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pass/factors.h"
#include "support/pairs.h"
#include "support/samples.h"

#ifdef __SANITIZE_ADDRESS__
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

/* From THRESHOLD features on they are shared, in blocks of BLOCK; the last one has 64 at least. */
enum { BLOCK = 1 << 13, THRESHOLD = 1 << 17, LAYOUTS = 4 };

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static double *numbers(size_t count)
{
    double *const x = calloc(count + 1, sizeof *x);
    assert_non_null(x);
    return x;
}

/* No short binary fractions, with which sums would be exact in any order. */
static double *weights_of(size_t n)
{
    double *const w = numbers(n);
    for (size_t i = 0; i < n; i++)
        w[i] = (0.25 * (double)(i % 5) - 0.5) / 67;
    return w;
}

/* Identity and squared loss in long double: J, dJ/db, then dJ/dw, and how far each may be off in
 * units of rounding, which is the sum of its terms' sizes. */
typedef struct sums {
    long double *value; /* n + 2 */
    long double *reach;
} sums;

static void add_sample(const samples *s, size_t j, long double z, long double reach,
                       long double share, sums *t)
{
    const long double r = z - s->y[j];
    t->value[0] += share * r * r;
    t->reach[0] += share * (r * r + 2 * fabsl(r) * reach);
    t->value[1] += share * 2 * r;
    t->reach[1] += share * 2 * reach;
    for (size_t i = 0; i < s->n; i++) {
        t->value[i + 2] += share * 2 * r * s->X[j * s->n + i];
        t->reach[i + 2] += share * 2 * reach * fabsl((long double)s->X[j * s->n + i]);
    }
}

static sums sums_of(const samples *s, const double *w, double b, arrangement how)
{
    sums t = {calloc(s->n + 2, sizeof(long double)), calloc(s->n + 2, sizeof(long double))};
    long double W = 0.0L;
    assert_true(t.value && t.reach);
    for (size_t j = 0; j < s->m; j++)
        W += how.weighted ? s->weights[j] : 1.0;
    for (size_t j = 0; j < s->m; j++) {
        const long double offset = how.with_offset ? s->offset[j] : 0.0;
        long double z = b + offset, reach = fabs(b) + fabsl(offset) + fabs(s->y[j]);
        for (size_t i = 0; i < s->n; i++) {
            const long double term = (long double)w[i] * s->X[j * s->n + i];
            z += term;
            reach += fabsl(term);
        }
        add_sample(s, j, z, reach, (how.weighted ? s->weights[j] : 1.0L) / W, &t);
    }
    return t;
}

static void differentiate(const hillock_dataset *data, size_t n, const double *w, int64_t kernel,
                          int64_t threads, double *out)
{
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, n, w, 0.5);
    must(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, kernel));
    must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads));
    must(hillock_gradient(neuron, data, &out[0], out + 2, &out[1]));
    hillock_neuron_destroy(neuron);
}

static void check_arrangement(const samples *s, const double *w, arrangement how)
{
    arranged data = arrange(s, how);
    sums t = sums_of(s, w, 0.5, how);
    double *const out = numbers(s->n + 2);
    for (int64_t kernel = HILLOCK_KERNEL_BLAS; kernel <= HILLOCK_KERNEL_FUSED; kernel += 10) {
        const bool in_float = kernel == HILLOCK_KERNEL_BLAS && how.type == HK_F32;
        const double unit = 64 * (in_float ? (double)FLT_EPSILON : DBL_EPSILON);
        memset(out, 0xff, (s->n + 2) * sizeof *out); /* NaN */
        differentiate(data.dataset, s->n, w, kernel, 2, out);
        for (size_t i = 0; i < s->n + 2; i++)
            assert_within(out[i], (double)t.value[i], unit * (double)t.reach[i],
                          "J, dJ/db, dJ/dw: number %zu of %zu x %zu", i, s->m, s->n);
    }
    free(out);
    free(t.value);
    free(t.reach);
    arranged_destroy(&data);
}

/* Every third of the 16 arrangements in turn, from `first` on: in the end all. */
static void check_shape(size_t m, size_t n, size_t first)
{
    samples s = samples_random(m, n, 1000 * m + n);
    double *const w = weights_of(n);
    samples_round_to_float(&s);
    for (size_t k = first % 3; k < ARRANGEMENTS; k += SANITIZED ? 6 : 3)
        check_arrangement(&s, w, arrangement_at(k));
    free(w);
    samples_destroy(&s);
}

static void gradients_are_right_around_the_borders_of_blocks(void **state)
{
    static const size_t shapes[][2] = {
        {9, THRESHOLD - 1},
        {1, THRESHOLD},
        {9, THRESHOLD + 1},
        {8, THRESHOLD + 63},
        {17, THRESHOLD + 64},
        {3, THRESHOLD + 65},
        {2, THRESHOLD + BLOCK - 1},
        {5, THRESHOLD + BLOCK + 7},
        {20, 300000},
        {7, 524288 + 63},
        {8, 37 * BLOCK + BLOCK / 2},
    };
    (void)state;
    for (size_t k = 0; k < sizeof shapes / sizeof shapes[0]; k++)
        check_shape(shapes[k][0], shapes[k][1], k);
}

/* Panels have 8 or 64 samples; where samples are adjacent, 64. */
static void gradients_are_right_over_several_panels(void **state)
{
    (void)state;
    check_shape(SANITIZED ? 10 : 67, 270001, 0);
    check_shape(SANITIZED ? 10 : 131, THRESHOLD + 3, 1);
}

static void a_million_features_are_differentiated(void **state)
{
    (void)state;
    if (SANITIZED)
        skip();
    check_shape(5, 1000003, 0);
    check_shape(11, 1000003, 1);
}

/* ---- the pass itself ---- */

/* A view of samples in an arrangement, which must live as long as it is used. */
static hk_view view_of(const samples *s, const arranged *data, arrangement how)
{
    const size_t columns = how.layout == HILLOCK_SAMPLE_MAJOR ? s->n : s->m;
    return (hk_view){
        .n_samples = s->m,
        .n_features = s->n,
        .X = data->X,
        .type = how.type,
        .layout = how.layout,
        .stride = columns + how.padding,
        .targets = {data->columns[0], how.type},
        .weights = {how.weighted ? data->columns[1] : NULL, how.type},
        .offset = {how.with_offset ? data->columns[2] : NULL, how.type},
    };
}

/* Samples, weights and mathematics of a problem whose features are shared. */
typedef struct problem {
    samples s;
    double *w;
    arrangement how;
    arranged data;
    hk_view view;
    hk_mathematics mathematics;
    double W;
    double *expected; /* dJ/dw of one thread */
    double *got;
} problem;

static problem problem_of(size_t m, size_t n, arrangement how)
{
    problem p = {.s = samples_random(m, n, m + n), .w = weights_of(n), .how = how};
    samples_round_to_float(&p.s);
    p.data = arrange(&p.s, how);
    p.view = view_of(&p.s, &p.data, how);
    p.mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    for (size_t j = 0; j < m; j++)
        p.W += how.weighted ? p.s.weights[j] : 1.0;
    p.expected = numbers(n);
    p.got = numbers(n);
    return p;
}

static problem plain_problem(size_t m, size_t n)
{
    return problem_of(m, n, (arrangement){.type = HK_F64, .layout = HILLOCK_SAMPLE_MAJOR});
}

static void problem_destroy(problem *p)
{
    arranged_destroy(&p->data);
    samples_destroy(&p->s);
    free(p->w);
    free(p->expected);
    free(p->got);
}

static hk_pass *pass_of(const problem *p, int64_t threads, int64_t kernel)
{
    hk_pass *const pass =
        hk_pass_create(&p->view, &p->mathematics, p->W, (hk_execution){threads, kernel});
    assert_non_null(pass);
    return pass;
}

static void assert_same_sums(const hk_sums *got, const hk_sums *expected)
{
    assert_same_bits(4, &got->J, &expected->J, "J, dJ/db, rms, curvature");
    assert_true(got->illegal_target == expected->illegal_target);
}

static void compare_threads(const problem *p, int64_t kernel)
{
    static const int counts[] = {2, 3, 4, 7, 16};
    hk_pass *const alone = pass_of(p, 1, kernel);
    const hk_sums expected = hk_pass_run(alone, p->w, 0.5, p->expected);
    hk_pass_destroy(alone);
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        hk_pass *const shared = pass_of(p, counts[k], kernel);
        assert_int_equal(hk_pass_threads(&p->view, (hk_execution){counts[k], kernel}), counts[k]);
        for (int repeat = 0; repeat < 2; repeat++) {
            memset(p->got, 0, p->s.n * sizeof *p->got);
            const hk_sums got = hk_pass_run(shared, p->w, 0.5, p->got);
            assert_same_sums(&got, &expected);
            assert_memory_equal(p->got, p->expected, p->s.n * sizeof *p->got);
        }
        hk_pass_destroy(shared);
    }
}

static void any_number_of_threads_gives_the_same_bits(void **state)
{
    (void)state;
    for (size_t k = 0; k < LAYOUTS; k++) {
        problem p = problem_of(19, THRESHOLD + 5 * BLOCK + 77, arrangement_at(k));
        compare_threads(&p, HILLOCK_KERNEL_FUSED);
        compare_threads(&p, HILLOCK_KERNEL_BLAS);
        problem_destroy(&p);
    }
}

static void no_more_threads_than_blocks_are_used(void **state)
{
    (void)state;
    problem p = plain_problem(1, THRESHOLD + 1);
    hk_pass *const pass = pass_of(&p, 1000, HILLOCK_KERNEL_AUTO);
    assert_int_equal(hk_pass_threads(&p.view, (hk_execution){1000, HILLOCK_KERNEL_AUTO}),
                     THRESHOLD / BLOCK);
    hk_pass_destroy(pass);
    problem_destroy(&p);
}

static void J_alone_and_a_used_workspace_make_no_difference(void **state)
{
    (void)state;
    for (size_t k = 0; k < LAYOUTS; k++)
        for (int64_t kernel = HILLOCK_KERNEL_BLAS; kernel <= HILLOCK_KERNEL_FUSED; kernel += 10) {
            problem p = problem_of(11, THRESHOLD + 100, arrangement_at(k));
            double *const wrong = numbers(p.s.n);
            hk_pass *const pass = pass_of(&p, 3, kernel);
            wrong[p.s.n - 1] = 9.0;
            const hk_sums expected = hk_pass_run(pass, p.w, 0.5, p.expected);
            hk_pass_run(pass, wrong, 0.25, p.got); /* leaves nothing behind */
            const hk_sums alone = hk_pass_run(pass, p.w, 0.5, NULL);
            const hk_sums again = hk_pass_run(pass, p.w, 0.5, p.got);
            assert_same_sums(&alone, &expected);
            assert_same_sums(&again, &expected);
            assert_memory_equal(p.got, p.expected, p.s.n * sizeof *p.got);
            hk_pass_destroy(pass);
            free(wrong);
            problem_destroy(&p);
        }
}

/* The same workspace for other samples gives what a new one would; for fewer features, or for
 * another number of threads, it is refused. */
static void a_workspace_is_taken_over_by_data_of_its_sizes(void **state)
{
    const hk_execution execution = {3, HILLOCK_KERNEL_AUTO};
    (void)state;
    problem p = plain_problem(5, THRESHOLD + 9), q = plain_problem(30, THRESHOLD + 9),
            r = plain_problem(5, THRESHOLD - 9);
    hk_pass *const pass = pass_of(&p, 3, HILLOCK_KERNEL_AUTO);
    hk_pass *const other = pass_of(&q, 1, HILLOCK_KERNEL_AUTO);
    const hk_sums expected = hk_pass_run(other, q.w, 0.5, q.expected);
    hk_pass_run(pass, p.w, 0.5, p.got);
    assert_false(hk_pass_rebind(pass, &r.view, &r.mathematics, r.W, execution));
    assert_false(hk_pass_rebind(pass, &q.view, &q.mathematics, q.W, (hk_execution){2, 0}));
    assert_true(hk_pass_rebind(pass, &q.view, &q.mathematics, q.W, execution));
    const hk_sums got = hk_pass_run(pass, q.w, 0.5, q.got);
    assert_same_sums(&got, &expected);
    assert_memory_equal(q.got, q.expected, q.s.n * sizeof *q.got);
    hk_pass_destroy(pass);
    hk_pass_destroy(other);
    problem_destroy(&p);
    problem_destroy(&q);
    problem_destroy(&r);
}

static void factors_are_right_and_the_same_on_any_number_of_threads(void **state)
{
    enum { SAMPLES = 13 };
    double z[2][SAMPLES], dJ_dz[2][SAMPLES];
    (void)state;
    problem p = problem_of(SAMPLES, THRESHOLD + 70, arrangement_at(ARRANGEMENTS - 4));
    assert_true(p.how.weighted && p.how.with_offset);
    for (int k = 0; k < 2; k++) {
        hk_pass *const pass = pass_of(&p, k == 0 ? 1 : 4, HILLOCK_KERNEL_AUTO);
        const hk_factors wanted = {.z = z[k], .dJ_dz = dJ_dz[k]};
        hk_pass_factors(pass, &p.mathematics, p.W, p.w, 0.5, &wanted);
        hk_pass_destroy(pass);
    }
    assert_same_bits(SAMPLES, z[1], z[0], "z");
    assert_same_bits(SAMPLES, dJ_dz[1], dJ_dz[0], "dJ/dz");
    for (size_t j = 0; j < SAMPLES; j++) {
        long double expected = 0.5L + p.s.offset[j];
        for (size_t i = 0; i < p.s.n; i++)
            expected += (long double)p.w[i] * p.s.X[j * p.s.n + i];
        assert_within(z[0][j], (double)expected, 1e-12, "z_%zu", j);
        assert_within(dJ_dz[0][j], p.s.weights[j] / p.W * 2 * (z[0][j] - p.s.y[j]), 1e-14,
                      "dJ/dz_%zu", j);
    }
    problem_destroy(&p);
}

static void a_curvature_is_refused_and_the_pass_goes_on(void **state)
{
    (void)state;
    problem p = plain_problem(2, THRESHOLD);
    hk_pass *const pass = pass_of(&p, 2, HILLOCK_KERNEL_AUTO);
    const hk_sums expected = hk_pass_run(pass, p.w, 0.5, p.expected);
    assert_false(hk_pass_reserve_curvature(pass, NULL));
    const hk_sums got = hk_pass_run(pass, p.w, 0.5, p.got);
    assert_same_sums(&got, &expected);
    hk_pass_destroy(pass);
    problem_destroy(&p);
}

/* ---- where threads run ---- */

/* Threads of this process; 0 where the system does not say. */
static int threads_of_process(void)
{
    int count = 0;
    DIR *const tasks = opendir("/proc/self/task");
    if (!tasks)
        return 0;
    for (const struct dirent *entry = readdir(tasks); entry; entry = readdir(tasks))
        count += entry->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* OpenMP keeps the threads of a region for the next one. To be the first test: later some may
 * still be ending. */
static void as_many_threads_work_as_are_asked_for(void **state)
{
    (void)state;
    if (threads_of_process() == 0)
        skip();
    problem p = plain_problem(3, THRESHOLD);
    int counted[2];
    for (int k = 0; k < 2; k++) {
        hk_pass *const pass = pass_of(&p, k == 0 ? 2 : 7, HILLOCK_KERNEL_AUTO);
        hk_pass_run(pass, p.w, 0.5, NULL);
        counted[k] = threads_of_process();
        hk_pass_destroy(pass);
    }
    assert_int_equal(counted[1] - counted[0], 5);
    problem_destroy(&p);
}

/* A user's activation that counts its calls from inside a parallel region. */
static void outside_identity(size_t count, const double *z, double *f, double *df, double *d2f,
                             void *payload)
{
    *(int *)payload += omp_in_parallel();
    memcpy(f, z, count * sizeof *f);
    for (size_t j = 0; df && j < count; j++)
        df[j] = 1.0;
    if (d2f)
        memset(d2f, 0, count * sizeof *d2f);
}

/* Else the threads would be taken by that region, and the products get none. */
static void elementwise_mathematics_stays_on_the_calling_thread(void **state)
{
    int inside = 0;
    double J;
    hillock_neuron *neuron = NULL;
    (void)state;
    problem p = plain_problem(9, THRESHOLD);
    must(hillock_neuron_create(&neuron, p.s.n, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED));
    must(hillock_neuron_set_user_activation(neuron, outside_identity, 1, &inside));
    must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, 3));
    must(hillock_gradient(neuron, p.data.dataset, &J, NULL, NULL));
    assert_int_equal(inside, 0);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* The most threads of the process that are seen until `callers` have come to their end. OpenMP ends
 * those of a nested region with it. */
static int most_threads_until(atomic_int *ended, int callers)
{
    int most = 0;
    while (atomic_load(ended) < callers) {
        const int now = threads_of_process();
        most = now > most ? now : most;
    }
    return most;
}

static bool runs_give(hk_pass *pass, const problem *p, double J, double *dJ_dw)
{
    bool same = true;
    for (int run = 0; run < 10; run++)
        same = same && hk_pass_run(pass, p->w, 0.5, dJ_dw).J == J &&
               memcmp(dJ_dw, p->expected, p->s.n * sizeof *dJ_dw) == 0;
    return same;
}

/* Nesting is allowed here, so that a second region would have threads. The workspaces were made
 * outside, for four; a third thread watches. */
static void inside_a_parallel_region_a_pass_keeps_to_its_thread(void **state)
{
    enum { CALLERS = 2 };
    const int before = omp_get_max_active_levels();
    int most = 0, alone = 0;
    atomic_int ended = 0;
    bool same[CALLERS] = {false};
    (void)state;
    problem p = plain_problem(9, THRESHOLD + 99);
    hk_pass *const passes[CALLERS] = {pass_of(&p, 4, HILLOCK_KERNEL_AUTO),
                                      pass_of(&p, 4, HILLOCK_KERNEL_AUTO)};
    double *const gradients[CALLERS] = {numbers(p.s.n), numbers(p.s.n)};
    const double J = hk_pass_run(passes[0], p.w, 0.5, p.expected).J;
    omp_set_max_active_levels(3);
#pragma omp parallel num_threads(CALLERS + 1)
    {
        const int k = omp_get_thread_num();
#pragma omp single
        alone = threads_of_process();
        if (k < CALLERS) {
            same[k] = runs_give(passes[k], &p, J, gradients[k]);
            atomic_fetch_add(&ended, 1);
        } else
            most = most_threads_until(&ended, CALLERS);
    }
    omp_set_max_active_levels(before);
    assert_in_range(most, 0, alone); /* fewer: of an earlier region, ending */
    for (int k = 0; k < CALLERS; k++) {
        assert_true(same[k]);
        hk_pass_destroy(passes[k]);
        free(gradients[k]);
    }
    problem_destroy(&p);
}

/* The workspace was made for four threads, which the child does not have. */
static void a_forked_child_comes_to_the_same_bits(void **state)
{
    int status = -1;
    (void)state;
    problem p = plain_problem(9, THRESHOLD + 99);
    hk_pass *const pass = pass_of(&p, 4, HILLOCK_KERNEL_AUTO);
    const double J = hk_pass_run(pass, p.w, 0.5, p.expected).J;
    const pid_t child = fork();
    if (child == 0) {
        alarm(20); /* a child that hangs is ended, and seen to be */
        const bool same = hk_pass_run(pass, p.w, 0.5, p.got).J == J &&
                          memcmp(p.got, p.expected, p.s.n * sizeof *p.got) == 0;
        _exit(same ? 0 : 1);
    }
    assert_true(child > 0);
    assert_true(waitpid(child, &status, 0) == child);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    hk_pass_destroy(pass);
    problem_destroy(&p);
}

/* ---- the most ---- */

/* Rows of 80 MB; features and weights are small whole numbers, so that every sum is exact. */
static void ten_million_features_are_exact(void **state)
{
    enum { M = 3, MOST = SANITIZED ? 1 << 18 : 10000000 };
    const double y[M] = {1.0, -2.0, 3.0};
    (void)state;
    double *const X = numbers((size_t)M * MOST), *const w = numbers(MOST);
    double *const dJ_dw = numbers(MOST), z[M] = {0.5, 0.5, 0.5};
    for (size_t i = 0; i < MOST; i++) {
        w[i] = (double)(i % 7) - 3.0;
        for (size_t j = 0; j < M; j++) {
            X[j * MOST + i] = (double)((i + j) % 11) - 5.0;
            z[j] += w[i] * X[j * MOST + i];
        }
    }
    const hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    const hk_view view = {.n_samples = M,
                          .n_features = MOST,
                          .X = X,
                          .stride = MOST,
                          .layout = HILLOCK_SAMPLE_MAJOR,
                          .targets = {y, HK_F64}};
    hk_pass *const pass = hk_pass_create(&view, &mathematics, 1.0, (hk_execution){0, 0});
    assert_non_null(pass);
    const double dJ_db = hk_pass_run(pass, w, 0.5, dJ_dw).dJ_db;
    const double e[M] = {2 * (z[0] - y[0]), 2 * (z[1] - y[1]), 2 * (z[2] - y[2])};
    assert_true(dJ_db == e[0] + e[1] + e[2]);
    for (size_t i = 0; i < MOST; i++)
        if (dJ_dw[i] != e[0] * X[i] + e[1] * X[MOST + i] + e[2] * X[(size_t)2 * MOST + i])
            fail_msg("dJ/dw_%zu is %g", i, dJ_dw[i]);
    hk_pass_destroy(pass);
    free(X);
    free(w);
    free(dJ_dw);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_threads_work_as_are_asked_for),
        cmocka_unit_test(gradients_are_right_around_the_borders_of_blocks),
        cmocka_unit_test(gradients_are_right_over_several_panels),
        cmocka_unit_test(a_million_features_are_differentiated),
        cmocka_unit_test(any_number_of_threads_gives_the_same_bits),
        cmocka_unit_test(no_more_threads_than_blocks_are_used),
        cmocka_unit_test(J_alone_and_a_used_workspace_make_no_difference),
        cmocka_unit_test(a_workspace_is_taken_over_by_data_of_its_sizes),
        cmocka_unit_test(factors_are_right_and_the_same_on_any_number_of_threads),
        cmocka_unit_test(a_curvature_is_refused_and_the_pass_goes_on),
        cmocka_unit_test(elementwise_mathematics_stays_on_the_calling_thread),
        cmocka_unit_test(inside_a_parallel_region_a_pass_keeps_to_its_thread),
        cmocka_unit_test(a_forked_child_comes_to_the_same_bits),
        cmocka_unit_test(ten_million_features_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
