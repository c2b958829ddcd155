/* The certified answers of NIST's linear regressions, to the digits that their data in double
 * allow: an exact solution of the rounded data has 14.0 (Norris), 13.5 (Pontius), 14.7 (Longley)
 * and 7.9 (Filip, whose powers are formed in double). Features scaled by powers of 2 change no
 * digit; and the rest of what the solver promises. */
#include "solver/problem.h"

#include "reference/data.h"

#include <string.h>

enum { MOST_SAMPLES = 100, MOST_POWERS = 10 };

typedef struct certified {
    const char *name;
    const double *table; /* m rows: target, features */
    size_t m;
    size_t columns;
    size_t powers; /* of the one feature; 1: the features as they are */
    bool through_zero;
    double digits;
    double coefficients[MOST_POWERS + 1]; /* the intercept first, if there is one */
} certified;

static const certified answers[] = {
    {"Norris",
     norris[0],
     36,
     2,
     1,
     false,
     13.9,
     {-0.2623230737740294952821641, 1.002116818020454398944372}},
    {"Pontius",
     pontius[0],
     40,
     2,
     2,
     false,
     13.4,
     {0.0006735657894736842105263158, 0.0000007320591604010025062656642,
      -3.160818713450292397660819e-15}},
    {"NoInt1", noint1[0], 11, 2, 1, true, 15.0, {2.074380165289256198347107}},
    {"NoInt2", noint2[0], 3, 2, 1, true, 15.0, {0.7272727272727272727272727}},
    {"Longley",
     longley[0],
     16,
     7,
     1,
     false,
     14.6,
     {-3482258.634595818325276897, 15.06187227137329496998847, -0.03581917929259101661685775,
      -2.020229803816825085653474, -1.033226867173591975494691, -0.05110410565358071447066427,
      1829.151464613551845229767}},
    {"Filip",
     filip[0],
     82,
     2,
     10,
     false,
     7.8,
     {-1467.489614229795882287849, -2772.179591933423928028448, -2316.371081608930758821968,
      -1127.97394098371569857167, -354.4782337033487716107385, -75.12420173937571389052208,
      -10.87531803553425108528108, -1.062214985889467664596611, -0.06701911545934083759267341,
      -0.002467810782754786508408545, -0.00004029625250804036712971315}},
};

typedef struct regression {
    size_t n;
    double X[MOST_SAMPLES * MOST_POWERS];
    double y[MOST_SAMPLES];
    double scale[MOST_POWERS];
} regression;

/* The features, each times 2^+-20 where they are to be scaled. */
static void form(const certified *answer, bool scaled, regression *r)
{
    r->n = answer->powers > 1 ? answer->powers : answer->columns - 1;
    for (size_t i = 0; i < r->n; i++)
        r->scale[i] = scaled ? ldexp(1.0, i % 3 == 0 ? 20 : -20) : 1.0;
    for (size_t j = 0; j < answer->m; j++) {
        const double *const row = answer->table + j * answer->columns;
        double power = 1.0;
        r->y[j] = row[0];
        for (size_t i = 0; i < r->n; i++) {
            power *= row[1];
            r->X[j * r->n + i] = (answer->powers > 1 ? power : row[1 + i]) * r->scale[i];
        }
    }
}

static double digits(double found, double exact)
{
    const double error = fabs((found - exact) / exact);
    return error > 0.0 ? fmin(-log10(error), 15.0) : 15.0;
}

static double digits_of(const certified *answer, bool scaled, int solver)
{
    static regression r;
    double w[MOST_POWERS], b;
    hillock_dataset *data;
    form(answer, scaled, &r);
    must(hillock_dataset_create(&data, answer->m, r.n));
    must(hillock_dataset_set_features_f64(data, r.X, HILLOCK_SAMPLE_MAJOR, r.n));
    must(hillock_dataset_set_targets_f64(data, r.y));
    hillock_neuron *const neuron = neuron_of(r.n, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer = trainer_of((const setting[]){
        {HILLOCK_SOLVER, solver}, {HILLOCK_FIT_BIAS, !answer->through_zero}, {0, 0}});
    must(hillock_train(trainer, neuron, data));
    must(hillock_neuron_get_parameters(neuron, w, &b));
    const size_t first = answer->through_zero ? 0 : 1;
    double least = first == 1 ? digits(b, answer->coefficients[0]) : 15.0;
    if (answer->through_zero)
        assert_true(b == 0.0);
    for (size_t i = 0; i < r.n; i++)
        least = fmin(least, digits(w[i] * r.scale[i], answer->coefficients[first + i]));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return least;
}

static void certified_answers_to_every_digit_the_data_allow(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof answers / sizeof answers[0]; k++)
        for (int scaled = 0; scaled < 2; scaled++)
            for (int chosen = 0; chosen < 2; chosen++) {
                const double found = digits_of(&answers[k], scaled != 0,
                                               chosen ? HILLOCK_AUTO : HILLOCK_LEAST_SQUARES);
                if (found < answers[k].digits)
                    fail_msg("%s: %.2f digits", answers[k].name, found);
            }
}

/* The slope of J in long double from the raw data; J W = sum r^2 + W l2 |w|^2 / 2. */
static double largest_slope(const problem *p, const double *weights, const parameters *at,
                            double l2, double bias_l2)
{
    long double slope[MOST_FEATURES + 1] = {0}, W = 0;
    for (size_t j = 0; j < p->m; j++) {
        long double r = at->b - (long double)p->y[j];
        for (size_t i = 0; i < p->n; i++)
            r += (long double)at->w[i] * p->X[j * p->n + i];
        for (size_t i = 0; i < p->n; i++)
            slope[i] += 2.0L * weights[j] * r * p->X[j * p->n + i];
        slope[p->n] += 2.0L * weights[j] * r;
        W += weights[j];
    }
    double largest = fabs((double)(slope[p->n] / W + (long double)bias_l2 * at->b));
    for (size_t i = 0; i < p->n; i++)
        largest = fmax(largest, fabs((double)(slope[i] / W + (long double)l2 * at->w[i])));
    return largest;
}

static void ridge_and_weights_are_optimal_as_the_raw_data_see_it(void **state)
{
    (void)state;
    enum { M = 60, N = 4 };
    problem p = problem_create(M, N, 3);
    double weights[M];
    for (size_t j = 0; j < M; j++) {
        weights[j] = (double)(j % 4);
        p.X[j * N] += 30.0;
    }
    must(hillock_dataset_set_weights_f64(p.data, weights));
    for (int raw = 0; raw < 2; raw++)
        for (int bias = 0; bias < 2; bias++) {
            const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES},
                                        {HILLOCK_L2, 0.3},
                                        {HILLOCK_PENALIZE_BIAS, bias},
                                        {HILLOCK_STANDARDIZE, raw},
                                        {HILLOCK_PENALIZE_RAW, raw},
                                        {0, 0}};
            const parameters at =
                trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
            assert_true(largest_slope(&p, weights, &at, 0.3, bias ? 0.3 : 0.0) < 1e-12);
        }
    problem_destroy(&p);
}

static void weight_k_counts_as_k_copies_and_threads_change_no_bit(void **state)
{
    (void)state;
    enum { M = 60, N = 3 };
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}};
    const setting threads[] = {
        {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_THREADS, 7}, {0, 0}};
    problem p = problem_create(M, N, 4), copies = problem_create(2 * M, N, 4);
    double weights[M];
    for (size_t j = 0; j < M; j++) {
        weights[j] = j % 2 == 0 ? 2.0 : 1.0;
        memcpy(copies.X + j * N, p.X + j * N, N * sizeof(double));
        memcpy(copies.X + (M + j) * N, p.X + (j - j % 2) * N, N * sizeof(double));
        copies.y[j] = p.y[j];
        copies.y[M + j] = p.y[j - j % 2];
    }
    double of_copies[2 * M];
    for (size_t j = 0; j < 2 * M; j++)
        of_copies[j] = j < M || j % 2 == 0 ? 1.0 : 0.0;
    must(hillock_dataset_set_weights_f64(p.data, weights));
    must(hillock_dataset_set_weights_f64(copies.data, of_copies));
    const parameters one = trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
    const parameters two =
        trained(&copies, HILLOCK_IDENTITY, HILLOCK_SQUARED, settings, HILLOCK_OK);
    const parameters same = trained(&p, HILLOCK_IDENTITY, HILLOCK_SQUARED, threads, HILLOCK_OK);
    assert_near(&one, &two, N, 1e-15);
    assert_memory_equal(&one, &same, sizeof one);
    problem_destroy(&p);
    problem_destroy(&copies);
}

/* Column 2 is column 0 plus column 1: one of the three is dropped and named. */
static void drop_dependent(hillock_solver solver)
{
    enum { M = 40, N = 4 };
    problem p = problem_create(M, N, 5);
    for (size_t j = 0; j < M; j++) {
        p.X[j * N + 2] = p.X[j * N] + p.X[j * N + 1];
        p.X[j * N + 3] = 7.0; /* constant: left alone, no rank is missed */
    }
    hillock_neuron *const neuron = neuron_of(N, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    hillock_trainer *const trainer =
        trainer_of((const setting[]){{HILLOCK_SOLVER, solver}, {0, 0}});
    assert_status(hillock_train(trainer, neuron, p.data), HILLOCK_RANK_DEFICIENT);
    const parameters at = parameters_of(neuron);
    assert_int_equal((at.w[0] == 0.0) + (at.w[1] == 0.0) + (at.w[2] == 0.0), 1);
    assert_true(at.w[3] == 0.0);
    double weights[M];
    for (size_t j = 0; j < M; j++)
        weights[j] = 1.0;
    assert_true(largest_slope(&p, weights, &at, 0.0, 0.0) < 1e-13);
    assert_non_null(strstr(hillock_trainer_message(trainer), "1 feature (column "));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    problem_destroy(&p);
}

static void dependent_columns_are_dropped_and_named(void **state)
{
    (void)state;
    drop_dependent(HILLOCK_LEAST_SQUARES);
    drop_dependent(HILLOCK_NEWTON);
}

static void another_pair_is_refused(void **state)
{
    (void)state;
    problem p = problem_create(20, 2, 6);
    make_classes(&p, 0, 1);
    const setting settings[] = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {0, 0}};
    (void)trained(&p, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, settings, HILLOCK_ERROR_PAIR);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certified_answers_to_every_digit_the_data_allow),
        cmocka_unit_test(ridge_and_weights_are_optimal_as_the_raw_data_see_it),
        cmocka_unit_test(weight_k_counts_as_k_copies_and_threads_change_no_bit),
        cmocka_unit_test(dependent_columns_are_dropped_and_named),
        cmocka_unit_test(another_pair_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
