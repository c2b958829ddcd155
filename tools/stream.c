#include "stream.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cells.h"
#include "choice.h"
#include "growth.h"
#include "number.h"

#define NOT_A_FEATURE SIZE_MAX

static bool place_by_name(struct stream *stream, const char *file, const hillock_model *model,
                          struct fault *fault)
{
    for (size_t i = 0; i < stream->n_features; i++) {
        size_t column;
        if (!header_find(&stream->header, file, hillock_model_feature_name(model, i), &column,
                         fault))
            return false;
        stream->places[column] = i;
    }
    return true;
}

static bool place_in_order(struct stream *stream, const char *file, struct fault *fault)
{
    if (stream->header.n_columns != stream->n_features)
        return fail(fault,
                    "%s, line 1: there are %zu columns, and the model has %zu features and no "
                    "names to find them by",
                    file, stream->header.n_columns, stream->n_features);
    for (size_t i = 0; i < stream->n_features; i++)
        stream->places[i] = i;
    return true;
}

static bool is_named(const hillock_model *model, size_t n_features)
{
    for (size_t i = 0; i < n_features; i++)
        if (!hillock_model_feature_name(model, i))
            return false;
    return n_features > 0;
}

bool stream_open(struct stream *stream, const char *path, const hillock_model *model,
                 struct fault *fault)
{
    *stream = (struct stream){
        .reader = csv_open(path, fault),
        .n_features = hillock_neuron_n_features(hillock_model_neuron(model)),
        .model = model,
        .target = SIZE_MAX,
    };
    if (!stream->reader || !header_read(&stream->header, stream->reader, fault))
        return false;
    const char *const file = csv_name(stream->reader);
    const size_t n_columns = stream->header.n_columns;
    stream->places = grown_array(NULL, n_columns, 1, sizeof *stream->places);
    if (!stream->places)
        return fail(fault, "%s: no memory for %zu columns", file, n_columns);
    for (size_t k = 0; k < n_columns; k++)
        stream->places[k] = NOT_A_FEATURE;
    return is_named(model, stream->n_features) ? place_by_name(stream, file, model, fault)
                                               : place_in_order(stream, file, fault);
}

void stream_close(struct stream *stream)
{
    free(stream->places);
    header_free(&stream->header);
    csv_close(stream->reader);
}

bool stream_want_target(struct stream *stream, const char *name, struct fault *fault)
{
    return header_find(&stream->header, csv_name(stream->reader), name, &stream->target, fault);
}

static bool read_target(struct stream *stream, const csv_cell *cell, struct fault *fault)
{
    const char *const lower = hillock_model_class_name(stream->model, 0);
    const char *const upper = hillock_model_class_name(stream->model, 1);
    double number;
    if (lower && strcmp(cell->text, lower) == 0)
        stream->y = lower_class(hillock_neuron_loss(hillock_model_neuron(stream->model)));
    else if (upper && strcmp(cell->text, upper) == 0)
        stream->y = 1.0;
    else if (lower && upper && number_read(cell->text, &number) != NUMBER_DECIMAL)
        return fail(fault,
                    "%s, line %zu, column %zu (%.80s): \"%.40s\" is none of the model's classes, "
                    "\"%.40s\" and \"%.40s\"",
                    csv_name(stream->reader), cell->line, cell->column,
                    stream->header.names[cell->column - 1], cell->text, lower, upper);
    else
        return cell_number(stream->reader, &stream->header, cell, &stream->y, fault);
    return true;
}

csv_answer stream_next(struct stream *stream, double *features, struct fault *fault)
{
    csv_cell cell;
    csv_answer answer;
    while ((answer = csv_next(stream->reader, &cell, fault)) == CSV_CELL) {
        if (!cell_fits(stream->reader, &stream->header, &cell, fault))
            return CSV_FAULT;
        if (cell.column == 1)
            stream->line = cell.line;
        if (cell.column - 1 == stream->target && !read_target(stream, &cell, fault))
            return CSV_FAULT;
        const size_t place = stream->places[cell.column - 1];
        if (place != NOT_A_FEATURE &&
            !cell_number(stream->reader, &stream->header, &cell, &features[place], fault))
            return CSV_FAULT;
        if (cell.ends_row)
            return CSV_CELL;
    }
    return answer;
}
