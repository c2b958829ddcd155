/* The `hillock` command: picks the subcommand and reports what went wrong. Built on the public
 * header alone, so it is also an example of its use. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "convert.h"
#include "evaluate.h"
#include "explain.h"
#include "export.h"
#include "fit.h"
#include "help.h"
#include "hillock/hillock.h"
#include "info.h"
#include "name_list.h"
#include "nearest.h"
#include "predict.h"
#include "shown.h"
#include "surface.h"
#include "topics.h"

struct subcommand {
    const char *name;
    int (*run)(int count, char **words, struct fault *fault);
};

static int help(int count, char **words, struct fault *fault);

static int version(int count, char **words, struct fault *fault)
{
    (void)count;
    (void)words;
    (void)fault;
    (void)printf("hillock %s, %s kernels\n", hillock_version(), hillock_kernels());
    (void)printf("BLAS     %s\nthreads  %d\n", hillock_blas(), hillock_most_threads());
    return EXITS_TRAINED;
}

static const struct subcommand subcommands[] = {
    {"convert", convert}, {"evaluate", evaluate}, {"explain", explain}, {"export", export_model},
    {"fit", fit},         {"info", info},         {"predict", predict}, {"surface", surface},
    {"help", help},       {"--help", help},       {"-h", help},         {"--version", version},
    {"version", version}, {"-V", version},
};

static const struct subcommand *find(const char *name)
{
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (strcmp(name, subcommands[i].name) == 0)
            return &subcommands[i];
    return NULL;
}

static int refuse(const char *name, struct fault *fault)
{
    struct nearest nearest = nearest_to(name, NULL);
    char question[96];
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        nearest_offer(&nearest, subcommands[i].name);
    nearest_question(&nearest, "", question, sizeof question);
    (void)fail(fault,
               "there is no command \"%.60s\"%s; try hillock fit FILE.csv --target COLUMN, or "
               "hillock --help",
               name, question);
    return EXITS_USAGE;
}

/* Neither a command nor a topic. */
static int refuse_topic(const char *name, struct fault *fault)
{
    struct nearest nearest = nearest_to(name, NULL);
    struct name_list list = {.length = 0};
    char question[96];
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (subcommands[i].run != help && subcommands[i].run != version)
            nearest_offer(&nearest, subcommands[i].name);
    for (size_t i = 0; topic_at(i); i++) {
        nearest_offer(&nearest, topic_at(i)->name);
        name_list_add(&list, topic_at(i)->name);
    }
    nearest_question(&nearest, "", question, sizeof question);
    (void)fail(fault, "there is no command \"%.60s\" and no topic%s; topics are: %s", name,
               question, list.text);
    return EXITS_USAGE;
}

static char asked[] = "--help";

/* Of a command: what it says of itself. */
static int help(int count, char **words, struct fault *fault)
{
    const struct subcommand *const named = count > 0 ? find(words[0]) : NULL;
    const struct topic *const topic = count > 0 ? topic_named(words[0]) : NULL;
    if (count > 1) {
        (void)fail(fault, "help on one thing at a time: hillock help %.60s", words[0]);
        return EXITS_USAGE;
    }
    if (topic)
        topic_print(topic, stdout);
    else if (count > 0 && !named)
        return refuse_topic(words[0], fault);
    else if (named && named->run == fit)
        print_fit_help(stdout);
    else if (named && named->run != help && named->run != version)
        return named->run(1, (char *[]){asked}, fault);
    else
        print_help(stdout);
    return EXITS_TRAINED;
}

/* Wherever it stands: what else is asked for is not done. */
static bool asks_for_help(int count, char **words)
{
    for (int i = 0; i < count; i++)
        if (strcmp(words[i], "-h") == 0 || strcmp(words[i], asked) == 0)
            return true;
    return false;
}

static int run(int count, char **words, struct fault *fault)
{
    const struct subcommand *const named = count > 0 ? find(words[0]) : NULL;
    if (named && named->run != help && asks_for_help(count - 1, words + 1))
        return named->run(1, (char *[]){asked}, fault);
    if (named)
        return named->run(count - 1, words + 1, fault);
    if (count > 0)
        return refuse(words[0], fault);
    print_usage(stderr);
    return EXITS_USAGE;
}

/* Results that did not reach the disk or the pipe are no results. */
static int close_output(int exits, struct fault *fault)
{
    const int is_broken = ferror(stdout);
    if (fclose(stdout) == 0 && !is_broken)
        return exits;
    (void)fail(fault, "writing the results failed: %s", strerror(errno));
    return EXITS_DATA;
}

int main(int argc, char **argv)
{
    struct fault fault = {""};
    const int exits = close_output(run(argc - 1, argv + 1, &fault), &fault);
    make_shown(fault.text); /* it may have names of a model or a table in it */
    if (fault.text[0])
        (void)fprintf(stderr, "hillock: %s\n", fault.text);
    return exits;
}
