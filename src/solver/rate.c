#include "solver/rate.h"

#include "core/memory.h"
#include "core/random.h"
#include "neuron/catalogue.h"

#include <math.h>
#include <string.h>

enum { MOST_TRIPS = 8 };

static const double SETTLED = 1.01; /* an estimate that grows by less has arrived            */
static const double SAFETY = 1.1;   /* for what power iterations still miss of an eigenvalue */

/* These divide a step by the size of its gradient: a rate is how far a weight may go, in units of
 * what z has to reach for features of size 1. */
static const double ADAGRAD_RATE = 0.5;
static const double ADAM_RATE = 0.01;

/* The largest eigenvalue of the penalty's Hessian, or a little more. */
static double penalty_bound(const hk_objective *objective)
{
    const hk_settings *const settings = objective->settings;
    double largest = 0.0, square = 1.0; /* of the bias that the penalty sees, by w and b */
    for (size_t i = 0; i < objective->n_features; i++) {
        largest = fmax(largest, objective->l2[i]);
        if (objective->raw_bias)
            square += pow(objective->scale[i] * objective->centre[i], 2.0);
    }
    return largest + (settings->penalize_bias ? settings->l2 * square : 0.0);
}

/* rms of the targets where z has to reach them; 1 where the activation leads from z's of size 1 to
 * all targets there are. */
static double size_of_z(const hk_view *view, hillock_activation activation)
{
    const hk_range range = hk_activation_find(activation)->range;
    double sum = 0.0, total = 0.0;
    if (range != HK_ANY_VALUE && range != HK_BOUNDED_BELOW)
        return 1.0;
    for (size_t j = 0; j < view->n_samples; j++) {
        const double weight = hk_column_value(&view->weights, j, 1.0);
        const double z =
            hk_column_value(&view->targets, j, 0.0) - hk_column_value(&view->offset, j, 0.0);
        sum += weight > 0.0 ? weight * z * z : 0.0;
        total += weight;
    }
    const double rms = sqrt(sum / total);
    return rms > 0.0 && isfinite(rms) ? rms : 1.0;
}

static double adaptive_rate(const hk_objective *objective)
{
    const hk_settings *const settings = objective->settings;
    const double size = size_of_z(objective->view, objective->mathematics->activation);
    if (settings->solver == HILLOCK_ADAGRAD)
        return ADAGRAD_RATE * size;
    const double rate = ADAM_RATE * size; /* adamw's decay must not turn w round */
    return settings->solver == HILLOCK_ADAMW && settings->l2 > 0.0 ? fmin(rate, 0.5 / settings->l2)
                                                                   : rate;
}

/* The step 1 / (c (mean |x|^2 + 1) + penalty's) cannot overshoot: the bracket bounds the largest
 * eigenvalue of the Hessian. Single samples spread around that mean, so sgd takes half of it; and
 * momentum mu makes each step 1 / (1 - mu) of itself in the end. */
double hk_chosen_rate(const hk_training *training, double largest_weight)
{
    const hk_settings *const settings = training->settings;
    const hk_objective *const objective = training->objective;
    const double whole = 1.0 / (training->curvature_bound * hk_objective_mean_square(objective) +
                                penalty_bound(objective));
    switch ((hillock_solver)settings->solver) {
    case HILLOCK_SGD:
    case HILLOCK_AVERAGED_SGD:
        return 0.5 * whole / largest_weight;
    case HILLOCK_MOMENTUM:
    case HILLOCK_NESTEROV:
        return 0.5 * whole / largest_weight * (1.0 - settings->momentum);
    case HILLOCK_ADAGRAD:
    case HILLOCK_RMSPROP:
    case HILLOCK_ADAM:
    case HILLOCK_ADAMW:
        return adaptive_rate(objective);
    default: /* all samples in each step, or a rate of the solver's own */
        return whole;
    }
}

/* Half of |z|^2, unpenalized and without offset, is the quadratic form of A = mean [x 1]^T [x 1]:
 * the gradient of least squares with targets 0 is 2 A v. */
static hk_view without_columns(const hk_view *view)
{
    hk_view bare = *view;
    bare.offset = (hk_column){.values = NULL};
    bare.targets = (hk_column){.values = NULL, .type = HK_F32}; /* read as 0 */
    return bare;
}

/* v <- v / |v|; |v| is returned. v: n weights, the bias last. */
static double normalize(size_t n, double *v)
{
    const double length = sqrt(hk_dot(n + 1, v, v));
    for (size_t i = 0; length > 0.0 && i <= n; i++)
        v[i] /= length;
    return length;
}

/* Features of any size have their share in the start, as they have in the answer. */
static void begin(const hk_objective *objective, double *v)
{
    const size_t n = objective->n_features;
    hk_random random = hk_random_seed(0);
    for (size_t i = 0; i <= n; i++) {
        const double uniform = (double)(hk_random_next(&random) >> 11) * 0x1p-52 - 1.0;
        v[i] =
            uniform * (i < n ? objective->feature_rms[i] : (double)objective->settings->fit_bias);
    }
    normalize(n, v);
}

/* v <- A v until |A v| with |v| = 1, which only grows, has settled. */
static double largest_eigenvalue(hk_objective *squares, hk_training *training, double *v, double *g)
{
    const size_t n = squares->n_features;
    double found = 0.0;
    begin(squares, v);
    for (int trip = 0; trip < MOST_TRIPS; trip++) {
        const hk_evaluation at = hk_objective_evaluate(squares, v, v[n], g);
        training->report->passes++;
        for (size_t i = 0; i < n; i++)
            v[i] = 0.5 * g[i];
        v[n] = 0.5 * at.dJ_db;
        const double before = found;
        found = normalize(n, v);
        if (!isfinite(found) || found <= SETTLED * before)
            break;
        if (hk_training_interrupted(training, squares->view->n_samples))
            return 0.0; /* not yet what it would have been */
    }
    return found;
}

static void set_rate(hk_training *training, double eigenvalue)
{
    const double trace = hk_objective_mean_square(training->objective);
    const double bound = fmin(trace, SAFETY * eigenvalue);
    if (eigenvalue > 0.0 && isfinite(bound))
        training->first_rate =
            1.0 / (training->curvature_bound * bound + penalty_bound(training->objective));
    training->report->learning_rate = training->first_rate;
}

hillock_status hk_sharpen_rate(hk_training *training)
{
    const hk_objective *const objective = training->objective;
    const size_t n = objective->n_features;
    if (training->settings->learning_rate > 0.0 || !training->curved)
        return HILLOCK_OK;
    const hk_view bare = without_columns(objective->view);
    hk_settings settings = *training->settings;
    settings.l1 = settings.l2 = 0.0;
    hk_mathematics mathematics = hk_mathematics_of(HILLOCK_IDENTITY, HILLOCK_SQUARED);
    mathematics.kernels = objective->mathematics->kernels;
    hk_objective squares;
    hk_message message;
    hillock_status status = hk_objective_create(&squares, &bare, &mathematics,
                                                objective->statistics, &settings, &message);
    if (status != HILLOCK_OK)
        return HILLOCK_ERROR_MEMORY; /* what else there is has been checked */
    double *const v = hk_allocate(n + 1, sizeof *v), *const g = hk_allocate(n, sizeof *g);
    if (v && g)
        set_rate(training, largest_eigenvalue(&squares, training, v, g));
    else
        status = HILLOCK_ERROR_MEMORY;
    hk_free(v);
    hk_free(g);
    hk_objective_destroy(&squares);
    return status;
}
