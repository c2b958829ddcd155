#include "topics.h"

#include <string.h>

#include "formulas.h"
#include "hillock/hillock.h"
#include "wrap.h"

static void print_activations(FILE *file)
{
    (void)fputs("activations, a =\n", file);
    for (size_t i = 0; hillock_activation_at(i); i++) {
        const hillock_activation activation = (hillock_activation)hillock_activation_at(i);
        if (activation != HILLOCK_USER_ACTIVATION)
            (void)fprintf(file, "  %-15s %s\n", hillock_activation_name(activation),
                          activation_formula(activation));
    }
    (void)fputs("\n"
                "--activation NAME chooses one. Left out it is the usual one of --loss; without\n"
                "that logistic for a target of 0 and 1, of -1 and 1, or of two words, else\n"
                "identity. alpha is --alpha; Phi the normal distribution function. hillock help\n"
                "losses says which losses an activation goes with.\n",
                file);
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
    (void)fputs("losses of one sample, and the activations each goes with\n", file);
    for (size_t i = 0; hillock_loss_at(i); i++) {
        const hillock_loss loss = (hillock_loss)hillock_loss_at(i);
        if (loss == HILLOCK_USER_LOSS)
            continue;
        (void)fprintf(file, "  %-15s %s\n", hillock_loss_name(loss), loss_formula(loss));
        print_partners(file, loss);
    }
    (void)fputs("\n"
                "--loss NAME chooses one. Left out it is cross-entropy for a target of 0 and 1,\n"
                "of -1 and 1, or of two words, if the activation goes with it; else squared (of\n"
                "step: perceptron). Without --activation cross-entropy has logistic, poisson and\n"
                "gamma have exp, all others identity. y of hinge, squared-hinge and perceptron is\n"
                "-1 or 1, which two words become. delta and tau are --delta and --tau.\n",
                file);
}

static const char *solver_text(int solver)
{
    switch (solver) {
    case HILLOCK_AUTO:
        return "one of those below, by activation, loss and number of features; it says which";
    case HILLOCK_GD:
        return "gradient descent on all samples at once: a step an epoch";
    case HILLOCK_SGD:
        return "stochastic: a step for each --batch-size samples";
    case HILLOCK_MOMENTUM:
        return "sgd with a heavy ball (--momentum)";
    case HILLOCK_NESTEROV:
        return "the same, the gradient taken where the momentum leads to";
    case HILLOCK_ADAGRAD:
        return "sgd; each weight's rate falls with the squares of its gradients so far";
    case HILLOCK_RMSPROP:
        return "sgd; likewise, with those of late (--beta2)";
    case HILLOCK_ADAM:
        return "rmsprop with momentum";
    case HILLOCK_ADAMW:
        return "adam with the decay of weights (--l2) beside the gradient, not in it";
    case HILLOCK_AVERAGED_SGD:
        return "sgd; the neuron is the mean over the later steps (--average-from)";
    case HILLOCK_SAGA:
        return "one-sample steps whose noise falls to 0: a number of memory a sample";
    case HILLOCK_AGD:
        return "gd with Nesterov's momentum, begun anew where it leads upward";
    case HILLOCK_LBFGS:
        return "quasi-Newton of limited memory: for many features, and losses with a kink";
    case HILLOCK_NEWTON:
        return "Newton's method: a handful of epochs, all digits; for up to some hundred features, "
               "and with --l1";
    case HILLOCK_LEAST_SQUARES:
        return "identity with squared loss at once, by QR: every digit that the data have";
    default:
        return "";
    }
}

static void print_solvers(FILE *file)
{
    const char *name;
    int value = 0;
    (void)fputs("solvers\n", file);
    for (size_t i = 0; (name = hillock_option_choice(HILLOCK_SOLVER, i, &value)); i++) {
        struct wrap wrap = {.file = file, .indent = 18};
        (void)fprintf(file, "  %-14s  ", name);
        wrap.column = wrap.indent;
        wrap_text(&wrap, solver_text(value));
        wrap_end(&wrap);
    }
    (void)fputs("\n"
                "--solver NAME chooses one; auto does by itself. All of them end by one rule: the\n"
                "scaled gradient norm over all samples within --tolerance, or the epochs, steps\n"
                "or seconds used up. Steps of a learning rate find one by themselves unless\n"
                "--learning-rate gives it; --schedule lowers it.\n",
                file);
}

static const char penalties[] =
    "penalties\n"
    "  --l2 X            adds X/2 |w|^2 to J: ridge\n"
    "  --l1 X            adds X times the sum of |w|: lasso; some weights become\n"
    "                    exactly 0. Solvers: newton, lbfgs. With --l2: elastic net\n"
    "  --penalize-bias   --l2 acts on the bias as well\n"
    "  --penalize-raw    both act on the weights of the features as they are, and not\n"
    "                    of the standardized ones\n"
    "\n"
    "J is a mean over the samples: X stays the same when there are more of them. By\n"
    "itself nothing is penalized. Classes that a plane separates, or many features on\n"
    "few samples, need a little: --l2 0.01. The best of several is chosen by\n"
    "cross-validation:\n"
    "\n"
    "  hillock fit FILE.csv --target COLUMN --folds 5 --l2 0,0.001,0.01,0.1\n"
    "\n"
    "With a penalty the standard errors are not those of the estimate, and are left\n"
    "out.\n";

static const char tables[] =
    "tables\n"
    "  CSV, TSV      text, a row a line; between cells commas, semicolons, tabs or\n"
    "                bars, whichever the first line has most of: --delimiter says it\n"
    "  first line    the names of the columns, which options use; one with a comma in\n"
    "                it stands in double quotes. Where all its cells are numbers, and\n"
    "                with --header no, the columns are called 1, 2, ...\n"
    "  LIBSVM        lines of label index:value ...: the label is the target,\n"
    "                features are called by their index, and 0 where not written\n"
    "  NPY           an array of NumPy; columns are called 1, 2, ...\n"
    "  -             in place of the file's name: the standard input, in any of these\n"
    "  --format      auto (by what is in the file), csv (also TSV), libsvm or npy\n"
    "\n"
    "cells\n"
    "  numbers       finite, decimal, such as -1.5e3, in quotes or not\n"
    "  text          in columns that --categorical names, also of numbers that are\n"
    "                codes: each value but the first, in the order of their bytes\n"
    "                (capitals first), becomes a feature of 0 and 1, COLUMN=VALUE\n"
    "  missing       empty, NA, N/A, NaN or NULL: an error; with --missing drop the\n"
    "                row is left out, with --missing mean it is the column's mean\n"
    "  the target    numbers, or the names of two classes: the first of them in the\n"
    "                order of their bytes (Yes, no, yes) becomes 0, the other one 1;\n"
    "                --positive says which one is 1. The numbers -1 and 1 are two\n"
    "                classes, too, where the loss is cross-entropy or not given\n"
    "\n"
    "What is wrong is told with file, line and column. Columns that are passed over\n"
    "may hold anything. A saved model finds its columns by their names, in any order,\n"
    "and takes columns of text as they are.\n";

static const char models[] =
    "models\n"
    "  hillock fit ... --model M    saves the trained neuron, and replaces M whole\n"
    "  hillock info M               shows what is in it\n"
    "  hillock predict M FILE.csv   answers with it: for each row a line\n"
    "  hillock evaluate M FILE.csv  scores it where the answers are known\n"
    "  hillock export M --to c      makes it C, or JSON, which need no hillock\n"
    "\n"
    "A model is a text: activation and loss, the names of the columns, of classes and\n"
    "of the offset, the texts of categories, weights for features as they are\n"
    "measured, how it was trained, and where fit could estimate it the covariance of\n"
    "the weights, which predict --intervals needs. The offset is added again, from\n"
    "the column of its name, and a text that was not there in training is an error.\n"
    "It is exact to the bit, the same on every machine, and has a checksum.\n";

static const char statistics[] =
    "statistics\n"
    "  std. error     of a weight, as other samples of the kind would have it vary:\n"
    "                 --statistics model is right if the distribution is that of the\n"
    "                 loss (squared: normal, cross-entropy: binomial, Poisson,\n"
    "                 Gamma), sandwich also if it is not\n"
    "  z or t         the weight over its standard error; t where the dispersion is\n"
    "                 estimated\n"
    "  P(>|z|)        probability of one farther from 0 if the true weight were 0\n"
    "  95 % interval  holds the true weight with that probability\n"
    "  deviance       twice the log-likelihood that is missing to a perfect fit; the\n"
    "                 null deviance is that of a bias alone\n"
    "  dispersion     variance of the target over that of the distribution; 1 where\n"
    "                 the distribution has its variance given\n"
    "  AIC            2 (number of parameters) - 2 log-likelihood: less is better\n"
    "  R2             of the scores: 1 - sum (y - a)^2 / sum (y - mean y)^2, whatever\n"
    "                 the loss is; on rows held out it may be below 0\n"
    "  --intervals    of hillock predict: the same for the mean of each prediction\n"
    "\n"
    "They are those of R's summary(glm), without a penalty and where training has\n"
    "ended at the minimum; elsewhere a line says what they lack. --test-fraction 0\n"
    "uses all samples.\n";

static const char exit_status[] =
    "exit status\n"
    "  0  done\n"
    "  1  a table or a model cannot be read, is not fit for what was asked, or does\n"
    "     not go with the other; or there is no memory, or the results cannot be\n"
    "     written\n"
    "  2  the command line is wrong\n";

static const char exit_status_of_fit[] =
    "exit status, of hillock fit\n"
    "  0  trained: converged, or the epochs, the steps or the time allowed were used\n"
    "     up, or the classes are separated; \"ended\" says which\n"
    "  1  the table cannot be read or trained on, or has no such target; or there is\n"
    "     no memory, or the results cannot be written\n"
    "  2  the command line is wrong\n"
    "  3  training diverged: no weights are printed\n"
    "  130  Ctrl-C ended the training: what was reached by then is printed,\n"
    "       and saved where --model asked for that\n";

static void print_exit_status(FILE *file)
{
    (void)fprintf(file, "%s\n%s", exit_status, exit_status_of_fit);
}

void print_exit_status_of_fit(FILE *file)
{
    (void)fputs(exit_status_of_fit, file);
}

static const char files[] =
    "files\n"
    "  FILE.csv       a table: hillock help tables\n"
    "  MODEL          a saved neuron: hillock help models\n"
    "  checkpoint     a training under way: fit --checkpoint FILE writes it, and\n"
    "                 --resume goes on from it, with that table and those options\n"
    "\n"
    "hillock reads no file of settings, and writes the files that an option names,\n"
    "each whole or not at all: it becomes FILE when it is whole, and until then is\n"
    "called FILE.hillock-NUMBER-NUMBER.tmp, beside it. One that stays behind, after\n"
    "kill -9 or a crash of the machine, may be deleted.\n";

static const char environment[] =
    "environment\n"
    "  OMP_NUM_THREADS  how many threads; --threads wins. Their number changes no bit\n"
    "                   of a result, only the time\n"
    "  OMP_WAIT_POLICY  passive: faster where other programs keep the cores busy\n"
    "  OPENBLAS_NUM_THREADS\n"
    "                   1: the same for factorisations of thousands of features\n"
    "  OPENBLAS_CORETYPE\n"
    "                   SkylakeX or Haswell: kernels for an OpenBLAS that does not\n"
    "                   know the processor (hillock --version names Prescott then):\n"
    "                   standard errors of hundreds of features take half the time\n"
    "  PATH             where gnuplot is looked for, which --plot needs\n"
    "\n"
    "Numbers are read and written with a point, whatever the locale.\n";

static const struct topic topics[] = {
    {"activations", "what a = f(z) can be", NULL, print_activations},
    {"losses", "what J is the mean of, and what goes together", NULL, print_losses},
    {"solvers", "how J is made small", NULL, print_solvers},
    {"penalties", "ridge, lasso, and when they are needed", penalties, NULL},
    {"tables", "what is read", tables, NULL},
    {"models", "a trained neuron in a file, and what is done with it", models, NULL},
    {"statistics", "standard errors, intervals, deviance", statistics, NULL},
    {"files", "which files there are", files, NULL},
    {"environment", "threads, and other programs", environment, NULL},
    {"exit-status", "what a script learns", NULL, print_exit_status},
};

const struct topic *topic_at(size_t index)
{
    return index < sizeof topics / sizeof *topics ? &topics[index] : NULL;
}

const struct topic *topic_named(const char *name)
{
    for (size_t i = 0; topic_at(i); i++)
        if (strcmp(topic_at(i)->name, name) == 0)
            return topic_at(i);
    return NULL;
}

void topic_print(const struct topic *topic, FILE *file)
{
    if (topic->text)
        (void)fputs(topic->text, file);
    else
        topic->print(file);
}
