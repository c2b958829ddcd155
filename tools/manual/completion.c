#include "completion.h"

#include <ctype.h>
#include <string.h>

#include "hillock/hillock.h"
#include "text.h"

/* Visits the commands of the usage. */
typedef bool visit_command(FILE *file, const char *hillock, const char *command);

static bool for_each_command(FILE *file, const char *hillock, visit_command *visit)
{
    struct text help;
    if (!text_of(&help, hillock, "help"))
        return false;
    const size_t usage = text_find(&help, "usage");
    bool done = true;
    for (size_t i = usage + 1; done && i < text_block_end(&help, usage); i++) {
        char name[32];
        if (text_command(help.lines[i], name, sizeof name))
            done = visit(file, hillock, name);
    }
    text_free(&help);
    return done;
}

static bool put_name(FILE *file, const char *hillock, const char *command)
{
    (void)hillock;
    return fprintf(file, "%s\n", command) > 0;
}

bool completion_commands(FILE *file, const char *hillock)
{
    return for_each_command(file, hillock, put_name);
}

static bool has_names(const char *option)
{
    return strcmp(option, "activation") == 0 || strcmp(option, "loss") == 0 ||
           hillock_option_choice(hillock_option_from_name(option), 0, NULL);
}

/* The names that an option of the library, an activation or a loss can have. */
static void put_names(FILE *file, const char *option)
{
    const int key = hillock_option_from_name(option);
    const char *name;
    for (size_t i = 0; strcmp(option, "activation") == 0 && hillock_activation_at(i); i++)
        if (hillock_activation_at(i) != HILLOCK_USER_ACTIVATION)
            (void)fprintf(file, " %s",
                          hillock_activation_name((hillock_activation)hillock_activation_at(i)));
    for (size_t i = 0; strcmp(option, "loss") == 0 && hillock_loss_at(i); i++)
        if (hillock_loss_at(i) != HILLOCK_USER_LOSS)
            (void)fprintf(file, " %s", hillock_loss_name((hillock_loss)hillock_loss_at(i)));
    for (size_t i = 0; key && (name = hillock_option_choice(key, i, NULL)); i++)
        (void)fprintf(file, " %s", name);
}

/* "a|b" or "[yes|no]": the words themselves. */
static void put_choices(FILE *file, const char *value)
{
    (void)fputc(' ', file);
    for (; *value; value++)
        if (*value == '|')
            (void)fputc(' ', file);
        else if (*value != '[' && *value != ']')
            (void)fputc(*value, file);
}

/* What stands for the value in the help: file, column, columns, words ..., or nothing known. */
static void put_kind(FILE *file, const char *option, const char *value)
{
    const bool is_name = strchr(value, '|') || islower((unsigned char)*value);
    const bool is_listed = strcmp(value, "NAME") == 0 && has_names(option);
    if (strcmp(value, "FILE") == 0 || strcmp(value, "MODEL") == 0)
        (void)fputs("file", file);
    else if (strcmp(value, "COLUMN") == 0 || strcmp(value, "FEATURE") == 0)
        (void)fputs("column", file);
    else if (strncmp(value, "A,B", 3) == 0 || strcmp(value, "COLUMNS") == 0)
        (void)fputs("columns", file);
    else if (is_name || is_listed) {
        (void)fputs(*value == '[' ? "maybe" : "words", file);
        if (is_name)
            put_choices(file, value);
        else
            put_names(file, option);
    } else
        (void)fputs("text", file);
}

/* Options of one entry, "--x, --y FEATURE": those before a value take it, others take none. */
static void put_entry(FILE *file, const char *command, const char *line, bool values)
{
    char term[256], word[64], pending[8][64];
    size_t n_pending = 0;
    (void)snprintf(term, sizeof term, "%.*s", (int)text_term_length(line),
                   line + text_indent(line));
    for (size_t i = 0; text_word(term, i, word, sizeof word); i++) {
        const bool is_option = strncmp(word, "--", 2) == 0;
        if (is_option && !values)
            (void)fprintf(file, " %s", word);
        if (is_option && n_pending < sizeof pending / sizeof *pending)
            (void)snprintf(pending[n_pending++], sizeof pending[0], "%s", word);
        for (; values && !is_option && n_pending > 0; n_pending--) {
            const char *const option = pending[n_pending - 1];
            (void)fprintf(file, "    %s:%s) printf '%%s\\n' '", command, option);
            put_kind(file, option + 2, word);
            (void)fputs("' ;;\n", file);
        }
        if (!is_option)
            n_pending = 0;
    }
}

/* "--to c|json" in a line of the usage. */
static void put_usage(FILE *file, const char *command, const char *line)
{
    char option[64], value[64];
    for (size_t i = 0;
         text_word(line, i, option, sizeof option) && text_word(line, i + 1, value, sizeof value);
         i++)
        if (strncmp(option, "--", 2) == 0 && strchr(value, '|')) {
            (void)fprintf(file, "    %s:%s) printf '%%s\\n' '", command, option);
            put_kind(file, option + 2, value);
            (void)fputs("' ;;\n", file);
        }
}

/* All entries of a help text that are options. */
static bool put_entries(FILE *file, const char *hillock, const char *command, bool values)
{
    char words[64];
    struct text help;
    (void)snprintf(words, sizeof words, "help %.32s", command);
    if (!text_of(&help, hillock, words))
        return false;
    for (size_t i = 0; i < help.count; i++)
        if (strncmp(help.lines[i], "  --", 4) == 0)
            put_entry(file, command, help.lines[i], values);
        else if (values && strncmp(help.lines[i], "  hillock ", 10) == 0)
            put_usage(file, command, help.lines[i]);
    text_free(&help);
    return true;
}

static bool put_values(FILE *file, const char *hillock, const char *command)
{
    return put_entries(file, hillock, command, true);
}

static bool put_options(FILE *file, const char *hillock, const char *command)
{
    (void)fprintf(file, "    %s) printf '%%s\\n'", command);
    const bool done = put_entries(file, hillock, command, false);
    (void)fputs(" --help ;;\n", file);
    return done;
}

static bool put_word(FILE *file, const char *hillock, const char *command)
{
    (void)hillock;
    return fprintf(file, " %s", command) > 0;
}

static bool put_topics(FILE *file, const char *hillock)
{
    struct text help;
    char name[32];
    if (!text_of(&help, hillock, "help"))
        return false;
    const size_t list = text_find(&help, "help on a topic");
    for (size_t i = list + 1; i < text_block_end(&help, list); i++)
        if (text_word(help.lines[i], 0, name, sizeof name))
            (void)fprintf(file, " %s", name);
    text_free(&help);
    return true;
}

bool completion_write(FILE *file, const char *hillock)
{
    (void)fputs("\n_hillock_commands()\n{\n    printf '%s\\n'", file);
    bool done = for_each_command(file, hillock, put_word);
    (void)fputs("\n}\n\n_hillock_topics()\n{\n    printf '%s\\n'", file);
    done = done && put_topics(file, hillock);
    (void)fputs("\n}\n\n_hillock_options()\n{\n    case $1 in\n", file);
    done = done && for_each_command(file, hillock, put_options);
    (void)fputs("    esac\n}\n\n_hillock_value()\n{\n    case $1:$2 in\n", file);
    done = done && for_each_command(file, hillock, put_values);
    (void)fputs("    esac\n}\n", file);
    return done;
}
