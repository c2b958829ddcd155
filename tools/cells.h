/* The cells of a headed table as numbers, and what is wrong with those that are none. */
#ifndef TOOLS_CELLS_H
#define TOOLS_CELLS_H

#include <stdbool.h>

#include "csv.h"
#include "fault.h"
#include "header.h"

/* Whether the cell stands in a column of the header, and its row ends where the header does. */
bool cell_fits(const csv_reader *reader, const struct header *header, const csv_cell *cell,
               struct fault *fault);

/* The finite decimal number in it. */
bool cell_number(const csv_reader *reader, const struct header *header, const csv_cell *cell,
                 double *value, struct fault *fault);

#endif
