#define _POSIX_C_SOURCE 200809L /* popen */

#include "text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 4096, CAPACITY = 1 << 20 /* of a help text: far more than there is */ };

static bool read_all(struct text *text, FILE *pipe)
{
    size_t length = 0, got;
    text->bytes = malloc(CAPACITY + 1);
    if (!text->bytes)
        return false;
    while (length + PIECE <= CAPACITY && (got = fread(text->bytes + length, 1, PIECE, pipe)) > 0)
        length += got;
    text->bytes[length] = '\0';
    return length > 0;
}

static bool cut(struct text *text)
{
    size_t count = 0;
    for (const char *c = text->bytes; *c; c++)
        count += *c == '\n';
    text->lines = malloc((count + 1) * sizeof *text->lines);
    if (!text->lines)
        return false;
    for (char *line = text->bytes, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        text->lines[text->count++] = line;
    }
    return true;
}

bool text_of(struct text *text, const char *program, const char *words)
{
    char line[PIECE];
    *text = (struct text){.count = 0};
    if (strchr(program, '\'') ||
        snprintf(line, sizeof line, "'%s' %s", program, words) >= (int)sizeof line) {
        (void)fprintf(stderr, "%s: a path that a shell cannot take\n", program);
        return false;
    }
    FILE *const pipe = popen(line, "r");
    const bool is_read = pipe && read_all(text, pipe);
    if ((pipe && pclose(pipe) != 0) || !is_read || !cut(text)) {
        (void)fprintf(stderr, "%s does not run\n", line);
        text_free(text);
        return false;
    }
    return true;
}

void text_free(struct text *text)
{
    free(text->bytes);
    free(text->lines);
    *text = (struct text){.count = 0};
}

size_t text_indent(const char *line)
{
    return strspn(line, " ");
}

bool text_is_heading(const struct text *text, size_t i)
{
    return *text->lines[i] && text_indent(text->lines[i]) == 0 &&
           (i == 0 || !*text->lines[i - 1]) && i + 1 < text->count &&
           text_indent(text->lines[i + 1]) == 2;
}

size_t text_block_end(const struct text *text, size_t i)
{
    while (i < text->count && *text->lines[i])
        i++;
    return i;
}

size_t text_find(const struct text *text, const char *heading)
{
    size_t i = 0;
    while (i < text->count &&
           !(text_is_heading(text, i) && strncmp(text->lines[i], heading, strlen(heading)) == 0))
        i++;
    return i;
}

size_t text_term_length(const char *line)
{
    const char *const term = line + text_indent(line);
    const char *const gap = strstr(term, "  ");
    return gap ? (size_t)(gap - term) : strlen(term);
}

const char *text_definition(const char *line)
{
    const char *const end = line + text_indent(line) + text_term_length(line);
    return *end ? end + text_indent(end) : NULL;
}

bool text_word(const char *line, size_t index, char *word, size_t capacity)
{
    size_t length;
    line += text_indent(line);
    for (; index > 0; index--) {
        line += strcspn(line, " ");
        line += text_indent(line);
    }
    length = strcspn(line, " ");
    if (length > 0 && line[length - 1] == ',')
        length--;
    if (length == 0 || length >= capacity)
        return false;
    memcpy(word, line, length);
    word[length] = '\0';
    return true;
}

bool text_command(const char *line, char *command, size_t capacity)
{
    char word[16];
    return text_indent(line) == 2 && text_word(line, 0, word, sizeof word) &&
           strcmp(word, "hillock") == 0 && text_word(line, 1, command, capacity) &&
           islower((unsigned char)*command) && strcmp(command, "help") != 0;
}
