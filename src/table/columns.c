#include "table/columns.h"

#include "core/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool hk_columns_create(hk_columns *columns, size_t count)
{
    *columns = (hk_columns){.count = count};
    columns->slots = hk_allocate(count, sizeof *columns->slots);
    columns->texts = hk_allocate(count, sizeof *columns->texts);
    columns->features = hk_allocate(count, sizeof *columns->features);
    if (columns->slots && columns->texts && columns->features)
        return true;
    hk_columns_destroy(columns);
    return false;
}

void hk_columns_destroy(hk_columns *columns)
{
    hk_free(columns->names);
    hk_free(columns->name_text);
    hk_free(columns->slots);
    hk_free(columns->texts);
    hk_free(columns->features);
    *columns = (hk_columns){0};
}

void hk_columns_label(const hk_columns *columns, size_t column, char label[HK_LABEL_CAPACITY])
{
    label[0] = '\0';
    if (columns->names && column < columns->count)
        snprintf(label, HK_LABEL_CAPACITY, " (%.80s)", columns->names[column]);
}

/* Equal names stand side by side in this order, the earlier column first. */
static int compare_names(const void *left, const void *right)
{
    char *const *const a = *(char *const *const *)left;
    char *const *const b = *(char *const *const *)right;
    const int order = strcmp(*a, *b);
    return order ? order : (a > b) - (a < b);
}

hillock_status hk_columns_check_names(const hk_columns *columns, const hk_source *source)
{
    hillock_status status = HILLOCK_OK;
    char ***const order = hk_allocate(columns->count, sizeof *order);
    if (!order)
        return hk_no_memory(source);
    for (size_t i = 0; i < columns->count && status == HILLOCK_OK; i++) {
        order[i] = &columns->names[i];
        if (columns->names[i][0] == '\0')
            status = hk_say(source->message, HILLOCK_ERROR_FORMAT,
                            "%s, line 1, column %zu: the column has no name; the first row must "
                            "name every column%s",
                            source->name, i + 1,
                            i == 0 ? " (R: write.csv(..., row.names = FALSE) leaves the row names "
                                     "out)"
                                   : "");
    }
    if (status == HILLOCK_OK)
        qsort(order, columns->count, sizeof *order, compare_names);
    for (size_t i = 1; i < columns->count && status == HILLOCK_OK; i++)
        if (strcmp(*order[i - 1], *order[i]) == 0)
            status = hk_say(source->message, HILLOCK_ERROR_FORMAT,
                            "%s, line 1, column %zu: the name \"%.60s\" is already that of column "
                            "%zu; give every column a name of its own",
                            source->name, (size_t)(order[i] - columns->names) + 1, *order[i],
                            (size_t)(order[i - 1] - columns->names) + 1);
    hk_free(order);
    return status;
}

/* A number from 1 to the number of columns, without a sign; 0: it is none. */
static size_t column_number(const hk_columns *columns, const char *text, size_t length)
{
    size_t number = 0;
    for (size_t k = 0; k < length; k++) {
        if (text[k] < '0' || text[k] > '9' || number > columns->count)
            return 0;
        number = 10 * number + (size_t)(text[k] - '0');
    }
    return number <= columns->count ? number : 0;
}

/* The column called that, from 1; 0: there is none. */
static size_t find(const hk_columns *columns, const char *text, size_t length)
{
    if (!columns->names)
        return column_number(columns, text, length);
    for (size_t i = 0; i < columns->count; i++)
        if (strlen(columns->names[i]) == length && memcmp(columns->names[i], text, length) == 0)
            return i + 1;
    return 0;
}

static hillock_status not_found(const hk_columns *columns, const hk_source *source,
                                const char *option, const char *text, size_t length)
{
    char list[240] = "";
    size_t filled = 0;
    const int shown = length < 80 ? (int)length : 80;
    if (!columns->names)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: there is no column \"%.*s\" to be %s; its columns have no names and are "
                      "called 1 to %zu",
                      source->name, shown, text, option, columns->count);
    for (size_t i = 0; i < columns->count && filled < sizeof list - 40; i++)
        filled += (size_t)snprintf(list + filled, sizeof list - filled, "%s%.30s",
                                   i > 0 ? ", " : "", columns->names[i]);
    return hk_say(source->message, HILLOCK_ERROR_VALUE,
                  "%s, line 1: no column is named \"%.*s\", to be %s; the columns are: %s%s",
                  source->name, shown, text, option, list,
                  filled >= sizeof list - 40 ? ", ..." : "");
}

/* Calls the columns of a list, separated by commas, one after the other. */
static hillock_status
each_named(hk_columns *columns, const hk_source *source, const char *option, const char *list,
           hillock_status (*visit)(hk_columns *columns, size_t column, const hk_source *source))
{
    hillock_status status = HILLOCK_OK;
    while (list && *list && status == HILLOCK_OK) {
        const char *const comma = strchr(list, ',');
        size_t length = comma ? (size_t)(comma - list) : strlen(list);
        const char *const next = list + length + (comma != NULL);
        for (; length > 0 && *list == ' '; length--)
            list++;
        for (; length > 0 && list[length - 1] == ' ';)
            length--;
        const size_t column = find(columns, list, length);
        status = column > 0 ? visit(columns, column - 1, source)
                            : not_found(columns, source, option, list, length);
        list = next;
    }
    return status;
}

static hillock_status ignore(hk_columns *columns, size_t column, const hk_source *source)
{
    (void)source;
    columns->slots[column] = HK_IGNORED;
    return HILLOCK_OK;
}

static hillock_status take(hk_columns *columns, size_t column, const hk_source *source)
{
    (void)source;
    columns->slots[column] = 0;
    return HILLOCK_OK;
}

static hillock_status make_text(hk_columns *columns, size_t column, const hk_source *source)
{
    if (columns->slots[column] < 0)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: column %zu is to be categorical, but it is no feature", source->name,
                      column + 1);
    if (columns->texts[column] == 0)
        columns->texts[column] = ++columns->n_texts;
    return HILLOCK_OK;
}

/* The target, weight and offset: one column each, even if its name has a comma in it. */
static hillock_status assign_extras(hk_columns *columns, const hk_source *source)
{
    const hk_table_options *const o = source->options;
    const char *const named[HK_EXTRAS] = {o->target, o->weight, o->offset};
    static const char *const roles[HK_EXTRAS] = {"target", "weight", "offset"};
    for (int k = 0; k < HK_EXTRAS; k++) {
        if (!named[k])
            continue;
        const size_t column = find(columns, named[k], strlen(named[k]));
        if (column == 0)
            return not_found(columns, source, roles[k], named[k], strlen(named[k]));
        for (int earlier = 0; earlier < k; earlier++)
            if (columns->extras[earlier] == column)
                return hk_say(source->message, HILLOCK_ERROR_VALUE,
                              "%s: column \"%.60s\" cannot be %s and %s; name another one",
                              source->name, named[k], roles[earlier], roles[k]);
        columns->extras[k] = column;
        columns->slots[column - 1] = -1 - k;
    }
    return HILLOCK_OK;
}

hillock_status hk_columns_assign(hk_columns *columns, const hk_source *source)
{
    const hk_table_options *const o = source->options;
    for (size_t i = 0; i < columns->count; i++)
        columns->slots[i] = o->features ? HK_IGNORED : 0;
    hillock_status status = each_named(columns, source, "among the features", o->features, take);
    if (status == HILLOCK_OK)
        status = each_named(columns, source, "ignored", o->ignore, ignore);
    if (status == HILLOCK_OK)
        status = assign_extras(columns, source);
    if (status == HILLOCK_OK)
        status = each_named(columns, source, "categorical", o->categorical, make_text);
    for (size_t i = 0; i < columns->count; i++)
        if (columns->slots[i] >= 0) {
            columns->slots[i] = (ptrdiff_t)columns->n_features;
            columns->features[columns->n_features++] = i;
        }
    if (status == HILLOCK_OK && columns->n_features == 0)
        status = hk_say(source->message, HILLOCK_ERROR_VALUE,
                        "%s, line 1, column 1: no column is left to be a feature; add a column to "
                        "learn from",
                        source->name);
    return status;
}
