/* The library leaves its host alone: streams, locale, rand, signals, rounding; and BLAS's
 * threads, which a panel of X is always too small to start. */
#define _POSIX_C_SOURCE 200809L /* dup, sigaction under -std=c11 */
#include "faults/fixture.h"

#include "core/blas.h"
#include "pass/plan.h"

#include <fenv.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

/* Success, an ending that is none, divergence and a dozen errors. */
static void tour(void)
{
    fixture f = fixture_create();
    double out[FIXTURE_M];
    int classes[FIXTURE_M];
    must(hillock_dataset_check(f.p.data, HILLOCK_CROSS_ENTROPY));
    assert_status(hillock_train(f.trainer, f.neuron, f.p.data), HILLOCK_STEP_LIMIT);
    must(hillock_trainer_set_real(f.trainer, HILLOCK_L2, 1000.0));
    must(hillock_trainer_set_real(f.trainer, HILLOCK_LEARNING_RATE, 1e6));
    assert_status(hillock_train(f.trainer, f.neuron, f.p.data), HILLOCK_DIVERGED);
    assert_true(hillock_fit(f.neuron, f.p.data) >= 0);
    must(hillock_check_gradient(f.neuron, f.p.data, out));
    must(hillock_score(f.neuron, f.p.data, HILLOCK_SCORE_AUC, out));
    must(hillock_predict_f64(f.neuron, f.p.X, FIXTURE_M, FIXTURE_N, out));
    must(hillock_predict_class_f64(f.neuron, f.p.X, FIXTURE_M, FIXTURE_N, 0.5, classes));
    assert_true(hillock_trainer_set_real(f.trainer, HILLOCK_L2, -1.0) < 0);
    assert_true(hillock_trainer_set_text(f.trainer, "l2", "junk") < 0);
    assert_true(hillock_dataset_check(f.p.data, HILLOCK_HINGE) < 0);
    f.p.X[3] = NAN;
    assert_true(hillock_gradient(f.neuron, f.p.data, out, NULL, NULL) < 0);
    assert_true(hillock_train(f.trainer, f.neuron, f.p.data) < 0);
    assert_true(hillock_fit(f.neuron, NULL) < 0);
    fixture_destroy(&f);
}

/* Turns a descriptor to a file, and tells how much was written to it. */
static long written_to(int descriptor, FILE *stream)
{
    FILE *const file = tmpfile();
    assert_non_null(file);
    fflush(stream);
    const int kept = dup(descriptor);
    assert_true(kept >= 0 && dup2(fileno(file), descriptor) == descriptor);
    tour();
    fflush(stream);
    dup2(kept, descriptor);
    close(kept);
    fseek(file, 0, SEEK_END);
    const long size = ftell(file);
    fclose(file);
    return size;
}

static void nothing_is_printed(void **state)
{
    (void)state;
    assert_int_equal(written_to(STDOUT_FILENO, stdout), 0);
    assert_int_equal(written_to(STDERR_FILENO, stderr), 0);
}

static void on_signal(int number)
{
    (void)number;
}

static void rand_signals_rounding_and_locale_are_left_alone(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGFPE, SIGSEGV, SIGALRM, SIGTERM};
    struct sigaction action = {.sa_handler = on_signal}, before[5], after;
    for (int k = 0; k < 5; k++)
        sigaction(signals[k], &action, &before[k]);
    srand(5);
    const int expected = rand();
    srand(5);
    fesetround(FE_TONEAREST);
    tour();
    assert_int_equal(rand(), expected);
    assert_int_equal(fegetround(), FE_TONEAREST);
    assert_string_equal(setlocale(LC_ALL, NULL), "C"); /* the locale a program starts with */
    for (int k = 0; k < 5; k++) {
        sigaction(signals[k], &before[k], &after);
        assert_true(after.sa_handler == on_signal);
    }
}

/* Numbers given as text are the command line's and a file's: they do not change with the
 * language. */
static void a_comma_locale_stays_set_and_changes_no_number(void **state)
{
    (void)state;
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8",  "fr_FR.UTF-8", "fr_FR.utf8",
                                        "es_ES.UTF-8", "pt_BR.UTF-8", "nl_NL.UTF-8", "de_DE"};
    const char *set = NULL;
    for (size_t k = 0; !set && k < sizeof names / sizeof names[0]; k++)
        set = setlocale(LC_ALL, names[k]);
    if (!set || strcmp(localeconv()->decimal_point, ",") != 0) {
        setlocale(LC_ALL, "C");
        skip();
    }
    char name[64];
    snprintf(name, sizeof name, "%s", setlocale(LC_ALL, NULL));
    tour();
    assert_string_equal(setlocale(LC_ALL, NULL), name);
    hillock_trainer *const trainer = trainer_of((const setting[]){{0, 0}});
    double rate = 7.0;
    const hillock_status point = hillock_trainer_set_text(trainer, "learning-rate", "0.125");
    hillock_trainer_get_real(trainer, HILLOCK_LEARNING_RATE, &rate);
    const hillock_status comma = hillock_trainer_set_text(trainer, "learning-rate", "0,25");
    hillock_trainer_destroy(trainer);
    setlocale(LC_ALL, "C");
    must(point);
    assert_true(rate == 0.125);
    assert_status(comma, HILLOCK_ERROR_VALUE);
}

static void check_plan(const hk_view *view)
{
    const hk_plan plan = hk_plan_for(view, HILLOCK_KERNEL_BLAS);
    assert_true(plan.panel_samples > 0 && plan.block_features > 0);
    assert_true(plan.panel_samples * plan.block_features <= HK_BLAS_SERIAL_ELEMENTS);
    assert_true(plan.n_panels * plan.panel_samples >= view->n_samples);
    assert_true(view->n_samples == 0 || (plan.n_panels - 1) * plan.panel_samples < view->n_samples);
    if (plan.n_blocks > 0) { /* of features, which they cover; one gradient */
        const size_t before = (plan.n_blocks - 1) * plan.shared_features;
        assert_true(plan.n_groups == 1 && before < view->n_features);
        assert_true(view->n_features - before <= hk_plan_most_features(&plan, view->n_features));
        assert_int_equal(hk_plan_block_share(&plan, 7, 7), plan.n_blocks);
    }
    assert_int_equal(hk_plan_group_begin(&plan, 0), 0);
    assert_int_equal(hk_plan_group_begin(&plan, plan.n_groups), plan.n_panels);
    for (size_t g = 0; g < plan.n_groups; g++) { /* none empty, none twice the size of another */
        const size_t size = hk_plan_group_begin(&plan, g + 1) - hk_plan_group_begin(&plan, g);
        assert_true(size == plan.n_panels / plan.n_groups ||
                    size == plan.n_panels / plan.n_groups + 1);
    }
}

/* Addresses, types, targets and weights make no difference: the same shape, the same plan. */
static void check_shape_alone(const hk_view *view)
{
    const double y = 1.0;
    hk_view other = *view;
    other.X = &y;
    other.type = HK_F32;
    other.targets = other.weights = other.offset = (hk_column){&y, HK_F64};
    const hk_plan one = hk_plan_for(view, HILLOCK_KERNEL_BLAS),
                  two = hk_plan_for(&other, HILLOCK_KERNEL_BLAS);
    assert_memory_equal(&one, &two, sizeof one);
}

static void panels_stay_in_the_serial_range_of_blas_and_groups_cover_them(void **state)
{
    (void)state;
    static const size_t sizes[] = {0,
                                   1,
                                   2,
                                   3,
                                   7,
                                   8,
                                   9,
                                   63,
                                   64,
                                   65,
                                   100,
                                   143,
                                   144,
                                   145,
                                   1000,
                                   1023,
                                   1024,
                                   1025,
                                   4607,
                                   4608,
                                   9214,
                                   9215,
                                   9216,
                                   9217,
                                   18430,
                                   100000,
                                   131071,
                                   131072,
                                   131135,
                                   131136,
                                   1000000,
                                   (size_t)1 << 23,
                                   (size_t)1 << 33};
    enum { COUNT = sizeof sizes / sizeof sizes[0] };
    for (size_t m = 0; m < COUNT; m++)
        for (size_t n = 0; n < COUNT; n++) {
            hk_view view = {.n_samples = sizes[m],
                            .n_features = sizes[n],
                            .layout = HILLOCK_SAMPLE_MAJOR,
                            .stride = sizes[n]};
            check_plan(&view);
            check_shape_alone(&view);
            view.layout = HILLOCK_FEATURE_MAJOR;
            view.stride = sizes[m] + 5;
            check_plan(&view);
            check_shape_alone(&view);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_printed),
        cmocka_unit_test(rand_signals_rounding_and_locale_are_left_alone),
        cmocka_unit_test(a_comma_locale_stays_set_and_changes_no_number),
        cmocka_unit_test(panels_stay_in_the_serial_range_of_blas_and_groups_cover_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
