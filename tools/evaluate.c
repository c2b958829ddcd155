#include "evaluate.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "evaluation.h"
#include "evaluation_picture.h"
#include "growth.h"
#include "hillock/hillock.h"
#include "number.h"
#include "plot.h"
#include "stream.h"

struct evaluating {
    const char *model_path;
    const char *file;
    const char *target; /* NULL: the model's */
    bool json;
    const char *plot; /* NULL: no picture */
    double threshold; /* NaN: the middle */
    hillock_model *model;
    struct stream stream;
    double *rows; /* capacity x n_features */
    double *targets;
    size_t *lines; /* on which they begin */
    size_t count, capacity;
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
    "mean beside the share that came true, in ten bins. Of values: RMSE, MAE, R2, J.\n"
    "A score that is not defined for these rows is a dash (null in JSON).\n"
    "\n"
    "options\n"
    "  --target COLUMN  the right answers: numbers, or the names of the classes\n"
    "                   [default: the target the model was trained on]\n"
    "  --threshold T    the upper class begins at a = T [default: the middle, 0.5 or,\n"
    "                   of margins, 0]\n"
    "  --json           one object, with all digits\n"
    "  --plot PICTURE   draws, into an .svg or .png by gnuplot or as text (-), the ROC\n"
    "                   curve and the calibration; of values what was observed against\n"
    "                   what was predicted, and the residuals\n";

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
    if (e->file)
        return fail(fault, "one model and one table are read, and there is \"%.200s\" as well",
                    word);
    *(e->model_path ? &e->file : &e->model_path) = word;
    return true;
}

static bool read_words(struct evaluating *e, int count, char **words, struct fault *fault)
{
    for (int i = 0; i < count; i++) {
        const char *const value = i + 1 < count ? words[i + 1] : NULL;
        if (strcmp(words[i], "--json") == 0)
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
    if (!e->target)
        e->target = hillock_model_target_name(e->model);
    return e->target || fail(fault,
                             "%s: the model does not say what its target is called; add "
                             "--target COLUMN",
                             e->model_path);
}

static bool grow(struct evaluating *e, struct fault *fault)
{
    const size_t n = e->stream.n_features;
    const size_t capacity = grown_capacity(e->capacity, e->count + 1);
    double *const rows = grown_array(e->rows, capacity, n > 0 ? n : 1, sizeof *rows);
    e->rows = rows ? rows : e->rows;
    double *const targets = grown_array(e->targets, capacity, 1, sizeof *targets);
    e->targets = targets ? targets : e->targets;
    size_t *const lines = grown_array(e->lines, capacity, 1, sizeof *lines);
    e->lines = lines ? lines : e->lines;
    if (!rows || !targets || !lines)
        return fail(fault, "%s: no memory for more than %zu samples of %zu features",
                    csv_name(e->stream.reader), e->count, n);
    e->capacity = capacity;
    return true;
}

static bool read_rows(struct evaluating *e, struct fault *fault)
{
    csv_answer answer = CSV_CELL;
    while (answer == CSV_CELL) {
        if (e->count == e->capacity && !grow(e, fault))
            return false;
        answer = stream_next(&e->stream, e->rows + e->count * e->stream.n_features, fault);
        e->targets[e->count] = e->stream.y;
        e->lines[e->count] = e->stream.line;
        e->count += answer == CSV_CELL;
    }
    if (answer == CSV_END && e->count == 0)
        return fail(fault, "%s, line 2: there is a header but no row below it",
                    csv_name(e->stream.reader));
    return answer == CSV_END;
}

static bool measure(const struct evaluating *e, struct evaluation *evaluation, struct fault *fault)
{
    struct fault why = {""};
    size_t rejected;
    const char *const file = csv_name(e->stream.reader);
    if (!evaluation_make(evaluation, e->model, e->rows, e->targets, e->count, e->threshold,
                         &rejected, &why)) {
        if (rejected == SIZE_MAX)
            return fail(fault, "%s: %s", file, why.text);
        return fail(fault, "%s, line %zu, column %s: %s", file, e->lines[rejected], e->target,
                    why.text);
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
        evaluation_print(&evaluation, e->model, csv_name(e->stream.reader), e->target);
    if (done && e->plot)
        done = evaluation_picture(&evaluation, e->targets, e->model, e->target, e->plot, fault);
    evaluation_free(&evaluation);
    return done;
}

int evaluate(int count, char **words, struct fault *fault)
{
    struct evaluating e = {.threshold = (double)NAN};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        (void)fputs(usage, stdout);
        return EXITS_TRAINED;
    }
    if (!read_words(&e, count, words, fault))
        return EXITS_USAGE;
    bool done = (!e.plot || plot_is_possible(e.plot, fault)) && load(&e, fault);
    if (done) {
        done = stream_open(&e.stream, e.file, e.model, fault) &&
               stream_want_target(&e.stream, e.target, fault) && read_rows(&e, fault) &&
               answer(&e, fault);
        stream_close(&e.stream);
    }
    free(e.rows);
    free(e.targets);
    free(e.lines);
    hillock_model_destroy(e.model);
    return done ? EXITS_TRAINED : EXITS_DATA;
}
