#include "model/derivation.h"

#include "core/memory.h"
#include "data/check.h"
#include "neuron/catalogue.h"

#include <float.h>
#include <math.h>
#include <string.h>

hillock_status hk_derivation_check(hillock_neuron *neuron, const hk_view *view,
                                   double *total_weight)
{
    size_t zeros;
    hk_fault fault;
    *total_weight = 0.0;
    if (!hk_mathematics_complete(&neuron->mathematics))
        return hk_say(
            &neuron->message, HILLOCK_ERROR_INCOMPLETE,
            "the neuron has no user function yet: call hillock_neuron_set_user_activation or "
            "_set_user_loss");
    if (view->n_features != neuron->n_features)
        return hk_say(&neuron->message, HILLOCK_ERROR_SIZE,
                      "the dataset has %zu feature%s, the neuron %zu", view->n_features,
                      view->n_features == 1 ? "" : "s", neuron->n_features);
    const hillock_status status = hk_check_complete(view, &neuron->message);
    if (status != HILLOCK_OK)
        return status;
    return hk_check_weights(view, total_weight, &zeros, &fault, &neuron->message);
}

/* A pass looks at the targets as it goes, so that they are read once. */
static hillock_status check_sums(hillock_neuron *neuron, hk_pass *pass, const hk_view *view,
                                 const hk_sums *sums, bool gradient_is_finite)
{
    hk_fault fault;
    const hillock_status targets =
        sums->illegal_target
            ? hk_check_targets(view, neuron->mathematics.loss, &fault, &neuron->message)
            : HILLOCK_OK;
    if (targets != HILLOCK_OK)
        return targets;
    if (!isfinite(sums->J) || !isfinite(sums->dJ_db) || !gradient_is_finite)
        return hk_locate_not_finite(pass, view, neuron->w, neuron->b, &neuron->message);
    return HILLOCK_OK;
}

/* What a visit looks for: the first sample that counts and is not finite. */
typedef struct search {
    bool found;
    size_t row;
    double z;
    double y;
    double l;
} search;

static bool find_not_finite(const hk_panel *panel, void *payload)
{
    search *const seen = payload;
    for (size_t j = 0; j < panel->count; j++) {
        if (hk_panel_weight(panel, j) == 0.0 ||
            (isfinite(panel->l[j]) && isfinite(panel->dl_dz[j])))
            continue;
        *seen = (search){true, panel->first + j, panel->z[j], panel->y[j], panel->l[j]};
        return false;
    }
    return true;
}

/* The first feature of rows begin ... end - 1 that is not finite; HILLOCK_OK when there is none. */
static hillock_status name_feature(const hk_view *view, size_t begin, size_t end,
                                   hk_message *message)
{
    for (size_t j = begin; j < end; j++)
        for (size_t i = 0; i < view->n_features; i++) {
            const double x = hk_view_value(view, j, i);
            if (!isfinite(x))
                return hk_say(message, HILLOCK_ERROR_NOT_FINITE,
                              "the feature in row %zu, column %zu is %g", j, i, x);
        }
    return HILLOCK_OK;
}

/* The gradient may fail where every loss is finite: 0 times an infinite feature. */
hillock_status hk_locate_not_finite(hk_pass *pass, const hk_view *view, const double *w, double b,
                                    hk_message *message)
{
    search seen = {.found = false};
    hk_pass_visit(pass, w, b, find_not_finite, &seen);
    const hillock_status status = seen.found ? name_feature(view, seen.row, seen.row + 1, message)
                                             : name_feature(view, 0, view->n_samples, message);
    if (status != HILLOCK_OK)
        return status;
    if (!seen.found)
        return hk_say(message, HILLOCK_ERROR_NOT_FINITE,
                      "the sum over all samples overflows: rescale X or y");
    if (!isfinite(seen.y))
        return hk_say(message, HILLOCK_ERROR_NOT_FINITE, "the target of row %zu is %g", seen.row,
                      seen.y);
    if (!isfinite(seen.z))
        return hk_say(message, HILLOCK_ERROR_NOT_FINITE,
                      "row %zu has z = %g: it overflows; rescale X%s, or give the neuron smaller "
                      "weights",
                      seen.row, seen.z, view->offset.values ? " or the offset" : "");
    return hk_say(message, HILLOCK_ERROR_NOT_FINITE,
                  "row %zu has z = %g and the target %g, where the loss is %g: z lies outside the "
                  "domain of the activation and the loss, or they overflow there; give the neuron "
                  "other parameters, or rescale X or y",
                  seen.row, seen.z, seen.y, seen.l);
}

/* The neuron keeps the workspace: a small gradient costs no more than its allocation. */
static hk_pass *pass_for(hillock_neuron *neuron, const hk_view *view, double total_weight)
{
    if (neuron->pass &&
        hk_pass_rebind(neuron->pass, view, &neuron->mathematics, total_weight, neuron->execution))
        return neuron->pass;
    hk_pass_destroy(neuron->pass);
    neuron->pass = hk_pass_create(view, &neuron->mathematics, total_weight, neuron->execution);
    if (!neuron->pass)
        hk_say(&neuron->message, HILLOCK_ERROR_MEMORY, "no memory for a pass over %zu features",
               view->n_features);
    return neuron->pass;
}

static bool all_finite(size_t count, const double *x)
{
    for (size_t i = 0; x && i < count; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* The gradient is computed aside: the caller's arrays are written when all of it is known to be
 * right. */
hillock_status hk_derivation_gradient(hillock_neuron *neuron, const hk_view *view, double *J,
                                      double *dJ_dw, double *dJ_db)
{
    const size_t n = view->n_features;
    double total_weight;
    const hillock_status ready = hk_derivation_check(neuron, view, &total_weight);
    if (ready != HILLOCK_OK)
        return ready;
    hk_pass *const pass = pass_for(neuron, view, total_weight);
    if (!pass)
        return HILLOCK_ERROR_MEMORY;
    double *const gradient = dJ_dw ? hk_pass_aside(pass) : NULL;
    const hk_sums sums = hk_pass_run(pass, neuron->w, neuron->b, gradient);
    const hillock_status status = check_sums(neuron, pass, view, &sums, all_finite(n, gradient));
    if (status != HILLOCK_OK)
        return status;
    if (J)
        *J = sums.J;
    if (dJ_db)
        *dJ_db = sums.dJ_db;
    if (dJ_dw && n > 0)
        memcpy(dJ_dw, gradient, n * sizeof *gradient);
    return hk_silent(&neuron->message);
}

hillock_status hk_derivation_factors(hillock_neuron *neuron, const hk_view *view,
                                     const hk_factors *factors)
{
    double total_weight;
    const hillock_status status = hk_derivation_check(neuron, view, &total_weight);
    if (status != HILLOCK_OK)
        return status;
    hk_pass *const pass = pass_for(neuron, view, total_weight);
    if (!pass)
        return HILLOCK_ERROR_MEMORY;
    const hk_sums sums = hk_pass_run(pass, neuron->w, neuron->b, NULL);
    const hillock_status found = check_sums(neuron, pass, view, &sums, true);
    if (found == HILLOCK_OK)
        hk_pass_factors(pass, &neuron->mathematics, total_weight, neuron->w, neuron->b, factors);
    return found == HILLOCK_OK ? hk_silent(&neuron->message) : found;
}

/* Central difference of J in one parameter, a number of w or b: (J(p+h) - J(p-h)) / 2h, in
 * fourth order. */
static double difference(hk_pass *pass, double *parameter, double *w, const double *b, double h)
{
    const double centre = *parameter;
    const double offsets[] = {-2.0 * h, -h, h, 2.0 * h};
    double J[4];
    for (int k = 0; k < 4; k++) {
        *parameter = centre + offsets[k];
        J[k] = hk_pass_run(pass, w, *b, NULL).J;
    }
    *parameter = centre;
    return ((J[0] - J[3]) + 8.0 * (J[2] - J[1])) / (12.0 * h);
}

static double rms_of(const hk_view *view, size_t feature)
{
    double square = 0.0;
    for (size_t j = 0; j < view->n_samples; j++)
        square += hk_column_value(&view->weights, j, 1.0) > 0.0
                      ? pow(hk_view_value(view, j, feature), 2.0) / (double)view->n_samples
                      : 0.0;
    return isfinite(square) ? sqrt(square) : 1.0;
}

/* What a difference of J may be off by: J and z = wX + b are rounded, and J moves by rms(dl/dz)
 * dz. */
static double difference_noise(const hillock_neuron *neuron, const hk_view *view,
                               const hk_pass *pass, const hk_sums *at)
{
    double size = fabs(neuron->b);
    for (size_t i = 0; i < view->n_features; i++)
        size += fabs(neuron->w[i]) * rms_of(view, i);
    return hk_pass_epsilon(pass) * (fabs(at->J) + size * at->residual_rms);
}

/* How far one number of the gradient is from differences, beside the `largest`: gradients are
 * measured in the change of J that a step moving z by h makes. What is a million times the noise
 * counts as large, so that a zero gradient passes. Where J bends much within h, as it may beside a
 * gradient that vanishes, shorter steps are tried, of whose differences the noise is a larger part:
 * a wrong gradient agrees with none. */
static double compare(hk_pass *pass, double *parameter, double *w, const double *b, double gradient,
                      double h, double largest, double noise)
{
    double least = HUGE_VAL, shorter = 1.0;
    for (int k = 0; k < 3 && !(least < 1e-8); k++, shorter *= 16.0) {
        const double found = difference(pass, parameter, w, b, h / shorter);
        const double large = fmax(fmax(largest, shorter * 0x1p22 * noise), DBL_MIN);
        if (isfinite(found))
            least = fmin(least, fabs(found - gradient) * h / large);
    }
    return least;
}

hillock_status hk_derivation_check_gradient(hillock_neuron *neuron, const hk_view *view,
                                            double *error)
{
    const size_t n = view->n_features;
    double total_weight, J = 0.0, largest = 0.0, worst = 0.0;
    double b = neuron->b;
    hillock_status status = hk_derivation_check(neuron, view, &total_weight);
    if (status != HILLOCK_OK)
        return status;
    double *const w = hk_allocate(n, sizeof *w);
    double *const gradient = hk_allocate(n + 1, sizeof *gradient);
    double *const steps = hk_allocate(n + 1, sizeof *steps);
    if (!w || !gradient || !steps) {
        status = hk_say(&neuron->message, HILLOCK_ERROR_MEMORY,
                        "no memory for a gradient of %zu features", n);
        goto cleanup;
    }
    status = hk_derivation_gradient(neuron, view, &J, gradient, &gradient[n]);
    if (status != HILLOCK_OK)
        goto cleanup;
    hk_pass *const pass = pass_for(neuron, view, total_weight);
    if (!pass) {
        status = HILLOCK_ERROR_MEMORY;
        goto cleanup;
    }
    if (n > 0)
        memcpy(w, neuron->w, n * sizeof *w);
    for (size_t i = 0; i <= n; i++) {
        const double rms = i < n ? rms_of(view, i) : 1.0;
        steps[i] = 0x1p-10 / (rms > 0.0 ? rms : 1.0);
        largest = fmax(largest, fabs(gradient[i]) * steps[i]);
    }
    const hk_sums at = hk_pass_run(pass, w, b, NULL);
    const double noise = difference_noise(neuron, view, pass, &at);
    for (size_t i = 0; i <= n; i++) {
        const double found =
            compare(pass, i < n ? &w[i] : &b, w, &b, gradient[i], steps[i], largest, noise);
        if (!isfinite(found)) {
            status = hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE,
                            "J is not finite beside %s %zu: no difference can be taken there",
                            i < n ? "weight" : "the bias, parameter", i);
            goto cleanup;
        }
        worst = fmax(worst, found);
    }
    *error = worst;
    status = hk_silent(&neuron->message);
cleanup:
    hk_free(w);
    hk_free(gradient);
    hk_free(steps);
    return status;
}
