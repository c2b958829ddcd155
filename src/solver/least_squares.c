/* Least squares, identity with squared loss: Householder QR of the scaled features, a panel of rows
 * at a time, then steps with that R from residuals in double-double, until double can tell no
 * difference (Bjorck 1967, 1996). An answer has the digits of the data even where the condition
 * number of X is 1e12. */
#include "core/lapack.h"
#include "core/memory.h"
#include "core/sum.h"
#include "pass/residuals.h"
#include "pass/triangle.h"
#include "solver/solver.h"

#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_REFINEMENTS = 30 };

typedef struct least_squares {
    hk_training *training;
    size_t n; /* features and the bias, which is number n - 1 */
    hk_triangle triangle;
    int *pivots;
    size_t rank;
    bool factored;
    bool begun;          /* raw is where the refinements have come to */
    int64_t refinements; /* so far                                  */
    double change;       /* by the last one, in parts of a number   */
    bool settled;        /* double can tell no more                 */
    size_t work_length;
    double *work;
    double *unit;    /* n: powers of 2 that bring R's columns to about 1 */
    double *row;     /* n                                     */
    double *step;    /* n                                     */
    hk_dd *raw;      /* n: raw weights and bias               */
    hk_dd *products; /* n: weighted residuals times features  */
} least_squares;

static bool create(void *state, hk_training *training)
{
    least_squares *const s = state;
    const size_t n = training->objective->n_features + 1;
    *s = (least_squares){
        .training = training, .n = n, .change = HUGE_VAL, .work_length = 4 * n + 64};
    const bool triangle = hk_triangle_create(&s->triangle, n);
    s->pivots = hk_allocate(n, sizeof *s->pivots);
    s->work = hk_allocate(s->work_length + n, sizeof *s->work);
    s->unit = hk_allocate(n, sizeof *s->unit);
    s->row = hk_allocate(n, sizeof *s->row);
    s->step = hk_allocate(n, sizeof *s->step);
    s->raw = hk_allocate(n, sizeof *s->raw);
    s->products = hk_allocate(n, sizeof *s->products);
    return triangle && s->pivots && s->work && s->unit && s->row && s->step && s->raw &&
           s->products;
}

static void destroy(void *state)
{
    least_squares *const s = state;
    hk_triangle_destroy(&s->triangle);
    hk_free(s->pivots);
    hk_free(s->work);
    hk_free(s->unit);
    hk_free(s->row);
    hk_free(s->step);
    hk_free(s->raw);
    hk_free(s->products);
}

/* Nothing depends on it, a constant feature without a penalty or a bias that is held: it stays as
 * it is. */
static bool is_idle(const hk_objective *objective, size_t i)
{
    if (i == objective->n_features)
        return !objective->settings->fit_bias;
    return objective->feature_rms[i] == 0.0 && objective->l2[i] == 0.0;
}

/* J W = sum of r^2 + W l2 w^2 / 2: as if w were one more target of 0. What is idle gets a row of
 * its own, so that no rank is missed. */
static void add_penalty_rows(least_squares *s)
{
    const hk_objective *const objective = s->training->objective;
    const double half = 0.5 * objective->statistics->total_weight;
    const size_t n = s->n;
    for (size_t i = 0; i < n; i++) {
        memset(s->row, 0, n * sizeof *s->row);
        s->row[i] = 1.0;
        if (is_idle(objective, i))
            hk_triangle_add(&s->triangle, 1.0, s->row);
        else if (i + 1 < n && objective->l2[i] > 0.0)
            hk_triangle_add(&s->triangle, sqrt(half * objective->l2[i]), s->row);
    }
    const double bias_l2 = hk_objective_bias_penalty(objective, s->row);
    if (bias_l2 > 0.0)
        hk_triangle_add(&s->triangle, sqrt(half * bias_l2), s->row);
}

/* A heavy penalty makes one column long. Householder's reflections err by parts of each column
 * (Higham 2002, 19.4), so a short one is as good as a long one: only the rank, told by comparing
 * them, needs columns of one length (van der Sluis 1969). */
static void level_columns(least_squares *s)
{
    const size_t n = s->n;
    for (size_t i = 0; i < n; i++) {
        double *const column = s->triangle.R + i * n;
        const double length = hk_norm(i + 1, column);
        s->unit[i] = length > 0.0 && isfinite(length) ? ldexp(1.0, -ilogb(length)) : 1.0;
        for (size_t k = 0; k <= i; k++)
            column[k] *= s->unit[i];
    }
}

/* R of the rows sqrt(weight) (x - centre) scale unit, with exchanged columns. false: no time. */
static bool factor(least_squares *s)
{
    const hk_objective *const objective = s->training->objective;
    const hk_view *const view = objective->view;
    const size_t n = s->n;
    hk_triangle_clear(&s->triangle);
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        if (weight == 0.0)
            continue;
        const double *const x = hk_objective_row(objective, view, j, s->row);
        if (x != s->row && n > 1)
            memcpy(s->row, x, (n - 1) * sizeof *x);
        s->row[n - 1] = objective->settings->fit_bias ? 1.0 : 0.0;
        hk_triangle_add(&s->triangle, sqrt(weight), s->row);
        if (s->triangle.count == 0 && hk_training_interrupted(s->training, s->triangle.capacity))
            return false;
    }
    add_penalty_rows(s);
    hk_triangle_finish(&s->triangle);
    level_columns(s);
    hk_pivoted_qr(n, n, s->triangle.R, n, s->pivots, s->work, s->work_length, s->work + n);
    s->training->report->passes++;
    return true;
}

/* Columns beyond the rank are rounding of those before them. */
static void find_rank(least_squares *s)
{
    const size_t n = s->n;
    const double *const R = s->triangle.R;
    const double least = 8.0 * (double)n * DBL_EPSILON * fabs(R[0]);
    hk_training *const training = s->training;
    s->rank = 0;
    while (s->rank < n && fabs(R[s->rank * n + s->rank]) > least)
        s->rank++;
    for (size_t k = s->rank; k < n; k++)
        if ((size_t)s->pivots[k] + 1 < n)
            training->dropped[training->n_dropped++] = (size_t)s->pivots[k];
}

/* A dropped weight is 0, and what it did is left to the others. */
static void take_start(least_squares *s)
{
    hk_training *const training = s->training;
    const size_t n = s->n;
    for (size_t k = 0; k < training->n_dropped; k++)
        training->w[training->dropped[k]] = 0.0;
    for (size_t i = 0; i + 1 < n; i++)
        s->work[i] = training->w[i];
    double b = training->b;
    hk_objective_leave(training->objective, s->work, &b);
    for (size_t i = 0; i + 1 < n; i++)
        s->raw[i] = hk_dd_from(s->work[i]);
    s->raw[n - 1] = hk_dd_from(b);
}

/* R is orthogonal to rounding only: what is idle would pick some up. */
static void rest_idle(least_squares *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (is_idle(s->training->objective, i))
            s->step[i] = 0.0;
}

/* -(W/2) dJ in the solver's coordinates: what the weighted residuals times (x - centre) scale sum
 * up to, less the penalty's part. */
static void find_slope(least_squares *s, hk_residuals *residuals)
{
    const hk_objective *const objective = s->training->objective;
    const size_t n = s->n;
    const double half = 0.5 * objective->statistics->total_weight;
    residuals(objective->view, s->raw, s->row, s->products);
    s->training->report->passes++;
    const hk_dd sum = s->products[n - 1];
    const double bias_l2 = hk_objective_bias_penalty(objective, s->row);
    const double seen =
        bias_l2 > 0.0
            ? s->training->objective->raw_bias ? hk_dd_value(s->raw[n - 1]) : s->training->b
            : 0.0;
    for (size_t i = 0; i + 1 < n; i++) {
        const double scale = objective->scale[i], centre = objective->centre[i];
        const hk_dd centred = hk_dd_add(s->products[i], hk_dd_scale(sum, -centre));
        const hk_dd penalty = hk_dd_scale(s->raw[i], half * objective->l2[i] / scale / scale);
        const hk_dd left = hk_dd_add(centred, (hk_dd){-penalty.high, -penalty.low});
        s->step[i] = hk_dd_value(left) * scale - half * bias_l2 * seen * s->row[i];
    }
    s->step[n - 1] = hk_dd_value(sum) - half * bias_l2 * seen * s->row[n - 1];
    rest_idle(s);
}

/* step <- R^-1 R^-T step, in exchanged columns; 0 beyond the rank. */
static void solve(least_squares *s)
{
    const size_t n = s->n;
    for (size_t k = 0; k < s->rank; k++)
        s->work[k] = s->step[s->pivots[k]] * s->unit[s->pivots[k]];
    hk_solve_lower(s->rank, s->triangle.R, n, s->work);
    hk_solve_upper(s->rank, s->triangle.R, n, s->work);
    memset(s->step, 0, n * sizeof *s->step);
    for (size_t k = 0; k < s->rank; k++)
        s->step[s->pivots[k]] = s->work[k] * s->unit[s->pivots[k]];
    rest_idle(s);
}

/* Adds the step to the raw parameters; the largest change of one in parts of itself. */
static double apply(least_squares *s)
{
    hk_training *const training = s->training;
    const hk_objective *const objective = training->objective;
    const size_t n = s->n;
    double largest = 0.0;
    hk_dd shift = hk_dd_from(s->step[n - 1]);
    for (size_t i = 0; i + 1 < n; i++) {
        const hk_dd change = hk_dd_scale(hk_dd_from(s->step[i]), objective->scale[i]);
        s->raw[i] = hk_dd_add(s->raw[i], change);
        shift = hk_dd_add(shift, hk_dd_scale(change, -objective->centre[i]));
        if (change.high != 0.0)
            largest = fmax(largest, fabs(change.high / s->raw[i].high));
    }
    s->raw[n - 1] = hk_dd_add(s->raw[n - 1], shift);
    if (shift.high != 0.0)
        largest = fmax(largest, fabs(shift.high / s->raw[n - 1].high));
    for (size_t i = 0; i + 1 < n; i++)
        training->w[i] = hk_dd_value(s->raw[i]);
    training->b = hk_dd_value(s->raw[n - 1]);
    hk_objective_enter(objective, training->w, &training->b);
    return largest;
}

/* To and from scaled coordinates a weight would be rounded twice more. */
static void give_raw(least_squares *s)
{
    for (size_t i = 0; i < s->n; i++)
        s->row[i] = hk_dd_value(s->raw[i]);
    s->training->raw = s->row;
}

static void refine(least_squares *s)
{
    hk_training *const training = s->training;
    hk_residuals *const residuals = hk_residuals_for(hk_processor());
    const size_t m = training->objective->view->n_samples;
    while (!training->ended && !s->settled) {
        const double before = s->change;
        find_slope(s, residuals);
        solve(s);
        s->change = apply(s);
        s->refinements++;
        s->settled = s->change < DBL_EPSILON / 4.0 ||
                     (s->refinements > 5 && s->change > 0.5 * before) ||
                     s->refinements == MOST_REFINEMENTS;
        hk_training_stepped(training, m, m);
        hk_training_epoch_ended(training);
    }
}

static void work(void *state)
{
    least_squares *const s = state;
    hk_training *const training = s->training;
    s->factored = s->factored || (!training->ended && factor(s));
    if (!s->factored)
        return;
    find_rank(s);
    if (!s->begun)
        take_start(s);
    s->begun = true;
    refine(s);
    if (training->ended)
        return;
    hk_training_evaluate(training);
    hk_training_end(training, HILLOCK_STALLED);
    give_raw(s);
}

/* R is that of the data: it is made again. */
static void visit(void *state, hk_visitor *visitor)
{
    least_squares *const s = state;
    hk_visit_flag(visitor, "begun", &s->begun);
    hk_visit_integer(visitor, "refinements", &s->refinements, MOST_REFINEMENTS);
    hk_visit_real(visitor, "change", &s->change);
    hk_visit_flag(visitor, "settled", &s->settled);
    for (size_t i = 0; s->begun && i < s->n; i++) {
        double parts[] = {s->raw[i].high, s->raw[i].low};
        hk_visit_row(visitor, "raw", 2, parts);
        s->raw[i] = (hk_dd){parts[0], parts[1]};
    }
}

const hk_solver hk_least_squares = {sizeof(least_squares), create, work, destroy, visit};
