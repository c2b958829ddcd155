#include "solver/newton_step.h"

#include "core/lapack.h"
#include "core/memory.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_SWEEPS = 1000 };

bool hk_newton_step_create(hk_newton_step *newton, size_t n_features)
{
    const size_t n = n_features + 1;
    *newton = (hk_newton_step){.n = n};
    if (n > HK_LAPACK_MOST)
        return false;
    newton->H = hk_allocate(n * n, sizeof(double));
    newton->R = hk_allocate(n * n, sizeof(double));
    newton->pivots = hk_allocate(n, sizeof(int));
    newton->work = hk_allocate(3 * n, sizeof(double));
    newton->integers = hk_allocate(n, sizeof(int));
    return newton->H && newton->R && newton->pivots && newton->work && newton->integers;
}

void hk_newton_step_destroy(hk_newton_step *newton)
{
    hk_free(newton->H);
    hk_free(newton->R);
    hk_free(newton->pivots);
    hk_free(newton->work);
    hk_free(newton->integers);
}

static double largest_diagonal(const hk_newton_step *newton)
{
    double largest = 0.0;
    for (size_t i = 0; i < newton->n; i++)
        largest = fmax(largest, newton->H[i * newton->n + i]);
    return largest;
}

/* A diagonal of R that is rounding beside H's own: the column depends on those before it. */
static bool is_singular(const hk_newton_step *newton)
{
    const size_t n = newton->n;
    for (size_t i = 0; i < n; i++) {
        const double r = newton->R[i * n + i];
        if (!(r * r > 8.0 * (double)n * DBL_EPSILON * newton->H[i * n + i]))
            return true;
    }
    return false;
}

/* No pivot of a semidefinite H is negative beyond rounding. */
static bool is_semidefinite(const hk_newton_step *newton, double tolerance)
{
    for (size_t i = 0; i < newton->n; i++)
        if (newton->H[i * newton->n + i] < 0.0 || !isfinite(newton->H[i * newton->n + i]))
            return false;
    for (size_t k = newton->rank; k < newton->n; k++)
        if (newton->R[k * newton->n + k] < -64.0 * tolerance)
            return false;
    return true;
}

bool hk_newton_factor(hk_newton_step *newton)
{
    const size_t n = newton->n;
    memcpy(newton->R, newton->H, n * n * sizeof *newton->H);
    newton->rank = n;
    for (size_t k = 0; k < n; k++)
        newton->pivots[k] = (int)k;
    if (hk_cholesky(n, newton->R) && !is_singular(newton))
        return true;
    const double tolerance = 8.0 * (double)n * DBL_EPSILON * largest_diagonal(newton);
    memcpy(newton->R, newton->H, n * n * sizeof *newton->H);
    newton->rank = hk_pivoted_cholesky(n, newton->R, tolerance, newton->pivots, newton->work);
    return newton->rank > 0 && is_semidefinite(newton, tolerance);
}

double hk_newton_condition(const hk_newton_step *newton)
{
    if (newton->rank == 0)
        return NAN;
    if (newton->rank < newton->n)
        return HUGE_VAL;
    return 1.0 / hk_triangle_reciprocal_condition(newton->n, newton->R, newton->n, newton->work,
                                                  newton->integers);
}

void hk_newton_solve(const hk_newton_step *newton, const double *dJ_dw, double dJ_db, double *p)
{
    const size_t n = newton->n, rank = newton->rank;
    double *const x = newton->work;
    for (size_t k = 0; k < rank; k++) {
        const size_t i = (size_t)newton->pivots[k];
        x[k] = i + 1 < n ? -dJ_dw[i] : -dJ_db;
    }
    hk_solve_lower(rank, newton->R, n, x);
    hk_solve_upper(rank, newton->R, n, x);
    memset(p, 0, n * sizeof *p);
    for (size_t k = 0; k < rank; k++)
        p[newton->pivots[k]] = x[k];
}

/* The p_i that makes the model least with all others as they are: where w_i + p_i would change its
 * sign it stops at exactly 0. */
static double shrunk(double w, double p, double slope, double bend, double l1)
{
    const double aim = w + p - slope / bend;
    const double threshold = l1 / bend;
    const double size = fabs(aim) - threshold;
    return (size > 0.0 ? copysign(size, aim) : 0.0) - w;
}

void hk_newton_shrink(const hk_newton_step *newton, hk_training *training, double *p)
{
    const size_t n = newton->n;
    const double *const w = training->w, *const l1 = training->objective->l1;
    double *const slope = newton->work; /* of the model at p */
    memset(p, 0, n * sizeof *p);
    for (size_t i = 0; i < n; i++)
        slope[i] = i + 1 < n ? training->dJ_dw[i] : training->dJ_db;
    double first = 0.0;
    for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
        double gain = 0.0; /* of the model in this sweep */
        for (size_t i = 0; i < n; i++) {
            const double *const row = newton->H + i * n;
            const bool bias = i + 1 == n;
            const double next =
                shrunk(bias ? 0.0 : w[i], p[i], slope[i], row[i], bias ? 0.0 : l1[i]);
            const double change = next - p[i];
            if (change == 0.0)
                continue;
            for (size_t k = 0; k < n; k++)
                slope[k] += change * row[k];
            p[i] = next;
            gain += change * change * row[i];
        }
        first = fmax(first, gain);
        if (gain <= 1e-20 * first || hk_training_interrupted(training, n))
            break;
    }
}

void hk_newton_plain(const hk_objective *objective, double bound, const double *w,
                     const double *dJ_dw, double dJ_db, double *p)
{
    const size_t n = objective->n_features;
    for (size_t i = 0; i < n; i++) {
        const double rms = objective->feature_rms[i], bend = bound * rms * rms + objective->l2[i];
        p[i] = bend > 0.0 ? shrunk(w[i], 0.0, dJ_dw[i], bend, objective->l1[i]) : 0.0;
    }
    p[n] = -dJ_db / bound;
}

double hk_newton_promise(const hk_objective *objective, const double *w, const double *dJ_dw,
                         double dJ_db, const double *p)
{
    const size_t n = objective->n_features;
    double promise = p[n] * dJ_db;
    for (size_t i = 0; i < n; i++)
        promise += p[i] * dJ_dw[i] + objective->l1[i] * (fabs(w[i] + p[i]) - fabs(w[i]));
    return promise;
}
