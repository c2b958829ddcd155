/* What each column of a table is for. */
#ifndef TOOLS_COLUMNS_H
#define TOOLS_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "header.h"

/* As the command line says it. Lists are names between commas, in double quotes where a name has a
 * comma itself. */
struct roles {
    const char *target;
    const char *weight, *offset; /* NULL: none */
    const char *features;        /* list; NULL: all that are nothing else */
    const char *ignore;          /* list; NULL: none */
};

/* What stands in `places` for a column that is no feature. */
#define PLACE_IGNORED SIZE_MAX
#define PLACE_TARGET (SIZE_MAX - 1)
#define PLACE_WEIGHT (SIZE_MAX - 2)
#define PLACE_OFFSET (SIZE_MAX - 3)

struct columns {
    size_t n_features;
    size_t *places; /* of each column of the header: the number of its feature, or one of these */
};

/* Free with columns_free, also on failure. */
bool columns_assign(struct columns *columns, const struct header *header, const char *file,
                    const struct roles *roles, struct fault *fault);
void columns_free(struct columns *columns);

#endif
