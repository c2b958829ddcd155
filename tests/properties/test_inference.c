/* The statistics against dense sums in long double, for every pair; and what they must not depend
 * on. */
#include "support/pairs.h"
#include "support/reference.h"
#include "support/testing.h"

#include "neuron/expected_curvature.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { M = 60, N = 3, P = N + 1 };

typedef long double matrix[P][P];

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

/* At parameters that are anywhere. */
static void must_be_made(hillock_status status)
{
    if (status != HILLOCK_NOT_AT_MINIMUM)
        must(status);
}

/* Gauss & Jordan; false when a pivot is not positive, as all are of a positive definite matrix. */
static bool invert(matrix A)
{
    for (int k = 0; k < P; k++) {
        const long double pivot = A[k][k];
        if (!(pivot > 0.0L))
            return false;
        A[k][k] = 1.0L;
        for (int i = 0; i < P; i++)
            A[k][i] /= pivot;
        for (int r = 0; r < P; r++) {
            const long double factor = r == k ? 0.0L : A[r][k];
            if (r == k)
                continue;
            A[r][k] = 0.0L;
            for (int i = 0; i < P; i++)
                A[r][i] -= factor * A[k][i];
        }
    }
    return true;
}

static void multiply(matrix left, matrix right, matrix product)
{
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++) {
            product[i][k] = 0.0L;
            for (int r = 0; r < P; r++)
                product[i][k] += left[i][r] * right[r][k];
        }
}

/* A problem at given parameters, and how its statistics are asked for. */
typedef struct setting {
    const samples *s;
    const double *w;
    double b;
    hillock_activation activation;
    hillock_loss loss;
    hillock_weights_kind weights;
    hillock_covariance_kind covariance;
    bool held; /* the bias */
} setting;

static long double variance_of(hillock_loss loss, long double a)
{
    if (loss == HILLOCK_CROSS_ENTROPY)
        return a * (1.0L - a);
    if (loss == HILLOCK_POISSON)
        return a;
    return loss == HILLOCK_GAMMA ? a * a : 1.0L;
}

/* Adds weight x x^T. */
static void add_square(matrix A, const double *x, long double bias, long double weight)
{
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++)
            A[i][k] += weight * (i < N ? x[i] : bias) * (k < N ? x[k] : bias);
}

/* From the definitions; false where the curvature is not positive definite. *chi2: Pearson's. */
static bool reference_covariance(const setting *it, matrix covariance, long double *dispersion)
{
    matrix A = {{0}}, B = {{0}}, product;
    long double chi2 = 0.0L, N_samples = 0.0L;
    const bool precision = it->weights == HILLOCK_PRECISION_WEIGHTS;
    const long double bias = it->held ? 0.0L : 1.0L;
    A[N][N] = 1.0L - bias; /* what is held has a pivot of its own */
    for (size_t j = 0; j < it->s->m; j++) {
        const double *const x = it->s->X + j * N;
        const long double weight = it->s->weights[j], y = it->s->y[j];
        long double z = it->b + (long double)it->s->offset[j];
        for (int i = 0; i < N; i++)
            z += (long double)it->w[i] * x[i];
        const jet f = reference_activation(it->activation, z);
        const jet l = reference_pair(it->activation, it->loss, y, z);
        const bool model = it->covariance == HILLOCK_COVARIANCE_MODEL;
        add_square(A, x, bias, weight * (model ? f.df * f.df / variance_of(it->loss, f.f) : l.d2f));
        add_square(B, x, bias, (precision ? weight * weight : weight) * l.df * l.df);
        if (weight > 0.0L)
            chi2 += weight * (y - f.f) * (y - f.f) / variance_of(it->loss, f.f);
        N_samples += precision ? weight > 0.0L : weight;
    }
    const bool estimated = it->loss == HILLOCK_SQUARED || it->loss == HILLOCK_GAMMA;
    *dispersion = estimated ? chi2 / (N_samples - N - bias) : 1.0L;
    if (!invert(A))
        return false;
    if (it->covariance == HILLOCK_COVARIANCE_SANDWICH) {
        multiply(A, B, product);
        multiply(product, A, covariance);
        return true;
    }
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++)
            covariance[i][k] = *dispersion * A[i][k];
    return true;
}

static hillock_status infer(const setting *it, hillock_inference **inference)
{
    arranged data = arrange_plainly(it->s, true, true);
    hillock_neuron *const neuron = neuron_at(it->activation, it->loss, N, it->w, it->b);
    const hillock_status status =
        hillock_inference_create(inference, neuron, data.dataset, it->weights, it->covariance,
                                 it->held ? HILLOCK_BIAS_HELD : HILLOCK_BIAS_FITTED);
    hillock_neuron_destroy(neuron);
    arranged_destroy(&data);
    return status;
}

/* false where there is no covariance, and the library says so. */
static bool compare(const setting *it)
{
    matrix expected;
    long double dispersion;
    double found[P * P];
    hillock_inference *inference = NULL;
    const char *const name = pair_name(it->activation, it->loss);
    const hillock_status status = infer(it, &inference);
    if (!reference_covariance(it, expected, &dispersion)) {
        assert_int_equal(status, HILLOCK_ERROR_SCORE);
        return false;
    }
    if (status != HILLOCK_OK && status != HILLOCK_NOT_AT_MINIMUM)
        fail_msg("%s: %s", name, hillock_status_name(status));
    must(hillock_inference_covariance(inference, found));
    for (int i = 0; i < P; i++)
        for (int k = 0; k < P; k++) {
            const double scale = sqrt((double)(expected[i][i] * expected[k][k]));
            if (it->held && (i == N || k == N)) {
                assert_true(isnan(found[i * P + k]));
                continue;
            }
            assert_within(found[i * P + k], (double)expected[i][k], 1e-11 * scale,
                          "%s, %d %d: covariance %d, %d", name, it->weights, it->covariance, i, k);
        }
    hillock_inference_destroy(inference);
    return true;
}

/* Samples at which the loss bends down: both a curvature that is positive definite nonetheless and
 * one that is not must be met. */
static size_t count_bent(const setting *it)
{
    size_t bent = 0;
    for (size_t j = 0; j < it->s->m; j++) {
        long double z = it->b + (long double)it->s->offset[j];
        for (int i = 0; i < N; i++)
            z += (long double)it->w[i] * it->s->X[j * N + (size_t)i];
        bent += it->s->weights[j] > 0.0 &&
                reference_pair(it->activation, it->loss, it->s->y[j], z).d2f < 0.0L;
    }
    return bent;
}

static bool is_straight(hillock_loss loss)
{
    return loss == HILLOCK_ABSOLUTE || loss == HILLOCK_QUANTILE || loss == HILLOCK_HINGE ||
           loss == HILLOCK_PERCEPTRON;
}

static void compare_pair(hillock_activation activation, hillock_loss loss, void *payload)
{
    double w[N], b;
    samples s = samples_for_pair(activation, loss, M, N, 11, w, &b);
    size_t *const counts = payload;
    for (int held = 0; held < 2; held++)
        for (int kinds = 0; kinds < 4; kinds++) {
            const int weights = kinds % 2 ? 20 : 10, covariance = kinds / 2 ? 20 : 10;
            const setting it = {&s,
                                w,
                                b,
                                activation,
                                loss,
                                (hillock_weights_kind)weights,
                                (hillock_covariance_kind)covariance,
                                held != 0};
            const bool model = covariance == HILLOCK_COVARIANCE_MODEL;
            if (model ? !hk_has_likelihood(loss) : is_straight(loss))
                continue;
            const bool definite = compare(&it);
            counts[model]++;
            if (!model && count_bent(&it) > 0)
                counts[definite ? 2 : 3]++;
        }
    samples_destroy(&s);
}

static void covariances_agree_with_dense_sums(void **state)
{
    size_t counts[4] = {0};
    (void)state;
    for_each_pair(compare_pair, counts);
    assert_true(counts[0] > 40 && counts[1] > 40);
    assert_true(counts[2] > 0 && counts[3] > 0);
}

/* A logistic problem with weights and offset. */
typedef struct world {
    samples s;
    double w[N];
    double b;
} world;

static world world_of(hillock_activation activation, hillock_loss loss)
{
    world it;
    it.s = samples_for_pair(activation, loss, M, N, 5, it.w, &it.b);
    return it;
}

static void errors_of(const samples *s, const double *w, double b, double *errors)
{
    hillock_inference *inference;
    const setting it = {s,
                        w,
                        b,
                        HILLOCK_LOGISTIC,
                        HILLOCK_CROSS_ENTROPY,
                        HILLOCK_FREQUENCY_WEIGHTS,
                        HILLOCK_COVARIANCE_SANDWICH,
                        false};
    must_be_made(infer(&it, &inference));
    must(hillock_inference_coefficients(inference, errors, NULL, NULL));
    hillock_inference_destroy(inference);
}

static void weight_k_counts_as_k_samples(void **state)
{
    (void)state;
    for (int loss = HILLOCK_SQUARED; loss <= HILLOCK_GAMMA; loss += HILLOCK_GAMMA - HILLOCK_SQUARED)
        for (int covariance = 10; covariance <= 20; covariance += 10) {
            const hillock_activation f = loss == HILLOCK_SQUARED ? HILLOCK_IDENTITY : HILLOCK_EXP;
            world it = world_of(f, (hillock_loss)loss);
            size_t rows[4 * M], count = 0;
            double first[P], second[P];
            hillock_inference *inference[2];
            for (size_t j = 0; j < M; j++) {
                it.s.weights[j] = (double)(j % 4);
                for (size_t k = 0; k < j % 4; k++)
                    rows[count++] = j;
            }
            samples copies = samples_pick(&it.s, count, rows);
            for (size_t j = 0; j < count; j++)
                copies.weights[j] = 1.0;
            for (int k = 0; k < 2; k++) {
                const setting how = {k ? &copies : &it.s,
                                     it.w,
                                     it.b,
                                     f,
                                     (hillock_loss)loss,
                                     HILLOCK_FREQUENCY_WEIGHTS,
                                     (hillock_covariance_kind)covariance,
                                     false};
                must_be_made(infer(&how, &inference[k]));
                must(hillock_inference_coefficients(inference[k], k ? second : first, NULL, NULL));
            }
            for (int i = 0; i < P; i++)
                assert_within(first[i], second[i], 1e-13 * second[i], "standard error %d", i);
            for (int key = 10; key <= 100; key += 10) {
                double a, b;
                must(hillock_inference_value(inference[0], (hillock_statistic)key, &a));
                must(hillock_inference_value(inference[1], (hillock_statistic)key, &b));
                assert_within(a, b, 1e-11 * fabs(b), "statistic %d", key);
            }
            hillock_inference_destroy(inference[0]);
            hillock_inference_destroy(inference[1]);
            samples_destroy(&copies);
            samples_destroy(&it.s);
        }
}

/* Powers of 2 change no bit; the order of features and the place of the origin only the last. */
static void scale_order_and_origin_of_features_do_not_matter(void **state)
{
    static const size_t order[N] = {2, 0, 1};
    world it = world_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    double before[P], after[P], w[N], shift = 0.0;
    (void)state;
    errors_of(&it.s, it.w, it.b, before);
    samples other = samples_create(M, N);
    memcpy(other.y, it.s.y, M * sizeof(double));
    memcpy(other.weights, it.s.weights, M * sizeof(double));
    memcpy(other.offset, it.s.offset, M * sizeof(double));
    for (size_t k = 0; k < M * N; k++)
        other.X[k] = ldexp(it.s.X[k], 40 - 60 * (int)(k % N));
    for (int i = 0; i < N; i++)
        w[i] = ldexp(it.w[i], 60 * i - 40);
    errors_of(&other, w, it.b, after);
    for (int i = 0; i < N; i++)
        after[i] = ldexp(after[i], 40 - 60 * i);
    assert_same_bits(P, after, before, "standard errors of scaled features");
    for (size_t k = 0; k < M * N; k++)
        other.X[k] = it.s.X[k / N * N + order[k % N]] + 1024.0;
    for (int i = 0; i < N; i++) {
        w[i] = it.w[order[i]];
        shift += 1024.0 * w[i];
    }
    errors_of(&other, w, it.b - shift, after);
    for (int i = 0; i < N; i++)
        assert_within(after[i], before[order[i]], 1e-11 * after[i], "moved standard error %d", i);
    samples_destroy(&other);
    samples_destroy(&it.s);
}

/* Errors whose squares are no doubles. */
static void scales_beyond_the_root_of_double_are_no_matter(void **state)
{
    world it = world_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    double before[P], after[P];
    (void)state;
    errors_of(&it.s, it.w, it.b, before);
    for (size_t k = 0; k < M * N; k++)
        it.s.X[k] = ldexp(it.s.X[k], 800 - 800 * (int)(k % N));
    for (int i = 0; i < N; i++)
        it.w[i] = ldexp(it.w[i], 800 * i - 800);
    errors_of(&it.s, it.w, it.b, after);
    for (int i = 0; i < N; i++)
        after[i] = ldexp(after[i], 800 - 800 * i);
    assert_same_bits(P, after, before, "standard errors of features scaled by 2^800");
    samples_destroy(&it.s);
}

/* The same numbers as double or float, by samples or by features: the means that are taken off them
 * are summed in another order, nothing else. */
static void type_and_layout_change_only_the_rounding_of_means(void **state)
{
    world it = world_of(HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY);
    double first[P], errors[P];
    size_t seen = 0;
    (void)state;
    samples_round_to_float(&it.s);
    for (size_t k = 0; k < ARRANGEMENTS; k++) {
        const arrangement how = arrangement_at(k);
        if (!how.weighted || !how.with_offset)
            continue;
        arranged data = arrange(&it.s, how);
        hillock_neuron *const neuron =
            neuron_at(HILLOCK_CLOGLOG, HILLOCK_CROSS_ENTROPY, N, it.w, it.b);
        hillock_inference *inference;
        must_be_made(hillock_inference_create(&inference, neuron, data.dataset,
                                              HILLOCK_FREQUENCY_WEIGHTS, HILLOCK_COVARIANCE_MODEL,
                                              HILLOCK_BIAS_FITTED));
        must(hillock_inference_coefficients(inference, seen ? errors : first, NULL, NULL));
        for (int i = 0; seen > 0 && i < P; i++)
            assert_within(errors[i], first[i], 8.0 * DBL_EPSILON * first[i], "standard error %d",
                          i);
        seen++;
        hillock_inference_destroy(inference);
        hillock_neuron_destroy(neuron);
        arranged_destroy(&data);
    }
    assert_int_equal(seen, 4);
    samples_destroy(&it.s);
}

/* z of a row: x^T C x; and the interval holds it in the middle. */
static void predictions_follow_from_the_covariance(void **state)
{
    world it = world_of(HILLOCK_EXP, HILLOCK_GAMMA);
    const setting how = {&it.s,
                         it.w,
                         it.b,
                         HILLOCK_EXP,
                         HILLOCK_GAMMA,
                         HILLOCK_PRECISION_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         false};
    const double rows[2][N + 1] = {{0.25, -1.5, 3.0, NAN}, {0.0, 0.0, 0.0, NAN}};
    const float narrow[2][N] = {{0.25F, -1.5F, 3.0F}, {0.0F, 0.0F, 0.0F}};
    double C[P * P], z[2], error[2], lower[2], upper[2], errors[P], low[P], high[P], same[2];
    hillock_inference *inference;
    (void)state;
    must_be_made(infer(&how, &inference));
    must(hillock_inference_covariance(inference, C));
    must(hillock_inference_coefficients(inference, errors, NULL, NULL));
    must(hillock_inference_intervals(inference, 0.9, low, high));
    must(hillock_inference_predict_f64(inference, rows[0], 2, N + 1, 0.9, z, error, lower, upper));
    must(hillock_inference_predict_f32(inference, narrow[0], 2, N, 0.9, NULL, same, NULL, NULL));
    assert_same_bits(2, same, error, "standard errors of float rows");
    for (int r = 0; r < 2; r++) {
        double square = 0.0, expected = it.b;
        for (int i = 0; i < P; i++)
            for (int k = 0; k < P; k++)
                square += (i < N ? rows[r][i] : 1.0) * (k < N ? rows[r][k] : 1.0) * C[i * P + k];
        for (int i = 0; i < N; i++)
            expected += it.w[i] * rows[r][i];
        assert_within(z[r], expected, 1e-14, "z");
        assert_within(error[r] * error[r], square, 1e-12 * square, "variance of z");
        assert_within(lower[r] + upper[r], 2.0 * z[r], 1e-14, "middle");
    }
    for (int i = 0; i < P; i++)
        assert_within(errors[i] * errors[i], C[i * P + i], 1e-14 * C[i * P + i], "variance");
    assert_within(upper[1], high[N], 1e-14 * fabs(high[N]), "at the origin z is b: upper end");
    assert_within(lower[1], low[N], 1e-14 * fabs(low[N]), "at the origin z is b: lower end");
    hillock_inference_destroy(inference);
    samples_destroy(&it.s);
}

static double value_of(const setting *it, hillock_statistic key)
{
    hillock_inference *inference;
    double value;
    must_be_made(infer(it, &inference));
    must(hillock_inference_value(inference, key, &value));
    hillock_inference_destroy(inference);
    return value;
}

/* A constant and a dependent feature are left out, and never the bias in the constant's place,
 * whichever way its mean is rounded. */
static void dependent_features_are_named_and_left_out(void **state)
{
    static const double constants[] = {0.0, 0.1, -0.3, 7.7, 1e4 / 3.0, -1e-9 / 7.0};
    double errors[P], z[P], p[P], C[P * P];
    (void)state;
    for (size_t c = 0; c < sizeof constants / sizeof constants[0]; c++) {
        world it = world_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
        hillock_inference *inference;
        const setting how = {&it.s,
                             it.w,
                             it.b,
                             HILLOCK_IDENTITY,
                             HILLOCK_SQUARED,
                             HILLOCK_FREQUENCY_WEIGHTS,
                             HILLOCK_COVARIANCE_MODEL,
                             false};
        for (size_t j = 0; j < M; j++) {
            it.s.X[j * N + 1] = constants[c];
            it.s.X[j * N + 2] = 0.3 * it.s.X[j * N] + 1e4;
        }
        must_be_made(infer(&how, &inference));
        must(hillock_inference_coefficients(inference, errors, z, p));
        must(hillock_inference_covariance(inference, C));
        assert_true(value_of(&how, HILLOCK_STATISTIC_RANK) == 2.0);
        assert_true(isinf(value_of(&how, HILLOCK_STATISTIC_CONDITION)));
        assert_true(isnan(errors[1]) && isnan(z[1]) && isnan(p[1]) && isnan(C[1]));
        assert_true(isnan(errors[0]) != isnan(errors[2]));
        assert_true(errors[N] > 0.0);
        hillock_inference_destroy(inference);
        samples_destroy(&it.s);
    }
}

/* Columns at right angles have the condition 1; two that differ by 1/1000, some thousand. */
static void condition_tells_right_angles_from_near_dependence(void **state)
{
    samples s = samples_create(8, N);
    const double w[N] = {0.5, 0.25, -1.0};
    const setting how = {&s,
                         w,
                         0.0,
                         HILLOCK_IDENTITY,
                         HILLOCK_SQUARED,
                         HILLOCK_FREQUENCY_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         false};
    (void)state;
    for (size_t j = 0; j < 8; j++) {
        s.y[j] = (double)(j % 3);
        for (size_t i = 0; i < N; i++)
            s.X[j * N + i] = j >> i & 1 ? 1.0 : -1.0;
    }
    assert_within(value_of(&how, HILLOCK_STATISTIC_CONDITION), 1.0, 1e-13, "condition");
    for (size_t j = 0; j < 8; j++)
        s.X[j * N + 1] = s.X[j * N] + 1e-3 * s.X[j * N + 1];
    const double near = value_of(&how, HILLOCK_STATISTIC_CONDITION);
    assert_true(near > 1e3 && near < 1e4);
    samples_destroy(&s);
}

static long double log_density(hillock_loss loss, long double y, long double a, long double shape)
{
    const long double log_2pi = 1.83787706640934548356L;
    if (loss == HILLOCK_SQUARED) /* shape: 1 / variance */
        return 0.5L * (logl(shape) - log_2pi - shape * (y - a) * (y - a));
    if (loss == HILLOCK_POISSON)
        return y * logl(a) - a - lgammal(y + 1.0L);
    if (loss == HILLOCK_GAMMA)
        return shape * logl(shape * y / a) - shape * y / a - logl(y) - lgammal(shape);
    return lgammal(shape + 1.0L) - lgammal(shape * y + 1.0L) - lgammal(shape * (1.0L - y) + 1.0L) +
           shape * (y * logl(a) + (1.0L - y) * logl(1.0L - a)); /* shape: trials */
}

/* Frequency weights count densities, precision weights stand in them; of Poisson, which has no room
 * for them there, both count. Single trials have no binomial coefficient. */
static void log_likelihoods_are_sums_of_log_densities(void **state)
{
    static const struct {
        hillock_activation f;
        hillock_loss loss;
    } pairs[] = {{HILLOCK_TANH, HILLOCK_SQUARED},
                 {HILLOCK_NORMAL_CDF, HILLOCK_CROSS_ENTROPY},
                 {HILLOCK_EXP, HILLOCK_POISSON},
                 {HILLOCK_SOFTPLUS, HILLOCK_GAMMA}};
    (void)state;
    for (size_t pair = 0; pair < 4; pair++)
        for (int weights = 10; weights <= 20; weights += 10) {
            const hillock_loss loss = pairs[pair].loss;
            const bool precision = weights == 20 && loss != HILLOCK_POISSON;
            world it = world_of(pairs[pair].f, loss);
            const setting how = {&it.s,
                                 it.w,
                                 it.b,
                                 pairs[pair].f,
                                 loss,
                                 (hillock_weights_kind)weights,
                                 HILLOCK_COVARIANCE_MODEL,
                                 false};
            const double deviance = value_of(&how, HILLOCK_STATISTIC_DEVIANCE);
            const double count = value_of(&how, HILLOCK_STATISTIC_RESIDUAL_DF) + P;
            const bool estimated = loss == HILLOCK_SQUARED || loss == HILLOCK_GAMMA;
            const long double base = estimated ? (long double)count / deviance : 1.0L;
            long double sum = 0.0L;
            for (size_t j = 0; j < M; j++) {
                const long double weight = it.s.weights[j], y = it.s.y[j];
                long double z = it.b + (long double)it.s.offset[j];
                for (int i = 0; i < N; i++)
                    z += (long double)it.w[i] * it.s.X[j * N + (size_t)i];
                const long double a = reference_activation(pairs[pair].f, z).f;
                const bool single = loss == HILLOCK_CROSS_ENTROPY && !precision;
                if (weight > 0.0L && single)
                    sum += weight * (y * logl(a) + (1.0L - y) * logl(1.0L - a));
                else if (weight > 0.0L)
                    sum += precision ? log_density(loss, y, a, weight * base)
                                     : weight * log_density(loss, y, a, base);
            }
            const double found = value_of(&how, HILLOCK_STATISTIC_LOG_LIKELIHOOD);
            assert_within(found, (double)sum, 1e-12 * fabs(found), "log-likelihood, pair %zu, %d",
                          pair, weights);
            const double aic = (double)(2.0L * (P + estimated) - 2.0L * sum);
            assert_within(value_of(&how, HILLOCK_STATISTIC_AIC), aic, 1e-12 * fabs(aic), "AIC");
            samples_destroy(&it.s);
        }
}

/* With log link and offset o the best bias alone is log(sum y / sum exp o); with the same offset
 * everywhere it is that of the mean. */
static void null_deviance_minds_the_offset(void **state)
{
    world it = world_of(HILLOCK_EXP, HILLOCK_POISSON);
    const setting how = {&it.s,
                         it.w,
                         it.b,
                         HILLOCK_EXP,
                         HILLOCK_POISSON,
                         HILLOCK_FREQUENCY_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         false};
    long double y = 0.0L, e = 0.0L, deviance = 0.0L;
    (void)state;
    for (size_t j = 0; j < M; j++) {
        y += it.s.weights[j] * (long double)it.s.y[j];
        e += it.s.weights[j] * expl(it.s.offset[j]);
    }
    for (size_t j = 0; j < M; j++) {
        const long double a = y / e * expl(it.s.offset[j]), t = it.s.y[j];
        deviance += 2.0L * it.s.weights[j] * ((t > 0 ? t * logl(t / a) : 0.0L) - t + a);
    }
    const double found = value_of(&how, HILLOCK_STATISTIC_NULL_DEVIANCE);
    assert_within(found, (double)deviance, 1e-13 * found, "null deviance with an offset");
    const setting far = {&it.s,
                         it.w,
                         it.b - 8.0,
                         HILLOCK_EXP,
                         HILLOCK_POISSON,
                         HILLOCK_FREQUENCY_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         false};
    const double again = value_of(&far, HILLOCK_STATISTIC_NULL_DEVIANCE); /* steps overshoot */
    assert_within(again, (double)deviance, 1e-13 * found, "null deviance from far away");
    samples_destroy(&it.s);
}

/* Where the deviance is tiny beside the bias that the search begins at. */
static void null_deviance_of_small_targets_keeps_its_digits(void **state)
{
    world it = world_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    long double W = 0.0L, mean = 0.0L, deviance = 0.0L;
    (void)state;
    memset(it.s.offset, 0, M * sizeof *it.s.offset);
    for (size_t j = 0; j < M; j++) {
        it.s.y[j] *= 1e-13;
        W += it.s.weights[j];
        mean += (long double)it.s.weights[j] * it.s.y[j];
    }
    mean /= W;
    for (size_t j = 0; j < M; j++)
        deviance += it.s.weights[j] * (it.s.y[j] - mean) * (it.s.y[j] - mean);
    const setting how = {&it.s,
                         it.w,
                         it.b,
                         HILLOCK_IDENTITY,
                         HILLOCK_SQUARED,
                         HILLOCK_FREQUENCY_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         false};
    const double found = value_of(&how, HILLOCK_STATISTIC_NULL_DEVIANCE);
    assert_within(found, (double)deviance, 1e-13 * found, "null deviance of small targets");
    samples_destroy(&it.s);
}

/* Nothing is fitted: a = exp(b + offset). */
static void null_model_of_a_held_bias_is_where_it_is(void **state)
{
    world it = world_of(HILLOCK_EXP, HILLOCK_POISSON);
    long double deviance = 0.0L;
    (void)state;
    for (size_t j = 0; j < M; j++) {
        const long double a = expl(it.b + (long double)it.s.offset[j]), t = it.s.y[j];
        deviance += 2.0L * it.s.weights[j] * ((t > 0 ? t * logl(t / a) : 0.0L) - t + a);
    }
    const setting how = {&it.s,
                         it.w,
                         it.b,
                         HILLOCK_EXP,
                         HILLOCK_POISSON,
                         HILLOCK_FREQUENCY_WEIGHTS,
                         HILLOCK_COVARIANCE_MODEL,
                         true};
    const double found = value_of(&how, HILLOCK_STATISTIC_NULL_DEVIANCE);
    assert_within(found, (double)deviance, 1e-13 * found, "null deviance of a held bias");
    assert_true(value_of(&how, HILLOCK_STATISTIC_RANK) == N);
    assert_true(isfinite(value_of(&how, HILLOCK_STATISTIC_CONDITION)));
    samples_destroy(&it.s);
}

/* A dataset of the world, a neuron for it, and what inference says of the two. */
typedef struct trial {
    arranged data;
    hillock_neuron *neuron;
    hillock_status status;
    double step, norm;
    double errors[P];
} trial;

static trial trial_of(const world *it, hillock_activation activation, hillock_loss loss)
{
    return (trial){.data = arrange_plainly(&it->s, true, true),
                   .neuron = neuron_at(activation, loss, N, it->w, it->b)};
}

static void trial_infer(trial *t, hillock_covariance_kind covariance, hillock_bias_kind bias)
{
    hillock_inference *inference;
    t->status = hillock_inference_create(&inference, t->neuron, t->data.dataset,
                                         HILLOCK_FREQUENCY_WEIGHTS, covariance, bias);
    must_be_made(t->status);
    must(hillock_inference_value(inference, HILLOCK_STATISTIC_STEP, &t->step));
    must(hillock_inference_value(inference, HILLOCK_STATISTIC_GRADIENT_NORM, &t->norm));
    must(hillock_inference_coefficients(inference, t->errors, NULL, NULL));
    hillock_inference_destroy(inference);
}

static void trial_train(trial *t, const double settings[][2], double *norm)
{
    hillock_trainer *trainer;
    must(hillock_trainer_create(&trainer));
    for (size_t k = 0; settings[k][0] != 0.0; k++) {
        const int key = (int)settings[k][0];
        if (hillock_option_kind(key) == HILLOCK_TYPE_REAL)
            must(hillock_trainer_set_real(trainer, key, settings[k][1]));
        else
            must(hillock_trainer_set_integer(trainer, key, (int64_t)settings[k][1]));
    }
    assert_true(hillock_train(trainer, t->neuron, t->data.dataset) >= 0);
    must(hillock_trainer_report(trainer, HILLOCK_REPORT_GRADIENT_NORM, norm));
    hillock_trainer_destroy(trainer);
}

static void trial_destroy(trial *t)
{
    hillock_neuron_destroy(t->neuron);
    arranged_destroy(&t->data);
}

/* J of squared loss is a parabola: from anywhere Newton's step leads to where it is least. */
static void step_leads_to_the_minimum(void **state)
{
    static const double changes[P] = {0.5, -0.25, 1.0, -2.0};
    world it = world_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    trial t = trial_of(&it, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    double least[P], w[N], ignored;
    (void)state;
    for (int held = 0; held < 2; held++)
        for (int covariance = 10; covariance <= 20; covariance += 10) {
            const hillock_bias_kind bias = held ? HILLOCK_BIAS_HELD : HILLOCK_BIAS_FITTED;
            const double settings[][2] = {
                {HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_FIT_BIAS, !held}, {0, 0}};
            double longest = 0.0;
            trial_train(&t, settings, &ignored);
            must(hillock_neuron_get_parameters(t.neuron, least, &least[N]));
            trial_infer(&t, (hillock_covariance_kind)covariance, bias);
            assert_int_equal(t.status, HILLOCK_OK);
            assert_true(t.step < 1e-12 && t.norm < 1e-14);
            for (int i = 0; i < N; i++)
                w[i] = least[i] + changes[i];
            must(hillock_neuron_set_parameters(t.neuron, w, least[N] + (held ? 0 : changes[N])));
            trial_infer(&t, (hillock_covariance_kind)covariance, bias);
            assert_int_equal(t.status, HILLOCK_NOT_AT_MINIMUM);
            for (int i = 0; i < P - held; i++)
                longest = fmax(longest, fabs(changes[i]) / t.errors[i]);
            assert_within(t.step, longest, 1e-11 * longest, "step, %d %d", held, covariance);
        }
    trial_destroy(&t);
    samples_destroy(&it.s);
}

/* As the trainer reports it; and where a penalty has the weights, the status is not OK. */
static void gradient_norm_is_the_trainers_and_penalized_fits_say_so(void **state)
{
    static const double few[][2] = {{HILLOCK_STEPS, 3}, {0, 0}};
    static const double held[][2] = {{HILLOCK_STEPS, 3}, {HILLOCK_FIT_BIAS, 0}, {0, 0}};
    static const double newton[][2] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    static const double ridge[][2] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {HILLOCK_L2, 0.1}, {0, 0}};
    world it = world_of(HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    trial t = trial_of(&it, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    double norm;
    (void)state;
    trial_train(&t, few, &norm);
    trial_infer(&t, HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    assert_within(t.norm, norm, 1e-13, "gradient norm");
    assert_int_equal(t.status, HILLOCK_NOT_AT_MINIMUM);
    trial_train(&t, held, &norm);
    trial_infer(&t, HILLOCK_COVARIANCE_SANDWICH, HILLOCK_BIAS_HELD);
    assert_within(t.norm, norm, 1e-13, "gradient norm beside a held bias");
    trial_train(&t, newton, &norm);
    trial_infer(&t, HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    assert_int_equal(t.status, HILLOCK_OK);
    assert_string_equal(hillock_neuron_message(t.neuron), "");
    trial_train(&t, ridge, &norm);
    trial_infer(&t, HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    assert_int_equal(t.status, HILLOCK_NOT_AT_MINIMUM);
    assert_non_null(strstr(hillock_neuron_message(t.neuron), "without a penalty"));
    trial_destroy(&t);
    samples_destroy(&it.s);
}

/* What is left of y is rounding, and so is the step beside it. */
static void an_exact_fit_is_at_its_minimum(void **state)
{
    static const double newton[][2] = {{HILLOCK_SOLVER, HILLOCK_NEWTON}, {0, 0}};
    world it = world_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    double norm;
    (void)state;
    for (size_t j = 0; j < M; j++) {
        it.s.y[j] = 0.1 * it.s.X[j * N] - 0.7 * it.s.X[j * N + 1] + 0.3;
        it.s.offset[j] = 0.0;
    }
    trial t = trial_of(&it, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    trial_train(&t, newton, &norm);
    trial_infer(&t, HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    assert_int_equal(t.status, HILLOCK_OK);
    assert_true(t.step == 0.0 && t.norm == 0.0);
    trial_destroy(&t);
    samples_destroy(&it.s);
}

/* The expectation over y of the observed curvature, of what is 1 with probability a; and the tails
 * against 30-digit arithmetic. */
static void expected_curvature_is_the_expectation_also_in_the_tails(void **state)
{
    static const struct {
        hillock_activation f;
        double z, curvature;
    } published[] = {
        {HILLOCK_NORMAL_CDF, -30, 4.4258397026717409637e-195},
        {HILLOCK_NORMAL_CDF, -5, 7.71087887150839103e-6},
        {HILLOCK_NORMAL_CDF, 0.3, 0.61608885134601518558},
        {HILLOCK_NORMAL_CDF, 12, 2.5933067996563472474e-31},
        {HILLOCK_NORMAL_CDF, 36, 5.4290363950118793728e-281},
        {HILLOCK_CLOGLOG, -50, 1.928749847963917783e-22},
        {HILLOCK_CLOGLOG, -2, 0.12638396344566151922},
        {HILLOCK_CLOGLOG, 0.3, 0.63780005016336819941},
        {HILLOCK_CLOGLOG, 3, 7.6335936937568296378e-7},
        {HILLOCK_CLOGLOG, 5, 7.7255388165002635161e-61},
        {HILLOCK_LOGISTIC, -700, 9.8596765437597708567e-305},
        {HILLOCK_LOGISTIC, -3, 0.045176659730912132649},
        {HILLOCK_LOGISTIC, 0.3, 0.24445831169074586907},
        {HILLOCK_LOGISTIC, 40, 4.2483542552915889592e-18},
    };
    (void)state;
    for (size_t k = 0; k < sizeof published / sizeof published[0]; k++) {
        const hk_mathematics mathematics = hk_mathematics_of(published[k].f, HILLOCK_CROSS_ENTROPY);
        const double z = published[k].z;
        double found, a, l, slope, bend[2];
        hk_expected_curvature(&mathematics, 1, &z, &found);
        assert_within(found, published[k].curvature, 2e-13 * published[k].curvature, "%s at %g",
                      hillock_activation_name(published[k].f), z);
        hk_activate(&mathematics, 1, &z, &a);
        for (int y = 0; y < 2; y++) {
            const double target = y;
            hk_differentiate(&mathematics, 1, &target, &z, &l, &slope, &bend[y]);
        }
        if (fabs(z) < 2.5) /* nearer to 1, 1 - a cancels */
            assert_within(a * bend[1] + (1.0 - a) * bend[0], found, 1e-10 * found, "mean at %g", z);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(covariances_agree_with_dense_sums),
        cmocka_unit_test(weight_k_counts_as_k_samples),
        cmocka_unit_test(scale_order_and_origin_of_features_do_not_matter),
        cmocka_unit_test(scales_beyond_the_root_of_double_are_no_matter),
        cmocka_unit_test(type_and_layout_change_only_the_rounding_of_means),
        cmocka_unit_test(predictions_follow_from_the_covariance),
        cmocka_unit_test(dependent_features_are_named_and_left_out),
        cmocka_unit_test(condition_tells_right_angles_from_near_dependence),
        cmocka_unit_test(log_likelihoods_are_sums_of_log_densities),
        cmocka_unit_test(null_deviance_minds_the_offset),
        cmocka_unit_test(null_deviance_of_small_targets_keeps_its_digits),
        cmocka_unit_test(null_model_of_a_held_bias_is_where_it_is),
        cmocka_unit_test(step_leads_to_the_minimum),
        cmocka_unit_test(gradient_norm_is_the_trainers_and_penalized_fits_say_so),
        cmocka_unit_test(an_exact_fit_is_at_its_minimum),
        cmocka_unit_test(expected_curvature_is_the_expectation_also_in_the_tails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
