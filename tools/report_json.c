#include "report_json.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

#include "json_text.h"
#include "option_text.h"
#include "summary.h"

static void name_key(const char *key)
{
    (void)printf(",\n  \"%s\": ", key);
}

static void print_text(const char *key, const char *text)
{
    name_key(key);
    json_string(text);
}

static void print_value(const char *key, double value)
{
    name_key(key);
    json_number(value);
}

static double report(const struct fit_report *r, hillock_report key)
{
    double value = NAN;
    (void)hillock_trainer_report(r->trainer, key, &value);
    return value;
}

static double setting(const struct fit_report *r, int key)
{
    double real = NAN;
    int64_t integer = 0;
    if (hillock_option_kind(key) == HILLOCK_TYPE_REAL)
        (void)hillock_trainer_get_real(r->trainer, key, &real);
    else if (hillock_trainer_get_integer(r->trainer, key, &integer) == HILLOCK_OK)
        real = (double)integer;
    return real;
}

static void print_training(const struct fit_report *r)
{
    (void)fputs("{\n  \"status\": ", stdout);
    json_string(hillock_status_name(r->status));
    print_text("rule", r->rule);
    print_text("solver", option_choice_name(HILLOCK_SOLVER, (int)report(r, HILLOCK_REPORT_SOLVER)));
    print_value("loss", report(r, HILLOCK_REPORT_J));
    print_value("gradient_norm", report(r, HILLOCK_REPORT_GRADIENT_NORM));
    print_value("gap", report(r, HILLOCK_REPORT_GAP));
    print_value("condition", report(r, HILLOCK_REPORT_CONDITION));
    print_value("epochs", report(r, HILLOCK_REPORT_EPOCHS));
    print_value("passes", report(r, HILLOCK_REPORT_PASSES));
    print_value("seconds", report(r, HILLOCK_REPORT_SECONDS));
    print_value("samples", (double)hillock_dataset_n_samples(r->training));
    print_value("validating", (double)r->n_validating);
    print_value("held_out", (double)hillock_dataset_n_samples(r->held_out));
    print_value("l1", setting(r, HILLOCK_L1));
    print_value("l2", setting(r, HILLOCK_L2));
    print_value("seed", setting(r, HILLOCK_SEED));
}

static void print_neuron_json(const struct fit_report *r)
{
    print_text("activation", hillock_activation_name(hillock_neuron_activation(r->neuron)));
    print_text("loss_name", hillock_loss_name(hillock_neuron_loss(r->neuron)));
    print_text("file", r->file);
    print_text("target", r->target);
    print_text("weight", r->weight);
    print_text("offset", r->offset);
    name_key("classes");
    if (r->table->classes[1]) {
        (void)putchar('[');
        json_string(r->table->classes[0]);
        (void)fputs(", ", stdout);
        json_string(r->table->classes[1]);
        (void)putchar(']');
    } else
        json_string(NULL);
    print_text("model", r->model);
    print_text("checkpoint", r->checkpoint);
}

static void print_score_set(const char *key, const struct fit_report *r,
                            const hillock_dataset *dataset)
{
    const struct score_line *const lines = scores_of(hillock_neuron_loss(r->neuron));
    name_key(key);
    if (!dataset) {
        (void)fputs("null", stdout);
        return;
    }
    for (size_t i = 0; i < N_SCORES; i++) {
        double value = NAN;
        if (hillock_score(r->neuron, dataset, lines[i].kind, &value))
            value = NAN;
        (void)printf("%s\"%s\": ", i == 0 ? "{" : ", ", lines[i].key);
        json_number(value);
    }
    (void)putchar('}');
}

static void print_fit(const struct coefficients *c)
{
    print_value("deviance", c ? c->deviance : NAN);
    print_value("null_deviance", c ? c->null_deviance : NAN);
    print_value("residual_df", c ? c->residual_df : NAN);
    print_value("null_df", c ? c->null_df : NAN);
    print_value("dispersion", c ? c->dispersion : NAN);
    print_value("log_likelihood", c ? c->log_likelihood : NAN);
    print_value("aic", c ? c->aic : NAN);
    print_text("remark", c && c->remark[0] ? c->remark : NULL);
}

static void print_coefficient(const struct coefficients *c, size_t i, const char *name)
{
    const struct {
        const char *key;
        const double *numbers;
    } columns[] = {{"estimate", c->estimate},   {"std_error", c->std_error},
                   {"statistic", c->statistic}, {"p_value", c->p_value},
                   {"lower", c->lower},         {"upper", c->upper}};
    (void)fputs("\n    {\"name\": ", stdout);
    json_string(name);
    for (size_t k = 0; k < sizeof columns / sizeof *columns; k++) {
        (void)printf(", \"%s\": ", columns[k].key);
        json_number(columns[k].numbers[i]);
    }
    (void)putchar('}');
}

static void print_coefficients(const struct coefficients *c, const struct table *table)
{
    name_key("coefficients");
    (void)putchar('[');
    for (size_t i = 0; c && i < c->n_features; i++) {
        print_coefficient(c, i, table->names[i]);
        (void)putchar(',');
    }
    if (c)
        print_coefficient(c, c->n_features, "(bias)");
    (void)fputs(c ? "\n  ]\n}\n" : "]\n}\n", stdout);
}

static void print_folds_json(const struct folds *folds)
{
    name_key("folds");
    for (size_t i = 0; folds->results && i < folds->n_results; i++) {
        const struct fold_result *const result = &folds->results[i];
        (void)fputs(i == 0 ? "[\n    {\"l1\": " : ",\n    {\"l1\": ", stdout);
        json_number(result->l1);
        (void)fputs(", \"l2\": ", stdout);
        json_number(result->l2);
        (void)fputs(", \"loss\": ", stdout);
        json_number(result->loss);
        (void)fputs(", \"error\": ", stdout);
        json_number(result->error);
        (void)putchar('}');
    }
    (void)fputs(folds->results ? "\n  ]" : "null", stdout);
}

void print_json(const struct fit_report *r)
{
    print_training(r);
    print_neuron_json(r);
    print_score_set("training_scores", r, r->coefficients ? r->training : NULL);
    print_score_set("held_out_scores", r, r->coefficients ? r->held_out : NULL);
    double error = NAN;
    if (!r->coefficients || !r->checks_gradient ||
        hillock_check_gradient(r->neuron, r->training, &error))
        error = NAN;
    print_value("gradient_check", error);
    print_folds_json(r->folds);
    print_fit(r->coefficients);
    print_coefficients(r->coefficients, r->table);
}
