#include "explain.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "derivation.h"
#include "derivation_text.h"
#include "roles.h"
#include "starting.h"
#include "study.h"
#include "wrap.h"

enum { TOP = 8, MOST_ROWS = 1000 };

struct explaining {
    struct study study;
    size_t from; /* the first sample to explain, from 1 */
    size_t rows; /* how many */
    size_t top;  /* features to print */
    bool full;   /* the Jacobian with its zeros */
    bool json;
};

static const char usage[] =
    "usage\n"
    "  hillock explain FILE.csv --target COLUMN [options]   (FILE -: the standard input)\n"
    "\n"
    "Prints the derivation on the first samples of a table: X, z, a, J, each factor of\n"
    "the chain rule, dJ/dw and dJ/db, with their shapes and the rule that leads from one\n"
    "to the next, beside central differences of J.\n"
    "\n"
    "options\n"
    "  --rows K           samples to take [default 4]\n"
    "  --from J           the first of them [default 1]\n"
    "  --activation NAME  f in a = f(z) [default: by the loss or the target, as fit does]\n"
    "  --loss NAME        what J is the mean of [default: by the target, as fit does]\n"
    "  --alpha, --delta, --tau X   the shape of an activation or a loss that has one\n"
    "  --model MODEL      the neuron and its weights are those of a model; without one,\n"
    "                     they are made up: 0.5 and -0.25 in turn over the spread of\n"
    "                     the feature, rounded\n"
    "  --full-jacobian    da/dz with its zeros, as well as its diagonal\n"
    "  --all              every feature, not only the first 8\n"
    "  --json             one object with all digits and every feature: X, y, w, b, z, a,\n"
    "                     l, J, the factors, and what differences of J say\n";

static void print_usage(void)
{
    (void)fputs(usage, stdout);
    (void)fputs(roles_columns_usage, stdout);
    (void)fputs(roles_classes_usage, stdout);
    (void)fputs(roles_form_usage, stdout);
}

/* The words used; 0: refused. */
static int take_own(void *payload, int count, char **words, struct fault *fault)
{
    struct explaining *const e = payload;
    if (strcmp(words[0], "--full-jacobian") == 0)
        return e->full = true;
    if (strcmp(words[0], "--json") == 0)
        return e->json = true;
    if (strcmp(words[0], "--all") == 0) {
        e->top = SIZE_MAX;
        return 1;
    }
    if (strcmp(words[0], "--rows") == 0)
        return study_count(count, words, 1, MOST_ROWS, &e->rows, fault) ? 2 : 0;
    if (strcmp(words[0], "--from") == 0)
        return study_count(count, words, 1, 1000000000, &e->from, fault) ? 2 : 0;
    return fail(fault, "there is no option %.60s; hillock explain --help lists them", words[0]);
}

/* Which neuron, at which parameters, on which samples. */
static void print_title(const struct explaining *e, size_t m)
{
    const struct study *const study = &e->study;
    struct wrap wrap = {.file = stdout};
    char text[640];
    const size_t all = study->table.n_samples;
    (void)snprintf(text, sizeof text, "One neuron, %s with %s, on",
                   hillock_activation_name(study->choice.activation),
                   hillock_loss_name(study->choice.loss));
    wrap_text(&wrap, text);
    if (m == all)
        (void)snprintf(text, sizeof text, "all %zu sample%s", all, all == 1 ? "" : "s");
    else if (m == 1)
        (void)snprintf(text, sizeof text, "sample %zu of the %zu", e->from, all);
    else
        (void)snprintf(text, sizeof text, "samples %zu to %zu of the %zu", e->from, e->from + m - 1,
                       all);
    wrap_text(&wrap, text);
    (void)snprintf(text, sizeof text, "of %.255s; target %.255s.", study->file, study->target);
    wrap_text(&wrap, text);
    if (m < all)
        wrap_text(&wrap, "J is the mean over those shown.");
    wrap_text(&wrap, study->model_path
                         ? "w and b are the model's."
                         : "w and b are made up, so that z differs from sample to sample; --model "
                           "MODEL takes those of a trained neuron.");
    wrap_end(&wrap);
}

static bool run(struct explaining *e, struct fault *fault)
{
    struct study *const study = &e->study;
    const size_t first = e->from - 1;
    if (first >= study->table.n_samples)
        return fail(fault, "--from %zu: the table has %zu sample%s", e->from,
                    study->table.n_samples, study->table.n_samples == 1 ? "" : "s");
    const size_t left = study->table.n_samples - first, m = e->rows < left ? e->rows : left;
    const double *const X = study->table.features + first * study->table.n_features;
    const double *const y = study->table.targets + first;
    struct derivation derivation = {0};
    struct fault why = {""};
    bool done = study->model_path || start_somewhere(study->neuron, m, X, y, &why);
    done = done && derivation_make(&derivation, study->neuron, m, X, y, &why);
    if (!done)
        (void)fail(fault, "%s: %s", source_name(study->file), why.text);
    else {
        derivation.first = first;
        if (e->json)
            print_derivation_json(&derivation, study->neuron, study->target, study->table.names);
        else {
            print_title(e, m);
            print_derivation(&derivation, study->neuron, study->table.names, e->top, e->full);
        }
    }
    derivation_free(&derivation);
    return done;
}

int explain(int count, char **words, struct fault *fault)
{
    struct explaining e = {.from = 1, .rows = 4, .top = TOP};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        print_usage();
        return EXITS_TRAINED;
    }
    if (!study_read(&e.study, count, words, take_own, &e, fault))
        return EXITS_USAGE;
    int exits = study_begin(&e.study, "explain", fault);
    if (!exits && !run(&e, fault))
        exits = EXITS_DATA;
    study_end(&e.study);
    return exits;
}
