#include "csv.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "growth.h"

enum { BUFFER_BYTES = 1 << 16, END = -1 };

struct csv_reader {
    FILE *file;
    const char *name;
    size_t line;   /* of the next byte, counted from 1 */
    size_t column; /* of the cell being read, counted from 1; 0 between rows */
    char *cell;
    size_t length, capacity; /* of cell */
    size_t at, end;          /* the unread part of buffer */
    unsigned char buffer[BUFFER_BYTES];
};

/* The next byte without taking it; END after the last or when reading failed. */
static int peek(csv_reader *reader)
{
    if (reader->at == reader->end) {
        reader->end = fread(reader->buffer, 1, BUFFER_BYTES, reader->file);
        reader->at = 0;
        if (reader->end == 0)
            return END;
    }
    return reader->buffer[reader->at];
}

/* Takes the byte that was peeked. */
static void take(csv_reader *reader)
{
    reader->line += reader->buffer[reader->at++] == '\n';
}

static void skip_byte_order_mark(csv_reader *reader)
{
    (void)peek(reader);
    if (reader->end >= 3 && memcmp(reader->buffer, "\xEF\xBB\xBF", 3) == 0)
        reader->at = 3;
}

static bool fail_here(const csv_reader *reader, struct fault *fault, const char *what)
{
    return fail(fault, "%s, line %zu, column %zu: %s", reader->name, reader->line, reader->column,
                what);
}

static bool grow_cell(csv_reader *reader, struct fault *fault)
{
    const size_t capacity = grown_capacity(reader->capacity, reader->length + 1);
    char *const cell = grown_array(reader->cell, capacity, 1, 1);
    if (!cell)
        return fail_here(reader, fault, "the cell is too long for the memory there is");
    reader->cell = cell;
    reader->capacity = capacity;
    return true;
}

static bool append(csv_reader *reader, char byte, struct fault *fault)
{
    if (reader->length == reader->capacity && !grow_cell(reader, fault))
        return false;
    reader->cell[reader->length++] = byte;
    return true;
}

static bool refuse_nul(const csv_reader *reader, struct fault *fault)
{
    return fail_here(reader, fault,
                     "a NUL byte: this is no text, or it is UTF-16; save the table as UTF-8 text");
}

/* The bytes of a cell up to, and without, what ends it. */
static bool read_plain(csv_reader *reader, struct fault *fault)
{
    int byte;
    while ((byte = peek(reader)) != END && byte != ',' && byte != '\n' && byte != '\r') {
        if (byte == 0)
            return refuse_nul(reader, fault);
        if (byte == '"')
            return fail_here(reader, fault,
                             "a quote inside a cell that does not begin with one; quote the whole "
                             "cell and double the quotes inside it");
        take(reader);
        if (!append(reader, (char)byte, fault))
            return false;
    }
    return true;
}

/* The bytes between the quotes; takes both quotes. */
static bool read_quoted(csv_reader *reader, size_t first_line, struct fault *fault)
{
    take(reader);
    for (;;) {
        const int byte = peek(reader);
        if (byte == 0)
            return refuse_nul(reader, fault);
        if (byte == END)
            return fail(fault,
                        "%s, line %zu, column %zu: the quote that opens this cell is never closed; "
                        "close it, or double it if it belongs to the text",
                        reader->name, first_line, reader->column);
        take(reader);
        if (byte == '"') {
            if (peek(reader) != '"')
                return true;
            take(reader);
        }
        if (!append(reader, (char)byte, fault))
            return false;
    }
}

/* Takes the comma or line end behind a cell. At the end of the file there is nothing to take. */
static bool read_separator(csv_reader *reader, bool *ends_row, struct fault *fault)
{
    int byte = peek(reader);
    *ends_row = byte != ',';
    if (byte == END)
        return true;
    if (byte != ',' && byte != '\n' && byte != '\r')
        return fail_here(
            reader, fault,
            "text behind a closing quote; put a comma there, or double the quotes that "
            "belong to the text");
    take(reader);
    if (byte == '\r') {
        byte = peek(reader);
        if (byte != '\n')
            return fail_here(reader, fault,
                             "a carriage return without a line feed; save the table with LF or "
                             "CRLF line ends");
        take(reader);
    }
    return true;
}

static csv_answer end_of_file(const csv_reader *reader, struct fault *fault)
{
    if (!ferror(reader->file))
        return CSV_END;
    (void)fail(fault, "%s: reading failed at line %zu: %s", reader->name, reader->line,
               strerror(errno));
    return CSV_FAULT;
}

csv_answer csv_next(csv_reader *reader, csv_cell *cell, struct fault *fault)
{
    const int first = peek(reader);
    if (first == END && (reader->column == 0 || ferror(reader->file)))
        return end_of_file(reader, fault);
    reader->column++;
    reader->length = 0;
    *cell = (csv_cell){.line = reader->line, .column = reader->column};
    const bool is_read =
        first == '"' ? read_quoted(reader, cell->line, fault) : read_plain(reader, fault);
    if (!is_read || !append(reader, '\0', fault) || !read_separator(reader, &cell->ends_row, fault))
        return CSV_FAULT;
    if (ferror(reader->file))
        return end_of_file(reader, fault);
    if (cell->ends_row)
        reader->column = 0;
    cell->text = reader->cell;
    cell->length = reader->length - 1;
    return CSV_CELL;
}

csv_reader *csv_open(const char *path, struct fault *fault)
{
    const bool is_standard_input = strcmp(path, "-") == 0;
    csv_reader *const reader = calloc(1, sizeof *reader);
    if (!reader) {
        (void)fail(fault, "no memory to read %s", path);
        return NULL;
    }
    reader->name = is_standard_input ? "standard input" : path;
    reader->line = 1;
    reader->file = is_standard_input ? stdin : fopen(path, "rb");
    if (!reader->file) {
        (void)fail(fault, "%s: %s", path, strerror(errno));
        free(reader);
        return NULL;
    }
    skip_byte_order_mark(reader);
    if (ferror(reader->file) && errno == EISDIR) {
        (void)fail(fault, "%s is a directory, not a table", reader->name);
        csv_close(reader);
        return NULL;
    }
    return reader;
}

void csv_close(csv_reader *reader)
{
    if (!reader)
        return;
    if (reader->file != stdin)
        (void)fclose(reader->file);
    free(reader->cell);
    free(reader);
}

const char *csv_name(const csv_reader *reader)
{
    return reader->name;
}
