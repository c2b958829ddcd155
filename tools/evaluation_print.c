/* The scores of a model for people, and for programs. */
#include <math.h>
#include <stdio.h>

#include "evaluation.h"
#include "json_text.h"
#include "shown.h"

const char *evaluation_class_name(const hillock_model *model, size_t which)
{
    const char *const name = hillock_model_class_name(model, which);
    const hillock_loss loss = hillock_neuron_loss(hillock_model_neuron(model));
    if (name)
        return name;
    return which == 1 ? "1" : loss == HILLOCK_CROSS_ENTROPY ? "0" : "-1";
}

static void print_cell(double value)
{
    if (isnan(value))
        (void)printf("  %12s", "-");
    else
        (void)printf("  %12.6g", value);
}

static void print_score(const char *name, double value)
{
    (void)printf("  %-18s", name);
    print_cell(value);
    (void)putchar('\n');
}

enum { SHOWN = 64 }; /* bytes of a name */

static void show_class(const hillock_model *model, size_t which, char name[SHOWN])
{
    (void)snprintf(name, SHOWN, "%s", evaluation_class_name(model, which));
    make_shown(name);
}

/* Rows: what they are; columns: what they were taken for. */
static void print_confusion(const struct evaluation *e, const hillock_model *model)
{
    char names[2][SHOWN];
    for (size_t k = 0; k < 2; k++)
        show_class(model, k, names[k]);
    (void)printf("\n%-20s  %12s  %12s\n", "confusion", "predicted", "predicted");
    (void)printf("  %-18s  %12.12s  %12.12s  %12s  %12s\n", "actual", names[0], names[1],
                 "precision", "recall");
    for (size_t k = 0; k < 2; k++) {
        (void)printf("  %-18.18s  %12.10g  %12.10g", names[k], e->counts[k][0], e->counts[k][1]);
        print_cell(e->precision[k]);
        print_cell(e->recall[k]);
        (void)putchar('\n');
    }
    (void)printf("  %.40s is predicted from a = %g on\n", names[1], e->threshold);
}

static void print_calibration(const struct evaluation *e, const hillock_model *model)
{
    char upper[SHOWN];
    show_class(model, 1, upper);
    (void)printf("\n%-20s  %12s  %12s  share of %.40s\n", "calibration",
                 e->is_weighted ? "weight" : "samples", "mean a", upper);
    for (size_t k = 0; k < EVALUATION_BINS; k++) {
        (void)printf("  a %.1f to %.1f        %12.10g", (double)k / EVALUATION_BINS,
                     (double)(k + 1) / EVALUATION_BINS, e->bins[k].count);
        print_cell(e->bins[k].mean);
        print_cell(e->bins[k].share);
        (void)putchar('\n');
    }
}

void evaluation_print(const struct evaluation *e, const hillock_model *model, const char *file,
                      const char *target)
{
    const hillock_neuron *const neuron = hillock_model_neuron(model);
    const size_t n = hillock_neuron_n_features(neuron);
    (void)printf("data    %s: %zu sample%s, target %s\n", file, e->n_samples,
                 e->n_samples == 1 ? "" : "s", target);
    (void)printf("neuron  %s with the loss %s, %zu feature%s\n",
                 hillock_activation_name(hillock_neuron_activation(neuron)),
                 hillock_loss_name(hillock_neuron_loss(neuron)), n, n == 1 ? "" : "s");
    (void)printf(e->is_weighted ? "\nweighted scores\n" : "\nscores\n");
    if (e->has_classes) {
        print_score("accuracy", e->accuracy);
        print_score("ROC AUC", e->auc);
    } else {
        print_score("RMSE", e->rmse);
        print_score("MAE", e->mae);
        print_score("R2", e->r2);
    }
    print_score(e->has_probabilities ? "log loss" : "J (mean loss)", e->J);
    if (e->has_probabilities)
        print_score("calibration error", e->calibration_error);
    if (e->has_classes)
        print_confusion(e, model);
    if (e->has_probabilities)
        print_calibration(e, model);
}

static void put_number(const char *key, double value)
{
    (void)printf("%s: ", key);
    json_number(value);
}

/* Of a key that is not of these targets. */
static void put_nulls(const char *const *keys)
{
    for (; *keys; keys++)
        (void)printf(",\n  \"%s\": null", *keys);
}

static void put_classes(const struct evaluation *e, const hillock_model *model)
{
    put_number(",\n  \"threshold\"", e->threshold);
    put_number(",\n  \"accuracy\"", e->accuracy);
    put_number(",\n  \"auc\"", e->auc);
    (void)printf(",\n  \"classes\": [");
    for (size_t k = 0; k < 2; k++) {
        (void)printf(k ? ",\n    {\"name\": " : "\n    {\"name\": ");
        json_string(evaluation_class_name(model, k));
        put_number(", \"samples\"", e->counts[k][0] + e->counts[k][1]);
        put_number(", \"precision\"", e->precision[k]);
        put_number(", \"recall\"", e->recall[k]);
        (void)printf("}");
    }
    (void)printf("\n  ],\n  \"confusion\": [");
    json_numbers(e->counts[0], 2);
    (void)printf(", ");
    json_numbers(e->counts[1], 2);
    (void)putchar(']');
}

static void put_calibration(const struct evaluation *e)
{
    put_number(",\n  \"log_loss\"", e->J);
    put_number(",\n  \"calibration_error\"", e->calibration_error);
    (void)printf(",\n  \"calibration\": [");
    for (size_t k = 0; k < EVALUATION_BINS; k++) {
        put_number(k ? ",\n    {\"from\"" : "\n    {\"from\"", (double)k / EVALUATION_BINS);
        put_number(", \"to\"", (double)(k + 1) / EVALUATION_BINS);
        put_number(", \"samples\"", e->bins[k].count);
        put_number(", \"mean\"", e->bins[k].mean);
        put_number(", \"share\"", e->bins[k].share);
        (void)printf("}");
    }
    (void)printf("\n  ]");
}

void evaluation_print_json(const struct evaluation *e, const hillock_model *model,
                           const char *target)
{
    const hillock_neuron *const neuron = hillock_model_neuron(model);
    (void)printf("{\n  \"samples\": %zu,\n  \"target\": ", e->n_samples);
    json_string(target);
    (void)printf(",\n  \"activation\": \"%s\",\n  \"loss\": \"%s\"",
                 hillock_activation_name(hillock_neuron_activation(neuron)),
                 hillock_loss_name(hillock_neuron_loss(neuron)));
    put_number(",\n  \"J\"", e->J);
    const bool is_of_values = !e->has_classes;
    put_number(",\n  \"rmse\"", is_of_values ? e->rmse : (double)NAN);
    put_number(",\n  \"mae\"", is_of_values ? e->mae : (double)NAN);
    put_number(",\n  \"r2\"", is_of_values ? e->r2 : (double)NAN);
    if (e->has_classes)
        put_classes(e, model);
    else
        put_nulls(
            (const char *const[]){"threshold", "accuracy", "auc", "classes", "confusion", NULL});
    if (e->has_probabilities)
        put_calibration(e);
    else
        put_nulls((const char *const[]){"log_loss", "calibration_error", "calibration", NULL});
    (void)printf("\n}\n");
}
