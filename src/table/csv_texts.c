/* Columns of text: classes of the target, and features of 0 and 1. */
#include "core/memory.h"
#include "table/csv.h"

#include <math.h>
#include <string.h>

/* Where the numbers of a column are, and how far apart. */
typedef struct place {
    double *at;
    size_t step;
} place;

static place place_of(const hk_csv *csv, size_t column)
{
    const ptrdiff_t slot = csv->columns.slots[column];
    return slot >= 0 ? (place){csv->content->X.at + slot, csv->columns.n_features}
                     : (place){csv->content->extras[-1 - slot].at, 1};
}

/* The blocks' levels of a text column are put together: the rank of each becomes its position
 * among all. */
static hillock_status merge(hk_csv *csv, size_t text, size_t column)
{
    for (size_t b = 0; b < csv->n_blocks; b++) {
        hk_levels *const levels = &csv->levels[b * csv->columns.n_texts + text];
        for (size_t k = 0; k < levels->count; k++) {
            hk_level *const level = &levels->levels[k];
            const size_t before = csv->merged[text].count;
            const int position = hk_level_find(&csv->merged[text], level->text, level->length);
            if (position == HK_NO_MEMORY_FOR_LEVELS)
                return hk_no_memory(csv->source);
            if (csv->merged[text].count > before)
                csv->merged[text].levels[before].line = level->line;
            if (position < 0)
                return hk_say(csv->source->message, HILLOCK_ERROR_FORMAT,
                              "%s, column %zu (%.80s): more than %d different texts; ignore the "
                              "column, or code it as numbers",
                              csv->source->name, column + 1, csv->columns.names[column],
                              HK_MOST_LEVELS);
            level->rank = (size_t)position;
        }
    }
    return HILLOCK_OK;
}

static void rank(hk_csv *csv, size_t text, size_t column)
{
    hk_levels *const merged = &csv->merged[text];
    const place numbers = place_of(csv, column);
    for (size_t b = 0; b < csv->n_blocks; b++) {
        const hk_level *const levels = csv->levels[b * csv->columns.n_texts + text].levels;
        const size_t stop = csv->blocks[b].row + csv->blocks[b].n_rows;
        for (size_t row = csv->blocks[b].row; row < stop; row++) {
            double *const number = &numbers.at[row * numbers.step];
            if (isnan(*number))
                continue;
            const size_t position = levels[(size_t)*number].rank;
            *number = (double)position;
            merged->levels[position].seen |= !csv->skip || !csv->skip[row];
        }
    }
    csv->n_levels[text] = hk_levels_rank(merged, csv->order + text * HK_MOST_LEVELS);
    for (size_t row = 0; row < csv->n_rows; row++) {
        double *const number = &numbers.at[row * numbers.step];
        if (!isnan(*number))
            *number = (double)merged->levels[(size_t)*number].rank;
    }
}

hillock_status hk_csv_rank_texts(hk_csv *csv)
{
    const size_t n_texts = csv->columns.n_texts;
    hillock_status status = HILLOCK_OK;
    if (n_texts == 0)
        return HILLOCK_OK;
    csv->merged = hk_allocate(n_texts, sizeof *csv->merged);
    csv->order = hk_allocate(n_texts, HK_MOST_LEVELS * sizeof *csv->order);
    csv->n_levels = hk_allocate(n_texts, sizeof *csv->n_levels);
    if (!csv->merged || !csv->order || !csv->n_levels)
        return hk_no_memory(csv->source);
    for (size_t i = 0; i < csv->columns.count && status == HILLOCK_OK; i++) {
        const size_t text = csv->columns.texts[i];
        if (text == 0)
            continue;
        status = merge(csv, text - 1, i);
        if (status == HILLOCK_OK)
            rank(csv, text - 1, i);
    }
    return status;
}

/* The target has one text, or the third one of it is the fault. */
static hillock_status refuse_classes(const hk_csv *csv, size_t text, size_t column)
{
    const hk_levels *const levels = &csv->merged[text];
    const hk_level *classes[3] = {NULL};
    char shown[3][HK_SHOWN_CAPACITY];
    size_t count = 0;
    for (size_t k = 0; k < levels->count && count < 3; k++)
        if (levels->levels[k].seen) {
            const hk_level *const level = classes[count] = &levels->levels[k];
            hk_cell_show(&(hk_cell){.text = level->text, .length = level->length}, shown[count++]);
        }
    if (count < 3)
        return hk_say(csv->source->message, HILLOCK_ERROR_TARGET,
                      "%s, column %zu (%.80s): the target is text with 1 different value, \"%s\"; "
                      "two classes are needed, or numbers",
                      csv->source->name, column, csv->columns.names[column - 1], shown[0]);
    return hk_say(csv->source->message, HILLOCK_ERROR_TARGET,
                  "%s, line %zu, column %zu (%.80s): \"%s\" is a third class, beside \"%s\" and "
                  "\"%s\"; a neuron tells two apart: leave rows out, or code the column as numbers",
                  csv->source->name, classes[2]->line, column, csv->columns.names[column - 1],
                  shown[2], shown[0], shown[1]);
}

/* The upper class is to be the lower one: both change places, as do 0 and 1. */
static hillock_status choose_upper(hk_csv *csv)
{
    hk_table_content *const content = csv->content;
    const char *const positive = csv->source->options->positive;
    const size_t column = csv->columns.extras[HK_TARGET];
    if (!positive || strcmp(positive, content->upper) == 0)
        return HILLOCK_OK;
    if (strcmp(positive, content->classes) != 0)
        return hk_say(csv->source->message, HILLOCK_ERROR_VALUE,
                      "%s, column %zu (%.80s): the upper class (positive) cannot be \"%.60s\": the "
                      "classes are \"%.60s\" and \"%.60s\"",
                      csv->source->name, column, csv->columns.names[column - 1], positive,
                      content->classes, content->upper);
    const char *const lower = content->upper;
    content->upper = content->classes;
    content->lower = lower;
    for (size_t j = 0; j < csv->n_kept; j++)
        content->extras[HK_TARGET].at[j] = 1 - content->extras[HK_TARGET].at[j];
    return HILLOCK_OK;
}

/* The two texts of the target. */
static hillock_status name_classes(hk_csv *csv)
{
    const size_t column = csv->columns.extras[HK_TARGET];
    const size_t text = column > 0 ? csv->columns.texts[column - 1] : 0;
    if (text == 0)
        return HILLOCK_OK;
    const hk_level *const order = csv->order + (text - 1) * HK_MOST_LEVELS;
    if (csv->n_levels[text - 1] != 2)
        return refuse_classes(csv, text - 1, column);
    csv->content->classes = hk_allocate(order[0].length + order[1].length + 2, 1);
    if (!csv->content->classes)
        return hk_no_memory(csv->source);
    char *const upper = csv->content->classes + hk_level_write(&order[0], csv->content->classes);
    (void)hk_level_write(&order[1], upper);
    csv->content->lower = csv->content->classes;
    csv->content->upper = upper;
    return choose_upper(csv);
}

/* How many features a feature of the file becomes. */
static size_t width_of(const hk_csv *csv, size_t feature)
{
    const size_t text = csv->columns.texts[csv->columns.features[feature]];
    if (text == 0)
        return 1;
    return csv->n_levels[text - 1] > 0 ? csv->n_levels[text - 1] - 1 : 0;
}

/* How many there are then, and the bytes of names "column=value" and of references. */
static void measure(const hk_csv *csv, size_t *n_features, size_t *bytes)
{
    *n_features = 0;
    *bytes = 1;
    for (size_t i = 0; i < csv->columns.n_features; i++) {
        const size_t column = csv->columns.features[i], text = csv->columns.texts[column];
        const size_t width = width_of(csv, i), length = strlen(csv->columns.names[column]);
        *n_features += width;
        if (text > 0)
            *bytes += csv->order[(text - 1) * HK_MOST_LEVELS].length + 1;
        for (size_t k = 1; text > 0 && k <= width; k++)
            *bytes += length + 2 + csv->order[(text - 1) * HK_MOST_LEVELS + k].length;
    }
}

/* Those of a column of text, `width` from feature `first` on, at `at`; what is behind them. */
static char *name_levels(hk_csv *csv, size_t column, size_t width, size_t first, char *at)
{
    hk_table_content *const content = csv->content;
    const hk_level *const order = csv->order + (csv->columns.texts[column] - 1) * HK_MOST_LEVELS;
    const size_t length = strlen(csv->columns.names[column]);
    const char *const reference = at;
    at += hk_level_write(&order[0], at);
    for (size_t k = 1; k <= width; k++) {
        char *const name = at;
        memcpy(name, csv->columns.names[column], length);
        name[length] = '=';
        at += length + 1;
        at += hk_level_write(&order[k], at);
        hk_csv_clean(name);
        content->names[first + k - 1] = name;
        content->references[first + k - 1] = reference;
    }
    return at;
}

static bool name_features(hk_csv *csv, size_t n_features, size_t bytes)
{
    hk_table_content *const content = csv->content;
    content->names = hk_allocate(n_features, sizeof *content->names);
    content->references = hk_allocate(n_features, sizeof *content->references);
    content->level_text = hk_allocate(bytes, 1);
    if (!content->names || !content->references || !content->level_text)
        return false;
    char *at = content->level_text;
    for (size_t i = 0, feature = 0; i < csv->columns.n_features; i++) {
        const size_t column = csv->columns.features[i], width = width_of(csv, i);
        if (csv->columns.texts[column] == 0)
            content->names[feature] = csv->columns.names[column];
        else
            at = name_levels(csv, column, width, feature, at);
        feature += width;
    }
    return true;
}

/* X anew, with a feature of 0 and 1 for each rank but 0. */
static bool expand(hk_csv *csv, size_t n_features)
{
    const size_t n = csv->columns.n_features;
    hk_array expanded;
    size_t count;
    if (!hk_multiply(csv->n_kept, n_features, &count) || !hk_array_create(&expanded, count))
        return false;
    const double *from = csv->content->X.at;
    double *to = expanded.at;
    for (size_t row = 0; row < csv->n_kept; row++)
        for (size_t i = 0; i < n; i++, from++) {
            const size_t width = width_of(csv, i);
            if (csv->columns.texts[csv->columns.features[i]] == 0)
                *to = *from;
            else if (isnan(*from))
                for (size_t k = 0; k < width; k++)
                    to[k] = NAN;
            else if (*from > 0)
                to[(size_t)*from - 1] = 1;
            to += width;
        }
    hk_array_destroy(&csv->content->X);
    csv->content->X = expanded;
    return true;
}

/* A column may be called "column=value" itself, or two values differ in what is not printed. */
static hillock_status check_feature_names(const hk_csv *csv, size_t n_features)
{
    size_t equal[2];
    char **const names = csv->content->names;
    if (!hk_names_find_equal(names, n_features, equal))
        return hk_no_memory(csv->source);
    if (equal[0] == equal[1])
        return HILLOCK_OK;
    return hk_say(csv->source->message, HILLOCK_ERROR_FORMAT,
                  "%s: two features would be called \"%.80s\", a column and a value of a "
                  "categorical one, or two such values; rename one of them, or ignore the column",
                  csv->source->name, names[equal[0]]);
}

/* It would become no feature, so that whatever the column holds later would do. */
static hillock_status refuse_single_text(const hk_csv *csv)
{
    for (size_t i = 0; i < csv->columns.n_features; i++) {
        const size_t column = csv->columns.features[i];
        if (width_of(csv, i) == 0)
            return hk_say(csv->source->message, HILLOCK_ERROR_VALUE,
                          "%s, column %zu (%.80s): it holds no two different texts, and so tells "
                          "nothing; ignore the column instead of making it categorical",
                          csv->source->name, column + 1, csv->columns.names[column]);
    }
    return HILLOCK_OK;
}

hillock_status hk_csv_name_features(hk_csv *csv)
{
    const size_t column = csv->columns.extras[HK_TARGET];
    const size_t target_texts = column > 0 && csv->columns.texts[column - 1] > 0;
    size_t n_features, bytes;
    hillock_status status = name_classes(csv);
    if (status == HILLOCK_OK)
        status = refuse_single_text(csv);
    if (status != HILLOCK_OK)
        return status;
    measure(csv, &n_features, &bytes);
    if (!name_features(csv, n_features, bytes) ||
        (csv->columns.n_texts > target_texts && !expand(csv, n_features)))
        return hk_no_memory(csv->source);
    hk_content_view(csv->content, csv->n_kept, n_features);
    return csv->columns.n_texts > target_texts ? check_feature_names(csv, n_features) : HILLOCK_OK;
}
