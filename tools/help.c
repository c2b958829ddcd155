#include "help.h"

#include <stdbool.h>
#include <string.h>

#include "acting.h"
#include "arguments.h"
#include "hillock/hillock.h"
#include "option_text.h"
#include "topics.h"
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
    "  hillock fit FILE.csv --target COLUMN [options]   trains a neuron on a table\n"
    "  hillock predict MODEL FILE.csv                   answers with a saved model\n"
    "  hillock evaluate MODEL FILE.csv                  scores a model on a table\n"
    "  hillock info MODEL                               says what is in a model\n"
    "  hillock export MODEL --to c|json                 writes a model as C or JSON\n"
    "  hillock explain FILE.csv --target COLUMN         shows the derivation on numbers\n"
    "  hillock surface FILE.csv --target COLUMN --x FEATURE   J over two parameters\n"
    "  hillock convert IN OUT                           writes CSV, TSV, LIBSVM, NPY\n"
    "  hillock help [COMMAND | TOPIC]                   explains\n"
    "  hillock --version                                and BLAS, kernels, threads\n";

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
    "  hillock predict price.model new.csv --intervals --level 0.9\n"
    "      and says how exactly each mean is known\n"
    "  hillock evaluate price.model known.csv\n"
    "      how far its answers are from prices that are known\n"
    "  hillock info price.model\n"
    "      the weights it has, and how it was trained\n"
    "  hillock export price.model --to c > price.h\n"
    "      the neuron for a program in C: double neuron_predict(const double x[N])\n"
    "  hillock explain prices.csv --target price --rows 3\n"
    "      each factor of the chain rule on the first three rows\n"
    "  hillock surface prices.csv --target price --x size --path --plot J.svg\n"
    "      a picture of J over the weight of size and the bias, and of a descent on it\n";

static const char fit_usage[] =
    "usage\n"
    "  hillock fit FILE.csv --target COLUMN [options]\n"
    "                                 (FILE -: the standard input)\n"
    "\n"
    "Trains one neuron on a table: cells separated by commas, semicolons, tabs or\n"
    "bars, with or without a header line, or a LIBSVM or NPY file. Columns of text\n"
    "are named by --categorical, cells may be empty with --missing drop or mean. A\n"
    "fifth of the rows is held out, the solver is chosen and features are\n"
    "standardized, unless options say otherwise. Prints how J fell and why that\n"
    "ended, the scores, and the weights with standard errors, tests and intervals.\n"
    "--model saves the neuron. Ctrl-C ends the training.\n";

static const char troubles[] =
    "\n"
    "when training\n"
    "  gets nowhere      --solver auto, and --standardize, as is the default\n"
    "  diverges          a smaller --learning-rate, or none: it is chosen then\n"
    "  separates, or scores worse on held-out samples than on its own      --l2 0.01\n";

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

static void print_topics(FILE *file)
{
    (void)fputs("\nhelp on a topic: hillock help\n", file);
    for (size_t i = 0; topic_at(i); i++)
        (void)fprintf(file, "  %-12s  %s\n", topic_at(i)->name, topic_at(i)->what);
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
    print_topics(file);
    (void)fputc('\n', file);
    topic_print(topic_named("exit-status"), file);
}

void print_fit_help(FILE *file)
{
    (void)fputs(fit_usage, file);
    print_own_options(file);
    (void)fputs("\noptions of the training (a [yes|no] left out is yes)\n", file);
    print_options(file, false);
    (void)fputs("\nshape of the neuron, where the activation or the loss has one\n", file);
    print_options(file, true);
    (void)fputs(troubles, file);
    print_topics(file);
    (void)fputc('\n', file);
    print_exit_status_of_fit(file);
}
