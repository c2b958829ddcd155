#include "help.h"

#include <stdbool.h>
#include <string.h>

#include "acting.h"
#include "arguments.h"
#include "formulas.h"
#include "hillock/hillock.h"
#include "option_text.h"
#include "wrap.h"

static const char introduction[] =
    "hillock trains one artificial neuron on a table of numbers.\n"
    "\n"
    "A neuron weighs the features x of a sample, adds a bias, and passes the sum\n"
    "through an activation:    z = w x + b        a = f(z)\n"
    "Training changes w and b so that J, the mean loss between a and the target y,\n"
    "becomes small: step after step against the gradient, which the chain rule gives\n"
    "exactly:    dJ/dz = dJ/da f'(z)    dJ/dw = dJ/dz X^T    dJ/db = sum of dJ/dz\n"
    "\n";

static const char usage[] =
    "usage\n"
    "  hillock fit FILE.csv --target COLUMN [options]   (FILE -: the standard input)\n"
    "  hillock predict MODEL FILE.csv                   answers with a saved model\n"
    "  hillock evaluate MODEL FILE.csv                  its scores on a table\n"
    "  hillock info MODEL                               says what is in one\n"
    "  hillock export MODEL --to c|json                 one without hillock\n"
    "  hillock explain FILE.csv --target COLUMN         the derivation on its numbers\n"
    "  hillock surface FILE.csv --target COLUMN --x FEATURE   J over two parameters\n"
    "                                                   (each has --help)\n"
    "  hillock help | --help                            explains, lists the options\n"
    "  hillock --version\n";

static const char examples[] =
    "\n"
    "examples\n"
    "  hillock fit data/breast_cancer.csv --target malignant --l2 0.01\n"
    "      a classifier: the target has only 0 and 1, so logistic with cross-entropy\n"
    "      is chosen\n"
    "  hillock fit prices.csv --target price\n"
    "      a regression: any other target, so identity with squared loss is chosen\n"
    "  hillock fit visits.csv --target count --activation exp --loss poisson\n"
    "      counts: a Poisson regression\n"
    "  hillock fit big.csv --target y --solver sgd --batch-size 64 --epochs 20\n"
    "      many samples: a step for every 64 of them\n"
    "  hillock fit prices.csv --target price --model price.model\n"
    "  hillock predict price.model new.csv\n"
    "      the neuron is saved, and answers for other tables\n"
    "\n"
    "The table is comma-separated text. The first row names the columns; all cells\n"
    "below are finite decimal numbers.\n";

static const char ending[] =
    "\n"
    "when training\n"
    "  gets nowhere      --solver auto, and --standardize, as is the default\n"
    "  diverges          a smaller --learning-rate, or none: it is chosen then\n"
    "  separates, or scores worse on held-out samples than on its own      --l2 0.01\n"
    "\n"
    "exit status\n"
    "  0  trained: converged, or the epochs, the steps or the time allowed were used\n"
    "     up, or the classes are separated; \"ended\" says which\n"
    "  1  the table cannot be read or trained on, or has no such target; or there is\n"
    "     no memory, or the results cannot be written\n"
    "  2  the command line is wrong\n"
    "  3  training diverged: no weights are printed\n"
    "  130  Ctrl-C ended the training: what was reached by then is printed,\n"
    "       and saved where --model asked for that\n";

/* "  --name VALUE" and below it the text. */
static void print_entry(FILE *file, const char *name, const char *value, const char *text,
                        const char *bounds)
{
    (void)fprintf(file, "  --%s%s%s\n", name, value ? " " : "", value ? value : "");
    struct wrap wrap = {.file = file, .indent = 6};
    wrap_text(&wrap, text);
    wrap_text(&wrap, bounds);
    wrap_end(&wrap);
}

static void print_own_options(FILE *file)
{
    (void)fputs("\noptions (--name value or --name=value), of the command\n", file);
    const struct own_option *option;
    for (size_t i = 0; (option = own_option_at(i)); i++)
        print_entry(file, option->name, option->value, option->help, "");
}

const char *option_value_word(int key)
{
    switch (hillock_option_kind(key)) {
    case HILLOCK_TYPE_BOOLEAN:
        return "[yes|no]";
    case HILLOCK_TYPE_CHOICE:
        return "NAME";
    case HILLOCK_TYPE_INTEGER:
        return "N";
    case HILLOCK_TYPE_REAL:
        break;
    }
    return "X";
}

static void print_options(FILE *file, bool of_neuron)
{
    for (size_t i = 0; hillock_option_at(i); i++) {
        const int key = hillock_option_at(i);
        char range[160], initial[64], bounds[256];
        if ((hillock_option_of_neuron(key) != 0) != of_neuron || !option_is_offered(key))
            continue;
        option_range(key, range, sizeof range);
        option_default(key, initial, sizeof initial);
        if (strstr(hillock_option_help(key), "default")) /* several, and said there */
            (void)snprintf(bounds, sizeof bounds, "[%s]", range);
        else
            (void)snprintf(bounds, sizeof bounds, "[%s; default %s]", range, initial);
        print_entry(file, hillock_option_name(key), option_value_word(key),
                    hillock_option_help(key), bounds);
    }
}

static void print_activations(FILE *file)
{
    (void)fputs("\nactivations, a =\n", file);
    for (size_t i = 0; hillock_activation_at(i); i++) {
        const hillock_activation activation = (hillock_activation)hillock_activation_at(i);
        if (activation != HILLOCK_USER_ACTIVATION)
            (void)fprintf(file, "  %-15s %s\n", hillock_activation_name(activation),
                          activation_formula(activation));
    }
}

/* The activations this loss goes with. */
static void print_partners(FILE *file, hillock_loss loss)
{
    struct wrap wrap = {.file = file, .indent = 20};
    wrap_text(&wrap, "with");
    for (size_t i = 0; hillock_activation_at(i); i++) {
        const hillock_activation activation = (hillock_activation)hillock_activation_at(i);
        if (activation != HILLOCK_USER_ACTIVATION &&
            hillock_pair_check(activation, loss, 0, NULL) == HILLOCK_OK)
            wrap_text(&wrap, hillock_activation_name(activation));
    }
    wrap_end(&wrap);
}

static void print_losses(FILE *file)
{
    (void)fputs("\nlosses of one sample, and the activations each goes with\n", file);
    for (size_t i = 0; hillock_loss_at(i); i++) {
        const hillock_loss loss = (hillock_loss)hillock_loss_at(i);
        if (loss == HILLOCK_USER_LOSS)
            continue;
        (void)fprintf(file, "  %-15s %s\n", hillock_loss_name(loss), loss_formula(loss));
        print_partners(file, loss);
    }
}

void print_usage(FILE *file)
{
    (void)fputs(usage, file);
}

void print_help(FILE *file)
{
    (void)fputs(introduction, file);
    print_usage(file);
    (void)fputs(examples, file);
    print_own_options(file);
    (void)fputs("\noptions of the training (a [yes|no] left out is yes)\n", file);
    print_options(file, false);
    (void)fputs("\nshape of the neuron, where the activation or the loss has one\n", file);
    print_options(file, true);
    print_activations(file);
    print_losses(file);
    (void)fputs(ending, file);
}
