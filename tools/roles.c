#define _POSIX_C_SOURCE 200809L /* stat */
#include "roles.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const char roles_form_usage[] =
    "  --missing error|drop|mean\n"
    "                     what an empty cell, NA or NaN does: error, drop (leaves the\n"
    "                     row out; predict answers NA) or mean (of the feature)\n"
    "                     [default: error]\n"
    "  --format auto|csv|libsvm|npy\n"
    "                     what the file is [default: by what is in it; tabs: csv]\n"
    "  --delimiter CHAR   between cells: \",\", \";\", tab (or \\t), \"|\", \" \" or auto\n"
    "                     [default: auto, by the first line]\n"
    "  --header yes|no    whether the first line names the columns [default: unless all\n"
    "                     its cells are numbers; then they are called 1, 2, ...]\n";

const char roles_columns_usage[] =
    "  --features A,B     the columns to learn from [default: all that are left]\n"
    "  --ignore A,B       columns to pass over, whatever is in them\n"
    "  --categorical A,B  columns of text, or of numbers that are codes: each value but\n"
    "                     the first, in the order of their bytes (capitals first),\n"
    "                     becomes a feature of 0 and 1\n";

const char roles_classes_usage[] =
    "  --positive TEXT    which class of the target is the upper one, 1 [default: of\n"
    "                     two words the second in the order of their bytes]\n";

const char roles_offset_usage[] =
    "  --offset COLUMN    added to z = w x + b of each row, as it was in training\n"
    "                     [default: the column that training had, if it had one]\n"
    "  --no-offset        adds none, as if it were 0\n";

static const struct {
    const char *name;
    size_t place; /* in struct roles */
    int part;     /* 0: no command's but fit's */
} options[] = {
    {"target", offsetof(struct roles, target), 0},
    {"positive", offsetof(struct roles, positive), ROLES_CLASSES},
    {"weight", offsetof(struct roles, weight), ROLES_WEIGHT},
    {"offset", offsetof(struct roles, offset), ROLES_OFFSET},
    {"features", offsetof(struct roles, features), ROLES_COLUMNS},
    {"ignore", offsetof(struct roles, ignore), ROLES_COLUMNS},
    {"categorical", offsetof(struct roles, categorical), ROLES_COLUMNS},
    {"missing", offsetof(struct roles, missing), ROLES_FORM},
    {"format", offsetof(struct roles, format), ROLES_FORM},
    {"delimiter", offsetof(struct roles, delimiter), ROLES_FORM},
    {"header", offsetof(struct roles, header), ROLES_FORM},
};

enum { N_OPTIONS = sizeof options / sizeof *options };

static const char **place_of(struct roles *roles, size_t k)
{
    return (const char **)(void *)((char *)roles + options[k].place);
}

bool roles_check(const char *option, const char *value, struct fault *fault)
{
    hillock_table *table = NULL;
    if (*value == '\0')
        return fail(fault, "--%s needs a value; \"\" is none", option);
    if (strcmp(option, "missing") == 0 && strcmp(value, "error") != 0 &&
        strcmp(value, "drop") != 0 && strcmp(value, "mean") != 0)
        return fail(fault, "--missing takes error, drop or mean; not \"%.60s\"", value);
    if (hillock_table_create(&table))
        return fail(fault, "no memory for a table");
    const bool is_right = hillock_table_set_text(table, option, value) == HILLOCK_OK ||
                          fail(fault, "--%s", hillock_table_message(table));
    hillock_table_destroy(table);
    return is_right;
}

bool roles_have_offset(const struct roles *roles, const hillock_model *model)
{
    return roles->offset || hillock_model_offset_name(model);
}

/* Option k with its value in the same word, or in the next one (NULL: there is none). */
static int take(struct roles *roles, size_t k, const char *value, int used, struct fault *fault)
{
    const char **const place = place_of(roles, k);
    if (!value) {
        (void)fail(fault, "--%s needs a value", options[k].name);
        return -1;
    }
    if (*place) {
        (void)fail(fault, "--%s is given twice, as \"%.200s\" and \"%.200s\"", options[k].name,
                   *place, value);
        return -1;
    }
    *place = value;
    return roles_check(options[k].name, value, fault) ? used : -1;
}

int roles_take(struct roles *roles, int parts, int count, char **words, struct fault *fault)
{
    if (strncmp(words[0], "--", 2) != 0)
        return 0;
    const char *const name = words[0] + 2;
    if ((parts & ROLES_OFFSET) && strcmp(name, "no-offset") == 0) {
        roles->no_offset = true;
        return 1;
    }
    const size_t length = strcspn(name, "=");
    for (size_t k = 0; k < N_OPTIONS; k++)
        if ((options[k].part & parts) && strlen(options[k].name) == length &&
            strncmp(options[k].name, name, length) == 0)
            return name[length] ? take(roles, k, name + length + 1, 1, fault)
                                : take(roles, k, count > 1 ? words[1] : NULL, 2, fault);
    return 0;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

void roles_complete(struct roles *roles, const char *path)
{
    static const char *const ends[] = {".libsvm", ".svmlight", ".svm"};
    bool is_libsvm = roles->format && strcmp(roles->format, "libsvm") == 0;
    for (size_t k = 0; k < sizeof ends / sizeof *ends && !roles->format; k++)
        is_libsvm = is_libsvm || ends_with(path, ends[k]);
    if (is_libsvm && !roles->target)
        roles->target = "label";
}

const char *source_name(const char *path)
{
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

static bool is_no_file(const char *path)
{
    struct stat found;
    return strcmp(path, "-") != 0 && stat(path, &found) != 0;
}

static bool fail_no_file(struct fault *fault, const char *word)
{
    return fail(fault, "\"%.200s\" is no file, and no value of an option", word);
}

bool take_table(const char **file, const char *word, struct fault *fault)
{
    const char *const before = *file;
    if (!before) {
        *file = word;
        return true;
    }
    const char *const none = is_no_file(word) ? word : is_no_file(before) ? before : NULL;
    if (none)
        return fail_no_file(fault, none);
    return fail(fault, "two files, \"%.200s\" and \"%.200s\": one table at a time", before, word);
}

bool take_model_and_table(const char **model, const char **file, const char *word,
                          struct fault *fault)
{
    if (!*model) {
        *model = word;
        return true;
    }
    if (*file && is_no_file(*model))
        return fail_no_file(fault, *model);
    return take_table(file, word, fault);
}

size_t read_input(char *bytes, size_t capacity, void *payload)
{
    (void)payload;
    const size_t count = fread(bytes, 1, capacity, stdin);
    return count == 0 && ferror(stdin) ? SIZE_MAX : count;
}

void note_order(const hillock_table *table, const char *path)
{
    if (hillock_table_is_by_order(table))
        (void)fprintf(stderr,
                      "hillock: note: the columns of %.200s have no names: they are taken for the "
                      "features of the model in their order\n",
                      source_name(path));
}

void note_dropped(size_t count, const char *path)
{
    if (count > 0)
        (void)fprintf(stderr, "hillock: note: %zu row%s of %.200s left out: cells are missing\n",
                      count, count == 1 ? "" : "s", source_name(path));
}

hillock_table *roles_table(const struct roles *roles, const char *path, const hillock_model *model,
                           struct fault *fault)
{
    hillock_table *table = NULL;
    struct roles set = *roles;
    if (hillock_table_create(&table)) {
        (void)fail(fault, "no memory for a table");
        return NULL;
    }
    hillock_status status = hillock_table_set_text(table, "name", source_name(path));
    for (size_t k = 0; k < N_OPTIONS && !status; k++)
        if (*place_of(&set, k))
            status = hillock_table_set_text(table, options[k].name, *place_of(&set, k));
    if (!status)
        status = hillock_table_set_model(table, model);
    if (status) {
        (void)fail(fault, "--%s", hillock_table_message(table));
        hillock_table_destroy(table);
        return NULL;
    }
    return table;
}
