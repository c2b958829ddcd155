#include "arguments.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "acting.h"
#include "number.h"
#include "refusal.h"

static const struct own_option *own_option_named(const char *name)
{
    for (size_t i = 0; own_option_at(i); i++)
        if (strcmp(own_option_at(i)->name, name) == 0)
            return own_option_at(i);
    return NULL;
}

/* The neuron does not exist before the table has been read: its shape parameters are kept. */
static bool take_shape(struct arguments *arguments, int key, const char *value, struct fault *fault)
{
    double lower = 0, upper = 0, initial = 0, number = 0;
    (void)hillock_option_bounds(key, &lower, &upper, &initial);
    if (number_read(value, &number) != NUMBER_DECIMAL || !(number >= lower && number <= upper))
        return refuse_value(key, value, fault);
    size_t i = 0;
    while (i < arguments->n_shapes && arguments->shapes[i].key != key)
        i++;
    if (i == SHAPES_CAPACITY)
        return fail(fault, "--%s: more than %d shape parameters", hillock_option_name(key),
                    SHAPES_CAPACITY);
    arguments->shapes[i] = (struct shape){key, number};
    arguments->n_shapes += i == arguments->n_shapes;
    return true;
}

static void note_given(struct arguments *arguments, int key)
{
    for (size_t i = 0; i < OPTIONS_CAPACITY && hillock_option_at(i); i++)
        if (hillock_option_at(i) == key)
            arguments->given[i] = true;
}

/* "0.1,1,10": penalties to choose among. */
static bool take_grid(struct grid *grid, hillock_trainer *trainer, int key, const char *value,
                      struct fault *fault)
{
    char text[64];
    grid->count = 0;
    for (const char *at = value; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        const size_t length = strcspn(at, ",");
        double number;
        if (length >= sizeof text)
            return refuse_value(key, at, fault);
        memcpy(text, at, length);
        text[length] = '\0';
        if (grid->count == GRID_CAPACITY)
            return fail(fault, "--%s: more than %d values", hillock_option_name(key),
                        GRID_CAPACITY);
        if (number_read(text, &number) != NUMBER_DECIMAL ||
            hillock_trainer_set_real(trainer, key, number))
            return refuse_value(key, text, fault);
        grid->values[grid->count++] = number;
    }
    return true;
}

/* 1e3 is 1000, which the library, that reads digits alone, does not take. */
static bool set_whole(hillock_trainer *trainer, int key, const char *value)
{
    const double most = 9007199254740992.0; /* up to 2^53 a double is every whole number */
    double number = 0;
    return value && hillock_option_kind(key) == HILLOCK_TYPE_INTEGER &&
           number_read(value, &number) == NUMBER_DECIMAL && fabs(number) <= most &&
           number == (double)(int64_t)number &&
           hillock_trainer_set_integer(trainer, key, (int64_t)number) == HILLOCK_OK;
}

/* One option with its value, which is NULL where none was written. */
static bool take_option(struct arguments *arguments, hillock_trainer *trainer, const char *name,
                        const char *value, struct fault *fault)
{
    const struct own_option *const own = own_option_named(name);
    const int key = hillock_option_from_name(name);
    if (own)
        return own->take(arguments, own, value, fault);
    if (hillock_option_of_neuron(key))
        return take_shape(arguments, key, value, fault);
    note_given(arguments, key);
    if ((key == HILLOCK_L1 || key == HILLOCK_L2) && value && strchr(value, ','))
        return take_grid(key == HILLOCK_L1 ? &arguments->folds.l1 : &arguments->folds.l2, trainer,
                         key, value, fault);
    return hillock_trainer_set_text(trainer, name, value ? value : "yes") == HILLOCK_OK ||
           set_whole(trainer, key, value) || refuse_value(key, value, fault);
}

typedef enum value_need {
    VALUE_NEVER,
    VALUE_IF_WRITTEN,
    VALUE_ALWAYS,
    VALUE_OF_NOTHING
} value_need;

static value_need need_of(const char *name)
{
    const struct own_option *const own = own_option_named(name);
    if (own)
        return own->value ? VALUE_ALWAYS : VALUE_NEVER;
    const int key = hillock_option_from_name(name);
    if (!key || !option_is_offered(key))
        return VALUE_OF_NOTHING;
    return hillock_option_kind(key) == HILLOCK_TYPE_BOOLEAN ? VALUE_IF_WRITTEN : VALUE_ALWAYS;
}

/* Whether a boolean's next word is its value, and not the table: whether it can be set to that. */
static bool is_value_of(hillock_trainer *trainer, const char *name, const char *word)
{
    return hillock_trainer_set_text(trainer, name, word) == HILLOCK_OK;
}

/* `--name value` (two words), `--name=value` or `--name`. Returns the words used, 0 on failure. */
static int read_option(struct arguments *arguments, hillock_trainer *trainer, int count,
                       char **words, struct fault *fault)
{
    char name[64];
    const char *const text = words[0] + 2;
    const char *const equals = strchr(text, '=');
    const size_t length = equals ? (size_t)(equals - text) : strlen(text);
    if (length >= sizeof name)
        return refuse_option(text, fault);
    memcpy(name, text, length);
    name[length] = '\0';

    const value_need need = need_of(name);
    const bool takes_next =
        !equals && (need == VALUE_ALWAYS || (need == VALUE_IF_WRITTEN && count > 1 &&
                                             is_value_of(trainer, name, words[1])));
    if (need == VALUE_OF_NOTHING)
        return refuse_option(name, fault);
    if (need == VALUE_NEVER && equals)
        return fail(fault, "--%s takes no value", name);
    if (takes_next && count < 2)
        return fail(fault, "--%s needs a value", name);
    const char *const value = takes_next ? words[1] : equals ? equals + 1 : NULL;
    if (!take_option(arguments, trainer, name, value, fault))
        return 0;
    return takes_next ? 2 : 1;
}

static bool is_complete(struct arguments *arguments, struct fault *fault)
{
    char message[512];
    if (!arguments->file)
        return fail(fault, "which table? hillock fit FILE.csv --target COLUMN");
    roles_complete(&arguments->roles, arguments->file);
    if (!arguments->roles.target)
        return fail(fault, "which column is to be learned? --target COLUMN");
    if (arguments->covariance && !arguments->model)
        return fail(fault, "--covariance acts only with --model FILE, where it is kept");
    if (arguments->asked.weights != 0 && !arguments->roles.weight)
        return fail(fault, "--weight-kind says what --weight COLUMN is, and there is none");
    if (arguments->asked.weights == 0)
        arguments->asked.weights = HILLOCK_PRECISION_WEIGHTS;
    const struct folds *const folds = &arguments->folds;
    if (folds->count == 0 && folds->l1.count + folds->l2.count > 0)
        return fail(fault,
                    "--%s: one of several values is chosen by cross-validation; say --folds 5",
                    folds->l1.count > 0 ? "l1" : "l2");
    if (arguments->picture && !arguments->plot)
        return fail(fault, "--picture says which picture --plot FILE is to draw");
    if (arguments->json && arguments->plot && strcmp(arguments->plot, "-") == 0)
        return fail(fault,
                    "--plot - and --json both write to the standard output; --plot FILE.svg");
    if (!arguments->checkpoint && (arguments->resume || arguments->checkpoint_every > 0))
        return fail(fault, "--%s: of which file? --checkpoint FILE",
                    arguments->resume ? "resume" : "checkpoint-every");
    if (arguments->checkpoint && arguments->model &&
        strcmp(arguments->checkpoint, arguments->model) == 0)
        return fail(fault, "--checkpoint and --model are to be two files");
    const char *const writes[] = {arguments->model, arguments->checkpoint};
    for (size_t i = 0; arguments->plot && i < 2; i++)
        if (writes[i] && strcmp(arguments->plot, writes[i]) == 0)
            return fail(fault, "--plot and --%s are to be two files",
                        i == 0 ? "model" : "checkpoint");
    if (arguments->checkpoint && folds->count > 0)
        return fail(fault, "--checkpoint is of one training, and --folds makes many: choose the "
                           "penalty first");
    if (arguments->activation && arguments->loss &&
        hillock_pair_check(arguments->activation, arguments->loss, sizeof message, message))
        return fail(fault, "%s", message);
    return true;
}

bool arguments_read(struct arguments *arguments, hillock_trainer *trainer, int count, char **words,
                    struct fault *fault)
{
    *arguments = (struct arguments){.test_fraction = 0.2, .top = 10};
    for (int i = 0, used; i < count; i += used) {
        if (strcmp(words[i], "-h") == 0)
            used = arguments->help = true;
        else if (strncmp(words[i], "--", 2) == 0)
            used = read_option(arguments, trainer, count - i, words + i, fault);
        else if (words[i][0] == '-' && words[i][1])
            return fail(fault, "there is no option %.60s; options begin with two dashes", words[i]);
        else
            used = take_table(&arguments->file, words[i], fault);
        if (!used)
            return false;
    }
    if (arguments->no_bias) {
        note_given(arguments, HILLOCK_FIT_BIAS);
        (void)hillock_trainer_set_integer(trainer, HILLOCK_FIT_BIAS, 0);
    }
    return arguments->help || is_complete(arguments, fault);
}
