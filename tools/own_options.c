/* The options of the command itself: the table, and how each is taken. */
#include <string.h>

#include "arguments.h"
#include "number.h"
#include "plot.h"
#include "refusal.h"

static void *place_of(struct arguments *arguments, const struct own_option *option)
{
    return (char *)arguments + option->place;
}

static bool take_target(struct arguments *arguments, const struct own_option *option,
                        const char *value, struct fault *fault)
{
    if (arguments->roles.target)
        return fail(fault, "two targets, \"%.200s\" and \"%.200s\": a neuron learns one column",
                    arguments->roles.target, value);
    arguments->roles.target = value;
    return roles_check(option->name, value, fault);
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

static bool take_seconds(struct arguments *arguments, const struct own_option *option,
                         const char *value, struct fault *fault)
{
    double seconds;
    if (number_read(value, &seconds) != NUMBER_DECIMAL || !(seconds > 0 && seconds <= 1e9))
        return fail(fault, "--%s takes a number of seconds, above 0; not \"%.60s\"", option->name,
                    value);
    *(double *)place_of(arguments, option) = seconds;
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

/* How a table is read, which the library knows. */
static bool take_reading(struct arguments *arguments, const struct own_option *option,
                         const char *value, struct fault *fault)
{
    return take_text(arguments, option, value, fault) && roles_check(option->name, value, fault);
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

static bool take_plot(struct arguments *arguments, const struct own_option *option,
                      const char *value, struct fault *fault)
{
    return take_text(arguments, option, value, fault) && plot_check(value, fault);
}

static bool take_picture(struct arguments *arguments, const struct own_option *option,
                         const char *value, struct fault *fault)
{
    static const struct {
        const char *name;
        enum fit_picture_kind kind;
    } names[] = {
        {"training", PICTURE_TRAINING}, {"weights", PICTURE_WEIGHTS}, {"fit", PICTURE_FIT}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].name, value) == 0) {
            arguments->picture = names[i].kind;
            return true;
        }
    return fail(fault, "--%s takes training, weights or fit; not \"%.60s\"", option->name, value);
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
    {"target", "COLUMN",
     "the column to learn, numbers or the names of two classes. Needed, but for LIBSVM.",
     take_target, 0},
    {"positive", "TEXT",
     "which class of the target is the upper one, 1, whose probability is a = f(z); the other one "
     "is 0. Left out: of two words the second in the order of their bytes, capitals first (no "
     "before yes, but Yes before no); of -1 and 1, and of 0 and 1, it is 1. Of two other numbers, "
     "too: --positive 2.",
     take_reading, offsetof(struct arguments, roles.positive)},
    {"features", "A,B,...",
     "the columns to learn from; left out: all that are nothing else. A name with a comma stands "
     "in double quotes.",
     take_reading, offsetof(struct arguments, roles.features)},
    {"ignore", "A,B,...", "columns to pass over, whatever is in them.", take_reading,
     offsetof(struct arguments, roles.ignore)},
    {"weight", "COLUMN", "how much each sample counts, at least 0: its share of the mean J.",
     take_reading, offsetof(struct arguments, roles.weight)},
    {"weight-kind", "precision|frequency",
     "what a weight k says: precision (one sample, of variance 1/k; a group of k trials whose "
     "target is the share of successes) or frequency (k samples alike). The weights are the same, "
     "the degrees of freedom are not. Default precision, as in R.",
     take_weight_kind, 0},
    {"offset", "COLUMN",
     "added to z = w x + b of each sample: the log of an exposure, say. The model keeps its name, "
     "and predict and evaluate add it.",
     take_reading, offsetof(struct arguments, roles.offset)},
    {"categorical", "A,B,...",
     "columns of text, or of numbers that are codes: each value but the first, in the order of "
     "their bytes (capitals first, 10 before 2), becomes a feature of 0 and 1 named COLUMN=VALUE; "
     "2 to 1000 values "
     "a column. hillock predict then takes the column as it is.",
     take_reading, offsetof(struct arguments, roles.categorical)},
    {"missing", "error|drop|mean",
     "what an empty cell, NA, N/A, NaN or NULL does: error, drop (the row is left out) or mean (of "
     "the other cells of the column; features only). Default error.",
     take_reading, offsetof(struct arguments, roles.missing)},
    {"format", "auto|csv|libsvm|npy",
     "what the file is. Left out: by what is in it (tabs: csv). The target of LIBSVM is its "
     "label; columns of NPY, and of CSV without a header, are called 1, 2, ...",
     take_reading, offsetof(struct arguments, roles.format)},
    {"delimiter", "CHAR",
     "between cells: \",\", \";\", tab (or \\t), \"|\", \" \" or auto. Left out: auto, the one "
     "that "
     "the first line has most of.",
     take_reading, offsetof(struct arguments, roles.delimiter)},
    {"header", "yes|no",
     "whether the first line names the columns. Left out, or auto: unless all its cells are "
     "numbers.",
     take_reading, offsetof(struct arguments, roles.header)},
    {"no-bias", NULL, "b = 0, and is not trained: the same as --fit-bias no.", take_flag,
     offsetof(struct arguments, no_bias)},
    {"activation", "NAME",
     "f in a = f(z). Left out: the usual one of --loss (logistic of cross-entropy, exp of poisson "
     "and gamma, identity of all others); without that logistic for a target of two classes (0 and "
     "1, -1 and 1, or two words), else identity.",
     take_activation, 0},
    {"loss", "NAME",
     "what J is the mean of. Left out: cross-entropy for a target of two classes, if the "
     "activation "
     "goes with it; else squared (of step: perceptron). hinge, squared-hinge and perceptron take "
     "classes of -1 and 1, which two words become.",
     take_loss, 0},
    {"test-fraction", "F",
     "share of the samples held out to score the neuron on, drawn with --seed; in [0, 1), default "
     "0.2.",
     take_fraction, offsetof(struct arguments, test_fraction)},
    {"validate", "F",
     "share of the other samples that training only looks at, to stop where their loss is least: "
     "see --patience; in [0, 1), default 0. A training that converges before their loss has risen "
     "is repeated with them, unless it has a --checkpoint.",
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
    {"covariance", NULL,
     "keep the covariance of the weights in the model, for hillock predict --intervals, also where "
     "it is long (of more than 200 features) or the standard errors do not hold. Left out: where "
     "it is neither.",
     take_flag, offsetof(struct arguments, covariance)},
    {"plot", "FILE",
     "draw a picture, .svg or .png, with gnuplot; - draws one of text instead, behind the results. "
     "A file of this name is replaced, but not the table, a model or a checkpoint. "
     "Which one: see --picture.",
     take_plot, offsetof(struct arguments, plot)},
    {"picture", "training|weights|fit",
     "what --plot draws: training (J, the validation loss and the gradient norm over the epochs), "
     "weights (the 30 largest with their 95 % intervals) or fit (the samples and the line or curve "
     "with its 95 % band; of one feature). Left out: fit for one feature, else training.",
     take_picture, 0},
    {"checkpoint", "FILE",
     "save the training itself on its way and at its end, also after Ctrl-C or --seconds, for "
     "--resume. A checkpoint of this name is replaced, any other file is not.",
     take_text, offsetof(struct arguments, checkpoint)},
    {"checkpoint-every", "SECONDS", "how often, on its way; default 60.", take_seconds,
     offsetof(struct arguments, checkpoint_every)},
    {"resume", NULL,
     "go on from the file of --checkpoint, to the bit as if there had been no stop; it must be the "
     "same table and the same options but epochs, steps (of the whole), seconds (further ones), "
     "tolerance, threads, which are as for a new training where they are left out or 0, whatever "
     "the first one had. Where there is no file the training begins anew; where it has reached "
     "the epochs or steps already its result is given as it is.",
     take_flag, offsetof(struct arguments, resume)},
    {"top", "N", "how many of the largest weights to print; default 10.", take_top,
     offsetof(struct arguments, top)},
    {"statistics", "none|model|sandwich",
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
     "(J), gradient_norm, gap (how far J is from its minimum at most), condition, epochs, passes "
     "and seconds (of the whole training, with what was before --resume), samples, validating, "
     "held_out, l1, l2 (the chosen ones), seed, deviance, dispersion, log_likelihood, "
     "coefficients (name, estimate, std_error, statistic, p_value, lower, upper; null where there "
     "is none; the bias is \"(bias)\"), and more.",
     take_flag, offsetof(struct arguments, json)},
    {"quiet", NULL,
     "no progress bar (on a terminal; elsewhere a line after 5, 10, 20, ... seconds) and no notes.",
     take_flag, offsetof(struct arguments, quiet)},
    {"help", NULL, "this text.", take_flag, offsetof(struct arguments, help)},
};

const struct own_option *own_option_at(size_t index)
{
    return index < sizeof own_options / sizeof *own_options ? &own_options[index] : NULL;
}
