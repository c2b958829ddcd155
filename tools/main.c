/* The `hillock` command: picks the subcommand and reports what went wrong. Built on the public
 * header alone, so it is also an example of its use. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "fit.h"
#include "help.h"
#include "hillock/hillock.h"
#include "info.h"
#include "predict.h"

struct subcommand {
    const char *name;
    int (*run)(int count, char **words, struct fault *fault);
};

static int help(int count, char **words, struct fault *fault)
{
    (void)count;
    (void)words;
    (void)fault;
    print_help(stdout);
    return EXITS_TRAINED;
}

static int version(int count, char **words, struct fault *fault)
{
    (void)count;
    (void)words;
    (void)fault;
    (void)printf("hillock %s, %s kernels\n", hillock_version(), hillock_kernels());
    return EXITS_TRAINED;
}

static const struct subcommand subcommands[] = {
    {"fit", fit},     {"predict", predict}, {"info", info},         {"help", help},
    {"--help", help}, {"-h", help},         {"--version", version},
};

static int run(int count, char **words, struct fault *fault)
{
    for (size_t i = 0; count > 0 && i < sizeof subcommands / sizeof *subcommands; i++)
        if (strcmp(words[0], subcommands[i].name) == 0)
            return subcommands[i].run(count - 1, words + 1, fault);
    if (count > 0)
        (void)fail(fault,
                   "there is no command \"%.60s\"; try hillock fit FILE.csv --target COLUMN, or "
                   "hillock --help",
                   words[0]);
    else
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
    if (fault.text[0])
        (void)fprintf(stderr, "hillock: %s\n", fault.text);
    return exits;
}
