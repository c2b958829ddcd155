/* The rows of a CSV text, block by block on all threads. A cell that is a plain number and nothing
 * else goes the short way; anything else, right or wrong, is cut and looked at with care. */
#include "core/memory.h"
#include "table/csv.h"
#include "table/decimal.h"
#include "table/libsvm.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

/* A block while a thread reads it. */
typedef struct reading {
    const hk_csv *csv;
    hk_levels *levels;
    const char *end; /* of the block */
    double *X;
    double *extras[HK_EXTRAS];
    size_t stride; /* of X, and 1 for the extras; 0: rows go over each other */
    size_t row, stop_row;
    size_t line;  /* of the row, from 1          */
    size_t feeds; /* behind it, in cells before */
    bool missing;
    hillock_status status;
    hk_message message;
} reading;

static bool fail(reading *r, size_t column, hillock_status status, const char *shown,
                 const char *what)
{
    char label[HK_LABEL_CAPACITY];
    hk_columns_label(&r->csv->columns, column, label);
    r->status = hk_say(&r->message, status, "%s, line %zu, column %zu%s: %s%s%s%s",
                       r->csv->source->name, r->line + r->feeds, column + 1, label,
                       shown ? "\"" : "", shown ? shown : "", shown ? "\" " : "", what);
    return false;
}

static bool fail_cell(reading *r, size_t column, const hk_cell *cell, const char *what)
{
    char shown[HK_SHOWN_CAPACITY];
    hk_cell_show(cell, shown);
    return fail(r, column, HILLOCK_ERROR_FORMAT, cell->length > 0 ? shown : NULL, what);
}

static inline void store(const reading *r, ptrdiff_t slot, double value)
{
    if (slot >= 0)
        r->X[r->row * r->stride + (size_t)slot] = value;
    else if (slot > HK_IGNORED)
        r->extras[-1 - slot][r->stride > 0 ? r->row : 0] = value;
}

static bool is_ragged(reading *r, size_t column, const hk_cell *cell)
{
    const size_t count = r->csv->columns.count;
    char what[128];
    if (column + 1 == count && *cell->stop != '\n')
        snprintf(what, sizeof what, "the row has more than %zu cells; remove the cell", count);
    else if (column + 1 < count && *cell->stop == '\n' && column == 0 && cell->length == 0)
        snprintf(what, sizeof what, "the line is empty; remove it");
    else if (column + 1 < count && *cell->stop == '\n')
        snprintf(what, sizeof what,
                 "the row ends here, and %zu cells are expected; complete the row or remove it",
                 count);
    else
        return false;
    r->feeds += cell->line_feeds;
    return !fail(r, column + 1 < count ? column + (cell->length > 0) : column + 1,
                 HILLOCK_ERROR_FORMAT, NULL, what);
}

static bool take_text(reading *r, size_t column, const hk_cell *cell, double *value)
{
    const int level =
        hk_level_find(&r->levels[r->csv->columns.texts[column] - 1], cell->text, cell->length);
    *value = level;
    if (level == HK_NO_MEMORY_FOR_LEVELS)
        return fail(r, column, HILLOCK_ERROR_MEMORY, NULL, "no memory for another text");
    if (level < 0)
        return fail_cell(r, column, cell,
                         "is one of more than 1000 different texts in its column; "
                         "ignore the column, or code it as numbers");
    return true;
}

static bool take_missing(reading *r, size_t column, const hk_cell *cell, double *value)
{
    const hk_missing missing = r->csv->source->options->missing;
    const bool feature = r->csv->columns.slots[column] >= 0;
    *value = NAN;
    if (missing == HK_MISSING_ERROR || (missing == HK_MISSING_MEAN && !feature))
        return fail_cell(r, column, cell, hk_cell_advice(cell));
    r->missing = true;
    return true;
}

/* A line of LIBSVM among others that are a label alone is the one cell of its row. */
static const char *advice(const reading *r, const hk_cell *cell)
{
    double value;
    const char *const label = hk_decimal_read(cell->text, &value);
    const bool index = label && hk_skip_blanks(label) > label && hk_is_index(hk_skip_blanks(label));
    return index && r->csv->columns.count == 1
               ? "is a line of LIBSVM; read the table in that format (format libsvm)"
               : hk_cell_advice(cell);
}

/* The cell at `at`, whatever it is; where it stops, or NULL. */
static const char *read_cell(reading *r, const char *at, size_t column)
{
    const hk_csv *const csv = r->csv;
    const ptrdiff_t slot = csv->columns.slots[column];
    const hk_cell cell = hk_cell_cut(at, csv->end, csv->delimiter);
    double value = 0;
    if (!cell.stop) {
        (void)fail(r, column, HILLOCK_ERROR_FORMAT, NULL, cell.fault);
        return NULL;
    }
    if (is_ragged(r, column, &cell))
        return NULL;
    if (slot != HK_IGNORED) {
        const bool read =
            hk_cell_is_missing(&cell) ? take_missing(r, column, &cell, &value)
            : csv->columns.texts[column] > 0
                ? take_text(r, column, &cell, &value)
                : hk_cell_number(&cell, &value) || fail_cell(r, column, &cell, advice(r, &cell));
        if (!read)
            return NULL;
        store(r, slot, value);
    }
    r->feeds += cell.line_feeds;
    return cell.stop;
}

/* The row at `at`; where the next one begins, or NULL. */
static const char *read_row(reading *r, const char *at)
{
    const hk_columns *const columns = &r->csv->columns;
    const char delimiter = r->csv->delimiter;
    for (size_t i = 0; i < columns->count; i++) {
        const ptrdiff_t slot = columns->slots[i];
        double value;
        const char *end =
            slot != HK_IGNORED && columns->texts[i] == 0 ? hk_decimal_read(at, &value) : NULL;
        if (end && *end == (i + 1 < columns->count ? delimiter : '\n') && value - value == 0)
            store(r, slot, value);
        else
            end = read_cell(r, at, i);
        if (!end)
            return NULL;
        at = end + 1;
    }
    return at;
}

/* Rows of the block up to the first that is wrong. */
static void read_block(reading *r, const hk_block *block)
{
    const hk_csv *const csv = r->csv;
    const char *at = block->begin;
    r->row = block->row;
    r->line = csv->first_line + block->line;
    for (; at && at < block->end && r->row < block->row + block->n_rows; r->row++) {
        r->feeds = 0;
        r->missing = false;
        if (csv->content->lines && !csv->hopeless)
            csv->content->lines[r->row] = r->line;
        at = read_row(r, at);
        if (r->missing && csv->skip && !csv->hopeless)
            csv->skip[r->row] = 1;
        r->line += 1 + r->feeds;
    }
    if (r->status == HILLOCK_OK && at != block->end) /* only behind a quote that is wrong */
        (void)fail(r, 0, HILLOCK_ERROR_FORMAT, NULL, "quotes do not match");
}

/* Memory for the rows. Each cell takes a byte at least: more rows than that allows are not there,
 * and reading finds the one that is too short. */
static bool reserve(hk_csv *csv, bool needs_lines)
{
    hk_table_content *const content = csv->content;
    const size_t bytes = (size_t)(csv->end - csv->begin);
    bool fits = true;
    csv->hopeless = csv->n_rows > bytes / csv->columns.count;
    const size_t rows = csv->hopeless ? 1 : csv->n_rows;
    fits = hk_array_create(&content->X, rows * csv->columns.n_features);
    for (int k = 0; k < HK_EXTRAS && fits; k++)
        if (csv->columns.extras[k] > 0)
            fits = hk_array_create(&content->extras[k], rows);
    const bool drops = csv->source->options->missing == HK_MISSING_DROP;
    if (fits && (needs_lines || drops)) {
        content->lines = hk_zeros(rows, sizeof *content->lines);
        content->n_lines = rows;
        fits = content->lines;
    }
    if (drops)
        csv->skip = hk_zeros(rows, 1);
    return fits && (!drops || csv->skip);
}

/* The first fault in the order of the file is the one that is told. */
static hillock_status first_fault(const hk_csv *csv, const reading *readings)
{
    for (size_t k = 0; k < csv->n_blocks; k++)
        if (readings[k].status != HILLOCK_OK)
            return hk_say(csv->source->message, readings[k].status, "%s", readings[k].message.text);
    return HILLOCK_OK;
}

static hillock_status read_blocks(hk_csv *csv, reading *readings)
{
    for (size_t k = 0; k < csv->n_blocks; k++) {
        reading *const r = &readings[k];
        *r = (reading){.csv = csv,
                       .levels = csv->levels + k * csv->columns.n_texts,
                       .X = csv->content->X.at,
                       .stride = csv->hopeless ? 0 : csv->columns.n_features};
        for (int e = 0; e < HK_EXTRAS; e++)
            r->extras[e] = csv->content->extras[e].at;
    }
#pragma omp parallel for num_threads(csv->hopeless ? 1 : csv->threads) schedule(dynamic, 1)
    for (size_t k = 0; k < csv->n_blocks; k++)
        read_block(&readings[k], &csv->blocks[k]);
    return first_fault(csv, readings);
}

hillock_status hk_csv_read_rows(hk_csv *csv)
{
    const size_t bytes = (size_t)(csv->end - csv->begin);
    hillock_status status = HILLOCK_ERROR_MEMORY;
    size_t n_levels;
    csv->n_blocks = hk_block_count(bytes, csv->threads);
    csv->blocks = hk_allocate(csv->n_blocks, sizeof *csv->blocks);
    csv->levels = hk_multiply(csv->n_blocks, csv->columns.n_texts, &n_levels)
                      ? hk_allocate(n_levels, sizeof *csv->levels)
                      : NULL;
    reading *const readings = hk_allocate(csv->n_blocks, sizeof *readings);
    if (csv->blocks && csv->levels && readings) {
        hk_cut_blocks(csv->begin, csv->end, true, csv->threads, csv->n_blocks, csv->blocks);
        const hk_block *const last = &csv->blocks[csv->n_blocks - 1];
        csv->n_rows = csv->n_kept = last->row + last->n_rows;
        if (reserve(csv, last->line + last->n_lines != csv->n_rows))
            status = read_blocks(csv, readings);
    }
    if (status == HILLOCK_ERROR_MEMORY)
        (void)hk_no_memory(csv->source);
    hk_free(readings);
    return status;
}
