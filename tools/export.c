#include "export.h"

#include <stdbool.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "hillock/hillock.h"
#include "replaceable.h"
#include "whole_file.h"

static const char usage[] =
    "usage\n"
    "  hillock export MODEL --to c|json [--prefix NAME] [--output FILE]\n"
    "\n"
    "Writes a model for those who have no hillock.\n"
    "\n"
    "options\n"
    "  --to c         a header of C99 with `double NAME_predict(const double x[N])`: x\n"
    "                 holds the features as they were measured, scaling is included;\n"
    "                 a second argument is the offset, where the model has one.\n"
    "                 It needs no library, and gives the same bits with every compiler\n"
    "  --to json      one object: weights with all digits, names, how it was trained\n"
    "  --prefix NAME  what every name in the header begins with [default: neuron]\n"
    "  --output FILE  where to [default: the standard output]; a file of this name is\n"
    "                 replaced when the new one is whole; a model is not\n";

struct exporting {
    const char *model_path;
    const char *language_name;
    hillock_language language;
    const char *prefix;
    const char *output;
    char *text;
    size_t length, capacity;
};

/* The option's value goes to *place. */
static bool take_value(const char **place, int *i, int count, char **words, struct fault *fault)
{
    const char *const name = words[*i];
    if (*i + 1 == count)
        return fail(fault, "%s takes a value; hillock export --help says which", name);
    if (*place)
        return fail(fault, "%s is given twice", name);
    *place = words[++*i];
    return true;
}

static bool take_word(struct exporting *e, int *i, int count, char **words, struct fault *fault)
{
    const char *const word = words[*i];
    if (strcmp(word, "--to") == 0)
        return take_value(&e->language_name, i, count, words, fault);
    if (strcmp(word, "--prefix") == 0)
        return take_value(&e->prefix, i, count, words, fault);
    if (strcmp(word, "--output") == 0)
        return take_value(&e->output, i, count, words, fault);
    if (word[0] == '-')
        return fail(fault, "there is no option %.60s; hillock export --help lists them", word);
    if (e->model_path)
        return fail(fault, "one model is exported, and there is \"%.200s\" as well", word);
    e->model_path = word;
    return true;
}

static bool read_words(struct exporting *e, int count, char **words, struct fault *fault)
{
    for (int i = 0; i < count; i++)
        if (!take_word(e, &i, count, words, fault))
            return false;
    if (!e->model_path || !e->language_name)
        return fail(fault, "a model and a language are needed: hillock export MODEL --to c|json");
    if (strcmp(e->language_name, "c") == 0)
        e->language = HILLOCK_LANGUAGE_C;
    else if (strcmp(e->language_name, "json") == 0)
        e->language = HILLOCK_LANGUAGE_JSON;
    else
        return fail(fault, "--to takes c or json, not \"%.60s\"", e->language_name);
    return !e->prefix || e->language == HILLOCK_LANGUAGE_C ||
           fail(fault, "--prefix acts only with --to c");
}

/* Gathered first: what cannot be exported leaves the file as it is. */
static int gather(const char *bytes, size_t count, void *payload)
{
    struct exporting *const e = payload;
    if (count > e->capacity - e->length) {
        const size_t capacity = grown_capacity(e->capacity, e->length + count);
        char *const text = grown_array(e->text, capacity, 1, 1);
        if (!text)
            return 1;
        e->text = text;
        e->capacity = capacity;
    }
    memcpy(e->text + e->length, bytes, count);
    e->length += count;
    return 0;
}

static int make_text(struct exporting *e, struct fault *fault)
{
    char message[600];
    hillock_model *model = NULL;
    int exits = EXITS_TRAINED;
    if (hillock_model_load(&model, e->model_path, sizeof message, message) != HILLOCK_OK) {
        (void)fail(fault, "%s", message);
        return EXITS_DATA;
    }
    const hillock_status status = hillock_model_export(model, e->language, e->prefix, gather, e);
    if (status == HILLOCK_ERROR_VALUE) {
        (void)fail(fault, "--prefix: %s", hillock_model_message(model));
        exits = EXITS_USAGE;
    } else if (status != HILLOCK_OK) {
        (void)fail(fault, "%s: no memory for the text", e->model_path);
        exits = EXITS_DATA;
    }
    hillock_model_destroy(model);
    return exits;
}

/* main looks at the standard output. */
static int write_text(const struct exporting *e, struct fault *fault)
{
    struct whole_file whole;
    const bool done =
        whole_file_open(&whole, e->output ? e->output : "-", fault) &&
        (fwrite(e->text, 1, e->length, whole.file) == e->length ||
         fail(fault, "%s: %s", e->output ? e->output : "standard output", strerror(errno)));
    return whole_file_close(&whole, done, fault) ? EXITS_TRAINED : EXITS_DATA;
}

int export_model(int count, char **words, struct fault *fault)
{
    struct exporting e = {.model_path = NULL};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        (void)fputs(usage, stdout);
        return EXITS_TRAINED;
    }
    if (!read_words(&e, count, words, fault))
        return EXITS_USAGE;
    if (e.output && !overwritable("--output", e.output, NULL, fault))
        return EXITS_DATA;
    int exits = make_text(&e, fault);
    if (exits == EXITS_TRAINED)
        exits = write_text(&e, fault);
    free(e.text);
    return exits;
}
