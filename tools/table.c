#include "table.h"

#include <stdio.h>
#include <stdlib.h>

#include "cells.h"
#include "csv.h"
#include "growth.h"
#include "header.h"

/* A table while it is being read. */
struct reading {
    csv_reader *reader;
    struct header header;
    size_t target;   /* position of the target among the columns, from 0 */
    size_t capacity; /* samples there is memory for */
    struct table table;
    struct fault *fault;
};

static bool grow_samples(struct reading *reading)
{
    struct table *const table = &reading->table;
    const size_t capacity = grown_capacity(reading->capacity, table->n_samples + 1);
    double *const features =
        grown_array(table->features, capacity, table->n_features, sizeof *features);
    table->features = features ? features : table->features;
    double *const targets = grown_array(table->targets, capacity, 1, sizeof *targets);
    table->targets = targets ? targets : table->targets;
    size_t *const lines = grown_array(table->lines, capacity, 1, sizeof *lines);
    table->lines = lines ? lines : table->lines;
    if (!features || !targets || !lines)
        return fail(reading->fault, "%s: no memory for more than %zu samples of %zu features",
                    csv_name(reading->reader), table->n_samples, table->n_features);
    reading->capacity = capacity;
    return true;
}

static bool read_cell(struct reading *reading, const csv_cell *cell)
{
    struct table *const table = &reading->table;
    const size_t column = cell->column - 1;
    double value = 0;
    if (!cell_fits(reading->reader, &reading->header, cell, reading->fault) ||
        !cell_number(reading->reader, &reading->header, cell, &value, reading->fault))
        return false;
    if (column == reading->target)
        table->targets[table->n_samples] = value;
    else
        table
            ->features[table->n_samples * table->n_features + column - (column > reading->target)] =
            value;
    return true;
}

static bool read_samples(struct reading *reading)
{
    struct table *const table = &reading->table;
    csv_cell cell;
    csv_answer answer;
    while ((answer = csv_next(reading->reader, &cell, reading->fault)) == CSV_CELL) {
        if (cell.column == 1) {
            if (table->n_samples == reading->capacity && !grow_samples(reading))
                return false;
            table->lines[table->n_samples] = cell.line;
        }
        if (!read_cell(reading, &cell))
            return false;
        table->n_samples += cell.ends_row;
    }
    if (answer == CSV_END && table->n_samples == 0)
        return fail(reading->fault,
                    "%s, line 2, column 1: there is a header but no samples; add rows of "
                    "numbers below it",
                    csv_name(reading->reader));
    return answer == CSV_END;
}

/* The names of the columns become those of the features: all but the target's. */
static void hand_over_names(struct reading *reading)
{
    struct header *const header = &reading->header;
    free(header->names[reading->target]);
    for (size_t i = reading->target + 1; i < header->n_columns; i++)
        header->names[i - 1] = header->names[i];
    reading->table.names = header->names;
    *header = (struct header){0};
}

static bool read_all(struct reading *reading, const char *target)
{
    const char *const file = csv_name(reading->reader);
    if (!header_read(&reading->header, reading->reader, reading->fault) ||
        !header_find(&reading->header, file, target, &reading->target, reading->fault))
        return false;
    reading->table.n_features = reading->header.n_columns - 1;
    if (reading->table.n_features == 0)
        return fail(reading->fault,
                    "%s, line 1, column 1: the target is the only column; add a column to "
                    "learn it from",
                    file);
    if (!read_samples(reading))
        return false;
    hand_over_names(reading);
    return true;
}

bool table_read(struct table *table, const char *path, const char *target, struct fault *fault)
{
    *table = (struct table){0};
    struct reading reading = {.reader = csv_open(path, fault), .fault = fault};
    if (!reading.reader)
        return false;
    const bool is_read = read_all(&reading, target);
    if (is_read)
        *table = reading.table;
    else
        table_free(&reading.table);
    header_free(&reading.header);
    csv_close(reading.reader);
    return is_read;
}

void table_free(struct table *table)
{
    for (size_t i = 0; table->names && i < table->n_features; i++)
        free(table->names[i]);
    free(table->names);
    free(table->features);
    free(table->targets);
    free(table->lines);
    *table = (struct table){0};
}
