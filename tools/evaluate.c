#include "evaluate.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "evaluation.h"
#include "evaluation_picture.h"
#include "hillock/hillock.h"
#include "neurons.h"
#include "number.h"
#include "plot.h"
#include "table.h"

struct evaluating {
    const char *model_path;
    const char *file;
    const char *target; /* NULL: the model's */
    bool json;
    const char *plot; /* NULL: no picture */
    double threshold; /* NaN: the middle */
    hillock_model *model;
    struct roles roles;
    struct table table;
};

static const char usage[] =
    "usage\n"
    "  hillock evaluate MODEL FILE.csv [--target COLUMN] [--threshold T] [--json]\n"
    "                                  [--plot PICTURE]   (FILE -: the standard input)\n"
    "\n"
    "Prints how good the model's answers are where the right ones are known. The\n"
    "features are found by the names the model was trained with; other columns are\n"
    "passed over. Of classes: accuracy, area under the ROC curve, log loss, the\n"
    "confusion matrix with precision and recall, and, where a is a probability, its\n"
    "mean beside the share that came true, in ten bins. Of values: RMSE, MAE, J and\n"
    "R2 = 1 - sum (y - a)^2 / sum (y - mean y)^2, whatever the loss is.\n"
    "A score that is not defined for these rows is a dash (null in JSON).\n"
    "\n"
    "options\n"
    "  --target COLUMN  the right answers: numbers, or the names of the classes\n"
    "                   [default: the target the model was trained on]\n"
    "  --weight COLUMN  how much each row counts: all scores are weighted means, and\n"
    "                   what is counted is weight\n"
    "  --threshold T    the upper class begins at a = T [default: the middle, 0.5 or,\n"
    "                   of margins, 0]\n"
    "  --json           one object, with all digits\n"
    "  --plot PICTURE   draws, into an .svg or .png by gnuplot or as text (-), the ROC\n"
    "                   curve and the calibration; of values what was observed against\n"
    "                   what was predicted, and the residuals\n";

static void print_usage(void)
{
    (void)fputs(usage, stdout);
    (void)fputs(roles_offset_usage, stdout);
    (void)fputs(roles_form_usage, stdout);
}

static bool take_threshold(struct evaluating *e, const char *text, struct fault *fault)
{
    if (!text || number_read(text, &e->threshold) != NUMBER_DECIMAL)
        return fail(fault, "--threshold takes a number, not \"%.60s\"", text ? text : "");
    return true;
}

static bool take_word(struct evaluating *e, const char *word, struct fault *fault)
{
    if (word[0] == '-' && word[1] != '\0')
        return fail(fault, "there is no option %.60s; hillock evaluate --help lists them", word);
    return take_model_and_table(&e->model_path, &e->file, word, fault);
}

static bool read_words(struct evaluating *e, int count, char **words, struct fault *fault)
{
    for (int i = 0; i < count; i++) {
        const char *const value = i + 1 < count ? words[i + 1] : NULL;
        const int used = roles_take(&e->roles, ROLES_FORM | ROLES_OFFSET | ROLES_WEIGHT, count - i,
                                    words + i, fault);
        if (used < 0)
            return false;
        if (used > 0)
            i += used - 1;
        else if (strcmp(words[i], "--json") == 0)
            e->json = true;
        else if (strcmp(words[i], "--threshold") == 0) {
            i++;
            if (!take_threshold(e, value, fault))
                return false;
        } else if (strcmp(words[i], "--target") == 0) {
            i++;
            e->target = value;
            if (!value)
                return fail(fault, "--target takes the name of a column");
        } else if (strcmp(words[i], "--plot") == 0) {
            i++;
            e->plot = value;
            if (!value)
                return fail(fault, "--plot takes the name of a picture");
            if (!plot_check(value, fault))
                return false;
        } else if (!take_word(e, words[i], fault))
            return false;
    }
    if (e->roles.offset && e->roles.no_offset)
        return fail(fault, "--offset and --no-offset cannot both be meant");
    if (e->roles.weight && e->plot)
        return fail(fault, "--plot shows one sample as any other: not with --weight");
    if (e->json && e->plot && strcmp(e->plot, "-") == 0)
        return fail(fault, "--plot - and --json both write to the standard output");
    return e->file ||
           fail(fault, "a model and a table are needed: hillock evaluate MODEL FILE.csv");
}

static bool load(struct evaluating *e, struct fault *fault)
{
    char message[600];
    if (hillock_model_load(&e->model, e->model_path, sizeof message, message) != HILLOCK_OK)
        return fail(fault, "%s", message);
    if (e->roles.no_offset)
        (void)hillock_model_set_offset_name(e->model, NULL); /* cannot fail */
    if (!isnan(e->threshold) && !threshold_is_possible(e->model, e->threshold, fault))
        return false;
    if (!e->target)
        e->target = hillock_model_target_name(e->model);
    return e->target || fail(fault,
                             "%s: the model does not say what its target is called; add "
                             "--target COLUMN",
                             e->model_path);
}

static bool measure(const struct evaluating *e, struct evaluation *evaluation, struct fault *fault)
{
    struct fault why = {""};
    struct rejected rejected;
    const char *const file = source_name(e->file);
    const struct table *const table = &e->table;
    if (!evaluation_make(evaluation, e->model, table, e->threshold, &rejected, &why)) {
        if (rejected.row == SIZE_MAX)
            return fail(fault, "%s: %s", file, why.text);
        return fail(fault, "%s, line %zu, column %s: %s", file, table->lines[rejected.row],
                    rejected.is_weight ? e->roles.weight : e->target, why.text);
    }
    if (!isnan(e->threshold) && !evaluation->has_classes)
        return fail(fault, "--threshold acts only on classes, and %s is none of this model's",
                    e->target);
    return true;
}

/* The scores, then the picture: where that fails, they are there. */
static bool answer(const struct evaluating *e, struct fault *fault)
{
    struct evaluation evaluation;
    bool done = measure(e, &evaluation, fault);
    if (done && e->json)
        evaluation_print_json(&evaluation, e->model, e->target);
    else if (done)
        evaluation_print(&evaluation, e->model, source_name(e->file), e->target);
    if (done && e->plot)
        done =
            evaluation_picture(&evaluation, e->table.targets, e->model, e->target, e->plot, fault);
    evaluation_free(&evaluation);
    return done;
}

int evaluate(int count, char **words, struct fault *fault)
{
    struct evaluating e = {.threshold = (double)NAN};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        print_usage();
        return EXITS_TRAINED;
    }
    if (!read_words(&e, count, words, fault))
        return EXITS_USAGE;
    bool done = (!e.plot || plot_is_possible(e.plot, e.file, fault)) && load(&e, fault);
    if (done) {
        e.roles.target = e.target;
        done = table_read(&e.table, e.file, &e.roles, e.model, fault) && answer(&e, fault);
        note_dropped(e.table.n_dropped, e.file);
    }
    table_free(&e.table);
    hillock_model_destroy(e.model);
    return done ? EXITS_TRAINED : EXITS_DATA;
}
