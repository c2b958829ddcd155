/* LIBSVM: a label and index:value pairs in each line. All lines are read twice: to check and count
 * them, and to put the values where they stay. */
#include "core/memory.h"
#include "core/threads.h"
#include "table/content.h"
#include "table/decimal.h"
#include "table/libsvm.h"
#include "table/scan.h"
#include "table/wanted.h"

#include <math.h>
#include <omp.h>
#include <stdint.h>
#include <string.h>

enum { MOST_DENSITY = 1024 /* bytes of X for a byte of text */ };

typedef struct reading {
    const hk_source *source;
    hk_table_content *content; /* NULL: only count */
    size_t n_features;
    size_t row, line; /* of the line under way, line from 1 */
    size_t highest;   /* index so far */
    hillock_status status;
    hk_message message;
} reading;

static const char *fail(reading *r, size_t column, const char *what)
{
    r->status = hk_say(&r->message, HILLOCK_ERROR_FORMAT, "%s, line %zu, column %zu: %s",
                       r->source->name, r->line, column, what);
    return NULL;
}

const char *hk_skip_blanks(const char *at)
{
    while (*at == ' ' || *at == '\t')
        at++;
    return *at == '\r' && at[1] == '\n' ? at + 1 : at;
}

bool hk_is_index(const char *at)
{
    const char *const begin = at;
    while (hk_is_digit(*at))
        at++;
    return at > begin && *at == ':';
}

static bool ends_item(const char *at)
{
    return *at == ' ' || *at == '\t' || *at == '\n' || *at == '#' ||
           (at[0] == '\r' && at[1] == '\n');
}

/* The index at `at`, which must be above the one before; where its colon is, or NULL. */
static const char *read_index(reading *r, const char *at, size_t column, size_t *index)
{
    const size_t before = *index;
    size_t number = 0;
    if (strncmp(at, "qid:", 4) == 0)
        return fail(r, column, "qid is not known here; remove it");
    for (; *at >= '0' && *at <= '9'; at++)
        number = number > SIZE_MAX / 16 ? SIZE_MAX : 10 * number + (size_t)(*at - '0');
    if (*at != ':')
        return fail(r, column, "this is no index:value such as 3:0.5");
    if (number == 0)
        return fail(r, column,
                    "an index before the first: they are counted from 1; add 1 to "
                    "every index of a file that counts from 0");
    if (number <= before)
        return fail(r, column, "the indices of a line must rise; sort them, and leave none twice");
    *index = number;
    return at;
}

/* The line at `at`; where its line feed or comment is, or NULL. */
static const char *read_line(reading *r, const char *at)
{
    double value;
    size_t index = 0, column = 1;
    const char *end = hk_decimal_read(at, &value);
    if (!end || !ends_item(end) || !isfinite(value))
        return fail(r, 1, "a line begins with its label, a number");
    if (r->content)
        r->content->extras[HK_TARGET].at[r->row] = value;
    for (at = hk_skip_blanks(end); *at != '\n' && *at != '#'; at = hk_skip_blanks(end)) {
        end = read_index(r, at, ++column, &index);
        if (!end)
            return NULL;
        end = hk_decimal_read(end + 1, &value);
        if (!end || !ends_item(end) || !isfinite(value))
            return fail(r, column, "the value behind the colon is no finite number");
        if (r->content && index <= r->n_features) /* a model may know fewer */
            r->content->X.at[r->row * r->n_features + index - 1] = value;
    }
    r->highest = hk_max_size(r->highest, index);
    return at;
}

static void read_block(reading *r, const hk_block *block)
{
    r->line = r->source->lines_before + block->line + 1;
    for (const char *at = block->begin; at < block->end; at++, r->line++) {
        at = hk_skip_blanks(at);
        if (*at != '\n' && *at != '#') {
            at = read_line(r, at);
            if (!at)
                return;
            if (r->content && r->content->lines)
                r->content->lines[r->row] = r->line;
            r->row++;
        }
        at = memchr(at, '\n', (size_t)(block->end - at));
    }
}

static hillock_status refuse_columns(const hk_source *source)
{
    const hk_table_options *const o = source->options;
    if (o->weight || o->offset || o->features || o->ignore || o->categorical)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "%s: the target of a LIBSVM table is its label, and no column has a name; "
                      "leave out weight, offset, features, ignore and categorical",
                      source->name);
    if (o->wanted.offset)
        return hk_say(source->message, HILLOCK_ERROR_INCOMPLETE,
                      "%s: the model was trained with an offset, and a LIBSVM table has none",
                      source->name);
    return HILLOCK_OK;
}

/* The size of the table, once all lines are known to be right. */
static hillock_status reserve(hk_table_content *content, const hk_source *source, size_t n_rows,
                              size_t n_features, size_t n_lines)
{
    size_t count;
    if ((n_rows == 0 || n_features == 0) && !source->is_piece)
        return hk_say(source->message, HILLOCK_ERROR_FORMAT, "%s, line 1: there is no %s in it",
                      source->name, n_rows == 0 ? "line with a label" : "index:value");
    if (!hk_multiply(n_rows, n_features, &count) ||
        count / (MOST_DENSITY / sizeof(double)) > source->bytes->count)
        return hk_say(source->message, HILLOCK_ERROR_FORMAT,
                      "%s: %zu samples of %zu features are more than %d times the size of the "
                      "file, and all of them would be in memory; remove rare features",
                      source->name, n_rows, n_features, MOST_DENSITY);
    bool fits =
        hk_array_create(&content->X, count) && hk_array_create(&content->extras[HK_TARGET], n_rows);
    content->first_line = source->lines_before + 1;
    if (fits && n_lines != n_rows) {
        content->lines = hk_zeros(n_rows, sizeof *content->lines);
        content->n_lines = n_rows;
        fits = content->lines;
    }
    return fits ? HILLOCK_OK : hk_no_memory(source);
}

/* Both trips: the first without a content. */
static void read_blocks(reading *readings, const hk_block *blocks, size_t n_blocks, int threads)
{
#pragma omp parallel for num_threads(threads) schedule(dynamic, 1)
    for (size_t k = 0; k < n_blocks; k++)
        read_block(&readings[k], &blocks[k]);
}

static hillock_status read_twice(hk_table_content *content, const hk_source *source,
                                 const hk_block *blocks, reading *readings, size_t n_blocks,
                                 int threads)
{
    size_t n_rows = 0, n_features = 0;
    for (size_t k = 0; k < n_blocks; k++)
        readings[k] = (reading){.source = source};
    read_blocks(readings, blocks, n_blocks, threads);
    for (size_t k = 0; k < n_blocks; k++) {
        if (readings[k].status != HILLOCK_OK)
            return hk_say(source->message, readings[k].status, "%s", readings[k].message.text);
        n_features = hk_max_size(n_features, readings[k].highest);
        const size_t rows = readings[k].row;
        readings[k].row = n_rows;
        n_rows += rows;
    }
    if (source->options->wanted.names)
        n_features = source->options->wanted.n_features;
    const hk_block *const last = &blocks[n_blocks - 1];
    hillock_status status =
        reserve(content, source, n_rows, n_features, last->line + last->n_lines);
    if (status != HILLOCK_OK)
        return status;
    for (size_t k = 0; k < n_blocks; k++) {
        readings[k].content = content;
        readings[k].n_features = n_features;
    }
    read_blocks(readings, blocks, n_blocks, threads);
    hk_content_view(content, n_rows, n_features);
    return hk_content_copy_names(content, n_features, source->options->wanted.names, NULL,
                                 source->options->target, NULL)
               ? HILLOCK_OK
               : hk_no_memory(source);
}

hillock_status hk_read_libsvm(hk_table_content *content, const hk_source *source)
{
    const hk_bytes *const bytes = source->bytes;
    hillock_status status = refuse_columns(source);
    if (status == HILLOCK_OK)
        status = hk_wanted_check(source);
    if (status != HILLOCK_OK)
        return status;
    const bool open = bytes->count == 0 || bytes->at[bytes->count - 1] != '\n';
    const char *const end = bytes->at + bytes->count + open;
    const int threads = hk_threads(source->options->threads, bytes->count);
    const size_t n_blocks = hk_block_count(bytes->count, threads);
    hk_block *const blocks = hk_allocate(n_blocks, sizeof *blocks);
    reading *const readings = hk_allocate(n_blocks, sizeof *readings);
    if (blocks && readings) {
        hk_cut_blocks(bytes->at + hk_byte_order_mark(bytes), end, false, threads, n_blocks, blocks);
        status = read_twice(content, source, blocks, readings, n_blocks, threads);
    } else {
        status = hk_no_memory(source);
    }
    hk_free(blocks);
    hk_free(readings);
    return status;
}
