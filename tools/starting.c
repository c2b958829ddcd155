#include "starting.h"

#include <math.h>
#include <stdlib.h>

#include "growth.h"
#include "column_spread.h"

/* What its weight is measured by: the spread, or the size of a feature that does not vary. */
static double unit_of(const struct column_spread *spread)
{
    const double size = fabs(spread->mean);
    if (spread->deviation > 1e-9 * size)
        return spread->deviation;
    return size > 0 ? size : 1;
}

/* As people write a number they made up. */
static double rounded(double value, int digits)
{
    if (value == 0 || !isfinite(value))
        return 0;
    const double unit = pow(10, floor(log10(fabs(value))) - digits + 1);
    return unit >= 1 ? round(value / unit) * unit : round(value / unit) / round(1 / unit);
}

/* The weighted sums of the samples. */
static struct column_spread sums(size_t m, size_t n, const double *X, const double *w, double *z)
{
    for (size_t j = 0; j < m; j++) {
        z[j] = 0;
        for (size_t i = 0; i < n; i++)
            z[j] += w[i] * X[j * n + i];
    }
    return column_spread_of(m, z, 1);
}

static void choose(const hillock_neuron *neuron, size_t m, const double *X, const double *y,
                   double *w, double *z, double *b)
{
    /* Of both signs, so that what the features lie away from 0 by mostly cancels in z. */
    static const double typical[] = {0.5, -0.25};
    const size_t n = hillock_neuron_n_features(neuron);
    const struct column_spread target = column_spread_of(m, y, 1);
    const bool must_be_positive = *b > 0; /* as the library has it where 0 would not do */
    const bool follows_y =
        hillock_neuron_activation(neuron) == HILLOCK_IDENTITY && !must_be_positive;
    const double size = follows_y ? unit_of(&target) : 1;
    for (size_t i = 0; i < n; i++) {
        const struct column_spread feature = column_spread_of(m, X + i, n);
        w[i] = typical[i % 2] / unit_of(&feature);
    }
    const struct column_spread wide = sums(m, n, X, w, z);
    for (size_t i = 0; i < n; i++)
        w[i] = rounded(w[i] * size / fmax(wide.deviation, 1), 1);
    const struct column_spread final = sums(m, n, X, w, z);
    const double wanted =
        must_be_positive ? 1 - final.least : (follows_y ? target.mean : 0) - final.mean;
    /* To a tenth of how much z varies. */
    const double grain = pow(10, floor(log10(size)) - 1);
    *b = grain >= 1 ? round(wanted / grain) * grain : round(wanted / grain) / round(1 / grain);
}

bool start_somewhere(hillock_neuron *neuron, size_t m, const double *X, const double *y,
                     struct fault *fault)
{
    const size_t n = hillock_neuron_n_features(neuron);
    double *const w = grown_array(NULL, n, 1, sizeof *w);
    double *const z = grown_array(NULL, m, 1, sizeof *z);
    double b = 0;
    (void)hillock_neuron_get_parameters(neuron, NULL, &b);
    bool done = false;
    if (w && z)
        choose(neuron, m, X, y, w, z, &b);
    if (!w || !z)
        (void)fail(fault, "no memory for %zu weights", n);
    else if (!isfinite(b))
        (void)fail(fault, "the numbers of these rows are too large for a start: rescale columns");
    else
        done = !hillock_neuron_set_parameters(neuron, w, b) ||
               fail(fault, "%s", hillock_neuron_message(neuron));
    free(z);
    free(w);
    return done;
}
