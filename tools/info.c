#include "info.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "formulas.h"
#include "growth.h"
#include "hillock/hillock.h"
#include "option_text.h"
#include "shown.h"

static const char usage[] =
    "usage\n"
    "  hillock info MODEL [--json]\n"
    "\n"
    "Prints what a model is: its activation and loss, how it was trained, and each\n"
    "weight with the feature it belongs to and that feature's mean and deviation in\n"
    "training, where the model has them. --json: the same as one object, as hillock\n"
    "export --to json writes it.\n";

static void print_training(const hillock_model *model)
{
    double J, norm, epochs, solver, status;
    if (hillock_model_report(model, HILLOCK_REPORT_J, &J) ||
        hillock_model_report(model, HILLOCK_REPORT_GRADIENT_NORM, &norm) ||
        hillock_model_report(model, HILLOCK_REPORT_EPOCHS, &epochs) ||
        hillock_model_report(model, HILLOCK_REPORT_SOLVER, &solver) ||
        hillock_model_report(model, HILLOCK_REPORT_STATUS, &status))
        return;
    const size_t m = hillock_model_n_samples(model);
    (void)printf("trained    on %zu sample%s by %s, %g epoch%s: %s\n", m, m == 1 ? "" : "s",
                 option_choice_name(HILLOCK_SOLVER, (int)solver), epochs, epochs == 1 ? "" : "s",
                 status == HILLOCK_OK ? "converged"
                                      : hillock_status_text((hillock_status)(int)status));
    (void)printf("           J %.10g, scaled gradient norm %.3g\n", J, norm);
}

static void print_name(const char *key, const char *name)
{
    if (!name)
        return;
    (void)printf("%-10s ", key);
    print_shown(stdout, name, 0);
    (void)putchar('\n');
}

static void print_offset(const char *name)
{
    if (!name)
        return;
    (void)fputs("offset     ", stdout);
    if (*name)
        print_shown(stdout, name, 0);
    (void)printf("%sadded to z = w x + b\n", *name ? ", " : "");
}

static void print_neuron(const hillock_neuron *neuron)
{
    const hillock_activation activation = hillock_neuron_activation(neuron);
    const hillock_loss loss = hillock_neuron_loss(neuron);
    (void)printf("activation %s, a = %s\n", hillock_activation_name(activation),
                 activation_formula(activation));
    (void)printf("loss       %s, l = %s\n", hillock_loss_name(loss), loss_formula(loss));
}

/* Of the features: w, mean and deviation, n numbers each. */
static void print_weights(const hillock_model *model, const double *numbers, double b, size_t n)
{
    const double *const mean = numbers + n, *const deviation = numbers + 2 * n;
    const bool has_spread = hillock_model_get_spread(model, NULL, NULL) == HILLOCK_OK;
    (void)printf(has_spread ? "\n%24s  %12s  %12s  feature\n" : "\n%24s  feature\n", "weight",
                 "mean", "deviation");
    (void)printf("%24.17g  %*s(bias)\n", b, has_spread ? 28 : 0, "");
    for (size_t i = 0; i < n; i++) {
        const char *const name = hillock_model_feature_name(model, i);
        (void)printf("%24.17g  ", numbers[i]);
        if (has_spread)
            (void)printf("%12.6g  %12.6g  ", mean[i], deviation[i]);
        if (name)
            print_shown(stdout, name, 0);
        else
            (void)printf("%zu", i);
        (void)putchar('\n');
    }
}

static bool print_all(const hillock_model *model, struct fault *fault)
{
    const hillock_neuron *const neuron = hillock_model_neuron(model);
    const size_t n = hillock_neuron_n_features(neuron);
    double b = 0, *const numbers = grown_array(NULL, n + 1, 3, sizeof *numbers);
    if (!numbers)
        return fail(fault, "no memory for %zu weights", n);
    (void)hillock_neuron_get_parameters(neuron, numbers, &b);
    (void)hillock_model_get_spread(model, numbers + n, numbers + 2 * n);
    print_neuron(neuron);
    print_name("target", hillock_model_target_name(model));
    print_offset(hillock_model_offset_name(model));
    print_name("lower", hillock_model_class_name(model, 0));
    print_name("upper", hillock_model_class_name(model, 1));
    print_training(model);
    if (hillock_model_inference(model))
        print_name("covariance", "of the weights: hillock predict --intervals");
    print_weights(model, numbers, b, n);
    free(numbers);
    return true;
}

/* A hillock_write_function. */
static int write_out(const char *bytes, size_t count, void *payload)
{
    (void)payload;
    return fwrite(bytes, 1, count, stdout) != count; /* main says why */
}

static bool print_object(hillock_model *model, struct fault *fault)
{
    const hillock_status status =
        hillock_model_export(model, HILLOCK_LANGUAGE_JSON, NULL, write_out, NULL);
    return status == HILLOCK_OK || ferror(stdout) || fail(fault, "%s", hillock_status_text(status));
}

int info(int count, char **words, struct fault *fault)
{
    char message[600];
    hillock_model *model = NULL;
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        (void)fputs(usage, stdout);
        return EXITS_TRAINED;
    }
    const bool is_first = count == 2 && strcmp(words[0], "--json") == 0;
    const bool json = is_first || (count == 2 && strcmp(words[1], "--json") == 0);
    const char *const path = count > 0 ? words[is_first] : "-";
    if (count != 1 + json || path[0] == '-') {
        (void)fail(fault, "one model is needed: hillock info MODEL");
        return EXITS_USAGE;
    }
    if (hillock_model_load(&model, path, sizeof message, message) != HILLOCK_OK) {
        (void)fail(fault, "%s", message);
        return EXITS_DATA;
    }
    const bool done = json ? print_object(model, fault) : print_all(model, fault);
    hillock_model_destroy(model);
    return done ? EXITS_TRAINED : EXITS_DATA;
}
