#include "table/wanted.h"

#include "core/memory.h"
#include "table/csv_cell.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

void hk_known_destroy(hk_known *known, size_t n_texts)
{
    for (size_t k = 0; known->others && k < n_texts; k++)
        hk_free((char *)known->others[k].text);
    for (size_t k = 0; known->tables && k < n_texts; k++)
        hk_levels_free(&known->tables[k]);
    hk_free(known->others);
    hk_free(known->tables);
    hk_free(known->references);
    hk_free(known->text);
}

const char *hk_known_list(const hk_levels *table, char what[HK_MESSAGE_CAPACITY / 2])
{
    static const char advice[] = "; correct it, or remove the row";
    const size_t capacity = HK_MESSAGE_CAPACITY / 2 - sizeof advice - sizeof " and 1000 more";
    char shown[HK_SHOWN_CAPACITY];
    size_t filled = 0, k = 0;
    for (; k < table->count; k++) {
        const hk_level *const level = &table->levels[k];
        const char *const before = k > 0 ? ", " : "is no text that the model was trained with: ";
        hk_cell_show(&(hk_cell){.text = level->text, .length = level->length}, shown);
        if (filled + strlen(before) + strlen(shown) + sizeof "\"\"" > capacity)
            break;
        filled += (size_t)snprintf(what + filled, capacity - filled, "%s\"%s\"", before, shown);
    }
    if (k < table->count)
        filled += (size_t)snprintf(what + filled, sizeof " and 1000 more", " and %zu more",
                                   table->count - k);
    memcpy(what + filled, advice, sizeof advice);
    return what;
}

hillock_status hk_wanted_check(const hk_source *source)
{
    const hk_table_options *const o = source->options;
    if (!o->wanted.names)
        return HILLOCK_OK;
    if (o->features || o->ignore || o->categorical || o->positive)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: which columns are features, and which of them text, the model says, and "
                      "which class is the upper one: without features, ignore, categorical and "
                      "positive",
                      source->name);
    if (o->missing == HK_MISSING_MEAN && !o->wanted.means)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: missing cannot be mean: the model does not know the means of its "
                      "features",
                      source->name);
    return HILLOCK_OK;
}

/* The column has no other use so far: it is feature i itself. */
static hillock_status take_column(hk_columns *columns, const hk_source *source, size_t column,
                                  size_t i)
{
    const char *const name = source->options->wanted.names[i];
    const ptrdiff_t now = columns->slots[column];
    if (now >= 0 && strcmp(name, source->options->wanted.names[now]) == 0)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: the model has two features named \"%.80s\"", source->name, name);
    if (now != HK_OPEN)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: column %zu is feature \"%.80s\" of the model, and has another use",
                      source->name, column + 1, name);
    columns->slots[column] = (ptrdiff_t)i;
    columns->features[i] = column;
    return HILLOCK_OK;
}

/* The offset that the model was trained with is there, or another one is named. */
static hillock_status find_offset(const hk_columns *columns, const hk_source *source)
{
    const char *const name = source->options->wanted.offset;
    if (!name || source->options->offset)
        return HILLOCK_OK;
    if (*name == '\0')
        return hk_say(source->message, HILLOCK_ERROR_INCOMPLETE,
                      "%s: the model was trained with an offset, and does not say in which column",
                      source->name);
    if (hk_columns_find(columns, name, strlen(name)) > 0)
        return HILLOCK_OK;
    (void)hk_columns_not_found(columns, source, name, strlen(name));
    const hk_message why = *source->message;
    return hk_say(source->message, HILLOCK_ERROR_INCOMPLETE,
                  "%s; it is the offset that the model was trained with", why.text);
}

/* Feature i by its name: a column, or "column=text", and then *value is the text. */
static hillock_status find_feature(hk_columns *columns, const hk_source *source, size_t i,
                                   const char **value)
{
    const char *const name = source->options->wanted.names[i];
    size_t column = hk_columns_find(columns, name, strlen(name));
    if (column > 0)
        return take_column(columns, source, column - 1, i);
    for (const char *at = strchr(name, '='); at; at = strchr(at + 1, '=')) {
        column = hk_columns_find(columns, name, (size_t)(at - name));
        if (column == 0)
            continue;
        if (columns->texts[column - 1] == 0) {
            const hillock_status status = take_column(columns, source, column - 1, i);
            if (status != HILLOCK_OK)
                return status;
            columns->texts[column - 1] = ++columns->n_texts;
        }
        columns->features[i] = column - 1;
        *value = at + 1;
        return HILLOCK_OK;
    }
    const bool is_text = source->options->wanted.references[i] && strchr(name, '=');
    return hk_columns_not_found(columns, source, name, is_text ? strcspn(name, "=") : strlen(name));
}

/* Where columns or features have no names: in their order, all that are nothing else. */
static hillock_status take_in_order(hk_columns *columns, const hk_source *source)
{
    const size_t n = source->options->wanted.n_features;
    size_t left = 0;
    for (size_t k = 0; k < columns->count; k++)
        left += columns->slots[k] == HK_OPEN;
    if (left != n)
        return hk_say(
            source->message, HILLOCK_ERROR_VALUE,
            "%.200s, line 1: there %s %zu column%s to be features, and the model has %zu; %s "
            "has no names to find them by: leave out what is neither a feature nor "
            "named by an option",
            source->name, left == 1 ? "is" : "are", left, left == 1 ? "" : "s", n,
            n > 0 && source->options->wanted.names[0] ? "the table" : "the model");
    for (size_t k = 0, i = 0; k < columns->count; k++)
        if (columns->slots[k] == HK_OPEN) {
            columns->slots[k] = (ptrdiff_t)i;
            columns->features[i++] = k;
        }
    columns->by_order = n > 0 && !columns->order && source->options->wanted.names[0];
    return HILLOCK_OK;
}

/* The features have names, and where columns are only numbered these are their numbers. */
static bool goes_by_names(const hk_columns *columns, const hk_wanted *wanted)
{
    for (size_t i = 0; i < wanted->n_features; i++) {
        const char *const name = wanted->names[i];
        if (!name || (!columns->order && hk_columns_find(columns, name, strcspn(name, "=")) == 0))
            return false;
    }
    return wanted->n_features > 0;
}

/* As a cell has it, with quotes doubled, at *text, which moves behind it. */
static hillock_status know(hk_levels *table, const char *value, size_t rank, char **text,
                           const hk_source *source)
{
    const char *const begin = *text;
    const size_t count = table->count;
    for (; *value; value++) {
        if (*value == '"')
            *(*text)++ = '"';
        *(*text)++ = *value;
    }
    const int position = hk_level_find(table, begin, (size_t)(*text - begin));
    if (position == HK_NO_MEMORY_FOR_LEVELS)
        return hk_no_memory(source);
    if (position < 0 || (size_t)position != count)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: the model has two features of the same name, or a column with more than "
                      "%d texts",
                      source->name, HK_MOST_LEVELS);
    table->levels[position].rank = rank;
    return HILLOCK_OK;
}

/* The features of a column all have the same reference, which is known before them. */
static hillock_status know_reference(hk_columns *columns, const hk_source *source, size_t i,
                                     char **text)
{
    const hk_wanted *const wanted = &source->options->wanted;
    const size_t column = columns->features[i], which = columns->texts[column] - 1;
    const char **const known = &columns->known.references[which];
    if (*known && strcmp(*known, wanted->references[i]) != 0)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: the model has two references for the column \"%.80s\"", source->name,
                      columns->names[column]);
    if (*known)
        return HILLOCK_OK;
    *known = wanted->references[i];
    return know(&columns->known.tables[which], *known, SIZE_MAX, text, source);
}

/* The tables of what is known, from the text of each feature that has one. */
static hillock_status make_known(hk_columns *columns, const hk_source *source,
                                 const char *const *values)
{
    const hk_wanted *const wanted = &source->options->wanted;
    const size_t target = columns->extras[HK_TARGET];
    const bool has_classes = target > 0 && wanted->classes[0];
    hk_known *const known = &columns->known;
    size_t bytes = has_classes ? strlen(wanted->classes[0]) + strlen(wanted->classes[1]) : 0;
    hillock_status status = HILLOCK_OK;
    for (size_t i = 0; i < wanted->n_features; i++)
        if (values[i])
            bytes +=
                strlen(values[i]) + (wanted->references[i] ? strlen(wanted->references[i]) : 0);
    if (has_classes)
        columns->texts[target - 1] = ++columns->n_texts;
    known->tables = hk_allocate(columns->n_texts, sizeof *known->tables);
    known->others = hk_allocate(columns->n_texts, sizeof *known->others);
    known->references = hk_allocate(columns->n_texts, sizeof *known->references);
    known->text = hk_allocate(bytes, 2);
    if (!known->tables || !known->others || !known->references || !known->text)
        return hk_no_memory(source);
    char *text = known->text;
    for (size_t i = 0; i < wanted->n_features && status == HILLOCK_OK; i++)
        if (values[i] && wanted->references[i])
            status = know_reference(columns, source, i, &text);
    for (size_t i = 0; i < wanted->n_features && status == HILLOCK_OK; i++)
        if (values[i])
            status = know(&known->tables[columns->texts[columns->features[i]] - 1], values[i], i,
                          &text, source);
    for (size_t k = 0; k < 2 && has_classes && status == HILLOCK_OK; k++)
        status = know(&known->tables[columns->texts[target - 1] - 1], wanted->classes[k], k, &text,
                      source);
    return status;
}

hillock_status hk_columns_assign_wanted(hk_columns *columns, const hk_source *source)
{
    const hk_wanted *const wanted = &source->options->wanted;
    hillock_status status = hk_wanted_check(source);
    if (status != HILLOCK_OK)
        return status;
    hk_free(columns->features);
    columns->features = hk_allocate(wanted->n_features, sizeof *columns->features);
    columns->n_features = wanted->n_features;
    const char **const values = hk_allocate(wanted->n_features, sizeof *values);
    if (columns->features && values) {
        for (size_t k = 0; k < columns->count; k++)
            columns->slots[k] = HK_OPEN;
        status = find_offset(columns, source);
        if (status == HILLOCK_OK)
            status = hk_columns_assign_extras(columns, source);
        if (status == HILLOCK_OK && !goes_by_names(columns, wanted))
            status = take_in_order(columns, source);
        else
            for (size_t i = 0; i < wanted->n_features && status == HILLOCK_OK; i++)
                status = find_feature(columns, source, i, &values[i]);
        for (size_t k = 0; k < columns->count; k++)
            if (columns->slots[k] == HK_OPEN)
                columns->slots[k] = HK_IGNORED;
        if (status == HILLOCK_OK)
            status = make_known(columns, source, values);
    } else {
        status = hk_no_memory(source);
    }
    hk_free(values);
    return status;
}
