#include "table/columns.h"

#include "core/memory.h"
#include "core/nearest.h"
#include "core/number.h"
#include "table/wanted.h"

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
    hk_free(columns->order);
    hk_free(columns->name_text);
    hk_free(columns->slots);
    hk_free(columns->texts);
    hk_free(columns->features);
    hk_known_destroy(&columns->known, columns->n_texts);
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

/* Places of names in the order of these, equal ones in that of the places. */
static char ***sort_names(char **names, size_t count)
{
    char ***const order = hk_allocate(count, sizeof *order);
    for (size_t i = 0; order && i < count; i++)
        order[i] = &names[i];
    if (order)
        qsort(order, count, sizeof *order, compare_names);
    return order;
}

static void find_equal(char *const *names, char ***order, size_t count, size_t equal[2])
{
    equal[0] = equal[1] = 0;
    for (size_t i = 1; i < count && equal[0] == equal[1]; i++)
        if (strcmp(*order[i - 1], *order[i]) == 0) {
            equal[0] = (size_t)(order[i - 1] - names);
            equal[1] = (size_t)(order[i] - names);
        }
}

bool hk_names_find_equal(char **names, size_t count, size_t equal[2])
{
    char ***const order = sort_names(names, count);
    if (!order)
        return false;
    find_equal(names, order, count, equal);
    hk_free(order);
    return true;
}

hillock_status hk_columns_sort_names(hk_columns *columns, const hk_source *source)
{
    size_t equal[2];
    for (size_t i = 0; i < columns->count; i++)
        if (columns->names[i][0] == '\0')
            return hk_say(source->message, HILLOCK_ERROR_FORMAT,
                          "%s, line 1, column %zu: the column has no name; the first row must "
                          "name every column%s",
                          source->name, i + 1,
                          i == 0 ? " (R: write.csv(..., row.names = FALSE) leaves the row names "
                                   "out)"
                                 : "");
    columns->order = sort_names(columns->names, columns->count);
    if (!columns->order)
        return hk_no_memory(source);
    find_equal(columns->names, columns->order, columns->count, equal);
    if (equal[0] == equal[1])
        return HILLOCK_OK;
    return hk_say(source->message, HILLOCK_ERROR_FORMAT,
                  "%s, line 1, column %zu: the name \"%.60s\" is already that of column "
                  "%zu; give every column a name of its own",
                  source->name, equal[1] + 1, columns->names[equal[1]], equal[0] + 1);
}

bool hk_columns_number(hk_columns *columns)
{
    enum { DIGITS = 21 };
    columns->names = hk_allocate(columns->count, sizeof *columns->names);
    columns->name_text = hk_allocate(columns->count, DIGITS);
    if (!columns->names || !columns->name_text)
        return false;
    for (size_t i = 0; i < columns->count; i++) {
        char *text = columns->name_text + i * DIGITS + DIGITS - 1;
        for (size_t rest = i + 1; rest > 0; rest /= 10)
            *--text = (char)('0' + rest % 10);
        columns->names[i] = text;
    }
    return true;
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

typedef struct wanted_name {
    const char *text;
    size_t length;
} wanted_name;

static int compare_wanted(const void *left, const void *right)
{
    const wanted_name *const wanted = left;
    const char *const name = **(char *const *const *)right;
    const int order = strncmp(wanted->text, name, wanted->length);
    return order ? order : -(name[wanted->length] != '\0');
}

size_t hk_columns_find(const hk_columns *columns, const char *name, size_t length)
{
    if (!columns->order)
        return column_number(columns, name, length);
    const wanted_name wanted = {name, length};
    char ***const found =
        bsearch(&wanted, columns->order, columns->count, sizeof *columns->order, compare_wanted);
    return found ? (size_t)(*found - columns->names) + 1 : 0;
}

/* " (did you mean \"...\"?)", or nothing. */
static void suggest(const hk_columns *columns, const char *name, size_t length, char *text,
                    size_t capacity)
{
    char wanted[64];
    size_t least = SIZE_MAX;
    text[0] = '\0';
    if (length >= sizeof wanted)
        return;
    memcpy(wanted, name, length);
    wanted[length] = '\0';
    for (size_t i = 0; i < columns->count; i++) {
        const size_t distance = hk_name_distance(wanted, columns->names[i]);
        if (distance < least)
            snprintf(text, capacity, " (did you mean \"%s\"?)", columns->names[i]);
        least = hk_min_size(least, distance);
    }
}

/* "a, "b, c", d and 12 more" */
static void list_names(const hk_columns *columns, char *list, size_t capacity)
{
    size_t filled = 0, i = 0;
    for (; i < columns->count && filled + strlen(columns->names[i]) + 40 < capacity; i++) {
        const char *const quote = strchr(columns->names[i], ',') ? "\"" : "";
        filled += (size_t)snprintf(list + filled, capacity - filled, "%s%s%s%s", i > 0 ? ", " : "",
                                   quote, columns->names[i], quote);
    }
    if (i < columns->count)
        snprintf(list + filled, capacity - filled, " and %zu more", columns->count - i);
}

/* A name that is a number is data, most of the time ("inf" and "nan" may be names). */
static bool looks_like_data(const hk_columns *columns)
{
    double value;
    for (size_t i = 0; i < columns->count; i++)
        if (strpbrk(columns->names[i], "0123456789") && hk_parse_real(columns->names[i], &value))
            return true;
    return false;
}

hillock_status hk_columns_not_found(const hk_columns *columns, const hk_source *source,
                                    const char *name, size_t length)
{
    char list[240] = "", question[96];
    const int shown = length < 80 ? (int)length : 80;
    if (!columns->names)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: no column is named \"%.*s\": its columns have no names, and are called "
                      "1 to %zu",
                      source->name, shown, name, columns->count);
    list_names(columns, list, sizeof list);
    if (!columns->order)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s, line 1, column 1: no column is named \"%.*s\": the first row holds "
                      "numbers, so the columns are: %s; put a row with the names of the columns "
                      "above it, or call them so",
                      source->name, shown, name, list);
    suggest(columns, name, length, question, sizeof question);
    return hk_say(source->message, HILLOCK_ERROR_VALUE,
                  "%s, line 1: no column is named \"%.*s\"%s; %sthe columns are: %s", source->name,
                  shown, name, question,
                  looks_like_data(columns) ? "if this row holds data, set header to no; " : "",
                  list);
}

static const char *part_name(ptrdiff_t slot)
{
    static const char *const extras[HK_EXTRAS] = {"the target", "the weight", "the offset"};
    return slot == HK_IGNORED ? "ignored" : slot < HK_IGNORED ? "a feature" : extras[-1 - slot];
}

/* A column that was nothing so far becomes this. */
static hillock_status assign(hk_columns *columns, const hk_source *source, const char *name,
                             size_t length, ptrdiff_t slot)
{
    const size_t column = hk_columns_find(columns, name, length);
    if (column == 0)
        return hk_columns_not_found(columns, source, name, length);
    ptrdiff_t *const now = &columns->slots[column - 1];
    if (*now != HK_OPEN && *now != slot)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: the column \"%.*s\" cannot be %s and %s as well", source->name,
                      length < 80 ? (int)length : 80, name, part_name(*now), part_name(slot));
    *now = slot;
    if (slot > HK_IGNORED)
        columns->extras[-1 - slot] = column;
    return HILLOCK_OK;
}

static hillock_status make_text(hk_columns *columns, const hk_source *source, const char *name,
                                size_t length, ptrdiff_t slot)
{
    const size_t column = hk_columns_find(columns, name, length);
    (void)slot;
    if (column == 0)
        return hk_columns_not_found(columns, source, name, length);
    const ptrdiff_t now = columns->slots[column - 1];
    const bool is_left_out = now == HK_OPEN && source->options->features;
    if (now >= HK_IGNORED || is_left_out)
        return hk_say(
            source->message, HILLOCK_ERROR_VALUE,
            "%s: the column \"%.*s\" cannot be categorical, which only features are: it is "
            "%s",
            source->name, length < 80 ? (int)length : 80, name,
            is_left_out ? "not among the features" : part_name(now));
    if (columns->texts[column - 1] == 0)
        columns->texts[column - 1] = ++columns->n_texts;
    return HILLOCK_OK;
}

/* The first name of the list into `name`; what is behind it and its comma, or NULL where a quote is
 * not closed. */
static const char *cut_name(const char *list, char *name, size_t *length)
{
    while (*list == ' ')
        list++;
    const bool quoted = *list == '"';
    bool closed = !quoted;
    size_t written = 0;
    for (list += quoted; *list && (quoted || *list != ','); list++) {
        if (quoted && *list == '"' && *++list != '"') {
            closed = true;
            break;
        }
        name[written++] = *list;
    }
    while (!quoted && written > 0 && name[written - 1] == ' ')
        written--;
    *length = written;
    while (*list == ' ')
        list++;
    if (!closed || (*list && *list != ','))
        return NULL;
    return *list ? list + 1 : list;
}

/* Calls the columns of a list one after the other. */
static hillock_status
each_named(hk_columns *columns, const hk_source *source, const char *list, ptrdiff_t slot,
           hillock_status (*visit)(hk_columns *columns, const hk_source *source, const char *name,
                                   size_t length, ptrdiff_t slot))
{
    hillock_status status = HILLOCK_OK;
    size_t length;
    char *const name = list ? hk_allocate(strlen(list), 1) : NULL;
    if (list && !name)
        return hk_no_memory(source);
    for (const char *rest = list; rest && *rest && status == HILLOCK_OK;) {
        rest = cut_name(rest, name, &length);
        status = rest ? visit(columns, source, name, length, slot)
                      : hk_say(source->message, HILLOCK_ERROR_VALUE,
                               "a quote in the list of columns %.200s is not closed", list);
    }
    hk_free(name);
    return status;
}

hillock_status hk_columns_assign_extras(hk_columns *columns, const hk_source *source)
{
    const hk_table_options *const o = source->options;
    const char *const named[HK_EXTRAS] = {o->target, o->weight,
                                          o->offset ? o->offset : o->wanted.offset};
    hillock_status status = HILLOCK_OK;
    for (int k = 0; k < HK_EXTRAS && status == HILLOCK_OK; k++)
        if (named[k])
            status = assign(columns, source, named[k], strlen(named[k]), -1 - k);
    return status;
}

/* Those that were chosen, or all that are nothing else. */
static void number_features(hk_columns *columns, bool takes_open)
{
    for (size_t i = 0; i < columns->count; i++) {
        ptrdiff_t *const slot = &columns->slots[i];
        if (*slot == HK_CHOSEN || (*slot == HK_OPEN && takes_open)) {
            *slot = (ptrdiff_t)columns->n_features;
            columns->features[columns->n_features++] = i;
        } else if (*slot == HK_OPEN) {
            *slot = HK_IGNORED;
        }
    }
}

hillock_status hk_columns_assign(hk_columns *columns, const hk_source *source)
{
    if (source->options->wanted.names)
        return hk_columns_assign_wanted(columns, source);
    const hk_table_options *const o = source->options;
    for (size_t i = 0; i < columns->count; i++)
        columns->slots[i] = HK_OPEN;
    hillock_status status = hk_columns_assign_extras(columns, source);
    if (status == HILLOCK_OK)
        status = each_named(columns, source, o->ignore, HK_IGNORED, assign);
    if (status == HILLOCK_OK)
        status = each_named(columns, source, o->features, HK_CHOSEN, assign);
    if (status == HILLOCK_OK)
        status = each_named(columns, source, o->categorical, 0, make_text);
    if (status != HILLOCK_OK)
        return status;
    number_features(columns, !o->features);
    if (columns->n_features == 0)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s, line 1, column 1: no column is left to be a feature; add a column to "
                      "learn from",
                      source->name);
    return HILLOCK_OK;
}
