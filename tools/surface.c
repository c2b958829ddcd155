#include "surface.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "defaults.h"
#include "descent.h"
#include "growth.h"
#include "json_text.h"
#include "landscape.h"
#include "library_words.h"
#include "name_list.h"
#include "nearest.h"
#include "number.h"
#include "plot.h"
#include "plot_surface.h"
#include "refusal.h"
#include "roles.h"
#include "study.h"
#include "option_text.h"

enum { LEAST_CELLS = 20, CELLS = 60, PICTURE_CELLS = 120, MOST_CELLS = 1001, MOST_EPOCHS = 100000 };

struct range {
    bool is_given;
    double low, high;
};

struct looking {
    struct study study;
    const char *x_name, *y_name; /* NULL: the only feature; the bias */
    struct range x_range, y_range;
    size_t grid;   /* numbers along each axis; 0: as many as is usual */
    size_t epochs; /* of the path at most */
    bool raw, wants_path, json;
    const char *plot; /* the picture to make instead of the numbers; NULL: none */
    double l2;
    hillock_trainer *trainer; /* of the path */
    struct landscape landscape;
    struct descent descent;
    double *J; /* grid x grid, x fastest */
};

static const char usage[] =
    "usage\n"
    "  hillock surface FILE.csv --target COLUMN --x FEATURE [--y FEATURE] [options]\n"
    "\n"
    "Prints J over a grid of two parameters around its minimum as comma-separated text:\n"
    "x, y, J, and with --path the places a descent came by, in a fourth column numbered\n"
    "from 0. All other parameters stay where the minimum is. The parameters are those of\n"
    "standardized features, as they are in training; --raw: of the features as they are.\n"
    "\n"
    "options\n"
    "  --x, --y FEATURE   whose weights; (bias) is b [default of --y: (bias)]\n"
    "  --x-range, --y-range LOW:HIGH   [default: the minimum and 0 are inside]\n"
    "  --grid N           numbers along each axis [default 61, 121 for a picture; fewer\n"
    "                     where there are many samples]\n"
    "  --l2 X             adds l2/2 |w|^2 to J, as fit does\n"
    "  --model MODEL      the minimum is a model's, and is not searched for\n"
    "  --activation NAME, --loss NAME, --alpha, --delta, --tau X   as explain has them\n"
    "  --raw              weights of raw features: long valleys\n"
    "  --path             where descent goes from 0, both parameters alone\n"
    "  --epochs N         of the path at most [default 200]\n"
    "  --solver NAME      of the path [default gd]\n"
    "  --learning-rate X  of the path [default: chosen]\n"
    "  --json             one object instead: the axes, J in a row for each y, the path\n"
    "  --plot FILE        a picture instead of the numbers, .svg or .png, by gnuplot; or\n"
    "                     as text (-)\n";

/* LOW:HIGH */
static bool take_range(struct range *range, int count, char **words, struct fault *fault)
{
    char low[64];
    const char *const text = study_value(count, words, fault);
    const char *const colon = text ? strchr(text, ':') : NULL;
    const size_t length = colon ? (size_t)(colon - text) : 0;
    if (!text)
        return false;
    if (colon && length < sizeof low) {
        memcpy(low, text, length);
        low[length] = '\0';
        if (number_read(low, &range->low) == NUMBER_DECIMAL &&
            number_read(colon + 1, &range->high) == NUMBER_DECIMAL && range->low < range->high)
            return range->is_given = true;
    }
    return fail(fault, "%s takes two numbers, LOW:HIGH, the lower one first; not \"%.60s\"",
                words[0], text);
}

/* What the library's table has: l2 is that of the training, the others are the path's. */
static int take_setting(struct looking *s, int count, char **words, struct fault *fault)
{
    static const int keys[] = {HILLOCK_L2, HILLOCK_SOLVER, HILLOCK_LEARNING_RATE};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *const name = hillock_option_name(keys[i]);
        if (strncmp(words[0], "--", 2) != 0 || strcmp(words[0] + 2, name) != 0)
            continue;
        const char *const value = study_value(count, words, fault);
        if (!value)
            return 0;
        if (hillock_trainer_set_text(s->trainer, name, value))
            return refuse_value(keys[i], value, fault);
        (void)hillock_trainer_get_real(s->trainer, HILLOCK_L2, &s->l2);
        return 2;
    }
    return fail(fault, "there is no option %.60s; hillock surface --help lists them", words[0]);
}

/* The words used; 0: refused. */
static int take_own(void *payload, int count, char **words, struct fault *fault)
{
    struct looking *const s = payload;
    const char *const word = words[0];
    if (strcmp(word, "--path") == 0)
        return s->wants_path = true;
    if (strcmp(word, "--raw") == 0)
        return s->raw = true;
    if (strcmp(word, "--json") == 0)
        return s->json = true;
    if (strcmp(word, "--plot") == 0)
        return (s->plot = study_value(count, words, fault)) && plot_check(s->plot, fault) ? 2 : 0;
    if (strcmp(word, "--x") == 0)
        return (s->x_name = study_value(count, words, fault)) ? 2 : 0;
    if (strcmp(word, "--y") == 0)
        return (s->y_name = study_value(count, words, fault)) ? 2 : 0;
    if (strcmp(word, "--x-range") == 0)
        return take_range(&s->x_range, count, words, fault) ? 2 : 0;
    if (strcmp(word, "--y-range") == 0)
        return take_range(&s->y_range, count, words, fault) ? 2 : 0;
    if (strcmp(word, "--grid") == 0)
        return study_count(count, words, 2, MOST_CELLS, &s->grid, fault) ? 2 : 0;
    if (strcmp(word, "--epochs") == 0)
        return study_count(count, words, 1, MOST_EPOCHS, &s->epochs, fault) ? 2 : 0;
    return take_setting(s, count, words, fault);
}

/* The neuron goes to the minimum, as fit would find it. */
static bool train(struct looking *s, struct fault *fault)
{
    hillock_trainer *trainer = NULL;
    hillock_dataset *const all = study_view(&s->study, 0, s->study.table.n_samples, fault);
    if (!all)
        return false;
    bool done = !hillock_trainer_create(&trainer) && !set_defaults(trainer) &&
                !hillock_trainer_set_real(trainer, HILLOCK_L2, s->l2);
    const hillock_status status =
        done ? hillock_train(trainer, s->study.neuron, all) : HILLOCK_ERROR_MEMORY;
    char said[600];
    with_names(trainer ? hillock_trainer_message(trainer) : "no memory", s->study.table.names,
               s->study.table.n_features, said, sizeof said);
    if (status < HILLOCK_OK)
        done = status == HILLOCK_ERROR_MEMORY
                   ? fail(fault, "%s", said)
                   : fail(fault, "%s: %s", source_name(s->study.file), said);
    else if (status == HILLOCK_SEPARATED || status == HILLOCK_QUASI_SEPARATED ||
             status == HILLOCK_DIVERGED)
        done = fail(fault, "J has no minimum to look around: %s; with --l2 0.01 it has one",
                    hillock_status_text(status));
    else if (status != HILLOCK_OK)
        (void)fprintf(stderr, "hillock: note: the minimum: %s\n", said);
    hillock_trainer_destroy(trainer);
    hillock_dataset_destroy(all);
    return done;
}

/* The feature of this name, or BIAS. */
static bool find_axis(const struct looking *s, const char *option, const char *name, size_t *axis,
                      struct fault *fault)
{
    *axis = BIAS;
    return strcmp(name, "(bias)") == 0 || study_find(&s->study, option, name, axis, fault);
}

static bool find_axes(const struct looking *s, size_t *x, size_t *y, struct fault *fault)
{
    if (!find_axis(s, "--x", s->x_name, x, fault) || !find_axis(s, "--y", s->y_name, y, fault))
        return false;
    return *x != *y || fail(fault,
                            "--x and --y are the same, %.200s: J over two parameters is "
                            "shown",
                            s->x_name);
}

/* As many numbers along an axis as take a few seconds; odd, for one to be the minimum. */
static size_t usual_grid(const struct looking *s)
{
    const double affordable = sqrt(3e8 / (double)s->study.table.n_samples);
    const double wanted = s->plot ? PICTURE_CELLS : CELLS;
    return 2 * (size_t)(fmax(LEAST_CELLS, fmin(affordable, wanted)) / 2) + 1;
}

static bool evaluate(struct looking *s, struct fault *fault)
{
    struct landscape *const l = &s->landscape;
    s->grid = s->grid ? s->grid : usual_grid(s);
    landscape_choose_ranges(l);
    if (s->x_range.is_given)
        l->x.low = s->x_range.low, l->x.high = s->x_range.high;
    if (s->y_range.is_given)
        l->y.low = s->y_range.low, l->y.high = s->y_range.high;
    s->J = grown_array(NULL, s->grid, s->grid, sizeof *s->J);
    if (!s->J)
        return fail(fault, "no memory for %zu x %zu numbers", s->grid, s->grid);
    for (size_t k = 0; k < s->grid; k++)
        for (size_t i = 0; i < s->grid; i++)
            s->J[k * s->grid + i] =
                landscape_at(l, axis_at(&l->x, i, s->grid), axis_at(&l->y, k, s->grid));
    return !s->wants_path || descent_make(&s->descent, l, s->trainer, s->epochs, fault);
}

static void print_grid(const struct looking *s)
{
    const struct landscape *const l = &s->landscape;
    (void)puts(s->wants_path ? "x,y,J,step" : "x,y,J");
    for (size_t k = 0; k < s->grid; k++)
        for (size_t i = 0; i < s->grid; i++)
            (void)printf("%.17g,%.17g,%.17g%s\n", axis_at(&l->x, i, s->grid),
                         axis_at(&l->y, k, s->grid), s->J[k * s->grid + i],
                         s->wants_path ? "," : "");
    for (size_t k = 0; k < s->descent.count; k++)
        (void)printf("%.17g,%.17g,%.17g,%zu\n", s->descent.x[k], s->descent.y[k], s->descent.J[k],
                     k);
}

static void put_axis(const struct looking *s, const char *key, const struct axis *axis)
{
    (void)printf(",\n  \"%s\": {\"parameter\": ", key);
    json_string(axis->feature == BIAS ? "(bias)" : s->study.table.names[axis->feature]);
    (void)fputs(", \"minimum\": ", stdout);
    json_number(axis->best);
    (void)fputs(", \"values\": [", stdout);
    for (size_t i = 0; i < s->grid; i++) {
        (void)fputs(i > 0 ? ", " : "", stdout);
        json_number(axis_at(axis, i, s->grid));
    }
    (void)fputs("]}", stdout);
}

static void print_object(const struct looking *s)
{
    const struct landscape *const l = &s->landscape;
    (void)fputs("{\n  \"target\": ", stdout);
    json_string(s->study.target);
    (void)printf(",\n  \"activation\": \"%s\",\n  \"loss\": \"%s\",\n  \"standardized\": %s",
                 hillock_activation_name(s->study.choice.activation),
                 hillock_loss_name(s->study.choice.loss), s->raw ? "false" : "true");
    (void)fputs(",\n  \"least_J\": ", stdout);
    json_number(l->least);
    put_axis(s, "x", &l->x);
    put_axis(s, "y", &l->y);
    (void)fputs(",\n  \"J\": [", stdout);
    for (size_t k = 0; k < s->grid; k++) {
        (void)fputs(k > 0 ? ",\n    " : "\n    ", stdout);
        json_numbers(s->J + k * s->grid, s->grid);
    }
    (void)fputs("\n  ],\n  \"path\": [", stdout);
    for (size_t k = 0; k < s->descent.count; k++) {
        const double place[] = {s->descent.x[k], s->descent.y[k], s->descent.J[k]};
        (void)fputs(k > 0 ? ",\n    " : "\n    ", stdout);
        json_numbers(place, 3);
    }
    (void)fputs(s->descent.count > 0 ? "\n  ]\n}\n" : "]\n}\n", stdout);
}

static void label_axis(const struct looking *s, const struct axis *axis, char *text,
                       size_t capacity)
{
    if (axis->feature == BIAS)
        (void)snprintf(text, capacity, "bias%s", s->raw ? "" : ", at the mean of the features");
    else
        (void)snprintf(text, capacity, "weight of %.200s%s", s->study.table.names[axis->feature],
                       s->raw ? "" : ", standardized");
}

static bool draw(const struct looking *s, struct fault *fault)
{
    const struct choice *const choice = &s->study.choice;
    char title[400], x[256], y[256], solver[64];
    int64_t value = HILLOCK_GD;
    (void)snprintf(title, sizeof title, "J for %.200s: %s activation, %s loss%s", s->study.target,
                   hillock_activation_name(choice->activation), hillock_loss_name(choice->loss),
                   s->study.table.n_features + 1 > 2 ? "; all else at the minimum" : "");
    label_axis(s, &s->landscape.x, x, sizeof x);
    label_axis(s, &s->landscape.y, y, sizeof y);
    (void)hillock_trainer_get_integer(s->trainer, HILLOCK_SOLVER, &value);
    const size_t epochs = s->descent.count > 0 ? s->descent.count - 1 : 0;
    (void)snprintf(solver, sizeof solver, "%s, %zu epoch%s",
                   option_choice_name(HILLOCK_SOLVER, (int)value), epochs, epochs == 1 ? "" : "s");
    const struct surface_picture picture = {.landscape = &s->landscape,
                                            .descent = &s->descent,
                                            .J = s->J,
                                            .grid = s->grid,
                                            .title = title,
                                            .x_label = x,
                                            .y_label = y,
                                            .solver = solver};
    return plot_surface(&picture, s->plot, fault);
}

static int run(struct looking *s, struct fault *fault)
{
    size_t x, y;
    if (s->plot && s->json) {
        (void)fail(fault,
                   "--plot draws instead of the numbers, and --json writes them: one of them");
        return EXITS_USAGE;
    }
    if (s->plot && !plot_is_possible(s->plot, s->study.file, fault))
        return EXITS_DATA;
    if (!s->x_name && s->study.table.n_features == 1)
        s->x_name = s->study.table.names[0];
    if (!s->x_name) {
        (void)fail(fault, "which parameter goes to the right? --x FEATURE; upward goes --y, by "
                          "itself the bias");
        return EXITS_USAGE;
    }
    s->y_name = s->y_name ? s->y_name : "(bias)";
    if (!find_axes(s, &x, &y, fault))
        return EXITS_USAGE;
    if ((!s->study.model_path && !train(s, fault)) ||
        !landscape_make(&s->landscape, &s->study, x, y, s->l2, s->raw, fault) ||
        !evaluate(s, fault))
        return EXITS_DATA;
    if (s->plot)
        return draw(s, fault) ? EXITS_TRAINED : EXITS_DATA;
    if (s->json)
        print_object(s);
    else
        print_grid(s);
    return EXITS_TRAINED;
}

int surface(int count, char **words, struct fault *fault)
{
    struct looking s = {.epochs = 200};
    int exits = EXITS_USAGE;
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        (void)fputs(usage, stdout);
        (void)fputs(roles_columns_usage, stdout);
        (void)fputs(roles_classes_usage, stdout);
        (void)fputs(roles_form_usage, stdout);
        return EXITS_TRAINED;
    }
    if (hillock_trainer_create(&s.trainer)) {
        (void)fail(fault, "no memory for a trainer");
        return EXITS_DATA;
    }
    if (study_read(&s.study, count, words, take_own, &s, fault)) {
        exits = study_begin(&s.study, "surface", fault);
        if (!exits)
            exits = run(&s, fault);
    }
    free(s.J);
    descent_free(&s.descent);
    landscape_free(&s.landscape);
    study_end(&s.study);
    hillock_trainer_destroy(s.trainer);
    return exits;
}
