/* J, gradient, predictions and whole trainings have the same bits for any number of threads. */
#include "support/testing.h"

#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "support/pairs.h"
#include "support/samples.h"

static const int64_t thread_counts[] = {1, 2, 3, 4, 7, 16, 0};
enum { N_COUNTS = sizeof thread_counts / sizeof thread_counts[0], MOST_POINTS = 64 };

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static samples classes_random(size_t m, size_t n, double *w)
{
    samples s = samples_random(m, n, m + 31 * n);
    for (size_t j = 0; j < m; j++)
        s.y[j] = s.y[j] + 2 * s.X[j * n] > 0.0 ? 1.0 : 0.0;
    for (size_t i = 0; i < n; i++)
        w[i] = (i % 2 == 0 ? 1.0 : -1.0) / (double)(i + 1);
    samples_round_to_float(&s);
    return s;
}

static double *numbers(size_t count)
{
    double *const x = calloc(count, sizeof *x);
    assert_non_null(x);
    return x;
}

/* J, dJ/db and dJ/dw behind them: n + 2 numbers. */
static void differentiate(hillock_neuron *neuron, const hillock_dataset *data, int64_t threads,
                          double *out)
{
    must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads));
    must(hillock_gradient(neuron, data, &out[0], out + 2, &out[1]));
}

static void compare_gradients(const samples *s, const double *w, arrangement how,
                              hillock_kernel kernel)
{
    const size_t length = s->n + 2;
    double *const alone = numbers(length), *const shared = numbers(length);
    arranged data = arrange(s, how);
    hillock_neuron *const neuron =
        neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, s->n, w, 0.25);
    must(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, kernel));
    differentiate(neuron, data.dataset, 1, alone);
    for (size_t k = 0; k < N_COUNTS; k++)
        for (int repeat = 0; repeat < 2; repeat++) {
            memset(shared, 0, length * sizeof *shared);
            differentiate(neuron, data.dataset, thread_counts[k], shared);
            assert_same_bits(length, shared, alone, "J, dJ/db, dJ/dw");
            must(hillock_evaluate(neuron, data.dataset, &shared[0]));
            assert_same_bits(1, shared, alone, "J without a gradient");
        }
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    free(alone);
    free(shared);
}

/* From one panel to more than the 64 groups that panels are summed in, evenly and not. */
static void gradients_have_the_same_bits_for_any_number_of_threads(void **state)
{
    static const size_t shapes[][2] = {{513, 1},     {1025, 3},    {3000, 100},
                                       {700, 1000},  {37000, 9},   {64000, 12},
                                       {60, 20000},  {15000, 300},  /* long runs of columns, ... */
                                       {140000, 32}, {29000, 300}}; /* ... wide, asked for      */
    (void)state;
    for (size_t c = 0; c < sizeof shapes / sizeof shapes[0]; c++) {
        double *const w = numbers(shapes[c][1]);
        samples s = classes_random(shapes[c][0], shapes[c][1], w);
        for (size_t k = 0; k < ARRANGEMENTS; k++) {
            const arrangement how = arrangement_at(k);
            if (how.weighted != how.with_offset)
                continue;
            compare_gradients(&s, w, how, HILLOCK_KERNEL_FUSED);
            compare_gradients(&s, w, how, HILLOCK_KERNEL_BLAS);
        }
        samples_destroy(&s);
        free(w);
    }
}

/* X that is in no cache, by one thread, by more and by blas. */
static void compare_from_memory(const samples *s, const double *w, hk_type type,
                                hillock_layout layout)
{
    const size_t n = s->n;
    double *const alone = numbers(n + 2), *const shared = numbers(n + 2);
    arranged data = arrange(s, (arrangement){type, layout, 0, false, false});
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, n, w, 0.25);
    differentiate(neuron, data.dataset, 1, alone);
    for (int64_t threads = 2; threads <= 3; threads++) {
        differentiate(neuron, data.dataset, threads, shared);
        assert_same_bits(n + 2, shared, alone, "J, dJ/db, dJ/dw");
        must(hillock_evaluate(neuron, data.dataset, &shared[0]));
        assert_same_bits(1, shared, alone, "J without a gradient");
    }
    must(hillock_neuron_set_integer(neuron, HILLOCK_KERNEL, HILLOCK_KERNEL_BLAS));
    differentiate(neuron, data.dataset, 2, shared);
    for (size_t i = 0; i < n + 2; i++)
        assert_within(shared[i], alone[i], type == HK_F64 ? 1e-12 : 1e-5, "number %zu by blas", i);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    free(alone);
    free(shared);
}

/* Rows and columns that are asked for twice, and rows that are asked for within. */
static void gradients_from_memory_have_the_same_bits(void **state)
{
    static const struct {
        size_t m, n;
        hk_type type;
        hillock_layout layout;
    } cases[] = {{44000, 384, HK_F64, HILLOCK_SAMPLE_MAJOR},
                 {44000, 384, HK_F64, HILLOCK_FEATURE_MAJOR},
                 {20000, 850, HK_F64, HILLOCK_SAMPLE_MAJOR},
                 {56000, 600, HK_F32, HILLOCK_SAMPLE_MAJOR}};
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        double *const w = numbers(cases[c].n);
        samples s = classes_random(cases[c].m, cases[c].n, w);
        compare_from_memory(&s, w, cases[c].type, cases[c].layout);
        samples_destroy(&s);
        free(w);
    }
}

/* As OMP_NUM_THREADS would: nothing is asked for, and the work is worth sharing. */
static void openmp_s_own_number_of_threads_changes_no_bit(void **state)
{
    enum { M = 40000, N = 20 };
    double w[N], alone[N + 2], shared[N + 2];
    const int before = omp_get_max_threads();
    (void)state;
    samples s = classes_random(M, N, w);
    arranged data = arrange_plainly(&s, true, true);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, 0.25);
    omp_set_num_threads(1);
    differentiate(neuron, data.dataset, 0, alone);
    for (int threads = 2; threads <= 5; threads++) {
        omp_set_num_threads(threads);
        differentiate(neuron, data.dataset, 0, shared);
        assert_same_bits(N + 2, shared, alone, "J, dJ/db, dJ/dw");
    }
    omp_set_num_threads(before);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
}

static void predictions_have_the_same_bits_for_any_number_of_threads(void **state)
{
    enum { M = 2000, N = 13 };
    static double alone[M], shared[M];
    double w[N];
    (void)state;
    samples s = classes_random(M, N, w);
    hillock_neuron *const neuron = neuron_at(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, N, w, 0.25);
    for (size_t j = 0; j < M; j++)
        must(hillock_predict_row_f64(neuron, &s.X[j * N], &alone[j]));
    for (size_t k = 0; k < N_COUNTS; k++) {
        memset(shared, 0, sizeof shared);
        must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, thread_counts[k]));
        must(hillock_predict_f64(neuron, s.X, M, N, shared));
        assert_same_bits(M, shared, alone, "a");
    }
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
}

enum { TRAINED_M = 3000, TRAINED_N = 31 };

/* All that a training leaves behind. */
typedef struct outcome {
    double status;
    double w[TRAINED_N], b;
    double length;
    double epoch[MOST_POINTS], J[MOST_POINTS], norm[MOST_POINTS];
} outcome;

enum { OUTCOME_NUMBERS = sizeof(outcome) / sizeof(double) };

typedef struct plan {
    hillock_solver solver;
    int64_t batch_size;
    int64_t epochs;
    int64_t standardize;
    hillock_kernel kernel;
} plan;

static hillock_trainer *trainer_of(const plan *p, int64_t threads)
{
    hillock_trainer *trainer = NULL;
    must(hillock_trainer_create(&trainer));
    must(hillock_trainer_set_solver(trainer, p->solver));
    must(hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, p->batch_size));
    must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, p->epochs));
    must(hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, p->standardize));
    must(hillock_trainer_set_integer(trainer, HILLOCK_KERNEL, p->kernel));
    must(hillock_trainer_set_integer(trainer, HILLOCK_THREADS, threads));
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0.0));
    return trainer;
}

static void train(const hillock_dataset *data, const plan *p, int64_t threads, outcome *out)
{
    *out = (outcome){.status = 0};
    hillock_trainer *const trainer = trainer_of(p, threads);
    hillock_neuron *neuron = NULL;
    must(hillock_neuron_create(&neuron, TRAINED_N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY));
    out->status = (double)hillock_train(trainer, neuron, data);
    must(hillock_neuron_get_parameters(neuron, out->w, &out->b));
    out->length = (double)hillock_trainer_history_length(trainer);
    must(hillock_trainer_history(trainer, MOST_POINTS, out->epoch, out->J, out->norm));
    hillock_neuron_destroy(neuron);
    hillock_trainer_destroy(trainer);
}

static void compare_trainings(const hillock_dataset *data, const plan *p)
{
    static outcome alone, shared;
    train(data, p, 1, &alone);
    assert_true(alone.status == HILLOCK_STEP_LIMIT);
    assert_true(alone.length == (double)(p->epochs + 1));
    assert_true(alone.J[p->epochs] < alone.J[0]);
    for (size_t k = 0; k < N_COUNTS; k++) {
        train(data, p, thread_counts[k], &shared);
        assert_same_bits(OUTCOME_NUMBERS, &shared.status, &alone.status, "outcome");
    }
}

static void trainings_have_the_same_bits_for_any_number_of_threads(void **state)
{
    static const plan plans[] = {{HILLOCK_GD, 1, 12, 0, 0},  {HILLOCK_GD, 1, 12, 1, 0},
                                 {HILLOCK_SGD, 1, 3, 0, 0},  {HILLOCK_SGD, 1, 3, 1, 0},
                                 {HILLOCK_SGD, 64, 3, 0, 0}, {HILLOCK_SGD, 64, 3, 1, 0}};
    double w[TRAINED_N];
    (void)state;
    samples s = classes_random(TRAINED_M, TRAINED_N, w);
    for (size_t k = 0; k < 4; k++) { /* both types, both layouts */
        arrangement how = arrangement_at(k);
        how.weighted = how.layout == HILLOCK_FEATURE_MAJOR;
        arranged data = arrange(&s, how);
        for (size_t c = 0; c < sizeof plans / sizeof plans[0]; c++) {
            plan p = plans[c];
            for (p.kernel = HILLOCK_KERNEL_BLAS; p.kernel <= HILLOCK_KERNEL_FUSED; p.kernel += 10)
                compare_trainings(data.dataset, &p);
        }
        arranged_destroy(&data);
    }
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_have_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(gradients_from_memory_have_the_same_bits),
        cmocka_unit_test(openmp_s_own_number_of_threads_changes_no_bit),
        cmocka_unit_test(predictions_have_the_same_bits_for_any_number_of_threads),
        cmocka_unit_test(trainings_have_the_same_bits_for_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
