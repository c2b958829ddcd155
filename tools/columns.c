#include "columns.h"

#include <stdlib.h>
#include <string.h>

#include "growth.h"

/* A column whose part is not yet known; features are numbered when all is. */
#define PLACE_OPEN (SIZE_MAX - 4)
#define PLACE_FEATURE (SIZE_MAX - 5)

struct assigning {
    size_t *places;
    const struct header *header;
    const char *file;
    struct fault *fault;
};

static const char *part_name(size_t place)
{
    switch (place) {
    case PLACE_TARGET:
        return "the target";
    case PLACE_WEIGHT:
        return "the weight";
    case PLACE_OFFSET:
        return "the offset";
    case PLACE_FEATURE:
        return "a feature";
    default:
        return "ignored";
    }
}

static bool assign(const struct assigning *a, const char *name, size_t place)
{
    size_t column;
    if (!header_find(a->header, a->file, name, &column, a->fault))
        return false;
    if (a->places[column] != PLACE_OPEN && a->places[column] != place)
        return fail(a->fault, "the column \"%.80s\" cannot be %s and %s as well", name,
                    part_name(a->places[column]), part_name(place));
    a->places[column] = place;
    return true;
}

/* Copies the first name of the list to `name`: what is behind it and its comma, or NULL where a
 * quote is not closed. */
static const char *cut_name(const char *list, char *name)
{
    const bool is_quoted = *list == '"';
    list += is_quoted;
    while (*list && (is_quoted || *list != ',')) {
        if (is_quoted && *list == '"' && *++list != '"') {
            *name = '\0';
            return *list == ',' ? list + 1 : *list ? NULL : list;
        }
        *name++ = *list++;
    }
    *name = '\0';
    return is_quoted ? NULL : *list ? list + 1 : list;
}

static bool assign_list(const struct assigning *a, const char *list, size_t place)
{
    char *const name = malloc(strlen(list) + 1);
    const char *rest = list;
    bool is_right = true;
    if (!name)
        return fail(a->fault, "no memory for a list of columns");
    do {
        rest = cut_name(rest, name);
        is_right =
            rest ? assign(a, name, place)
                 : fail(a->fault, "a quote in the list of columns %.200s is not closed", list);
    } while (is_right && rest && *rest);
    free(name);
    return is_right;
}

static bool assign_all(const struct assigning *a, const struct roles *roles)
{
    return assign(a, roles->target, PLACE_TARGET) &&
           (!roles->weight || assign(a, roles->weight, PLACE_WEIGHT)) &&
           (!roles->offset || assign(a, roles->offset, PLACE_OFFSET)) &&
           (!roles->ignore || assign_list(a, roles->ignore, PLACE_IGNORED)) &&
           (!roles->features || assign_list(a, roles->features, PLACE_FEATURE));
}

static bool number_features(struct columns *columns, const struct assigning *a, bool takes_open)
{
    for (size_t k = 0; k < a->header->n_columns; k++) {
        const size_t place = columns->places[k];
        if (place == PLACE_FEATURE || (place == PLACE_OPEN && takes_open))
            columns->places[k] = columns->n_features++;
        else if (place == PLACE_OPEN)
            columns->places[k] = PLACE_IGNORED;
    }
    if (columns->n_features > 0)
        return true;
    if (a->header->n_columns == 1)
        return fail(a->fault,
                    "%s, line 1, column 1: the target is the only column; add a column to learn it "
                    "from",
                    a->file);
    return fail(a->fault, "%s, line 1: no column is left to learn the target from", a->file);
}

bool columns_assign(struct columns *columns, const struct header *header, const char *file,
                    const struct roles *roles, struct fault *fault)
{
    *columns = (struct columns){
        .places = grown_array(NULL, header->n_columns, 1, sizeof *columns->places)};
    if (!columns->places)
        return fail(fault, "%s: no memory for %zu columns", file, header->n_columns);
    for (size_t k = 0; k < header->n_columns; k++)
        columns->places[k] = PLACE_OPEN;
    const struct assigning a = {columns->places, header, file, fault};
    return assign_all(&a, roles) && number_features(columns, &a, !roles->features);
}

void columns_free(struct columns *columns)
{
    free(columns->places);
    *columns = (struct columns){0};
}
