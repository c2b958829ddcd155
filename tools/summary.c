#include "summary.h"

#include <math.h>
#include <stdio.h>
#include <stdint.h>
#include <string.h>

#include "acting.h"
#include "option_text.h"
#include "shown.h"
#include "wrap.h"

enum { INDENT = 11 };

/* "label      text text text ...", wrapped and indented. */
static struct wrap begin(const char *label)
{
    (void)printf("%-*s", INDENT, label);
    return (struct wrap){.file = stdout, .indent = INDENT, .column = INDENT};
}

static double report(const hillock_trainer *trainer, hillock_report key)
{
    double value = 0;
    (void)hillock_trainer_report(trainer, key, &value);
    return value;
}

static const char *plural(double count)
{
    return count == 1 ? "" : "s";
}

static void print_constant_features(const struct table *table, const hillock_dataset *all)
{
    size_t first = 0;
    const size_t count = hillock_dataset_constant_features(all, 1, &first);
    if (count == 0)
        return;
    (void)printf("%*sconstant, so of no use: ", INDENT, "");
    print_shown(stdout, table->names[first], 0);
    if (count > 1)
        (void)printf(" and %zu more", count - 1);
    (void)putchar('\n');
}

/* Words are coded as the loss takes them: -1 and 1, or 0 and 1. */
static int lower_target(const struct table *table)
{
    for (size_t j = 0; j < table->n_samples; j++)
        if (table->targets[j] < 0)
            return -1;
    return 0;
}

/* What the other columns are for, and the words that 0 and 1 stand for. */
static void print_roles(const struct arguments *arguments, const struct table *table,
                        const hillock_dataset *all)
{
    const struct roles *const roles = &arguments->roles;
    const size_t n_zero = hillock_dataset_zero_weights(all);
    if (roles->weight)
        (void)printf("%*sweighted by %s", INDENT, "", roles->weight);
    if (n_zero > 0)
        (void)printf(", %zu of them 0", n_zero);
    if (roles->weight)
        (void)printf("\n");
    if (roles->offset)
        (void)printf("%*soffset in z: %s\n", INDENT, "", roles->offset);
    if (!table->classes[1])
        return;
    (void)printf("%*sclasses: %d = ", INDENT, "", lower_target(table));
    print_shown(stdout, table->classes[0], 0);
    (void)fputs(", 1 = ", stdout);
    print_shown(stdout, table->classes[1], 0);
    (void)putchar('\n');
}

void print_data(const struct arguments *arguments, const struct table *table,
                const hillock_dataset *all, size_t n_held_out, size_t n_validating)
{
    const char *const file = source_name(arguments->file);
    (void)printf("%-*s%s: %zu sample%s, %zu feature%s, target %s\n", INDENT, "data", file,
                 table->n_samples, plural((double)table->n_samples), table->n_features,
                 plural((double)table->n_features), arguments->roles.target);
    (void)printf("%*s%zu to train on", INDENT, "", table->n_samples - n_held_out - n_validating);
    if (n_validating > 0)
        (void)printf(", %zu to stop by", n_validating);
    (void)printf(", %zu held out\n", n_held_out);
    print_roles(arguments, table, all);
    print_constant_features(table, all);
}

/* alpha, delta and tau, where this neuron has them. */
static void print_shape(const hillock_neuron *neuron)
{
    for (size_t i = 0; hillock_option_at(i); i++) {
        const int key = hillock_option_at(i);
        double value = 0;
        if (hillock_option_of_neuron(key) &&
            hillock_neuron_get_real(neuron, key, &value) == HILLOCK_OK)
            (void)printf(", %s=%g", hillock_option_name(key), value);
    }
}

void print_neuron(const struct choice *choice, const hillock_neuron *neuron)
{
    (void)printf("%-*s%s activation, %s loss", INDENT, "neuron",
                 hillock_activation_name(hillock_neuron_activation(neuron)),
                 hillock_loss_name(hillock_neuron_loss(neuron)));
    print_shape(neuron);
    (void)printf("\n");
    if (choice->reason)
        (void)printf("%*schosen: %s\n", INDENT, "", choice->reason);
}

/* Those that act and were changed, and the few that everybody asks about. */
static bool is_of_interest(const hillock_trainer *trainer, hillock_loss loss, int key)
{
    char setting[64], initial[64];
    if (hillock_option_of_neuron(key) || !option_is_offered(key) ||
        option_needs(trainer, loss, key))
        return false;
    option_setting(trainer, key, setting, sizeof setting);
    option_default(key, initial, sizeof initial);
    return strcmp(setting, initial) != 0 || key == HILLOCK_SOLVER || key == HILLOCK_LEARNING_RATE ||
           key == HILLOCK_EPOCHS || key == HILLOCK_TOLERANCE || key == HILLOCK_SEED ||
           key == HILLOCK_BATCH_SIZE || key == HILLOCK_STANDARDIZE;
}

void print_settings(const hillock_trainer *trainer, hillock_loss loss, bool validates)
{
    struct wrap wrap = begin("settings");
    for (size_t i = 0; hillock_option_at(i); i++) {
        const int key = hillock_option_at(i);
        char setting[64], text[128];
        if (!is_of_interest(trainer, loss, key) || (key == HILLOCK_PATIENCE && !validates))
            continue;
        option_setting(trainer, key, setting, sizeof setting);
        const bool is_chosen =
            (key == HILLOCK_LEARNING_RATE || key == HILLOCK_EPOCHS) && strcmp(setting, "0") == 0;
        (void)snprintf(text, sizeof text, "%s=%s", hillock_option_name(key),
                       is_chosen ? "automatic" : setting);
        wrap_text(&wrap, text);
    }
    wrap_end(&wrap);
}

void print_folds(const struct folds *folds)
{
    if (!folds->results)
        return;
    (void)printf("\n%zu folds: mean loss of what was left out\n  %10s  %10s  %12s  %12s\n",
                 folds->count, "l1", "l2", "loss", "std. error");
    for (size_t i = 0; i < folds->n_results; i++) {
        const struct fold_result *const result = &folds->results[i];
        char error[32] = "-";
        if (isfinite(result->error))
            (void)snprintf(error, sizeof error, "%.3g", result->error);
        (void)printf("  %10g  %10g  %12.6g  %12s%s\n", result->l1, result->l2, result->loss, error,
                     i == folds->best ? "  least" : "");
    }
}

void print_ending(const hillock_trainer *trainer, const char *rule)
{
    struct wrap wrap = begin("ended");
    wrap_text(&wrap, rule);
    wrap_end(&wrap);
    if (solver_has_rate((hillock_solver)report(trainer, HILLOCK_REPORT_SOLVER)))
        (void)printf("%*slearning rate of the last step: %.6g\n", INDENT, "",
                     report(trainer, HILLOCK_REPORT_LEARNING_RATE));
}

void print_time(const hillock_trainer *trainer)
{
    const double epochs = report(trainer, HILLOCK_REPORT_EPOCHS);
    const double steps = report(trainer, HILLOCK_REPORT_STEPS);
    (void)printf("%-*s%.3g s for %.10g epoch%s, %.0f step%s; %.3g samples/s\n", INDENT, "time",
                 report(trainer, HILLOCK_REPORT_SECONDS), epochs, plural(epochs), steps,
                 plural(steps), report(trainer, HILLOCK_REPORT_SAMPLES_PER_SECOND));
}

static void print_finite(const char *name, double value)
{
    if (isfinite(value))
        (void)printf("%s %.6g", name, value);
    else
        (void)printf("%s -", name);
}

void print_deviances(const struct coefficients *coefficients)
{
    const struct coefficients *const c = coefficients;
    if (c->has_likelihood) {
        const char *const kind = c->is_estimated ? "estimated" : "fixed";
        (void)putchar('\n');
        print_finite("deviance  ", c->deviance);
        (void)printf(" on %.6g degrees of freedom; ", c->residual_df);
        print_finite("null deviance", c->null_deviance);
        (void)printf(" on %.6g\n%*s", c->null_df, INDENT, "");
        print_finite("dispersion", c->dispersion);
        (void)printf(", %s; ", isfinite(c->dispersion) ? kind : "no degree of freedom is left");
        print_finite("AIC", c->aic);
        (void)putchar('\n');
    }
    if (!c->remark[0])
        return;
    if (!c->has_likelihood)
        (void)putchar('\n');
    struct wrap wrap = begin("remark");
    wrap_text(&wrap, c->remark);
    wrap_end(&wrap);
}

void print_kept(const char *path, bool has_covariance)
{
    (void)printf("\n%-*ssaved to %s; hillock predict answers with it%s\n", INDENT, "model", path,
                 has_covariance ? ", also with --intervals" : "");
}

void print_gradient_check(hillock_neuron *neuron, const hillock_dataset *training)
{
    double error = 0;
    const hillock_status status = hillock_check_gradient(neuron, training, &error);
    if (status)
        (void)printf("\ngradient check  not possible: %s\n", hillock_neuron_message(neuron));
    else
        (void)printf("\ngradient check  %.1e: %s\n", error,
                     error <= 1e-6
                         ? "exact and central differences agree"
                         : "more than 1e-6; a kink of the activation or the loss may be near");
}
