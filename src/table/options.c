#include "table/options.h"

#include "core/memory.h"
#include "core/number.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { MOST_THREADS = 4096 };

/* Words of a choice, in the order of its enumeration; the first is the default. */
static const char *const formats[] = {"auto", "csv", "libsvm", "npy", NULL};
static const char *const headers[] = {"auto", "yes", "no", NULL};
static const char *const missings[] = {"error", "drop", "mean", "keep", NULL};
static const char *const delimiters[] = {"auto", ",", ";", "tab", "|", " ", NULL};
static const char delimiter_bytes[] = {0, ',', ';', '\t', '|', ' '};

/* Which of the words; -1, and the message lists them: none. */
static int choose(const char *const *words, const char *option, const char *value,
                  hk_message *message)
{
    char list[64] = "";
    if (*value == '\0')
        return 0;
    for (int k = 0; words[k]; k++) {
        const size_t length = strlen(list);
        snprintf(list + length, sizeof list - length, "%s\"%s\"", k > 0 ? ", " : "", words[k]);
        if (strcmp(words[k], value) == 0)
            return k;
    }
    (void)hk_say(message, HILLOCK_ERROR_VALUE, "%s cannot be \"%.60s\"; it is one of %s", option,
                 value, list);
    return -1;
}

static hillock_status keep_text(char **place, const char *value, hk_message *message)
{
    char *copy = NULL;
    if (*value != '\0') {
        copy = hk_allocate(strlen(value) + 1, 1);
        if (!copy)
            return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the option");
        memcpy(copy, value, strlen(value) + 1);
    }
    hk_free(*place);
    *place = copy;
    return hk_silent(message);
}

static hillock_status set_threads(hk_table_options *options, const char *value, hk_message *message)
{
    int64_t threads = 0;
    if (*value != '\0' &&
        (!hk_parse_integer(value, &threads) || threads < 0 || threads > MOST_THREADS))
        return hk_say(message, HILLOCK_ERROR_VALUE,
                      "threads cannot be \"%.60s\"; it is 0 (all) to %d", value, MOST_THREADS);
    options->threads = (int)threads;
    return hk_silent(message);
}

hillock_status hk_table_set(hk_table_options *options, const char *option, const char *value,
                            hk_message *message)
{
    const struct {
        const char *name;
        char **place;
    } texts[] = {
        {"target", &options->target},     {"weight", &options->weight},
        {"offset", &options->offset},     {"features", &options->features},
        {"ignore", &options->ignore},     {"categorical", &options->categorical},
        {"positive", &options->positive}, {"name", &options->name},
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
        if (strcmp(texts[k].name, option) == 0)
            return keep_text(texts[k].place, value, message);
    if (strcmp(option, "threads") == 0)
        return set_threads(options, value, message);
    const bool format = strcmp(option, "format") == 0, header = strcmp(option, "header") == 0,
               missing = strcmp(option, "missing") == 0;
    if (!format && !header && !missing && strcmp(option, "delimiter") != 0)
        return hk_say(
            message, HILLOCK_ERROR_KEY,
            "a table has no option \"%.60s\"; it has format, delimiter, header, target, "
            "positive, weight, offset, features, ignore, categorical, missing, threads and "
            "name",
            option);
    if (strcmp(value, "\t") == 0 || strcmp(value, "\\t") == 0)
        value = "tab";
    const int chosen = choose(format    ? formats
                              : header  ? headers
                              : missing ? missings
                                        : delimiters,
                              option, value, message);
    if (chosen < 0)
        return HILLOCK_ERROR_VALUE;
    if (format)
        options->format = (hk_table_format)chosen;
    else if (header)
        options->header = (hk_header)chosen;
    else if (missing)
        options->missing = (hk_missing)chosen;
    else
        options->delimiter = delimiter_bytes[chosen];
    return hk_silent(message);
}

void hk_table_options_free(hk_table_options *options)
{
    hk_free(options->target);
    hk_free(options->weight);
    hk_free(options->offset);
    hk_free(options->features);
    hk_free(options->ignore);
    hk_free(options->categorical);
    hk_free(options->positive);
    hk_free(options->name);
}
