#include "solver/sample_span.h"

#include "core/lapack.h"
#include "core/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { FEATURES_AT_A_TIME = 64 }; /* read together: samples' features are adjacent */

static bool is_free(const hk_objective *objective, size_t i)
{
    return objective->settings->l2 > 0.0 && objective->l2[i] == 0.0;
}

size_t hk_sample_span_most(const hk_objective *objective)
{
    size_t n_free = 0;
    for (size_t i = 0; i < objective->n_features; i++)
        n_free += is_free(objective, i);
    return objective->view->n_samples + n_free;
}

/* Without a penalty the norm is that of the weights that one would see. */
static void measure(hk_sample_span *span)
{
    const hk_objective *const objective = span->objective;
    const double l2 = objective->settings->l2;
    span->n_free = 0;
    for (size_t i = 0; i < objective->n_features; i++) {
        const double scale = objective->raw_bias ? objective->scale[i] : 1.0;
        if (is_free(objective, i)) {
            span->free[span->n_free++] = i;
            span->metric[i] = 0.0;
        } else
            span->metric[i] = l2 > 0.0 ? l2 / objective->l2[i] : 1.0 / scale / scale;
    }
}

static double centre_of(const hk_sample_span *span, size_t i)
{
    return span->centred ? span->objective->centre[i] : 0.0;
}

/* Feature i of sample j; a sample of weight 0 is not there. */
static double entry(const hk_sample_span *span, size_t j, size_t i)
{
    const hk_view *const view = span->objective->view;
    if (hk_column_value(&view->weights, j, 1.0) == 0.0)
        return 0.0;
    return (hk_view_value(view, j, i) - centre_of(span, i)) * span->objective->scale[i];
}

/* R before its columns are exchanged; block: FEATURES_AT_A_TIME m numbers. false: not in time. */
static bool reflect(hk_sample_span *span, hk_training *training, double *block)
{
    const size_t m = span->m, n = span->objective->n_features;
    hk_triangle_clear(&span->triangle);
    for (size_t begin = 0; begin < n; begin += FEATURES_AT_A_TIME) {
        const size_t count = hk_min_size(n - begin, FEATURES_AT_A_TIME);
        for (size_t j = 0; j < m; j++)
            for (size_t i = 0; i < count; i++)
                block[i * m + j] = entry(span, j, begin + i);
        for (size_t i = 0; i < count; i++)
            if (span->metric[begin + i] > 0.0)
                hk_triangle_add(&span->triangle, sqrt(span->metric[begin + i]), block + i * m);
        if (hk_training_interrupted(training, m * count / n + 1))
            return false;
    }
    hk_triangle_finish(&span->triangle);
    training->report->passes++;
    return true;
}

/* Samples beyond the rank are rounding of those before them. */
static void find_rank(hk_sample_span *span, double *work, size_t length)
{
    const size_t m = span->m;
    double *const R = span->triangle.R;
    hk_pivoted_qr(m, m, R, m, span->pivots, work, length, work + m);
    const double rounding = (double)m + sqrt((double)span->objective->n_features);
    const double least = 8.0 * rounding * DBL_EPSILON * fabs(R[0]);
    span->rank = 0;
    while (span->rank < m && fabs(R[span->rank * m + span->rank]) > least)
        span->rank++;
}

/* [the free features, R^T]. false: memory. */
static bool transpose(hk_sample_span *span)
{
    const size_t m = span->m, width = span->n_free + span->rank;
    size_t elements;
    if (!hk_multiply(m, width, &elements) || !(span->X = hk_allocate(elements, sizeof *span->X)))
        return false;
    for (size_t column = 0; column < m; column++) {
        const size_t j = (size_t)span->pivots[column];
        double *const x = span->X + j * width;
        for (size_t k = 0; k < span->n_free; k++)
            x[k] = entry(span, j, span->free[k]);
        for (size_t k = 0; k < span->rank && k <= column; k++)
            x[span->n_free + k] = span->triangle.R[column * m + k];
    }
    return true;
}

static bool allocate(hk_sample_span *span)
{
    const size_t m = span->m, n = span->objective->n_features;
    const bool triangle = hk_triangle_create(&span->triangle, m);
    span->free = hk_allocate(n, sizeof *span->free);
    span->metric = hk_allocate(n, sizeof *span->metric);
    span->pivots = hk_allocate(m, sizeof *span->pivots);
    span->z = hk_allocate(m, sizeof *span->z);
    span->d = hk_allocate(m, sizeof *span->d);
    span->raw = hk_allocate(n, sizeof *span->raw);
    return triangle && span->free && span->metric && span->pivots && span->z && span->d &&
           span->raw;
}

bool hk_sample_span_create(hk_sample_span *span, hk_training *training)
{
    const hk_objective *const objective = training->objective;
    const hk_settings *const settings = training->settings;
    const size_t m = objective->view->n_samples;
    *span = (hk_sample_span){.objective = objective, .m = m};
    span->centred = !(objective->raw_bias && settings->penalize_bias && settings->l2 > 0.0);
    if (!allocate(span))
        return false;
    measure(span);
    const size_t length = 4 * m + 64;
    double *const work = hk_allocate(hk_max_size(FEATURES_AT_A_TIME * m, m + length), sizeof *work);
    bool created = work && reflect(span, training, work);
    if (created) {
        find_rank(span, work, length);
        created = transpose(span);
    }
    hk_free(work);
    return created;
}

void hk_sample_span_destroy(hk_sample_span *span)
{
    hk_triangle_destroy(&span->triangle);
    hk_free(span->free);
    hk_free(span->metric);
    hk_free(span->pivots);
    hk_free(span->X);
    hk_free(span->z);
    hk_free(span->d);
    hk_free(span->raw);
}

hk_view hk_sample_span_view(const hk_sample_span *span)
{
    hk_view view = *span->objective->view;
    view.n_features = view.stride = span->n_free + span->rank;
    view.X = span->X;
    view.type = HK_F64;
    view.layout = HILLOCK_SAMPLE_MAJOR;
    return view;
}

/* u = Q^T M^1/2 v of v_i in span->raw, which is lost: R^T u = X^T v. */
static void project(hk_sample_span *span, double *u)
{
    const hk_objective *const objective = span->objective;
    double b = 0.0;
    for (size_t i = 0; i < objective->n_features; i++) {
        span->raw[i] *= objective->scale[i];
        b -= span->raw[i] * centre_of(span, i);
    }
    hk_pass_forward(objective->pass, span->raw, b, span->z);
    for (size_t k = 0; k < span->rank; k++)
        u[span->n_free + k] = span->z[span->pivots[k]];
    hk_solve_lower(span->rank, span->triangle.R, span->m, u + span->n_free);
}

/* What of the bias depends on w_i, where the span's is the raw one. */
static double shift_of(const hk_sample_span *span, size_t i)
{
    return span->centred ? 0.0 : span->objective->centre[i] * span->objective->scale[i];
}

void hk_sample_span_enter(hk_sample_span *span, const double *w, double b, double *u, double *u_b)
{
    *u_b = b;
    for (size_t i = 0; i < span->objective->n_features; i++) {
        span->raw[i] = span->metric[i] > 0.0 ? w[i] : 0.0;
        *u_b -= w[i] * shift_of(span, i);
    }
    project(span, u);
    for (size_t k = 0; k < span->n_free; k++)
        u[k] = w[span->free[k]];
}

void hk_sample_span_gradient(hk_sample_span *span, const double *dJ_dw, double dJ_db, double *dJ_du)
{
    for (size_t i = 0; i < span->objective->n_features; i++)
        span->raw[i] = span->metric[i] * (dJ_dw[i] + shift_of(span, i) * dJ_db);
    project(span, dJ_du);
    for (size_t k = 0; k < span->n_free; k++) {
        const size_t i = span->free[k];
        dJ_du[k] = dJ_dw[i] + shift_of(span, i) * dJ_db;
    }
}

/* w = M^-1 X alpha, R alpha = u. */
void hk_sample_span_leave(hk_sample_span *span, const double *u, double u_b, double *w, double *b)
{
    const hk_objective *const objective = span->objective;
    const size_t n = objective->n_features;
    double *const alpha = span->z;
    memcpy(alpha, u + span->n_free, span->rank * sizeof *alpha);
    hk_solve_upper(span->rank, span->triangle.R, span->m, alpha);
    memset(span->d, 0, span->m * sizeof *span->d);
    for (size_t k = 0; k < span->rank; k++)
        span->d[span->pivots[k]] = alpha[k];
    memset(span->raw, 0, n * sizeof *span->raw);
    const double sum = hk_pass_apply(objective->pass, span->raw, 1.0, span->d, w);
    for (size_t i = 0; i < n; i++)
        w[i] = span->metric[i] * (w[i] - centre_of(span, i) * sum) * objective->scale[i];
    for (size_t k = 0; k < span->n_free; k++)
        w[span->free[k]] = u[k];
    *b = u_b;
    for (size_t i = 0; i < n; i++)
        *b += w[i] * shift_of(span, i);
}
