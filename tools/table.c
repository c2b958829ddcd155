#include "table.h"

#include <stdio.h>
#include <stdlib.h>

#include "cells.h"
#include "classes.h"
#include "csv.h"
#include "growth.h"
#include "header.h"

/* A table while it is being read. */
struct reading {
    csv_reader *reader;
    struct header header;
    struct columns columns;
    const struct roles *roles;
    size_t capacity; /* samples there is memory for */
    struct table table;
    struct fault *fault;
};

/* Another `width` numbers a sample; the array stays as it is where there is no memory. */
static bool grow(double **array, size_t capacity, size_t width)
{
    double *const grown = grown_array(*array, capacity, width, sizeof *grown);
    *array = grown ? grown : *array;
    return grown != NULL;
}

static bool grow_samples(struct reading *reading)
{
    struct table *const table = &reading->table;
    const size_t capacity = grown_capacity(reading->capacity, table->n_samples + 1);
    size_t *const lines = grown_array(table->lines, capacity, 1, sizeof *lines);
    table->lines = lines ? lines : table->lines;
    if (!lines || !grow(&table->features, capacity, table->n_features) ||
        !grow(&table->targets, capacity, 1) ||
        (reading->roles->weight && !grow(&table->weights, capacity, 1)) ||
        (reading->roles->offset && !grow(&table->offsets, capacity, 1)))
        return fail(reading->fault, "%s: no memory for more than %zu samples of %zu features",
                    csv_name(reading->reader), table->n_samples, table->n_features);
    reading->capacity = capacity;
    return true;
}

static double *place_of(struct table *table, size_t place)
{
    const size_t j = table->n_samples;
    switch (place) {
    case PLACE_TARGET:
        return &table->targets[j];
    case PLACE_WEIGHT:
        return &table->weights[j];
    case PLACE_OFFSET:
        return &table->offsets[j];
    default:
        return &table->features[j * table->n_features + place];
    }
}

static bool read_cell(struct reading *reading, const csv_cell *cell)
{
    struct table *const table = &reading->table;
    if (!cell_fits(reading->reader, &reading->header, cell, reading->fault))
        return false;
    const size_t place = reading->columns.places[cell->column - 1];
    if (place == PLACE_IGNORED)
        return true;
    double *const value = place_of(table, place);
    if (place == PLACE_TARGET && class_is_one(table, cell))
        return class_number(table, reading->reader, &reading->header, cell, value, reading->fault);
    return cell_number(reading->reader, &reading->header, cell, value, reading->fault);
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

/* The names of the columns become those of the features, which stand in the same order. */
static void hand_over_names(struct reading *reading)
{
    struct header *const header = &reading->header;
    for (size_t k = 0; k < header->n_columns; k++) {
        const size_t place = reading->columns.places[k];
        char *const name = header->names[k];
        if (place < reading->table.n_features)
            header->names[place] = name; /* place <= k: nothing still needed is overwritten */
        else
            free(name);
    }
    reading->table.names = header->names;
    *header = (struct header){0};
}

static bool read_all(struct reading *reading)
{
    if (!header_read(&reading->header, reading->reader, reading->fault) ||
        !columns_assign(&reading->columns, &reading->header, csv_name(reading->reader),
                        reading->roles, reading->fault))
        return false;
    reading->table.n_features = reading->columns.n_features;
    if (!read_samples(reading))
        return false;
    classes_sort(&reading->table);
    hand_over_names(reading);
    return true;
}

bool table_read(struct table *table, const char *path, const struct roles *roles,
                struct fault *fault)
{
    *table = (struct table){0};
    struct reading reading = {.reader = csv_open(path, fault), .roles = roles, .fault = fault};
    if (!reading.reader)
        return false;
    const bool is_read = read_all(&reading);
    if (is_read)
        *table = reading.table;
    else
        table_free(&reading.table);
    columns_free(&reading.columns);
    header_free(&reading.header);
    csv_close(reading.reader);
    return is_read;
}

void table_free(struct table *table)
{
    for (size_t i = 0; table->names && i < table->n_features; i++)
        free(table->names[i]);
    free(table->names);
    free(table->classes[0]);
    free(table->classes[1]);
    free(table->features);
    free(table->targets);
    free(table->weights);
    free(table->offsets);
    free(table->lines);
    *table = (struct table){0};
}
