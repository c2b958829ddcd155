#include "study.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"
#include "library_words.h"
#include "name_list.h"
#include "nearest.h"
#include "number.h"
#include "refusal.h"
#include "neurons.h"

const char *study_value(int count, char **words, struct fault *fault)
{
    if (count < 2) {
        (void)fail(fault, "%s needs a value", words[0]);
        return NULL;
    }
    return words[1];
}

bool study_count(int count, char **words, size_t low, size_t high, size_t *value,
                 struct fault *fault)
{
    const char *const text = study_value(count, words, fault);
    double number = 0;
    if (!text)
        return false;
    if (number_read(text, &number) != NUMBER_DECIMAL || !(number >= (double)low) ||
        !(number <= (double)high) || number != (double)(size_t)number)
        return fail(fault, "%s takes a whole number, from %zu to %zu; not \"%.60s\"", words[0], low,
                    high, text);
    *value = (size_t)number;
    return true;
}

static bool take_named(struct study *study, const char *option, const char *value,
                       struct fault *fault)
{
    if (strcmp(option, "--target") == 0)
        study->target = value;
    else if (strcmp(option, "--model") == 0)
        study->model_path = value;
    else if (strcmp(option, "--activation") == 0)
        return (!hillock_activation_from_name(value, &study->activation) &&
                study->activation != HILLOCK_USER_ACTIVATION) ||
               refuse_activation(value, fault);
    else
        return (!hillock_loss_from_name(value, &study->loss) && study->loss != HILLOCK_USER_LOSS) ||
               refuse_loss(value, fault);
    return true;
}

static bool take_shape(struct study *study, int key, const char *value, struct fault *fault)
{
    double lower = 0, upper = 0, initial = 0, number = 0;
    (void)hillock_option_bounds(key, &lower, &upper, &initial);
    if (number_read(value, &number) != NUMBER_DECIMAL || !(number >= lower && number <= upper))
        return refuse_value(key, value, fault);
    if (study->n_shapes == SHAPES)
        return fail(fault, "--%s: more than %d shape parameters", hillock_option_name(key), SHAPES);
    study->shapes[study->n_shapes].key = key;
    study->shapes[study->n_shapes++].value = number;
    return true;
}

/* How many words were used; 0: it is another option; -1: refused. */
static int take_shared(struct study *study, int count, char **words, struct fault *fault)
{
    static const char *const names[] = {"--target", "--model", "--activation", "--loss"};
    if (words[0][0] != '-' || words[0][1] == '\0')
        return take_table(&study->file, words[0], fault) ? 1 : -1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(words[0], names[i]) == 0) {
            const char *const value = study_value(count, words, fault);
            return value && take_named(study, names[i], value, fault) ? 2 : -1;
        }
    const int taken =
        roles_take(&study->roles, ROLES_FORM | ROLES_COLUMNS | ROLES_CLASSES, count, words, fault);
    if (taken != 0)
        return taken;
    const int key = strncmp(words[0], "--", 2) == 0 ? hillock_option_from_name(words[0] + 2) : 0;
    if (!hillock_option_of_neuron(key))
        return 0;
    const char *const value = study_value(count, words, fault);
    return value && take_shape(study, key, value, fault) ? 2 : -1;
}

static int take_word(struct study *study, int count, char **words, take_option take, void *payload,
                     struct fault *fault)
{
    const int used = take_shared(study, count, words, fault);
    return used ? used : take(payload, count, words, fault);
}

/* --name=value as if it were two words. */
static bool take_pair(struct study *study, char *word, take_option take, void *payload,
                      struct fault *fault)
{
    char name[64];
    const size_t length = strcspn(word, "=");
    char *const words[2] = {name, word + length + 1};
    (void)snprintf(name, sizeof name, "%.*s", (int)length, word);
    const int used = take_word(study, 2, (char **)words, take, payload, fault);
    return used == 2 || (used == 1 && fail(fault, "%s takes no value", name));
}

bool study_read(struct study *study, int count, char **words, take_option take, void *payload,
                struct fault *fault)
{
    for (int i = 0, used = 1; i < count; i += used) {
        const bool is_pair = strncmp(words[i], "--", 2) == 0 && strchr(words[i], '=');
        if (is_pair)
            used = take_pair(study, words[i], take, payload, fault);
        else
            used = take_word(study, count - i, words + i, take, payload, fault);
        if (used <= 0)
            return false;
    }
    return true;
}

static bool is_complete(struct study *study, const char *command, struct fault *fault)
{
    char message[512];
    if (!study->file)
        return fail(fault, "which table? hillock %s FILE.csv --target COLUMN", command);
    if (!study->target && !study->model_path) {
        roles_complete(&study->roles, study->file);
        study->target = study->roles.target;
    }
    if (!study->target && !study->model_path)
        return fail(fault, "which column is the target? --target COLUMN");
    if (study->model_path && (study->activation || study->loss || study->n_shapes > 0))
        return fail(fault, "the activation, the loss and their shape are those of the model: give "
                           "--model or them");
    if (study->activation && study->loss &&
        hillock_pair_check(study->activation, study->loss, sizeof message, message))
        return fail(fault, "%s", message);
    return true;
}

bool study_find(const struct study *study, const char *asked_by, const char *name, size_t *column,
                struct fault *fault)
{
    struct nearest nearest = nearest_to(name, NULL);
    struct name_list list = {0};
    char question[320];
    for (size_t i = 0; i < study->table.n_features; i++) {
        if (strcmp(study->table.names[i], name) == 0) {
            *column = i;
            return true;
        }
        nearest_offer(&nearest, study->table.names[i]);
        name_list_add(&list, study->table.names[i]);
    }
    nearest_question(&nearest, "", question, sizeof question);
    return fail(fault, "%s, %s: no feature is named \"%.200s\"%s; there are: %s",
                source_name(study->file), asked_by, name, question, list.text);
}

/* A neuron of our own with the parameters of the model's, which can only be read. */
static bool copy_neuron(struct study *study, const hillock_neuron *from, struct fault *fault)
{
    const size_t n = hillock_neuron_n_features(from);
    double b = 0, *const w = grown_array(NULL, n, 1, sizeof *w);
    study->choice = (struct choice){.activation = hillock_neuron_activation(from),
                                    .loss = hillock_neuron_loss(from)};
    study->neuron = neuron_like(from, n);
    const bool done = w && study->neuron && !hillock_neuron_get_parameters(from, w, &b) &&
                      !hillock_neuron_set_parameters(study->neuron, w, b);
    free(w);
    return done || fail(fault, "no memory for a neuron of %zu features", n);
}

static bool begin_with_model(struct study *study, struct fault *fault)
{
    char message[600];
    if (hillock_model_load(&study->model, study->model_path, sizeof message, message))
        return fail(fault, "%s", message);
    if (!study->target)
        study->target = hillock_model_target_name(study->model);
    if (!study->target)
        return fail(fault, "%s: the model does not say which column is the target: --target COLUMN",
                    study->model_path);
    if (hillock_model_offset_name(study->model))
        return fail(fault,
                    "%s was trained with an offset, and what is shown here is z = w x + b alone: "
                    "take a model without one",
                    study->model_path);
    const hillock_neuron *const neuron = hillock_model_neuron(study->model);
    if (hillock_neuron_n_features(neuron) == 0)
        return fail(fault, "%s: the model has no features", study->model_path);
    study->roles.target = study->target;
    return table_read(&study->table, study->file, &study->roles, study->model, fault) &&
           copy_neuron(study, neuron, fault);
}

static bool begin_without_model(struct study *study, struct fault *fault)
{
    study->roles.target = study->target;
    if (!table_read(&study->table, study->file, &study->roles, NULL, fault))
        return false;
    const struct target_values values = target_values(study->table.n_samples, study->table.targets);
    study->choice = choose_neuron(study->activation, study->loss, &values);
    const hillock_status status = hillock_neuron_create(
        &study->neuron, study->table.n_features, study->choice.activation, study->choice.loss);
    return (!status && table_code(&study->table, study->choice.loss)) ||
           fail(fault, "%s", hillock_status_text(status ? status : HILLOCK_ERROR_MEMORY));
}

static bool set_shapes(const struct study *study, struct fault *fault)
{
    for (size_t i = 0; i < study->n_shapes; i++)
        if (hillock_neuron_set_real(study->neuron, study->shapes[i].key, study->shapes[i].value))
            return fail(fault, "--%s: %s", hillock_option_name(study->shapes[i].key),
                        hillock_neuron_message(study->neuron));
    return true;
}

hillock_dataset *study_view(const struct study *study, size_t first, size_t count,
                            struct fault *fault)
{
    const size_t n = study->table.n_features;
    hillock_dataset *dataset = NULL;
    if (hillock_dataset_create(&dataset, count, n) ||
        hillock_dataset_set_features_f64(dataset, study->table.features + first * n,
                                         HILLOCK_SAMPLE_MAJOR, n) ||
        hillock_dataset_set_targets_f64(dataset, study->table.targets + first)) {
        (void)fail(fault, "no memory for %zu samples", count);
        hillock_dataset_destroy(dataset);
        return NULL;
    }
    return dataset;
}

/* Whether the targets are some that the loss takes. */
static bool check(const struct study *study, struct fault *fault)
{
    hillock_dataset *const all = study_view(study, 0, study->table.n_samples, fault);
    size_t row = 0;
    if (!all)
        return false;
    const hillock_status status = hillock_dataset_check(all, study->choice.loss);
    const bool has_place = !hillock_dataset_fault(all, &row, NULL, NULL);
    const bool done = !status || status == HILLOCK_ERROR_ONE_CLASS;
    char message[512];
    without_row(hillock_dataset_message(all), message, sizeof message);
    if (!done && has_place)
        (void)fail(fault, "%s, line %zu, column %s: %s", source_name(study->file),
                   study->table.lines[row], study->target, message);
    else if (!done)
        (void)fail(fault, "%s: %s", source_name(study->file), message);
    hillock_dataset_destroy(all);
    return done;
}

int study_begin(struct study *study, const char *command, struct fault *fault)
{
    if (!is_complete(study, command, fault))
        return EXITS_USAGE;
    const bool done =
        study->model_path ? begin_with_model(study, fault) : begin_without_model(study, fault);
    if (!done)
        return EXITS_DATA;
    if (!set_shapes(study, fault))
        return EXITS_USAGE;
    return check(study, fault) ? EXITS_TRAINED : EXITS_DATA;
}

void study_end(struct study *study)
{
    hillock_neuron_destroy(study->neuron);
    table_free(&study->table);
    hillock_model_destroy(study->model);
}
