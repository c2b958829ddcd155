#include "derivation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "growth.h"

/* All arrays are parts of one, which w points to. */
static bool allocate(struct derivation *d, struct fault *fault)
{
    enum { OF_SAMPLES = 9, OF_FEATURES = 4 };
    const size_t m = d->m, n = d->n;
    const size_t longer = m > n + 1 ? m : n + 1;
    double *at = grown_array(NULL, longer, OF_SAMPLES + OF_FEATURES, sizeof *at);
    if (!at)
        return fail(fault, "no memory for %zu samples of %zu features", m, n);
    double **const of_features[] = {&d->w, &d->moved, &d->gradient, &d->gradient_found};
    double **const of_samples[] = {&d->z,      &d->a,           &d->l,
                                   &d->dJ_da,  &d->df_dz,       &d->dJ_dz,
                                   &d->offset, &d->df_dz_found, &d->dJ_dz_found};
    for (size_t i = 0; i < OF_FEATURES; i++, at += longer)
        *of_features[i] = at;
    for (size_t i = 0; i < OF_SAMPLES; i++, at += longer)
        *of_samples[i] = at;
    return true;
}

static hillock_dataset *view(const struct derivation *d, size_t first, size_t count)
{
    hillock_dataset *dataset = NULL;
    if (hillock_dataset_create(&dataset, count, d->n) ||
        hillock_dataset_set_features_f64(dataset, d->X + first * d->n, HILLOCK_SAMPLE_MAJOR,
                                         d->n) ||
        hillock_dataset_set_targets_f64(dataset, d->y + first) ||
        hillock_dataset_set_offset_f64(dataset, d->offset + first)) {
        hillock_dataset_destroy(dataset);
        return NULL;
    }
    return dataset;
}

/* l(y_j, a_j) is J of a dataset that has sample j alone. */
static bool find_losses(struct derivation *d, hillock_neuron *neuron)
{
    bool done = true;
    for (size_t j = 0; j < d->m && done; j++) {
        hillock_dataset *const one = view(d, j, 1);
        done = one && hillock_evaluate(neuron, one, &d->l[j]) == HILLOCK_OK;
        hillock_dataset_destroy(one);
    }
    return done;
}

static double value_at(hillock_neuron *neuron, const hillock_dataset *dataset)
{
    double J = 0;
    return hillock_evaluate(neuron, dataset, &J) ? NAN : J;
}

/* How much z is moved by: where a grows with z without bound, in proportion to z. */
static double step_of(const struct derivation *d, const hillock_neuron *neuron)
{
    double size = 1;
    for (size_t j = 0; j < d->m && hillock_neuron_activation(neuron) == HILLOCK_IDENTITY; j++)
        size = fmax(size, fabs(d->z[j]));
    return 1e-5 * size;
}

/* f'(z_j) and dJ/dz_j: each z_j in turn is moved by its offset, all else stays. */
static void differ_by_sample(struct derivation *d, hillock_neuron *neuron,
                             const hillock_dataset *dataset)
{
    for (size_t j = 0; j < d->m; j++) {
        hillock_dataset *const one = view(d, j, 1);
        double a[2] = {NAN, NAN}, z[2] = {NAN, NAN}, J[2];
        for (int side = 0; side < 2; side++) {
            d->offset[j] = side ? d->step : -d->step;
            J[side] = value_at(neuron, dataset);
            if (one)
                (void)hillock_factors(neuron, one, &z[side], &a[side], NULL, NULL, NULL);
        }
        d->offset[j] = 0;
        d->df_dz_found[j] = (a[1] - a[0]) / (z[1] - z[0]);
        d->dJ_dz_found[j] = (J[1] - J[0]) / (z[1] - z[0]);
        hillock_dataset_destroy(one);
    }
}

/* The step of parameter i that moves the z of the sample it matters most to by d->step. */
static double step_of_parameter(const struct derivation *d, size_t i)
{
    double largest = i == d->n ? 1 : 0;
    for (size_t j = 0; j < d->m && i < d->n; j++)
        largest = fmax(largest, fabs(d->X[j * d->n + i]));
    return largest > 0 ? d->step / largest : d->step;
}

static void differ_by_parameter(struct derivation *d, hillock_neuron *neuron,
                                const hillock_dataset *dataset)
{
    for (size_t i = 0; i < d->n; i++)
        d->moved[i] = d->w[i];
    for (size_t i = 0; i <= d->n; i++) {
        const double at = i < d->n ? d->w[i] : d->b, h = step_of_parameter(d, i);
        const volatile double moved[2] = {at - h,
                                          at + h}; /* as rounded: that is what is divided by */
        double J[2];
        for (int side = 0; side < 2; side++) {
            if (i < d->n)
                d->moved[i] = moved[side];
            (void)hillock_neuron_set_parameters(neuron, d->moved, i < d->n ? d->b : moved[side]);
            J[side] = value_at(neuron, dataset);
        }
        if (i < d->n)
            d->moved[i] = at;
        d->gradient_found[i] = (J[1] - J[0]) / (moved[1] - moved[0]);
    }
    (void)hillock_neuron_set_parameters(neuron, d->w, d->b);
}

static bool derive(struct derivation *d, hillock_neuron *neuron, const hillock_dataset *dataset,
                   struct fault *fault)
{
    if (hillock_factors(neuron, dataset, d->z, d->a, d->dJ_da, d->df_dz, d->dJ_dz) ||
        hillock_gradient(neuron, dataset, &d->J, d->gradient, &d->gradient[d->n]) ||
        !find_losses(d, neuron))
        return fail(fault, "%s", hillock_neuron_message(neuron));
    d->step = step_of(d, neuron);
    differ_by_sample(d, neuron, dataset);
    differ_by_parameter(d, neuron, dataset);
    if (hillock_check_gradient(neuron, dataset, &d->error))
        d->error = NAN;
    return true;
}

bool derivation_make(struct derivation *derivation, hillock_neuron *neuron, size_t m,
                     const double *X, const double *y, struct fault *fault)
{
    *derivation =
        (struct derivation){.m = m, .n = hillock_neuron_n_features(neuron), .X = X, .y = y};
    if (!allocate(derivation, fault))
        return false;
    for (size_t j = 0; j < m; j++)
        derivation->offset[j] = 0;
    (void)hillock_neuron_get_parameters(neuron, derivation->w, &derivation->b);
    hillock_dataset *const dataset = view(derivation, 0, m);
    const bool done = dataset ? derive(derivation, neuron, dataset, fault)
                              : fail(fault, "no memory for a dataset");
    hillock_dataset_destroy(dataset);
    return done;
}

void derivation_free(struct derivation *derivation)
{
    free(derivation->w);
    *derivation = (struct derivation){0};
}
