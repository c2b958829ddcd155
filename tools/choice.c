#include "choice.h"

struct target_values target_values(size_t n_samples, const double *targets)
{
    struct target_values values = {.n_distinct = 1, .low = targets[0], .high = targets[0]};
    for (size_t j = 1; j < n_samples && values.n_distinct < 3; j++) {
        const double y = targets[j];
        if (y == values.low || y == values.high)
            continue;
        values.n_distinct++;
        values.low = y < values.low ? y : values.low;
        values.high = y > values.high ? y : values.high;
    }
    return values;
}

bool are_signs(const struct target_values *values)
{
    return values->n_distinct == 2 && values->low == -1 && values->high == 1;
}

bool go_together(hillock_activation activation, hillock_loss loss)
{
    return hillock_pair_check(activation, loss, 0, NULL) == HILLOCK_OK;
}

bool has_classes(hillock_loss loss)
{
    return loss == HILLOCK_CROSS_ENTROPY || loss == HILLOCK_HINGE ||
           loss == HILLOCK_SQUARED_HINGE || loss == HILLOCK_PERCEPTRON;
}

double lower_class(hillock_loss loss)
{
    return has_classes(loss) && loss != HILLOCK_CROSS_ENTROPY ? -1.0 : 0.0;
}

/* What two classes are coded by where cross-entropy may be chosen; NULL: it may not. */
static const char *binary_reason(const struct target_values *values)
{
    const bool is_binary = values->n_distinct <= 2 && (values->low == 0 || values->low == 1) &&
                           (values->high == 0 || values->high == 1);
    if (is_binary)
        return "the target has only 0 and 1";
    return are_signs(values) ? "the target has only -1 and 1" : NULL;
}

static struct choice loss_for(hillock_activation activation, const char *binary)
{
    if (binary && go_together(activation, HILLOCK_CROSS_ENTROPY))
        return (struct choice){activation, HILLOCK_CROSS_ENTROPY, binary};
    if (go_together(activation, HILLOCK_SQUARED))
        return (struct choice){activation, HILLOCK_SQUARED, "the usual loss of this activation"};
    return (struct choice){activation, HILLOCK_PERCEPTRON, "the only loss of this activation"};
}

static struct choice activation_for(hillock_loss loss)
{
    const char *const reason = "the usual activation of this loss";
    switch (loss) {
    case HILLOCK_CROSS_ENTROPY:
        return (struct choice){HILLOCK_LOGISTIC, loss, reason};
    case HILLOCK_POISSON:
    case HILLOCK_GAMMA:
        return (struct choice){HILLOCK_EXP, loss, reason};
    default:
        return (struct choice){HILLOCK_IDENTITY, loss, reason};
    }
}

struct choice choose_neuron(hillock_activation activation, hillock_loss loss,
                            const struct target_values *values)
{
    const char *const binary = binary_reason(values);
    if (activation && loss)
        return (struct choice){activation, loss, NULL};
    if (activation)
        return loss_for(activation, binary);
    if (loss)
        return activation_for(loss);
    if (binary)
        return (struct choice){HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY, binary};
    return (struct choice){HILLOCK_IDENTITY, HILLOCK_SQUARED,
                           values->n_distinct == 2
                               ? "two values other than 0 and 1 are taken for amounts, not classes"
                               : "the target has values other than 0 and 1"};
}
