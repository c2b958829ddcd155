#include "cells.h"

#include "number.h"

/* A cell's text as a message may show it: short, and nothing that a terminal would obey. */
static void show_cell(const csv_cell *cell, char *shown, size_t capacity)
{
    const size_t length = cell->length < capacity ? cell->length : capacity - 1;
    for (size_t i = 0; i < length; i++) {
        const unsigned char c = (unsigned char)cell->text[i];
        shown[i] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    shown[length] = '\0';
}

static bool refuse(const csv_reader *reader, const struct header *header, const csv_cell *cell,
                   number_kind kind, struct fault *fault)
{
    char shown[41];
    show_cell(cell, shown, sizeof shown);
    const char *const quote = kind == NUMBER_EMPTY ? "" : "\"";
    return fail(fault, "%s, line %zu, column %zu (%.80s): %s%s%s%s%s", csv_name(reader), cell->line,
                cell->column, header->names[cell->column - 1], quote,
                kind == NUMBER_EMPTY ? "" : shown, quote, kind == NUMBER_EMPTY ? "" : " ",
                number_advice(kind));
}

bool cell_fits(const csv_reader *reader, const struct header *header, const csv_cell *cell,
               struct fault *fault)
{
    const size_t n_columns = header->n_columns;
    const char *const file = csv_name(reader);
    if (cell->column < n_columns ? !cell->ends_row : cell->column == n_columns)
        return true;
    if (cell->column > n_columns)
        return fail(fault,
                    "%s, line %zu, column %zu: the row goes on behind the last of the header's %zu "
                    "columns; remove the cell, or quote the one that has a comma inside",
                    file, cell->line, cell->column, n_columns);
    if (cell->column == 1 && cell->length == 0)
        return fail(fault, "%s, line %zu, column 1: the line is empty; remove it", file,
                    cell->line);
    return fail(
        fault,
        "%s, line %zu, column %zu (%.80s): missing, the row ends after %zu of %zu cells; complete "
        "the row or remove it",
        file, cell->line, cell->column + 1, header->names[cell->column], cell->column, n_columns);
}

bool cell_number(const csv_reader *reader, const struct header *header, const csv_cell *cell,
                 double *value, struct fault *fault)
{
    const number_kind kind = number_read(cell->text, value);
    return kind == NUMBER_DECIMAL || refuse(reader, header, cell, kind, fault);
}
