/* The options of the command itself: the table, and how each is taken. */
#include <string.h>

#include "arguments.h"
#include "number.h"
#include "refusal.h"

static void *place_of(struct arguments *arguments, const struct own_option *option)
{
    return (char *)arguments + option->place;
}

static bool take_target(struct arguments *arguments, const struct own_option *option,
                        const char *value, struct fault *fault)
{
    (void)option;
    if (arguments->roles.target)
        return fail(fault, "two targets, \"%.200s\" and \"%.200s\": a neuron learns one column",
                    arguments->roles.target, value);
    arguments->roles.target = value;
    return true;
}

static bool take_activation(struct arguments *arguments, const struct own_option *option,
                            const char *value, struct fault *fault)
{
    hillock_activation activation;
    (void)option;
    if (hillock_activation_from_name(value, &activation) || activation == HILLOCK_USER_ACTIVATION)
        return refuse_activation(value, fault);
    arguments->activation = activation;
    return true;
}

static bool take_loss(struct arguments *arguments, const struct own_option *option,
                      const char *value, struct fault *fault)
{
    hillock_loss loss;
    (void)option;
    if (hillock_loss_from_name(value, &loss) || loss == HILLOCK_USER_LOSS)
        return refuse_loss(value, fault);
    arguments->loss = loss;
    return true;
}

static bool take_fraction(struct arguments *arguments, const struct own_option *option,
                          const char *value, struct fault *fault)
{
    double fraction;
    if (number_read(value, &fraction) != NUMBER_DECIMAL || !(fraction >= 0 && fraction < 1))
        return fail(fault,
                    "--%s takes a number, in [0, 1); not \"%.60s\"; 0.2 holds every fifth sample "
                    "out",
                    option->name, value);
    *(double *)place_of(arguments, option) = fraction;
    return true;
}

static bool take_top(struct arguments *arguments, const struct own_option *option,
                     const char *value, struct fault *fault)
{
    double top;
    if (number_read(value, &top) != NUMBER_DECIMAL || !(top >= 0 && top <= 1e9) ||
        top != (double)(size_t)top)
        return fail(fault, "--%s takes a whole number, from 0 to 1e9; not \"%.60s\"", option->name,
                    value);
    *(size_t *)place_of(arguments, option) = (size_t)top;
    return true;
}

static bool take_folds(struct arguments *arguments, const struct own_option *option,
                       const char *value, struct fault *fault)
{
    double count;
    if (number_read(value, &count) != NUMBER_DECIMAL || !(count >= 2 && count <= 1e6) ||
        count != (double)(size_t)count)
        return fail(fault, "--%s takes a whole number, from 2 to 1e6; not \"%.60s\"", option->name,
                    value);
    arguments->folds.count = (size_t)count;
    return true;
}

static bool take_flag(struct arguments *arguments, const struct own_option *option,
                      const char *value, struct fault *fault)
{
    (void)value;
    (void)fault;
    return *(bool *)place_of(arguments, option) = true;
}

/* A name, of which there can be one. */
static bool take_text(struct arguments *arguments, const struct own_option *option,
                      const char *value, struct fault *fault)
{
    const char **const place = place_of(arguments, option);
    if (*place)
        return fail(fault, "--%s is given twice, as \"%.200s\" and \"%.200s\"", option->name,
                    *place, value);
    *place = value;
    return true;
}

static bool take_weight_kind(struct arguments *arguments, const struct own_option *option,
                             const char *value, struct fault *fault)
{
    const bool is_frequency = strcmp(value, "frequency") == 0;
    if (!is_frequency && strcmp(value, "precision") != 0)
        return fail(fault, "--%s takes frequency or precision; not \"%.60s\"", option->name, value);
    arguments->asked.weights = is_frequency ? HILLOCK_FREQUENCY_WEIGHTS : HILLOCK_PRECISION_WEIGHTS;
    return true;
}

static bool take_statistics(struct arguments *arguments, const struct own_option *option,
                            const char *value, struct fault *fault)
{
    static const struct {
        const char *name;
        enum statistics statistics;
    } names[] = {
        {"none", STATISTICS_NONE}, {"model", STATISTICS_MODEL}, {"sandwich", STATISTICS_SANDWICH}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, value) == 0) {
            arguments->asked.statistics = names[i].statistics;
            return true;
        }
    return fail(fault, "--%s takes none, model or sandwich; not \"%.60s\"", option->name, value);
}

static const struct own_option own_options[] = {
    {"target", "COLUMN", "the column to learn, numbers or the names of two classes. Needed.",
     take_target, 0},
    {"features", "A,B,...",
     "the columns to learn from; left out: all that are nothing else. A name with a comma stands "
     "in double quotes.",
     take_text, offsetof(struct arguments, roles.features)},
    {"ignore", "A,B,...", "columns to pass over, whatever is in them.", take_text,
     offsetof(struct arguments, roles.ignore)},
    {"weight", "COLUMN", "how much each sample counts, at least 0: its share of the mean J.",
     take_text, offsetof(struct arguments, roles.weight)},
    {"weight-kind", "NAME",
     "what a weight k says: precision (one sample, of variance 1/k; a group of k trials whose "
     "target is the share of successes) or frequency (k samples alike). The weights are the same, "
     "the degrees of freedom are not. Default precision, as in R.",
     take_weight_kind, 0},
    {"offset", "COLUMN", "added to z = w x + b of each sample: the log of an exposure, say.",
     take_text, offsetof(struct arguments, roles.offset)},
    {"no-bias", NULL, "b = 0, and is not trained: the same as --fit-bias no.", take_flag,
     offsetof(struct arguments, no_bias)},
    {"activation", "NAME",
     "f in a = f(z). Left out: logistic for a target of 0 and 1, else identity.", take_activation,
     0},
    {"loss", "NAME",
     "what J is the mean of. Left out: cross-entropy for a target of 0 and 1, else squared.",
     take_loss, 0},
    {"test-fraction", "F",
     "share of the samples held out to score the neuron on, drawn with --seed; in [0, 1), default "
     "0.2.",
     take_fraction, offsetof(struct arguments, test_fraction)},
    {"validate", "F",
     "share of the other samples that training only looks at, to stop where their loss is least: "
     "see --patience; in [0, 1), default 0.",
     take_fraction, offsetof(struct arguments, validate)},
    {"folds", "K",
     "cross-validation: train K times on all samples but one part in K, and print the mean loss of "
     "what was left out; --l2 and --l1 may then be lists (--l2 0.001,0.01,0.1): the best of them "
     "is "
     "fitted on all.",
     take_folds, 0},
    {"model", "FILE",
     "save the trained neuron with the names of its columns, for hillock predict and hillock info; "
     "after Ctrl-C what was reached by then. A model of this name is replaced, any other file is "
     "not.",
     take_text, offsetof(struct arguments, model)},
    {"top", "N", "how many of the largest weights to print; default 10.", take_top,
     offsetof(struct arguments, top)},
    {"statistics", "NAME",
     "standard errors, tests and 95 % intervals of the weights: model (right if the distribution "
     "is that of the loss: normal, binomial, Poisson, Gamma), sandwich (robust: also if it is not, "
     "and for other losses) or none. Left out: model, where the loss has a distribution, without a "
     "penalty, and where it does not take long.",
     take_statistics, 0},
    {"check-gradient", NULL,
     "compare the exact gradient of the trained neuron with central differences.", take_flag,
     offsetof(struct arguments, check_gradient)},
    {"json", NULL,
     "print one JSON object with all digits, and nothing else, on the standard output: status "
     "(as in hillock.h and in models: HILLOCK_OK is converged), rule (how training ended), loss "
     "(J), gradient_norm, passes, seconds, samples, validating, held_out, deviance, "
     "dispersion, coefficients (name, estimate, std_error, statistic, p_value, lower, upper; null "
     "where there is none; the bias is \"(bias)\"), and more.",
     take_flag, offsetof(struct arguments, json)},
    {"quiet", NULL, "no progress bar and no notes.", take_flag, offsetof(struct arguments, quiet)},
    {"help", NULL, "this text.", take_flag, offsetof(struct arguments, help)},
};

const struct own_option *own_option_at(size_t index)
{
    return index < sizeof own_options / sizeof *own_options ? &own_options[index] : NULL;
}
