#include "page.h"

#include <ctype.h>
#include <string.h>

#include "text.h"

/* Characters that troff takes for something else, or would print as another one. */
static void put_char(FILE *file, char c)
{
    static const struct {
        char c;
        const char *escape;
    } escapes[] = {{'\\', "\\e"}, {'-', "\\-"}, {'^', "\\(ha"}, {'~', "\\(ti"}, {'`', "\\(ga"}};
    for (size_t k = 0; k < sizeof escapes / sizeof *escapes; k++)
        if (escapes[k].c == c) {
            (void)fputs(escapes[k].escape, file);
            return;
        }
    (void)fputc(c, file);
}

static void put_text(FILE *file, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        put_char(file, text[i]);
}

/* A line of running text: at its beginning . and ' would be requests. */
static void put_line(FILE *file, const char *text)
{
    if (*text == '.' || *text == '\'')
        (void)fputs("\\&", file);
    put_text(file, text, strlen(text));
    (void)fputc('\n', file);
}

static void put_upper(FILE *file, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        put_char(file, (char)toupper((unsigned char)text[i]));
}

static void begin_section(struct page *page, const char *name)
{
    (void)fprintf(page->file, ".SH %s\n", name);
    page->begins = true;
}

static void begin_paragraph(struct page *page)
{
    if (!page->begins)
        (void)fputs(".PP\n", page->file);
    page->begins = false;
}

/* Up to what a heading has in brackets or behind a comma or colon; the rest is said below it. */
static void put_heading(struct page *page, const char *heading)
{
    size_t length = strcspn(heading, "(,:");
    while (length > 0 && heading[length - 1] == ' ')
        length--;
    (void)fputs(".SH ", page->file);
    put_upper(page->file, heading, length);
    (void)fputc('\n', page->file);
    page->begins = true;
    if (heading[length]) {
        begin_paragraph(page);
        (void)fputc(toupper((unsigned char)heading[0]), page->file);
        put_line(page->file, heading + 1);
    }
}

/* Of options the names are bold and the values slanted; any other term is bold. */
static void put_term(FILE *file, const char *line)
{
    const char *term = line + text_indent(line);
    const char *const end = term + text_term_length(line);
    const bool is_option = *term == '-';
    while (term < end) {
        const size_t length =
            strcspn(term, " ") < (size_t)(end - term) ? strcspn(term, " ") : (size_t)(end - term);
        (void)fputs(is_option && *term != '-' ? "\\fI" : "\\fB", file);
        put_text(file, term, length);
        (void)fputs("\\fR", file);
        term += length;
        if (term < end)
            (void)fputc(*term++, file);
    }
    (void)fputc('\n', file);
}

/* What is said of an entry, from its own line and those below; where a line lies deeper than the
 * one before it, a line of its own. */
static size_t put_definition(FILE *file, const struct text *text, size_t i)
{
    const char *const first = text_definition(text->lines[i]);
    size_t column = first ? (size_t)(first - text->lines[i]) : 0;
    if (first)
        put_line(file, first);
    for (i++; i < text->count && text_indent(text->lines[i]) > 2; i++) {
        const size_t indent = text_indent(text->lines[i]);
        if (first && indent > column && column > 0)
            (void)fputs(".br\n", file);
        column = indent;
        put_line(file, text->lines[i] + indent);
    }
    return i;
}

static void put_entries(struct page *page, const struct text *text, size_t i)
{
    FILE *const file = page->file;
    page->begins = false;
    while (i < text->count && text_indent(text->lines[i]) == 2) {
        (void)fputs(".TP\n", file);
        put_term(file, text->lines[i]);
        i = put_definition(file, text, i);
    }
}

/* Lines as they stand, up to the next empty one. */
static size_t put_verbatim(struct page *page, const struct text *text, size_t i)
{
    FILE *const file = page->file;
    begin_paragraph(page);
    (void)fputs(".RS 4\n.nf\n", file);
    for (; i < text->count && *text->lines[i]; i++)
        put_line(file, text->lines[i] + text_indent(text->lines[i]));
    (void)fputs(".fi\n.RE\n", file);
    return i;
}

/* Formulas that are set off by blanks keep them. */
static size_t put_paragraph(struct page *page, const struct text *text, size_t i)
{
    FILE *const file = page->file;
    const size_t end = text_block_end(text, i);
    bool is_set = false;
    for (size_t k = i; k < end; k++)
        is_set = is_set || strstr(text->lines[k], "    ");
    begin_paragraph(page);
    if (is_set)
        (void)fputs(".nf\n", file);
    for (; i < end; i++)
        put_line(file, text->lines[i]);
    if (is_set)
        (void)fputs(".fi\n", file);
    return i;
}

static bool is_said_elsewhere(const char *heading)
{
    static const char *const headings[] = {"usage", "examples", "exit status", "help on a topic"};
    for (size_t k = 0; k < sizeof headings / sizeof *headings; k++)
        if (strncmp(heading, headings[k], strlen(headings[k])) == 0)
            return true;
    return false;
}

/* A section, or of options, of which there may be several blocks, a part of one. */
static void put_block(struct page *page, const struct text *text, size_t i, bool *has_options)
{
    const char *const heading = text->lines[i];
    const bool is_options = strncmp(text->lines[i + 1], "  --", 4) == 0;
    if (is_options && !*has_options)
        begin_section(page, "OPTIONS");
    if (!is_options)
        put_heading(page, heading);
    else if (strcmp(heading, "options") != 0) {
        (void)fprintf(page->file, ".SS \"%c", toupper((unsigned char)heading[0]));
        put_text(page->file, heading + 1, strlen(heading + 1));
        (void)fputs("\"\n", page->file);
    }
    *has_options = is_options;
    put_entries(page, text, i + 1);
}

/* All that has no place of its own in a page. */
static void put_body(struct page *page, const struct text *text, bool begins_section)
{
    bool has_options = false;
    for (size_t i = 0; i < text->count; i++) {
        if (text_is_heading(text, i)) {
            if (!is_said_elsewhere(text->lines[i]))
                put_block(page, text, i, &has_options);
            i = text_block_end(text, i);
        } else if (text_indent(text->lines[i]) > 0)
            i = put_verbatim(page, text, i);
        else if (*text->lines[i]) {
            if (begins_section)
                begin_section(page, "DESCRIPTION");
            begins_section = false;
            i = put_paragraph(page, text, i);
        }
    }
}

static void put_synopsis(FILE *file, const struct text *text)
{
    const size_t usage = text_find(text, "usage");
    (void)fputs(".SH SYNOPSIS\n.nf\n", file);
    for (size_t i = usage + 1; i < text_block_end(text, usage); i++) {
        const char *const line = text->lines[i], *const definition = text_definition(line);
        if (text_indent(line) > 2) {
            (void)fputs("    ", file);
            put_line(file, line + text_indent(line));
            continue;
        }
        put_text(file, line + 2, text_term_length(line));
        (void)fputc('\n', file);
        if (definition && *definition == '(') {
            (void)fputs("    ", file);
            put_line(file, definition);
        }
    }
    (void)fputs(".fi\n", file);
}

/* Each example is lines that are typed, and below them, deeper, what for. */
static void put_examples(struct page *page, const struct text *help, const char *command)
{
    const size_t begin = text_find(help, "examples"), end = text_block_end(help, begin);
    FILE *const file = page->file;
    begin_section(page, "EXAMPLES");
    for (size_t i = begin + 1, next; i < end; i = next) {
        bool is_wanted = !command;
        char called[32];
        size_t typed = i;
        for (; typed < end && text_indent(help->lines[typed]) == 2; typed++)
            is_wanted = is_wanted || (text_command(help->lines[typed], called, sizeof called) &&
                                      strcmp(called, command) == 0);
        for (next = typed; next < end && text_indent(help->lines[next]) > 2;)
            next++;
        if (!is_wanted)
            continue;
        begin_paragraph(page);
        (void)fputs(".nf\n", file);
        for (; i < typed; i++)
            put_line(file, help->lines[i] + 2);
        (void)fputs(".fi\n.RS 4\n", file);
        for (; i < next; i++)
            put_line(file, help->lines[i] + text_indent(help->lines[i]));
        (void)fputs(".RE\n", file);
    }
}

/* The whole of a topic. */
static bool put_topic(struct page *page, const char *name)
{
    char words[64];
    struct text topic;
    (void)snprintf(words, sizeof words, "help %.32s", name);
    if (!text_of(&topic, page->hillock, words))
        return false;
    put_body(page, &topic, false);
    text_free(&topic);
    return true;
}

/* Those of the command, where it has some of its own, else what holds for each; in the page of all
 * commands both. */
static bool put_exit_status(struct page *page, const char *command)
{
    char heading[64];
    struct text topic;
    bool has_options = false;
    if (!text_of(&topic, page->hillock, "help exit-status"))
        return false;
    (void)snprintf(heading, sizeof heading, "exit status, of hillock %.32s",
                   command ? command : "fit");
    const size_t own = text_find(&topic, heading);
    put_block(page, &topic, command && own < topic.count ? own : 0, &has_options);
    if (!command && own < topic.count) {
        (void)fputs(".SS \"Of hillock fit\"\n", page->file);
        put_entries(page, &topic, own + 1);
    }
    text_free(&topic);
    return true;
}

static bool is_last(const char *topic)
{
    return strcmp(topic, "exit-status") == 0 || strcmp(topic, "files") == 0 ||
           strcmp(topic, "environment") == 0;
}

static bool put_topics(struct page *page, const struct text *help)
{
    const size_t list = text_find(help, "help on a topic");
    for (size_t i = list + 1; i < text_block_end(help, list); i++) {
        char name[32];
        if (text_word(help->lines[i], 0, name, sizeof name) && !is_last(name) &&
            !put_topic(page, name))
            return false;
    }
    return true;
}

/* Each command with what the usage says of it. */
static void put_commands(FILE *file, const struct text *help)
{
    const size_t usage = text_find(help, "usage");
    (void)fputs(".SH COMMANDS\n", file);
    for (size_t i = usage + 1; i < text_block_end(help, usage); i++) {
        char name[32];
        const char *const what = text_definition(help->lines[i]);
        if (!text_command(help->lines[i], name, sizeof name) || !what)
            continue;
        (void)fprintf(file, ".TP\n.BR hillock\\-%s (1)\n", name);
        put_line(file, what);
    }
}

static void put_see_also(FILE *file, const struct text *help, const char *command)
{
    const size_t usage = text_find(help, "usage");
    (void)fputs(".SH SEE ALSO\n", file);
    if (command)
        (void)fputs(".BR hillock (1),\n", file);
    for (size_t i = usage + 1; i < text_block_end(help, usage); i++) {
        char name[32];
        if (text_command(help->lines[i], name, sizeof name) &&
            (!command || strcmp(name, command) != 0))
            (void)fprintf(file, ".BR hillock\\-%s (1),\n", name);
    }
    (void)fputs(".B hillock help\n", file);
    (void)fputs(command ? "for the topics\n" : "for a screen on each topic\n", file);
}

/* What the usage says of the command. */
static const char *what_of(const struct text *help, const char *command)
{
    const size_t usage = text_find(help, "usage");
    char name[32];
    for (size_t i = usage + 1; i < text_block_end(help, usage); i++)
        if (text_command(help->lines[i], name, sizeof name) && strcmp(name, command) == 0)
            return text_definition(help->lines[i]);
    return NULL;
}

static void put_title(const struct page *page, const struct text *help, const char *command)
{
    FILE *const file = page->file;
    const char *const what =
        command ? what_of(help, command) : "trains, examines and serves one artificial neuron";
    (void)fputs(".\\\" Made from the help texts of hillock.\n.TH HILLOCK", file);
    if (command) {
        (void)fputs("\\-", file);
        put_upper(file, command, strlen(command));
    }
    (void)fprintf(file, " 1 \"%s\" \"hillock %s\" \"User Commands\"\n.SH NAME\nhillock%s%s \\- ",
                  page->date, page->version, command ? "\\-" : "", command ? command : "");
    put_line(file, what ? what : "a command of hillock");
}

static bool put_page(struct page *page, const struct text *help, const struct text *own,
                     const char *command)
{
    put_title(page, help, command);
    put_synopsis(page->file, own);
    put_body(page, own, true);
    if (!command) {
        put_commands(page->file, help);
        if (!put_topics(page, help))
            return false;
    }
    put_examples(page, help, command);
    if (!put_exit_status(page, command) || !put_topic(page, "files") ||
        !put_topic(page, "environment"))
        return false;
    put_see_also(page->file, help, command);
    return true;
}

bool page_write(struct page *page, const char *command)
{
    char words[64];
    struct text help, own;
    if (!text_of(&help, page->hillock, "help"))
        return false;
    (void)snprintf(words, sizeof words, "help %.32s", command ? command : "");
    bool done = text_of(&own, page->hillock, words);
    if (done) {
        done = put_page(page, &help, &own, command);
        text_free(&own);
    }
    text_free(&help);
    return done;
}
