/* What a training tells about itself: history, learning rates as they acted, the numbers of its
 * report; and the two ways around a trainer, hillock_fit and the user's own functions. */
#include "solver/problem.h"

#include <string.h>

enum { M = 30, N = 2, CAPACITY = 4096 };

typedef struct record {
    size_t length;
    double epoch[CAPACITY];
    double J[CAPACITY];
    double norm[CAPACITY];
} record;

static record *history_of(const hillock_trainer *trainer)
{
    record *const history = calloc(1, sizeof *history);
    history->length = hillock_trainer_history_length(trainer);
    assert_true(history->length <= CAPACITY);
    must(hillock_trainer_history(trainer, CAPACITY, history->epoch, history->J, history->norm));
    return history;
}

static record *history_of_training(const problem *p, const setting *settings)
{
    hillock_neuron *const neuron = neuron_of(p->n, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of(settings);
    assert_status(hillock_train(trainer, neuron, p->data), HILLOCK_STEP_LIMIT);
    record *const history = history_of(trainer);
    assert_true(history->J[0] == report_of(trainer, HILLOCK_REPORT_START_J));
    assert_true(history->J[history->length - 1] == report_of(trainer, HILLOCK_REPORT_J));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return history;
}

static void history_begins_with_the_start_and_holds_every_evaluation(void **state)
{
    (void)state;
    static const struct {
        int solver, every, epochs, points;
    } cases[] = {{HILLOCK_GD, 1, 10, 11},
                 {HILLOCK_SGD, 1, 10, 11},
                 {HILLOCK_SGD, 3, 10, 5}, /* 0, 3, 6, 9 and the end */
                 {HILLOCK_SGD, 5, 10, 3},
                 {HILLOCK_SGD, 0, 10, 2}};
    problem p = problem_create(M, N, 1);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        record *const history =
            history_of_training(&p, (const setting[]){{HILLOCK_SOLVER, cases[k].solver},
                                                      {HILLOCK_EVALUATE_EVERY, cases[k].every},
                                                      {HILLOCK_EPOCHS, cases[k].epochs},
                                                      {HILLOCK_TOLERANCE, 0},
                                                      {0, 0}});
        assert_int_equal(history->length, cases[k].points);
        assert_true(history->epoch[0] == 0.0);
        for (size_t e = 1; e + 1 < history->length; e++)
            assert_true(history->epoch[e] == (double)e * cases[k].every);
        assert_true(history->epoch[history->length - 1] == cases[k].epochs);
        free(history);
    }
    problem_destroy(&p);
}

static double square_sum(const problem *p)
{
    double sum = 0.0;
    for (size_t j = 0; j < p->m; j++)
        sum += p->y[j] * p->y[j];
    return sum;
}

/* 4097 points do not fit: every second one stays. Evaluations 0, 2, ..., 8190 and the last one,
 * 8191, do not fit either: every fourth stays. */
static void long_histories_are_thinned_evenly_and_keep_both_ends(void **state)
{
    (void)state;
    static const struct {
        int epochs, interval;
    } cases[] = {{4094, 1}, {4095, 1}, {4096, 2}, {4097, 2}, {8190, 2}, {8191, 4}, {50001, 16}};
    problem p = problem_create(M, N, 2);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        record *const history = history_of_training(
            &p,
            (const setting[]){{HILLOCK_EPOCHS, cases[k].epochs}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
        assert_close(history->J[0], square_sum(&p) / M, 1e-13 * history->J[0]);
        assert_int_equal(history->length, cases[k].epochs / cases[k].interval + 1 +
                                              (cases[k].epochs % cases[k].interval != 0));
        for (size_t e = 0; e + 1 < history->length; e++)
            assert_true(history->epoch[e] == (double)e * cases[k].interval);
        assert_true(history->epoch[history->length - 1] == cases[k].epochs);
        free(history);
    }
    problem_destroy(&p);
}

static void history_copies_only_what_there_is_room_for(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 3);
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_EPOCHS, 10}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    assert_int_equal(hillock_trainer_history_length(trainer), 0);
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
    double epoch[4] = {-1, -1, -1, -1};
    must(hillock_trainer_history(trainer, 3, epoch, NULL, NULL));
    assert_true(epoch[0] == 0.0 && epoch[2] == 2.0 && epoch[3] == -1.0);
    must(hillock_trainer_history(trainer, 3, NULL, NULL, NULL));
    must(hillock_trainer_history(trainer, 0, epoch, epoch, epoch));
    assert_true(epoch[0] == 0.0);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

/* The rates as the callback reads them, one an epoch. */
typedef struct rates {
    int count;
    double rate[64];
} rates;

static int note_rate(const hillock_trainer *trainer, void *payload)
{
    rates *const seen = payload;
    seen->rate[seen->count++] = report_of(trainer, HILLOCK_REPORT_LEARNING_RATE);
    return 0;
}

/* The header's formulas: r = 0.01, d = 0.7, p = 4, E = 20. */
static double formula(hillock_schedule schedule, int e)
{
    const double r = 0.01, d = 0.7, p = 4.0, E = 20.0;
    switch (schedule) {
    case HILLOCK_CONSTANT:
        return r;
    case HILLOCK_STEPWISE:
        return r * pow(d, e / 4);
    case HILLOCK_EXPONENTIAL:
        return r * exp(log(d) * e / p);
    case HILLOCK_INVERSE_TIME:
        return r / (1.0 + d * e / p);
    case HILLOCK_INVERSE_SQRT:
        return r / sqrt(1.0 + d * e / p);
    case HILLOCK_COSINE:
        return r * (1.0 + cos(3.14159265358979323846 * e / E)) / 2.0;
    }
    return -1.0;
}

static void each_epoch_takes_the_rate_of_its_schedule(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 4);
    int schedule;
    for (size_t k = 0; hillock_option_choice(HILLOCK_SCHEDULE, k, &schedule); k++)
        for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
            rates seen = {0};
            hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
            hillock_trainer *const trainer =
                trainer_of((const setting[]){{HILLOCK_SOLVER, solver},
                                             {HILLOCK_SCHEDULE, schedule},
                                             {HILLOCK_DECAY, 0.7},
                                             {HILLOCK_PERIOD, 4},
                                             {HILLOCK_LEARNING_RATE, 0.01},
                                             {HILLOCK_EPOCHS, 20},
                                             {HILLOCK_TOLERANCE, 0},
                                             {0, 0}});
            must(hillock_trainer_set_progress(trainer, note_rate, &seen));
            assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
            assert_int_equal(seen.count, 20);
            for (int e = 0; e < 20; e++)
                assert_close(seen.rate[e], formula((hillock_schedule)schedule, e), 1e-17);
            hillock_trainer_destroy(trainer);
            hillock_neuron_destroy(neuron);
        }
    problem_destroy(&p);
}

/* The largest eigenvalue of the mean of [x 1]^T [x 1], by power iteration until nothing moves. */
static double largest_eigenvalue(const problem *p)
{
    double v[N + 1], length = 1.0;
    for (size_t i = 0; i <= N; i++)
        v[i] = 1.0;
    for (int k = 0; k < 5000; k++) {
        double next[N + 1] = {0}, square = 0.0;
        for (size_t j = 0; j < p->m; j++) {
            double z = v[N];
            for (size_t i = 0; i < N; i++)
                z += v[i] * p->X[j * N + i];
            for (size_t i = 0; i <= N; i++)
                next[i] += z / length * (i < N ? p->X[j * N + i] : 1.0) / (double)p->m;
        }
        for (size_t i = 0; i <= N; i++) {
            v[i] = next[i];
            square += v[i] * v[i];
        }
        length = sqrt(square);
    }
    return length;
}

/* The first step from w = 0, b = 0 shows the rate that really acted: b = rate 2 mean(y). Power
 * iterations that rise by less than a hundredth have nearly all of the eigenvalue, of which 1.1
 * times is taken. */
static void the_reported_rate_is_the_one_that_acted(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 5);
    for (size_t k = 0; k < M * N; k++)
        p.X[k] += 1.0; /* the bias has its share in the largest direction */
    const double largest = largest_eigenvalue(&p);
    double mean = 0.0;
    for (size_t j = 0; j < M; j++)
        mean += p.y[j] / M;
    for (int penalized = 0; penalized <= 1; penalized++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_trainer *const trainer = trainer_of(
            (const setting[]){{HILLOCK_STEPS, 1}, {HILLOCK_L2, penalized * 0.5}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
        const double rate = report_of(trainer, HILLOCK_REPORT_LEARNING_RATE);
        const double bracket = 0.5 * (1.0 / rate - penalized * 0.5);
        assert_true(bracket >= 1.0 * largest && bracket <= 1.1 * largest * (1.0 + 1e-12));
        assert_close(parameters_of(neuron).b, rate * 2.0 * mean, 1e-14);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

/* What is trained with one step along the gradient, from w = 0 or from next to it. */
static parameters step_from(const problem *p, double w_0, bool standardize, double *passes,
                            double *start_J)
{
    const setting settings[] = {
        {HILLOCK_STEPS, 1},         {HILLOCK_LEARNING_RATE, 0.1},       {HILLOCK_L2, 0.5},
        {HILLOCK_PENALIZE_BIAS, 1}, {HILLOCK_STANDARDIZE, standardize}, {0, 0}};
    const double w[N] = {w_0};
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_EXP, HILLOCK_GAMMA);
    hillock_trainer *const trainer = trainer_of(settings);
    must(hillock_neuron_set_parameters(neuron, w, 0.0));
    assert_status(hillock_train(trainer, neuron, p->data), HILLOCK_STEP_LIMIT);
    const parameters found = parameters_of(neuron);
    *passes = report_of(trainer, HILLOCK_REPORT_PASSES);
    *start_J = report_of(trainer, HILLOCK_REPORT_START_J);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return found;
}

static void start_that_the_check_knows_is_the_one_a_trip_evaluates(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 16);
    double weights[M], offset[M], passes[2], J[2];
    for (size_t j = 0; j < M; j++) {
        p.y[j] = 0.5 + fabs(p.y[j]);
        weights[j] = (double)(j % 3);
        offset[j] = 0.1 * (double)(j % 4);
    }
    must(hillock_dataset_set_weights_f64(p.data, weights));
    must(hillock_dataset_set_offset_f64(p.data, offset));
    for (int standardize = 0; standardize < 2; standardize++) {
        const parameters known = step_from(&p, 0.0, standardize, &passes[0], &J[0]);
        const parameters evaluated = step_from(&p, 1e-300, standardize, &passes[1], &J[1]);
        assert_near(&known, &evaluated, N, 1e-14);
        assert_close(J[0], J[1], 1e-14);
        assert_true(passes[1] == passes[0] + 1.0);
    }
    problem_destroy(&p);
}

static void report_counts_passes_and_measures_time(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 6);
    for (int solver = HILLOCK_GD; solver <= HILLOCK_SGD; solver += HILLOCK_SGD - HILLOCK_GD) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_trainer *const trainer = trainer_of((const setting[]){
            {HILLOCK_SOLVER, solver}, {HILLOCK_EPOCHS, 10}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
        /* the check, which knows the start, and an epoch's evaluation, which for gd is the epoch;
         * and what it takes to choose gd's rate */
        const double passes = report_of(trainer, HILLOCK_REPORT_PASSES);
        if (solver == HILLOCK_GD)
            assert_true(passes >= 11.0 + 2.0 && passes <= 11.0 + 8.0);
        else
            assert_true(passes == 21.0);
        const double seconds = report_of(trainer, HILLOCK_REPORT_SECONDS);
        const double speed = report_of(trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND);
        assert_true(seconds > 0.0 && isfinite(speed));
        assert_true(speed * seconds >= 10.0 * M); /* stepping is a part of the whole time */
        assert_true(report_of(trainer, HILLOCK_REPORT_J) <
                    report_of(trainer, HILLOCK_REPORT_START_J));
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

static void logistic(size_t count, const double *z, double *f, double *df, double *d2f,
                     void *payload)
{
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        const double a = 1.0 / (1.0 + exp(-z[j]));
        if (f)
            f[j] = a;
        if (df)
            df[j] = a * (1.0 - a);
        if (d2f)
            d2f[j] = a * (1.0 - a) * (1.0 - 2.0 * a);
    }
}

static void cross_entropy(size_t count, const double *y, const double *a, double *l, double *dl,
                          double *d2l, void *payload)
{
    (void)payload;
    for (size_t j = 0; j < count; j++) {
        if (l)
            l[j] = -y[j] * log(a[j]) - (1.0 - y[j]) * log(1.0 - a[j]);
        if (dl)
            dl[j] = (1.0 - y[j]) / (1.0 - a[j]) - y[j] / a[j];
        if (d2l)
            d2l[j] = (1.0 - y[j]) / pow(1.0 - a[j], 2.0) + y[j] / (a[j] * a[j]);
    }
}

/* With |z| of a few units the plain chain rule loses only a few ulp. */
static void user_functions_train_as_the_built_in_ones_do(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 7);
    make_classes(&p, 0.0, 1.0);
    const setting settings[] = {
        {HILLOCK_EPOCHS, 50}, {HILLOCK_LEARNING_RATE, 0.5}, {HILLOCK_TOLERANCE, 0}, {0, 0}};
    const parameters built_in =
        trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_STEP_LIMIT);
    for (int second = 0; second <= 1; second++) {
        hillock_neuron *const neuron = neuron_of(N, HILLOCK_USER_ACTIVATION, HILLOCK_USER_LOSS);
        hillock_trainer *const trainer = trainer_of(settings);
        must(hillock_neuron_set_user_activation(neuron, logistic, second, NULL));
        must(hillock_neuron_set_user_loss(neuron, cross_entropy, second, NULL));
        assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_STEP_LIMIT);
        const parameters own = parameters_of(neuron);
        assert_near(&own, &built_in, N, 1e-13);
        hillock_trainer_destroy(trainer);
        hillock_neuron_destroy(neuron);
    }
    problem_destroy(&p);
}

static void fit_converges_on_unscaled_features_and_says_how(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 8);
    for (size_t j = 0; j < M; j++)
        p.X[j * N] = 1e4 + 1e3 * p.X[j * N];
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    must(hillock_fit(neuron, p.data));
    const char *const message = hillock_neuron_message(neuron);
    assert_non_null(strstr(message, "least squares"));
    assert_non_null(strstr(message, "converged"));
    double dJ_dw[N], dJ_db, J;
    must(hillock_gradient(neuron, p.data, &J, dJ_dw, &dJ_db));
    /* scaled norm 1e-6: |dJ/dw| <= 1e-6 rms(e) rms(x), with rms(e) = 2 sqrt(J); folding back adds
     * the mean's 10 standard deviations */
    assert_true(fabs(dJ_db) <= 2e-6 * sqrt(J));
    assert_true(fabs(dJ_dw[0]) <= 2e-6 * sqrt(J) * 1.1e4);
    assert_true(fabs(dJ_dw[1]) <= 2e-6 * sqrt(J) * 2.0);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(history_begins_with_the_start_and_holds_every_evaluation),
        cmocka_unit_test(long_histories_are_thinned_evenly_and_keep_both_ends),
        cmocka_unit_test(history_copies_only_what_there_is_room_for),
        cmocka_unit_test(each_epoch_takes_the_rate_of_its_schedule),
        cmocka_unit_test(the_reported_rate_is_the_one_that_acted),
        cmocka_unit_test(start_that_the_check_knows_is_the_one_a_trip_evaluates),
        cmocka_unit_test(report_counts_passes_and_measures_time),
        cmocka_unit_test(user_functions_train_as_the_built_in_ones_do),
        cmocka_unit_test(fit_converges_on_unscaled_features_and_says_how),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
