#include "table/csv.h"

#include "core/memory.h"
#include "core/threads.h"

#include <limits.h>
#include <math.h>
#include <string.h>

/* A target whose first cell that is there is no number is one of text, as is one of which it is
 * said what its upper class is called. Rows that are wrong are left to be found when they are
 * read. */
static bool target_is_text(const hk_csv *csv)
{
    size_t column = 0;
    if (csv->source->options->positive)
        return true;
    for (const char *at = csv->begin; at < csv->end; at++) {
        const hk_cell cell = hk_cell_cut(at, csv->end, csv->delimiter);
        double value;
        if (!cell.stop)
            return false;
        if (++column == csv->columns.extras[HK_TARGET] && !hk_cell_is_missing(&cell))
            return !hk_cell_number(&cell, &value) && hk_cell_is_text(&cell);
        at = cell.stop;
        if (*at == '\n')
            column = 0;
    }
    return false;
}

/* Empty lines at the end are none. */
static void trim_end(hk_csv *csv)
{
    for (;;) {
        const size_t bytes = (size_t)(csv->end - csv->begin);
        const size_t feed = bytes > 1 && csv->end[-2] == '\r' ? 2 : 1;
        if (bytes > feed && csv->end[-1 - (ptrdiff_t)feed] != '\n')
            return;
        if (bytes == 0)
            return;
        csv->end -= feed;
    }
}

void hk_csv_open(hk_csv *csv, const hk_source *source)
{
    const hk_bytes *const bytes = source->bytes;
    csv->begin = bytes->at + (source->lines_before == 0 ? hk_byte_order_mark(bytes) : 0);
    csv->end = bytes->at + bytes->count;
    if (csv->end > csv->begin && csv->end[-1] != '\n')
        csv->end++; /* the line feed that hk_bytes has put there */
    trim_end(csv);
    csv->threads = hk_threads(source->options->threads, bytes->count);
}

static hillock_status drop(hk_csv *csv)
{
    const hk_source *const source = csv->source;
    const size_t n_features = csv->columns.n_features;
    if (csv->skip) {
        csv->n_kept = hk_content_drop(csv->content, csv->n_rows, n_features, csv->skip);
        csv->content->n_dropped = csv->n_rows - csv->n_kept;
        if (csv->n_kept == 0 && !source->is_piece)
            return hk_say(source->message, HILLOCK_ERROR_FORMAT,
                          "%s, line %zu: every row has a missing cell, so none is left",
                          source->name, csv->first_line);
    }
    return HILLOCK_OK;
}

static hillock_status fill(hk_csv *csv)
{
    const hk_view *const view = &csv->content->dataset.view;
    if (csv->source->options->missing != HK_MISSING_MEAN || csv->columns.known.tables)
        return HILLOCK_OK;
    const size_t empty = hk_content_fill_means(csv->content, view->n_samples, view->n_features);
    return empty == 0 ? HILLOCK_OK
                      : hk_say(csv->source->message, HILLOCK_ERROR_FORMAT,
                               "%s: feature \"%.60s\" has no cell that is not missing, and so no "
                               "mean; ignore it",
                               csv->source->name, csv->content->names[empty - 1]);
}

/* The model's names or the table's, copied: the columns stay for the next piece, or are not known
 * by the model. */
static hillock_status copy_names(hk_csv *csv)
{
    const hk_wanted *const wanted = &csv->source->options->wanted;
    const hk_columns *const columns = &csv->columns;
    const size_t target = columns->extras[HK_TARGET];
    const bool has_classes = target > 0 && columns->known.tables && wanted->classes[0];
    if (!hk_content_copy_names(csv->content, columns->n_features,
                               wanted->names ? wanted->names : (const char *const *)columns->names,
                               wanted->names ? NULL : columns->features,
                               target > 0 ? columns->names[target - 1] : NULL,
                               has_classes ? wanted->classes : NULL))
        return hk_no_memory(csv->source);
    csv->content->first_line = csv->first_line;
    csv->content->by_order = columns->by_order;
    hk_content_view(csv->content, csv->n_kept, columns->n_features);
    return HILLOCK_OK;
}

/* What the rows have become is handed over: names, and a view of it all. */
static hillock_status finish(hk_csv *csv)
{
    hk_table_content *const content = csv->content;
    hk_columns *const columns = &csv->columns;
    if (columns->known.tables)
        return copy_names(csv);
    content->first_line = csv->first_line;
    if (columns->extras[HK_TARGET] > 0)
        content->target = columns->names[columns->extras[HK_TARGET] - 1];
    const hillock_status status = hk_csv_name_features(csv);
    if (status != HILLOCK_OK)
        return status;
    content->name_text = columns->name_text;
    columns->name_text = NULL;
    return fill(csv);
}

static void free_levels(hk_levels *levels, size_t count)
{
    for (size_t k = 0; levels && k < count; k++)
        hk_levels_free(&levels[k]);
    hk_free(levels);
}

void hk_csv_release(hk_csv *csv)
{
    const bool known = csv->columns.known.tables; /* then there are no levels */
    hk_free(csv->blocks);
    free_levels(csv->levels, known ? 0 : csv->n_blocks * csv->columns.n_texts);
    hk_free(csv->others);
    free_levels(csv->merged, csv->columns.n_texts);
    hk_free(csv->order);
    hk_free(csv->n_levels);
    hk_zeros_free(csv->skip, csv->n_skip, 1);
}

hillock_status hk_csv_read_piece(hk_csv *csv)
{
    hillock_status status = hk_csv_read_rows(csv);
    if (status == HILLOCK_OK)
        status = drop(csv);
    return status == HILLOCK_OK ? copy_names(csv) : status;
}

hillock_status hk_read_csv(hk_table_content *content, const hk_source *source)
{
    hk_csv csv = {.source = source, .content = content};
    hk_csv_open(&csv, source);
    hillock_status status = hk_csv_begin(&csv);
    if (status == HILLOCK_OK && csv.columns.extras[HK_TARGET] > 0 && !csv.columns.known.tables &&
        target_is_text(&csv))
        csv.columns.texts[csv.columns.extras[HK_TARGET] - 1] = ++csv.columns.n_texts;
    if (status == HILLOCK_OK)
        status = hk_csv_read_rows(&csv);
    if (status == HILLOCK_OK && !csv.columns.known.tables)
        status = hk_csv_rank_texts(&csv);
    if (status == HILLOCK_OK)
        status = drop(&csv);
    if (status == HILLOCK_OK)
        status = finish(&csv);
    hk_csv_release(&csv);
    hk_columns_destroy(&csv.columns);
    return status;
}
