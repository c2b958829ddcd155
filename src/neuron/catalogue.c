#include "neuron/catalogue.h"

#include <math.h>
#include <string.h>

static const hk_activation_entry activations[] = {
    {HILLOCK_IDENTITY, "identity", HK_ANY_VALUE, 0.0},
    {HILLOCK_LOGISTIC, "logistic", HK_PROBABILITY, 0.0},
    {HILLOCK_TANH, "tanh", HK_ANY_VALUE, 0.0},
    {HILLOCK_RELU, "relu", HK_BOUNDED_BELOW, 0.0},
    {HILLOCK_LEAKY_RELU, "leaky-relu", HK_ANY_VALUE, 0.01},
    {HILLOCK_ELU, "elu", HK_BOUNDED_BELOW, 1.0},
    {HILLOCK_SOFTPLUS, "softplus", HK_POSITIVE_VALUE, 0.0},
    {HILLOCK_SOFTSIGN, "softsign", HK_ANY_VALUE, 0.0},
    {HILLOCK_SILU, "silu", HK_BOUNDED_BELOW, 0.0},
    {HILLOCK_GELU, "gelu", HK_BOUNDED_BELOW, 0.0},
    {HILLOCK_EXP, "exp", HK_POSITIVE_VALUE, 0.0},
    {HILLOCK_NORMAL_CDF, "normal-cdf", HK_PROBABILITY, 0.0},
    {HILLOCK_CLOGLOG, "cloglog", HK_PROBABILITY, 0.0},
    {HILLOCK_RECIPROCAL, "reciprocal", HK_POSITIVE_VALUE, 0.0},
    {HILLOCK_STEP, "step", HK_SIGN, 0.0},
    {HILLOCK_USER_ACTIVATION, "user", HK_ANY_VALUE, 0.0},
};

static const hk_loss_entry losses[] = {
    {HILLOCK_SQUARED, "squared", HK_ANY_TARGET},
    {HILLOCK_ABSOLUTE, "absolute", HK_ANY_TARGET},
    {HILLOCK_HUBER, "huber", HK_ANY_TARGET},
    {HILLOCK_LOG_COSH, "log-cosh", HK_ANY_TARGET},
    {HILLOCK_QUANTILE, "quantile", HK_ANY_TARGET},
    {HILLOCK_CROSS_ENTROPY, "cross-entropy", HK_UNIT_TARGET},
    {HILLOCK_HINGE, "hinge", HK_SIGN_TARGET},
    {HILLOCK_SQUARED_HINGE, "squared-hinge", HK_SIGN_TARGET},
    {HILLOCK_PERCEPTRON, "perceptron", HK_SIGN_TARGET},
    {HILLOCK_POISSON, "poisson", HK_COUNT_TARGET},
    {HILLOCK_GAMMA, "gamma", HK_POSITIVE_TARGET},
    {HILLOCK_USER_LOSS, "user", HK_ANY_TARGET},
};

enum {
    N_ACTIVATIONS = sizeof activations / sizeof activations[0],
    N_LOSSES = sizeof losses / sizeof losses[0]
};

const hk_activation_entry *hk_activation_listed(size_t index)
{
    return index < N_ACTIVATIONS ? &activations[index] : NULL;
}

const hk_activation_entry *hk_activation_find(hillock_activation activation)
{
    for (size_t i = 0; i < N_ACTIVATIONS; i++)
        if (activations[i].activation == activation)
            return &activations[i];
    return NULL;
}

const hk_activation_entry *hk_activation_named(const char *name)
{
    for (size_t i = 0; i < N_ACTIVATIONS; i++)
        if (strcmp(activations[i].name, name) == 0)
            return &activations[i];
    return NULL;
}

const hk_loss_entry *hk_loss_listed(size_t index)
{
    return index < N_LOSSES ? &losses[index] : NULL;
}

const hk_loss_entry *hk_loss_find(hillock_loss loss)
{
    for (size_t i = 0; i < N_LOSSES; i++)
        if (losses[i].loss == loss)
            return &losses[i];
    return NULL;
}

const hk_loss_entry *hk_loss_named(const char *name)
{
    for (size_t i = 0; i < N_LOSSES; i++)
        if (strcmp(losses[i].name, name) == 0)
            return &losses[i];
    return NULL;
}

/* Identity with Poisson or Gamma is the identity link: a leaves the domain where J becomes
 * infinite, but inside it the model is a sensible one. */
bool hk_pair_makes_sense(const hk_activation_entry *activation, const hk_loss_entry *loss)
{
    if (activation->range == HK_SIGN)
        return loss->loss == HILLOCK_PERCEPTRON;
    if (activation->activation == HILLOCK_USER_ACTIVATION)
        return true;
    switch (loss->domain) {
    case HK_ANY_TARGET:
        return true;
    case HK_UNIT_TARGET:
        return activation->range == HK_PROBABILITY;
    case HK_SIGN_TARGET:
        return activation->range == HK_ANY_VALUE;
    case HK_COUNT_TARGET:
    case HK_POSITIVE_TARGET:
        return activation->range == HK_POSITIVE_VALUE || activation->activation == HILLOCK_IDENTITY;
    }
    return false;
}

const char *hk_pair_advice(const hk_activation_entry *activation, const hk_loss_entry *loss)
{
    if (activation->range == HK_SIGN)
        return "step has no derivative: only the perceptron loss can train it";
    if (loss->domain == HK_UNIT_TARGET)
        return "the loss needs a probability: use logistic, normal-cdf or cloglog";
    if (loss->domain == HK_SIGN_TARGET)
        return "the loss needs values of both signs: use identity, tanh, softsign or leaky-relu";
    return "the loss needs positive values: use exp, softplus, reciprocal or identity";
}

double hk_curvature_bound(hillock_activation activation, hillock_loss loss, double max_y)
{
    if (activation == HILLOCK_LOGISTIC && loss == HILLOCK_CROSS_ENTROPY)
        return 0.25;
    if (activation == HILLOCK_IDENTITY &&
        (loss == HILLOCK_SQUARED || loss == HILLOCK_SQUARED_HINGE))
        return 2.0;
    if (activation == HILLOCK_EXP && loss == HILLOCK_POISSON && max_y > 1.0)
        return max_y; /* d2l/dz2 = a, and a ends near y */
    return 1.0;
}

double hk_initial_bias(hillock_activation activation, hillock_loss loss)
{
    const bool positive = loss == HILLOCK_POISSON || loss == HILLOCK_GAMMA;
    const bool outside = activation == HILLOCK_RECIPROCAL || activation == HILLOCK_RELU ||
                         (activation == HILLOCK_IDENTITY && positive);
    return outside ? 1.0 : 0.0;
}

bool hk_is_classifier(hillock_loss loss)
{
    const hk_loss_entry *const entry = hk_loss_find(loss);
    return entry && (entry->domain == HK_UNIT_TARGET || entry->domain == HK_SIGN_TARGET);
}

int hk_lower_class(hillock_loss loss)
{
    return loss == HILLOCK_CROSS_ENTROPY ? 0 : -1;
}

double hk_class_threshold(hillock_loss loss)
{
    return loss == HILLOCK_CROSS_ENTROPY ? 0.5 : 0.0;
}

hk_interval hk_legal_targets(hillock_loss loss)
{
    const hk_loss_entry *const entry = hk_loss_find(loss);
    switch (entry ? entry->domain : HK_ANY_TARGET) {
    case HK_UNIT_TARGET:
        return (hk_interval){0.0, 1.0, 0.0, false};
    case HK_SIGN_TARGET:
        return (hk_interval){-1.0, 1.0, 1.0, false};
    case HK_COUNT_TARGET:
        return (hk_interval){0.0, HUGE_VAL, 0.0, false};
    case HK_POSITIVE_TARGET:
        return (hk_interval){0.0, HUGE_VAL, 0.0, true};
    case HK_ANY_TARGET:
        break;
    }
    return (hk_interval){-HUGE_VAL, HUGE_VAL, 0.0, false};
}

bool hk_pair_is_convex(hillock_activation activation, hillock_loss loss)
{
    switch (loss) {
    case HILLOCK_SQUARED:
    case HILLOCK_ABSOLUTE:
    case HILLOCK_HUBER:
    case HILLOCK_LOG_COSH:
    case HILLOCK_QUANTILE:
    case HILLOCK_HINGE:
    case HILLOCK_SQUARED_HINGE:
    case HILLOCK_PERCEPTRON:
        return activation == HILLOCK_IDENTITY;
    case HILLOCK_CROSS_ENTROPY:
        return activation == HILLOCK_LOGISTIC || activation == HILLOCK_NORMAL_CDF ||
               activation == HILLOCK_CLOGLOG;
    case HILLOCK_POISSON:
        return activation == HILLOCK_EXP || activation == HILLOCK_IDENTITY ||
               activation == HILLOCK_SOFTPLUS;
    case HILLOCK_GAMMA:
        return activation == HILLOCK_EXP || activation == HILLOCK_RECIPROCAL;
    default:
        return false;
    }
}

bool hk_pair_is_kinked(hillock_activation activation, hillock_loss loss)
{
    switch (loss) {
    case HILLOCK_ABSOLUTE:
    case HILLOCK_QUANTILE:
    case HILLOCK_HINGE:
    case HILLOCK_PERCEPTRON:
        return true;
    default:
        return activation == HILLOCK_RELU || activation == HILLOCK_LEAKY_RELU ||
               activation == HILLOCK_STEP;
    }
}
