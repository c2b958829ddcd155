#include "landscape.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "growth.h"
#include "column_spread.h"
#include "neurons.h"

/* Mean and standard deviation of a feature; a constant one is only shifted, as training does. */
static struct column_spread measure(const struct table *table, size_t feature)
{
    struct column_spread spread =
        column_spread_of(table->n_samples, table->features + feature, table->n_features);
    if (!(spread.deviation > 1e-12 * fabs(spread.mean)))
        spread.deviation = 1;
    return spread;
}

/* Where the minimum is on an axis. In the coordinates of standardized features the bias is that of
 * the middle of the data. */
static void place_axis(struct axis *axis, const struct study *study, const double *w, double b,
                       bool raw)
{
    axis->spread = 1;
    if (axis->feature != BIAS) {
        const struct column_spread spread = measure(&study->table, axis->feature);
        axis->mean = raw ? 0 : spread.mean;
        axis->spread = raw ? 1 : spread.deviation;
        axis->factor = raw ? spread.deviation * spread.deviation : 1;
        axis->best = w[axis->feature] * axis->spread;
        return;
    }
    axis->best = b;
    for (size_t i = 0; i < study->table.n_features && !raw; i++)
        axis->best += w[i] * measure(&study->table, i).mean;
}

static double penalty_held(const struct landscape *l, const struct study *study, const double *w)
{
    double sum = 0;
    for (size_t i = 0; i < study->table.n_features && l->l2 > 0; i++)
        if (i != l->x.feature && i != l->y.feature)
            sum += pow(w[i] * measure(&study->table, i).deviation, 2);
    return l->l2 / 2 * sum;
}

/* What the parameter of the axis multiplies in sample j. */
static double coordinate(const struct axis *axis, const struct table *table, size_t j)
{
    if (axis->feature == BIAS)
        return 1;
    return (table->features[j * table->n_features + axis->feature] - axis->mean) / axis->spread;
}

/* The two columns, and in offset what all else adds to z. */
static bool reduce(struct landscape *l, const struct study *study, struct fault *fault)
{
    const struct table *const table = &study->table;
    if (hillock_predict_z_f64(study->neuron, table->features, l->m, table->n_features, l->offset))
        return fail(fault, "%s", hillock_neuron_message(study->neuron));
    for (size_t j = 0; j < l->m; j++) {
        const double u = coordinate(&l->x, table, j), v = coordinate(&l->y, table, j);
        size_t i = 0;
        if (l->x.feature != BIAS)
            l->u[j * l->n + i++] = u;
        if (l->y.feature != BIAS)
            l->u[j * l->n + i] = v;
        l->offset[j] -= l->x.best * u + l->y.best * v;
    }
    return true;
}

static bool make_neuron(struct landscape *l, const struct study *study, struct fault *fault)
{
    if (hillock_dataset_create(&l->dataset, l->m, l->n) ||
        hillock_dataset_set_features_f64(l->dataset, l->u, HILLOCK_SAMPLE_MAJOR, l->n) ||
        hillock_dataset_set_targets_f64(l->dataset, study->table.targets) ||
        hillock_dataset_set_offset_f64(l->dataset, l->offset))
        return fail(fault, "no memory for %zu samples", l->m);
    l->neuron = neuron_like(study->neuron, l->n);
    return l->neuron || fail(fault, "no memory for a neuron");
}

bool landscape_make(struct landscape *landscape, const struct study *study, size_t x, size_t y,
                    double l2, bool raw, struct fault *fault)
{
    const size_t m = study->table.n_samples, n_features = study->table.n_features;
    *landscape = (struct landscape){.x = {.feature = x},
                                    .y = {.feature = y},
                                    .l2 = l2,
                                    .m = m,
                                    .n = (size_t)(x != BIAS) + (y != BIAS)};
    double b = 0, *const w = grown_array(NULL, n_features, 1, sizeof *w);
    landscape->u = grown_array(NULL, m, landscape->n, sizeof *landscape->u);
    landscape->offset = grown_array(NULL, m, 1, sizeof *landscape->offset);
    bool done = w && landscape->u && landscape->offset;
    if (done) {
        (void)hillock_neuron_get_parameters(study->neuron, w, &b);
        place_axis(&landscape->x, study, w, b, raw);
        place_axis(&landscape->y, study, w, b, raw);
        landscape->penalty = penalty_held(landscape, study, w);
        done = reduce(landscape, study, fault) && make_neuron(landscape, study, fault);
    } else
        (void)fail(fault, "no memory for %zu samples", m);
    free(w);
    if (done)
        landscape->least = landscape_at(landscape, landscape->x.best, landscape->y.best);
    return done;
}

void landscape_free(struct landscape *landscape)
{
    hillock_neuron_destroy(landscape->neuron);
    hillock_dataset_destroy(landscape->dataset);
    free(landscape->offset);
    free(landscape->u);
    *landscape = (struct landscape){0};
}

double axis_at(const struct axis *axis, size_t i, size_t grid)
{
    const double share = (double)i / (double)(grid - 1);
    return axis->low * (1 - share) + axis->high * share;
}

bool landscape_go(struct landscape *landscape, double x, double y)
{
    const bool x_is_bias = landscape->x.feature == BIAS, y_is_bias = landscape->y.feature == BIAS;
    const double w[2] = {x_is_bias ? y : x, y};
    const double b = x_is_bias ? x : y_is_bias ? y : 0;
    return !hillock_neuron_set_parameters(landscape->neuron, w, b);
}

void landscape_place(const struct landscape *landscape, double *x, double *y)
{
    double w[2] = {0, 0}, b = 0;
    (void)hillock_neuron_get_parameters(landscape->neuron, w, &b);
    const bool x_is_bias = landscape->x.feature == BIAS, y_is_bias = landscape->y.feature == BIAS;
    *x = x_is_bias ? b : w[0];
    *y = y_is_bias ? b : x_is_bias ? w[0] : w[1];
}

double landscape_at(struct landscape *landscape, double x, double y)
{
    double J = 0;
    if (!landscape_go(landscape, x, y) ||
        hillock_evaluate(landscape->neuron, landscape->dataset, &J))
        return NAN;
    return J + landscape->penalty +
           landscape->l2 / 2 * (landscape->x.factor * x * x + landscape->y.factor * y * y);
}

/* How far from the minimum along one axis J has risen by so much. */
static double reach(struct landscape *l, bool along_x, double rise)
{
    const struct axis *const axis = along_x ? &l->x : &l->y;
    double distance = 1e-3 * fmax(fabs(axis->best), 1e-6);
    for (int i = 0; i < 60; i++, distance *= 1.5) {
        const double up = landscape_at(l, l->x.best + (along_x ? distance : 0),
                                       l->y.best + (along_x ? 0 : distance));
        const double down = landscape_at(l, l->x.best - (along_x ? distance : 0),
                                         l->y.best - (along_x ? 0 : distance));
        if (!(up - l->least < rise && down - l->least < rise))
            break;
    }
    return distance;
}

static void spread_axis(struct axis *axis, double distance)
{
    const double half = fmax(1.3 * fabs(axis->best), distance);
    axis->low = axis->best - half;
    axis->high = axis->best + half;
}

void landscape_choose_ranges(struct landscape *landscape)
{
    const double untrained = landscape_at(landscape, 0, 0) - landscape->least;
    const double rise = untrained > 0 ? untrained : fabs(landscape->least);
    const double along_x = reach(landscape, true, rise), along_y = reach(landscape, false, rise);
    spread_axis(&landscape->x, along_x);
    spread_axis(&landscape->y, along_y);
}
