#include "convert.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "replaceable.h"
#include "table.h"
#include "whole_file.h"
#include "write_table.h"

struct converting {
    const char *in, *out;
    const char *from, *to; /* formats; NULL: by the ending */
    enum table_format format;
    struct roles roles;
};

static const char usage[] =
    "usage\n"
    "  hillock convert IN OUT [options]    (-: the standard input, the standard output)\n"
    "\n"
    "Writes a table in another format, which the ending of its name says: .csv, .tsv,\n"
    ".libsvm (.svm, .svmlight) or .npy. Every number comes back as it was: decimals have\n"
    "as many digits as it takes. OUT is there when all of it is, or as it was before.\n"
    "It is not to be IN itself, a model or a checkpoint, which would be lost.\n"
    "The target, where one is named, stands in front of the other columns, and is the\n"
    "label of LIBSVM; a target of two words becomes 0 and 1. NPY has no names.\n"
    "\n"
    "options\n"
    "  --from, --to csv|tsv|libsvm|npy\n"
    "                     whatever the ending [default of --from without one: by what\n"
    "                     is in the file]\n"
    "  --target COLUMN    needed for LIBSVM\n";

static void print_usage(void)
{
    (void)fputs(usage, stdout);
    (void)fputs(roles_columns_usage, stdout);
    (void)fputs(roles_form_usage, stdout);
}

/* The words used; 0: refused. */
static int take_value(const char **place, int count, char **words, struct fault *fault)
{
    if (count < 2 || *words[1] == '\0')
        return fail(fault, "%s needs a value", words[0]);
    if (*place)
        return fail(fault, "%s is given twice, as \"%.200s\" and \"%.200s\"", words[0], *place,
                    words[1]);
    *place = words[1];
    return 2;
}

static int take_word(struct converting *c, int count, char **words, struct fault *fault)
{
    const char *const word = words[0];
    if (strcmp(word, "--from") == 0)
        return take_value(&c->from, count, words, fault);
    if (strcmp(word, "--to") == 0)
        return take_value(&c->to, count, words, fault);
    if (strcmp(word, "--target") == 0)
        return take_value(&c->roles.target, count, words, fault);
    const int used = roles_take(&c->roles, ROLES_FORM | ROLES_COLUMNS, count, words, fault);
    if (used != 0)
        return used > 0 ? used : 0;
    if (word[0] == '-' && word[1] != '\0')
        return fail(fault, "there is no option %.60s; hillock convert --help lists them", word);
    if (c->out)
        return fail(fault, "one table becomes another, and there is \"%.200s\" as well", word);
    *(c->in ? &c->out : &c->in) = word;
    return 1;
}

/* The format of this name (--from, --to), or else of this ending. */
static bool find_format(const char *option, const char *name, const char *path, bool *is_known,
                        enum table_format *format, struct fault *fault)
{
    static const char *const others[] = {"svm", "svmlight"};
    const char *const dot = strrchr(path, '.'), *const wanted = name ? name : dot ? dot + 1 : "";
    *is_known = true;
    for (*format = TABLE_CSV; *format < TABLE_FORMATS; ++*format)
        if (strcmp(wanted, table_format_names[*format]) == 0)
            return true;
    *format = TABLE_LIBSVM;
    for (size_t k = 0; !name && k < sizeof others / sizeof *others; k++)
        if (strcmp(wanted, others[k]) == 0)
            return true;
    *is_known = false;
    return !name || fail(fault, "%s takes csv, tsv, libsvm or npy, not \"%.60s\"", option, name);
}

/* What the formats say of reading and writing. */
static bool settle(struct converting *c, struct fault *fault)
{
    enum table_format from;
    bool is_known;
    if (!c->out)
        return fail(fault, "two files are needed: hillock convert IN OUT");
    if (!find_format("--from", c->from, c->in, &is_known, &from, fault))
        return false;
    if (is_known && !c->roles.format)
        c->roles.format = from == TABLE_TSV ? "csv" : table_format_names[from];
    if (is_known && from == TABLE_TSV && !c->roles.delimiter)
        c->roles.delimiter = "tab";
    roles_complete(&c->roles, c->in);
    if (!find_format("--to", c->to, c->out, &is_known, &c->format, fault))
        return false;
    if (!is_known)
        return fail(fault, "which format is %.200s? --to csv, tsv, libsvm or npy", c->out);
    return true;
}

/* Columns that are called by their numbers have no names to be written; read back, such a row would
 * be one of numbers. */
static bool has_names(const struct converting *c, const struct table *table)
{
    double number;
    if (c->roles.header && strcmp(c->roles.header, "yes") == 0)
        return true;
    for (size_t i = 0; i < table->n_features; i++)
        if (number_read(table->names[i], &number) != NUMBER_DECIMAL)
            return true;
    return c->roles.target && number_read(c->roles.target, &number) != NUMBER_DECIMAL;
}

static int run(struct converting *c, struct fault *fault)
{
    struct table table;
    struct whole_file whole;
    if (!overwritable("OUT", c->out, c->in, fault) ||
        !table_read(&table, c->in, &c->roles, NULL, fault))
        return EXITS_DATA;
    const char *const target = c->roles.target ? c->roles.target : "label";
    int exits = EXITS_DATA;
    if (c->format == TABLE_LIBSVM && !table.targets) {
        (void)fail(fault, "LIBSVM has a label in each line: say which column, --target COLUMN");
        exits = EXITS_USAGE;
    } else {
        const bool done = whole_file_open(&whole, c->out, fault) &&
                          write_table(whole.file, &table, c->format, target, has_names(c, &table),
                                      source_name(c->in), fault);
        if (whole_file_close(&whole, done, fault))
            exits = EXITS_TRAINED;
        note_dropped(table.n_dropped, c->in);
    }
    table_free(&table);
    return exits;
}

int convert(int count, char **words, struct fault *fault)
{
    struct converting c = {.in = NULL};
    if (count == 1 && strcmp(words[0], "--help") == 0) {
        print_usage();
        return EXITS_TRAINED;
    }
    for (int i = 0, used; i < count; i += used) {
        used = take_word(&c, count - i, words + i, fault);
        if (used == 0)
            return EXITS_USAGE;
    }
    return settle(&c, fault) ? run(&c, fault) : EXITS_USAGE;
}
