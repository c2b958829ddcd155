#include "arguments.h"

#include <string.h>

static bool parse_part(bench_arguments *arguments, const char *word)
{
    static const char *const parts[] = {"",          "--elementwise", "--pairs",
                                        "--scaling", "--solvers",     "--tables"};
    for (size_t k = 1; k < sizeof parts / sizeof *parts; k++)
        if (strcmp(word, parts[k]) == 0) {
            arguments->part = (bench_part)k;
            return true;
        }
    return false;
}

/* The cases named, or the contests; beside those named before. */
static bool parse_cases(bench_arguments *arguments, const char *name)
{
    static const char *const names[BENCH_GROUPS] = {"cache", "textbook", "large", "few", "ladder"};
    arguments->all = false;
    if (strcmp(name, "contests") == 0)
        return arguments->contests = true;
    for (size_t group = 0; group < BENCH_GROUPS; group++)
        if (strcmp(name, names[group]) == 0)
            return arguments->groups[group] = true;
    return false;
}

static bool parse_pair(bench_arguments *arguments, const char *word, const char *value)
{
    if (strcmp(word, "--json") == 0)
        arguments->json = value;
    else if (strcmp(word, "--points") == 0)
        arguments->points = value;
    else
        return strcmp(word, "--cases") == 0 && parse_cases(arguments, value);
    return true;
}

/* All tables but one: the ladder has the textbook's case in it, and stays out beside the peers. */
static void choose_all(bench_arguments *arguments)
{
    for (size_t group = 0; group < BENCH_GROUPS; group++)
        arguments->groups[group] = true;
    arguments->groups[arguments->python.interpreter ? BENCH_LADDER : BENCH_TEXTBOOK] = false;
    arguments->contests = true;
}

bool bench_parse(bench_arguments *arguments, int count, char *const *words)
{
    *arguments = (bench_arguments){.mode = BENCH_DEFAULT, .all = true};
    for (int k = 1; k < count; k++) {
        if (strcmp(words[k], "--quick") == 0)
            arguments->mode = BENCH_QUICK;
        else if (strcmp(words[k], "--full") == 0)
            arguments->mode = BENCH_FULL;
        else if (strcmp(words[k], "--peers") == 0 && k + 2 < count) {
            arguments->python = (bench_peer_program){words[k + 1], words[k + 2]};
            k += 2;
        } else if (strcmp(words[k], "--r") == 0 && k + 2 < count) {
            arguments->r = (bench_peer_program){words[k + 1], words[k + 2]};
            k += 2;
        } else if (k + 1 < count && parse_pair(arguments, words[k], words[k + 1]))
            k++;
        else if (!parse_part(arguments, words[k]))
            return false;
    }
    if (arguments->all)
        choose_all(arguments);
    return true;
}
