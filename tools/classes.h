/* A target that is text: its two classes become 0 and 1. */
#ifndef TOOLS_CLASSES_H
#define TOOLS_CLASSES_H

#include <stdbool.h>

#include "cells.h"
#include "table.h"

/* Whether the cell of the target names a class: the first sample's decides for all. */
bool class_is_one(const struct table *table, const csv_cell *cell);

/* The number of the class, in the order in which they were met. */
bool class_number(struct table *table, const csv_reader *reader, const struct header *header,
                  const csv_cell *cell, double *value, struct fault *fault);

/* Whatever was met first, 0 is the class whose name sorts first. */
void classes_sort(struct table *table);

#endif
