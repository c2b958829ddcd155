#include "predict.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "hillock/hillock.h"
#include "intervals.h"
#include "json_text.h"
#include "number.h"
#include "stream.h"
#include "neurons.h"

enum wanted { VALUES, SUMS, CLASSES };

struct predicting {
    const char *model_path;
    const char *file;
    enum wanted wanted;
    bool json;
    size_t n_answered;
    bool has_threshold;
    double threshold; /* without: the middle, 0.5 or, of margins, 0 */
    bool intervals;
    double level; /* of the intervals; 0: not given */
    hillock_model *model;
    const hillock_neuron *neuron;
    struct roles roles;
    struct stream stream;
    double *rows; /* STREAM_ROWS x n_features */
    double offsets[STREAM_ROWS];
    hillock_neuron *of_z; /* f of z and offset; NULL: there is none */
    bool keeps;           /* the place of rows in which something is missing */
    bool is_missing[STREAM_ROWS];
    size_t n_missing;
    bool begun; /* the head is printed: the first rows are right */
};

static const char usage[] =
    "usage\n"
    "  hillock predict MODEL FILE.csv [--classes [--threshold T]] [--sums]\n"
    "                                 [--intervals [--level P]] [--json]\n"
    "                                 (FILE -: the standard input)\n"
    "\n"
    "Prints one line for each row of the table, as comma-separated text with a\n"
    "header: a = f(z), the probability where the loss is cross-entropy. The columns\n"
    "are found by the names the model was trained with; others are passed over. Text\n"
    "that was --categorical in training is coded as it was then; a value that was not\n"
    "there then is an error.\n"
    "Rows are read and answered in turn: the table may be longer than memory. Behind\n"
    "an error stand the answers to the rows before it: the exit status is 1 then, and\n"
    "the object of --json is not closed.\n"
    "With --missing drop a row with a missing cell has the answer NA (null in JSON),\n"
    "so that there are as many answers as rows.\n"
    "\n"
    "options\n"
    "  --classes      the class of each row instead, by its name where the model has\n"
    "                 one\n"
    "  --threshold T  the upper class begins at a = T [default: the middle]\n"
    "  --sums         z = w x + b instead\n"
    "  --intervals    beside each its standard error and an interval that holds the mean\n"
    "                 of the target (not a single one) with probability P: columns\n"
    "                 standard_error, lower, upper. The model must have a covariance:\n"
    "                 hillock fit --covariance\n"
    "  --level P      between 0 and 1 [default: 0.95]\n"
    "  --json         one object: what is answered (kind), and an array of it (answers)\n";

static void print_usage(void)
{
    (void)fputs(usage, stdout);
    (void)fputs(roles_offset_usage, stdout);
    (void)fputs(roles_form_usage, stdout);
}

static bool take_word(struct predicting *p, const char *word, struct fault *fault)
{
    if (word[0] == '-' && word[1] != '\0')
        return fail(fault, "there is no option %.60s; hillock predict --help lists them", word);
    return take_model_and_table(&p->model_path, &p->file, word, fault);
}

static bool take_threshold(struct predicting *p, const char *text, struct fault *fault)
{
    if (!text || number_read(text, &p->threshold) != NUMBER_DECIMAL)
        return fail(fault, "--threshold takes a number, not \"%.60s\"", text ? text : "");
    return true;
}

static bool take_level(struct predicting *p, const char *text, struct fault *fault)
{
    if (!text || number_read(text, &p->level) != NUMBER_DECIMAL || !(p->level > 0 && p->level < 1))
        return fail(fault, "--level takes a number between 0 and 1, not \"%.60s\"",
                    text ? text : "");
    return true;
}

static bool is_consistent(const struct predicting *p, struct fault *fault)
{
    if (!p->file)
        return fail(fault, "a model and a table are needed: hillock predict MODEL FILE.csv");
    if (p->has_threshold && p->wanted != CLASSES)
        return fail(fault, "--threshold acts only with --classes");
    if (p->roles.offset && p->roles.no_offset)
        return fail(fault, "--offset and --no-offset cannot both be meant");
    if (p->level > 0 && !p->intervals)
        return fail(fault, "--level acts only with --intervals");
    return !p->intervals || p->wanted != CLASSES ||
           fail(fault, "--intervals are of numbers: not with --classes");
}

static bool read_words(struct predicting *p, int count, char **words, struct fault *fault)
{
    for (int i = 0; i < count; i++) {
        const int used =
            roles_take(&p->roles, ROLES_FORM | ROLES_OFFSET, count - i, words + i, fault);
        if (used < 0)
            return false;
        if (used > 0)
            i += used - 1;
        else if (strcmp(words[i], "--json") == 0)
            p->json = true;
        else if (strcmp(words[i], "--classes") == 0)
            p->wanted = CLASSES;
        else if (strcmp(words[i], "--sums") == 0)
            p->wanted = SUMS;
        else if (strcmp(words[i], "--intervals") == 0)
            p->intervals = true;
        else if (strcmp(words[i], "--level") == 0) {
            if (!take_level(p, i + 1 < count ? words[++i] : NULL, fault))
                return false;
        } else if (strcmp(words[i], "--threshold") == 0) {
            p->has_threshold = true;
            if (!take_threshold(p, i + 1 < count ? words[++i] : NULL, fault))
                return false;
        } else if (!take_word(p, words[i], fault))
            return false;
    }
    return is_consistent(p, fault);
}

static bool load(struct predicting *p, struct fault *fault)
{
    char message[600];
    if (hillock_model_load(&p->model, p->model_path, sizeof message, message) != HILLOCK_OK)
        return fail(fault, "%s", message);
    if (p->roles.no_offset)
        (void)hillock_model_set_offset_name(p->model, NULL); /* cannot fail */
    p->keeps = p->roles.missing && strcmp(p->roles.missing, "drop") == 0;
    if (p->keeps)
        p->roles.missing = "keep";
    if (p->intervals && !intervals_are_possible(p->model, p->model_path, fault))
        return false;
    if (p->has_threshold && !threshold_is_possible(p->model, p->threshold, fault))
        return false;
    p->level = p->level > 0 ? p->level : 0.95;
    p->neuron = hillock_model_neuron(p->model);
    if (!p->has_threshold)
        p->threshold = hillock_neuron_loss(p->neuron) == HILLOCK_CROSS_ENTROPY ? 0.5 : 0.0;
    const size_t n = hillock_neuron_n_features(p->neuron);
    p->rows = grown_array(NULL, STREAM_ROWS, n > 0 ? n : 1, sizeof *p->rows);
    const bool has_offset = roles_have_offset(&p->roles, p->model);
    p->of_z = has_offset ? neuron_of_z(p->neuron) : NULL;
    return (p->rows && (p->of_z || !has_offset)) ||
           fail(fault, "no memory for rows of %zu features", n);
}

static void print_head(const struct predicting *p)
{
    static const char *const names[] = {"value", "z", "class"};
    const bool probability =
        p->wanted == VALUES && hillock_neuron_loss(p->neuron) == HILLOCK_CROSS_ENTROPY;
    const char *const name = probability ? "probability" : names[p->wanted];
    if (!p->json) {
        (void)printf("%s%s\n", name, p->intervals ? ",standard_error,lower,upper" : "");
        return;
    }
    (void)fputs("{\n  \"target\": ", stdout);
    json_string(hillock_model_target_name(p->model));
    (void)printf(",\n  \"kind\": \"%s\",\n  \"answers\": [", name);
}

/* A name as a cell: in quotes where it has something that a table would trip over. */
static void print_cell(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        (void)puts(text);
        return;
    }
    (void)putchar('"');
    for (; *text; text++)
        (void)printf(*text == '"' ? "\"\"" : "%c", *text);
    (void)puts("\"");
}

/* Rows in which something is missing are 0 from now on, and marked. */
static void mark_missing(struct predicting *p, size_t count)
{
    const size_t n = hillock_neuron_n_features(p->neuron);
    for (size_t k = 0; k < count && p->keeps; k++) {
        double *const row = p->rows + k * n;
        bool is = isnan(p->offsets[k]);
        for (size_t i = 0; i < n; i++)
            is = is || isnan(row[i]);
        p->is_missing[k] = is;
        p->n_missing += is;
        for (size_t i = 0; i < n && is; i++)
            row[i] = 0;
        if (is)
            p->offsets[k] = 0;
    }
}

static void print_class(const struct predicting *p, int class)
{
    const char *const name = hillock_model_class_name(p->model, class == 1);
    if (name && p->json)
        json_string(name);
    else if (name)
        print_cell(name);
    else
        (void)printf(p->json ? "%d" : "%d\n", class);
}

/* What is wanted of the rows, classes or numbers. */
static hillock_status compute(const struct predicting *p, size_t count, double *values,
                              int *classes)
{
    double z[STREAM_ROWS];
    const hillock_neuron *const neuron = p->of_z ? p->of_z : p->neuron;
    const double *const rows = p->of_z ? z : p->rows;
    const size_t n = hillock_neuron_n_features(neuron);
    const hillock_status status =
        p->of_z ? z_with_offset(p->neuron, p->rows, p->offsets, count, z) : HILLOCK_OK;
    if (status)
        return status;
    if (p->wanted == CLASSES)
        return hillock_predict_class_f64(neuron, rows, count, n, p->threshold, classes);
    if (p->wanted == SUMS)
        return hillock_predict_z_f64(neuron, rows, count, n, values);
    return hillock_predict_f64(neuron, rows, count, n, values);
}

/* Before the first answer, once it is known that there is one. */
static void begin(struct predicting *p)
{
    if (p->begun)
        return;
    note_order(p->stream.table, p->file);
    print_head(p);
    p->begun = true;
}

static bool answer(struct predicting *p, size_t count, struct fault *fault)
{
    double values[STREAM_ROWS];
    int classes[STREAM_ROWS];
    mark_missing(p, count);
    if (p->intervals) {
        begin(p);
        return intervals_print(p->model, p->wanted == SUMS, p->level, p->rows, p->offsets,
                               p->is_missing, count, p->json ? &p->n_answered : NULL, fault);
    }
    const hillock_status status = compute(p, count, values, classes);
    if (status != HILLOCK_OK)
        return fail(fault, "%s: %s", p->model_path,
                    status == HILLOCK_ERROR_SCORE ? "this loss has no classes"
                                                  : hillock_status_text(status));
    begin(p);
    for (size_t k = 0; k < count; k++) {
        if (p->json)
            (void)fputs(p->n_answered++ > 0 ? ",\n    " : "\n    ", stdout);
        if (p->is_missing[k])
            (void)fputs(p->json ? "null" : "NA\n", stdout);
        else if (p->wanted == CLASSES)
            print_class(p, classes[k]);
        else if (p->json)
            json_number(values[k]);
        else
            (void)printf("%.17g\n", values[k]);
    }
    return true;
}

static bool answer_all(struct predicting *p, struct fault *fault)
{
    size_t count = 1;
    while (count > 0)
        if (!stream_next(&p->stream, p->rows, p->offsets, &count, fault) ||
            !answer(p, count, fault))
            return false;
    if (p->json)
        (void)fputs(p->n_answered > 0 ? "\n  ]\n}\n" : "]\n}\n", stdout);
    if (p->n_missing > 0)
        (void)fprintf(stderr, "hillock: note: cells are missing in %zu row%s of %.200s: %s\n",
                      p->n_missing, p->n_missing == 1 ? "" : "s", source_name(p->file),
                      p->json ? "the answer is null" : "the answer is NA");
    return true;
}

int predict(int count, char **words, struct fault *fault)
{
    struct predicting p = {.wanted = VALUES};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        print_usage();
        return EXITS_TRAINED;
    }
    if (!read_words(&p, count, words, fault))
        return EXITS_USAGE;
    bool done = load(&p, fault);
    if (done) {
        done = stream_open(&p.stream, p.file, &p.roles, p.model, fault) && answer_all(&p, fault);
        stream_close(&p.stream);
    }
    free(p.rows);
    hillock_neuron_destroy(p.of_z);
    hillock_model_destroy(p.model);
    return done ? EXITS_TRAINED : EXITS_DATA;
}
