/* `hillock fit --help`: the options by what they are for; `hillock help fit` explains each. */
#include <stdbool.h>
#include <string.h>

#include "acting.h"
#include "arguments.h"
#include "help.h"
#include "wrap.h"

static const char beginning[] =
    "usage\n"
    "  hillock fit FILE.csv --target COLUMN [options]   (FILE -: the standard input)\n"
    "\n"
    "Trains one neuron on a table of numbers or text, and prints how that went, its\n"
    "scores on rows held out, and its weights. Without options it is a classifier for\n"
    "a target of 0 and 1, of -1 and 1, or of two words, else a regression.\n";

static const char ending[] = "\nhillock help fit explains each option, with its bounds and its "
                             "default.\n";

/* Names between blanks; what stands in no group comes last. */
static const struct {
    const char *title, *names;
} groups[] = {
    {"columns", " target positive features ignore categorical missing weight weight-kind offset "
                "format delimiter header "},
    {"neuron", " activation loss alpha delta tau no-bias fit-bias "},
    {"rows kept from training", " test-fraction validate patience folds seed "},
    {"penalties", " l2 l1 penalize-bias penalize-raw class-weights "},
    {"training", " solver epochs steps seconds tolerance standardize threads kernel "},
    {"stopping and going on", " checkpoint checkpoint-every resume "},
    {"steps of gradient descent and its kin",
     " learning-rate schedule decay period horizon batch-size sampling evaluate-every momentum "
     "beta2 epsilon average-from "},
    {"results", " model covariance plot picture top statistics check-gradient json quiet help "},
};
enum { GROUPS = sizeof groups / sizeof *groups };

static bool is_among(const char *names, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = names; (at = strstr(at, name)); at++)
        if (at[-1] == ' ' && at[length] == ' ')
            return true;
    return false;
}

static size_t group_of(const char *name)
{
    size_t i = 0;
    while (i < GROUPS && !is_among(groups[i].names, name))
        i++;
    return i;
}

/* A group while it is printed: its title comes with its first option. */
struct printing {
    struct wrap wrap;
    size_t group;
    bool is_begun;
};

static void print_option(struct printing *p, const char *name, const char *value)
{
    char text[96];
    if (group_of(name) != p->group)
        return;
    if (!p->is_begun)
        (void)fprintf(p->wrap.file, "\n  %s\n",
                      p->group < GROUPS ? groups[p->group].title : "others");
    p->is_begun = true;
    (void)snprintf(text, sizeof text, "--%s%s%s", name, value ? "=" : "", value ? value : "");
    wrap_text(&p->wrap, text);
}

static void print_group(FILE *file, size_t group)
{
    struct printing p = {.wrap = {.file = file, .indent = 4}, .group = group};
    const struct own_option *own;
    for (size_t i = 0; (own = own_option_at(i)); i++)
        print_option(&p, own->name, own->value);
    for (size_t i = 0; hillock_option_at(i); i++) {
        const int key = hillock_option_at(i);
        if (option_is_offered(key))
            print_option(&p, hillock_option_name(key), option_value_word(key));
    }
    if (p.is_begun)
        wrap_end(&p.wrap);
}

void print_fit_options(FILE *file)
{
    (void)fputs(beginning, file);
    (void)fputs("\noptions (--name value or --name=value)\n", file);
    for (size_t group = 0; group <= GROUPS; group++)
        print_group(file, group);
    (void)fputs(ending, file);
}
