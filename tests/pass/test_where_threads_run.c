/* How many threads work, seen from a user's activation: as many as asked for and useful, one inside
 * a parallel region and after fork(), and no caller disturbs another. */
#define _POSIX_C_SOURCE 200809L /* alarm, fork, waitpid */
#include "support/testing.h"

#include <omp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/pairs.h"
#include "support/samples.h"

enum { M = 5000, N = 9, LENGTH = N + 2, CALLERS = 6 };

static const double w[N] = {0.5, -0.25, 1.0, 0.125, -1.0, 0.75, 2.0, -0.5, 0.25};

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

/* What the user's activation has seen of the threads that called it. */
typedef struct witness {
    atomic_int team;  /* the largest                           */
    atomic_int level; /* the deepest nesting of active regions */
    atomic_uint seen; /* bit k: thread k, below 32             */
} witness;

static void note_largest(atomic_int *most, int value)
{
    int known = atomic_load(most);
    while (known < value && !atomic_compare_exchange_weak(most, &known, value))
        ;
}

static void watched_identity(size_t count, const double *z, double *f, double *df, double *d2f,
                             void *payload)
{
    witness *const seen = payload;
    note_largest(&seen->team, omp_get_num_threads());
    note_largest(&seen->level, omp_get_active_level());
    atomic_fetch_or(&seen->seen, 1U << (omp_get_thread_num() & 31));
    for (size_t j = 0; j < count; j++) {
        f[j] = z[j];
        if (df)
            df[j] = 1.0;
        if (d2f)
            d2f[j] = 0.0;
    }
}

static hillock_neuron *watched_neuron(size_t n, witness *seen, int64_t threads)
{
    hillock_neuron *neuron = NULL;
    must(hillock_neuron_create(&neuron, n, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED));
    must(hillock_neuron_set_user_activation(neuron, watched_identity, 1, seen));
    must(hillock_neuron_set_integer(neuron, HILLOCK_THREADS, threads));
    return neuron;
}

static void forget(witness *seen)
{
    atomic_store(&seen->team, 0);
    atomic_store(&seen->level, 0);
    atomic_store(&seen->seen, 0);
}

/* The largest team in a gradient of m x n samples. */
static int team_of_gradient(size_t m, size_t n, int64_t threads)
{
    witness seen = {0};
    double J;
    samples s = samples_random(m, n, 1);
    arranged data = arrange_plainly(&s, false, false);
    hillock_neuron *const neuron = watched_neuron(n, &seen, threads);
    must(hillock_gradient(neuron, data.dataset, &J, NULL, NULL));
    must(hillock_evaluate(neuron, data.dataset, &J));
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
    return atomic_load(&seen.team);
}

static int team_of_prediction(size_t m, size_t n, int64_t threads)
{
    witness seen = {0};
    double *const a = calloc(m, sizeof *a);
    assert_non_null(a);
    samples s = samples_random(m, n, 1);
    hillock_neuron *const neuron = watched_neuron(n, &seen, threads);
    must(hillock_predict_f64(neuron, s.X, m, n, a));
    hillock_neuron_destroy(neuron);
    samples_destroy(&s);
    free(a);
    return atomic_load(&seen.team);
}

static void passes_and_predictions_are_shared_among_the_threads_asked_for(void **state)
{
    (void)state;
    for (int threads = 1; threads <= 5; threads++) {
        assert_int_equal(team_of_gradient(M, N, threads), threads);
        assert_int_equal(team_of_prediction(M, N, threads), threads);
    }
}

/* Panels of 512 samples: 600 are two of them. */
static void passes_have_no_more_threads_than_panels(void **state)
{
    (void)state;
    assert_int_equal(team_of_gradient(600, 1, 1024), 2);
    assert_int_equal(team_of_gradient(1, 1, 1024), 1);
}

/* A thread without rows is not only useless: where it cannot be started OpenMP ends the process. */
static void predictions_have_no_more_threads_than_rows(void **state)
{
    (void)state;
    assert_int_equal(team_of_prediction(1, 1, 16), 1);
    assert_in_range(team_of_prediction(600, 1, 1024), 1, 600);
}

static void without_a_wish_only_much_work_is_shared(void **state)
{
    const int before = omp_get_max_threads();
    (void)state;
    omp_set_num_threads(3);
    assert_int_equal(team_of_gradient(1000, N, 0), 1);
    assert_int_equal(team_of_gradient(40000, 20, 0), 3);
    assert_int_equal(team_of_prediction(1000, N, 0), 1);
    assert_int_equal(team_of_prediction(40000, 20, 0), 3);
    omp_set_num_threads(1);
    assert_int_equal(team_of_gradient(40000, 20, 0), 1);
    omp_set_num_threads(before);
}

static void training_uses_the_threads_of_the_trainer_and_not_of_the_neuron(void **state)
{
    witness seen = {0};
    hillock_trainer *trainer = NULL;
    (void)state;
    samples s = samples_random(M, N, 2);
    arranged data = arrange_plainly(&s, false, false);
    hillock_neuron *const neuron = watched_neuron(N, &seen, 5);
    must(hillock_trainer_create(&trainer));
    must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 2));
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0.0));
    for (int threads = 1; threads <= 4; threads++) {
        forget(&seen);
        must(hillock_trainer_set_integer(trainer, HILLOCK_THREADS, threads));
        assert_int_equal(hillock_train(trainer, neuron, data.dataset), HILLOCK_STEP_LIMIT);
        assert_int_equal(atomic_load(&seen.team), threads);
        assert_int_equal(atomic_load(&seen.seen), (1 << threads) - 1);
    }
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
}

/* One caller of several: a neuron of its own over data that all share. */
typedef struct caller {
    const hillock_dataset *data;
    witness seen;
    double b;
    bool failed;
    double out[LENGTH];
} caller;

/* The same gradient again and again, with the same bits. Without assertions, which belong to the
 * main thread. */
static void *call(void *payload)
{
    caller *const c = payload;
    double again[LENGTH];
    hillock_neuron *neuron = NULL;
    bool ok = hillock_neuron_create(&neuron, N, HILLOCK_USER_ACTIVATION, HILLOCK_SQUARED) == 0 &&
              hillock_neuron_set_user_activation(neuron, watched_identity, 1, &c->seen) == 0 &&
              hillock_neuron_set_parameters(neuron, w, c->b) == 0 &&
              hillock_neuron_set_integer(neuron, HILLOCK_THREADS, 4) == 0 &&
              hillock_gradient(neuron, c->data, &c->out[0], c->out + 2, &c->out[1]) == 0;
    for (int repeat = 0; ok && repeat < 50; repeat++)
        ok = hillock_gradient(neuron, c->data, &again[0], again + 2, &again[1]) == 0 &&
             memcmp(again, c->out, sizeof again) == 0;
    hillock_neuron_destroy(neuron);
    c->failed = !ok;
    return NULL;
}

typedef struct world {
    samples s;
    arranged data;
    caller alone[CALLERS];
    caller together[CALLERS];
} world;

static world *world_create(void)
{
    world *const it = calloc(1, sizeof *it);
    assert_non_null(it);
    it->s = samples_random(M, N, 3);
    it->data = arrange_plainly(&it->s, true, true);
    for (int k = 0; k < CALLERS; k++) {
        it->alone[k] = (caller){.data = it->data.dataset, .b = 0.5 * k};
        it->together[k] = it->alone[k];
        call(&it->alone[k]);
    }
    return it;
}

static void assert_undisturbed(const world *it)
{
    for (int k = 0; k < CALLERS; k++) {
        assert_false(it->alone[k].failed || it->together[k].failed);
        assert_same_bits(LENGTH, it->together[k].out, it->alone[k].out, "J, dJ/db, dJ/dw");
    }
}

static void world_destroy(world *it)
{
    arranged_destroy(&it->data);
    samples_destroy(&it->s);
    free(it);
}

/* Nesting is allowed here, so that a second region would have threads. */
static void inside_a_parallel_region_each_call_keeps_to_its_thread(void **state)
{
    const int before = omp_get_max_active_levels();
    (void)state;
    world *const it = world_create();
    omp_set_max_active_levels(3);
#pragma omp parallel for num_threads(CALLERS) schedule(static)
    for (int k = 0; k < CALLERS; k++)
        call(&it->together[k]);
    omp_set_max_active_levels(before);
    assert_undisturbed(it);
    for (int k = 0; k < CALLERS; k++)
        assert_int_equal(atomic_load(&it->together[k].seen.level), 1);
    world_destroy(it);
}

static void neurons_on_several_threads_share_theirs_without_disturbing_each_other(void **state)
{
    pthread_t threads[CALLERS];
    (void)state;
    world *const it = world_create();
    for (int k = 0; k < CALLERS; k++)
        assert_int_equal(pthread_create(&threads[k], NULL, call, &it->together[k]), 0);
    for (int k = 0; k < CALLERS; k++)
        assert_int_equal(pthread_join(threads[k], NULL), 0);
    assert_undisturbed(it);
    for (int k = 0; k < CALLERS; k++)
        assert_int_equal(atomic_load(&it->together[k].seen.team), 4);
    world_destroy(it);
}

/* Exit code of a child: 0 when it works on one thread and comes to the same bits. */
static int work_in_child(const caller *expected)
{
    static double rows[M], a[M];
    caller c = {.data = expected->data, .b = expected->b};
    witness seen = {0};
    alarm(20); /* a child that hangs is ended, and seen to be */
    call(&c);
    if (c.failed || memcmp(c.out, expected->out, sizeof c.out) != 0)
        return 1;
    hillock_neuron *const neuron = watched_neuron(1, &seen, 4);
    if (hillock_predict_f64(neuron, rows, M, 1, a) != HILLOCK_OK)
        return 2;
    hillock_neuron_destroy(neuron);
    return atomic_load(&c.seen.team) == 1 && atomic_load(&seen.team) == 1 ? 0 : 3;
}

static void a_forked_child_works_on_one_thread_and_comes_to_the_same_bits(void **state)
{
    int status = -1;
    (void)state;
    world *const it = world_create(); /* the parent's threads have worked */
    assert_int_equal(atomic_load(&it->alone[1].seen.team), 4);
    const pid_t child = fork();
    if (child == 0)
        _exit(work_in_child(&it->alone[1]));
    assert_true(child > 0);
    assert_true(waitpid(child, &status, 0) == child);
    if (!WIFEXITED(status))
        fail_msg("the child was ended by signal %d", WTERMSIG(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    call(&it->together[1]); /* and the parent still has its threads */
    assert_int_equal(atomic_load(&it->together[1].seen.team), 4);
    assert_same_bits(LENGTH, it->together[1].out, it->alone[1].out, "J, dJ/db, dJ/dw");
    world_destroy(it);
}

/* Forks in its second epoch: the child trains on, the parent waits for it and cancels. */
typedef struct fork_point {
    int calls;
    pid_t child; /* 0 in the child itself */
    int status;  /* of the child          */
} fork_point;

static int fork_once(const hillock_trainer *trainer, void *payload)
{
    fork_point *const point = payload;
    (void)trainer;
    if (++point->calls != 2)
        return 0;
    point->child = fork();
    if (point->child != 0)
        return waitpid(point->child, &point->status, 0) == point->child;
    alarm(20);
    return 0;
}

/* The workspace of that training was made for four threads, which the child does not have. */
static void a_child_forked_by_a_progress_callback_trains_on(void **state)
{
    fork_point point = {.child = -1, .status = -1};
    hillock_trainer *trainer = NULL;
    (void)state;
    samples s = samples_random(M, N, 4);
    arranged data = arrange_plainly(&s, false, false);
    hillock_neuron *const neuron = neuron_at(HILLOCK_IDENTITY, HILLOCK_SQUARED, N, w, 0.0);
    must(hillock_trainer_create(&trainer));
    must(hillock_trainer_set_integer(trainer, HILLOCK_THREADS, 4));
    must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 5));
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0.0));
    must(hillock_trainer_set_progress(trainer, fork_once, &point));
    const hillock_status status = hillock_train(trainer, neuron, data.dataset);
    if (point.child == 0)
        _exit(status == HILLOCK_STEP_LIMIT && point.calls == 5 ? 0 : 1);
    assert_int_equal(status, HILLOCK_CANCELLED);
    if (!WIFEXITED(point.status))
        fail_msg("the child was ended by signal %d", WTERMSIG(point.status));
    assert_int_equal(WEXITSTATUS(point.status), 0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    samples_destroy(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passes_and_predictions_are_shared_among_the_threads_asked_for),
        cmocka_unit_test(passes_have_no_more_threads_than_panels),
        cmocka_unit_test(predictions_have_no_more_threads_than_rows),
        cmocka_unit_test(without_a_wish_only_much_work_is_shared),
        cmocka_unit_test(training_uses_the_threads_of_the_trainer_and_not_of_the_neuron),
        cmocka_unit_test(inside_a_parallel_region_each_call_keeps_to_its_thread),
        cmocka_unit_test(neurons_on_several_threads_share_theirs_without_disturbing_each_other),
        cmocka_unit_test(a_forked_child_works_on_one_thread_and_comes_to_the_same_bits),
        cmocka_unit_test(a_child_forked_by_a_progress_callback_trains_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
