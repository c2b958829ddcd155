/* The help texts of the command, as it prints them: blocks of a heading at the margin and entries
 * two blanks further in, and paragraphs at the margin. An entry is a term and, behind two blanks or
 * in the lines below, deeper, what is said of it. */
#ifndef TOOLS_MANUAL_TEXT_H
#define TOOLS_MANUAL_TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
    char *bytes;
    char **lines; /* without their ends */
    size_t count;
};

/* What `program words` prints; false with a message on the standard error: it does not run. Free
 * with text_free. */
bool text_of(struct text *text, const char *program, const char *words);
void text_free(struct text *text);

/* Blanks before the first character; of an empty line 0. */
size_t text_indent(const char *line);

/* Line i begins a block. Its end: the position behind its last line. */
bool text_is_heading(const struct text *text, size_t i);
size_t text_block_end(const struct text *text, size_t i);

/* The block whose heading begins with this word; text->count: there is none. */
size_t text_find(const struct text *text, const char *heading);

/* The characters of the term of an entry's line, without blanks before it; where its definition
 * begins in that line, or NULL. */
size_t text_term_length(const char *line);
const char *text_definition(const char *line);

/* Copies the word number `index` of a line, without a comma behind it; false: there is none, or it
 * is too long. */
bool text_word(const char *line, size_t index, char *word, size_t capacity);

/* The name of the command that a line of the usage or of the examples calls; false: none. */
bool text_command(const char *line, char *command, size_t capacity);

#endif
