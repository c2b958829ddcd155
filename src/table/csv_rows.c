/* The rows of a CSV text, block by block on all threads. A cell that is a plain number and nothing
 * else goes the short way; anything else, right or wrong, is cut and looked at with care. */
#include "core/memory.h"
#include "table/csv.h"
#include "table/decimal.h"
#include "table/libsvm.h"
#include "table/wanted.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <string.h>

/* A block while a thread reads it. */
typedef struct reading {
    const hk_csv *csv;
    hk_levels *levels;
    hk_level *others; /* texts that a model has no feature for */
    const char *end;  /* of the block */
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
        snprintf(what, sizeof what, "the row has more than %zu cell%s; remove the cell", count,
                 count == 1 ? "" : "s");
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
    hk_levels *const levels = &r->levels[r->csv->columns.texts[column] - 1];
    const size_t before = levels->count;
    const int level = hk_level_find(levels, cell->text, cell->length);
    *value = level;
    if (level == HK_NO_MEMORY_FOR_LEVELS)
        return fail(r, column, HILLOCK_ERROR_MEMORY, NULL, "no memory for another text");
    if (levels->count > before)
        levels->levels[before].line = r->line + r->feeds;
    if (level < 0)
        return fail_cell(r, column, cell,
                         "is one of more than 1000 different texts in its column; "
                         "ignore the column, or code it as numbers");
    return true;
}

static bool take_class(reading *r, size_t column, const hk_cell *cell, double *value)
{
    const hk_wanted *const wanted = &r->csv->source->options->wanted;
    const hk_columns *const columns = &r->csv->columns;
    const int class = hk_level_known(&columns->known.tables[columns->texts[column] - 1], cell->text,
                                     cell->length);
    char what[128];
    if (class >= 0)
        *value = wanted->class_targets[class];
    if (class >= 0)
        return true;
    if (hk_cell_number(cell, value)) {
        hk_wanted_code(wanted, value);
        return true;
    }
    snprintf(what, sizeof what, "is none of the model's classes, \"%.40s\" and \"%.40s\"",
             wanted->classes[0], wanted->classes[1]);
    return fail_cell(r, column, cell, what);
}

static bool is_other(const hk_level *other, const char *text, size_t length)
{
    return other->text && (other->length != length || memcmp(other->text, text, length) != 0);
}

/* One text of a column has no feature: that which all others were compared with when the model was
 * trained. A second one cannot be it. */
static const char *second_text(const hk_level *other, char what[HK_MESSAGE_CAPACITY / 2])
{
    char shown[HK_SHOWN_CAPACITY];
    hk_cell_show(&(hk_cell){.text = other->text, .length = other->length}, shown);
    snprintf(what, HK_MESSAGE_CAPACITY / 2,
             "is no text that the model has a feature for, nor is \"%s\" in line %zu; it was "
             "trained with one such text at most: correct one of them, or remove its rows",
             shown, other->line);
    return what;
}

/* A text that is a feature of the model, or its reference. */
static bool take_known(reading *r, size_t column, const hk_cell *cell)
{
    const hk_columns *const columns = &r->csv->columns;
    const size_t text = columns->texts[column] - 1;
    const hk_levels *const table = &columns->known.tables[text];
    hk_level *const other = &r->others[text];
    const int position = hk_level_known(table, cell->text, cell->length);
    char what[HK_MESSAGE_CAPACITY / 2];
    if (position == 0 && hk_has_reference(table))
        return true;
    if (position >= 0) {
        store(r, (ptrdiff_t)table->levels[position].rank, 1);
        return true;
    }
    if (hk_has_reference(table))
        return fail_cell(r, column, cell, hk_known_list(table, what));
    if (is_other(other, cell->text, cell->length))
        return fail_cell(r, column, cell, second_text(other, what));
    if (!other->text)
        *other = (hk_level){.text = cell->text, .length = cell->length, .line = r->line + r->feeds};
    return true;
}

static bool take_missing(reading *r, size_t column, const hk_cell *cell)
{
    const hk_columns *const columns = &r->csv->columns;
    const hk_missing missing = r->csv->source->options->missing;
    const double *const means = r->csv->source->options->wanted.means;
    const ptrdiff_t slot = columns->slots[column];
    const hk_levels *const table = columns->known.tables && columns->texts[column] > 0
                                       ? &columns->known.tables[columns->texts[column] - 1]
                                       : NULL;
    if (missing == HK_MISSING_ERROR || (missing == HK_MISSING_MEAN && slot < 0))
        return fail_cell(r, column, cell, hk_cell_advice(cell));
    r->missing = true;
    const bool has_mean = missing == HK_MISSING_MEAN;
    if ((has_mean || missing == HK_MISSING_KEEP) && table && slot >= 0)
        for (size_t k = hk_has_reference(table); k < table->count; k++) {
            const size_t feature = table->levels[k].rank;
            store(r, (ptrdiff_t)feature, has_mean ? means[feature] : NAN);
        }
    else if (missing == HK_MISSING_MEAN && columns->known.tables)
        store(r, slot, means[slot]);
    else
        store(r, slot, NAN);
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

/* What a cell holds goes where it belongs. */
static bool take_cell(reading *r, size_t column, const hk_cell *cell)
{
    const hk_columns *const columns = &r->csv->columns;
    const ptrdiff_t slot = columns->slots[column];
    double value = 0;
    bool read;
    if (hk_cell_is_missing(cell))
        return take_missing(r, column, cell);
    if (columns->texts[column] == 0)
        read = hk_cell_number(cell, &value) || fail_cell(r, column, cell, advice(r, cell));
    else if (!columns->known.tables)
        read = take_text(r, column, cell, &value);
    else if (slot >= 0)
        return take_known(r, column, cell);
    else
        read = take_class(r, column, cell, &value);
    if (read)
        store(r, slot, value);
    return read;
}

/* The cell at `at`, whatever it is; where it stops, or NULL. A call, so that the short way has the
 * registers to itself. */
static __attribute__((noinline)) const char *read_cell(reading *r, const char *at, size_t column)
{
    const hk_csv *const csv = r->csv;
    const hk_cell cell = hk_cell_cut(at, csv->end, csv->delimiter);
    if (!cell.stop) {
        (void)fail(r, column, HILLOCK_ERROR_FORMAT, NULL, cell.fault);
        return NULL;
    }
    if (is_ragged(r, column, &cell) ||
        (csv->columns.slots[column] != HK_IGNORED && !take_cell(r, column, &cell)))
        return NULL;
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
    for (; at < block->end && r->row < block->row + block->n_rows; r->row++) {
        r->feeds = 0;
        r->missing = false;
        if (csv->content->lines && !csv->hopeless)
            csv->content->lines[r->row] = r->line;
        at = read_row(r, at);
        if (!at)
            return;
        if (r->missing && csv->skip && !csv->hopeless)
            csv->skip[r->row] = 1;
        r->line += 1 + r->feeds;
    }
    if (at != block->end) /* only behind a quote that is wrong */
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
    csv->n_skip = rows;
    if (drops)
        csv->skip = hk_zeros(rows, 1);
    return fits && (!drops || csv->skip);
}

/* The first fault in the order of the file is the one that is told; of a piece after the rows
 * before it. */
static hillock_status first_fault(hk_csv *csv, const reading *readings)
{
    for (size_t k = 0; k < csv->n_blocks; k++) {
        const reading *const r = &readings[k];
        if (r->status == HILLOCK_OK)
            continue;
        if (!csv->source->is_piece || csv->hopeless || r->row == 0)
            return hk_say(csv->source->message, r->status, "%s", r->message.text);
        csv->late = r->status;
        csv->late_message = r->message;
        csv->n_rows = csv->n_kept = r->row;
        break;
    }
    return HILLOCK_OK;
}

/* The text that a model has no feature for is one in the whole column, not just in each block. */
static hillock_status join_others(hk_csv *csv)
{
    const size_t n_texts = csv->columns.n_texts;
    for (size_t k = 0; k < csv->n_blocks * n_texts; k++) {
        const hk_level *const met = &csv->others[k];
        hk_level *const other = &csv->columns.known.others[k % n_texts];
        char what[HK_MESSAGE_CAPACITY / 2], shown[HK_SHOWN_CAPACITY];
        if (!met->text)
            continue;
        hk_cell_show(&(hk_cell){.text = met->text, .length = met->length}, shown);
        if (is_other(other, met->text, met->length))
            return hk_say(csv->source->message, HILLOCK_ERROR_FORMAT, "%s, line %zu: \"%s\" %s",
                          csv->source->name, met->line, shown, second_text(other, what));
        if (other->text)
            continue;
        char *const copy = hk_allocate(met->length, 1);
        if (!copy)
            return HILLOCK_ERROR_MEMORY;
        memcpy(copy, met->text, met->length);
        *other = (hk_level){.text = copy, .length = met->length, .line = met->line};
    }
    return HILLOCK_OK;
}

static hillock_status read_blocks(hk_csv *csv, reading *readings)
{
    for (size_t k = 0; k < csv->n_blocks; k++) {
        reading *const r = &readings[k];
        *r = (reading){.csv = csv,
                       .levels = csv->levels + k * csv->columns.n_texts,
                       .others = csv->others + k * csv->columns.n_texts,
                       .X = csv->content->X.at,
                       .stride = csv->hopeless ? 0 : csv->columns.n_features};
        for (int e = 0; e < HK_EXTRAS; e++)
            r->extras[e] = csv->content->extras[e].at;
    }
#pragma omp parallel for num_threads(csv->hopeless ? 1 : csv->threads) schedule(dynamic, 1)
    for (size_t k = 0; k < csv->n_blocks; k++)
        read_block(&readings[k], &csv->blocks[k]);
    const hillock_status status = first_fault(csv, readings);
    return status == HILLOCK_OK && csv->columns.known.tables ? join_others(csv) : status;
}

/* Memory for the texts of each block, of which there are those of a model or any. */
static bool reserve_texts(hk_csv *csv)
{
    const bool known = csv->columns.known.tables;
    size_t count;
    if (!hk_multiply(csv->n_blocks, csv->columns.n_texts, &count))
        return false;
    csv->levels = hk_allocate(known ? 0 : count, sizeof *csv->levels);
    csv->others = hk_allocate(known ? count : 0, sizeof *csv->others);
    return csv->levels && csv->others;
}

hillock_status hk_csv_read_rows(hk_csv *csv)
{
    const size_t bytes = (size_t)(csv->end - csv->begin);
    hillock_status status = HILLOCK_ERROR_MEMORY;
    csv->n_blocks = hk_block_count(bytes, csv->threads);
    csv->blocks = hk_allocate(csv->n_blocks, sizeof *csv->blocks);
    reading *const readings = hk_allocate(csv->n_blocks, sizeof *readings);
    if (csv->blocks && readings && reserve_texts(csv)) {
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
